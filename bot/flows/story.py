"""What happened to a record since it was filed, as lines that hold no customer and no narrative."""

from __future__ import annotations

from datetime import datetime

from bot.flows.times import local_moment, local_of, local_time, today
from bot.services import Services
from bot.words import sentence
from incidents.audit import Act
from incidents.casefile import DEEDS
from incidents.records import DeliveryRow, DeliveryState, Record, TimelineEntry

ARRIVED = frozenset({DeliveryState.SENT, DeliveryState.SEEN, DeliveryState.ACKNOWLEDGED})
KNOWN = (
    "submitted",
    "opened",
    "completed",
    "notified",
    "not_delivered",
    "mailed",
    "climbed",
    "asked_again",
    "unreached",
    "acknowledged",
    "amended",
    "attached",
    "raised",
    "staff_named",
    "filed_for",
    *sorted(DEEDS | {Act.CLOSED, Act.TASK_OVERDUE}),
)
"""Kinds of timeline entries that have words; the detail of `amended` is a statement and is never put in them."""


def story(record: Record, services: Services, *, dated: bool = False) -> tuple[str, ...]:
    """One line for each thing that happened, oldest first; with its day where that is not today, or `dated`."""
    known = (entry for entry in record.timeline if entry.kind in KNOWN)
    return tuple(_line(entry, services, dated=dated) for entry in known)


def told(record: Record, services: Services, *, reader: str = "", dated: bool = False) -> str:
    """Who was told so far, or tried, with how far each notice came; nobody reads that they themselves were told."""
    rows = (row for row in record.deliveries if row.recipient != reader)
    return "\n".join(delivery_line(row, services, dated=dated) for row in rows)


def delivery_line(row: DeliveryRow, services: Services, *, dated: bool = False) -> str:
    """One recipient and the truth about their notice."""
    name = services.people.name(row.recipient)
    if row.at is None:
        return sentence(f"notice.delivery_{row.state}", name=name)
    state = sentence(f"notice.delivery_{row.state}", name=name)
    return sentence("notice.delivery_at", time=_when(row.at, services, dated=dated), state=state)


def acknowledged_line(record: Record, services: Services) -> str:
    """Who acknowledged and when; empty while nobody has."""
    if record.acknowledged_at is None:
        return ""
    name = services.people.name(record.acknowledged_by)
    time = _when(record.acknowledged_at, services, dated=False)
    by_day = time != local_time(record.acknowledged_at, services.organisation)
    return sentence("notice.acknowledged_on" if by_day else "notice.acknowledged_by", name=name, time=time)


def _when(at: datetime, services: Services, *, dated: bool) -> str:
    """The time; the day as well where a reader could take it for another."""
    then = local_of(at, services.organisation).date()
    said = local_moment if dated or then != today(services) else local_time
    return said(at, services.organisation)


def _line(entry: TimelineEntry, services: Services, *, dated: bool) -> str:
    person = services.people.name(entry.actor or entry.detail)
    time = _when(entry.at, services, dated=dated)
    return sentence("notice.happened", time=time, what=sentence(f"notice.event_{entry.kind}", person=person))
