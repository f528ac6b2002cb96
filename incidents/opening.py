"""What flows may do with a report before it is whole: open it, complete it, ask for more of it (D20, D55)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

from foundation.bell import Bell
from foundation.clock import Clock
from foundation.db import Connection, Database
from incidents import store_records
from incidents.confirmation import filed_before
from incidents.filing import Filing
from incidents.records import Filed, RecordKind, Report
from incidents.rules.access import Operation
from incidents.store_records import StoredRecord
from incidents.vault import Content


@dataclass(frozen=True, slots=True)
class Opening:
    """Files with the ladder in force, in a transaction with who is away at its moment.

    `reads` decides about rights, `refuse` notes in the log what it refused.
    """

    db: Database
    clock: Clock
    bell: Bell
    filing: Callable[[Connection | None], Filing]
    reads: Callable[[Connection, StoredRecord, str, Operation], bool]
    refuse: Callable[[Connection, datetime, str, str], None]

    async def open(self, report: Report, draft: str) -> Filed:
        """Commit what is known when a contact was just ended, so that who has to know is told at once (D20).

        The author is given a task to complete it later that day (D55). The same draft opens one record.
        """
        return await self.file(Content(report, is_whole=False), draft)

    async def file(self, content: Content, draft: str) -> Filed:
        """Commit a report, whole or opened; the same author and draft give the same answer again."""
        if not draft:
            raise ValueError("A report needs the key of its draft.")
        new = self.filing(None).prepare(content, draft, self.clock.now())
        filed = await self.db.write(lambda conn: self.filing(conn).file(conn, new))
        self.bell.ring()
        return filed

    async def ask_for_the_rest(self, record_id: str, author: str) -> None:
        """Give the author of a report that lacks something a task to add it later that day (D55); once."""

        def ask(conn: Connection) -> None:
            record = store_records.locked(conn, record_id, RecordKind.INCIDENT)
            if record is not None and record.author == author:
                self.filing(conn).ask_for_more(conn, self.clock.now(), record)

        await self.db.write(ask)
        self.bell.ring()

    async def complete(
        self, record_id: str, report: Report, *, excluded: frozenset[str] = frozenset()
    ) -> Filed | None:
        """Complete a record that was opened, by its author alone; None as for a record that may not be seen.

        It is `repeated`, and nothing changes, where it is whole already.
        """

        def complete(conn: Connection) -> Filed | None:
            now, by = self.clock.now(), report.author
            record = store_records.locked(conn, record_id, RecordKind.INCIDENT)
            if record is None or not self.reads(conn, record, by, Operation.AMEND):
                self.refuse(conn, now, by, record.id if record else "")
                return None
            done = self.filing(conn).complete(conn, now, record, report, keys(excluded))
            return replace(filed_before(conn, store_records.again(conn, record)), repeated=not done)

        filed = await self.db.write(complete)
        self.bell.ring()
        return filed


def keys(people: Collection[str]) -> frozenset[str]:
    """People as records name them."""
    return frozenset(person.strip().casefold() for person in people)
