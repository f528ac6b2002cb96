"""The report form: emergency numbers first, then the fields of `incidents.rules.fields` (P36, D46-D55, D67)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import assert_never

from bot.answers import RECORD_CHARACTERS
from bot.drafts import Draft
from bot.flows.parts import emergency_text
from bot.flows.report_given import Values, department_of, text_in, texts_in, yes_or_no
from bot.flows.report_questions import questions
from bot.flows.report_readers import readers_words
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
)
from bot.people import Person
from bot.services import Services
from bot.words import sentence
from incidents.rules.fields import FIELDS, FieldKind, RecordField

LINE_CHARACTERS = 500


def report_form(draft: Draft, services: Services) -> Form:
    """The form with everything the draft holds: who will read it, what is asked back, what is needed, what may wait."""
    return Form(
        name="report",
        title=sentence("report.title"),
        items=(
            FormNotice(emergency_text(services.organisation), danger=True),
            FormNotice(readers_words(draft, services)),
            *questions(draft, services).fields,
            *_fields(draft, services, first=True),
            FormNotice(sentence("report.rest_is_optional")),
            *_fields(draft, services, first=False),
        ),
        submit=sentence("report.submit"),
        draft=draft.key,
        context=draft.context,
    )


def _fields(draft: Draft, services: Services, *, first: bool) -> Iterator[Field]:
    """The fields of the table above the line, or below it; the department only of somebody who is not listed."""
    for one in FIELDS:
        if one.first is first:
            yield _drawn(one, draft, services)
    if first and not department_of(draft.person, services):
        yield _department(draft.values, services)


def _drawn(field: RecordField, draft: Draft, services: Services) -> Field:
    name, values = field.name, draft.values
    label, hint, said = sentence(f"field.{name}"), sentence(f"field.{name}_hint"), values.get(name)
    match field.kind:
        case FieldKind.MOMENT:
            moment = said if isinstance(said, datetime) else None
            zone = services.organisation.zone
            return DateTimeField(name, label, zone, hint, required=field.needed, initial=moment)
        case FieldKind.LINE | FieldKind.TEXT:
            return TextField(
                name,
                label,
                hint,
                required=field.needed,
                multiline=field.kind is FieldKind.TEXT,
                initial=text_in(values, name),
                limit=RECORD_CHARACTERS if field.kind is FieldKind.TEXT else LINE_CHARACTERS,
            )
        case FieldKind.CHOICE:
            chosen = text_in(values, name)
            return ChoiceField(name, label, _options(field), hint, required=field.needed, initial=chosen)
        case FieldKind.YES_NO:
            answer = yes_or_no(said)
            yes_no = tuple(Option(one, sentence(f"field.{name}_{one}")) for one in ("yes", "no"))
            return ChoiceField(name, label, yes_no, hint, required=field.needed, initial=answer)
        case FieldKind.CHOICES:
            ticked = texts_in(values, name)
            return MultiChoiceField(name, label, _options(field), hint, required=field.needed, initial=ticked)
        case FieldKind.TOGGLE:
            return ToggleField(name, label, hint, initial=said is True)
        case FieldKind.PERSON:
            who = text_in(values, name) or draft.person
            return PersonField(name, label, _colleagues(draft.person, services), hint, initial=(who,))
        case FieldKind.PEOPLE:
            others = tuple(one for one in _colleagues(draft.person, services) if one.value != draft.person)
            return PersonField(name, label, others, hint, initial=texts_in(values, name), many=True)
        case _:
            assert_never(field.kind)


def _options(field: RecordField) -> tuple[Option, ...]:
    return tuple(Option(one, sentence(f"field.{field.name}_{one}")) for one in field.choices)


def _department(values: Values, services: Services) -> ChoiceField:
    """Asked only of somebody the organisation does not list: the ladder begins at a department."""
    names = dict.fromkeys(
        person.department for person in services.people.by_key.values() if person.department
    )
    options = tuple(Option(name, name) for name in sorted(names))
    label, hint = sentence("field.department"), sentence("field.department_hint")
    chosen = text_in(values, "department")
    return ChoiceField("department", label, options, hint=hint, required=True, initial=chosen)


def _colleagues(author: str, services: Services) -> tuple[Option, ...]:
    """The author first, then their department, then everybody else."""
    department = department_of(author, services)

    def order(person: Person) -> tuple[bool, bool, str]:
        return person.key != author, person.department != department, person.name.casefold()

    listed = tuple(Option(one.key, one.name) for one in sorted(services.people.by_key.values(), key=order))
    if services.people.get(author):
        return listed
    return (Option(author, sentence("report.myself")), *listed)
