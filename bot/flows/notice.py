"""Notices: what the chain and the reporter are told, Acknowledge, and reading the report (D20, P35)."""

from __future__ import annotations

from typing import assert_never

from bot.events import ActionChosen, FormSubmitted
from bot.flows.notice_card import chain_card, reporter_card
from bot.flows.parts import emergency_parts, short
from bot.flows.record_view import record_form
from bot.flows.story import acknowledged_line
from bot.messages import Fact, Facts, Message, Part
from bot.replies import CloseForm, OpenForm, Replace, Reply
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from incidents.notices import Notice, NoticeKind
from incidents.records import Acknowledgement, Record


def draw(notice: Notice, services: Services) -> Message:
    """The message for a notice; nothing in it may not be read over somebody's shoulder."""
    record, reader = notice.record, notice.recipient
    match notice.kind:
        case NoticeKind.ALERT:
            return chain_card(record, services, reader=reader, lead=sentence("notice.alert_lead"))
        case NoticeKind.PROGRESS if reader == record.report.author:
            return reporter_card(record, services, sentence("notice.progress"))
        case NoticeKind.CLIMBED | NoticeKind.PROGRESS:
            return chain_card(record, services, reader=reader, lead=sentence("notice.climbed_lead"))
        case NoticeKind.ACKNOWLEDGED:
            if reader == record.report.author:
                return reporter_card(record, services, _acknowledged(record, services))
            return chain_card(record, services, reader=reader)
        case NoticeKind.UNREACHED:
            extra = (*_phones(record, services), *emergency_parts(services.organisation))
            return reporter_card(record, services, sentence("notice.unreached"), *extra)
        case _:
            assert_never(notice.kind)


async def acknowledge(event: ActionChosen, services: Services) -> list[Reply]:
    """Stop the escalation; the card then says who acknowledged, whoever it was."""
    outcome, record = await services.incidents.acknowledge(event.value, event.who.person)
    match outcome:
        case Acknowledgement.DONE | Acknowledgement.ALREADY if record is not None:
            return [Replace(chain_card(record, services, reader=event.who.person))]
        case Acknowledgement.DONE:
            return short(sentence("notice.acknowledge_done"))
        case Acknowledgement.ALREADY:
            return short(sentence("notice.acknowledge_already"))
        case Acknowledgement.NOT_ALLOWED:
            return short(sentence("notice.acknowledge_not_yours"))
        case _:
            assert_never(outcome)


async def view(event: ActionChosen, services: Services) -> list[Reply]:
    """Show the whole report to who may see it now; absent and forbidden are answered alike."""
    record = await services.incidents.view(event.value, event.who.person)
    if record is None:
        return short(sentence("notice.nothing_to_show"))
    return [OpenForm(record_form(record, services))]


async def close(_: FormSubmitted, __: Services) -> list[Reply]:
    """Nothing can be changed in the view of a record."""
    return [CloseForm()]


def _acknowledged(record: Record, services: Services) -> str:
    return acknowledged_line(record, services) or sentence("notice.acknowledge_done")


def _phones(record: Record, services: Services) -> tuple[Part, ...]:
    """The numbers of those who did not answer in chat."""
    asked = (services.people.get(row.recipient) for row in record.deliveries)
    numbers = {person.name: person.phone for person in asked if person and person.phone}
    return (Facts(tuple(Fact(name, phone) for name, phone in numbers.items())),) if numbers else ()


ACTIONS: dict[str, Flow[ActionChosen]] = {"notice.acknowledge": acknowledge, "notice.view": view}
FORMS: dict[str, Flow[FormSubmitted]] = {"record": close}
