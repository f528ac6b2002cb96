"""Who looked at a record: alone, in a list, on paper, or in vain."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select

from foundation.db import Connection
from incidents import store_records
from incidents.audit import Act
from incidents.tables import audit

LOOKS = (Act.VIEWED, Act.PRINTED, Act.FILE_TAKEN, Act.REFUSED, Act.CHECKED, Act.PRECAUTION_TOLD)


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a record. `by` is a person key; `checked` says that they saw the rule of a restriction alone,
    `file` that they opened one of its files, `told` that they were told the sentence of a safety marker and no more.
    """

    at: datetime
    by: str
    in_a_list: bool = False
    printed: bool = False
    refused: bool = False
    checked: bool = False
    file: bool = False
    told: bool = False


def looks_at(conn: Connection, name: str) -> tuple[Look, ...] | None:
    """Every look at a record by its id or reference, oldest first; None where there is no such record."""
    record = store_records.find(conn, name)
    if record is None:
        return None
    kinds = audit.c.kind.in_([one.value for one in LOOKS])
    alone = audit.c.record_id == record.id
    in_a_list = (audit.c.record_id == "") & audit.c.detail.contains(record.reference)
    query = select(audit).where(kinds, or_(alone, in_a_list)).order_by(audit.c.seq)
    return tuple(
        Look(
            row.at,
            row.actor,
            in_a_list=not row.record_id,
            printed=row.kind == Act.PRINTED,
            refused=row.kind == Act.REFUSED,
            checked=row.kind == Act.CHECKED,
            file=row.kind == Act.FILE_TAKEN,
            told=row.kind == Act.PRECAUTION_TOLD,
        )
        for row in conn.execute(query)
    )
