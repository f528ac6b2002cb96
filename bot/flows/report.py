"""Report: emergency numbers, a short form, a reference to say on the phone, and kind words (P36, D43-D55)."""

from __future__ import annotations

from bot.events import ActionChosen, CommandInvoked, FieldValue, FormSubmitted
from bot.flows import guarded
from bot.flows.parts import Asking, emergency_parts, new_draft, open_form, sent_draft, support_parts
from bot.flows.prefill import form_values, read_prefill
from bot.flows.report_form import report_form
from bot.flows.report_values import Refused, complained_of, read_report
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Text
from bot.people import People
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from incidents.records import Behaviour, Filed, Report

VIOLENT = frozenset({Behaviour.THREAT, Behaviour.PROPERTY, Behaviour.VIOLENCE})


async def open_from_command(event: CommandInvoked, services: Services) -> list[Reply]:
    """The form, with the message a shortcut was used on or the words typed after the command."""
    said = "\n\n".join(filter(None, (event.text.strip(), event.quoted.strip())))
    return _open(event, {"happened": said} if said else {}, services)


async def open_from_button(event: ActionChosen, services: Services) -> list[Reply]:
    """The form, with what the button carried."""
    return _open(event, form_values(read_prefill(event.value), services.organisation), services)


async def submit(event: FormSubmitted, services: Services) -> list[Reply]:
    """Commit the report and say so; whatever does not fit is named and everything typed stays."""
    author = event.who.person
    report = read_report(event.values, author, services)
    if isinstance(report, Refused):
        return [FormErrors(report_form(sent_draft(event, services), services), report.errors)]
    excluded = complained_of(report, services)
    filed = await services.incidents.submit(report, event.draft, excluded=excluded)
    return [CloseForm((Say(_filed_card(filed, report, services)),))]


def _open(event: Asking, values: dict[str, FieldValue], services: Services) -> list[Reply]:
    draft = new_draft(event, "report", services, {"occurred_at": services.clock.now(), **values})
    return open_form(draft, report_form, services, *emergency_parts(services.organisation))


def _filed_card(filed: Filed, report: Report, services: Services) -> Message:
    told = _names(filed.notifying, services.people)
    facts = [Fact(sentence("report.reference"), filed.reference)]
    if told:
        facts.append(Fact(sentence("report.being_told"), told))
    parts: list[Part] = [
        Heading(sentence("report.saved")),
        Facts(tuple(facts)),
        Text(_next(filed, report)),
        Text(sentence("report.kind_words")),
    ]
    buttons = [Button(sentence("report.amend"), "report.amend", filed.id, opens_form=True)]
    if VIOLENT.intersection(report.behaviours):
        parts.append(Text(sentence("report.police_is_your_choice")))
        question = sentence("report.violence_question")
        buttons.append(Button(sentence("report.violence_policy"), "ask.question", question))
    buttons.append(Button(sentence("reports.button"), "reports.mine"))
    parts += [*support_parts(services.organisation), Buttons(tuple(buttons))]
    return Message(sentence("report.saved_summary", reference=filed.reference), tuple(parts))


def _next(filed: Filed, report: Report) -> str:
    """What happens now, in one sentence that is true."""
    if filed.notifying:
        return sentence("report.told_next")
    return sentence("report.nobody_to_tell") if report.ended else sentence("report.not_ended_next")


def _names(keys: tuple[str, ...], people: People) -> str:
    return ", ".join(people.name(key) for key in keys)


COMMANDS: dict[str, Flow[CommandInvoked]] = {"incident": open_from_command}
ACTIONS: dict[str, Flow[ActionChosen]] = {"report.open": open_from_button, "report.ended": guarded.step}
FORMS: dict[str, Flow[FormSubmitted]] = {"report": submit}
FORM_BUILDERS: dict[str, FormBuilder] = {"report": report_form}
