"""The month in figures to take along: a paper with plots, a spreadsheet, a picture. All of the same tables."""

from __future__ import annotations

from collections.abc import Iterator

from bot.flows.figures_card import large, seen_as, silent_words, small_words
from bot.flows.figures_tables import FigureTable, FigureValue, figure_tables, shown_value
from bot.flows.times import local_moment, month_words
from bot.locales import day, listed, spoken_tag
from bot.services import Services
from bot.words import sentence
from incidents.papers.month import Bar, MonthPaper, MonthPart, MonthTable, Plot
from incidents.papers.paper import PaperSize
from incidents.papers.sheet import SheetCell, Spreadsheet
from incidents.rules.figures_cells import Breakdown, FigureCell, Measure
from incidents.rules.figures_rules import FigureSection, MonthView

SHORT_MONTH = "MMM y"
_PLOTTED = {FigureSection.REQUESTS: Measure.RECEIVED, FigureSection.INCIDENTS: Measure.INCIDENTS}
_DRAWN_TOO = {FigureSection.REQUESTS: Breakdown.DEPARTMENT, FigureSection.INCIDENTS: Breakdown.BEHAVIOUR}


def month_paper(view: MonthView, reader: str, services: Services) -> MonthPaper:
    """The whole of what an audience sees, on paper."""
    organisation = services.organisation
    tables = figure_tables(view, services)
    lead = (seen_as(view), view.audience.text, silent_words(view), sentence("figures.how"))
    moment = local_moment(services.clock.now(), organisation)
    foot = sentence(
        "figures.foot", organisation=organisation.name, name=services.people.name(reader), moment=moment
    )
    return MonthPaper(
        title=sentence("figures.title", month=month_words(view.first)),
        organisation=organisation.name,
        language=spoken_tag(),
        mark=sentence("figures.mark"),
        foot=foot,
        page=sentence("paper.page", page="{page}", pages="{pages}"),
        lead=tuple(one for one in lead if one),
        parts=tuple(_parts(view, tables)),
        unshown=sentence("paper.unshown"),
        size=PaperSize.LETTER if organisation.zone.startswith("America/") else PaperSize.A4,
    )


def month_plots(view: MonthView, services: Services) -> tuple[Plot, ...]:
    """Every plot of what an audience sees."""
    tables = figure_tables(view, services)
    return tuple(plot for section in _PLOTTED for plot in _plots(section, view, tables))


def month_sheet(view: MonthView, services: Services) -> Spreadsheet:
    """Every value in a row of its own, so that it can be filtered and put together anew."""
    rows: list[tuple[SheetCell, ...]] = []
    for table in figure_tables(view, services):
        part = sentence(f"figures.section_{table.section}")
        for line in table.lines:
            for column, value in zip(table.columns, line.values, strict=True):
                rows.append((part, table.title, line.label, column, value.words, value.number))
    columns = (
        sentence("figures.sheet_part"),
        sentence("figures.sheet_table"),
        sentence("figures.sheet_row"),
        sentence("figures.sheet_column"),
        sentence("figures.sheet_value"),
        sentence("figures.sheet_number"),
    )
    return Spreadsheet(sentence("figures.title", month=month_words(view.first)), columns, tuple(rows))


def _parts(view: MonthView, tables: tuple[FigureTable, ...]) -> Iterator[MonthPart]:
    for section in FigureSection:
        own = [one for one in tables if one.section is section]
        if own:
            drawn = tuple(
                MonthTable(
                    one.title if len(own) > 1 else "",
                    one.columns,
                    tuple((row.label, *(value.words for value in row.values)) for row in large(one)),
                    " ".join(filter(None, (small_words(one), one.note))),
                )
                for one in own
            )
            yield MonthPart(
                sentence(f"figures.section_{section}"), tuple(_plots(section, view, tables)), drawn
            )


def _plots(section: FigureSection, view: MonthView, tables: tuple[FigureTable, ...]) -> Iterator[Plot]:
    """Twelve months, and the breakdown that tells most; of a part that is not seen none."""
    if section not in _PLOTTED or section not in view.audience.shows:
        return
    measure, by = _PLOTTED[section], Breakdown.DEPARTMENT if view.department else Breakdown.TOTAL
    months = [
        (day(first, SHORT_MONTH), shown_value(shown[FigureCell(measure, by, view.department)]))
        for first, shown in view.month.year
    ]
    is_requests = section is FigureSection.REQUESTS
    yield _plot(sentence("figures.plot_requests" if is_requests else "figures.plot_incidents"), months)
    for table in tables:
        if table.section is section and table.by is _DRAWN_TOO[section] and large(table):
            bars = [(row.label, row.values[0]) for row in large(table)]
            title = sentence("figures.plot_departments" if is_requests else "figures.plot_kinds")
            yield _plot(title, bars)


def _plot(title: str, bars: list[tuple[str, FigureValue]]) -> Plot:
    values = listed(sentence("figures.plot_point", label=label, value=value.words) for label, value in bars)
    drawn = tuple(Bar(label, value.number or 0, value.words) for label, value in bars)
    return Plot(title, sentence("figures.plot_alt", title=title, values=values), drawn)
