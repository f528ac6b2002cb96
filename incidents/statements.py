"""What flows may do for colleagues a report names: show as what it names them, and take their statement (D49, D50).

They see their part, and nothing else of the record unless another right lets them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from foundation.bell import Bell
from foundation.clock import Clock
from foundation.db import Connection, Database
from incidents import store_audit, store_deliveries, store_records
from incidents.act_json import ActSaid
from incidents.acts import Acts
from incidents.audit import Act
from incidents.casefile import assemble, passing_over
from incidents.escalation import Escalation
from incidents.later import Later
from incidents.records import ActOutcome, Behaviour, RecordEntry, RecordKind, Said, State, Statement
from incidents.rules.access import Operation
from incidents.rules.kinds import rules_of
from incidents.rules.readers import readers
from incidents.rules.rights import Rights
from incidents.rules.staff import StaffRole
from incidents.rules.transitions import possible
from incidents.staff_work import StaffWork
from incidents.store_records import StoredRecord
from incidents.vault import Vault


@dataclass(frozen=True, slots=True)
class StaffPart:
    """What a colleague may see of a record that names them: as what, by whom, when it was, and what they said.

    `author` says who wrote it, `reads` who reads a statement of theirs, `may` what they can do now.
    """

    id: str
    reference: str
    state: State
    roles: tuple[StaffRole, ...]
    author: str
    occurred_at: datetime
    statements: tuple[RecordEntry, ...] = ()
    reads: tuple[str, ...] = ()
    may: frozenset[Operation] = frozenset()


@dataclass(frozen=True, slots=True)
class Statements:
    """`escalation` gives the ladder, the roster and the calendar in force, and who is away."""

    db: Database
    vault: Vault
    clock: Clock
    bell: Bell
    escalation: Callable[[Connection], Escalation]

    async def part(self, name: str, viewer: str, about: frozenset[str] = frozenset()) -> StaffPart | None:
        """Their part of a record by its id or reference; None where it is absent or does not name them.

        `about` are the people their statement complains of, who do not read it.
        """

        def look(conn: Connection) -> StaffPart | None:
            record = store_records.find(conn, name, lock=True, kind=RecordKind.INCIDENT)
            part = self._part(conn, record, viewer, about) if record else None
            act = Act.VIEWED if part else Act.REFUSED
            store_audit.append(
                conn, self.clock.now(), act, record_id=record.id if record else "", actor=viewer
            )
            return part

        return await self.db.write(look)

    async def add(
        self, record_id: str, by: str, said: Mapping[str, Said], draft: str
    ) -> tuple[ActOutcome, StaffPart | None]:
        """Keep a statement; what it says of danger and of colleagues counts as if its author had said it.

        The same from the same draft is kept once. Raises ValueError where it says nothing.
        """

        def add(conn: Connection) -> tuple[ActOutcome, StaffPart | None]:
            now, record = self.clock.now(), store_records.locked(conn, record_id, RecordKind.INCIDENT)
            part = self._part(conn, record, by) if record else None
            if record is None or part is None or Operation.ADD_STATEMENT not in part.may:
                store_audit.append(conn, now, Act.REFUSED, record_id=record.id if record else "", actor=by)
                return ActOutcome.NOT_ALLOWED, None
            today = self.escalation(conn)
            done = ActSaid(Operation.ADD_STATEMENT, said)
            outcome = Acts(self.vault, today).take(conn, now, record, by, done, draft)
            after = self._part(conn, store_records.again(conn, record), by)
            if outcome is ActOutcome.DONE and after and len(after.statements) > len(part.statements):
                StaffWork(self.vault, today).stated(conn, record.id, by)
                Later(self.vault, today).stated(
                    conn, now, store_records.again(conn, record), _asked_back(said), by
                )
            return outcome, after

        answer = await self.db.write(add)
        self.bell.ring()
        return answer

    def _part(
        self, conn: Connection, record: StoredRecord, viewer: str, about: frozenset[str] = frozenset()
    ) -> StaffPart | None:
        if record.state is None or viewer not in record.staff:
            return None
        with passing_over(record.reference):
            named = self.vault.open(record.id, record.key, record.sealed).excluded
            told = record.id in store_deliveries.told_of(conn, viewer)
            rights = self.escalation(conn).rights
            allowed = rights.operations(viewer, record.outline, told=told, named=named)
            if Operation.SEE_PART not in allowed:
                return None
            whole = assemble(conn, self.vault, record)
            now = {one.operation for one in possible(record.state, rules_of(record.kind).life)}
            theirs = (one for one in whole.entries if one.act == Act.STATEMENT_ADDED and one.by == viewer)
            return StaffPart(
                record.id,
                record.reference,
                record.state,
                record.staff[viewer],
                record.author,
                whole.report.occurred_at,
                tuple(theirs),
                _readers(rights, record, viewer, whole.besides, named | about),
                (allowed & now) | (allowed & {Operation.SEE_PART, Operation.VIEW}),
            )
        return None


def _readers(
    rights: Rights, record: StoredRecord, viewer: str, besides: tuple[str, ...], named: frozenset[str]
) -> tuple[str, ...]:
    """Who reads what a colleague says in a record: nobody it complains of, and not whose record it is."""
    who = readers(rights, record.department, record.author, named, filed_for=record.filed_for)
    still = (one for one in besides if rights.may_be_told(one, record.outline, named))
    people = dict.fromkeys((*who.told, *who.asked, *who.may, *still))
    return tuple(one for one in people if one not in {viewer, *record.whose})


def _asked_back(said: Mapping[str, Said]) -> Statement:
    """What was asked back about the words of a statement."""
    told, named = said.get("behaviours") or (), said.get("about") or ()
    behaviours = tuple(one for one in Behaviour if isinstance(told, tuple) and one in told)
    return Statement("", behaviours, frozenset(named) if isinstance(named, tuple) else frozenset())
