"""The confirmation of a report: its reference, who is told, what happens next, kind words (P36, D43, D44).

It is drawn when it is sent, so that it is true then: also hours later, when somebody has acknowledged meanwhile.
"""

from __future__ import annotations

from bot.flows.away_words import stood_in_for
from bot.flows.correspondence import copy_parts
from bot.flows.notice_card import is_asked
from bot.flows.parts import support_parts, titled
from bot.flows.promises import offers, written
from bot.flows.record_view import attested_words
from bot.flows.story import acknowledged_line, told
from bot.locales import listed
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Text, Tone
from bot.services import Services
from bot.words import sentence
from incidents.records import Behaviour, Record
from incidents.rules.access import Operation

VIOLENT = frozenset({Behaviour.THREAT, Behaviour.PROPERTY, Behaviour.VIOLENCE, Behaviour.WEAPON})


def receipt_card(record: Record, services: Services) -> Message:
    """The card that tells an author that their report is stored."""
    done = acknowledged_line(record, services)
    facts = [Fact(sentence("report.reference"), record.reference)]
    if names := told(record, services):
        facts.append(Fact(sentence("report.being_told"), names))
    if confirmed := attested_words(record, services):
        facts.append(Fact(sentence("opened.attested"), confirmed))
    parts: list[Part] = [
        Heading(sentence("report.saved")),
        Facts(tuple(facts)),
        *([] if done else stood_in_for(record, services)),
        Text(done, Tone.GOOD) if done else Text(what_next(record)),
        *copy_parts(record),
        *shut_out(record, services),
        *offers(record, written(record)),
        Text(sentence("report.kind_words")),
    ]
    add = Button(sentence("report.amend"), "report.amend", record.id, opens_form=True)
    buttons = [rest_button(record), add]
    if VIOLENT.intersection(record.behaviours):
        parts.append(Text(sentence("report.violence_next")))
        question = sentence("report.violence_question")
        buttons.append(Button(sentence("report.violence_policy"), "ask.question", question))
    buttons.append(Button(sentence("reports.button"), "reports.mine"))
    parts += [*support_parts(services.organisation), Buttons(tuple(buttons))]
    return Message(saved_words(record.reference), tuple(parts))


def rest_button(record: Record) -> Button:
    """The way to the fields that the first form did not ask."""
    value = f"{Operation.ADD_DETAILS}:{record.id}"
    return Button(sentence("act.add_details"), "record.details", value, opens_form=True)


def added_card(title: str, record: Record, services: Services) -> Message:
    """That something was added to a report, who was told of it so far, and what happens now."""
    parts: list[Part] = []
    if names := told(record, services):
        parts.append(Facts((Fact(sentence("notice.told"), names),)))
    if record.acknowledged_at is None:
        parts.append(Text(what_next(record)))
    return titled(title, *parts, *shut_out(record, services), *offers(record, written(record)))


def saved_words(reference: str) -> str:
    """The confirmation in one sentence."""
    return sentence("report.saved_summary", reference=reference)


def what_next(record: Record) -> str:
    """What happens now, in one or two sentences that are true."""
    if not record.deliveries:
        return sentence("report.nobody_to_tell")
    return sentence("report.asked_next" if is_asked(record) else "report.told_next")


def shut_out(record: Record, services: Services) -> list[Part]:
    """That whoever it is about is not told and cannot read it."""
    names = listed(services.people.name(one) for one in record.about)
    return [Text(sentence("report.about_shut_out", names=names))] if names else []
