"""Restrictions of whoever is called the same: those beside one that is proposed, decided or comes into force."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from foundation.db import Connection
from incidents import store_records
from incidents.customer_index import CustomerIndex
from incidents.records import RecordKind, State
from incidents.restriction import Restriction
from incidents.restriction_case import Case, readable_cases
from incidents.rules.likeness import Likeness, likeness_of
from incidents.rules.names import read_name
from incidents.store_records import StoredRecord
from incidents.store_tokens import RESTRICTION
from incidents.vault import Vault

KIND = RecordKind.RESTRICTION


@dataclass(frozen=True, slots=True)
class Namesakes:
    """Finds them by their names' tokens, opens them, compares."""

    vault: Vault
    names: CustomerIndex

    def alike(self, conn: Connection, name: str) -> list[tuple[Likeness, Case]]:
        """The restrictions of somebody called the same or maybe the same, in any state."""
        sought = read_name(name)
        found = readable_cases(conn, self.vault, store_records.by_id(conn, self._ids(conn, name)))
        likenesses = ((likeness_of(sought, read_name(one.wanted.customer)), one) for one in found)
        return [(likeness, one) for likeness, one in likenesses if likeness is not Likeness.NONE]

    def beside(self, conn: Connection, now: datetime, wanted: Restriction, own: str = "") -> list[Case]:
        """Other restrictions of whoever is called the same that are in force, or stopped at their review."""
        return [
            one
            for likeness, one in self.alike(conn, wanted.customer)
            if likeness is Likeness.SAME
            and one.stored.id != own
            and one.state_at(now) in (State.IN_FORCE, State.SUSPENDED)
        ]

    def locked(self, conn: Connection, record_id: str) -> StoredRecord | None:
        """A restriction that nobody else changes until this transaction ends, and with it all that may be about the
        same person: of two that do not go together and are settled at once, the second sees the first.

        They are locked in the order of their ids, so that two who do it wait for each other and not both.
        """
        seen = [one for one in store_records.by_id(conn, [record_id]) if one.kind is KIND]
        cases = readable_cases(conn, self.vault, seen)
        ids = {record_id, *(other for one in cases for other in self._ids(conn, one.wanted.customer))}
        held = [store_records.locked(conn, one, KIND) for one in sorted(ids)]
        return next((one for one in held if one and one.id == record_id), None)

    def _ids(self, conn: Connection, name: str) -> list[str]:
        return self.names.candidates(conn, RESTRICTION, read_name(name))
