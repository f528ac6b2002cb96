"""What the outbox says of records: what keeps their notices back, and who watches them."""

from __future__ import annotations

from sqlalchemy import ColumnElement, exists, func, select

from foundation.db import Connection
from foundation.outbox.tables import jobs
from incidents.jobs import ALSO, BACK, CHECK
from incidents.notices import CARDS, NoticeKind
from incidents.records import DeliveryState, RecordKind, State, Urgency
from incidents.tables import deliveries, records

_REACHED = [state.value for state in (DeliveryState.SENT, DeliveryState.SEEN, DeliveryState.ACKNOWLEDGED)]


def held_back(conn: Connection, record_id: str) -> frozenset[str]:
    """The keys of the alerts of a record that a fault of the installation keeps back."""
    alerts = (jobs.c.subject == record_id, jobs.c.kind == NoticeKind.ALERT.value)
    query = select(jobs.c.key).where(*alerts, jobs.c.done_at.is_(None), jobs.c.held != "")
    return frozenset(conn.execute(query).scalars())


def waiting_for_somebody(conn: Connection) -> list[str]:
    """The keys of the jobs that wait until somebody is back."""
    waiting = (jobs.c.kind == ALSO, jobs.c.key.startswith(f"{BACK}:", autoescape=True))
    return list(conn.execute(select(jobs.c.key).where(*waiting, jobs.c.done_at.is_(None))).scalars())


def unwatched(conn: Connection) -> int:
    """How many records wait for an acknowledgement without a check that would climb, or for somebody to be told
    without anything that would tell them.
    """
    checked = select(jobs.c.subject).where(jobs.c.kind == CHECK, jobs.c.done_at.is_(None))
    before_rules = (records.c.urgency == "") & records.c.ended.is_(True) & records.c.exhausted_at.is_(None)
    asking = (records.c.urgency == Urgency.ACKNOWLEDGE.value) | before_rules
    unasked = asking & records.c.acknowledged_at.is_(None) & records.c.id.not_in(checked)
    untold = (records.c.urgency == Urgency.TELL.value) & ~_told() & ~_being_told()
    incidents = records.c.kind == RecordKind.INCIDENT.value
    return int(conn.execute(select(func.count()).where(incidents, unasked | untold)).scalar_one())


def unanswered(conn: Connection) -> int:
    """How many records nobody has acknowledged although everybody was asked."""
    asking = records.c.urgency != Urgency.TELL.value
    waiting = (records.c.exhausted_at.is_not(None), records.c.acknowledged_at.is_(None), asking)
    return int(conn.execute(select(func.count()).where(*waiting, _named_anybody())).scalar_one())


def nobody_to_ask(conn: Connection) -> int:
    """How many records wait although there never was anybody who could be asked or told."""
    waiting = (records.c.exhausted_at.is_not(None), records.c.acknowledged_at.is_(None))
    incidents = records.c.kind == RecordKind.INCIDENT.value
    query = select(func.count()).where(*waiting, incidents, ~_named_anybody())
    return int(conn.execute(query).scalar_one())


def reached_nobody(conn: Connection) -> int:
    """How many records reached nobody although everybody was tried; they are tried again."""
    tried = (records.c.exhausted_at.is_not(None), records.c.urgency == Urgency.TELL.value)
    some = (_named_anybody(), ~_told())
    return int(conn.execute(select(func.count()).where(*tried, *some)).scalar_one())


def unread_requests(conn: Connection) -> int:
    """How many open requests nobody could be told of who sees to them, and nobody has looked at since."""
    requests = (records.c.kind == RecordKind.REQUEST.value, records.c.state != State.CLOSED.value)
    query = select(func.count()).where(records.c.exhausted_at.is_not(None), *requests)
    return int(conn.execute(query).scalar_one())


def _named_anybody() -> ColumnElement[bool]:
    cards = deliveries.c.kind.in_([kind.value for kind in CARDS])
    return exists().where(deliveries.c.record_id == records.c.id, cards)


def _told() -> ColumnElement[bool]:
    of_record = (deliveries.c.record_id == records.c.id, deliveries.c.state.in_(_REACHED))
    return exists().where(*of_record, deliveries.c.kind == NoticeKind.TOLD.value)


def _being_told() -> ColumnElement[bool]:
    of_record = (jobs.c.subject == records.c.id, jobs.c.done_at.is_(None))
    return exists().where(*of_record, jobs.c.kind.in_((CHECK, NoticeKind.TOLD.value)))
