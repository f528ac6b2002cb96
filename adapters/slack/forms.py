"""Form <-> Slack modal. Pure.

A field becomes an input block whose `block_id` is the field's name and whose `action_id` says of which
kind it is, so that the answers can be read back without the form. Fields that depend on another answer are
left out while they do not apply; the controlling field reports changes and the modal is drawn again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from adapters.slack import inputs, limits
from adapters.slack.blocks import Json, plain_text
from adapters.slack.text import chunks, visible
from bot.events import FieldValue
from bot.forms import (
    ChoiceField,
    DateTimeField,
    Field,
    Form,
    FormNotice,
    MultiChoiceField,
    PersonField,
    TextField,
    ToggleField,
)
from bot.people import ReplyTarget
from bot.words import sentence


@dataclass(frozen=True, slots=True)
class Opened:
    """What a modal carries through Slack and back: never a name, never a narrative."""

    form: str
    draft: str
    context: str
    origin: ReplyTarget

    def to_json(self) -> str:
        """One line for `private_metadata`; the reply address is left out if it would not fit."""
        origin = self.origin.to_json()
        line = json.dumps({"form": self.form, "draft": self.draft, "context": self.context, "origin": origin})
        if len(line) <= limits.METADATA_CHARACTERS or "response_url" not in self.origin.route:
            return line
        route = {name: value for name, value in self.origin.route.items() if name != "response_url"}
        return replace(self, origin=replace(self.origin, route=route)).to_json()

    @classmethod
    def from_json(cls, text: str) -> Opened | None:
        """What `to_json` wrote, or None for anything else."""
        try:
            data = json.loads(text)
            origin = ReplyTarget.from_json(data["origin"])
            opened = cls(data["form"], data["draft"], data["context"], origin)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        return opened if opened._is_sound() else None

    def _is_sound(self) -> bool:
        place = self.origin
        route = place.route if isinstance(place.route, dict) else {"": None}
        named = (self.form, self.draft, place.platform, place.tenant)
        texts = (*named, self.context, place.conversation, place.thread, *route.values())
        return all(isinstance(one, str) for one in texts) and all(named)


def view(form: Form, origin: ReplyTarget, problem: str = "") -> Json:
    """The modal for a form; `problem` is a sentence about the form as a whole, shown at its top."""
    shown = applicable(form)
    controlling = {item.when.field for item in form.fields if item.when}
    blocks = list(_notice(FormNotice(problem, danger=True))) if problem else []
    for item in form.items:
        if isinstance(item, FormNotice):
            blocks.extend(_notice(item))
        elif item.name in shown:
            blocks.extend(_field(item, dispatch=item.name in controlling))
    drawn: Json = {
        "type": "modal",
        "callback_id": form.name,
        "title": plain_text(form.title, limits.TITLE_CHARACTERS),
        "private_metadata": Opened(form.name, form.draft, form.context, origin).to_json(),
        "notify_on_close": True,
        "blocks": blocks[: limits.VIEW_BLOCKS],
    }
    if shown:
        drawn["submit"] = plain_text(form.submit, limits.TITLE_CHARACTERS)
    drawn["close"] = plain_text(sentence("slack.cancel" if shown else "slack.close"), limits.TITLE_CHARACTERS)
    return drawn


def values(state: Mapping[str, Mapping[str, Json]]) -> dict[str, FieldValue]:
    """The answers in `view.state.values` by field name; a choice or date that was not made is missing."""
    answers: dict[str, FieldValue] = {}
    # Pieces of a long text join in the order of their boxes, whatever the order Slack sends them in.
    for block_id, elements in sorted(state.items(), key=lambda held: _box(held[0])):
        name = block_id.partition(inputs.CONTINUED)[0]
        for kind, element in elements.items():
            answer = inputs.read(kind, element)
            if isinstance(answer, str) and isinstance(before := answers.get(name), str):
                answer = before + answer
            if answer is not None:
                answers[name] = answer
    return answers


def _box(block_id: str) -> int:
    number = block_id.partition(inputs.CONTINUED)[2]
    return int(number) if number.isdecimal() else 0


def filled(form: Form, answers: Mapping[str, FieldValue]) -> Form:
    """The form with these answers in its fields; fields that were not on screen keep what they had."""
    items = (
        _with(item, answers[item.name]) if not isinstance(item, FormNotice) and item.name in answers else item
        for item in form.items
    )
    return replace(form, items=tuple(items))


def applicable(form: Form) -> frozenset[str]:
    """Names of the fields whose condition holds for what the form contains now."""
    fields = {item.name: item for item in form.fields}

    def applies(item: Field, depth: int) -> bool:
        if item.when is None or item.when.field not in fields or not depth:
            return True
        other = fields[item.when.field]
        return applies(other, depth - 1) and bool(_spoken(other) & set(item.when.values))

    return frozenset(name for name, item in fields.items() if applies(item, len(fields)))


def _spoken(item: Field) -> set[str]:
    """What a field holds, in the words of `When`."""
    match item:
        case ToggleField():
            return {"yes" if item.initial else "no"}
        case MultiChoiceField() | PersonField():
            return set(item.initial)
        case TextField() | ChoiceField():
            return {item.initial}
        case DateTimeField():
            return {item.initial.isoformat()} if item.initial else set()
        case _:
            assert_never(item)


def _with(item: Field, answer: FieldValue) -> Field:
    match item:
        case TextField() | ChoiceField():
            return replace(item, initial=answer) if isinstance(answer, str) else item
        case MultiChoiceField():
            return replace(item, initial=answer) if isinstance(answer, tuple) else item
        case PersonField():
            chosen = (answer,) if isinstance(answer, str) else answer
            return replace(item, initial=chosen) if isinstance(chosen, tuple) else item
        case DateTimeField():
            return replace(item, initial=answer) if isinstance(answer, datetime) else item
        case ToggleField():
            return replace(item, initial=answer) if isinstance(answer, bool) else item
        case _:
            assert_never(item)


def _field(item: Field, *, dispatch: bool) -> Iterator[Json]:
    for index, element in enumerate(inputs.elements(item)):
        block: Json = {
            "type": "input",
            "block_id": item.name + (f"{inputs.CONTINUED}{index}" if index else ""),
            "label": plain_text(
                f"{item.label} ({index + 1})" if index else item.label, limits.LABEL_CHARACTERS
            ),
            "element": element,
            "optional": index > 0 or isinstance(item, ToggleField) or not item.required,
        }
        if item.hint and not index:
            block["hint"] = plain_text(item.hint, limits.HINT_CHARACTERS)
        if dispatch:
            block["dispatch_action"] = True
        yield block


def _notice(item: FormNotice) -> Iterator[Json]:
    text = f"⚠️ {item.text}" if item.danger else item.text
    for piece in chunks(visible(text), limits.SECTION_CHARACTERS):
        if piece.strip():
            yield {"type": "section", "text": plain_text(piece, limits.SECTION_CHARACTERS)}
