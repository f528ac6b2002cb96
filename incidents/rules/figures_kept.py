"""What was shown of a month, kept so that it is shown again whatever becomes of the records afterwards. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from incidents.rules.figures_cells import Breakdown, FigureCell, Measure
from incidents.rules.figures_shown import ShownCells, ShownFigure, ShownKind
from incidents.rules.figures_times import Timed, TimedCell


@dataclass(frozen=True, slots=True)
class KeptMonth:
    """One month: what is shown of it to whoever, its medians, and the departments of which anything was recorded."""

    first: date
    shown: ShownCells
    times: Mapping[TimedCell, int] = field(default_factory=dict)
    heard: frozenset[str] = frozenset()

    def plain(self) -> dict[str, Any]:
        """As lists and texts; the month itself stands beside it."""
        cells = [
            [cell.measure, cell.by, cell.row, cell.also, one.kind, one.about]
            for cell, one in self.shown.items()
        ]
        times = [[cell.timed, cell.by, cell.row, took] for cell, took in self.times.items()]
        return {"cells": cells, "times": times, "heard": sorted(self.heard)}

    @classmethod
    def of(cls, first: date, plain: Mapping[str, Any]) -> KeptMonth:
        """What `plain` gave; raises ValueError, TypeError or KeyError for anything else."""
        shown = {
            FigureCell(Measure(measure), Breakdown(by), row, also): ShownFigure(ShownKind(kind), about)
            for measure, by, row, also, kind, about in plain["cells"]
        }
        times = {TimedCell(Timed(timed), Breakdown(by), row): took for timed, by, row, took in plain["times"]}
        return cls(first, shown, times, frozenset(plain["heard"]))
