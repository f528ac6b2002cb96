"""Who somebody is: an account of a trusted workspace and the address it has today, never one of another's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.adapter import Delivery, Failure, SendFailed
from bot.messages import Message, Text
from bot.people import ReplyTarget, Standing
from bot.replies import Say
from bot.words import sentence
from tests.adapters.slack.town import MARTA, SAM, Script, Town, town
from tests.standins.slack_api import BOT_ID, BOT_USER, TEAM, Fault, SlackApi

SECOND, GRID, OTHER_GRID = "T0SECOND", "E0OURS", "E0OTHER"
EVE = "U0EVE"
ADDRESS = "marta.novak@lakeview.example"
NOTICE = Message("A report needs you.", (Text("A report needs you."),))
KEY = "notify:r1:0:marta"


def script() -> Script:
    return Script(lambda _: [Say(Message("Hello.", (Text("Hello."),)))])


async def writes(lakeview: Town, user: str, team: str, **more: Any) -> None:
    """Write to the bot in a payload of that workspace."""
    person = lakeview.person(user)
    event = person._event("message_im", text="hello", channel=f"D0{user[2:]}") | {"team_id": team, **more}
    for one in event.get("authorizations", []):
        one |= {"team_id": team, "enterprise_id": more.get("enterprise_id")}
    await lakeview.line(event)
    await lakeview.adapter._connected.receiver.finish()  # type: ignore[union-attr]  # it has started


@pytest.mark.parametrize("teams", [f"{TEAM},{SECOND}", f"{SECOND},{TEAM}"])
async def test_the_people_of_another_workspace_are_guests_whatever_address_their_profile_carries(
    teams: str,
) -> None:
    bot = script()
    async with town(bot, teams=teams) as lakeview:
        lakeview.api.add_user(EVE, "Eve", ADDRESS, team_id=SECOND)
        await writes(lakeview, EVE, SECOND)
        await writes(lakeview, EVE, TEAM)
        assert lakeview.person(EVE).last_words == sentence("slack.guest")
    assert bot.events == []


@pytest.mark.parametrize(
    "settings", [{"teams": f"{TEAM},{SECOND}", "joined_teams": SECOND}, {"joined_teams": SECOND}]
)
async def test_another_workspace_joins_where_the_settings_say_so(settings: dict[str, Any]) -> None:
    bot = script()
    async with town(bot, **settings) as lakeview:
        lakeview.api.add_user(EVE, "Eve", "eve@lakeview.example", team_id=SECOND)
        await writes(lakeview, EVE, SECOND)
        await writes(lakeview, MARTA, TEAM)
    assert [event.who.email for event in bot.events] == ["eve@lakeview.example", ADDRESS]


@pytest.fixture
def grid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Our workspace belongs to an Enterprise Grid."""
    answer = {"team_id": TEAM, "enterprise_id": GRID, "user_id": BOT_USER, "bot_id": BOT_ID}
    monkeypatch.setattr(SlackApi, "_auth_test", lambda *_: {**answer, "is_enterprise_install": False})


@pytest.mark.usefixtures("grid")
@pytest.mark.parametrize(("enterprise", "served"), [(GRID, True), (OTHER_GRID, False), ("", False)])
async def test_in_a_grid_an_account_belongs_to_its_organisation(enterprise: str, served: bool) -> None:
    bot = script()
    async with town(bot, teams=f"{TEAM},{SECOND},{OTHER_GRID}") as lakeview:
        home = {"enterprise_user": {"enterprise_id": enterprise}} if enterprise else {}
        lakeview.api.add_user(EVE, "Eve", ADDRESS, team_id=SECOND, **home)
        await writes(lakeview, EVE, SECOND, enterprise_id=enterprise or None)
    assert bool(bot.events) is served


async def test_an_account_without_a_home_counts_as_one_of_the_workspace_it_writes_from() -> None:
    bot = script()
    async with town(bot, teams=f"{TEAM},{SECOND}") as lakeview:
        lakeview.api.add_user(EVE, "Eve", ADDRESS, team_id="")
        await writes(lakeview, EVE, SECOND)
        assert bot.events == []
        await writes(lakeview, EVE, TEAM)
    assert len(bot.events) == 1


async def test_an_address_that_is_not_confirmed_joins_nobody() -> None:
    bot = script()
    async with town(bot) as lakeview:
        lakeview.api.add_user(EVE, "Eve", ADDRESS, is_email_confirmed=False)
        await writes(lakeview, EVE, TEAM)
        del lakeview.api.users[MARTA]
        with pytest.raises(SendFailed):
            await lakeview.adapter.send(ReplyTarget.to_person("slack", ADDRESS), Delivery(NOTICE, KEY))
    (event,) = bot.events
    assert (event.who.email, event.who.no_email) == ("", True)


async def test_a_guest_with_a_form_in_hand_reaches_nothing_that_trusts_them() -> None:
    """A changed field asks for the draft again: that comes from a guest too."""
    bot = script()
    async with town(bot, teams=f"{TEAM},{SECOND}") as lakeview:
        lakeview.api.add_user(EVE, "Eve", ADDRESS, team_id=SECOND)
        data = lakeview.person(EVE)._who() | {
            "type": "block_actions",
            "team": {"id": SECOND},
            "trigger_id": lakeview.api.trigger(EVE),
            "view": {
                "id": "V1",
                "private_metadata": '{"form":"report","draft":"d","context":"","origin":"{}"}',
            },
            "actions": [{"type": "static_select", "action_id": "ended", "block_id": "ended"}],
            "container": {"type": "view", "view_id": "V1"},
        }
        await lakeview.line(data)
        await lakeview.adapter._connected.receiver.finish()  # type: ignore[union-attr]  # it has started
    assert all(event.who.standing is not Standing.STAFF and not event.who.email for event in bot.events)


async def test_looking_up_an_address_finds_no_account_of_another_workspace() -> None:
    async with town(script(), teams=f"{TEAM},{SECOND}") as lakeview:
        lakeview.api.add_user(EVE, "Eve", "cao@lakeview.example", team_id=SECOND)
        to_cao = ReplyTarget.to_person("slack", "cao@lakeview.example")
        with pytest.raises(SendFailed) as failed:
            await lakeview.adapter.send(to_cao, Delivery(NOTICE, KEY))
        assert failed.value.failure is Failure.NEXT_CONTACT
        assert lakeview.person(EVE).messages == []


def met(user: str, team: str = TEAM, **route: str) -> ReplyTarget:
    """Where somebody was met before, meant for Marta."""
    return ReplyTarget("slack", team, f"D0{user[2:]}", route={"user": user, "email": ADDRESS, **route})


async def test_a_notice_never_goes_to_an_account_of_a_workspace_that_is_not_trusted_any_more() -> None:
    """It was stored while its workspace was joined; the address leads to whoever has it here."""
    async with town(script(), teams=f"{TEAM},{SECOND}") as lakeview:
        lakeview.api.add_user(EVE, "Eve", ADDRESS, team_id=SECOND)
        lakeview.api.users[MARTA] = lakeview.api.users.pop(
            MARTA
        )  # the same address twice: ours is found first
        lakeview.api.users = {MARTA: lakeview.api.users[MARTA], **lakeview.api.users}
        await lakeview.adapter.send(met(EVE, SECOND), Delivery(NOTICE, KEY))
        assert lakeview.person(EVE).messages == []
        assert len(lakeview.person(MARTA).messages) == 1


@pytest.mark.parametrize("became", [{"email": "other@lakeview.example"}, {"email": ""}, None])
async def test_a_notice_follows_the_address_when_an_account_lost_it(became: dict[str, str] | None) -> None:
    async with town(script()) as lakeview:
        lakeview.api.add_user("U0OLD", "Marta Once", ADDRESS)
        if became is None:
            lakeview.api.users["U0OLD"]["deleted"] = True
        else:
            lakeview.api.users["U0OLD"]["profile"] |= became
            lakeview.api.users["U0OLD"]["is_email_confirmed"] = bool(became["email"])
        receipt = await lakeview.adapter.send(met("U0OLD"), Delivery(NOTICE, KEY))
        assert lakeview.person("U0OLD").messages == []
        assert len(lakeview.person(MARTA).messages) == 1
        assert receipt.target.route["user"] == MARTA


async def test_a_card_in_the_hands_of_an_account_that_lost_the_address_is_not_brought_up_to_date() -> None:
    async with town(script()) as lakeview:
        lakeview.api.add_user("U0OLD", "Marta Once", ADDRESS)
        first = await lakeview.adapter.send(met("U0OLD"), Delivery(NOTICE, KEY))
        lakeview.api.users["U0OLD"]["profile"]["email"] = "other@lakeview.example"
        lakeview.clock.advance(timedelta(minutes=11))
        news = Message("Sam acknowledged.", (Text("Sam acknowledged."),))
        await lakeview.adapter.send(first.target, Delivery(news, "k2", replaces=first.target))
        assert "acknowledged" not in lakeview.person("U0OLD").last_words
        assert "acknowledged" in lakeview.person(MARTA).last_words


async def test_while_slack_does_not_tell_an_account_met_before_gets_its_notice() -> None:
    async with town(script()) as lakeview:
        lakeview.api.fail("users.info", Fault(error="internal_error"), times=9)
        await lakeview.adapter.send(met(MARTA), Delivery(NOTICE, KEY))
        assert len(lakeview.person(MARTA).messages) == 1


async def test_an_account_known_by_itself_alone_is_written_to_where_it_was_met() -> None:
    async with town(script()) as lakeview:
        target = ReplyTarget("slack", TEAM, "D0SAM", route={"user": SAM})
        await lakeview.adapter.send(target, Delivery(NOTICE, KEY))
        assert len(lakeview.person(SAM).messages) == 1
