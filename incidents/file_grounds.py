"""What decides about files of a kind of record, and who hears of a new one; asked in the transaction of the deed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from foundation.db import Connection
from incidents import store_deliveries
from incidents.casefile import allowed, passing_over
from incidents.escalation import Escalation
from incidents.later import Later
from incidents.rules.access import Operation
from incidents.store_records import StoredRecord
from incidents.vault import Vault


class FileGround(Protocol):
    """The rights and the notices of one kind of record."""

    def may(self, conn: Connection, record: StoredRecord | None, person: str, operation: Operation) -> bool:
        """Whether somebody may ATTACH or VIEW now; where there is no such record, the database is asked the same."""

    def sees_all(self, conn: Connection, record: StoredRecord, viewer: str) -> bool:
        """Whether whoever reads a record sees the files of others as well, and not only those they added."""

    def added(self, conn: Connection, now: datetime, record: StoredRecord, by: str, first: str) -> None:
        """Let those hear who are concerned; `first` is the first of the files that are new."""


@dataclass(frozen=True, slots=True)
class IncidentFiles:
    """Implements `FileGround` for reports of incidents. `escalation` is the ladder in force in a transaction."""

    vault: Vault
    escalation: Callable[[Connection], Escalation]

    def may(self, conn: Connection, record: StoredRecord | None, person: str, operation: Operation) -> bool:
        """By how somebody stands to the report today."""
        told = store_deliveries.told_of(conn, person, record.id if record else "")
        rights = self.escalation(conn).rights
        if record is None:
            return False
        with passing_over(record.reference):
            return allowed(rights, self.vault, record, person, operation, told)
        return False

    def sees_all(self, _: Connection, __: StoredRecord, ___: str) -> bool:
        """Whoever reads a report reads all of its files."""
        return True

    def added(self, conn: Connection, now: datetime, record: StoredRecord, by: str, first: str) -> None:
        """Who was told of the report hears, where it is the adder's own."""
        if by in record.whose:
            Later(self.vault, self.escalation(conn)).attached(conn, now, record, first)
