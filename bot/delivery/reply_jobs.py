"""What the worker does with e-mails to those who brought requests: sends them as they were confirmed (R04, R12)."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

import structlog

from bot.adapter import CustomerMail, CustomerPost, Failure, SendFailed
from foundation.clock import Clock
from foundation.db import Connection
from foundation.outbox import store
from foundation.outbox.handlers import Ending, Work
from foundation.outbox.jobs import GIVE_UP, Claimed
from foundation.outbox.sending import NotDelivered, within_lease
from incidents.request_desk import Requests
from incidents.request_jobs import REQUEST_REPLY
from incidents.request_replies import ReplyToSend
from incidents.vault import UNREADABLE

log = structlog.get_logger()

OVERTAKEN = NotDelivered("overtaken", again=False)
"""It says what is no longer so: a date that is over, or more of a request that was closed meanwhile."""

NO_MAIL = NotDelivered("no_mail", again=False, operator=True, platform="e-mail")
"""There was a mail server when it was written, and there is none now."""


class ReplyJobs:
    """Implements `foundation.outbox.handlers.Handler` for e-mails to customers; no mail server, no `post`."""

    kinds: Collection[str] = (REQUEST_REPLY,)

    def __init__(self, requests: Requests, post: CustomerPost | None, clock: Clock) -> None:
        self._requests = requests
        self._post = post
        self._clock = clock

    def obsolete(self, _: Connection, __: Claimed) -> bool:
        """Never beforehand: whoever wrote it hears of one that is not sent."""
        return False

    def begin(self, conn: Connection, claimed: Claimed) -> Work | None:
        """Send it; None where its words cannot be read here now."""
        try:
            reply = self._requests.replies(conn).read(conn, self._clock.now(), claimed.job)
        except UNREADABLE:
            log.error("record_unreadable", record=claimed.job.subject)  # noqa: TRY400 - a trace tells nothing more
            return None
        return partial(self._send, claimed, reply)

    async def _send(self, claimed: Claimed, reply: ReplyToSend | None) -> Ending:
        if reply is None:  # Its request is gone, and there is nobody to tell anything.
            return lambda conn, now: store.complete(conn, claimed, now)
        try:
            if not reply.is_true:
                raise OVERTAKEN
            await within_lease(self._posted(reply))
        except NotDelivered as failure:
            return self._refused(claimed, failure)
        return lambda conn, now: self._requests.replies(conn).arrived(conn, now, claimed)

    async def _posted(self, reply: ReplyToSend) -> None:
        if self._post is None:
            raise NO_MAIL
        mail = CustomerMail(
            reply.id, reply.to, reply.subject, reply.text, self._clock.now(), self._requests.rules.reply_to
        )
        try:
            await self._post.post(mail)
        except SendFailed as failed:
            raise NotDelivered(
                failed.code,
                again=failed.failure is Failure.RETRY,
                retry_after=failed.retry_after,
                operator=failed.failure is Failure.OPERATOR,
                platform=self._post.name,
            ) from None

    def _refused(self, claimed: Claimed, failure: NotDelivered) -> Ending:
        """Again later, for a day; what says until when somebody hears more is no longer true after that."""
        waited = self._clock.now() - claimed.first_due
        again = (failure.again or bool(failure.held)) and waited < GIVE_UP
        write = log.error if failure.operator else log.warning
        write("reply_not_sent", record=claimed.job.subject, code=failure.code, again=again)
        if again:
            return lambda conn, now: self._requests.replies(conn).waits(conn, now, claimed, failure)
        return lambda conn, now: self._requests.replies(conn).failed(conn, now, claimed, failure.code)
