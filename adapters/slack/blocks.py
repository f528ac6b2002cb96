"""The pieces Slack messages are built of, each within its own limit. Pure.

Text that people wrote goes into rich_text or plain_text, where Slack reads no markup. Only `link` makes
mrkdwn, from addresses of ours, escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from adapters.slack import limits
from adapters.slack.text import chunks, escape, shorten, visible

Json = dict[str, Any]

_ADDRESS = re.compile(r"(?:https://|tel:|mailto:)[^\s<>|]{1,1000}")


def plain_text(text: str, limit: int) -> Json:
    """A text object without markup; a blank stands for an empty text, which Slack refuses."""
    return {"type": "plain_text", "text": shorten(visible(text), limit) or " ", "emoji": False}


def words(text: str, *, bold: bool = False) -> list[Json]:
    """Elements of a rich text line; none for an empty text."""
    shown = shorten(visible(text), limits.SECTION_CHARACTERS)
    if not shown:
        return []
    element: Json = {"type": "text", "text": shown}
    return [{**element, "style": {"bold": True}} if bold else element]


def line(elements: list[Json]) -> Json:
    """One line or paragraph inside a rich text block."""
    return {"type": "rich_text_section", "elements": elements}


def rich(elements: list[Json]) -> Json:
    """A rich text block."""
    return {"type": "rich_text", "elements": elements}


def paragraph(*elements: Json) -> Iterator[Json]:
    """A block with one paragraph; nothing when it holds no words."""
    if any(element.get("text", "").strip() for element in elements):
        yield rich([line(list(elements))])


def boxed(kind: str, text: str) -> Iterator[Json]:
    """A quotation (`rich_text_quote`) or text to copy (`rich_text_preformatted`), whole, in several blocks if long."""
    for piece in chunks(visible(text), limits.SECTION_CHARACTERS):
        if piece.strip():
            yield rich([{"type": kind, "elements": [{"type": "text", "text": piece}]}])


def context(text: str) -> Iterator[Json]:
    """Small print."""
    for piece in chunks(visible(text), limits.CONTEXT_CHARACTERS):
        if piece.strip():
            yield {"type": "context", "elements": [plain_text(piece, limits.CONTEXT_CHARACTERS)]}


def link(label: str, url: str) -> Json | None:
    """A text object that is one link, or None for an address that Slack might read as something else."""
    if not _ADDRESS.fullmatch(url) or visible(url) != url:
        return None
    shown = shorten(visible(label or url).replace("\n", " "), limits.LINK_CHARACTERS)
    return {
        "type": "mrkdwn",
        "text": f"<{escape(url)}|{escape(shown).replace('|', '/')}>",
        "verbatim": True,
    }


def groups(elements: list[Json]) -> Iterator[list[Json]]:
    """The elements in runs that are short enough for one block."""
    group: list[Json] = []
    for element in elements:
        if group and size([*group, element]) > limits.SECTION_CHARACTERS:
            yield group
            group = []
        group.append(element)
    if group:
        yield group


def texts(block: Any) -> Iterator[str]:
    """Every text a reader would see in a block, in reading order."""
    if isinstance(block, list):
        for item in block:
            yield from texts(item)
    elif isinstance(block, dict):
        for key, value in block.items():
            if key in ("text", "alt_text", "label") and isinstance(value, str):
                yield value
            elif isinstance(value, dict | list):
                yield from texts(value)


def size(blocks: list[Json]) -> int:
    """Characters of text in these blocks, as `MESSAGE_CHARACTERS` counts them."""
    return sum(len(text) for text in texts(blocks))
