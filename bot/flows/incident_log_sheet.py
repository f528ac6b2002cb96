"""The violent-incident log to take along, as a PDF or a spreadsheet; nothing on it says who anybody was."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime

import structlog

from bot.events import ActionChosen
from bot.flows.parts import short
from bot.flows.record_fields import shown
from bot.flows.times import local_moment
from bot.locales import spoken_tag
from bot.messages import Button
from bot.replies import Reply, Upload
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from incidents.papers.paper import Paper, PaperLine, PaperSection, PaperSize
from incidents.papers.pdf import PaperFailed, as_pdf
from incidents.papers.sheet import Spreadsheet, as_xlsx
from incidents.rules.incident_log import LOG_FIELDS, LogEntry

log = structlog.get_logger()

YEARS = 5
"""How far back the log goes that is taken along (Labor Code 6401.9 (f)(3))."""

PDF, XLSX = "pdf", "xlsx"
FORMATS: Mapping[str, str] = {
    PDF: "application/pdf",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SAID = tuple(one for one in LOG_FIELDS if one.name != "log_looked")


def sheet_buttons() -> tuple[Button, ...]:
    """The ways to take the log along."""
    return (
        Button(sentence("log.as_pdf"), "log.take", PDF),
        Button(sentence("log.as_sheet"), "log.take", XLSX),
    )


async def take(event: ActionChosen, services: Services) -> list[Reply]:
    """The log of the last five years, privately; that it was taken is in the audit log."""
    profile, person = services.organisation.incident_log, event.who.person
    kind = event.value if event.value in FORMATS else PDF
    now = services.clock.now()
    found = await services.incident_log.lines(person, datetime(now.year - YEARS, 1, 1, tzinfo=UTC), now)
    if profile is None or found is None:
        return short(sentence("log.not_yours"))
    if not found:
        return short(sentence("log.empty"))
    try:
        if kind == PDF:
            content = await asyncio.to_thread(as_pdf, log_paper(found, profile.title, person, services))
        else:
            content = await asyncio.to_thread(as_xlsx, _sheet(found, profile.title, services))
    except PaperFailed as error:
        log.error("log_failed", cause=str(error))  # noqa: TRY400 - no words in logs
        return short(sentence("log.failed"))
    day = f"{now.astimezone(services.organisation.timezone):%Y-%m-%d}"
    summary = sentence("log.said", count=len(found))
    return [Upload(f"incident-log-{day}.{kind}", FORMATS[kind], content, summary, event.action, kind)]


def log_paper(found: tuple[LogEntry, ...], title: str, reader: str, services: Services) -> Paper:
    """Every line with its columns; who completed it stands on it, as the law asks, and nobody else."""
    organisation = services.organisation
    given = local_moment(services.clock.now(), organisation)
    return Paper(
        title=title,
        organisation=organisation.name,
        language=spoken_tag(),
        mark=sentence("log.names_nobody"),
        foot=sentence("log.foot", name=services.people.name(reader), moment=given),
        page=sentence("paper.page", page="{page}", pages="{pages}"),
        sections=tuple(
            PaperSection(
                sentence("log.number", number=number),
                tuple(PaperLine(label, text) for label, text in _row(one, services) if text),
                table=True,
            )
            for number, one in enumerate(found, 1)
        ),
        unshown=sentence("paper.unshown"),
        size=PaperSize.LETTER if organisation.zone.startswith("America/") else PaperSize.A4,
    )


def _sheet(found: tuple[LogEntry, ...], title: str, services: Services) -> Spreadsheet:
    columns = tuple(label for label, _ in _row(found[0], services))
    rows = tuple(tuple(text for _, text in _row(one, services)) for one in found)
    return Spreadsheet(title, columns, rows)


def _row(one: LogEntry, services: Services) -> list[tuple[str, str]]:
    who, name = services.people.get(one.by), services.people.name(one.by)
    by = sentence("log.by", name=name, title=who.title) if who and who.title else name
    said = (
        (sentence(f"field.{field.name}"), shown(field, value, services) if value else "")
        for field in SAID
        for value in (one.said.get(field.name, ""),)
    )
    return [
        (sentence("log.when"), local_moment(one.occurred_at, services.organisation)),
        *said,
        (sentence("log.completed"), by),
        (sentence("log.completed_on"), local_moment(one.written_at, services.organisation)),
    ]


ACTIONS: dict[str, Flow[ActionChosen]] = {"log.take": take}
