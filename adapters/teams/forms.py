"""A form drawn as the card of a Teams dialog, and its answers read back; pure both ways.

A dialog is stateless: its card carries what is needed to read the submit, namely the form's name, draft
key, context and the kind of every field. Nothing of that is secret or personal.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, assert_never

from adapters.teams import answers, limits
from adapters.teams.elements import OURS, Element, block, card_of, lines, run, submit
from adapters.teams.text import unmarked
from bot.events import FieldValue
from bot.forms import (
    ChoiceField,
    DateTimeField,
    Field,
    Form,
    FormNotice,
    MultiChoiceField,
    Option,
    PersonField,
    TextField,
    ToggleField,
    When,
)
from bot.words import sentence

FEW, FEW_OF_MANY = 6, 10
"""Up to this many options all are in sight, and where several can be chosen; more are folded away."""


@dataclass(frozen=True, slots=True)
class Submitted:
    """What a form's card brought back besides the answers. `origin` is the adapter's own note."""

    form: str
    draft: str
    context: str
    fields: Mapping[str, str]
    origin: Mapping[str, str]


def draw_form(
    form: Form,
    errors: Mapping[str, str] | None = None,
    values: Mapping[str, FieldValue] | None = None,
    *,
    origin: Mapping[str, str] | None = None,
) -> Element:
    """The dialog card; errors stand beside their fields, values replace the initial ones.

    An error of no field of this form stands on top. `origin` comes back in `Submitted.origin`.
    """
    wrong = dict(errors or {})
    held = {} if values is None else values
    drawn: list[Element] = []
    for item in form.items:
        if isinstance(item, FormNotice):
            drawn += _notice(item)
        else:
            drawn += _field(item, form, wrong.pop(item.name, ""), held.get(item.name, item.initial))
    card = card_of([_error(text) for text in wrong.values()] + drawn, form.title)
    if form.submit:
        card["actions"] = [submit(form.submit, {OURS: _carried(form, origin or {})}, style="positive")]
    return card


def put_back(card: Element, data: Mapping[str, Any]) -> Element:
    """The card with everything as it was typed, also what could not be read (platforms.md T10)."""
    return {**card, "body": [_refilled(element, data) for element in card["body"]]}


def submitted(data: Mapping[str, Any]) -> Submitted | None:
    """What the card carried; None for data that no form of ours sent."""
    ours = data.get(OURS)
    if not isinstance(ours, dict) or not all(isinstance(ours.get(name), str) for name in ("form", "draft")):
        return None
    context = ours.get("context", "")
    return Submitted(
        ours["form"],
        ours["draft"],
        context if isinstance(context, str) else "",
        _texts(ours.get("fields")),
        _texts(ours.get("origin")),
    )


def read_form(fields: Mapping[str, str], data: Mapping[str, Any]) -> dict[str, FieldValue]:
    """The answers by field name; `fields` are `Submitted.fields`. What was left empty may be missing."""
    read = {name: answers.read(kind, name, data) for name, kind in fields.items()}
    return {name: value for name, value in read.items() if value is not None}


def _carried(form: Form, origin: Mapping[str, str]) -> Element:
    return {
        "form": form.name,
        "draft": form.draft,
        "context": form.context,
        "fields": {field.name: answers.kind(field) for field in form.fields},
        "origin": dict(origin),
    }


def _field(field: Field, form: Form, error: str, value: FieldValue) -> list[Element]:
    drawn = [_error(error)] if error else []
    drawn.append(_input(field, value))
    hints = [_condition(field.when, form)] if field.when else []
    if hint := " ".join([field.hint, *hints]).strip():
        drawn.append(block(run(hint, isSubtle=True, size="small"), spacing="small"))
    return drawn


def _input(field: Field, value: FieldValue) -> Element:
    match field:
        case TextField():
            size = {"isMultiline": field.multiline, "maxLength": min(field.limit, limits.INPUT_CHARACTERS)}
            return _named(field, "Input.Text", answers.write(value), **size)
        case ToggleField():
            states = {"title": sentence("teams.yes"), "valueOn": answers.YES, "valueOff": answers.NO}
            return _named(field, "Input.Toggle", answers.write(bool(value)), **states)
        case ChoiceField():
            return _choices(field, field.options, value, many=False)
        case MultiChoiceField():
            return _choices(field, field.options, value, many=True)
        case PersonField():
            return _choices(field, field.options, value, many=field.many)
        case DateTimeField():
            return _date_and_time(field, value)
        case _:
            assert_never(field)


def _named(field: Field, kind: str, value: str, **rest: Any) -> Element:
    """An input with its label and value. A field that depends on another is never required: Teams cannot hide it."""
    required = getattr(field, "required", False) and field.when is None
    must = {"isRequired": True, "errorMessage": sentence("teams.missing")} if required else {}
    held = {"value": value} if value else {}
    return {"type": kind, "id": field.name, "label": unmarked(field.label), **must, **rest, **held}


def _choices(field: Field, options: tuple[Option, ...], value: FieldValue, *, many: bool) -> Element:
    key = answers.choice if many else str
    drawn = [{"title": unmarked(option.label), "value": key(option.value)} for option in options]
    in_sight = len(options) <= FEW or (many and len(options) <= FEW_OF_MANY)
    style = "expanded" if in_sight else "compact" if many else "filtered"
    chosen = value[0] if isinstance(value, tuple) and not many and value else value
    look = {"style": style, "wrap": True, "isMultiSelect": many}
    hint = {} if in_sight else {"placeholder": sentence("teams.choose")}
    return _named(field, "Input.ChoiceSet", answers.write(chosen), choices=drawn, **look, **hint)


def _date_and_time(field: DateTimeField, value: FieldValue) -> Element:
    date, time = answers.write_time(value, field.zone)
    parts = (
        ("Input.Date", answers.DATE, date, "teams.date_of"),
        ("Input.Time", answers.TIME, time, "teams.time_of"),
    )
    columns: list[Element] = []
    for kind, ending, typed, label in parts:
        named = _named(field, kind, typed)
        named |= {"id": field.name + ending, "label": sentence(label, label=unmarked(field.label))}
        columns.append({"type": "Column", "width": "stretch", "items": [named]})
    return {"type": "ColumnSet", "columns": columns}


def _condition(when: When, form: Form) -> str:
    other = next((field for field in form.fields if field.name == when.field), None)
    if other is None:
        return ""
    if isinstance(other, ToggleField):
        named = {answers.YES: sentence("teams.yes"), answers.NO: sentence("teams.no")}
    else:
        named = {option.value: option.label for option in getattr(other, "options", ())}
    wanted = sentence("teams.answers_or").join(named.get(value, value) for value in when.values)
    return sentence("teams.only_if", label=other.label, answers=wanted)


def _notice(notice: FormNotice) -> list[Element]:
    if not notice.danger:
        return lines(notice.text)
    said = lines(sentence("teams.danger", text=notice.text), weight="bolder")
    return [{"type": "Container", "style": "attention", "items": said}]


def _error(text: str) -> Element:
    return block(run(sentence("teams.check", error=text), color="attention", weight="bolder"))


def _refilled(element: Element, data: Mapping[str, Any]) -> Element:
    if element["type"] == "ColumnSet":
        columns = [_refilled(column, data) for column in element["columns"]]
        return {**element, "columns": columns}
    if element["type"] == "Column":
        return {**element, "items": [_refilled(item, data) for item in element["items"]]}
    typed = data.get(element.get("id", ""))
    if not isinstance(typed, str):
        return element
    rest = {name: value for name, value in element.items() if name != "value"}
    return {**rest, "value": typed} if typed else rest


def _texts(value: object) -> Mapping[str, str]:
    """A mapping of texts out of what a client sent; whatever else is in it is left out."""
    if not isinstance(value, dict):
        return {}
    return {name: text for name, text in value.items() if isinstance(text, str)}
