"""The month in figures as a card: what is of all, part by part, so that it can be read aloud; the rest is on paper."""

from __future__ import annotations

from datetime import date

from bot.flows.figures_tables import FigureLine, FigureTable, FigureValue, figure_tables
from bot.flows.times import month_words
from bot.locales import listed
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Text, Tone
from bot.services import Services
from bot.words import sentence
from incidents.rules.figures import month_before
from incidents.rules.figures_rules import FigureSection, MonthView

PDF, XLSX, PNG = "pdf", "xlsx", "png"
MOST = 5
"""Buttons in a row on the platform that shows the fewest."""

BESIDE = 2
"""Breakdowns of a part that are told on the card; the others are in the files."""

DRAWN = frozenset({FigureSection.REQUESTS, FigureSection.INCIDENTS})
"""Parts that have a picture."""


def figures_card(view: MonthView, services: Services, *, said: str = "") -> Message:
    """The card; `said` is why this month is shown and not another."""
    title = sentence("figures.title", month=month_words(view.first))
    parts: list[Part] = [Heading(title)]
    if said:
        parts.append(Text(said))
    parts.append(Text(seen_as(view), Tone.QUIET))
    tables = figure_tables(view, services)
    for section in FigureSection:
        own = [one for one in tables if one.section is section]
        parts += _part(section, own) if own else []
    parts += [Text(one) for one in (silent_words(view), view.audience.text) if one]
    parts += [Text(sentence("figures.how"), Tone.QUIET), Text(sentence("figures.rest")), Buttons(_ways(view))]
    return Message(title, tuple(parts))


def seen_as(view: MonthView) -> str:
    """For whom it is."""
    if view.department:
        return sentence("figures.as_department", audience=view.audience.title, department=view.department)
    return sentence("figures.as_audience", audience=view.audience.title)


def silent_words(view: MonthView) -> str:
    """Departments of which nothing was recorded; a department that sees its own hears of itself alone."""
    silent = [one for one in view.month.silent if view.department in ("", one)]
    shown = view.audience.shows & {FigureSection.REQUESTS, FigureSection.INCIDENTS, FigureSection.TRAINING}
    return sentence("figures.silent", departments=listed(silent)) if silent and shown else ""


def small_words(table: FigureTable) -> str:
    """The rows of a table that are too small to show, in one line."""
    # Names can hold commas: “Front counter, Town Hall”.
    small = "; ".join(one.label for one in table.lines if one.is_small)
    return sentence("figures.small", names=small) if small else ""


def large(table: FigureTable) -> tuple[FigureLine, ...]:
    """The rows of which something is shown."""
    return tuple(one for one in table.lines if not one.is_small)


def figures_notice(recipient: str, month: str, services: Services) -> Message | None:
    """That a month is there, for whoever still gets it; no figure stands in it."""
    if not services.figures.audiences(recipient):
        return None
    words = sentence("figures.ready", month=month_words(date.fromisoformat(f"{month}-01")))
    return Message(
        words, (Text(words), Buttons((Button(sentence("figures.show"), "figures.show", f"{month}:"),)))
    )


def _part(section: FigureSection, tables: list[FigureTable]) -> list[Part]:
    """The first table of a part in full; of the others the largest row each, where a number is shown."""
    first = tables[0]
    parts: list[Part] = [Text(sentence(f"figures.section_{section}"), Tone.STRONG)]
    if section is FigureSection.TRAINING:
        kinds = (row for row in large(first) if any(one.number for one in row.values))
        said = [Fact(row.label, _most(row.values, first.columns)) for row in kinds]
        return [*parts, Facts(tuple(said)) if said else Text(sentence("figures.all_small"), Tone.QUIET)]
    if whole := large(first):
        parts.append(Facts(tuple(Fact(row.label, _said(row.values)) for row in whole)))
    if small := small_words(first):
        parts.append(Text(small, Tone.QUIET))
    if first.note:
        parts.append(Text(first.note, Tone.QUIET))
    for table in tables[1 : 1 + BESIDE]:
        rows = sorted(large(table), key=lambda row: -(row.values[0].number or 0))
        named = [
            sentence("figures.said_row", label=row.label, value=row.values[0].words)
            for row in rows[:3]
            if row.values[0].number
        ]
        if named and section is not FigureSection.TIMES:
            parts.append(
                Text(sentence("figures.said_row", label=table.title, value=listed(named)), Tone.QUIET)
            )
    return parts


def _most(values: tuple[FigureValue, ...], columns: tuple[str, ...]) -> str:
    return listed(
        sentence("figures.said_row", label=column, value=value.words)
        for column, value in zip(columns, values, strict=True)
        if value.number
    )


def _said(values: tuple[FigureValue, ...]) -> str:
    if len(values) == len(("now", "before")):
        return sentence("figures.fact_short", now=values[0].words, before=values[1].words)
    return sentence("figures.fact", now=values[0].words, before=values[1].words, year=values[2].words)


def _ways(view: MonthView) -> tuple[Button, ...]:
    """Files, the month before, and the next other audience somebody belongs to."""
    here = f"{view.first:%Y-%m}:{view.audience.name}"
    ways = [
        Button(sentence("figures.pdf"), "figures.take", f"{PDF}:{here}"),
        Button(sentence("figures.sheet"), "figures.take", f"{XLSX}:{here}"),
    ]
    if view.audience.shows & DRAWN and not view.department:
        ways.append(Button(sentence("figures.picture"), "figures.take", f"{PNG}:{here}"))
    earlier = f"{month_before(view.first):%Y-%m}:{view.audience.name}"
    ways.append(Button(sentence("figures.earlier"), "figures.show", earlier))
    for other in view.others[:2]:
        name = sentence("figures.as_other", audience=other.title)
        ways.append(Button(name, "figures.show", f"{view.first:%Y-%m}:{other.name}"))
    return tuple(ways[:MOST])
