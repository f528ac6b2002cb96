"""What the worker does with the jobs of calls for help: they are told, and asked again while nobody comes."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

import structlog

from foundation.clock import Clock
from foundation.db import Connection
from foundation.outbox import sending
from foundation.outbox import store as outbox
from foundation.outbox.handlers import Ending, Work
from foundation.outbox.jobs import Claimed, Job
from foundation.outbox.sending import Delivered, NotDelivered
from foundation.sealing import KeyRing
from incidents.records import DeliveryState
from incidents.rules.helpers import Helpers
from incidents.safety import store_calls
from incidents.safety.call import Call, CallNotice, CallNoticeKind
from incidents.safety.call_jobs import CALL_CHECK, again_of, card_of, helper_of, is_arrival, level_of
from incidents.safety.call_mailing import call_mail, is_overtaken_by_chat, plan_call_mail, plan_over_mail_to
from incidents.safety.call_work import CallWork
from incidents.safety.today import helpers_today

log = structlog.get_logger()

NO_RIGHT = "no_right"
"""The code of a notice whose recipient was moved, left, or is a guest by now."""


class CallNotifier(Protocol):
    """Carries a notice of a call to its recipient on the platform they use."""

    async def deliver_call(self, notice: CallNotice) -> Delivered:
        """Send or update; raises NotDelivered."""


@dataclass(frozen=True, slots=True)
class CallJobs:
    """Implements `foundation.outbox.handlers.Handler` for every kind of job a call has.

    `by_mail` says that the notifier has a second way beside chat.
    """

    ring: KeyRing
    helpers: Callable[[], Helpers]
    notifier: CallNotifier
    clock: Clock
    by_mail: bool = False

    @property
    def kinds(self) -> Collection[str]:
        """Every notice, and the look."""
        return [*(kind.value for kind in CallNoticeKind), CALL_CHECK]

    def obsolete(self, conn: Connection, claimed: Claimed) -> bool:
        """Whether it is over, or a later level tells the same person; of a look, whether others were asked since."""
        job = claimed.job
        call = store_calls.find(conn, self.ring, job.subject)
        if call is None:
            return True
        match job.kind:
            case CallNoticeKind.CALL_OVER | CallNoticeKind.CALL_UPDATE:
                return False
            case CallNoticeKind.CALL_COMING:
                return not call.is_open or not call.has_coming(helper_of(job))
            case CallNoticeKind.CALL_NOT_COMING:
                return not call.is_open or call.has_coming(helper_of(job))
            case CallNoticeKind.CALL_MAILED:
                return is_overtaken_by_chat(conn, call, job)
            case kind if kind == CALL_CHECK:
                answered = is_arrival(job) and not call.coming
                return not call.is_open or answered or call.level != level_of(job)
            case _:
                return not call.is_open or store_calls.is_overtaken(conn, job)

    def begin(self, conn: Connection, claimed: Claimed) -> Work | None:
        """A look, a notice to send, or one whose recipient is told nothing any more."""
        job = claimed.job
        if job.kind == CALL_CHECK:
            return partial(_at_once, partial(self._look, claimed=claimed))
        call = store_calls.find(conn, self.ring, job.subject)
        if call is None:
            return None
        if not self._may_be_told(conn, call, job):
            log.warning("call_not_told", code=NO_RIGHT)
            return partial(_at_once, partial(self._given_up, claimed=claimed, code=NO_RIGHT))
        kind = CallNoticeKind(job.kind)
        if kind is CallNoticeKind.CALL_MAILED:
            mail = call_mail(conn, self.clock.now(), claimed, call, self.ring)
            return partial(self._send, claimed, mail)
        card = next((one for one in store_calls.cards_of(conn, call.id) if one.key == card_of(job)), None)
        if kind is CallNoticeKind.CALL_UPDATE and card is None:
            return partial(_at_once, partial(_done, claimed=claimed))
        notice = CallNotice(
            kind,
            job.key,
            job.recipient,
            call.shown_to(job.recipient),
            card.kind if card else kind,
            claimed.attempts,
            card.address if card else "",
        )
        return partial(self._send, claimed, notice)

    def _may_be_told(self, conn: Connection, call: Call, job: Job) -> bool:
        if job.recipient == call.need.person:
            # A card that stands on their screen is brought up to date: it looks as if the call were over.
            return not call.quiet or job.kind == CallNoticeKind.CALL_UPDATE
        return self._today(conn).may_help(job.recipient, call.need)

    def _today(self, conn: Connection) -> Helpers:
        return helpers_today(self.helpers(), conn, self.clock.now())

    async def _send(self, claimed: Claimed, notice: CallNotice) -> Ending:
        try:
            receipt = await sending.within_lease(self.notifier.deliver_call(notice))
        except NotDelivered as failure:
            write = log.error if failure.operator else log.warning
            write("call_not_delivered", kind=claimed.job.kind, code=failure.code, again=failure.again)
            if failure.again or failure.held:
                return partial(self._put_off, claimed=claimed, failure=failure)
            return partial(self._given_up, claimed=claimed, code=failure.code)
        return partial(self._delivered, claimed=claimed, receipt=receipt)

    def _delivered(self, conn: Connection, now: datetime, claimed: Claimed, receipt: Delivered) -> None:
        job = claimed.job
        call = store_calls.find(conn, self.ring, job.subject, lock=True)
        if not outbox.complete(conn, claimed, now) or card_of(job) or call is None:
            return
        sent = DeliveryState.SENT.value
        store_calls.note(conn, job.key, state=sent, address=receipt.address, code="", at=now)
        if job.kind == CallNoticeKind.CALL_MAILED:
            CallWork(self.ring, self._today(conn)).mailed(conn, now, call, level_of(job), job.recipient)
        else:
            self._go_on(conn, now, claimed)

    def _put_off(self, conn: Connection, now: datetime, claimed: Claimed, failure: NotDelivered) -> None:
        if outbox.put_off(conn, claimed, now, failure):
            self._mail(conn, now, claimed, hopeless=bool(failure.held))

    def _given_up(self, conn: Connection, now: datetime, claimed: Claimed, code: str) -> None:
        """They cannot be reached: whoever called is told so, and others are asked."""
        store_calls.find(conn, self.ring, claimed.job.subject, lock=True)
        if outbox.complete(conn, claimed, now, code) and not card_of(claimed.job):
            store_calls.note(conn, claimed.job.key, state=DeliveryState.FAILED.value, code=code, at=now)
            if code != NO_RIGHT:
                self._mail(conn, now, claimed, hopeless=True)
            self._go_on(conn, now, claimed)

    def _mail(self, conn: Connection, now: datetime, claimed: Claimed, *, hopeless: bool) -> None:
        call = store_calls.find(conn, self.ring, claimed.job.subject)
        if not self.by_mail or call is None:
            return
        wait = self.helpers().mail_after.wait(danger=True)
        if claimed.job.kind == CallNoticeKind.CALL:
            plan_call_mail(conn, now, claimed, call, wait, hopeless=hopeless)
        elif claimed.job.kind == CallNoticeKind.CALL_OVER:
            plan_over_mail_to(conn, now, claimed, call, wait, hopeless=hopeless)

    def _go_on(self, conn: Connection, now: datetime, claimed: Claimed) -> None:
        call = store_calls.find(conn, self.ring, claimed.job.subject)
        if call is None:
            return
        work = CallWork(self.ring, self._today(conn))
        if claimed.job.kind == CallNoticeKind.CALL:
            work.settled(conn, now, call, level_of(claimed.job))
        # What changed while the message was under way is not on it.
        work.catch_up(conn, now, call, claimed.job.key)

    def _look(self, conn: Connection, now: datetime, claimed: Claimed) -> None:
        """The time of a level is over. Looked at again under the lock: somebody may have pressed meanwhile."""
        call = store_calls.find(conn, self.ring, claimed.job.subject, lock=True)
        if outbox.complete(conn, claimed, now) and call and not self.obsolete(conn, claimed):
            work = CallWork(self.ring, self._today(conn))
            if is_arrival(claimed.job):
                work.climb(conn, now, call)
            else:
                work.look(conn, now, call, again_of(claimed.job))


def _done(conn: Connection, now: datetime, claimed: Claimed) -> None:
    outbox.complete(conn, claimed, now)


async def _at_once(ending: Ending) -> Ending:
    """The work of a job that is nothing but what is written down."""
    return ending
