"""Answers to the fields of a form: reading them as people type them, showing them, knowing which are asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from rapidfuzz import fuzz, process

from bot.events import FieldValue
from bot.forms import (
    ChoiceField,
    DateTimeField,
    Field,
    Form,
    MultiChoiceField,
    Option,
    PersonField,
    TextField,
    ToggleField,
)
from bot.locales import listed
from bot.moments import read_moment
from bot.moments_ahead import read_ahead
from bot.words import sentence

RECORD_CHARACTERS = 50_000
"""What a record keeps of one text, whatever a platform's box takes."""

ALIKE = 85
"""Likeness (0-100) from which a typed label counts as the one meant."""

NAMED = 5
"""Options named when an answer fits several."""

Values = Mapping[str, FieldValue]


class NotUnderstood(Exception):
    """An answer does not fit its field; the message is the sentence to show."""


def applies(field: Field, values: Values) -> bool:
    """Whether the field is asked, given the other answers (`bot.forms.When`)."""
    if field.when is None:
        return True
    return not set(field.when.values).isdisjoint(_held(values.get(field.when.field)))


def applicable(form: Form, values: Values) -> tuple[Field, ...]:
    """The fields that are asked, given the answers so far."""
    return tuple(field for field in form.fields if applies(field, values))


def is_required(field: Field) -> bool:
    """Whether the field cannot stay empty; a toggle always holds something."""
    return not isinstance(field, ToggleField) and field.required


def is_empty(value: FieldValue) -> bool:
    """Whether nothing was answered; a toggle's no is an answer."""
    return value is None or value in ("", ())


def says_something(value: FieldValue) -> bool:
    """Whether a text holds anything that can be seen."""
    return isinstance(value, str) and any(one.isprintable() and not one.isspace() for one in value)


def without_unseen(values: Values) -> Values:
    """The values of a form, in which a text that holds nothing to see is an empty one."""
    return {
        name: "" if isinstance(one, str) and not says_something(one) else one for name, one in values.items()
    }


def initial_values(form: Form) -> dict[str, FieldValue]:
    """What the form is filled with when it opens."""
    values = {field.name: _initial(field) for field in form.fields}
    return {name: value for name, value in values.items() if not is_empty(value)}


def read_answer(field: Field, text: str, now: datetime) -> FieldValue:
    """The value a typed answer means for a field; raises NotUnderstood."""
    text = text.strip() if says_something(text) else ""
    match field:
        case TextField():
            return _text(field, text)
        case ChoiceField(options=options):
            return _choice(options, text)
        case MultiChoiceField(options=options):
            return _choices(options, text)
        case PersonField(options=options):
            return _choices(options, text) if field.many else _choice(options, text)
        case DateTimeField():
            return _moment(field, text, now)
        case ToggleField():
            return _yes_or_no(text)
        case _:
            assert_never(field)


def show_answer(field: Field, value: FieldValue) -> str:
    """The value as its author would read it; empty where there is none."""
    if isinstance(field, DateTimeField) and isinstance(value, datetime):
        return value.astimezone(ZoneInfo(field.zone)).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, bool):
        return sentence("interview.yes") if value else sentence("interview.no")
    options = field.options if isinstance(field, ChoiceField | MultiChoiceField | PersonField) else ()
    labels = {option.value: option.label for option in options}
    return listed(labels.get(held, held) for held in _held(value))


def _initial(field: Field) -> FieldValue:
    if isinstance(field, PersonField) and not field.many:
        return field.initial[0] if field.initial else None
    return field.initial


def _held(value: FieldValue) -> tuple[str, ...]:
    match value:
        case bool():
            return ("yes",) if value else ("no",)
        case str():
            return (value,)
        case tuple():
            return value
        case datetime():
            return (value.isoformat(),)
        case None:
            return ()
        case _:
            assert_never(value)


def _text(field: TextField, text: str) -> str:
    limit = RECORD_CHARACTERS if field.multiline else field.limit
    if len(text) > limit:
        raise NotUnderstood(sentence("interview.too_long", limit=limit, count=len(text)))
    return text


def _moment(field: DateTimeField, text: str, now: datetime) -> datetime:
    zone = ZoneInfo(field.zone)
    moment = read_ahead(text, zone, now, field.ahead) if field.ahead else read_moment(text, zone, now)
    if moment is None:
        raise NotUnderstood(sentence("interview.not_a_time_ahead" if field.ahead else "interview.not_a_time"))
    return moment


def _yes_or_no(text: str) -> bool:
    word = text.casefold().rstrip(".!")
    if word in sentence("interview.words_yes").split():
        return True
    if word in sentence("interview.words_no").split():
        return False
    raise NotUnderstood(sentence("interview.yes_or_no"))


def _choice(options: tuple[Option, ...], text: str) -> str:
    numbered = {str(number): option.value for number, option in enumerate(options, 1)}
    if text in numbered:
        return numbered[text]
    near = _near(options, text)
    if len(near) == 1:
        return near[0].value
    if near:
        labels = listed(f"“{option.label}”" for option in near[:NAMED])
        raise NotUnderstood(sentence("interview.several", labels=labels))
    raise NotUnderstood(sentence("interview.not_an_option", answer=text[:60], count=len(options)))


def _choices(options: tuple[Option, ...], text: str) -> tuple[str, ...]:
    if text.casefold() in sentence("interview.words_none").split():
        return ()
    if re.fullmatch(r"[\d\s,;]+", text):
        return _each(options, re.findall(r"\d+", text))
    try:
        return (_choice(options, text),)
    except NotUnderstood:
        pieces = [piece.strip() for piece in re.split(r"[,;\n]", text) if piece.strip()]
        if len(pieces) < 2:
            raise
    return _each(options, pieces)


def _each(options: tuple[Option, ...], pieces: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_choice(options, piece) for piece in pieces))


def _near(options: tuple[Option, ...], text: str) -> list[Option]:
    """The options a text may mean: exactly one if it says so, else all that contain or resemble it."""
    wanted = text.casefold()
    exact = [option for option in options if wanted in (option.label.casefold(), option.value.casefold())]
    if exact or len(wanted) < 2:
        return exact[:1]
    holding = [option for option in options if re.search(rf"\b{re.escape(wanted)}", option.label.casefold())]
    if holding:
        return holding
    labels = {option.value: option.label.casefold() for option in options}
    best = process.extract(wanted, labels, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=NAMED)
    alike = {value for _, _, value in best}
    return [option for option in options if option.value in alike]
