"""What was decided about two records: rows in and out, the newest decision about each subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, delete, insert, or_, select

from foundation.db import Connection
from incidents.rules.acts import LinkKind
from incidents.tables import links

CUSTOMER, MATTER, REPORT = "customer", "matter", "report"
SUBJECTS: Mapping[LinkKind, str] = {
    LinkKind.SAME_CUSTOMER: CUSTOMER,
    LinkKind.OTHER_CUSTOMER: CUSTOMER,
    LinkKind.SAME_MATTER: MATTER,
    LinkKind.OTHER_MATTER: MATTER,
    LinkKind.RELATED: REPORT,
    LinkKind.DUPLICATE_OF: REPORT,
}
"""What each kind decides: a new decision about the same subject takes the place of the one before."""


@dataclass(frozen=True, slots=True)
class StoredLink:
    """A decision that holds: `record_id` is what `kind` says of `other_id`, which matters where it is a duplicate."""

    record_id: str
    other_id: str
    kind: LinkKind
    by: str
    at: datetime

    def beyond(self, record_id: str) -> str:
        """The record at the other end."""
        return self.other_id if self.record_id == record_id else self.record_id


def put(conn: Connection, link: StoredLink) -> None:
    """Let a decision take the place of those before it; UNDONE leaves none."""
    both = or_(
        and_(links.c.record_id == link.record_id, links.c.other_id == link.other_id),
        and_(links.c.record_id == link.other_id, links.c.other_id == link.record_id),
    )
    subject = SUBJECTS.get(link.kind)
    conn.execute(delete(links).where(both, *([links.c.subject == subject] if subject else [])))
    if subject:
        row = {"record_id": link.record_id, "other_id": link.other_id, "subject": subject}
        conn.execute(insert(links).values(**row, kind=link.kind.value, by=link.by, at=link.at))


def of_record(conn: Connection, record_id: str) -> list[StoredLink]:
    """Every decision that holds about a record and another, oldest first; kinds of a newer version are left out."""
    ends = or_(links.c.record_id == record_id, links.c.other_id == record_id)
    known = links.c.kind.in_([one.value for one in LinkKind])
    query = select(links).where(ends, known).order_by(links.c.at, links.c.record_id, links.c.other_id)
    return [
        StoredLink(row.record_id, row.other_id, LinkKind(row.kind), row.by, row.at)
        for row in conn.execute(query)
    ]
