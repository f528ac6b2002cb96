"""What happened to a record since it was filed, as lines that hold no customer and no narrative."""

from __future__ import annotations

from bot.flows.times import local_time
from bot.services import Services
from bot.words import sentence
from incidents.audit import Act
from incidents.casefile import DEEDS
from incidents.records import DeliveryRow, DeliveryState, Record, TimelineEntry

ARRIVED = frozenset({DeliveryState.SENT, DeliveryState.SEEN, DeliveryState.ACKNOWLEDGED})
KNOWN = (
    "submitted",
    "notified",
    "not_delivered",
    "climbed",
    "asked_again",
    "unreached",
    "acknowledged",
    "amended",
    "raised",
    *sorted(DEEDS | {Act.CLOSED, Act.TASK_OVERDUE}),
)
"""Kinds of timeline entries that have words; the detail of `amended` is a statement and is never put in them."""


def story(record: Record, services: Services) -> tuple[str, ...]:
    """One line for each thing that happened, oldest first."""
    return tuple(_line(entry, services) for entry in record.timeline if entry.kind in KNOWN)


def told(record: Record, services: Services, *, reader: str = "") -> str:
    """Who was told so far, or tried, with how far each notice came; nobody reads that they themselves were told."""
    return "\n".join(delivery_line(row, services) for row in record.deliveries if row.recipient != reader)


def delivery_line(row: DeliveryRow, services: Services) -> str:
    """One recipient and the truth about their notice."""
    name = services.people.name(row.recipient)
    if row.at is None:
        return sentence(f"notice.delivery_{row.state}", name=name)
    state = sentence(f"notice.delivery_{row.state}", name=name)
    return sentence("notice.delivery_at", time=local_time(row.at, services.organisation), state=state)


def acknowledged_line(record: Record, services: Services) -> str:
    """Who acknowledged and when; empty while nobody has."""
    if record.acknowledged_at is None:
        return ""
    name = services.people.name(record.acknowledged_by)
    time = local_time(record.acknowledged_at, services.organisation)
    return sentence("notice.acknowledged_by", name=name, time=time)


def _line(entry: TimelineEntry, services: Services) -> str:
    person = services.people.name(entry.actor or entry.detail)
    time = local_time(entry.at, services.organisation)
    return sentence("notice.happened", time=time, what=sentence(f"notice.event_{entry.kind}", person=person))
