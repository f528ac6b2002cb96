"""How far the confirmation of a report came: whoever sent the report must see one, here or in the reply."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from foundation.bell import Bell
from foundation.db import Connection, Database
from incidents import store_deliveries
from incidents.jobs import ASIDE
from incidents.notices import CARDS, NoticeKind
from incidents.records import DeliveryRow, DeliveryState, Filed
from incidents.store_records import StoredRecord

PATIENCE_SECONDS = 1.0
"""How long a reply is held back for it; a platform that takes longer brings the confirmation afterwards."""

LOOK_AGAIN_SECONDS = 0.1
"""Another process may be the one that sends it: its bell is not heard here."""

NOT_YET = "not_yet"
"""Nothing is known to have failed, and nothing has arrived."""

UNDECIDED = frozenset({DeliveryState.WAITING, DeliveryState.SENDING})


async def confirmation(db: Database, bell: Bell, record_id: str) -> DeliveryRow | None:
    """The confirmation once it arrived or was refused, or after a second with the code NOT_YET.

    None where there is none. It is not waited for where nobody listens to the bell: then no worker runs in
    this process.
    """
    loop, is_waited_for = asyncio.get_running_loop(), bell.is_heard
    ends = loop.time() + PATIENCE_SECONDS
    with bell.listening() as ears:
        while True:
            row = await db.read(lambda conn: _confirmation(conn, record_id))
            if not is_waited_for or row is None or row.code or row.state not in UNDECIDED:
                return row
            if loop.time() >= ends:
                return replace(row, code=NOT_YET)
            await ears.wait(LOOK_AGAIN_SECONDS)


def _confirmation(conn: Connection, record_id: str) -> DeliveryRow | None:
    for one in store_deliveries.of_record(conn, record_id):
        if one.kind is NoticeKind.FILED:
            return DeliveryRow(one.recipient, one.level, one.state, one.platform, one.at, one.code)
    return None


def filed_before(conn: Connection, record: StoredRecord) -> Filed:
    """What was answered when the same report was sent for the first time."""
    cards = [one for one in store_deliveries.of_record(conn, record.id) if one.kind in CARDS]
    first = min((one.level for one in cards if one.level != ASIDE), default=0)
    people = tuple(one.recipient for one in cards if one.level == first)
    return Filed(record.id, record.reference, repeated=True, notifying=people, urgency=record.urgency)
