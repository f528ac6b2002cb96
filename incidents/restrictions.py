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
from foundation.ids import new_id, new_reference
from incidents import store_audit, store_deliveries, store_records
from incidents.act_json import ActSaid
from incidents.audit import Act
from incidents.cards import send
from incidents.casefile import passing_over
from incidents.desk import Desk
from incidents.filing import REFERENCE_TRIES
from incidents.jobs import Done, about_act
from incidents.notices import NoticeKind
from incidents.records import ActOutcome, RecordKind, Said, State, Urgency
from incidents.restriction import (
    ContactCheck,
    Problem,
    Restriction,
    RestrictionFigures,
    RestrictionFile,
)
from incidents.restriction_acts import RestrictionActs, RestrictionOutcome
from incidents.restriction_case import Case, read_case
from incidents.restriction_problems import goes_not_with
from incidents.rules.access import Operation
from incidents.rules.likeness import Likeness, likeness_of
from incidents.rules.names import read_name
from incidents.rules.restriction_figures import figures_of
from incidents.rules.restriction_life import RESTRICTION_STATES
from incidents.rules.restriction_rights import RestrictionRights
from incidents.rules.restriction_rules import RestrictionRules
from incidents.rules.restriction_terms import problems
from incidents.store_records import StoredRecord
from incidents.store_tokens import RESTRICTION
from incidents.vault import Content

MOST = 500
"""Restrictions in a register, or in its figures, at most."""

KIND = RecordKind.RESTRICTION


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
            wrong = [*found, *self._unknown(conn, wanted)]
            if goes_not_with(wanted, self._beside(conn, now, wanted), self.rules):
                wrong.append(Problem.BESIDE_ANOTHER)
            if wrong:
                return tuple(wrong), None
            stored = self._insert(conn, now, wanted, draft)
            return (), self._shown(conn, now, stored, wanted.proposer)

        answer = await desk.db.write(propose)
        desk.bell.ring()
        return answer

    async def view(self, name: str, viewer: str, *, printed: bool = False) -> RestrictionFile | None:
        """One by id or reference; None where it is absent, not for this viewer, or cannot be shown here."""

        def view(conn: Connection) -> RestrictionFile | None:
            now = self._desk.clock.now()
            stored = store_records.find(conn, name, lock=True, kind=KIND)
            shown = self._shown(conn, now, stored, viewer) if stored else None
            look = Act.REFUSED if shown is None else Act.PRINTED if printed else Act.VIEWED
            record_id = stored.id if stored else ""
            store_audit.append(conn, now, look, record_id=record_id, actor=viewer)
            return shown

        return await self._desk.db.write(view)

    async def register(self, viewer: str) -> tuple[RestrictionFile, ...]:
        """Every restriction this person may follow, the newest first; the look is in the log."""

        def gather(conn: Connection) -> tuple[RestrictionFile, ...]:
            now = self._desk.clock.now()
            found = store_records.of_kind(conn, KIND, RESTRICTION_STATES, MOST)
            shown = (self._shown(conn, now, one, viewer, Operation.FOLLOW) for one in found)
            return tuple(one for one in shown if one)

        found = await self._desk.db.read(gather)
        if found:
            seen = " ".join(one.reference for one in found)
            now = self._desk.clock.now()
            log = partial(store_audit.append, at=now, act=Act.VIEWED, actor=viewer, detail=seen)
            await self._desk.db.write(log)
        return found

    async def act(
        self, record_id: str, by: str, operation: Operation, said: Mapping[str, Said], draft: str
    ) -> tuple[RestrictionOutcome, RestrictionFile | None]:
        """Do something that its state and the rights of this moment allow; from one draft once.

        `said` are the fields of `incidents.rules.restriction_acts`. Raises ValueError where a needed one is empty.
        """
        desk = self._desk

        def act(conn: Connection) -> tuple[RestrictionOutcome, RestrictionFile | None]:
            now = desk.clock.now()
            stored = store_records.locked(conn, record_id, KIND)
            case = self._case(conn, stored) if stored else None
            if stored is None or case is None or operation not in self._allowed(conn, case, by):
                store_audit.append(conn, now, Act.REFUSED, record_id=stored.id if stored else "", actor=by)
                return ActOutcome.NOT_ALLOWED, None
            acts = RestrictionActs(desk.vault, desk.today(conn))
            settles = operation in (Operation.APPROVE, Operation.SEND_NOTICE)
            others = self._beside(conn, now, case.wanted, case.stored.id) if settles else []
            outcome = acts.take(conn, now, case, by, ActSaid(operation, said), draft, others)
            return outcome, self._shown(conn, now, store_records.again(conn, stored), by)

        answer = await desk.db.write(act)
        desk.bell.ring()
        return answer

    async def check(self, name: str, viewer: str) -> ContactCheck:
        """The rule that holds for whoever is called so, for somebody about to be in contact with them; never the story.

        Nothing on file and nothing they may see are one answer, found by the same work. Every look is in the log.
        """
        desk, sought = self._desk, read_name(name)

        def check(conn: Connection) -> ContactCheck:
            now = desk.clock.now()
            ids = desk.indexing.names.candidates(conn, RESTRICTION, sought)
            alike = [
                (likeness, case)
                for case in self._cases(conn, store_records.by_id(conn, ids))
                if case.applies_at(now)
                and (likeness := likeness_of(sought, read_name(case.wanted.customer))) is not Likeness.NONE
            ]
            if not self.may(viewer, Operation.CHECK):
                alike = []
            same = [case for likeness, case in alike if likeness is Likeness.SAME]
            for record_id in [case.stored.id for _, case in alike] or [""]:
                store_audit.append(conn, now, Act.CHECKED, record_id=record_id, actor=viewer)
            rules = tuple(case.rule_at(now, self.rules, self._zone) for case in same)
            return ContactCheck(rules, is_maybe=bool(alike) and not rules)

        return await desk.db.write(check)

    async def figures(self, viewer: str) -> RestrictionFigures | None:
        """How many there are, how long, on which grounds; nobody named. None for who may not see them."""
        if not self.may(viewer, Operation.SEE_FIGURES):
            return None

        def count(conn: Connection) -> RestrictionFigures:
            stored = store_records.of_kind(conn, KIND, RESTRICTION_STATES, MOST)
            cases = self._cases(conn, stored)
            now = self._desk.clock.now()
            return figures_of([one.counted_at(now) for one in cases])

        return await self._desk.db.read(count)

    def _unknown(self, conn: Connection, wanted: Restriction) -> list[Problem]:
        """References that the proposer cannot open: absent and forbidden are one answer."""
        wrong = []
        if not all(self._reads_incident(conn, one, wanted.proposer) for one in wanted.incidents):
            wrong.append(Problem.INCIDENT_UNKNOWN)
        if wanted.replaces:
            former = store_records.find(conn, wanted.replaces, kind=KIND)
            case = self._case(conn, former) if former else None
            if case is None or Operation.VIEW not in self._allowed(conn, case, wanted.proposer):
                wrong.append(Problem.REPLACED_UNKNOWN)
            elif likeness_of(read_name(wanted.customer), read_name(case.wanted.customer)) is Likeness.NONE:
                wrong.append(Problem.REPLACED_OTHER)
        return wrong

    def _beside(self, conn: Connection, now: datetime, wanted: Restriction, own: str = "") -> list[Case]:
        """Other restrictions of whoever is called the same that are in force, or stopped at their review."""
        sought = read_name(wanted.customer)
        ids = self._desk.indexing.names.candidates(conn, RESTRICTION, sought)
        return [
            one
            for one in self._cases(conn, store_records.by_id(conn, [one for one in ids if one != own]))
            if one.state_at(now) in (State.IN_FORCE, State.SUSPENDED)
            and likeness_of(sought, read_name(one.wanted.customer)) is Likeness.SAME
        ]

    def _reads_incident(self, conn: Connection, name: str, person: str) -> bool:
        stored = store_records.find(conn, name, kind=RecordKind.INCIDENT)
        if stored is None:
            return False
        with passing_over(stored.reference):
            named = self._desk.vault.open(stored.id, stored.key, stored.sealed).excluded
            told = stored.id in store_deliveries.told_of(conn, person)
            rights = self._desk.today(conn).rights
            return rights.may(person, stored.outline, Operation.VIEW, told=told, named=named)
        return False

    def _insert(self, conn: Connection, now: datetime, wanted: Restriction, draft: str) -> StoredRecord:
        record_id = new_id()
        key, sealed = self._desk.vault.seal(record_id, Content(wanted))
        for _ in range(REFERENCE_TRIES):
            record = StoredRecord(
                id=record_id,
                reference=new_reference(),
                author=wanted.proposer,
                draft=draft,
                department=wanted.department,
                ended=False,
                state=State.PROPOSED,
                created_at=now,
                key=key,
                sealed=sealed,
                urgency=Urgency.TELL,
                kind=KIND,
                due_at=wanted.review,
            )
            if store_records.insert(conn, record):
                self._desk.indexing.write_restriction(conn, record_id, wanted)
                self._tell_deciders(conn, now, record)
                return record
            if filed := store_records.by_draft(conn, wanted.proposer, draft):
                return filed
        raise RuntimeError("No free reference was found.")

    def _tell_deciders(self, conn: Connection, now: datetime, record: StoredRecord) -> None:
        done = Done(f"{record.id}:{Act.PROPOSED}", Act.PROPOSED)
        people = self._rights(conn).deciders(record.author)
        send(conn, now, [about_act(record.id, done, NoticeKind.RESTRICTION, one, now) for one in people])
        store_audit.append(
            conn, now, Act.PROPOSED, record_id=record.id, actor=record.author, detail=done.entry
        )

    def _allowed(self, conn: Connection, case: Case, person: str) -> frozenset[Operation]:
        return self._rights(conn).operations(
            person, case.stored.outline, decided_by=case.decided_by, appeal_open=case.appeal_open
        )

    def _shown(
        self,
        conn: Connection,
        now: datetime,
        stored: StoredRecord,
        viewer: str,
        operation: Operation = Operation.VIEW,
    ) -> RestrictionFile | None:
        case = self._case(conn, stored)
        allowed = self._allowed(conn, case, viewer) if case else frozenset[Operation]()
        if case is None or operation not in allowed:
            return None
        judges = self._rights(conn).judges(case.wanted.proposer, case.decided_by)
        return case.shown(conn, now, allowed, self.rules, self._zone, judges)

    def _case(self, conn: Connection, stored: StoredRecord) -> Case | None:
        with passing_over(stored.reference):
            return read_case(conn, self._desk.vault, stored)
        return None

    def _cases(self, conn: Connection, stored: list[StoredRecord]) -> list[Case]:
        """Those that can be opened here; one that cannot hides no other."""
        return [case for one in stored if (case := self._case(conn, one))]
