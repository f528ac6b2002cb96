"""Answers to fields of the organisation's own: out of a form, into one again, and as words to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from typing import Any

from bot.events import FieldValue
from bot.flows.field_words import choice_of, label_of
from bot.flows.record_fields import shown, value_of
from bot.flows.report_given import Values
from bot.services import Services
from bot.words import sentence
from incidents.records import OwnAnswer, Record
from incidents.rules.fields import FieldKind, RecordField
from incidents.rules.own_fields import OwnField, is_own


def own_answers(fields: Iterable[RecordField], values: Values, services: Services) -> tuple[OwnAnswer, ...]:
    """What a form says in fields of its own, and with choices it added to others; what says nothing is left out.

    Whatever was sent stood in the form and is kept, also where the answer that it depends on is another by now, and
    what was typed into a field that left the file while the form was open.
    """
    return (*_answers(fields, values, services), *_of_former_fields(values, services))


def _answers(fields: Iterable[RecordField], values: Values, services: Services) -> Iterator[OwnAnswer]:
    for one in fields:
        said = value_of(one, values)
        added = is_own(one.name) or (isinstance(said, str) and is_own(said))
        if added and (kept := plain(one, said)):
            yield _answer(one, kept, shown(one, said, services), services)


def _answer(field: RecordField, values: tuple[str, ...], words: str, services: Services) -> OwnAnswer:
    own = services.fields.get(field.name)
    off_paper = own is not None and not own.on_paper
    return OwnAnswer(field.name, label_of(field, services), values, words, off_paper)


def _of_former_fields(values: Values, services: Services) -> Iterator[OwnAnswer]:
    for name, said in values.items():
        if is_own(name) and services.fields.get(name) is None and said:
            texts = said if isinstance(said, tuple) else ("yes" if said is True else str(said),)
            yield OwnAnswer(name, sentence("own.former"), texts, "\n".join(texts))


def plain(field: RecordField, said: Any) -> tuple[str, ...]:
    """A value of a field of its own as an answer holds it; nothing where it says nothing."""
    match field.kind:
        case FieldKind.DAY:
            return (said.isoformat(),) if said else ()
        case FieldKind.TOGGLE:
            return ("yes",) if said else ()
        case FieldKind.CHOICES:
            return tuple(said)
        case _:
            return (str(said),) if said else ()


def first_value(field: RecordField, answer: OwnAnswer) -> FieldValue:
    """An answer as the first value of the field of a form; nothing where the field is of another kind by now."""
    first = next(iter(answer.values), "")
    match field.kind:
        case FieldKind.DAY:
            with suppress(ValueError):
                return datetime.fromisoformat(first)
            return None
        case FieldKind.TOGGLE:
            return first == "yes"
        case FieldKind.CHOICES:
            return tuple(one for one in answer.values if one in field.choices)
        case FieldKind.CHOICE:
            return first if first in field.choices else ""
        case _:
            return first


def own_new(
    fields: Iterable[RecordField], values: Values, record: Record, services: Services
) -> tuple[OwnAnswer, ...]:
    """The answers of a form that are not what the record says already, with those that it takes back.

    Its first values were what the record says: a toggle that is off, or a choice or day that is gone, was taken back.
    Words are not, for a form may come back without them.
    """
    fields = tuple(fields)
    before = {name: one.values for name, one in record.own.items()}
    said = own_answers(fields, values, services)
    held = {one.name for one in said}
    back = (
        _answer(one, (), sentence("own.taken_back"), services)
        for one in fields
        if is_own(one.name) and not one.is_words and before.get(one.name) and one.name not in held
    )
    return (*(one for one in said if one.values != before.get(one.name)), *back)


def own_rows(
    answers: Iterable[OwnAnswer], services: Services, *, on_paper: bool = False
) -> list[tuple[str, str]]:
    """What a report says in fields of its own: those in force in their order, then those in no file any more.

    One without an answer has an empty text.
    """
    given = {one.name: one for one in answers if is_own(one.name)}
    rows = [
        (label_of(one.field, services), own_shown(one, given.get(one.field.name), services))
        for one in services.fields.fields
        if one.on_paper or not on_paper
    ]
    gone = [one for one in given.values() if one.values and services.fields.get(one.name) is None]
    gone = [one for one in gone if not (on_paper and kept_off_paper(one, services))]
    return [*rows, *((one.label, one.shown) for one in gone)]


def kept_off_paper(answer: OwnAnswer, services: Services) -> bool:
    """Whether an answer is in a field that a paper leaves out, or left out when it was last in the file."""
    field = services.fields.get(answer.name)
    return answer.off_paper if field is None else not field.on_paper


def own_shown(one: OwnField, answer: OwnAnswer | None, services: Services) -> str:
    """What was answered, in the words of today where the choice is still there."""
    if answer is None or not answer.values:
        return ""
    match one.field.kind:
        case FieldKind.CHOICE | FieldKind.CHOICES:
            there = all(services.fields.choice(one.field.name, value) for value in answer.values)
            words = (choice_of(one.field, value, services) for value in answer.values)
            return "\n".join(words) if there else answer.shown
        case FieldKind.TOGGLE if answer.values == ("yes",):
            return sentence("record.yes")
        case _:
            return answer.shown


def detail_words(field: RecordField, said: Any, record: Record, services: Services) -> str:
    """What a field of a later page says, also with a choice that the organisation added."""
    if isinstance(said, str) and is_own(said):
        kept = record.own.get(field.name)
        return choice_of(field, said, services, kept.shown if kept else "")
    return shown(field, said, services)
