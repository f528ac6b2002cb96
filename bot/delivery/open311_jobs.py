"""What the worker does with jobs of the city's own system: one request is sent, or it is asked where several stand."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import partial

import structlog

from bot.flows.open311_words import report_of
from bot.locales import speaking
from bot.services import Services
from foundation.db import Connection
from foundation.outbox import store
from foundation.outbox.handlers import Ending, Work
from foundation.outbox.jobs import GIVE_UP, Claimed, Job
from foundation.outbox.sending import NotDelivered, within_lease
from incidents.open311 import (
    UNREACHED,
    Open311Going,
    Open311Kept,
    Open311Lost,
    Open311Refused,
    Open311Report,
    Open311Said,
    Open311System,
)
from incidents.open311_hearing import Open311Hearing
from incidents.open311_jobs import OPEN311_LOOK, OPEN311_SEND, look_jobs
from incidents.open311_sending import Open311Sending
from incidents.request import ServiceRequest
from incidents.request_desk import Requests
from incidents.store_open311 import StoredOpen311

log = structlog.get_logger()

TOKENS_AT_ONCE = 5


class Open311Jobs:
    """Implements `foundation.outbox.handlers.Handler` for both kinds."""

    kinds: Collection[str] = (OPEN311_SEND, OPEN311_LOOK)

    def __init__(self, requests: Requests, services: Services, system: Open311System | None = None) -> None:
        """Without `system` nothing is asked, and what waits to be sent stays here."""
        self._requests = requests
        self._services = services
        self._system = system

    def use(self, services: Services) -> None:
        """From now on, work with these services: a data file was read again."""
        self._services = services

    def looks(self, now: datetime) -> Iterable[Job]:
        """The next times at which it is asked where requests stand."""
        return look_jobs(now) if self._system else ()

    def obsolete(self, _: Connection, claimed: Claimed) -> bool:
        """Whether it is asked no more; what is to be sent says for itself why it is not."""
        return claimed.job.kind == OPEN311_LOOK and self._system is None

    def begin(self, conn: Connection, claimed: Claimed) -> Work | None:
        """Begin a try, or see whom to ask about; None where a request cannot be read here now."""
        if claimed.job.kind == OPEN311_LOOK:
            asked = Open311Hearing(self._requests.work(conn)).due(conn, self._services.clock.now())
            return partial(self._look, claimed, asked)
        if self._requests.is_unreadable(conn, claimed.job.subject):
            log.error("record_unreadable", record=claimed.job.subject)
            return None
        now, system = self._services.clock.now(), self._system
        begun = self._sending(conn).begin(conn, now, claimed, connected=system is not None)
        if system is None or begun is None:
            return partial(_done, claimed)
        return partial(self._send, claimed, system, *begun)

    async def _send(
        self, claimed: Claimed, system: Open311System, going: Open311Going, request: ServiceRequest
    ) -> Ending:
        # Whoever reads it there speaks the language of the organisation, whoever wrote it.
        with speaking(self._services.organisation.language):
            report = await asyncio.to_thread(report_of, going, request, self._services)
        if isinstance(report, Open311Kept):
            return lambda conn, now: self._sending(conn).kept(conn, now, claimed, report)
        try:
            taken = await system.send(report)
        except Open311Refused as refused:
            log.warning("open311_refused", record=going.record_id, code=refused.code)
            return self._refused(claimed, report, refused.code, refused.words)
        except NotDelivered as failure:
            return self._not_arrived(claimed, report, failure)
        except Exception as error:  # noqa: BLE001 - whatever it was, it may have been sent
            code = error.code if isinstance(error, Open311Lost) else type(error).__name__
            log.warning("open311_lost", record=going.record_id, code=code)
            return lambda conn, now: self._sending(conn).lost(conn, now, claimed, report, code)
        log.info("open311_sent", record=going.record_id)
        return lambda conn, now: self._sending(conn).taken(conn, now, claimed, report, taken)

    def _not_arrived(self, claimed: Claimed, report: Open311Report, failure: NotDelivered) -> Ending:
        write = log.error if failure.operator else log.warning
        again = self._services.clock.now() - claimed.first_due < GIVE_UP
        write("open311_not_reached", record=claimed.job.subject, code=failure.code, again=again)
        if not again:
            return self._refused(claimed, report, UNREACHED, "")
        return lambda conn, now: self._sending(conn).again(conn, now, claimed, failure)

    def _refused(self, claimed: Claimed, report: Open311Report, code: str, words: str) -> Ending:
        return lambda conn, now: self._sending(conn).refused(conn, now, claimed, report, code, words)

    async def _look(self, claimed: Claimed, asked: Sequence[StoredOpen311]) -> Ending:
        numbers: dict[str, str] = {}
        said: dict[str, Open311Said | None] = {}
        try:
            await within_lease(self._ask(asked, numbers, said))
        except NotDelivered as failure:
            write = log.error if failure.operator else log.warning
            write("open311_silent", code=failure.code)
        return lambda conn, now: Open311Hearing(self._requests.work(conn)).looked(
            conn, now, claimed, asked, numbers, said
        )

    async def _ask(
        self, asked: Sequence[StoredOpen311], numbers: dict[str, str], said: dict[str, Open311Said | None]
    ) -> None:
        """Fill in what it answers, so that what came is kept when the rest does not."""
        assert self._system is not None  # noqa: S101 - without one it is obsolete
        if known := [one.number for one in asked if one.number]:
            said |= await self._system.said_of(known)
        for one in [one for one in asked if not one.number][:TOKENS_AT_ONCE]:
            numbers[one.record_id] = await self._system.number_of(one.token)

    def _sending(self, conn: Connection) -> Open311Sending:
        return Open311Sending(self._requests.work(conn))


async def _done(claimed: Claimed) -> Ending:
    """There is nothing to send any more."""
    return partial(_end, claimed=claimed)


def _end(conn: Connection, now: datetime, *, claimed: Claimed) -> None:
    store.complete(conn, claimed, now)
