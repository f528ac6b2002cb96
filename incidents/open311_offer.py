"""A request that goes to the city's own system is put into the outbox, in the transaction that makes it one.

What was tried before goes again only where a person says so who looked there.
"""

from __future__ import annotations

from datetime import datetime

from foundation.db import Connection
from foundation.outbox import store as outbox
from incidents import store_open311
from incidents.open311 import MENDABLE, Open311Kept, Open311State
from incidents.open311_jobs import send_job
from incidents.rules.open311_rules import Open311Rules, service_for
from incidents.store_open311 import StoredOpen311
from incidents.store_records import StoredRecord
from incidents.store_requests import StoredRequest


def code_of(rules: Open311Rules, record: StoredRecord, row: StoredRequest) -> str:
    """The service code it goes out with as it stands now; empty where it stays here."""
    return service_for(rules, row.matter, row.lane, row.category, row.priority, record.state)


def is_unsettled(own: StoredOpen311) -> bool:
    """Whether it has no number of theirs, and none is on its way."""
    return own.state in MENDABLE or (own.state is Open311State.SENT and not own.number)


def may_send(rules: Open311Rules, record: StoredRecord, row: StoredRequest, own: StoredOpen311) -> bool:
    """Whether somebody who looked there can let it be sent: not what its own words or its place keep here."""
    stays = own.state is Open311State.KEPT and own.why in (Open311Kept.NO_PLACE, Open311Kept.DANGER)
    return is_unsettled(own) and not stays and bool(code_of(rules, record, row))


def offer(
    conn: Connection, now: datetime, rules: Open311Rules, record: StoredRecord, row: StoredRequest
) -> None:
    """Let it be sent if it is to be and was not yet: what was tried once is sent again by a person alone."""
    if not code_of(rules, record, row):
        return
    known = store_open311.open311_row(conn, record.id)
    if known is None:
        first = StoredOpen311(record.id, Open311State.WAITING, 1, now)
        if store_open311.insert_open311(conn, first):
            outbox.enqueue(conn, [send_job(record.id, 1, now)], now)
    elif known.state is Open311State.KEPT and known.why in (Open311Kept.CHANGED, Open311Kept.OFF):
        queue_again(conn, now, known)


def queue_again(conn: Connection, now: datetime, known: StoredOpen311) -> None:
    """Put another try into the outbox; what came of the one before counts no more."""
    tries = known.tries + 1
    store_open311.put(conn, StoredOpen311(known.record_id, Open311State.WAITING, tries, now))
    outbox.enqueue(conn, [send_job(known.record_id, tries, now)], now)
