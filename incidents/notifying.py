"""What the worker does with the jobs of records: notices go out through the notifier, the ladder is climbed."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial

import structlog

from foundation.db import Connection
from foundation.outbox import sending
from foundation.outbox.handlers import Ending, Work
from foundation.outbox.jobs import Claimed
from foundation.outbox.sending import NotDelivered
from incidents import store_deliveries, store_records
from incidents.desk import Desk
from incidents.handling import Handling
from incidents.jobs import WATCHES
from incidents.notice_reading import NoticeReading
from incidents.notices import Notice, Notifier
from incidents.obsolete import OBSOLETE_WHEN, is_obsolete
from incidents.records import DeliveryState

log = structlog.get_logger()


class RecordJobs:
    """Implements `foundation.outbox.handlers.Handler` for every kind of job a record has."""

    def __init__(self, desk: Desk, notifier: Notifier, *, by_mail: bool = False) -> None:
        """`by_mail` says that the notifier has a second way beside chat."""
        self._desk = desk
        self._notifier = notifier
        self._by_mail = by_mail

    @property
    def kinds(self) -> Collection[str]:
        """Every kind that says when it is obsolete."""
        return OBSOLETE_WHEN.keys()

    def obsolete(self, conn: Connection, claimed: Claimed) -> bool:
        """Whether it has been overtaken, as the record stands at this moment."""
        if not OBSOLETE_WHEN[claimed.job.kind]:
            return False
        record = store_records.find(conn, claimed.job.subject)
        return record is not None and is_obsolete(conn, claimed.job, record)

    def begin(self, conn: Connection, claimed: Claimed) -> Work | None:
        """A look, a notice to send, or one whose recipient may be told no more."""
        job = claimed.job
        if job.kind in WATCHES:
            return partial(_at_once, self._ending(Handling.watch, claimed=claimed))
        record = store_records.find(conn, job.subject)
        if record is None:
            log.error("record_missing", record=job.subject)
            return None
        reading = NoticeReading(self._desk.vault, self._desk.today(conn), self._desk.clock.now())
        if not reading.may_be_told(record, job):
            return partial(_at_once, self._ending(Handling.withdrawn, claimed=claimed))
        notice = reading.read_notice(conn, claimed, record)
        if notice is None:
            return None
        store_deliveries.move(conn, job.key, {DeliveryState.WAITING}, DeliveryState.SENDING)
        return partial(self._send, claimed, notice)

    async def _send(self, claimed: Claimed, notice: Notice) -> Ending:
        try:
            receipt = await sending.within_lease(self._notifier.deliver(notice))
        except NotDelivered as failure:
            _log_failure(claimed, failure)
            return self._ending(Handling.refused, claimed=claimed, failure=failure)
        return self._ending(Handling.delivered, claimed=claimed, receipt=receipt)

    def _handling(self, conn: Connection) -> Handling:
        return Handling(self._desk.vault, self._desk.today(conn), self._by_mail)

    def _ending(self, becomes: Callable[..., object], **given: object) -> Ending:
        """What becomes of a job, by who is there at the moment it is written down."""
        return lambda conn, now: becomes(self._handling(conn), conn, now, **given)


async def _at_once(ending: Ending) -> Ending:
    """The work of a job that is nothing but what is written down."""
    return ending


def _log_failure(claimed: Claimed, failure: NotDelivered) -> None:
    write = log.error if failure.operator else log.warning
    write(
        "notice_not_delivered",
        kind=claimed.job.kind,
        record=claimed.job.subject,
        platform=failure.platform,
        code=failure.code,
        again=failure.again or bool(failure.held),
    )
