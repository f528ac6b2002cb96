"""Who an account is: name and e-mail from the roster of a conversation, asked again every few minutes.

Teams sends no e-mail with an activity; the e-mail joins a person's accounts across platforms, so only that of an
account of a trusted tenant counts.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import structlog

from adapters.teams.activities import text_at
from adapters.teams.connector import Connector
from adapters.teams.places import SERVICE_URL, USER, without_card
from bot.adapter import Failure, SendFailed
from bot.people import Identity, Place, ReplyTarget
from foundation.clock import Clock

log = structlog.get_logger()

FRESH = timedelta(minutes=10)
"""After this a person's name, address and role are asked again: rights follow those of today."""
MOST = 10_000
LOOK_UP_SECONDS = 1.5
"""Longest wait for the roster: an invoke must be answered within five seconds altogether."""

OUTSIDERS = frozenset({"guest", "anonymous"})


@dataclass(frozen=True, slots=True)
class Member:
    """What the roster says. `outsider`: a guest, an anonymous visitor or somebody of a tenant that is not trusted."""

    name: str
    email: str
    outsider: bool


class TeamsRoster:
    """Members by account and by e-mail, and the 1:1 chats they can be reached in; bounded, of one process."""

    def __init__(self, connector: Connector, tenants: frozenset[str], clock: Clock) -> None:
        self._connector = connector
        self._tenants = tenants
        self._clock = clock
        self._members: OrderedDict[tuple[str, str], tuple[datetime, Member]] = OrderedDict()
        self._by_email: OrderedDict[str, ReplyTarget] = OrderedDict()
        self._chats: OrderedDict[tuple[str, str], str] = OrderedDict()

    async def member(self, who: Identity, where: ReplyTarget) -> Member | None:
        """What is known of an account; None while the roster does not answer about somebody new."""
        if who.tenant.casefold() not in self._tenants:
            return Member(who.name, "", outsider=True)
        known = self._members.get((who.tenant, who.user))
        if known and self._clock.now() - known[0] < FRESH:
            return known[1]
        try:
            async with asyncio.timeout(LOOK_UP_SECONDS):
                found = self._read(await self._ask(who, where), who)
        except (SendFailed, TimeoutError) as error:
            log.warning(
                "teams_roster_silent", code=error.code if isinstance(error, SendFailed) else "timeout"
            )
            return known[1] if known else None
        _keep(self._members, (who.tenant, who.user), (self._clock.now(), found))
        if found.email and not found.outsider:
            route = {SERVICE_URL: where.route.get(SERVICE_URL, ""), USER: who.user}
            _keep(
                self._by_email, found.email.casefold(), ReplyTarget(who.platform, who.tenant, "", route=route)
            )
        return found

    async def checked(self, target: ReplyTarget) -> ReplyTarget:
        """A direct target whose account is trusted and has the address it is meant for; raises SendFailed.

        While the roster does not tell, an account that was met before is believed.
        """
        email = target.route.get("email", "").strip().casefold()
        if target.place is not Place.DIRECT or await self._is_still(target, email):
            return target
        known = self._by_email.get(email)
        if known is None or not await self._is_still(known, email):
            raise SendFailed(
                Failure.NEXT_CONTACT, "account_not_trusted" if target.tenant else "unknown_person"
            )
        return known

    async def _is_still(self, target: ReplyTarget, email: str) -> bool:
        user = target.route.get(USER, "")
        if not user:
            return False
        who = Identity(target.platform, target.tenant, user)
        # An account known by its address alone is asked about in its own chat.
        member = await self.member(who, target if target.conversation else await self.chat(target))
        return member is None or (not member.outsider and email in ("", member.email.casefold()))

    async def chat(self, target: ReplyTarget) -> ReplyTarget:
        """The 1:1 chat with the person a target is about; raises SendFailed where there can be none."""
        target = self._named(target)
        account = (target.tenant, target.route[USER])
        conversation = self._chats.get(account) or await self._connector.open_chat(target)
        _keep(self._chats, account, conversation)
        return replace(without_card(target), conversation=conversation, thread="", place=Place.DIRECT)

    def _named(self, target: ReplyTarget) -> ReplyTarget:
        if target.route.get(USER):
            return target
        known = self._by_email.get(target.route.get("email", "").strip().casefold())
        if known is None:
            raise SendFailed(Failure.NEXT_CONTACT, "unknown_person")
        return known

    async def _ask(self, who: Identity, where: ReplyTarget) -> Mapping[str, Any]:
        try:
            return await self._connector.member(where, who.user)
        except SendFailed as failed:
            if failed.failure is not Failure.NEXT_CONTACT or where.place is Place.DIRECT:
                raise
        # A message extension can be used where the bot is no member: its own chat knows the person too.
        return await self._connector.member(await self.chat(where), who.user)

    def _read(self, found: Mapping[str, Any], who: Identity) -> Member:
        role = text_at(found, "userRole").casefold()
        tenant = (text_at(found, "tenantId") or who.tenant).casefold()
        email = text_at(found, "email") or text_at(found, "userPrincipalName")
        outsider = role in OUTSIDERS or tenant not in self._tenants
        return Member(text_at(found, "name") or who.name, "" if outsider else email.strip(), outsider)


def _keep(kept: OrderedDict[Any, Any], key: object, value: object) -> None:
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > MOST:
        kept.popitem(last=False)
