"""A work list as a spreadsheet: what stands on the list, without a customer and without a word of a report."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.events import ActionChosen
from bot.flows.field_words import label_of
from bot.flows.notice_card import channel_words, state_words
from bot.flows.own_answers import own_shown
from bot.flows.parts import short
from bot.flows.report_given import yes_or_no
from bot.flows.times import local_of
from bot.flows.worklist_words import ListChoice, go_on
from bot.locales import listed
from bot.messages import Button
from bot.replies import Reply, Upload
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from incidents.lists import ON_A_SHEET
from incidents.papers.sheet import Spreadsheet, as_csv, as_xlsx
from incidents.records import Record
from incidents.rules.own_fields import OwnField

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
FIRST_OF_SHEETS = datetime(1900, 1, 1)  # noqa: DTZ001 - local, as spreadsheets hold moments
"""Excel knows no earlier day."""

AS_CSV = "csv:"
"""Before the choice a button carries, for the other format."""


async def give(event: ActionChosen, services: Services) -> list[Reply]:
    """The file, privately; every report on it is a look in the audit log."""
    is_csv = event.value.startswith(AS_CSV)
    carried = await go_on(event.value.removeprefix(AS_CSV), event.who.person, services)
    if carried is None:
        return short(sentence("worklist.search_again"))
    choice, _ = carried
    found = await services.incidents.sheet(event.who.person, choice.wanted(services))
    if not found:
        return short(sentence("worklist.none"))
    sheet = _sheet(found, services)
    content = await asyncio.to_thread(as_csv if is_csv else as_xlsx, sheet)
    summary = sentence("worklist.sheet_said", count=len(found))
    if len(found) == ON_A_SHEET:
        summary = " ".join((summary, sentence("worklist.sheet_full")))
    day = f"{services.clock.now().astimezone(services.organisation.timezone):%Y-%m-%d}"
    name, kind = (f"reports-{day}.csv", CSV) if is_csv else (f"reports-{day}.xlsx", XLSX)
    return [Upload(name, kind, content, summary, event.action, event.value)]


def sheet_button(choice: ListChoice) -> Button:
    """The way from a list to its spreadsheet."""
    return Button(sentence("worklist.sheet"), "worklist.sheet", choice.carried(0))


def _sheet(found: tuple[Record, ...], services: Services) -> Spreadsheet:
    in_figures = _in_figures(services)
    columns = (
        sentence("worklist.reference"),
        sentence("paper.written"),
        sentence("notice.when"),
        sentence("notice.department"),
        sentence("notice.reporter"),
        sentence("notice.channel"),
        sentence("notice.behaviours"),
        sentence("notice.warned"),
        sentence("notice.ended"),
        sentence("act.stands"),
        sentence("act.handler"),
        *(label_of(one.field, services) for one in in_figures),
    )
    return Spreadsheet(sentence("worklist.title"), columns, tuple(_row(one, services) for one in found))


def _row(record: Record, services: Services) -> tuple[str | datetime, ...]:
    report, people = record.report, services.people
    return (
        record.reference,
        _local(record.created_at, services),
        _local(report.occurred_at, services),
        report.department,
        people.name(report.author),
        channel_words(report),
        listed([sentence(f"field.behaviours_{one}") for one in record.behaviours]),
        sentence(f"field.warned_{report.warned}"),
        sentence(f"field.ended_{yes_or_no(report.ended)}"),
        state_words(record),
        people.name(record.handler) if record.handler else "",
        *(own_shown(one, record.own.get(one.field.name), services) for one in _in_figures(services)),
    )


def _in_figures(services: Services) -> tuple[OwnField, ...]:
    """The fields of the organisation's own that are counted: choices and days, never words."""
    return tuple(one for one in services.fields.fields if one.in_figures)


def _local(at: datetime, services: Services) -> datetime:
    return max(local_of(at, services.organisation).replace(tzinfo=None), FIRST_OF_SHEETS)


ACTIONS: dict[str, Flow[ActionChosen]] = {"worklist.sheet": give}
