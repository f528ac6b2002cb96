"""Who somebody is: staff of a trusted tenant with the address of today; a silent roster vouches for nobody new."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapter import Delivery, SendFailed
from bot.events import Event
from bot.messages import Message, Text
from bot.people import Identity, ReplyTarget, Standing
from bot.replies import Reply, Say
from bot.words import sentence
from tests.fakes.clock import FakeClock
from tests.standins.teams_api import TENANT
from tests.standins.teams_client import Teams, TeamsClient, on_teams

FOREIGN = "22222222-2222-4222-8222-222222222222"
ADDRESS = "maya@town.example"
NOTICE = Message("A report needs you.", (Text("A report needs you."),))


class Handle:
    """Keeps every event and says hello."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.away: list[Identity] = []

    async def __call__(self, event: Event) -> list[Reply]:
        self.events.append(event)
        return [Say(Message("Hello.", (Text("Hello."),)))]

    async def turned_away(self, who: Identity) -> None:
        self.away.append(who)


@asynccontextmanager
async def running(handle: Handle, **settings: str) -> AsyncIterator[Teams]:
    async with on_teams(handle, FakeClock(), **settings) as teams:
        teams.adapter.turned_away = handle.turned_away
        yield teams


def foreigner(teams: Teams, email: str = ADDRESS) -> TeamsClient:
    """Somebody of another tenant whose own directory gives them one of our addresses."""
    eve = teams.person("Eve", email)
    eve.user = replace(eve.user, tenant=FOREIGN)
    teams.api.users[eve.user.id] = eve.user
    return eve


@pytest.mark.parametrize("tenants", [f"{TENANT},{FOREIGN}", f"{FOREIGN},{TENANT}"])
@pytest.mark.parametrize("silent", [False, True])
async def test_the_people_of_another_tenant_are_guests_whatever_the_roster_says(
    tenants: str, silent: bool
) -> None:
    handle = Handle()
    async with running(handle, tenants=tenants) as teams:
        eve = foreigner(teams)
        if silent:
            teams.api.fail("members", status=503, times=9)
        await eve.says("hello")
        assert eve.reads() == sentence("teams.guest")
    assert handle.events == []


async def test_another_tenant_joins_where_the_settings_say_so() -> None:
    handle = Handle()
    async with running(handle, joined_tenants=FOREIGN) as teams:
        await foreigner(teams, "eve@town.example").says("hello")
    (event,) = handle.events
    assert (event.who.email, event.who.standing) == ("eve@town.example", Standing.STAFF)


async def test_while_the_roster_is_silent_the_bot_is_told_that_nobody_vouches() -> None:
    handle = Handle()
    async with running(handle) as teams:
        maya = teams.person("Maya", ADDRESS)
        teams.api.fail("members", status=503, times=1)
        await maya.says("hello")
        await maya.says("hello")
    assert [event.who.standing for event in handle.events] == [Standing.UNKNOWN, Standing.STAFF]


async def test_a_guest_reaches_nothing_and_the_bot_hears_that_they_are_none_of_ours() -> None:
    handle = Handle()
    async with running(handle) as teams:
        await teams.person("Gus", "gus@elsewhere.example", role="guest").says("hello")
    assert handle.events == []
    assert [who.user for who in handle.away] == ["29:gus"]


async def test_rights_follow_the_address_of_today() -> None:
    handle = Handle()
    async with running(handle) as teams:
        maya = teams.person("Maya", ADDRESS)
        await maya.says("hello")
        for email in ("maya.moss@town.example", ""):
            teams.api.users[maya.user.id] = replace(maya.user, email=email)
            teams.clock.advance(timedelta(minutes=11))  # type: ignore[attr-defined]  # a clock of the test
            await maya.says("hello")
    known = [(event.who.email, event.who.no_email) for event in handle.events]
    assert known == [(ADDRESS, False), ("maya.moss@town.example", False), ("", True)]


def met(person: TeamsClient, teams: Teams, tenant: str = TENANT) -> ReplyTarget:
    route = {"service_url": teams.api.service_url, "user": person.user.id, "email": ADDRESS}
    return ReplyTarget("teams", tenant, person.user.chat, route=route)


async def test_a_notice_never_goes_to_an_account_of_a_tenant_that_is_not_trusted_any_more() -> None:
    async with running(Handle(), tenants=f"{TENANT},{FOREIGN}") as teams:
        eve = foreigner(teams)
        with pytest.raises(SendFailed) as failed:
            await teams.adapter.send(met(eve, teams, FOREIGN), Delivery(NOTICE, "k"))
        assert failed.value.code == "account_not_trusted"
        assert eve.inbox == []


async def test_a_notice_follows_the_address_when_an_account_lost_it() -> None:
    async with running(Handle()) as teams:
        old, new = teams.person("Maya Old", "other@town.example"), teams.person("Maya New", ADDRESS)
        await new.says("hello")
        await teams.adapter.send(met(old, teams), Delivery(NOTICE, "k"))
        assert old.inbox == []
        assert new.reads() == "A report needs you."


async def test_an_address_that_somebody_had_once_leads_to_nobody() -> None:
    async with running(Handle()) as teams:
        maya = teams.person("Maya", ADDRESS)
        await maya.says("hello")
        teams.api.users[maya.user.id] = replace(maya.user, email="other@town.example")
        teams.clock.advance(timedelta(minutes=11))  # type: ignore[attr-defined]  # a clock of the test
        with pytest.raises(SendFailed):
            await teams.adapter.send(ReplyTarget.to_person("teams", ADDRESS), Delivery(NOTICE, "k"))
        assert len(maya.inbox) == 1


async def test_while_the_roster_is_silent_an_account_met_before_gets_its_notice() -> None:
    async with running(Handle()) as teams:
        maya = teams.person("Maya", ADDRESS)
        teams.api.fail("members", status=503, times=9)
        await teams.adapter.send(met(maya, teams), Delivery(NOTICE, "k"))
        assert maya.reads() == "A report needs you."
