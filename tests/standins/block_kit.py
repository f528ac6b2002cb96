"""What Slack refuses in blocks and views: slack_sdk's own models, and rules of ours where they are silent.

Limits are written out here on purpose: a wrong number in the adapter must not excuse itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

Json = dict[str, Any]

TEXT_LIMITS = {"header": 150, "section": 3000, "context": 3000, "button": 75, "option": 75, "label": 2000}
ELEMENT_COUNTS = {"actions": 25, "context": 10}
RICH_KINDS = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
OPTION_COUNTS = {"radio_buttons": 10, "checkboxes": 10, "static_select": 100, "multi_static_select": 100}


def message_problems(blocks: list[Json]) -> list[str]:
    """Everything Slack would refuse in the blocks of a message."""
    found = [*_models(blocks), *(problem for block in blocks for problem in _block(block))]
    if len(blocks) > 50:
        found.append(f"{len(blocks)} blocks in a message")
    if (characters := sum(len(text) for text in _texts(blocks))) > 10_000:
        found.append(f"{characters} characters in a message")
    return found + _repeated(blocks)


def home_problems(view: Json) -> list[str]:
    """What Slack refuses in the view of a tab Home: it has blocks and no title."""
    blocks = view.get("blocks", [])
    found = ["no home"] if view.get("type") != "home" or "title" in view else []
    found += [f"{len(blocks)} blocks"] if not 1 <= len(blocks) <= 100 else []
    return found + message_problems(blocks[:50])


def view_problems(view: Json) -> list[str]:
    """Everything Slack would refuse in a modal."""
    blocks = view.get("blocks", [])
    found = [*_models(blocks), *(problem for block in blocks for problem in _block(block))]
    try:
        View(**view).validate_json()
    except (SlackObjectFormationError, TypeError) as error:
        found.append(f"view: {error}")
    if not 0 < len(blocks) <= 100:
        found.append(f"{len(blocks)} blocks in a view")
    inputs = [block for block in blocks if block["type"] == "input"]
    if inputs and "submit" not in view:
        found.append("a view with inputs has no submit")
    if view.get("type") != "modal" or not 1 <= len(view["title"]["text"]) <= 24:
        found.append("title")
    if len(view.get("private_metadata", "")) > 3000:
        found.append("private_metadata")
    return found + _repeated(blocks)


def _models(blocks: list[Json]) -> Iterator[str]:
    for block in blocks:
        try:
            parsed = Block.parse(block)
            if parsed is None:
                yield f"unknown block {block.get('type')}"
            else:
                parsed.validate_json()
        except (SlackObjectFormationError, TypeError) as error:
            yield f"{block['type']}: {error}"


def _block(block: Json) -> Iterator[str]:  # noqa: C901 - one arm for each kind of block
    match block["type"]:
        case "rich_text":
            yield from _rich_text(block)
        case "header":
            yield from _text(block["text"], TEXT_LIMITS["header"], kinds=("plain_text",))
        case "section":
            yield from _text(block["text"], TEXT_LIMITS["section"])
        case "context" | "actions":
            if not 1 <= len(block["elements"]) <= ELEMENT_COUNTS[block["type"]]:
                yield f"{len(block['elements'])} elements in {block['type']}"
            ids = [element["action_id"] for element in block["elements"] if "action_id" in element]
            if len(ids) != len(set(ids)):
                yield "two elements with one action_id"
            for element in block["elements"]:
                yield from _element(element)
        case "image":
            if not block["image_url"].startswith("https://") or not 1 <= len(block["alt_text"]) <= 2000:
                yield "image"
        case "input":
            yield from _text(block["label"], TEXT_LIMITS["label"], kinds=("plain_text",))
            if "hint" in block:
                yield from _text(block["hint"], 2000, kinds=("plain_text",))
            yield from _element(block["element"])
        case "divider":
            pass
        case other:
            yield f"a block of no kind of ours: {other}"


def _rich_text(block: Json) -> Iterator[str]:
    if not block["elements"]:
        yield "an empty rich_text"
    for element in block["elements"]:
        if element["type"] not in RICH_KINDS:
            yield f"rich text element {element['type']}"
        for child in element["elements"]:
            for leaf in child["elements"] if child["type"] in RICH_KINDS else [child]:
                if leaf["type"] == "text" and not 1 <= len(leaf["text"]) <= 3000:
                    yield f"a rich text of {len(leaf['text'])} characters"
                elif leaf["type"] not in ("text", "emoji"):
                    yield f"a live element {leaf['type']} in rich text"


def _element(element: Json) -> Iterator[str]:
    kind = element["type"]
    if len(element.get("action_id", "")) > 255:
        yield "action_id"
    if kind in ("plain_text", "mrkdwn"):
        yield from _text(element, TEXT_LIMITS["context"])
    elif kind == "button":
        yield from _text(element["text"], TEXT_LIMITS["button"], kinds=("plain_text",))
        if "value" in element and not 1 <= len(element["value"]) <= 2000:
            yield f"a button value of {len(element['value'])} characters"
    elif kind == "plain_text_input":
        if not 1 <= element.get("max_length", 3000) <= 3000:
            yield "max_length"
        if len(element.get("initial_value", "")) > element.get("max_length", 3000):
            yield "an initial value longer than its box"
    elif kind in OPTION_COUNTS:
        yield from _options(element)
    elif kind != "datetimepicker":
        yield f"an element of no kind of ours: {kind}"


def _options(element: Json) -> Iterator[str]:
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    if len(groups) > 100 or any(
        not 1 <= len(group["options"]) <= OPTION_COUNTS[element["type"]] for group in groups
    ):
        yield f"options of {element['type']}"
    offered = [option for group in groups for option in group["options"]]
    for option in offered:
        yield from _text(option["text"], TEXT_LIMITS["option"])
        if not 1 <= len(option["value"]) <= 150:
            yield "option value"
    initial = element.get("initial_options") or [element.get("initial_option")]
    if any(option is not None and option not in offered for option in initial):
        yield "an initial option that is not offered"


def _text(text: Json, limit: int, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> Iterator[str]:
    if text["type"] not in kinds:
        yield f"{text['type']} where {kinds} is wanted"
    if not 1 <= len(text["text"]) <= limit:
        yield f"a text of {len(text['text'])} characters where {limit} fit"


def _repeated(blocks: list[Json]) -> list[str]:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    too_long = [f"block_id of {len(one)}" for one in ids if not 1 <= len(one) <= 255]
    return too_long + ([] if len(ids) == len(set(ids)) else ["two blocks with one block_id"])


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _texts(item)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in ("text", "alt_text") and isinstance(value, str):
                yield value
            else:
                yield from _texts(value)
