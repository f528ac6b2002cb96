"""What the worker does with jobs of requests: clocks are looked at, notices drawn by the right of whoever gets them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import partial

import structlog

from bot.delivery.letter_jobs import Messenger
from bot.delivery.ways import known_language
from bot.flows.request_news import draw_digest, draw_news
from bot.locales import speaking
from bot.services import Services
from foundation.db import Connection
from foundation.outbox import store
from foundation.outbox.handlers import Ending, Work
from foundation.outbox.jobs import GIVE_UP, Claimed, Job
from foundation.outbox.sending import UNREADABLE, NotDelivered, within_lease
from incidents.request_desk import Requests
from incidents.request_jobs import REQUEST_CLOCK, REQUEST_DIGEST, REQUEST_NEWS, is_known
from incidents.request_replies import waits_no_more
from incidents.request_told import RequestTold

log = structlog.get_logger()


class RequestJobs:
    """Implements `foundation.outbox.handlers.Handler` for every kind of job a request has."""

    kinds: Collection[str] = (REQUEST_NEWS, REQUEST_CLOCK, REQUEST_DIGEST)

    def __init__(self, requests: Requests, messenger: Messenger, services: Services) -> None:
        self._requests = requests
        self._messenger = messenger
        self._services = services

    def use(self, services: Services) -> None:
        """From the next notice on, work with these services: a data file was read again."""
        self._services = services

    def digests(self, now: datetime) -> Iterable[Job]:
        """The next daily digest of everybody who sees to requests (R09)."""
        return self._requests.digests(now)

    def obsolete(self, conn: Connection, claimed: Claimed) -> bool:
        """Only that an e-mail waits, once it does no more; whether there is anything else to tell is seen when it is
        drawn, or looked at.
        """
        return waits_no_more(conn, claimed.job)

    def begin(self, conn: Connection, claimed: Claimed) -> Work | None:
        """Look at a clock, or draw a notice and send it; None where what it tells cannot be read here now."""
        job = claimed.job
        if job.kind == REQUEST_CLOCK:
            return partial(_at_once, partial(self._requests.look, claimed=claimed))
        if job.kind == REQUEST_NEWS and (
            not is_known(job) or self._requests.is_unreadable(conn, job.subject)
        ):
            # A key is missing, or a newer version wrote it: it comes again, and the auditor says that it waits.
            log.error("record_unreadable", record=job.subject)
            return None
        return partial(self._send, claimed)

    async def _send(self, claimed: Claimed) -> Ending:
        job = claimed.job
        await self._services.absences.look()
        with speaking(await known_language(job.recipient, self._services)):
            draw = draw_digest if job.kind == REQUEST_DIGEST else draw_news
            message = await draw(job, self._services)
        if message is None:  # It is not theirs any more, or there is nothing to tell.
            return self._ending(RequestTold.withdrawn, claimed)
        try:
            await within_lease(self._messenger.send(job.recipient, message, job.key, claimed.attempts))
        except NotDelivered as failure:
            return self._refused(claimed, failure)
        return self._ending(RequestTold.arrived, claimed)

    def _refused(self, claimed: Claimed, failure: NotDelivered) -> Ending:
        """It did not arrive: again later, or, where that is hopeless, whoever reads it next hears instead."""
        waited = self._services.clock.now() - claimed.first_due
        again = bool(failure.held) or (failure.again and waited < GIVE_UP)
        write = log.error if failure.operator else log.warning
        write("request_notice_not_delivered", record=claimed.job.subject, code=failure.code, again=again)
        if again:
            return lambda conn, now: store.put_off(conn, claimed, now, failure)
        return self._ending(RequestTold.failed, claimed, failure.code)

    def _ending(self, becomes: Callable[..., None], claimed: Claimed, code: str = "") -> Ending:
        """What becomes of a notice, by what is in force when it is written down; a digest is done, and no more."""
        said = (code,) if code else ()
        if claimed.job.kind == REQUEST_DIGEST:
            return lambda conn, now: store.complete(conn, claimed, now, *said)
        return lambda conn, now: self._ended(conn, now, becomes, claimed, said)

    def _ended(
        self,
        conn: Connection,
        now: datetime,
        becomes: Callable[..., None],
        claimed: Claimed,
        said: tuple[str, ...],
    ) -> None:
        if said and self._requests.is_unreadable(conn, claimed.job.subject):
            # Who hears instead cannot be read now: it is tried once more when it can.
            store.put_off(conn, claimed, now, UNREADABLE)
            return
        becomes(self._requests.told(conn), conn, now, claimed, *said)


async def _at_once(ending: Ending) -> Ending:
    """The work of a job that is nothing but what is written down."""
    return ending
