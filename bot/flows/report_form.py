"""The report form: emergency numbers first, then the fields of `incidents.rules.fields` (P36, D46-D55, D67)."""

from __future__ import annotations

from collections.abc import Iterator

from bot.drafts import Draft
from bot.flows.correspondence import fields_asked
from bot.flows.parts import emergency_text
from bot.flows.record_fields import drawn
from bot.flows.report_given import Values, department_of, text_in
from bot.flows.report_questions import questions
from bot.flows.report_readers import readers_words
from bot.flows.report_values import is_unknown
from bot.forms import (
    ChoiceField,
    Field,
    Form,
    FormNotice,
    Option,
)
from bot.services import Services
from bot.words import sentence
from incidents.rules.own_fields import is_own

LINE_CHARACTERS = 500
FOR = "filed_for"


def report_form(draft: Draft, services: Services) -> Form:
    """The form with everything the draft holds: who will read it, what is asked back, and six questions (D45, D55)."""
    return Form(
        name="report",
        title=sentence("report.title"),
        items=(
            FormNotice(emergency_text(services.organisation), danger=True),
            *((FormNotice(sentence("opened.form_notice")),) if draft.context else ()),
            FormNotice(readers_words(draft, services)),
            *questions(draft, services).fields,
            *_fields(draft, services),
            FormNotice(sentence("opened.attest")),
        ),
        submit=sentence("report.submit"),
        draft=draft.key,
        context=draft.context,
    )


def _fields(draft: Draft, services: Services) -> Iterator[Field]:
    """The six first questions, and what was said elsewhere already; the department only of somebody not listed."""
    for one in fields_asked(services.fields.first_fields(), draft.values):
        if one.name == FOR and draft.context:
            continue  # Whose report it is was decided when it was opened.
        unknown = one.name == "customer_description" and is_unknown(text_in(draft.values, "customer"))
        if one.first or is_own(one.name) or unknown or (draft.values.get(one.name) and not one.own):
            yield drawn(one, draft.values, draft.person, services)
    if not department_of(draft.person, services):
        yield _department(draft.values, services)


def _department(values: Values, services: Services) -> ChoiceField:
    """Asked only of somebody the organisation does not list: the ladder begins at a department."""
    names = dict.fromkeys(
        person.department for person in services.people.by_key.values() if person.department
    )
    options = tuple(Option(name, name) for name in sorted(names))
    label, hint = sentence("field.department"), sentence("field.department_hint")
    chosen = text_in(values, "department")
    return ChoiceField("department", label, options, hint=hint, required=True, initial=chosen)
