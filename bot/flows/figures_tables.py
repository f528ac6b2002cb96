"""The month in figures as tables of words: one set of rows for the card, the paper and the spreadsheet.

What an audience does not see is not in them; the numbers are those that were shown, never counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.flows.figures_words import not_said, row_words
from bot.flows.times import month_words
from bot.services import Services
from bot.words import sentence
from incidents.report import CHANNELS, Behaviour
from incidents.request import RequestPriority
from incidents.rules.figures_cells import (
    MATTERS,
    OF_REQUESTS,
    OTHER,
    Breakdown,
    FigureCell,
    Measure,
    PartOfDay,
    PendingAge,
)
from incidents.rules.figures_rules import FigureSection, MonthView
from incidents.rules.figures_shown import SMALL, ShownFigure, ShownKind
from incidents.rules.figures_times import Timed, TimedCell


@dataclass(frozen=True, slots=True)
class FigureValue:
    """One value in words; `number` is what a plot or a spreadsheet takes, None where no number is shown."""

    words: str
    number: int | None = None
    is_few: bool = False


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One row with its values, one for each column."""

    label: str
    values: tuple[FigureValue, ...]

    @property
    def is_small(self) -> bool:
        """Whether every value of it is too small to show."""
        return all(one.is_few for one in self.values)


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table of a part of the month. `by` is the breakdown, `note` what it lacks."""

    section: FigureSection
    title: str
    columns: tuple[str, ...]
    lines: tuple[FigureLine, ...]
    by: Breakdown = Breakdown.TOTAL
    note: str = ""


_SIMPLE: Mapping[FigureSection, tuple[Measure, ...]] = {
    FigureSection.CARE: (
        *(Measure.EMERGENCIES, Measure.EMERGENCIES_WRONG, Measure.CONTENT, Measure.NOT_SOLVED),
        *(Measure.FOLLOW_UPS, Measure.KEPT),
    ),
    FigureSection.RESTRICTIONS: (Measure.RESTRICTIONS, Measure.RESTRICTED, Measure.APPEALS),
    FigureSection.QUESTIONS: (Measure.QUESTIONS, Measure.UNANSWERED),
    FigureSection.REFERRALS: (Measure.REFERRALS, Measure.WRONG_NUMBERS),
}
_OF_WHOLE = (Breakdown.WARD, Breakdown.PRIORITY, Breakdown.MATTER)


def figure_tables(view: MonthView, services: Services) -> tuple[FigureTable, ...]:
    """Every table of a month for the audience it is seen as, in the order of the parts."""
    return tuple(
        one
        for section in FigureSection
        if section in view.audience.shows
        for one in _of(section, view, services)
    )


def shown_value(shown: ShownFigure) -> FigureValue:
    """A cell in words."""
    match shown.kind:
        case ShownKind.ABOUT:
            return FigureValue(sentence("figures.about", number=shown.about), shown.about)
        case ShownKind.FEW:
            return FigureValue(sentence("figures.few"), is_few=True)
        case ShownKind.WITHHELD:
            return FigureValue(sentence("figures.withheld"))
        case ShownKind.NOTHING:
            return FigureValue(sentence("figures.nothing"), is_few=True)
        case ShownKind.UNCOUNTED:
            return FigureValue(sentence("figures.uncounted"))


def _of(section: FigureSection, view: MonthView, services: Services) -> Iterator[FigureTable]:
    match section:
        case FigureSection.REQUESTS:
            yield from _requests(view, services)
        case FigureSection.TIMES:
            yield from _times(view)
        case FigureSection.INCIDENTS:
            yield from _incidents(view, services)
        case FigureSection.TRAINING:
            yield _training(view)
        case FigureSection.CONFIDENTIAL:
            yield _confidential(view, services)
        case _:
            cells = [(sentence(f"figures.measure_{one}"), FigureCell(one)) for one in _SIMPLE[section]]
            # P21 asks for what peers say as well: nothing collects it, and no number must look as if it held it.
            note = sentence("figures.no_peers") if section is FigureSection.CARE else ""
            yield replace(_series(section, cells, view), note=note)


def _requests(view: MonthView, services: Services) -> Iterator[FigureTable]:
    section, own = FigureSection.REQUESTS, view.department
    by = Breakdown.DEPARTMENT if own else Breakdown.TOTAL
    cells = [(sentence(f"figures.measure_{one}"), FigureCell(one, by, own)) for one in OF_REQUESTS]
    yield _series(section, cells, view)
    categories = services.requests.rules.categories
    keys = [one.key for one in categories if own in ("", one.department)]
    if not own:
        yield _broken_down(section, Breakdown.DEPARTMENT, _departments(view), view, services)
    yield _broken_down(section, Breakdown.CATEGORY, keys, view, services)
    if own:
        return
    rows: Mapping[Breakdown, Sequence[str]] = {
        Breakdown.WARD: (*services.requests.rules.wards, OTHER),
        Breakdown.PRIORITY: tuple(RequestPriority),
        Breakdown.MATTER: MATTERS,
    }
    for each in _OF_WHOLE:
        yield _broken_down(section, each, rows[each], view, services)
    ages = [
        (row_words(Breakdown.AGE, one, services), FigureCell(Measure.PENDING, Breakdown.AGE, one))
        for one in PendingAge
    ]
    yield _series(section, ages, view, Breakdown.AGE)


def _broken_down(
    section: FigureSection, by: Breakdown, rows: Sequence[str], view: MonthView, services: Services
) -> FigureTable:
    lines = (
        FigureLine(
            row_words(by, row, services),
            tuple(shown_value(view.month.cell(FigureCell(measure, by, row))) for measure in OF_REQUESTS),
        )
        for row in rows
    )
    columns = tuple(sentence(f"figures.column_{one}") for one in OF_REQUESTS)
    return FigureTable(section, sentence(f"figures.by_{by}"), columns, tuple(lines), by=by)


def _incidents(view: MonthView, services: Services) -> Iterator[FigureTable]:
    section, own, measure = FigureSection.INCIDENTS, view.department, Measure.INCIDENTS
    by = Breakdown.DEPARTMENT if own else Breakdown.TOTAL
    yield _series(section, [(sentence("figures.measure_incidents"), FigureCell(measure, by, own))], view)
    if own:
        return
    rows: Mapping[Breakdown, Sequence[str]] = {
        Breakdown.DEPARTMENT: _departments(view),
        Breakdown.BEHAVIOUR: tuple(Behaviour),
        Breakdown.CHANNEL: CHANNELS,
        Breakdown.PLACE: (*services.organisation.places, OTHER),
        Breakdown.HOUR: tuple(PartOfDay),
    }
    for each, names in rows.items():
        cells = [(row_words(each, row, services), FigureCell(measure, each, row)) for row in names]
        yield _series(section, cells, view, each)


def _training(view: MonthView) -> FigureTable:
    """Kinds of incident by department, so that training can be planned (P20)."""
    rows = (view.department,) if view.department else _departments(view)
    month = view.month
    lines = (
        FigureLine(
            sentence(f"field.behaviours_{kind}"),
            tuple(
                shown_value(month.cell(FigureCell(Measure.INCIDENTS, Breakdown.TRAINING, row, kind)))
                for row in rows
            ),
        )
        for kind in Behaviour
    )
    title = sentence("figures.by_training")
    columns = tuple(row or not_said() for row in rows)
    return FigureTable(FigureSection.TRAINING, title, columns, tuple(lines), by=Breakdown.TRAINING)


def _confidential(view: MonthView, services: Services) -> FigureTable:
    cells = [(sentence("figures.measure_confidential"), FigureCell(Measure.CONFIDENTIAL))]
    for name in view.lanes:
        lane = services.requests.rules.lane(name)
        title = sentence("figures.lane", lane=lane.title if lane else name)
        cells.append((title, FigureCell(Measure.CONFIDENTIAL, Breakdown.LANE, name)))
    return _series(FigureSection.CONFIDENTIAL, cells, view)


def _times(view: MonthView) -> Iterator[FigureTable]:
    """Medians: of all and by department, or of one's own department."""
    own = view.department
    timed = (Timed.CONFIRM, Timed.SOLVE) if own else tuple(Timed)
    by = Breakdown.DEPARTMENT if own else Breakdown.TOTAL
    lines = tuple(
        _time_line(sentence(f"figures.timed_{one}"), TimedCell(one, by, own), view) for one in timed
    )
    columns = (month_words(view.first), sentence("figures.before"))
    yield FigureTable(FigureSection.TIMES, sentence("figures.by_total"), columns, lines)
    if own:
        return
    for one in (Timed.CONFIRM, Timed.SOLVE):
        lines = tuple(
            _time_line(row, TimedCell(one, Breakdown.DEPARTMENT, row), view)
            for row in _departments(view)
            if row
        )
        title = sentence(f"figures.timed_{one}")
        yield FigureTable(FigureSection.TIMES, title, columns, lines, by=Breakdown.DEPARTMENT)


def _time_line(label: str, cell: TimedCell, view: MonthView) -> FigureLine:
    month = view.month
    held = ((month.times, month.shown), (month.times_before, month.before))
    return FigureLine(label, tuple(_took(cell, times, shown[cell.number]) for times, shown in held))


def _took(cell: TimedCell, held: Mapping[TimedCell, int], number: ShownFigure) -> FigureValue:
    if number.kind in (ShownKind.WITHHELD, ShownKind.UNCOUNTED):
        return shown_value(number)
    if cell not in held:
        return FigureValue(sentence("figures.too_few"), is_few=True)
    return FigureValue(sentence(f"figures.took_{cell.timed}", count=held[cell]), held[cell])


def _series(
    section: FigureSection,
    cells: Sequence[tuple[str, FigureCell]],
    view: MonthView,
    by: Breakdown = Breakdown.TOTAL,
) -> FigureTable:
    """This month, the one before, and the twelve that end with this one."""
    month = view.month
    lines = []
    for label, cell in cells:
        year = _year(cell, view)
        lines.append(
            FigureLine(label, (shown_value(month.shown[cell]), shown_value(month.before[cell]), year))
        )
    columns = (month_words(view.first), sentence("figures.before"), sentence("figures.year"))
    return FigureTable(section, sentence(f"figures.by_{by}"), columns, tuple(lines), by=by)


_STANDING = frozenset({Measure.PENDING, Measure.OVERDUE, Measure.RESTRICTIONS, Measure.UNANSWERED})
"""What is as a month ended: of a year it has a mean and no sum."""


def _year(cell: FigureCell, view: MonthView) -> FigureValue:
    shown = [month[cell].kind for _, month in view.month.year]
    if ShownKind.UNCOUNTED in shown:
        return FigureValue(sentence("figures.uncounted_year"))
    if not set(shown) & {ShownKind.ABOUT, ShownKind.WITHHELD}:
        return FigureValue(sentence("figures.few_each"), is_few=True)
    of = len(shown) if cell.measure in _STANDING else 1
    number = round(view.month.in_year(cell) / of / SMALL) * SMALL
    if cell.measure in _STANDING:
        return FigureValue(sentence("figures.mean", number=number), number)
    return FigureValue(sentence("figures.about", number=number), number)


def _departments(view: MonthView) -> tuple[str, ...]:
    found = (
        cell.row
        for cell in view.month.shown
        if (cell.measure, cell.by) == (Measure.INCIDENTS, Breakdown.DEPARTMENT)
    )
    return tuple(row for row in found if row not in view.month.silent)
