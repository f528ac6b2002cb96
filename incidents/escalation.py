"""The climb up the ladder: pure of platforms and time, inside transactions that others open.

Every method takes the connection of a transaction that holds the record's lock, and the present moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from foundation.db import Connection
from incidents import store_audit, store_deliveries, store_jobs, store_records
from incidents.audit import Act
from incidents.ladder import Ladder, Roster, Rung, deadline, next_rung
from incidents.notices import NoticeKind
from incidents.outbox import Job, alert, alert_key, check, notice
from incidents.records import DeliveryState
from incidents.store_deliveries import Delivery
from incidents.store_records import StoredRecord

UNSENT = frozenset({DeliveryState.WAITING, DeliveryState.SENDING})
ON_THE_WAY = UNSENT | {DeliveryState.NOT_REACHED}
"""NOT_REACHED: the ladder moved on, but the alert is still being tried."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """Asks one level after the other until somebody acknowledges."""

    ladder: Ladder
    roster: Roster

    def climb(
        self, conn: Connection, now: datetime, record: StoredRecord, excluded: frozenset[str], after: int
    ) -> tuple[str, ...]:
        """Ask the level after `after` (-1 to begin); returns the people asked, nobody at the very end."""
        forbidden = excluded | {record.author}
        rung = next_rung(self.ladder, after, self.roster, record.department, forbidden)
        earlier = store_deliveries.of_record(conn, record.id) if after >= 0 else []
        if rung is None:
            store_records.exhaust(conn, record.id, now)
        else:
            self._ask(conn, now, record, rung, earlier)
        if rung is None or rung.repeated:
            self._give_up(conn, now, record, earlier)
        if rung is not None and after >= 0:
            store_audit.append(conn, now, Act.CLIMBED, record_id=record.id, detail=str(rung.level))
        return rung.recipients if rung else ()

    def _ask(
        self, conn: Connection, now: datetime, record: StoredRecord, rung: Rung, earlier: Sequence[Delivery]
    ) -> None:
        alerts = [delivery for delivery in earlier if delivery.kind is NoticeKind.ALERT]
        for delivery in alerts:
            if delivery.state in UNSENT:
                store_deliveries.change(conn, delivery.key, state=DeliveryState.NOT_REACHED.value)
        # After an outage nobody needs the same alert twice: the one that is still being tried will do.
        tried = {delivery.recipient for delivery in alerts if delivery.state in ON_THE_WAY}
        cards = {card.recipient: card.key for card in _cards(alerts) if card.recipient not in rung.recipients}
        notices = [alert(record.id, rung.level, one, now) for one in rung.recipients if one not in tried]
        notices += [_update(NoticeKind.CLIMBED, record, rung.level, *card, now) for card in cards.items()]
        send(conn, now, notices, check(record.id, rung.level, deadline(self.ladder, rung, now)))

    def _give_up(
        self, conn: Connection, now: datetime, record: StoredRecord, earlier: Sequence[Delivery]
    ) -> None:
        if any(delivery.kind is NoticeKind.UNREACHED for delivery in earlier):
            return
        send(conn, now, [notice(NoticeKind.UNREACHED, record.id, 0, record.author, now)])
        store_audit.append(conn, now, Act.UNREACHED, record_id=record.id)


def send(conn: Connection, now: datetime, notices: Sequence[Job], *others: Job) -> None:
    """Write notices with their waiting deliveries, and other jobs; those written before are passed over."""
    store_deliveries.expect(conn, notices)
    store_jobs.enqueue(conn, [*notices, *others], now)


def stop(conn: Connection, now: datetime, record: StoredRecord, by: str) -> None:
    """Somebody acknowledged: nothing more is asked, and everybody who was told hears of it."""
    store_records.acknowledge(conn, record.id, by, now)
    deliveries = store_deliveries.of_record(conn, record.id)
    for delivery in deliveries:
        if delivery.kind is NoticeKind.ALERT and delivery.recipient == by:
            store_deliveries.change(conn, delivery.key, state=DeliveryState.ACKNOWLEDGED.value, at=now)
    updates = [acknowledged_update(record, card.level, card.recipient, now) for card in _cards(deliveries)]
    # The reporter gets a message of its own; the one that says that nobody has yet must not go on saying so.
    updates += [
        _update(NoticeKind.ACKNOWLEDGED, record, one.level + 1, record.author, one.key, now)
        for one in deliveries
        if one.kind is NoticeKind.PROGRESS and one.recipient == record.author and one.address
    ][-1:]
    send(conn, now, [notice(NoticeKind.ACKNOWLEDGED, record.id, 0, record.author, now), *updates])
    store_audit.append(conn, now, Act.ACKNOWLEDGED, record_id=record.id, actor=by)


def acknowledged_update(record: StoredRecord, level: int, recipient: str, now: datetime) -> Job:
    """Bring one card up to date after somebody acknowledged."""
    card = alert_key(record.id, level, recipient)
    return _update(NoticeKind.ACKNOWLEDGED, record, level, recipient, card, now)


def report_progress(conn: Connection, now: datetime, record: StoredRecord, level: int) -> None:
    """Tell the reporter, and those asked earlier, once everybody of a level was told or could not be.

    Each has one message, which is kept up to date.
    """
    deliveries = store_deliveries.of_record(conn, record.id)
    asked = [one for one in deliveries if one.kind is NoticeKind.ALERT and one.level == level]
    if any(one.state in UNSENT for one in asked):
        return
    told = {one.recipient: one.key for one in reversed(deliveries) if one.kind is NoticeKind.PROGRESS}
    earlier = {one.recipient: one.key for one in _cards(deliveries) if one.level < level}
    cards = {record.author: told.get(record.author, "")} | earlier
    for one in asked:
        cards.pop(one.recipient, None)
    send(conn, now, [_update(NoticeKind.PROGRESS, record, level, *card, now) for card in cards.items()])


def nobody_reached(conn: Connection, record_id: str, level: int) -> bool:
    """Whether no alert of a level arrived or may still arrive."""
    return all(
        one.state in {DeliveryState.FAILED, DeliveryState.NOT_REACHED}
        for one in store_deliveries.of_record(conn, record_id)
        if one.kind is NoticeKind.ALERT and one.level == level
    )


def _cards(deliveries: Sequence[Delivery]) -> list[Delivery]:
    return [one for one in deliveries if one.kind is NoticeKind.ALERT and one.address]


def _update(
    kind: NoticeKind, record: StoredRecord, level: int, recipient: str, card: str, now: datetime
) -> Job:
    return notice(kind, record.id, level, recipient, now, card=card)
