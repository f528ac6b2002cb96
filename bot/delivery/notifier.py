"""The one notifier: whatever the bot tells somebody on its own account goes out here, on the platform they use.

Who is told stands in the job, by which way follows from where they were met (`ways`), as which card from the notice.
An account on a platform that only another process serves is left to that process for a while.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

import structlog

from bot.adapter import Adapter, Delivery, Failure, SendFailed
from bot.delivery.side_ways import SideWays
from bot.delivery.ways import (
    Refusal,
    Way,
    address_of,
    conclusion,
    known_language,
    language_of,
    way_back,
    ways_to,
)
from bot.fit import fit_message
from bot.flows.call_card import draw_call
from bot.flows.notice import draw
from bot.flows.plan_card import draw_plan
from bot.locales import speaking
from bot.messages import Message
from bot.services import Services
from foundation.outbox.sending import Delivered
from incidents.notices import Notice, NoticeKind
from incidents.safety.call import CallNotice, CallNoticeKind
from incidents.safety.plan import PlanNotice

log = structlog.get_logger()

ALL_WAYS_SECONDS = 6.0
"""For all ways of one person together, within `foundation.outbox.jobs.SEND_SECONDS`: a platform that hangs must leave
time for the next."""

HANDED_ON_ATTEMPTS = 6
"""How often what needs a platform that is off here is put back (about half a minute): a process that serves it
takes it up within that time. After that the platform counts as gone."""


class ChatNotifier:
    """Delivers through the adapters that are on, by platform name. Implements `incidents.notices.Notifier`."""

    def __init__(
        self, adapters: Mapping[str, Adapter], services: Services, side_ways: SideWays | None = None
    ) -> None:
        self._adapters = adapters
        self._services = services
        self._side_ways = side_ways or SideWays()

    def use(self, services: Services) -> None:
        """From the next notice on, work with these services: a data file was read again."""
        self._services = services

    async def deliver(self, notice: Notice) -> Delivered:
        """Send the notice of a record, or bring the card at `notice.updates` up to date; raises NotDelivered."""
        if notice.kind is NoticeKind.MAILED:
            with speaking(await known_language(notice.recipient, self._services)):
                return await self._side_ways.tell(notice, self._services)
        ways = (
            way_back(notice.updates, notice.recipient, self._services)
            if notice.updates
            else await self._ways(notice.recipient)
        )
        await self._services.absences.look()
        # The address of a card that was sent before may not say in which language it is read.
        with speaking(language_of(ways) or await known_language(notice.recipient, self._services)):
            return await self._by_any(ways, draw(notice, self._services), notice.key, notice.attempt)

    async def deliver_call(self, notice: CallNotice) -> Delivered:
        """Send the notice of a call for help, or bring a card of it up to date; raises NotDelivered."""
        if notice.kind is CallNoticeKind.CALL_MAILED:
            with speaking(await known_language(notice.recipient, self._services)):
                return await self._side_ways.tell_of_call(notice, self._services)
        ways = (
            way_back(notice.updates, notice.recipient, self._services)
            if notice.updates
            else await self._ways(notice.recipient)
        )
        with speaking(language_of(ways) or await known_language(notice.recipient, self._services)):
            return await self._by_any(ways, draw_call(notice, self._services), notice.key, notice.attempt)

    async def deliver_plan(self, notice: PlanNotice) -> Delivered:
        """Send the notice of the plan of a meeting; raises NotDelivered."""
        with speaking(await known_language(notice.recipient, self._services)):
            message = draw_plan(notice, self._services)
        return await self.send(notice.recipient, message, notice.key, notice.attempt)

    async def send(self, recipient: str, message: Message, key: str, attempt: int) -> Delivered:
        """Bring any other message to somebody directly; raises NotDelivered."""
        ways = await self._ways(recipient)
        with speaking(language_of(ways)):
            return await self._by_any(ways, message, key, attempt)

    async def _ways(self, recipient: str) -> list[Way]:
        return await ways_to(recipient, self._adapters, self._services)

    async def _by_any(self, ways: Sequence[Way], message: Message, key: str, attempt: int) -> Delivered:
        refusals: list[Refusal] = []
        for way in ways:
            try:
                async with asyncio.timeout(ALL_WAYS_SECONDS / len(ways)):
                    return await self._by(way, message, key, attempt)
            except SendFailed as failed:
                refusals.append(Refusal(way, failed))
            except Exception as error:  # noqa: BLE001 - a fault in one adapter must not hide the other ways
                # No traceback: the message of an error can repeat what somebody wrote.
                log.error("send_broke", platform=way.platform, cause=type(error).__name__)  # noqa: TRY400
                refusals.append(Refusal(way, SendFailed(Failure.RETRY, type(error).__name__)))
        raise conclusion(refusals)

    async def _by(self, way: Way, message: Message, key: str, attempt: int) -> Delivered:
        adapter = self._adapters.get(way.platform)
        if adapter is None:
            later = attempt < HANDED_ON_ATTEMPTS
            raise SendFailed(Failure.RETRY if later else Failure.NEXT_CONTACT, "platform_not_here")
        # A notice is one message with few buttons; only a message with very many has more to follow.
        fitting = fit_message(message, adapter.capabilities)[0]
        delivery = Delivery(fitting, key, attempt, way.replaces)
        receipt = await adapter.send(way.target, delivery)
        return Delivered(way.platform, address_of(way.platform, receipt.target))
