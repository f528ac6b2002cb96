"""Who an account is and where to write to it, asked of Slack and remembered for a while."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from adapters.slack.calls import CallFailed, Calls, called
from adapters.slack.settings import SlackSettings
from bot.people import Identity, Standing
from foundation.clock import Clock

PLATFORM = "slack"
NO_ACCOUNT = frozenset({"user_not_found", "users_not_found", "user_not_visible"})
REMEMBERED = 20_000
"""Entries kept of each kind, about 10 MB."""
FRESH = timedelta(minutes=10)
"""After this a person's name, e-mail and guest status are asked again."""

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Workspace:
    """What auth.test says about our own account, and the ids of teams and organisations we serve.

    `trusted` are those whose people an e-mail address joins to whom the organisation lists.
    """

    team: str
    enterprise: str
    bot_user: str
    bot: str
    allowed: frozenset[str]
    trusted: frozenset[str]

    def trusts(self, *ids: str | None) -> bool:
        """Whether one of these team or organisation ids is trusted to say who somebody is."""
        return any(one in self.trusted for one in ids if one)

    def serves(self, *ids: str | None) -> bool:
        """Whether one of these team or organisation ids is ours."""
        return any(one in self.allowed for one in ids if one)


@dataclass(frozen=True, slots=True)
class Account:
    """One account. `staff` is false for guests, people of tenants that are not trusted, bots and closed accounts."""

    identity: Identity
    staff: bool


class Remembered(Generic[Value]):
    """The newest entries of a mapping, each with the time it was learnt."""

    def __init__(self) -> None:
        self._entries: OrderedDict[str, tuple[Value, datetime]] = OrderedDict()

    def get(self, key: str) -> tuple[Value, datetime] | None:
        """The entry and when it was learnt."""
        return self._entries.get(key)

    def put(self, key: str, value: Value, at: datetime) -> Value:
        """Keep an entry, forgetting the oldest beyond the bound."""
        self._entries[key] = (value, at)
        self._entries.move_to_end(key)
        if len(self._entries) > REMEMBERED:
            self._entries.popitem(last=False)
        return value


async def introduce(calls: Calls, settings: SlackSettings) -> Workspace:
    """Ask Slack who we are; raises CallFailed. Nobody allowed by name means our own workspace is."""
    answer = await called(calls.quick.auth_test())
    team, enterprise = str(answer.get("team_id") or ""), str(answer.get("enterprise_id") or "")
    # An organisation-wide installation serves every workspace of its Enterprise Grid.
    own = enterprise if answer.get("is_enterprise_install") and enterprise else team
    listed, joined = settings.listed_teams or (own,), settings.trusted_teams
    # In a Grid an account belongs to the organisation, not to the workspace it is used in.
    ours = {team, enterprise} if {team, enterprise} & set(listed) else {listed[0]}
    return Workspace(
        team=team,
        enterprise=enterprise,
        bot_user=str(answer.get("user_id") or ""),
        bot=str(answer.get("bot_id") or ""),
        allowed=frozenset(listed) | joined,
        trusted=frozenset(ours - {""}) | joined,
    )


class Accounts:
    """Looks accounts up, at most once in ten minutes each."""

    def __init__(self, calls: Calls, clock: Clock, workspace: Workspace) -> None:
        self._calls = calls
        self._clock = clock
        self._workspace = workspace
        self._accounts: Remembered[Account] = Remembered()
        self._directs: Remembered[str] = Remembered()

    @property
    def team(self) -> str:
        """The id of our own workspace."""
        return self._workspace.team

    def trusts(self, team: str) -> bool:
        """Whether the accounts of a workspace are trusted to carry the addresses they have."""
        return self._workspace.trusts(team)

    async def of(self, user: str, team: str) -> Account:
        """The account of a user id; raises CallFailed when Slack never told and does not tell now."""
        now = self._clock.now()
        known = self._accounts.get(f"{team}:{user}")
        if known and now - known[1] < FRESH:
            return known[0]
        try:
            answer = await called(self._calls.quick.users_info(user=user, include_locale=True))
        except CallFailed:
            # A person must not turn into another one because Slack hiccups: better the old facts.
            if known:
                return known[0]
            raise
        return self._accounts.put(f"{team}:{user}", self._read(answer["user"], team), now)

    async def find(self, email: str) -> str:
        """The user id of the trusted account behind an e-mail address; raises CallFailed, also for guests."""
        answer = await called(self._calls.patient.users_lookupByEmail(email=email))
        account = self._read(answer["user"], self._workspace.team)
        if not account.staff:
            raise CallFailed("guest_account")
        if account.identity.person != email.strip().casefold():
            raise CallFailed("unconfirmed_address")
        return account.identity.user

    async def is_still(self, user: str, team: str, email: str) -> bool:
        """Whether an account met before is trusted today and has this address; any, where `email` is empty.

        While Slack does not tell, an account of a trusted workspace is believed; raises CallFailed for others.
        """
        try:
            account = await self.of(user, team)
        except CallFailed as failed:
            if failed.code in NO_ACCOUNT:
                return False
            if not self._workspace.trusts(team):
                raise
            return True
        known = account.identity
        told = bool(known.email) or known.no_email
        return account.staff and (not email or not told or known.person == email.strip().casefold())

    async def direct(self, user: str, *, anew: bool = False) -> str:
        """The id of the bot's direct conversation with a user, asked `anew` where it was wrong; raises CallFailed."""
        if (known := self._directs.get(user)) and not anew:
            return known[0]
        answer = await called(self._calls.quick.conversations_open(users=user))
        return self._directs.put(user, str(answer["channel"]["id"]), self._clock.now())

    def _read(self, user: Mapping[str, Any], team: str) -> Account:
        profile = user.get("profile") or {}
        name = profile.get("display_name") or profile.get("real_name") or user.get("real_name") or ""
        refused = ("is_restricted", "is_ultra_restricted", "is_stranger", "is_bot", "deleted")
        staff = not any(user.get(flag) for flag in refused) and self._is_trusted(user, team)
        # Whoever types an address into a profile must have shown that it is theirs.
        confirmed = user.get("is_email_confirmed") is not False
        email = str(profile.get("email") or "") if staff and confirmed else ""
        standing = Standing.STAFF if staff else Standing.GUEST
        who = Identity(
            PLATFORM,
            team,
            str(user["id"]),
            str(name),
            email,
            standing,
            no_email=not confirmed,
            locale=str(user.get("locale") or ""),
        )
        return Account(who, staff)

    def _is_trusted(self, user: Mapping[str, Any], team: str) -> bool:
        # `is_stranger` is false for people met in a shared channel, so the home team decides.
        enterprise = (user.get("enterprise_user") or {}).get("enterprise_id")
        return self._workspace.trusts(user.get("team_id") or team, enterprise)
