"""Takes every notice of the invented year and shows it to nobody, so that none waits when the town is opened."""

from __future__ import annotations

from collections.abc import Collection

from bot.letters import LetterKind
from bot.messages import Message
from foundation.db import Connection
from foundation.outbox import store
from foundation.outbox.handlers import Ending, Work
from foundation.outbox.jobs import Claimed
from foundation.outbox.sending import Delivered
from incidents.notices import Notice
from incidents.request_jobs import REQUEST_NEWS
from incidents.safety.call import CallNotice
from incidents.safety.plan import PlanNotice

PLATFORM = "demo"


class SilentNotifier:
    """Implements every notifier of the worker."""

    async def deliver(self, notice: Notice) -> Delivered:
        """Take it."""
        return Delivered(PLATFORM, notice.updates or notice.key)

    async def deliver_call(self, notice: CallNotice) -> Delivered:
        """Take it."""
        return Delivered(PLATFORM, notice.updates or notice.key)

    async def deliver_plan(self, notice: PlanNotice) -> Delivered:
        """Take it."""
        return Delivered(PLATFORM, notice.key)

    async def send(self, recipient: str, message: Message, key: str, attempt: int) -> Delivered:  # noqa: ARG002
        """Take it."""
        return Delivered(PLATFORM, key)


class SilentJobs:
    """Ends jobs that do nothing but tell somebody; what they would say is not even drawn."""

    kinds: Collection[str] = (REQUEST_NEWS, *LetterKind)

    def obsolete(self, _: Connection, __: Claimed) -> bool:
        """Never."""
        return False

    def begin(self, _: Connection, claimed: Claimed) -> Work:
        """Nothing is to be done."""

        async def end() -> Ending:
            return lambda conn, now: store.complete(conn, claimed, now)

        return end
