"""Figures of restrictions for the CAO: how many, how long, on which grounds. Nobody is named (D25-D33)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from incidents.records import State
from incidents.restriction import RestrictionFigures


@dataclass(frozen=True, slots=True)
class CountedRestriction:
    """As much of a restriction as is counted. `state` is that of the moment; `began` is when its notice was sent."""

    state: State
    ground: str
    options: tuple[str, ...]
    began: datetime | None
    ended: datetime | None
    appeals: int
    is_overdue: bool


_WAITING = frozenset({State.PROPOSED, State.APPROVED})


def figures_of(restrictions: Iterable[CountedRestriction]) -> RestrictionFigures:
    """Count them; `days` is how long those that were ever in force were in force on average, in whole days."""
    every = list(restrictions)
    ever = [one for one in every if one.began is not None]
    states = Counter(one.state for one in every)
    lengths = [(one.ended - one.began).days for one in ever if one.began and one.ended]
    return RestrictionFigures(
        in_force=states[State.IN_FORCE],
        suspended=states[State.SUSPENDED],
        waiting=sum(states[one] for one in _WAITING),
        ended=states[State.ENDED] + states[State.LIFTED],
        days=round(sum(lengths) / len(lengths)) if lengths else 0,
        by_ground=tuple(sorted(Counter(one.ground for one in ever).items())),
        by_option=tuple(sorted(Counter(option for one in ever for option in one.options).items())),
        overdue=sum(one.is_overdue for one in every),
        appeals=sum(one.appeals for one in every),
        lifted=states[State.LIFTED],
    )
