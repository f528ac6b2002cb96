"""What flows may do with the month in figures: read it as an audience one belongs to today. Every look is logged.

Figures are of whole months alone: what changed from one day to the next would tell who it was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TypeVar

from foundation.calendar import WorkCalendar
from foundation.db import Connection
from incidents import store_audit, store_figures
from incidents.audit import Act
from incidents.desk import Desk
from incidents.figures_reading import BATCH, FactReader
from incidents.records import RecordKind
from incidents.request_desk import Requests
from incidents.rules.figures import (
    Month,
    count_months,
    month_before,
    month_of_kept,
    span_of_facts,
)
from incidents.rules.figures_count import Counting
from incidents.rules.figures_facts import Frame, MonthFacts, QuestionFact
from incidents.rules.figures_rules import NO_FIGURES, FigureAudience, FigureRules, MonthView
from incidents.rules.request_lanes import readers_of

T = TypeVar("T")

EARLIEST = date(2000, 1, 1)
"""No month before it is asked for in earnest."""


@dataclass(frozen=True, slots=True)
class CountedElsewhere:
    """MonthFacts that are no records: questions to owners, contacts given, numbers that were said to be wrong."""

    questions: tuple[QuestionFact, ...] = ()
    referrals: tuple[datetime, ...] = ()
    wrong_numbers: tuple[datetime, ...] = ()


Elsewhere = Callable[[Connection, datetime, datetime], CountedElsewhere]
"""Reads them for a time."""


@dataclass(frozen=True, slots=True)
class FigureRows:
    """Rows that are in files of the bot: where people work, and the departments of staff."""

    departments: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


class MonthFigures:
    """Stands on the desks of incidents and of requests; `elsewhere` reads what neither knows."""

    def __init__(
        self,
        desk: Desk,
        requests: Requests,
        rules: FigureRules = NO_FIGURES,
        elsewhere: Elsewhere = lambda *_: CountedElsewhere(),
    ) -> None:
        self._desk = desk
        self._requests = requests
        self._elsewhere = elsewhere
        self.rules = rules

    def use(self, rules: FigureRules) -> None:
        """Take a file that was read again into force."""
        self.rules = rules

    def audiences(self, person: str) -> tuple[FigureAudience, ...]:
        """What somebody may see the figures as today; empty for nobody's figures."""
        return self.rules.of(person, self._desk.escalation.roster)

    def people(self) -> Sequence[str]:
        """Everybody who gets them."""
        return self.rules.people(self._desk.escalation.roster)

    def by_mail(self) -> Sequence[tuple[str, str]]:
        """Name of the audience and person, for everybody who gets them by e-mail as well."""
        return self.rules.by_mail(self._desk.escalation.roster)

    def newest(self) -> date:
        """The first day of the newest month that is over."""
        return month_before(self._calendar.day_of(self._desk.clock.now()))

    async def month(
        self, person: str, first: date, audience: str, rows: FigureRows, *, printed: bool = False
    ) -> MonthView | None:
        """A month that is over, as the named audience, or as their first where none is named; None for whoever belongs
        to none. A month that is not over is given as the newest that is.
        """
        theirs = self.audiences(person)
        chosen = next((one for one in theirs if audience in ("", one.name)), None)
        if chosen is None:
            await self._log(Act.REFUSED, person, "figures")
            return None
        first = max(EARLIEST, min(first.replace(day=1), self.newest()))
        month = await self._month(first, Counting(self._frame(rows), self._requests.rules, self._calendar))
        await self._log(
            Act.PRINTED if printed else Act.VIEWED, person, f"figures:{first:%Y-%m}:{chosen.name}"
        )
        roster = self._desk.escalation.roster
        department = roster.department_of(person) if chosen.own_department else ""
        # From the next one on and round again, so that each of many is reached whatever is offered of them.
        at = theirs.index(chosen)
        others = (*theirs[at + 1 :], *theirs[:at])
        return MonthView(month, chosen, others, department, self._lanes(chosen, person))

    async def _month(self, first: date, counting: Counting) -> Month:
        """What was shown of it and of the months beside it before, and the rest counted now and kept."""
        db, ring = self._desk.db, self._desk.vault.ring
        spans = span_of_facts(first, self._calendar.zone)
        firsts = [one.first for one in spans[1:]]
        kept = await db.read(lambda conn: store_figures.kept_months(conn, ring, firsts))
        if set(firsts) - set(kept):
            facts = await self._facts(spans[0].start, spans[-1].end, counting)
            made = await asyncio.to_thread(count_months, facts, first, counting, kept)
            # Whoever counted it at the same time may have been first: then theirs is shown.
            kept = made | await db.write(lambda conn: store_figures.keep_months(conn, ring, made))
        return month_of_kept(kept, counting.frame)

    @property
    def _calendar(self) -> WorkCalendar:
        return self._desk.escalation.calendar

    def _lanes(self, audience: FigureAudience, person: str) -> tuple[str, ...]:
        """Those of its lanes that this person reads today."""
        rules, roster = self._requests.rules, self._desk.escalation.roster
        return tuple(one for one in audience.lanes if person in readers_of(rules, roster, one, ""))

    def _frame(self, rows: FigureRows) -> Frame:
        rules = self._requests.rules
        named = (*(one.name for one in rules.departments), *rows.departments)
        return Frame(
            departments=tuple(dict.fromkeys(named)),
            wards=rules.wards,
            categories={one.key: one.department for one in rules.categories},
            places=rows.places,
            lanes=tuple(one.name for one in rules.lanes if one.confidential),
        )

    async def _facts(self, since: datetime, until: datetime, counting: Counting) -> MonthFacts:
        now = self._desk.clock.now()
        read, places = FactReader(self._desk.vault, self._requests.rights), _places(counting.frame)
        db = self._desk.db
        elsewhere = await db.read(lambda conn: self._elsewhere(conn, since, until))
        requests = await db.read(lambda conn: store_figures.requests_between(conn, since, until))
        incidents = await self._ids(RecordKind.INCIDENT, since, until)
        restrictions = await self._ids(RecordKind.RESTRICTION, None, until)
        tasked = await db.read(lambda conn: store_figures.tasked_between(conn, since, until))
        return MonthFacts(
            requests=await self._read(requests, read.requests),
            incidents=await self._read(incidents, partial(read.incidents, places=places)),
            tasks=await self._read(tasked, read.tasks),
            restrictions=await self._read(restrictions, partial(read.restrictions, now=now)),
            questions=elsewhere.questions,
            referrals=elsewhere.referrals,
            wrong_numbers=elsewhere.wrong_numbers,
        )

    async def _ids(self, kind: RecordKind, since: datetime | None, until: datetime) -> list[str]:
        return await self._desk.db.read(lambda conn: store_figures.records_between(conn, kind, since, until))

    async def _read(
        self, ids: Sequence[str], read: Callable[[Connection, Sequence[str]], Iterable[T]]
    ) -> tuple[T, ...]:
        found: list[T] = []
        for start in range(0, len(ids), BATCH):

            def some(conn: Connection, start: int = start) -> Iterable[T]:
                return read(conn, ids[start : start + BATCH])

            found += await self._desk.db.read(some)
        return tuple(found)

    async def _log(self, act: Act, person: str, detail: str) -> None:
        now = self._desk.clock.now()
        await self._desk.db.write(
            lambda conn: store_audit.append(conn, now, act, actor=person, detail=detail)
        )


def _places(frame: Frame) -> dict[str, str]:
    return {" ".join(one.casefold().split()): one for one in frame.places}
