"""Carries notices to people on the platform they use. Implements `incidents.notices.Courier`.

A person is tried where they wrote to us last, then on their other accounts, then by e-mail on every
platform where we have not met them. Only direct conversations are ever used: private stays private (T17).
An account on a platform that only another process serves is left to that process for a while.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

import structlog

from bot.adapter import Adapter, Delivery, Failure, SendFailed
from bot.fit import fit_message
from bot.flows.notice import draw
from bot.messages import Message
from bot.people import Place, ReplyTarget
from bot.services import Services
from foundation.outbox.sending import Delivered, NotDelivered
from incidents.notices import Notice

log = structlog.get_logger()

ALL_WAYS_SECONDS = 6.0
"""For all ways of one person together, within `foundation.outbox.jobs.SEND_SECONDS`: a platform that hangs must leave
time for the next."""

HANDED_ON_ATTEMPTS = 6
"""How often what needs a platform that is off here is put back (about half a minute): a process that serves it
takes it up within that time. After that the platform counts as gone."""


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to reach somebody; `met` says that they wrote to us there."""

    platform: str
    target: ReplyTarget
    met: bool = True
    replaces: ReplyTarget | None = None


@dataclass(frozen=True, slots=True)
class _Refusal:
    way: _Way
    failed: SendFailed


class ChatCourier:
    """Delivers through the adapters that are on, by platform name."""

    def __init__(self, adapters: Mapping[str, Adapter], services: Services) -> None:
        self._adapters = adapters
        self._services = services

    def use(self, services: Services) -> None:
        """From the next notice on, work with these services: a data file was read again."""
        self._services = services

    async def deliver(self, notice: Notice) -> Delivered:
        """Send the notice, or bring the card at `notice.updates` up to date; raises NotDelivered."""
        ways = self._way_of(notice) if notice.updates else await self._ways(notice.recipient)
        return await self._deliver(ways, draw(notice, self._services), notice.key, notice.attempt)

    async def carry(self, recipient: str, message: Message, key: str, attempt: int) -> Delivered:
        """Bring any other message to somebody directly; raises NotDelivered."""
        return await self._deliver(await self._ways(recipient), message, key, attempt)

    async def _deliver(self, ways: list[_Way], message: Message, key: str, attempt: int) -> Delivered:
        refusals: list[_Refusal] = []
        for way in ways:
            try:
                async with asyncio.timeout(ALL_WAYS_SECONDS / len(ways)):
                    return await self._send(way, message, key, attempt)
            except SendFailed as failed:
                refusals.append(_Refusal(way, failed))
            except Exception as error:  # noqa: BLE001 - a fault in one adapter must not hide the other ways
                # No traceback: the message of an error can repeat what somebody wrote.
                log.error("send_broke", platform=way.platform, cause=type(error).__name__)  # noqa: TRY400
                refusals.append(_Refusal(way, SendFailed(Failure.RETRY, type(error).__name__)))
        raise _not_delivered(refusals)

    async def _send(self, way: _Way, message: Message, key: str, attempt: int) -> Delivered:
        adapter = self._adapters.get(way.platform)
        if adapter is None:
            later = attempt < HANDED_ON_ATTEMPTS
            raise SendFailed(Failure.RETRY if later else Failure.NEXT_CONTACT, "platform_not_here")
        # A notice is one message with few buttons; only a message with very many has more to follow.
        fitting = fit_message(message, adapter.capabilities)[0]
        delivery = Delivery(fitting, key, attempt, way.replaces)
        receipt = await adapter.send(way.target, delivery)
        return Delivered(way.platform, _address(way.platform, receipt.target))

    async def _ways(self, recipient: str) -> list[_Way]:
        reachable = await self._services.memory.reach(recipient)
        email = self._email(recipient)
        known = [
            _Way(account.identity.platform, _meant_for(account.direct, email))
            for account in reachable
            if account.direct.place is Place.DIRECT
        ]
        here = [way for way in known if way.platform in self._adapters]
        elsewhere = [way for way in known if way.platform not in self._adapters]
        if email and self._services.people.get(recipient):
            met = {way.platform for way in here}
            others = [platform for platform in self._adapters if platform not in met]
            here += [_Way(name, ReplyTarget.to_person(name, email), met=False) for name in others]
        return [*here, *elsewhere]

    def _email(self, recipient: str) -> str:
        """The address an account must have to be theirs; empty for somebody known by an account alone."""
        person = self._services.people.get(recipient)
        return person.email if person else recipient if "@" in recipient else ""

    def _way_of(self, notice: Notice) -> list[_Way]:
        stored = json.loads(notice.updates)
        target = _meant_for(ReplyTarget.from_json(stored["target"]), self._email(notice.recipient))
        direct = target.place is Place.DIRECT
        return [_Way(stored["platform"], target, replaces=target)] if direct else []


def _meant_for(target: ReplyTarget, email: str) -> ReplyTarget:
    """The target with the address its account must have today: what was met once may be somebody else by now."""
    return replace(target, route={**target.route, "email": email}) if email else target


def _address(platform: str, target: ReplyTarget) -> str:
    return json.dumps({"platform": platform, "target": target.to_json()})


def _not_delivered(refusals: list[_Refusal]) -> NotDelivered:
    """What to conclude from the refusals: places where the person was met count, guesses only without any.

    One place that may work later is reason to try again: the ladder's deadline climbs meanwhile.
    """
    counted = [one for one in refusals if one.way.met] or refusals
    if not counted:
        return NotDelivered("no_way", again=False)
    order = (Failure.RETRY, Failure.OPERATOR, Failure.NEXT_CONTACT)
    first = min(counted, key=lambda one: order.index(one.failed.failure))
    waits = [one.failed.retry_after for one in counted if one.failed.failure is Failure.RETRY]
    return NotDelivered(
        first.failed.code,
        again=bool(waits),
        retry_after=min(waits, default=0.0),
        operator=any(one.failed.failure is Failure.OPERATOR for one in counted),
        platform=first.way.platform,
    )
