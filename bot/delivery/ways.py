"""By which way somebody is reached: where they wrote to us last, their other accounts, then their e-mail address.

Only direct conversations are ever used: private stays private (T17).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from bot.adapter import Failure, SendFailed
from bot.people import Place, ReplyTarget
from bot.services import Services
from foundation.outbox.sending import NotDelivered


@dataclass(frozen=True, slots=True)
class Way:
    """One way to reach somebody; `met` says that they wrote to us there."""

    platform: str
    target: ReplyTarget
    met: bool = True
    replaces: ReplyTarget | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """What a platform said no with."""

    way: Way
    failed: SendFailed


async def ways_to(recipient: str, platforms: Collection[str], services: Services) -> list[Way]:
    """Every way to somebody, best first; `platforms` are those that are on in this process.

    E-mail is tried on every one of them where we have not met the person.
    """
    reachable = await services.memory.reach(recipient)
    email = _email(recipient, services)
    known = [
        Way(account.identity.platform, _meant_for(account.direct, email))
        for account in reachable
        if account.direct.place is Place.DIRECT
    ]
    here = [way for way in known if way.platform in platforms]
    elsewhere = [way for way in known if way.platform not in platforms]
    if email and services.people.get(recipient):
        met = {way.platform for way in here}
        others = [platform for platform in platforms if platform not in met]
        here += [Way(name, ReplyTarget.to_person(name, email), met=False) for name in others]
    return [*here, *elsewhere]


def way_back(address: str, recipient: str, services: Services) -> list[Way]:
    """The way to a message that was sent before, by the address its delivery gave."""
    stored = json.loads(address)
    target = _meant_for(ReplyTarget.from_json(stored["target"]), _email(recipient, services))
    direct = target.place is Place.DIRECT
    return [Way(stored["platform"], target, replaces=target)] if direct else []


def language_of(ways: Sequence[Way]) -> str:
    """The language of whoever is reached by these ways, as they last told it; empty where they never did."""
    return next((way.target.locale for way in ways if way.target.locale), "")


async def known_language(recipient: str, services: Services) -> str:
    """The same for somebody to whom no way has been looked for yet."""
    return language_of([Way("", account.direct) for account in await services.memory.reach(recipient)])


def address_of(platform: str, target: ReplyTarget) -> str:
    """What leads back to a message: opaque to everybody else."""
    return json.dumps({"platform": platform, "target": target.to_json()})


def conclusion(refusals: Sequence[Refusal]) -> NotDelivered:
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


def _email(recipient: str, services: Services) -> str:
    """The address an account must have to be theirs; empty for somebody known by an account alone."""
    person = services.people.get(recipient)
    return person.email if person else recipient if "@" in recipient else ""


def _meant_for(target: ReplyTarget, email: str) -> ReplyTarget:
    """The target with the address its account must have today: what was met once may be somebody else by now."""
    return replace(target, route={**target.route, "email": email}) if email else target
