"""The fields of `incidents.rules` in forms: drawn, read, refused, and shown again, each kind in one place."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, assert_never

from bot.answers import RECORD_CHARACTERS, says_something
from bot.events import FieldValue
from bot.flows.field_words import choice_of, hint_of, label_of, missing_of
from bot.flows.people_offered import is_left_out, people_for
from bot.flows.report_given import Values, text_in, texts_in, yes_or_no
from bot.flows.times import day_words, local_moment, local_of
from bot.forms import (
    ChoiceField,
    DateTimeField,
    Field,
    MultiChoiceField,
    Option,
    PersonField,
    TextField,
    ToggleField,
    When,
)
from bot.locales import listed
from bot.services import Services
from bot.words import sentence
from incidents.rules.fields import FieldKind, RecordField, is_asked
from incidents.rules.own_fields import is_own
from incidents.rules.retention import class_named, of_reports

LINE_CHARACTERS = 500

LONGEST_AGO = timedelta(days=20 * 366)
"""What lies further back is a slip in the year."""

CLOCKS_DIFFER = timedelta(minutes=5)
"""A time this little ahead is a clock that is fast."""

FURTHEST = timedelta(days=2 * 365)
"""Nothing is due later than that: such a year is a slip."""

MISSING: Mapping[FieldKind, Callable[[RecordField, FieldValue], bool]] = {
    FieldKind.LINE: lambda _, value: not says_something(value),
    FieldKind.TEXT: lambda _, value: not says_something(value),
    FieldKind.MOMENT: lambda _, value: not isinstance(value, datetime),
    FieldKind.DUE: lambda _, value: not isinstance(value, datetime),
    FieldKind.DAY: lambda _, value: not isinstance(value, datetime),
    FieldKind.RETENTION: lambda _, value: not says_something(value),
    FieldKind.CHOICE: lambda field, value: value not in field.choices,
    FieldKind.CHOICES: lambda _, value: not value,
    FieldKind.YES_NO: lambda _, value: not yes_or_no(value),
    FieldKind.PERSON: lambda _, value: not value,
    FieldKind.PEOPLE: lambda _, value: not value,
}
"""When a needed field of each kind was not answered; a toggle always is."""


def drawn(field: RecordField, values: Values, asker: str, services: Services) -> Field:
    """A field of a form, filled with what was said so far; `asker` is who fills it in."""
    shown_field = _drawn(field, values, asker, services)
    if field.when is None or values.get(field.name):
        return shown_field  # What stands there already is seen, whatever the other field says.
    name, answers = field.when
    return replace(shown_field, when=When(name, tuple(map(str, answers))))


def _drawn(field: RecordField, values: Values, asker: str, services: Services) -> Field:
    name = field.name
    label, hint, said = label_of(field, services), hint_of(field, services), values.get(name)
    match field.kind:
        case FieldKind.MOMENT | FieldKind.DUE | FieldKind.DAY:
            return _dated(field, label, hint, said, services)
        case FieldKind.LINE | FieldKind.TEXT | FieldKind.RETENTION:
            return _written(field, label, hint, text_in(values, name), services)
        case FieldKind.CHOICE:
            chosen = text_in(values, name)
            return ChoiceField(
                name, label, _options(field, services), hint, required=field.needed, initial=chosen
            )
        case FieldKind.YES_NO:
            answer = yes_or_no(said)
            yes_no = tuple(Option(one, sentence(f"field.{name}_{one}")) for one in ("yes", "no"))
            return ChoiceField(name, label, yes_no, hint, required=field.needed, initial=answer)
        case FieldKind.CHOICES:
            ticked = texts_in(values, name)
            return MultiChoiceField(
                name, label, _options(field, services), hint, required=field.needed, initial=ticked
            )
        case FieldKind.TOGGLE:
            return ToggleField(name, label, hint, initial=said is True)
        case FieldKind.PERSON:
            who = text_in(values, name) or (asker if field.own else "")
            return PersonField(
                name,
                label,
                people_for(field, asker, services),
                hint,
                required=field.needed,
                initial=(who,) if who else (),
                settled=field.own,
            )
        case FieldKind.PEOPLE:
            others = tuple(
                one
                for one in people_for(field, asker, services)
                if one.value != asker
                and (not field.role or field.role in services.people.roles_of(one.value))
            )
            return PersonField(
                name, label, others, hint, required=field.needed, initial=texts_in(values, name), many=True
            )
        case _:
            assert_never(field.kind)


def _dated(field: RecordField, label: str, hint: str, said: FieldValue, services: Services) -> DateTimeField:
    """A field of a time: one that has been, one to come, or a day whenever it is."""
    moment = said if isinstance(said, datetime) else None
    ahead = None if field.kind is FieldKind.MOMENT else services.organisation.calendar.end
    if field.kind is FieldKind.DUE:
        moment = moment or _usually_due(field, services)
    zone = services.organisation.zone
    return DateTimeField(field.name, label, zone, hint, field.needed, moment, ahead=ahead)


def _written(field: RecordField, label: str, hint: str, said: str, services: Services) -> Field:
    """A field of words; a retention class is chosen where the organisation has a schedule."""
    if field.kind is FieldKind.RETENTION and services.organisation.retention:
        classes = tuple(Option(one.name, one.name) for one in of_reports(services.organisation.retention))
        return ChoiceField(field.name, label, classes, hint, required=field.needed, initial=said)
    is_long = field.kind is FieldKind.TEXT
    limit = RECORD_CHARACTERS if is_long else LINE_CHARACTERS
    return TextField(
        field.name, label, hint, required=field.needed, multiline=is_long, initial=said, limit=limit
    )


def _options(field: RecordField, services: Services) -> tuple[Option, ...]:
    return tuple(Option(one, choice_of(field, one, services)) for one in field.choices)


def value_of(field: RecordField, values: Values) -> Any:
    """What a field holds, of the type its kind says; asked of values without an error alone."""
    said = values.get(field.name)
    match field.kind:
        case FieldKind.LINE | FieldKind.TEXT | FieldKind.PERSON | FieldKind.RETENTION:
            return text_in(values, field.name).strip()
        case FieldKind.MOMENT | FieldKind.DUE | FieldKind.DAY:
            return said if isinstance(said, datetime) else None
        case FieldKind.CHOICE:
            return next((one for one in field.choices if one == said), "")
        case FieldKind.CHOICES:
            return tuple(one for one in field.choices if one in texts_in(values, field.name))
        case FieldKind.YES_NO:
            return yes_or_no(said) == "yes"
        case FieldKind.TOGGLE:
            return said is True
        case FieldKind.PEOPLE:
            return texts_in(values, field.name)
        case _:
            assert_never(field.kind)


def errors_of(
    fields: Sequence[RecordField], values: Values, asker: str, services: Services
) -> dict[str, str]:
    """One kind sentence for each field that does not fit, by its name.

    A choice that was there when the form was opened and is no longer may not be dropped in silence, least of all
    whom a report is about (R20).
    """
    errors = {}
    # A toggle that was not touched is not sent: it says no, also to a field that is asked with “no” alone.
    off = (one.name for one in fields if one.kind is FieldKind.TOGGLE and is_asked(one, values))
    values = {**dict.fromkeys(off, False), **values}
    for one in fields:
        name, length = one.name, len(text_in(values, one.name))
        if one.is_words and length > RECORD_CHARACTERS:
            errors[name] = sentence("report.too_long", limit=RECORD_CHARACTERS, count=length)
        elif one.needed and is_asked(one, values) and MISSING[one.kind](one, values.get(name)):
            errors[name] = missing_of(one)
        elif one.kind is FieldKind.MOMENT and _is_to_come(values.get(name), services):
            errors[name] = sentence(f"field.{name}_future")
        elif one.kind is FieldKind.MOMENT and _is_long_ago(values.get(name), services):
            errors[name] = sentence("field.long_ago")
        elif one.kind is FieldKind.DUE and _is_no_due_date(values.get(name), services):
            errors[name] = sentence("field.due_past")
        elif not _offered(one, asker, services).issuperset(_chosen(values, one)) or _is_no_class(
            one, values, services
        ):
            errors[name] = sentence("field.choice_gone")
    if text_in(values, "task_person") and not values.get("task_due"):
        errors.setdefault("task_due", sentence("field.task_due_missing"))
    return errors


def shown(field: RecordField, said: Any, services: Services) -> str:
    """What a field says, as words to read; empty where it says nothing."""
    name = field.name
    match field.kind:
        case FieldKind.LINE | FieldKind.TEXT:
            return said or (sentence("record.unknown") if name == "customer" else "")
        case FieldKind.RETENTION:
            return str(said)
        case FieldKind.MOMENT | FieldKind.DUE | FieldKind.DAY:
            return _moment_words(field, said, services)
        case FieldKind.CHOICE:  # Of none of the choices while nobody has said it yet.
            return choice_of(field, said, services) if said in field.choices else ""
        case FieldKind.CHOICES:
            return "\n".join(choice_of(field, one, services) for one in said)
        case FieldKind.YES_NO:
            return sentence(f"field.{name}_{yes_or_no(said)}")
        case FieldKind.TOGGLE:
            return sentence("record.yes") if said else ""
        case FieldKind.PERSON:
            return services.people.name(said)
        case FieldKind.PEOPLE:
            return listed(services.people.name(one) for one in said)
        case _:
            assert_never(field.kind)


def _moment_words(field: RecordField, said: Any, services: Services) -> str:
    if field.kind is FieldKind.DAY:
        return day_words(local_of(said, services.organisation).date()) if said else ""
    return local_moment(said, services.organisation)


def _is_to_come(value: FieldValue, services: Services) -> bool:
    return isinstance(value, datetime) and value > services.clock.now() + CLOCKS_DIFFER


def _is_long_ago(value: FieldValue, services: Services) -> bool:
    """A slip in the year; years that no zone can hold any more would harm every list the report is on."""
    return isinstance(value, datetime) and value < services.clock.now() - LONGEST_AGO


def _is_no_due_date(value: FieldValue, services: Services) -> bool:
    now = services.clock.now()
    return isinstance(value, datetime) and not now < value < now + FURTHEST


def _is_no_class(field: RecordField, values: Values, services: Services) -> bool:
    """Whether a retention class was given that the schedule does not have; without a schedule any words are one."""
    schedule = services.organisation.retention
    return (
        field.kind is FieldKind.RETENTION
        and bool(schedule)
        and class_named(of_reports(schedule), text_in(values, field.name)) is None
    )


def _usually_due(field: RecordField, services: Services) -> datetime | None:
    """What a due date that is needed begins with: the end of the next working day, or its beginning to be reminded."""
    if not field.needed:
        return None
    calendar = services.organisation.calendar
    day = calendar.open_day_after(calendar.day_of(services.clock.now()))
    return calendar.opens(day) if field.name == "snooze_until" else calendar.closes(day)


def _offered(field: RecordField, asker: str, services: Services) -> frozenset[str]:
    if field.kind not in (FieldKind.PERSON, FieldKind.PEOPLE):
        return frozenset(field.choices)
    people = {one for one in services.people.by_key if not is_left_out(field, one, services)}
    return frozenset(people | {asker} if field.kind is FieldKind.PERSON else people)


def _chosen(values: Values, field: RecordField) -> tuple[str, ...]:
    """The choices a field holds; none for a field that offers none."""
    if field.kind in (FieldKind.CHOICES, FieldKind.PEOPLE):
        return texts_in(values, field.name)
    one = text_in(values, field.name)
    # A choice of the program never goes; one of the organisation's own can leave its file.
    offered = field.kind is FieldKind.PERSON or (field.kind is FieldKind.CHOICE and is_own(one))
    return (one,) if one and offered else ()
