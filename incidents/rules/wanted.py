"""What somebody wants to find in their work list: every part that is said has to fit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from incidents.records import Record, RecordKind, State
from incidents.rules.kinds import rules_of

OF_INCIDENTS = tuple(one for one in State if one in rules_of(RecordKind.INCIDENT).states)
"""The states an incident can be in, in their order: a work list holds no other kind of record."""

OPEN = frozenset(OF_INCIDENTS) - {State.CLOSED}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports: in one of `states`, of a `department`, written by or in the hands of a `person`, filed `since`
    then and before `until`, with a task that is `overdue`, that name a customer like `text` or hold all its words.
    What is empty does not matter.
    """

    states: frozenset[State] = frozenset()
    department: str = ""
    person: str = ""
    since: datetime | None = None
    until: datetime | None = None
    overdue: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class FoundRecords:
    """A page of what was found, how many of them are in each state, and whether there are more than were counted."""

    records: tuple[Record, ...] = ()
    counts: tuple[tuple[State, int], ...] = ()
    is_more: bool = False

    @property
    def total(self) -> int:
        """How many were counted."""
        return sum(count for _, count in self.counts)
