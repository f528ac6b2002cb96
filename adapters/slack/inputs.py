"""One field <-> one Slack input element. Pure. Sources: docs.slack.dev/reference/block-kit/block-elements."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import assert_never

from adapters.slack import limits
from adapters.slack.blocks import Json, plain_text
from adapters.slack.text import chunks
from bot.events import FieldValue
from bot.forms import (
    ChoiceField,
    DateTimeField,
    Field,
    MultiChoiceField,
    Option,
    PersonField,
    TextField,
    ToggleField,
)
from bot.words import sentence

CONTINUED = "~"
"""Between a field's name and a number in the `block_id` of a further box for the same long text."""
YES = "yes"


def elements(item: Field) -> Iterator[Json]:
    """The input elements of a field: one, or several for a text longer than Slack's box."""
    match item:
        case TextField():
            yield from _text(item)
        case ChoiceField():
            yield _one(item.options, item.initial, "choice")
        case MultiChoiceField():
            yield _many(item.options, item.initial, "choices")
        case PersonField():
            if item.many:
                yield _many(item.options, item.initial, "people")
            else:
                yield _select("static_select", item.options, item.initial[:1], "person")
        case DateTimeField():
            yield _date_time(item)
        case ToggleField():
            yield _toggle(item)
        case _:
            assert_never(item)


def read(kind: str, element: Json) -> FieldValue:
    """What one element of `view.state.values` holds; None when nothing was chosen or it is of no kind of ours."""
    match kind:
        case "text":
            text = element.get("value")
            return text if isinstance(text, str) else ""
        case "choice" | "person":
            chosen = element.get("selected_option")
            return str(chosen["value"]) if chosen else None
        case "choices" | "people":
            return tuple(str(option["value"]) for option in element.get("selected_options") or ())
        case "moment":
            seconds = element.get("selected_date_time")
            return datetime.fromtimestamp(int(seconds), UTC) if seconds is not None else None
        case "toggle":
            return bool(element.get("selected_options"))
        case _:
            return None


def _text(item: TextField) -> Iterator[Json]:
    box = (
        min(item.limit, limits.INPUT_CHARACTERS)
        if len(item.initial) <= item.limit
        else limits.INPUT_CHARACTERS
    )
    for piece in list(chunks(item.initial, box)) or [""]:
        element: Json = {
            "type": "plain_text_input",
            "action_id": "text",
            "multiline": item.multiline,
            "max_length": box,
        }
        yield {**element, "initial_value": piece} if piece else element


def _one(options: tuple[Option, ...], initial: str, kind: str) -> Json:
    if len(options) > limits.RADIO_OPTIONS:
        return _select("static_select", options, (initial,), kind)
    return _chosen(
        {"type": "radio_buttons", "action_id": kind, "options": _options(options)}, options, (initial,)
    )


def _many(options: tuple[Option, ...], initial: tuple[str, ...], kind: str) -> Json:
    if len(options) > limits.CHECKBOX_OPTIONS:
        return _select("multi_static_select", options, initial, kind)
    return _chosen({"type": "checkboxes", "action_id": kind, "options": _options(options)}, options, initial)


def _select(kind: str, options: tuple[Option, ...], initial: tuple[str, ...], action: str) -> Json:
    element: Json = {
        "type": kind,
        "action_id": action,
        "placeholder": plain_text(sentence("slack.choose"), limits.OPTION_CHARACTERS),
    }
    if len(options) <= limits.SELECT_OPTIONS:
        element["options"] = _options(options)
    else:
        element["option_groups"] = _option_groups(options)
    return _chosen(element, options, initial)


def _option_groups(options: tuple[Option, ...]) -> list[Json]:
    """A list longer than Slack's hundred, in groups named by their first and last entry."""
    size = limits.SELECT_OPTIONS
    runs = [options[start : start + size] for start in range(0, len(options), size)][: limits.SELECT_GROUPS]
    label = limits.OPTION_CHARACTERS
    return [
        {
            "label": plain_text(f"{run[0].label[:30]} – {run[-1].label[:30]}", label),
            "options": _options(run),
        }
        for run in runs
    ]


def _chosen(element: Json, options: tuple[Option, ...], initial: tuple[str, ...]) -> Json:
    chosen = _options(tuple(option for option in options if option.value in initial))
    if not chosen:
        return element
    if element["type"] in ("checkboxes", "multi_static_select"):
        return {**element, "initial_options": chosen}
    return {**element, "initial_option": chosen[0]}


def _options(options: tuple[Option, ...]) -> list[Json]:
    for option in options:
        if len(option.value) > limits.OPTION_VALUE_CHARACTERS:
            raise ValueError(f"an option's value has more than {limits.OPTION_VALUE_CHARACTERS} characters")
    return [
        {"text": plain_text(option.label, limits.OPTION_CHARACTERS), "value": option.value}
        for option in options
    ]


def _date_time(item: DateTimeField) -> Json:
    element: Json = {"type": "datetimepicker", "action_id": "moment"}
    if item.initial is None:
        return element
    return {**element, "initial_date_time": int(item.initial.timestamp())}


def _toggle(item: ToggleField) -> Json:
    yes = (Option(YES, sentence("slack.yes")),)
    element: Json = {"type": "checkboxes", "action_id": "toggle", "options": _options(yes)}
    return _chosen(element, yes, (YES,) if item.initial else ())
