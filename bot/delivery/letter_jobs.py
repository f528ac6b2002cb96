"""What the worker does with letters, and the monthly digest that is planned for every owner.

A question whose owner cannot be reached goes on to whoever keeps all policies; one that reaches nobody stays in their
list. So does a report on the number of an entry.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable
from datetime import datetime, time
from functools import partial
from typing import Protocol

import structlog
from sqlalchemy import delete, exists, select

from bot.delivery.side_ways import SideWays
from bot.delivery.ways import known_language
from bot.flows.figures_mail import figures_memo
from bot.flows.letters import draw
from bot.flows.owners import keepers, next_owner, present_owner
from bot.letters import LetterKind, digest_letter, figures_letter, figures_mail, wrong_number_letter
from bot.local_days import next_first_of_month, next_first_open_day
from bot.locales import speaking
from bot.messages import Message
from bot.services import Services
from bot.tables import kept_replies, wrong_numbers
from foundation.db import Connection
from foundation.outbox import store
from foundation.outbox.handlers import Ending, Work
from foundation.outbox.jobs import GIVE_UP, Claimed, Job
from foundation.outbox.sending import Delivered, NotDelivered, within_lease
from incidents.rules.figures import month_before
from knowledge.curation.tables import questions

log = structlog.get_logger()

NOT_OWNER = "not_owner"
AWAY = "away"
DIGEST_AT = time(9, 0)


class Messenger(Protocol):
    """Brings a message to somebody's direct conversation; `bot.delivery.notifier.ChatNotifier` does."""

    async def send(self, recipient: str, message: Message, key: str, attempt: int) -> Delivered:
        """Send it; raises NotDelivered."""


class LetterJobs:
    """Implements `foundation.outbox.handlers.Handler` for every kind of letter; `side_ways` are those beside chat."""

    def __init__(self, messenger: Messenger, services: Services, side_ways: SideWays | None = None) -> None:
        self._messenger = messenger
        self._services = services
        self._side_ways = side_ways or SideWays()

    def use(self, services: Services) -> None:
        """From the next letter on, work with these services: a data file was read again."""
        self._services = services

    def digests(self, now: datetime) -> Iterable[Job]:
        """The next digest of every owner: it is sent then, or as soon as somebody runs."""
        fire = next_first_of_month(now, self._services.organisation.timezone, DIGEST_AT)
        return [digest_letter(f"{fire:%Y-%m}", owner, fire) for owner in keepers(self._services)]

    def figures(self, now: datetime) -> Iterable[Job]:
        """For everybody who gets them, that the figures of a month are there, and the e-mail of whoever gets one: when
        the first open day of the next month begins.
        """
        calendar, figures = self._services.organisation.calendar, self._services.figures
        fire = next_first_open_day(now, calendar)
        month = f"{month_before(calendar.day_of(fire)):%Y-%m}"
        mailed = figures.by_mail() if self._side_ways.channels else ()
        return [
            *(figures_letter(month, one, fire) for one in figures.people()),
            *(figures_mail(month, audience, one, fire) for audience, one in mailed),
        ]

    @property
    def kinds(self) -> Collection[str]:
        """Every kind of letter."""
        return [kind.value for kind in LetterKind]

    def obsolete(self, conn: Connection, claimed: Claimed) -> bool:
        """Whether there is nothing to tell any more; an answer and a digest are never overtaken."""
        job = claimed.job
        match LetterKind(job.kind):
            case LetterKind.QUESTION:
                theirs = (questions.c.reference == job.subject, questions.c.owner == job.recipient)
                waits = exists().where(*theirs, questions.c.outcome.is_(None))
            case LetterKind.WRONG_NUMBER:
                waits = exists().where(wrong_numbers.c.id == job.subject, wrong_numbers.c.closed_at.is_(None))
            case LetterKind.REPLY:
                waits = exists().where(kept_replies.c.id == job.subject)
            case LetterKind.ANSWER | LetterKind.DIGEST | LetterKind.ABSENCE:
                return False
            case LetterKind.FIGURES | LetterKind.FIGURES_MAIL:
                return False
        return not conn.execute(select(waits)).scalar_one()

    def begin(self, _: Connection, claimed: Claimed) -> Work:
        """Send it: its words are read outside of the transaction."""
        return partial(self._do, claimed)

    async def _do(self, claimed: Claimed) -> Ending:
        job = claimed.job
        await self._services.absences.look()
        if job.kind == LetterKind.QUESTION and job.recipient not in keepers(self._services):
            # Whoever keeps no policy any more reads no question that was meant for its owner.
            await self._ask_next(job)
            return partial(_end, claimed=claimed, code=NOT_OWNER)
        if job.kind == LetterKind.QUESTION and (there := present_owner(job.recipient, self._services)) != (
            job.recipient
        ):
            await self._pass_on(job, there)
            return partial(_end, claimed=claimed, code=AWAY)
        try:
            await within_lease(self._send(claimed))
        except NotDelivered as failure:
            return await self._refused(claimed, failure)
        return partial(_end, claimed=claimed)

    async def _send(self, claimed: Claimed) -> Delivered | None:
        job = claimed.job
        with speaking(await known_language(job.recipient, self._services)):
            if job.kind == LetterKind.FIGURES_MAIL:
                return await self._mail_figures(job)
            message = await draw(job, self._services)
        if message is None:
            return None
        return await self._messenger.send(job.recipient, message, job.key, claimed.attempts)

    async def _mail_figures(self, job: Job) -> Delivered | None:
        # Shielded: counting a year for the first time can outlast the lease. What it counted is kept for the next try.
        memo = await asyncio.shield(asyncio.ensure_future(figures_memo(job, self._services)))
        return await self._side_ways.send(job.recipient, memo, self._services) if memo else None

    async def _refused(self, claimed: Claimed, failure: NotDelivered) -> Ending:
        """It did not arrive: again later, or, where that is hopeless, somebody else is asked."""
        job, now = claimed.job, self._services.clock.now()
        # A fault of the installation says nothing about the person: the letter waits for as long as it lasts.
        # Whoever waits for a reply wrote to us just now: what says that they are gone may pass.
        hopeful = failure.again or job.kind == LetterKind.REPLY
        again = bool(failure.held) or (hopeful and now - claimed.first_due < GIVE_UP)
        write = log.error if failure.operator else log.warning
        write("letter_not_delivered", kind=job.kind, code=failure.code, again=again)
        if again:
            return lambda conn, now: store.put_off(conn, claimed, now, failure)
        if job.kind == LetterKind.QUESTION:
            await self._ask_next(job)
        to = next_owner(job.recipient, self._services) if job.kind == LetterKind.WRONG_NUMBER else ""
        return partial(_end, claimed=claimed, code=failure.code, tell=to)

    async def _ask_next(self, job: Job) -> None:
        to = next_owner(job.recipient, self._services)
        if not to:
            log.error("question_reaches_nobody", question=job.subject)
            return
        await self._pass_on(job, to)

    async def _pass_on(self, job: Job, to: str) -> None:
        await self._services.questions.pass_on(job.subject, job.recipient, to, self._services.clock.now())


def _end(conn: Connection, now: datetime, *, claimed: Claimed, code: str = "", tell: str = "") -> None:
    """It is done, or given up and `tell` is told of the wrong number instead; a reply's words are needed no more."""
    job = claimed.job
    if not store.complete(conn, claimed, now, code):
        return
    if job.kind == LetterKind.REPLY:
        conn.execute(delete(kept_replies).where(kept_replies.c.id == job.subject))
    if tell:
        store.enqueue(conn, [wrong_number_letter(job.subject, tell, now)], now)
