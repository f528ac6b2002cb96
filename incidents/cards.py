"""What stands on people's cards: who was asked or told, who acknowledged; each person has one card of a record.

Every function takes the connection of a transaction that holds the record's lock, and the present moment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from foundation.db import Connection
from foundation.outbox import store as outbox
from foundation.outbox.jobs import Job
from incidents import store_audit, store_deliveries, store_jobs, store_records
from incidents.audit import Act
from incidents.jobs import notice
from incidents.notices import CARDS, NoticeKind
from incidents.records import DeliveryState
from incidents.store_deliveries import StoredDelivery
from incidents.store_records import StoredRecord

UNSENT = frozenset({DeliveryState.WAITING, DeliveryState.SENDING})
ON_THE_WAY = UNSENT | {DeliveryState.NOT_REACHED}
"""NOT_REACHED: the ladder moved on, but the alert is still being tried."""
WITHOUT_ANSWER = frozenset({NoticeKind.UNREACHED, NoticeKind.HELD})
REACHED = frozenset({DeliveryState.SENT, DeliveryState.SEEN, DeliveryState.ACKNOWLEDGED})


def send(conn: Connection, now: datetime, notices: Sequence[Job], *others: Job) -> None:
    """Write notices with their waiting deliveries, and other jobs; those written before are passed over."""
    store_deliveries.expect(conn, notices)
    outbox.enqueue(conn, [*notices, *others], now)


def stop(
    conn: Connection,
    now: datetime,
    record: StoredRecord,
    by: str,
    owners: Collection[str],
    besides: Collection[str] = (),
) -> None:
    """Somebody acknowledged: nothing more is asked, and everybody who was told hears of it.

    `owners` are those of `Rights.owners`; those in `besides` are told what was done with it, and do not hear twice.
    """
    store_records.acknowledge(conn, record.id, by, now)
    deliveries = store_deliveries.of_record(conn, record.id)
    for delivery in deliveries:
        if delivery.kind is NoticeKind.ALERT and delivery.recipient == by:
            store_deliveries.change(conn, delivery.key, state=DeliveryState.ACKNOWLEDGED.value, at=now)
    for mail in deliveries:
        if mail.kind is NoticeKind.MAILED:
            store_deliveries.change(
                conn, mail.key, replaced=True
            )  # Its link acknowledges nothing that comes later.
    updates = [
        acknowledged_update(record, card.level, card.recipient, card.key, now)
        for card in cards_of(deliveries)
    ]
    # The reporter gets a message of its own; those that say that nobody has yet must not go on saying so.
    progress = [one for one in _progress(deliveries, record.author) if one.address][-1:]
    updates += [acknowledged_update(record, one.level + 1, record.author, one.key, now) for one in progress]
    updates += [
        notice(
            NoticeKind.ACKNOWLEDGED,
            record.id,
            0,
            record.author,
            now,
            card=one.key,
            key=f"acknowledged:{one.key}",
        )
        for one in deliveries
        if one.kind in WITHOUT_ANSWER and one.address
    ]
    # Acknowledged anew after something was added, they hear of it anew: the level keeps the two apart.
    before = Counter(one.recipient for one in deliveries if one.kind is NoticeKind.ACKNOWLEDGED)
    said = [
        notice(NoticeKind.ACKNOWLEDGED, record.id, -before[one], one, now)
        for one in sorted({record.author, *owners} - {*besides})
    ]
    send(conn, now, [*said, *updates])
    store_audit.append(conn, now, Act.ACKNOWLEDGED, record_id=record.id, actor=by)


def acknowledged_update(record: StoredRecord, level: int, recipient: str, card: str, now: datetime) -> Job:
    """Bring one card up to date after somebody acknowledged."""
    return update(NoticeKind.ACKNOWLEDGED, record, level, recipient, card, now)


def report_progress(conn: Connection, now: datetime, record: StoredRecord, level: int) -> None:
    """Tell the reporter, and those asked before, once everybody of a level was told or could not be.

    Each has one message, which is kept up to date.
    """
    deliveries = store_deliveries.of_record(conn, record.id)
    asked = [one for one in deliveries if one.kind is NoticeKind.ALERT and one.level == level]
    if any(one.state in UNSENT for one in asked):
        return
    held = [one for one in deliveries if one.kind is NoticeKind.HELD and one.address]
    told = [one.key for one in (*_progress(deliveries, record.author), *held)]
    cards = {record.author: told[0] if told else ""} | {
        one.recipient: one.key for one in cards_of(deliveries)
    }
    for one in asked:
        cards.pop(one.recipient, None)
    send(conn, now, [update(NoticeKind.PROGRESS, record, level, *card, now) for card in cards.items()])


def replace_card(conn: Connection, now: datetime, record: StoredRecord, recipient: str, newest: str) -> None:
    """Somebody has a newer card of the record: what stood for it before points to that, and is kept no longer."""
    for card in cards_of(store_deliveries.of_record(conn, record.id)):
        if card.recipient == recipient and card.key != newest:
            store_deliveries.change(conn, card.key, replaced=True)
            send(conn, now, [update(NoticeKind.MOVED, record, card.level, recipient, card.key, now)])


def refresh(
    conn: Connection, now: datetime, record: StoredRecord, what: str, besides: Collection[str] = ()
) -> None:
    """Bring everybody's card up to date after `what`, in place; those in `besides` get a new one."""
    cards = [
        one for one in cards_of(store_deliveries.of_record(conn, record.id)) if one.recipient not in besides
    ]
    updates = [
        notice(
            NoticeKind.REFRESHED,
            record.id,
            one.level,
            one.recipient,
            now,
            card=one.key,
            key=f"refreshed:{what}:{one.key}",
        )
        for one in cards
    ]
    send(conn, now, updates)


def nobody_reached(conn: Connection, record_id: str, level: int, kind: NoticeKind = NoticeKind.ALERT) -> bool:
    """Whether no alert (or other notice) of a level arrived or may still arrive."""
    return all(
        one.state in {DeliveryState.FAILED, DeliveryState.NOT_REACHED}
        for one in store_deliveries.of_record(conn, record_id)
        if one.kind is kind and one.level == level
    )


def held_level(conn: Connection, record_id: str, level: int) -> bool:
    """Whether a fault of the installation alone keeps the alerts of a level from arriving, and no e-mail did."""
    held, deliveries = store_jobs.held_back(conn, record_id), store_deliveries.of_record(conn, record_id)
    asked = [
        one
        for one in deliveries
        if one.kind is NoticeKind.ALERT and one.level == level and one.state is not DeliveryState.FAILED
    ]
    return bool(asked) and all(one.key in held for one in asked) and not is_reached(deliveries, level)


def is_reached(deliveries: Sequence[StoredDelivery], level: int) -> bool:
    """Whether anybody of a level was reached, in chat or by e-mail."""
    asking = (NoticeKind.ALERT, NoticeKind.MAILED)
    return any(one.kind in asking and one.level == level and one.state in REACHED for one in deliveries)


def cards_of(deliveries: Sequence[StoredDelivery]) -> list[StoredDelivery]:
    """The card of everybody who has one: the newest, where somebody was asked again."""
    return [one for one in deliveries if one.kind in CARDS and one.address and not one.replaced]


def update(
    kind: NoticeKind, record: StoredRecord, level: int, recipient: str, card: str, now: datetime
) -> Job:
    """A notice that brings a message up to date."""
    return notice(kind, record.id, level, recipient, now, card=card)


def _progress(deliveries: Sequence[StoredDelivery], author: str) -> list[StoredDelivery]:
    """What the reporter was told while nobody had acknowledged; all of it is one message."""
    return [one for one in deliveries if one.kind is NoticeKind.PROGRESS and one.recipient == author]
