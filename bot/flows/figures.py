"""The month in figures: asked for, shown as one of the audiences somebody belongs to, and taken along."""

from __future__ import annotations

import asyncio
import re
from datetime import date

import structlog

from bot.events import ActionChosen, CommandInvoked
from bot.flows.figures_card import PDF, PNG, XLSX, figures_card
from bot.flows.figures_files import month_paper, month_plots, month_sheet
from bot.flows.parts import short
from bot.flows.times import month_words, today
from bot.flows.worklist_days import days_in
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
_VALUE = re.compile(
    r"(?:(?P<kind>pdf|xlsx|png):)?(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2]):(?P<audience>[\w-]{0,20})"
)


async def command(event: CommandInvoked, services: Services) -> list[Reply]:
    """The month that was named, else the newest that is over."""
    words, now = event.text.casefold(), today(services)
    named = (now, now) if "this month" in words else (days_in(words, now) or ((None, None), ""))[0]
    wanted = (named[0] or services.figures.newest()).replace(day=1)
    return await _shown(event.who.person, wanted, "", services)


async def show(event: ActionChosen, services: Services) -> list[Reply]:
    """Another month, or the same as another audience."""
    found = _VALUE.fullmatch(event.value)
    if found is None:
        return short(sentence("figures.not_yours"))
    return await _shown(event.who.person, _month(found), found["audience"], services)


async def take(event: ActionChosen, services: Services) -> list[Reply]:
    """A file of a month, privately; that it was taken is in the audit log."""
    found = _VALUE.fullmatch(event.value)
    if found is None or found["kind"] is None:
        return short(sentence("figures.not_yours"))
    person, kind = event.who.person, found["kind"]
    view = await services.figures.month(
        person, _month(found), found["audience"], figure_rows(services), printed=True
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
    return [Upload(name, MEDIA[kind], content, said, event.action, event.value, alt)]


def figure_rows(services: Services) -> FigureRows:
    """The departments of staff, and where people work."""
    staff = (one for one in services.people.by_key.values() if not one.roles & {Role.ELECTED, Role.GUEST})
    departments = sorted({one.department for one in staff} - {""})
    return FigureRows(tuple(departments), services.organisation.places)


async def _shown(person: str, first: date, audience: str, services: Services) -> list[Reply]:
    view = await services.figures.month(person, first, audience, figure_rows(services))
    if view is None:
        return short(sentence("figures.not_yours"))
    return [Say(figures_card(view, services, asked=first if first > view.first else None))]


async def _file(kind: str, view: MonthView, person: str, services: Services) -> tuple[bytes, str]:
    """What is in it, and of a picture all that can be seen on it, in words."""
    if kind == PDF:
        return await asyncio.to_thread(month_pdf, month_paper(view, person, services)), ""
    if kind == XLSX:
        return await asyncio.to_thread(as_xlsx, month_sheet(view, services)), ""
    plots = month_plots(view, services)
    return await asyncio.to_thread(plots_png, plots, spoken_tag()), " ".join(one.alt for one in plots)


def _month(found: re.Match[str]) -> date:
    return date(int(found["year"]), int(found["month"]), 1)


COMMANDS: dict[str, Flow[CommandInvoked]] = {"figures": command}
ACTIONS: dict[str, Flow[ActionChosen]] = {"figures.show": show, "figures.take": take}
