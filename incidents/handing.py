"""To whom a record can be handed over now: whoever may know of it, and is neither its author nor who hands it over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from foundation.db import Connection, Database
from incidents import store_records
from incidents.casefile import passing_over
from incidents.records import RecordKind
from incidents.rules.acts import HandedTo
from incidents.rules.rights import Rights
from incidents.store_records import StoredRecord
from incidents.vault import Vault

ROLE_OF_CAO = "cao"


@dataclass(frozen=True, slots=True)
class Handing:
    """Knows who takes over with the roster and the rights of the moment."""

    db: Database
    vault: Vault
    rights: Callable[[Connection], Rights]

    async def ways(self, record_id: str, by: str) -> tuple[HandedTo, ...]:
        """What somebody can choose who hands this record over; nothing where nobody would hear of it."""

        def look(conn: Connection) -> tuple[HandedTo, ...]:
            record = store_records.find(conn, record_id, kind=RecordKind.INCIDENT)
            if record is None:
                return ()
            with passing_over(record.reference):
                rights = self.rights(conn)
                named = self.vault.open(record.id, record.key, record.sealed).excluded
                return tuple(
                    to
                    for to in HandedTo
                    if any(
                        rights.may_be_told(one, record.outline, named)
                        for one in above(rights, record, named, to) - {by, *record.whose}
                    )
                )
            return ()

        return await self.db.read(look)


def above(rights: Rights, record: StoredRecord, named: frozenset[str], to: str) -> frozenset[str]:
    """Who is meant by a choice, whether they may know of the record or not."""
    if to == HandedTo.HEAD:
        return frozenset(rights.answerable(record.outline, named))
    return leading(rights, record, named)


def leading(rights: Rights, record: StoredRecord, named: frozenset[str]) -> frozenset[str]:
    """Who leads the administration, and whoever stands in for them about this record while they are away.

    Both are told: the one sees to it, the other finds it when they are back.
    """
    people = rights.roster.holders(ROLE_OF_CAO)
    return frozenset({*people, *rights.in_place(people, record.outline, named)})
