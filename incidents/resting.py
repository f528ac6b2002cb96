"""Which reports a restriction rests on that is not over: they are what it was decided by, and are kept as long."""

from __future__ import annotations

from datetime import datetime

from foundation.db import Connection
from incidents import store_records
from incidents.marker_case import readable_markers
from incidents.records import RecordKind, State
from incidents.restriction_case import readable_cases
from incidents.rules.restriction_life import RESTRICTION_STATES
from incidents.vault import Vault

OVER = frozenset({State.ENDED, State.LIFTED, State.DECLINED})
MOST = 10_000


def rested_on(conn: Connection, vault: Vault, now: datetime) -> frozenset[str]:
    """The ids of the reports that restrictions name which wait, are in force or are suspended at a moment, and of those
    that safety markers in force name.
    """
    references: set[str] = set()
    restricted = store_records.of_kind(conn, RecordKind.RESTRICTION, RESTRICTION_STATES - OVER, MOST)
    for case in readable_cases(conn, vault, restricted):
        if case.state_at(now) not in OVER:
            references.update(case.wanted.incidents)
    marked = store_records.of_kind(conn, RecordKind.MARKER, {State.IN_FORCE}, MOST)
    for marker in readable_markers(conn, vault, marked):
        if marker.applies_at(now):
            references.update(marker.marker.incidents)
    kind = RecordKind.INCIDENT
    found = (store_records.find(conn, reference, kind=kind) for reference in sorted(references))
    return frozenset(one.id for one in found if one)
