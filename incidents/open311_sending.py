"""A request is sent to the city's own system, once: a try is written down before it is made.

Where it cannot be known whether it arrived it is not sent again by itself: its owner hears so, looks, and says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from foundation.db import Connection
from foundation.outbox import store as outbox
from foundation.outbox.jobs import Claimed
from foundation.outbox.sending import NotDelivered
from incidents import store_audit, store_open311, store_requests
from incidents.audit import Act
from incidents.open311 import (
    UNREACHED,
    Open311Going,
    Open311Kept,
    Open311Report,
    Open311State,
    Open311Taken,
    Open311Words,
)
from incidents.open311_jobs import try_of
from incidents.open311_offer import code_of, is_unsettled, may_send, queue_again
from incidents.open311_writing import Open311Found, Open311Writing
from incidents.request import ServiceRequest
from incidents.request_jobs import RequestNews
from incidents.store_open311 import StoredOpen311
from incidents.store_records import StoredRecord

INTERRUPTED = "interrupted"
_UNDER_WAY = (Open311State.SENDING, Open311State.UNSURE)


@dataclass(frozen=True, slots=True)
class Open311Sending(Open311Writing):
    """Writes down what became of a try, in the transaction that ends its job."""

    def begin(
        self, conn: Connection, now: datetime, claimed: Claimed, *, connected: bool
    ) -> tuple[Open311Going, ServiceRequest] | None:
        """Begin a try, and write down that it was begun before anything is sent; None where nothing is to be sent, and
        so while the other system is not `connected`.

        A try that was begun before did not end: what became of it cannot be known, so it is not made again.
        """
        found = self.found(conn, claimed.job.subject)
        if found is None or found.own.tries != try_of(claimed.job):
            return None
        record, own = found.record, found.own
        if own.state is Open311State.SENDING:
            self._unsure(conn, now, found, INTERRUPTED)
            return None
        if own.state is not Open311State.WAITING:
            return None
        if not connected:
            self._keep(conn, now, found, Open311Kept.OFF)
            return None
        code = code_of(self.work.rights.rules.open311, record, found.row)
        content = self.work.vault.open(record.id, record.key, record.sealed)
        if not code or content.excluded:
            self._keep(conn, now, found, Open311Kept.CHANGED)
            return None
        store_open311.put(conn, replace(own, state=Open311State.SENDING))
        return Open311Going(record.id, record.reference, code), content.request

    def taken(
        self, conn: Connection, now: datetime, claimed: Claimed, report: Open311Report, taken: Open311Taken
    ) -> None:
        """It has it."""
        outbox.complete(conn, claimed, now)
        if (found := self._under_way(conn, claimed)) is None:
            return
        own = replace(
            found.own,
            state=Open311State.SENT,
            why="",
            number=taken.number,
            token=taken.token,
            changed_at=now,
            heard_at=now,
        )
        words = Open311Words(sent=report, notice=taken.notice)
        self.put(conn, found, own, words)
        self.log(conn, now, found, Act.OPEN311_SENT, taken.number)

    def refused(
        self,
        conn: Connection,
        now: datetime,
        claimed: Claimed,
        report: Open311Report,
        code: str,
        words: str,
    ) -> None:
        """It does not take it, so whoever has it in hand hears; nothing of it is there."""
        outbox.complete(conn, claimed, now, code)
        if (found := self._under_way(conn, claimed)) is None:
            return
        own = replace(found.own, state=Open311State.REFUSED, why=code, changed_at=now)
        self.put(conn, found, own, Open311Words(sent=None if code == UNREACHED else report, refusal=words))
        self.log(conn, now, found, Act.OPEN311_NOT_SENT, code)
        self.tell(conn, now, found, RequestNews.OPEN311_REFUSED, f"{own.tries}")

    def lost(
        self, conn: Connection, now: datetime, claimed: Claimed, report: Open311Report, code: str
    ) -> None:
        """It was sent and nothing is known of it."""
        outbox.complete(conn, claimed, now, code)
        found = self._under_way(conn, claimed)
        if found is not None and found.own.state is Open311State.SENDING:
            self._unsure(conn, now, found, code, report)

    def kept(self, conn: Connection, now: datetime, claimed: Claimed, why: Open311Kept) -> None:
        """It stays here, for a reason that stands on its card."""
        outbox.complete(conn, claimed, now)
        if found := self._under_way(conn, claimed):
            self._keep(conn, now, found, why)

    def again(self, conn: Connection, now: datetime, claimed: Claimed, failure: NotDelivered) -> None:
        """Nothing was sent: the same try is made later."""
        found = self._under_way(conn, claimed)
        if not outbox.put_off(conn, claimed, now, failure) or found is None:
            return
        if found.own.state is Open311State.SENDING:
            store_open311.put(conn, replace(found.own, state=Open311State.WAITING))

    def settle(
        self, conn: Connection, now: datetime, record: StoredRecord, by: str, number: str, tries: int
    ) -> bool:
        """Somebody looked there: it has this number, or, with none, it is not there and is sent again. False where that
        is not possible as it stands.

        What is sent again is the try they looked for: of another they know nothing.
        """
        row, own = store_requests.request_row(conn, record.id), store_open311.open311_row(conn, record.id)
        if row is None or own is None:
            return False
        if number:
            return self._note(conn, now, record, own, by, number)
        if own.state is Open311State.WAITING and own.tries == tries + 1:
            return True
        if own.tries != tries or not may_send(self.work.rights.rules.open311, record, row, own):
            return False
        queue_again(conn, now, own)
        store_audit.append(conn, now, Act.OPEN311_AGAIN, record_id=record.id, actor=by)
        return True

    def _note(
        self, conn: Connection, now: datetime, record: StoredRecord, own: StoredOpen311, by: str, number: str
    ) -> bool:
        if own.state is Open311State.SENT and own.number == number:
            return True
        if not is_unsettled(own):
            return False
        own = replace(
            own,
            state=Open311State.SENT,
            why="",
            number=number,
            token="",
            changed_at=now,
            heard_at=now,
        )
        store_open311.put(conn, own)
        store_audit.append(conn, now, Act.OPEN311_NUMBER, record_id=record.id, actor=by, detail=number)
        return True

    def _unsure(
        self,
        conn: Connection,
        now: datetime,
        found: Open311Found,
        code: str,
        report: Open311Report | None = None,
    ) -> None:
        own = replace(found.own, state=Open311State.UNSURE, why=code, changed_at=now)
        self.put(conn, found, own, Open311Words(sent=report))
        self.log(conn, now, found, Act.OPEN311_UNSURE, code)
        self.tell(conn, now, found, RequestNews.OPEN311_UNSURE, f"{own.tries}")

    def _keep(self, conn: Connection, now: datetime, found: Open311Found, why: Open311Kept) -> None:
        own = replace(found.own, state=Open311State.KEPT, why=why.value, changed_at=now)
        store_open311.put(conn, own)
        self.log(conn, now, found, Act.OPEN311_NOT_SENT, why.value)

    def _under_way(self, conn: Connection, claimed: Claimed) -> Open311Found | None:
        """The try that this job began, also where its lease ended meanwhile: what it learnt is true."""
        found = self.found(conn, claimed.job.subject)
        if found is None or found.own.tries != try_of(claimed.job) or found.own.state not in _UNDER_WAY:
            return None
        return found
