"""A notifier that writes down what it was given, and fails where a test tells it to."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from foundation.outbox.sending import Delivered, NotDelivered
from incidents.notices import Notice, NoticeKind
from incidents.safety.call import CallNotice
from incidents.safety.plan import PlanNotice

Fault = Callable[[Any], NotDelivered | None]
"""Given a notice of whatever kind."""


class FakeNotifier:
    """Implements `incidents.notices.Notifier`, and the notifiers of calls and plans, which go into `calls`.

    `notices` arrived; `attempts` counts refused ones as well.
    """

    def __init__(self, platform: str = "fake") -> None:
        self.platform = platform
        self.notices: list[Notice] = []
        self.calls: list[CallNotice | PlanNotice] = []
        self.attempts: list[Notice] = []
        self.fault: Fault = lambda _: None
        self.pause = 0.0

    async def deliver(self, notice: Notice) -> Delivered:
        """Take the notice, or raise what `fault` gives for it."""
        self.attempts.append(notice)
        await asyncio.sleep(self.pause)
        if (failure := self.fault(notice)) is not None:
            raise failure
        self.notices.append(notice)
        return Delivered(
            self.platform, f"message:{notice.updates or notice.key}".replace("message:message:", "message:")
        )

    async def deliver_call(self, notice: CallNotice) -> Delivered:
        """Take the notice of a call, or raise what `fault` gives for it."""
        if (failure := self.fault(notice)) is not None:
            raise failure
        self.calls.append(notice)
        return Delivered(self.platform, notice.updates or f"message:{notice.key}")

    async def deliver_plan(self, notice: PlanNotice) -> Delivered:
        """Take the notice of a plan, or raise what `fault` gives for it."""
        if (failure := self.fault(notice)) is not None:
            raise failure
        self.calls.append(notice)
        return Delivered(self.platform, f"message:{notice.key}")

    def told(self, kind: NoticeKind) -> list[str]:
        """Who received a kind of notice, in order."""
        return [notice.recipient for notice in self.notices if notice.kind is kind]

    def refuse(
        self, *people: str, code: str = "user_not_found", again: bool = False, retry_after: float = 0.0
    ) -> None:
        """From now on nothing reaches these people."""

        def fault(notice: Notice | CallNotice | PlanNotice) -> NotDelivered | None:
            refused = notice.recipient in people
            return (
                NotDelivered(code, again=again, retry_after=retry_after, platform=self.platform)
                if refused
                else None
            )

        self.fault = fault
