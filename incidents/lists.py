"""Lists of records: gathered and opened beside the writer, then one audit entry for the whole look, then shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from sqlalchemy import and_

from foundation.clock import Clock
from foundation.db import Connection, Database
from incidents import store_audit, store_deliveries, store_lists, store_records
from incidents.audit import Act
from incidents.casefile import allowed, assemble_all, content_of, for_reader, passing_over
from incidents.indexing import Indexing
from incidents.looks import Look, looks_at
from incidents.records import Outline, Record, RecordKind, State
from incidents.rules.access import Operation
from incidents.rules.rights import Rights
from incidents.rules.wanted import FoundRecords, Wanted
from incidents.searching import searched
from incidents.store_deliveries import Told
from incidents.store_lists import Seen
from incidents.store_records import StoredRecord
from incidents.vault import Vault

T = TypeVar("T")

PAGE = 5
"""Records on one page of a work list."""

COUNTED = 50
"""So many are counted at most, or as far as the page reaches: each has to be opened, to ask whom it complains of."""

ON_A_SHEET = 300
"""Records on one spreadsheet at most."""

SHOWN = 50
"""At most this many records in a list."""

ANY = ""
"""The id of no record: an outline of any record that is like it."""

SOMEBODY_ELSE = ""

RightsNow = Callable[[Connection], Rights]
"""The access policy at the moment of a transaction."""


@dataclass(frozen=True, slots=True)
class Lists:
    """What somebody wrote, what waits for them, and what of it cannot be opened here."""

    db: Database
    vault: Vault
    clock: Clock
    rights: RightsNow
    indexing: Indexing

    async def mine(self, person: str) -> tuple[Record, ...]:
        """The records this person wrote, newest first."""
        return await self._look(person, lambda conn: self._mine(conn, person))

    async def open_for(self, viewer: str) -> tuple[Record, ...]:
        """The unclosed records this person is to act on or answers for, newest first."""
        return await self._look(viewer, lambda conn: self._open_for(conn, viewer))

    async def looks(self, record: str, viewer: str) -> tuple[Look, ...] | None:
        """Who looked at a record so far; None where it is absent or not for this viewer. Asking is a look too."""

        def look(conn: Connection) -> tuple[Look, ...] | None:
            now, stored = self.clock.now(), store_records.find(conn, record)
            told = store_deliveries.told_of(conn, viewer, stored.id if stored else "")
            rights = self.rights(conn)
            if stored is None or not self._may_show(rights, stored, viewer, Operation.SEE_LOOKS, told):
                name = stored.id if stored else ""
                store_audit.append(conn, now, Act.REFUSED, record_id=name, actor=viewer)
                return None
            found = looks_at(conn, stored.id)
            store_audit.append(conn, now, Act.VIEWED, record_id=stored.id, actor=viewer)
            return found

        return await self.db.write(look)

    async def find(self, viewer: str, wanted: Wanted, start: int = 0) -> FoundRecords:
        """A page of the records this person may read that fit, newest first, whatever their state."""

        def gather(conn: Connection) -> tuple[FoundRecords, tuple[Record, ...]]:
            found = self._find(conn, viewer, wanted, start)
            return found, found.records

        return await self._look_at(viewer, gather)

    async def sheet(self, viewer: str, wanted: Wanted) -> tuple[Record, ...]:
        """The same as one list to take along, newest first, at most ON_A_SHEET; the log says what was taken."""

        def gather(conn: Connection) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
            may = islice(self._fitting(conn, viewer, wanted), ON_A_SHEET)
            shown = tuple(
                for_reader(one, viewer, frozenset()) for one in assemble_all(conn, self.vault, list(may))
            )
            return shown, shown

        return await self._look_at(viewer, gather, Act.PRINTED)

    def _fitting(self, conn: Connection, viewer: str, wanted: Wanted) -> Iterator[StoredRecord]:
        """The records that fit and that this person may read, newest first."""
        every, rights = store_lists.departments(conn), self.rights(conn)
        standing = _seen(rights, viewer, every, Operation.VIEW, told=False)
        told = _seen(rights, viewer, every, Operation.VIEW, told=True)
        which = store_lists.fitting(wanted, self.clock.now())
        if wanted.text:
            which = and_(which, searched(conn, self.indexing, wanted.text))
        ids = store_lists.listed(conn, viewer, every, standing, told, which)
        known = store_deliveries.told_of(conn, viewer)
        return (
            one
            for one in _found(conn, ids, known)
            if self._may_show(rights, one, viewer, Operation.VIEW, known)
        )

    def _find(self, conn: Connection, viewer: str, wanted: Wanted, start: int) -> FoundRecords:
        may = self._fitting(conn, viewer, wanted)
        most = max(COUNTED, start + PAGE)
        counted = list(islice(may, most + 1))
        states = Counter(one.state for one in counted[:most] if one.state is not None)
        page = assemble_all(conn, self.vault, counted[start : start + PAGE])
        return FoundRecords(
            tuple(for_reader(one, viewer, frozenset()) for one in page),
            tuple((state, states[state]) for state in State if states[state]),
            len(counted) > most,
        )

    async def unopened(self, person: str) -> tuple[str, ...]:
        """References of what this person wrote or was asked about and that cannot be opened here."""

        def look(conn: Connection) -> tuple[str, ...]:
            asked = store_records.by_id(conn, store_lists.told_unclosed(conn, person, SHOWN))
            told, rights = frozenset(one.id for one in asked), self.rights(conn)
            theirs = [*store_records.by_author(conn, person, SHOWN), *asked]
            may = (
                one
                for one in theirs
                if rights.might(person, one.outline, Operation.VIEW, told=one.id in told)
            )
            return tuple(dict.fromkeys(one.reference for one in may if not self._opens(one)))

        return await self.db.read(look)

    async def closed_to(self, record: str, viewer: str) -> str:
        """The reference of a record this person wrote or was asked about and that cannot be opened here, or ""."""

        def look(conn: Connection) -> str:
            stored = store_records.find(conn, record, kind=RecordKind.INCIDENT)
            told = store_deliveries.told_of(conn, viewer, stored.id if stored else "")
            if stored is None or (viewer not in stored.whose and stored.id not in told):
                return ""
            is_told = stored.id in told
            stands = self.rights(conn).might(viewer, stored.outline, Operation.VIEW, told=is_told)
            return stored.reference if stands and not self._opens(stored) else ""

        return await self.db.read(look)

    async def _look(
        self, viewer: str, gather: Callable[[Connection], tuple[Record, ...]]
    ) -> tuple[Record, ...]:
        def both(conn: Connection) -> tuple[tuple[Record, ...], tuple[Record, ...]]:
            shown = gather(conn)
            return shown, shown

        return await self._look_at(viewer, both)

    async def _look_at(
        self,
        viewer: str,
        gather: Callable[[Connection], tuple[T, tuple[Record, ...]]],
        look: Act = Act.VIEWED,
    ) -> T:
        """What was gathered, once the log says which records are in it."""
        found, shown = await self.db.read(gather)
        if shown:
            seen = " ".join(record.reference for record in shown)
            now = self.clock.now()
            await self.db.write(lambda conn: store_audit.append(conn, now, look, actor=viewer, detail=seen))
        return found

    def _mine(self, conn: Connection, person: str) -> tuple[Record, ...]:
        stored, told = store_records.by_author(conn, person, SHOWN), store_deliveries.told_of(conn, person)
        told.learn(one.id for one in stored)
        return self._shown(conn, stored, person, Operation.VIEW, told)

    def _open_for(self, conn: Connection, viewer: str) -> tuple[Record, ...]:
        every, rights = store_lists.departments(conn), self.rights(conn)
        standing = _seen(rights, viewer, every, Operation.FOLLOW, told=False)
        told = _seen(rights, viewer, every, Operation.FOLLOW, told=True)
        ids, known = (
            store_lists.unclosed(conn, viewer, every, standing, told),
            store_deliveries.told_of(conn, viewer),
        )
        return self._shown(conn, _found(conn, ids, known), viewer, Operation.FOLLOW, known)

    def _shown(
        self,
        conn: Connection,
        stored: Iterable[StoredRecord],
        viewer: str,
        operation: Operation,
        told: Container[str],
    ) -> tuple[Record, ...]:
        rights = self.rights(conn)
        may = (one for one in stored if self._may_show(rights, one, viewer, operation, told))
        records = assemble_all(conn, self.vault, list(islice(may, SHOWN)))
        return tuple(for_reader(one, viewer, frozenset()) for one in records)

    def _may_show(
        self, rights: Rights, stored: StoredRecord, viewer: str, operation: Operation, told: Container[str]
    ) -> bool:
        with passing_over(stored.reference):
            return allowed(rights, self.vault, stored, viewer, operation, told)
        return False

    def _opens(self, stored: StoredRecord) -> bool:
        with passing_over(stored.reference):
            content_of(self.vault, stored)
            return True
        return False


def _seen(rights: Rights, viewer: str, every: frozenset[str], operation: Operation, *, told: bool) -> Seen:
    """What the access policy says of a record of each department, written by them or by somebody else."""

    def of(author: str) -> frozenset[str]:
        outlines = (Outline(ANY, author, department) for department in every)
        return frozenset(
            one.department for one in outlines if rights.might(viewer, one, operation, told=told)
        )

    return Seen(of(viewer), of(SOMEBODY_ELSE))


def _found(conn: Connection, ids: Iterator[str], told: Told) -> Iterator[StoredRecord]:
    """The records, fetched as many at a time as a list holds."""
    while some := list(islice(ids, COUNTED + 1)):
        told.learn(some)
        yield from store_records.by_id(conn, some)
