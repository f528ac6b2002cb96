"""Which reports belong on the violent-incident log, by what they say that happened, from the beginning or later."""

from __future__ import annotations

from collections.abc import Sequence

from foundation.db import Connection
from incidents import store_records
from incidents.casefile import assemble, passing_over
from incidents.records import RecordKind
from incidents.rules.incident_log import LogProfile
from incidents.store_records import StoredRecord
from incidents.vault import Vault


def on_log(
    conn: Connection, vault: Vault, stored: Sequence[StoredRecord], profile: LogProfile
) -> frozenset[str]:
    """The ids of those that belong on it; one that cannot be opened here is not among them."""
    incidents = [one for one in stored if one.kind is RecordKind.INCIDENT]
    entries = store_records.entries_of(conn, [one.id for one in incidents])
    found = set()
    for one in incidents:
        with passing_over(one.reference):
            said = vault.open(one.id, one.key, one.sealed).report.behaviours
            # Putting a record together costs more than opening it: only where something was added since.
            if profile.wants(said) or (
                entries[one.id] and profile.wants(assemble(conn, vault, one).behaviours)
            ):
                found.add(one.id)
    return frozenset(found)
