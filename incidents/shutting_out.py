"""What whose record it is does not read: that a colleague named whom it complains of, and what came of it.

It was not said to them and may be about them (R20). The audit log keeps all of it.
"""

from __future__ import annotations

from dataclasses import replace

from incidents.audit import Act
from incidents.records import NO_RIGHT, Record, TimelineEntry

FOLLOWS = frozenset(
    {Act.SHUT_OUT, Act.RAISED, Act.CLIMBED, Act.ASKED_AGAIN, Act.NOTIFIED, Act.NOT_DELIVERED, Act.MAILED}
)
"""What the log holds after somebody was shut out from a record, and from which one could guess that."""


def without_shutting_out(record: Record) -> Record:
    """A record without what followed when somebody else named whom it complains of: that was not said to its author,
    and may be about them. Who reads the record now still stands in it.
    """
    whose, timeline, shut_out = record.report.whose, list[TimelineEntry](), False
    for one in record.timeline:
        shut_out = shut_out or (one.kind == Act.SHUT_OUT and one.actor not in whose)
        if not (shut_out and one.kind in FOLLOWS):
            timeline.append(one)
    deliveries = tuple(one for one in record.deliveries if one.code != NO_RIGHT)
    return replace(record, timeline=tuple(timeline), deliveries=deliveries)
