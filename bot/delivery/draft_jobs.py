"""What the worker does with reminders of drafts: brought to whoever began one, to nobody in their place (D55)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial

import structlog
from sqlalchemy import select, update

from bot.delivery.letter_jobs import Messenger
from bot.delivery.ways import known_language
from bot.draft_reminders import DRAFT_REMINDER, LAST, next_reminder, number_of, was_listed, when
from bot.drafts import KEPT, Kept
from bot.flows.draft_card import reminder
from bot.locales import speaking
from bot.people import Role
from bot.services import Services
from bot.tables import drafts
from foundation.db import Connection
from foundation.outbox import store
from foundation.outbox.handlers import Ending, Work
from foundation.outbox.jobs import Claimed, Job
from foundation.outbox.sending import NotDelivered, within_lease
from incidents.task import Nudges

log = structlog.get_logger()

LEFT = "left"
UNWANTED = "unwanted"
TOLD = "told"


class DraftJobs:
    """Implements `foundation.outbox.handlers.Handler` for reminders of drafts."""

    kinds: Collection[str] = (DRAFT_REMINDER,)

    def __init__(self, messenger: Messenger, services: Services) -> None:
        self._messenger = messenger
        self._services = services

    def use(self, services: Services) -> None:
        """From the next reminder on, work with these services: a data file was read again."""
        self._services = services

    def obsolete(self, conn: Connection, claimed: Claimed) -> bool:
        """Whether it was sent, thrown away or is too old by now."""
        return _waiting(conn, claimed.job, self._services.clock.now()) is None

    def begin(self, conn: Connection, claimed: Claimed) -> Work | None:
        """Bring it where that disturbs nobody now, else later."""
        draft = _waiting(conn, claimed.job, self._services.clock.now())
        return None if draft is None else partial(self._do, claimed, draft)

    async def _do(self, claimed: Claimed, draft: Kept) -> Ending:
        job, services = claimed.job, self._services
        now, calendar = services.clock.now(), services.organisation.calendar
        wanted = await services.tasks.nudges(job.recipient)
        await services.absences.look()
        if code := self._needless(job, draft, wanted):
            return lambda conn, now: store.complete(conn, claimed, now, code)
        away = services.absences.now().get(job.recipient)
        until = when(
            draft,
            now,
            calendar,
            away_until=away.until if away else None,
            at_opening=wanted is Nudges.DAY,
        )
        if until > now:
            return lambda conn, _: store.postpone(conn, claimed, until)
        with speaking(await known_language(job.recipient, services)):
            message = reminder(draft, services, is_last=number_of(job) >= LAST)
        try:
            await within_lease(self._messenger.send(job.recipient, message, job.key, claimed.attempts))
        except NotDelivered as failure:
            return self._refused(claimed, failure)
        return partial(self._brought, claimed=claimed)

    def _needless(self, job: Job, draft: Kept, wanted: Nudges) -> str:
        """Why nobody is to be reminded: they left, want no reminders, or were told today as they wrote."""
        person = self._services.people.get(job.recipient)
        has_left = person is None and was_listed(job)
        if has_left or (person and Role.GUEST in person.roles):
            return LEFT
        if wanted is Nudges.NONE:
            return UNWANTED
        day_of, now = self._services.organisation.calendar.day_of, self._services.clock.now()
        told_today = draft.told_at is not None and day_of(draft.told_at) == day_of(now)
        return TOLD if number_of(job) >= LAST and told_today else ""

    def _brought(self, conn: Connection, now: datetime, *, claimed: Claimed) -> None:
        """It arrived: the next one is planned, and nobody is asked about it beside their next answer."""
        if not store.complete(conn, claimed, now):
            return
        conn.execute(update(drafts).where(drafts.c.key == claimed.job.subject).values(told_at=now))
        store.enqueue(conn, next_reminder(claimed.job, now, self._services.organisation.calendar), now)

    def _refused(self, claimed: Claimed, failure: NotDelivered) -> Ending:
        """It did not arrive: again until the draft is too old, or not at all where that is hopeless. Nobody hears of it
        in their place.
        """
        again = bool(failure.held) or failure.again
        write = log.error if failure.operator else log.warning
        write("draft_reminder_not_delivered", code=failure.code, again=again)
        if again:
            return lambda conn, now: store.put_off(conn, claimed, now, failure)
        return lambda conn, now: store.complete(conn, claimed, now, failure.code)


def _waiting(conn: Connection, job: Job, now: datetime) -> Kept | None:
    """What is known of its draft; None where it was sent, thrown away, or is too old."""
    fresh = (drafts.c.updated_at >= now - KEPT, drafts.c.typed, drafts.c.context == "")
    theirs = (drafts.c.key == job.subject, drafts.c.person == job.recipient)
    row = conn.execute(select(*(drafts.c[name] for name in Kept.__slots__)).where(*theirs, *fresh)).first()
    return Kept(*row) if row else None
