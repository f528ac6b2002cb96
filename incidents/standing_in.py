"""What was sent to whoever stood in for somebody comes to that person when they are back, and both hear so."""

from __future__ import annotations

from datetime import datetime

from foundation.db import Connection
from foundation.outbox import store as outbox
from foundation.outbox.jobs import Job
from incidents import store_deliveries
from incidents.cards import REACHED
from incidents.escalation import Escalation
from incidents.jobs import LOOK_AGAIN, over_letter
from incidents.notices import CARDS
from incidents.records import State
from incidents.rules.absence import is_staff
from incidents.store_records import StoredRecord


def look_back(
    conn: Connection,
    now: datetime,
    escalation: Escalation,
    record: StoredRecord,
    excluded: frozenset[str],
    job: Job,
) -> datetime | None:
    """Let whoever was away hear of a record, or whoever stands in for them now; when to look again, None at the end.

    They are asked while an acknowledgement is waited for, else told. Who acknowledged in their place has acknowledged.
    """
    if record.state is State.CLOSED:
        return None
    rights, absence = escalation.rights, escalation.away.get(job.recipient)
    people = rights.in_place((job.recipient,), record.outline, excluded)
    may = [
        one for one in people if one not in record.whose and rights.may_be_told(one, record.outline, excluded)
    ]
    heard = escalation.let_hear(conn, now, record, may)
    if absence:
        return absence.until if heard else min(absence.until, now + LOOK_AGAIN)
    if not heard:
        return now + LOOK_AGAIN
    if may:
        _tell_stand_ins(conn, now, escalation, record, excluded, job)
    return None


def _tell_stand_ins(
    conn: Connection,
    now: datetime,
    escalation: Escalation,
    record: StoredRecord,
    excluded: frozenset[str],
    job: Job,
) -> None:
    """Who had a card and reads nothing of the record any more hears with whom it is."""
    cards = store_deliveries.of_record(conn, record.id)
    had = {one.recipient for one in cards if one.kind in CARDS and one.state in REACHED}
    over = [
        one
        for one in sorted(had - {job.recipient, *record.whose})
        if is_staff(one, escalation.roster)
        and not escalation.rights.may_be_told(one, record.outline, excluded)
        and one not in record.shared
    ]
    letters = [over_letter(record.id, record.reference, job, one, now) for one in over]
    outbox.enqueue(conn, letters, now)
