"""The month in figures: asked for, shown as one of the audiences somebody belongs to, and taken along."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date

import structlog

from bot.events import ActionChosen, CommandInvoked
from bot.flows.figures_asked import AskedFor, asked_month
from bot.flows.figures_card import PDF, PNG, XLSX, figures_card
from bot.flows.figures_files import month_paper, month_plots, month_sheet
from bot.flows.parts import short
from bot.flows.times import month_words, today
from bot.locales import spoken_tag
from bot.people import Role
from bot.replies import Reply, Say, Upload
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from incidents.figures_desk import FigureRows
from incidents.papers.month import month_pdf, plots_png
from incidents.papers.pdf import PaperFailed
from incidents.papers.sheet import as_xlsx
from incidents.rules.figures_rules import MonthView

log = structlog.get_logger()

MEDIA = {
    PDF: "application/pdf",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    PNG: "image/png",
}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a button carries: the month, and the name of an audience or nothing."""

    first: date
    audience: str


async def command(event: CommandInvoked, services: Services) -> list[Reply]:
    """The month that was named, else the newest that is over, saying so."""
    asked = asked_month(event.text, today(services))
    newest = services.figures.newest()
    first = newest if asked.how in (AskedFor.NOTHING, AskedFor.UNREAD) else asked.first
    return await _shown(event.who.person, first, "", services, asked.how)


async def show(event: ActionChosen, services: Services) -> list[Reply]:
    """Another month, or the same as another audience."""
    wanted = _wanted(event.value)
    if wanted is None:
        return short(sentence("figures.not_yours"))
    return await _shown(event.who.person, wanted.first, wanted.audience, services)


async def take(event: ActionChosen, services: Services) -> list[Reply]:
    """A file of a month, privately; that it was taken is in the audit log."""
    kind, _, rest = event.value.partition(":")
    wanted = _wanted(rest)
    if wanted is None or kind not in MEDIA:
        return short(sentence("figures.not_yours"))
    person = event.who.person
    view = await services.figures.month(
        person, wanted.first, wanted.audience, figure_rows(services), printed=True
    )
    if view is None:
        return short(sentence("figures.not_yours"))
    try:
        content, alt = await _file(kind, view, person, services)
    except PaperFailed as error:
        log.error("figures_failed", cause=str(error))  # noqa: TRY400 - no words in logs
        return short(sentence("figures.failed"))
    name = f"figures-{view.first:%Y-%m}-{view.audience.name}.{kind}"
    said = sentence("figures.file", month=month_words(view.first), audience=view.audience.title)
    return [Upload(name, MEDIA[kind], content, said, event.action, event.value, alt=alt)]


def figure_rows(services: Services) -> FigureRows:
    """The departments of staff, and where people work."""
    staff = (one for one in services.people.by_key.values() if not one.roles & {Role.ELECTED, Role.GUEST})
    departments = sorted({one.department for one in staff} - {""})
    return FigureRows(tuple(departments), services.organisation.places)


async def _shown(
    person: str, first: date, audience: str, services: Services, how: AskedFor = AskedFor.MONTH
) -> list[Reply]:
    view = await services.figures.month(person, first, audience, figure_rows(services))
    if view is None:
        return short(sentence("figures.not_yours"))
    return [Say(figures_card(view, services, said=_said(first, view.first, how)))]


def _said(asked: date, shown: date, how: AskedFor) -> str:
    """Why this month is shown, where it is not simply the one that was asked for."""
    month = month_words(asked)
    if how is AskedFor.UNREAD:
        return sentence("figures.unread")
    if how is AskedFor.YEAR and shown == asked:
        return sentence("figures.of_year", year=str(asked.year))
    if how is AskedFor.YEAR and shown < asked:
        return sentence("figures.year_not_over", year=str(asked.year))
    if shown < asked:
        return sentence("figures.not_over", month=month)
    if shown > asked:
        return sentence("figures.too_early", month=month_words(shown))
    return sentence("figures.one_month") if how is AskedFor.SEVERAL else ""


async def _file(kind: str, view: MonthView, person: str, services: Services) -> tuple[bytes, str]:
    """What is in it, and of a picture all that can be seen on it, in words."""
    if kind == PDF:
        return await asyncio.to_thread(month_pdf, month_paper(view, person, services)), ""
    if kind == XLSX:
        return await asyncio.to_thread(as_xlsx, month_sheet(view, services)), ""
    plots = month_plots(view, services)
    return await asyncio.to_thread(plots_png, plots, spoken_tag()), " ".join(one.alt for one in plots)


def _wanted(value: str) -> _Wanted | None:
    """The month and the audience of “2026-10:council”; None for anything else."""
    month, colon, audience = value.partition(":")
    try:
        return _Wanted(date.fromisoformat(f"{month}-01"), audience) if colon else None
    except ValueError:
        return None


COMMANDS: dict[str, Flow[CommandInvoked]] = {"figures": command}
ACTIONS: dict[str, Flow[ActionChosen]] = {"figures.show": show, "figures.take": take}
