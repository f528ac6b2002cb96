"""The bot's memory of one process. Implements `bot.store.Memory`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.people import Identity, ReplyTarget
from bot.store import Given, Reachable, is_to_open


@dataclass(frozen=True, slots=True)
class ReferralLogged:
    """A directory entry was `given` before a transfer, or reported `wrong`."""

    kind: str
    contact: str
    person: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Account:
    identity: Identity
    direct: ReplyTarget | None
    seen_at: datetime
    staff: bool = True


class ProcessMemory:
    """Memory that ends with the process; `referrals` can be looked at."""

    def __init__(self) -> None:
        self.referrals: list[ReferralLogged] = []
        self._seen: set[str] = set()
        self._accounts: dict[tuple[str, str, str], _Account] = {}

    async def first_time(
        self,
        event_id: str,
        at: datetime,
        *,
        lasting: bool = False,
    ) -> bool:
        """True once per event id."""
        new = event_id not in self._seen
        self._seen.add(event_id)
        return new

    async def forget(self, event_id: str) -> None:
        """Let an event be the first again."""
        self._seen.discard(event_id)

    async def meet(self, identity: Identity, direct: ReplyTarget | None, at: datetime) -> Identity:
        """Remember an account; what the platform did not tell this time stays as it was."""
        key = (identity.platform, identity.tenant, identity.user)
        if known := self._accounts.get(key):
            direct = (known.direct or direct) if is_to_open(direct) else direct or known.direct
            identity = replace(
                identity,
                name=identity.name or known.identity.name,
                email=identity.email or ("" if identity.no_email else known.identity.email),
            )
        self._accounts[key] = _Account(identity, direct, at)
        return identity

    async def staff(self, identity: Identity) -> Identity | None:
        """What is known of an account that was staff when last met."""
        known = self._accounts.get((identity.platform, identity.tenant, identity.user))
        return known.identity if known and known.staff else None

    async def turned_away(self, identity: Identity) -> None:
        """An account that was staff is none any more."""
        key = (identity.platform, identity.tenant, identity.user)
        if known := self._accounts.get(key):
            self._accounts[key] = replace(known, staff=False)

    async def reach(self, person: str) -> tuple[Reachable, ...]:
        """Where a person can be reached, the platform they used last first."""
        found = [
            Reachable(account.identity, account.direct, account.seen_at)
            for account in self._accounts.values()
            if account.direct and account.staff and account.identity.person == person
        ]
        return tuple(sorted(found, key=lambda reachable: reachable.seen_at, reverse=True))

    async def referral_given(self, contact: str, person: str, at: datetime) -> None:
        """Log that the direct contact was given before the transfer (P32)."""
        self.referrals.append(ReferralLogged("given", contact, person, at))

    async def referrals_given(self, contact: str) -> tuple[Given, ...]:
        """When the number of an entry was given, newest first."""
        found = (one for one in reversed(self.referrals) if (one.kind, one.contact) == ("given", contact))
        return tuple(Given(one.contact, one.person, one.at) for one in found)

    async def referral_wrong(self, contact: str, person: str, note: str, at: datetime) -> None:
        """Log that a directory entry was reported wrong."""
        self.referrals.append(ReferralLogged("wrong", contact, person, at, note))
