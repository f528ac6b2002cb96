"""What flows may do with contact restrictions: propose, read, act, look before contact, count (D25-D33, D58, D59).

What it returns was committed; what it hides does not exist. Who may what is decided at each look.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from foundation.db import Connection
from incidents import store_audit, store_records
from incidents.act_json import ActSaid
from incidents.audit import Act
from incidents.desk import Desk
from incidents.marker_case import MarkerSearch
from incidents.namesakes import KIND, Namesakes
from incidents.papers.letter import LetterFile
from incidents.records import ActOutcome, Said
from incidents.restriction import (
    ContactCheck,
    Problem,
    Restriction,
    RestrictionFigures,
    RestrictionFile,
)
from incidents.restriction_acts import RestrictionActs, RestrictionOutcome
from incidents.restriction_case import Case, readable_cases
from incidents.restriction_proposals import Proposals
from incidents.rules.access import Operation
from incidents.rules.likeness import Likeness
from incidents.rules.marker_rights import MarkerRights
from incidents.rules.restriction_figures import figures_of
from incidents.rules.restriction_life import RESTRICTION_STATES, asked_of
from incidents.rules.restriction_rights import RestrictionRights
from incidents.rules.restriction_rules import RestrictionRules
from incidents.rules.restriction_terms import problems
from incidents.store_records import StoredRecord

MOST = 500
"""Restrictions in a register, or in its figures, at most."""

SETTLES = frozenset({Operation.APPROVE, Operation.SEND_NOTICE})
"""What is done only where it goes together with every other restriction of the same person."""


class Restrictions:
    """The register. Stands on the desk: one database, one vault, one clock, the rules in force there."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def rules(self) -> RestrictionRules:
        """What the organisation's file says."""
        return self._desk.escalation.restrictions

    @property
    def rights(self) -> RestrictionRights:
        """Who may what now."""
        return RestrictionRights(self.rules, self._desk.escalation.roster)

    def _rights(self, conn: Connection) -> RestrictionRights:
        """The same with who is away at this moment."""
        today = self._desk.today(conn)
        return RestrictionRights(today.restrictions, today.roster, today.away)

    @property
    def _namesakes(self) -> Namesakes:
        return Namesakes(self._desk.vault, self._desk.indexing.names)

    @property
    def _zone(self) -> ZoneInfo:
        return self._desk.escalation.calendar.zone

    def may(self, person: str, operation: Operation) -> bool:
        """Whether somebody may do what is about no restriction yet: propose one, check, see the figures."""
        return self.rules.is_set_up and self.rights.may_ever(person, operation)

    async def propose(
        self, wanted: Restriction, draft: str
    ) -> tuple[tuple[Problem, ...], RestrictionFile | None]:
        """Put a proposal on the register and let those hear who can decide it; or say everything that is wrong with it.

        Nobody is restricted by it. The same from the same draft is one proposal. (), None: they may not propose.
        """
        desk, roster = self._desk, self._desk.escalation.roster
        now = desk.clock.now()
        wanted = replace(wanted, department=roster.department_of(wanted.proposer))
        found = list(problems(wanted, self.rules, roster, now, self._zone))

        def propose(conn: Connection) -> tuple[tuple[Problem, ...], RestrictionFile | None]:
            if not self.may(wanted.proposer, Operation.PROPOSE):
                store_audit.append(conn, now, Act.REFUSED, actor=wanted.proposer)
                return (), None
            proposals = Proposals(desk, self._rights(conn))
            if wrong := (*found, *proposals.problems(conn, now, wanted)):
                return wrong, None
            return (), self._shown(conn, now, proposals.add(conn, now, wanted, draft), wanted.proposer)

        answer = await desk.db.write(propose)
        desk.bell.ring()
        return answer

    async def view(self, name: str, viewer: str, *, printed: bool = False) -> RestrictionFile | None:
        """One by id or reference; None where it is absent, not for this viewer, or cannot be shown here."""

        def view(conn: Connection) -> RestrictionFile | None:
            now = self._desk.clock.now()
            stored = store_records.find(conn, name, lock=True, kind=KIND)
            shown = self._shown(conn, now, stored, viewer)
            look = Act.REFUSED if shown is None else Act.PRINTED if printed else Act.VIEWED
            record_id = stored.id if stored else ""
            store_audit.append(conn, now, look, record_id=record_id, actor=viewer)
            return shown

        return await self._desk.db.write(view)

    async def register(self, viewer: str) -> tuple[RestrictionFile, ...]:
        """Every restriction this person may follow, the newest first; the look is in the log."""
        found = await self._desk.db.read(lambda conn: self._register(conn, viewer))
        if found:
            seen = " ".join(one.reference for one in found)
            now = self._desk.clock.now()
            log = partial(store_audit.append, at=now, act=Act.VIEWED, actor=viewer, detail=seen)
            await self._desk.db.write(log)
        return found

    async def waiting(self, viewer: str) -> int:
        """How many wait for this person to decide or to send the notice; a number is no look."""
        found = await self._desk.db.read(lambda conn: self._register(conn, viewer))
        wait = asked_of(self._desk.escalation.roster.roles_of(viewer))
        return sum(bool(one.may & wait) for one in found)

    def _register(self, conn: Connection, viewer: str) -> tuple[RestrictionFile, ...]:
        now = self._desk.clock.now()
        found = store_records.of_kind(conn, KIND, RESTRICTION_STATES, MOST)
        shown = (self._shown(conn, now, one, viewer, Operation.FOLLOW) for one in found)
        return tuple(one for one in shown if one)

    async def act(
        self,
        record_id: str,
        by: str,
        operation: Operation,
        said: Mapping[str, Said],
        draft: str,
        *,
        letters: tuple[LetterFile, ...] = (),
    ) -> tuple[RestrictionOutcome, RestrictionFile | None]:
        """Do something that its state and the rights of this moment allow; from one draft once.

        `said` are the fields of `incidents.rules.restriction_acts`, `letters` the files of a notice, kept as
        they are. Raises ValueError where a needed one is empty.
        """
        desk = self._desk

        def act(conn: Connection) -> tuple[RestrictionOutcome, RestrictionFile | None]:
            now = desk.clock.now()
            settles, namesakes = operation in SETTLES, self._namesakes
            lock = namesakes.locked if settles else partial(store_records.locked, kind=KIND)
            stored = lock(conn, record_id)
            case, rights = self._case(conn, stored), self._rights(conn)
            if stored is None or case is None or operation not in case.allowed(by, rights):
                store_audit.append(conn, now, Act.REFUSED, record_id=stored.id if stored else "", actor=by)
                return ActOutcome.NOT_ALLOWED, None
            acts = RestrictionActs(desk.vault, desk.today(conn))
            others = namesakes.beside(conn, now, case.wanted, stored.id) if settles else []
            outcome = acts.take(conn, now, case, by, ActSaid(operation, said, letters=letters), draft, others)
            return outcome, self._shown(conn, now, store_records.again(conn, stored), by)

        answer = await desk.db.write(act)
        desk.bell.ring()
        return answer

    async def check(self, name: str, viewer: str) -> ContactCheck:
        """The rule that holds for whoever is called so, for somebody about to be in contact with them; never the story.

        Nothing on file and nothing they may see are one answer, found by the same work. Every look is in the log.
        """
        desk = self._desk

        def check(conn: Connection) -> ContactCheck:
            now = desk.clock.now()
            alike = [one for one in self._namesakes.alike(conn, name) if one[1].applies_at(now)]
            search = MarkerSearch(desk.vault, desk.indexing.names)
            marked = search.in_force(conn, now, name)
            if not self.may(viewer, Operation.CHECK):
                alike = []
            if not MarkerRights(self.rules.markers, desk.escalation.roster).hears(viewer):
                marked = []
            same = [case for likeness, case in alike if likeness is Likeness.SAME]
            told = search.tell(
                conn, now, [case for likeness, case in marked if likeness is Likeness.SAME], viewer
            )
            looked_at = [case.stored.id for _, case in alike]
            looked_at += [case.stored.id for likeness, case in marked if likeness is not Likeness.SAME]
            for record_id in looked_at or ([] if told else [""]):
                store_audit.append(conn, now, Act.CHECKED, record_id=record_id, actor=viewer)
            rules = tuple(case.rule_at(now, self.rules, self._zone) for case in same)
            maybe = bool(alike) and not rules, bool(marked) and not told
            return ContactCheck(rules, told, is_maybe=any(maybe))

        return await desk.db.write(check)

    async def figures(self, viewer: str) -> RestrictionFigures | None:
        """How many there are, how long, on which grounds; nobody named. None for who may not see them."""
        if not self.may(viewer, Operation.SEE_FIGURES):
            return None

        def count(conn: Connection) -> RestrictionFigures:
            stored = store_records.of_kind(conn, KIND, RESTRICTION_STATES, MOST)
            cases = readable_cases(conn, self._desk.vault, stored)
            now = self._desk.clock.now()
            return figures_of([one.counted_at(now) for one in cases])

        return await self._desk.db.read(count)

    def _shown(
        self,
        conn: Connection,
        now: datetime,
        stored: StoredRecord | None,
        viewer: str,
        operation: Operation = Operation.VIEW,
    ) -> RestrictionFile | None:
        # What is absent is asked for like what is forbidden, so that neither answer is quicker.
        case, rights = self._case(conn, stored), self._rights(conn)
        allowed = case.allowed(viewer, rights) if case else frozenset[Operation]()
        if case is None or operation not in allowed:
            return None
        judges = rights.judges(case.wanted.proposer, case.decided_by)
        return case.shown(conn, now, allowed, self.rules, self._zone, judges)

    def _case(self, conn: Connection, stored: StoredRecord | None) -> Case | None:
        return next(iter(readable_cases(conn, self._desk.vault, [stored] if stored else [])), None)
