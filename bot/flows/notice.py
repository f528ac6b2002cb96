"""Notices: what the chain and the reporter are told, Acknowledge, and reading the report (D20, P35)."""

from __future__ import annotations

from typing import assert_never

from bot.events import ActionChosen, FormSubmitted
from bot.flows.away_words import instead_of_cao
from bot.flows.closed import why_not
from bot.flows.earlier_card import beside, pack_button
from bot.flows.message_card import news_of_message
from bot.flows.notice_card import added_card, chain_card, lead, reporter_card
from bot.flows.parts import Asking, emergency_parts, short
from bot.flows.record_view import record_form
from bot.flows.report_receipt import receipt_card
from bot.flows.restriction_card import draw_restriction
from bot.flows.story import acknowledged_line
from bot.flows.task_card import draw_task
from bot.messages import Fact, Facts, Message, Part, Text, Tone
from bot.replies import CloseForm, OpenForm, Replace, Reply, Say
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from incidents.audit import Act
from incidents.notices import Notice, NoticeKind
from incidents.records import Acknowledgement, Record
from incidents.rules.access import Operation


def draw(notice: Notice, services: Services) -> Message:
    """The message for a notice; nothing in it may not be read over somebody's shoulder."""
    record, reader = notice.record, notice.recipient
    match notice.kind:
        case NoticeKind.FILED | NoticeKind.FILED_FOR:
            return _filed(notice, services)
        case NoticeKind.PROGRESS if reader == record.report.author:
            text = sentence("notice.progress" if notice.goes_on else "notice.progress_last")
            return reporter_card(record, services, text)
        case NoticeKind.ALERT | NoticeKind.CLIMBED | NoticeKind.PROGRESS | NoticeKind.TOLD:
            return chain_card(record, services, reader=reader, lead=lead(notice))
        case NoticeKind.ACKNOWLEDGED:
            return _of_acknowledging(record, reader, services)
        case NoticeKind.UNREACHED | NoticeKind.HELD:
            return _in_vain(notice, services)
        case NoticeKind.ADDED | NoticeKind.COMPLETED:
            return added_card(record, services, completed=notice.kind is NoticeKind.COMPLETED)
        case (
            NoticeKind.MOVED | NoticeKind.MAILED
        ):  # What is mailed is no card, and is worded where it goes out.
            text = sentence("notice.moved", reference=record.reference)
            return Message(text, (Text(text, Tone.QUIET),))
        case NoticeKind.ACTED | NoticeKind.HANDLED | NoticeKind.REPORTED | NoticeKind.REFRESHED:
            return _about_act(notice, services)
        case (
            NoticeKind.TASK_GIVEN
            | NoticeKind.TASK_REMINDER
            | NoticeKind.TASK_OVER
            | NoticeKind.TASK_LATE
            | NoticeKind.RESTRICTION
            | NoticeKind.MESSAGE
        ):
            return _without_record(notice, services)
        case _:
            assert_never(notice.kind)


def _filed(notice: Notice, services: Services) -> Message:
    """That a report is stored: for its author, and for whom they wrote it."""
    if notice.kind is NoticeKind.FILED:
        return receipt_card(notice.record, services)
    name = services.people.name(notice.record.report.author)
    return reporter_card(notice.record, services, sentence("staff.for_you", name=name))


def _without_record(notice: Notice, services: Services) -> Message:
    """What holds nothing of the record but its reference: a task, or what was done with a restriction or a message."""
    if notice.kind is NoticeKind.RESTRICTION:
        return draw_restriction(notice, services)
    if notice.kind is NoticeKind.MESSAGE:
        return news_of_message(notice, services)
    assert notice.task is not None  # noqa: S101 - whoever makes a notice of a task puts it in
    return draw_task(notice, notice.task, services)


def _of_acknowledging(record: Record, reader: str, services: Services) -> Message:
    if reader in record.report.whose:
        return reporter_card(record, services, _acknowledged(record, services))
    return chain_card(record, services, reader=reader)


def _about_act(notice: Notice, services: Services) -> Message:
    """That something was done with a record: for its author, for who goes on with it, or a card brought up to date."""
    record, reader, entry = notice.record, notice.recipient, notice.entry
    name, plain = services.people.name, sentence("record.title", reference=record.reference)
    if notice.kind in (NoticeKind.HANDLED, NoticeKind.REPORTED):
        who = record.handler if entry and entry.act == Act.ASSIGNED else entry.by if entry else ""
        text = sentence(f"act.yours_{entry.act}", name=name(who)) if entry else plain
        return reporter_card(record, services, text)
    if notice.kind is NoticeKind.REFRESHED or entry is None:
        return chain_card(record, services, reader=reader)
    if notice.instead_of and entry.act != Act.CLOSING:
        gone = notice.has_no_right
        text = sentence(
            "act.told_without_right" if gone else "act.told_instead", name=name(notice.instead_of)
        )
        return chain_card(record, services, reader=reader, news=text)
    # Who closes a record hears of that alone where its author could not be told.
    missed = notice.instead_of or record.report.author
    who = missed if entry.act == Act.CLOSING else entry.by
    news = sentence(f"act.told_{entry.act}", name=name(who))
    card = chain_card(record, services, reader=reader, news=news)
    if entry.act in (Act.CAO_ASKED, Act.HANDED_OVER):
        card = beside(card, instead_of_cao(record, reader, services))
    # Who is asked in the place of all who answer for it reads the report; others of the customer are not theirs.
    gets_pack = entry.act == Act.HANDED_OVER and Operation.LINK in record.may
    return beside(card, (pack_button(record),)) if gets_pack else card


def _in_vain(notice: Notice, services: Services) -> Message:
    """Nobody could be asked yet, or nobody answers: the author can call somebody."""
    record, phones = notice.record, _phones(notice.record, services)
    if notice.kind is NoticeKind.HELD:
        words = sentence("notice.held")
    else:
        words = sentence("notice.unreached" if phones else "notice.unreached_nobody")
    return reporter_card(record, services, words, *phones, *emergency_parts(services.organisation))


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


async def acknowledge_typed(reference: str, event: Asking, services: Services) -> list[Reply]:
    """The same for who types "acknowledge K4M-7TR"; absent and forbidden are answered alike."""
    person = event.who.person
    record = await services.incidents.view(reference, person)
    if record is None:
        return short(await why_not(reference, person, services))
    outcome, shown = await services.incidents.acknowledge(record.id, person)
    if outcome is Acknowledgement.NOT_ALLOWED:
        return short(sentence("notice.acknowledge_not_yours"))
    return (
        [Say(chain_card(shown, services, reader=person))]
        if shown
        else short(sentence("notice.acknowledge_done"))
    )


async def view(event: ActionChosen, services: Services) -> list[Reply]:
    """Show the whole report to who may see it now; absent and forbidden are answered alike."""
    record = await services.incidents.view(event.value, event.who.person, whole=True)
    if record is None:
        return short(await why_not(event.value, event.who.person, services))
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
