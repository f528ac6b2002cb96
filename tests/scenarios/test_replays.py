"""What comes again makes nothing twice: forms, messages, edits, presses; also after a restart (T3, T11)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.words import sentence
from tests.scenarios.house import PRIYA, RUTH, SAM, House, Start
from tests.scenarios.person import OnSlack, OnTeams, Person, opens_report, reports
from tests.scenarios.test_across_platforms import ENDED
from tests.scenarios.test_doors import rows
from tests.standins.slack_client import payload
from tests.standins.teams_api import BOT

POLICY = "how do I handle an abusive caller"
both_platforms = pytest.mark.parametrize("platform", ["slack", "teams"])
Opens = Callable[[House, Person], Awaitable[dict[str, Any]]]


async def a_report(_: House, sam: Person) -> dict[str, Any]:
    await opens_report(sam)
    return ENDED


async def an_amendment(it: House, sam: Person) -> dict[str, Any]:
    await reports(sam, ENDED)
    record = await it.record()
    await sam.writes(f"reports {record.reference}")
    await sam.presses(sentence("report.amend"))
    return {"statement": "He called again."}


async def a_question(_: House, sam: Person) -> dict[str, Any]:
    await sam.writes("may I bring my parrot to work")
    await sam.presses(sentence("ask.person"))
    return {"question": "May I bring my parrot?"}


async def a_wrong_number(_: House, sam: Person) -> dict[str, Any]:
    await sam.writes("contact parking permits")
    await sam.presses(sentence("refer.wrong"))
    return {"note": "It rings at the museum."}


FORMS: dict[str, Opens] = {
    "report": a_report,
    "amend": an_amendment,
    "ask_person": a_question,
    "wrong": a_wrong_number,
}


@both_platforms
@pytest.mark.parametrize("form", FORMS)
async def test_a_form_that_comes_again_sends_nobody_a_second_message(
    it: House, platform: str, form: str
) -> None:
    """A double click, a redelivery with a new id, a replay of the recorded request."""
    sam = await it.person(platform, SAM)
    others = [await it.person("slack", one) for one in (PRIYA, RUTH)]
    await sam.fills(await FORMS[form](it, sam))
    await sam.sends()
    assert not sam.form
    said, kept = [list(one.told) for one in (sam, *others)], await rows(it.core.db)
    for _ in range(3):
        await sam.sends_again()
    assert [list(one.told) for one in (sam, *others)] == said
    # That a record was looked at is noted each time it is.
    assert {**await rows(it.core.db), "audit": 0} == {**kept, "audit": 0}


@both_platforms
async def test_an_answer_that_is_sent_again_tells_nobody_twice(it: House, platform: str) -> None:
    sam, ruth = await it.person("slack", SAM), await it.person(platform, RUTH)
    await sam.fills(await a_question(it, sam))
    await sam.sends()
    await it.settle()
    await ruth.presses(sentence("question.answer"))
    await ruth.fills({"answer": "Yes, in a cage."})
    await ruth.sends()
    said = [list(one.told) for one in (sam, ruth)]
    await ruth.sends_again()
    assert [list(one.told) for one in (sam, ruth)] == said


@both_platforms
async def test_a_form_that_comes_again_after_a_restart_is_still_the_same(start: Start, platform: str) -> None:
    async with start() as it:
        sam = await it.person(platform, SAM)
        await sam.fills(await a_wrong_number(it, sam))
        await sam.sends()
        said, kept = list(sam.told), await rows(it.core.db)
    async with start() as again:
        moved(sam, again)
        await sam.sends_again()
        assert sam.told == said
        assert await rows(again.core.db) == kept


async def test_every_recorded_request_of_slack_is_harmless_when_it_comes_again(it: House) -> None:
    """Commands, presses, shortcuts, messages and files, in the order in which they are recorded."""
    it.vendors.slack.add_user("U0MARTA", "Marta Novak", "marta.novak@portmaribel.example")
    names = (
        "slash_command",
        "block_actions_message",
        "shortcut",
        "message_action",
        "message_im",
        "app_mention",
    )
    for name in (*names, "message_im_file", "app_home_opened", "view_submission", "view_closed"):
        await it.line(payload(name))
        await it.settle()
        said, kept = len(it.vendors.slack.messages), await rows(it.core.db)
        for _ in range(2):
            await it.line(payload(name))
        await it.settle()
        assert (len(it.vendors.slack.messages), await rows(it.core.db)) == (said, kept), name


@both_platforms
async def test_a_guest_who_is_refused_is_told_once(it: House, platform: str) -> None:
    if platform == "slack":
        it.vendors.slack.add_user("U0GUEST", "Gus Guest", "gus@elsewhere.example", is_restricted=True)
        event = payload("message_im")
        event["event"] |= {"user": "U0GUEST", "channel": "D0GUEST"}
        for _ in range(3):
            await it.line(event)
        assert len(it.vendors.slack.seen_by("U0GUEST")) == 1
        return
    sam = await it.person("teams", SAM)
    assert isinstance(sam, OnTeams)
    guest = sam.client.teams.person("Gus Guest", "gus@elsewhere.example", role="guest")
    made = guest.teams.activity("message_personal", guest.user, guest.personal, text="hello")
    for _ in range(3):
        await guest.teams.deliver(made)
    assert len(guest.inbox) == 1


async def test_an_edited_mention_is_answered_once_on_slack(it: House) -> None:
    """Each edit comes under a new event id, and a channel's messages may come beside the mention."""
    sam = await it.person("slack", SAM)
    assert isinstance(sam, OnSlack)
    told = sam.client._event("app_mention", text=f"<@U0COUNTER> {POLICY}", channel="C0FRONTDESK")
    await it.line(told)
    await it.settle()
    assert len(sam.told) == 1
    for number in range(1, 4):
        edited = sam.client._event("app_mention", **{**told["event"], "text": f"<@U0COUNTER> {POLICY}s"})
        edited["event"]["edited"] = {
            "user": sam.client.user,
            "ts": f"{float(told['event']['ts']) + number:.6f}",
        }
        await it.line(edited)
    await it.line(
        sam.client._event("message_im", **{**told["event"], "channel_type": "channel", "type": "message"})
    )
    await it.settle()
    assert len(sam.told) == 1


async def test_a_mention_that_an_edit_brought_in_is_answered(it: House) -> None:
    sam = await it.person("slack", SAM)
    assert isinstance(sam, OnSlack)
    told = sam.client._event("app_mention", text=f"<@U0COUNTER> {POLICY}", channel="C0FRONTDESK")
    told["event"]["edited"] = {"user": sam.client.user, "ts": f"{float(told['event']['ts']) + 8:.6f}"}
    await it.line(told)
    await it.settle()
    assert len(sam.told) == 1


async def test_an_edited_message_is_answered_once_on_teams(it: House) -> None:
    sam = await it.person("teams", SAM)
    assert isinstance(sam, OnTeams)
    teams, before = sam.client.teams, len(sam.told)
    mention = f"<at>{BOT['name']}</at>"
    entities = [{"type": "mention", "text": mention, "mentioned": BOT}]
    said = teams.activity("message_channel", sam.client.user, sam.client.channel(), entities=entities)
    for changes in (
        {"text": f"{mention} {POLICY}"},
        {"text": f"{mention} {POLICY}s"},
        {"text": f"{mention} {POLICY}s", "type": "messageUpdate"},
        {"text": f"{mention} {POLICY}s", "conversation": sam.client.channel(thread="1772442000009")},
    ):
        assert (await teams.deliver({**said, **changes}))[0] == 200
    await it.settle()
    assert len(sam.told) == before + 1


async def test_an_invoke_of_teams_that_is_sent_again_with_the_same_and_with_a_new_id_is_one(
    it: House,
) -> None:
    sam = await it.person("teams", SAM)
    assert isinstance(sam, OnTeams)
    await sam.fills(await a_wrong_number(it, sam))
    form = sam.dialog
    data = {**form.card["actions"][0]["data"], **form.values}
    first = await form.send(data, "f:1")
    await it.settle()
    said, kept = list(sam.told), await rows(it.core.db)
    for number in ("f:1", "f:1", "f:2", "f:3"):
        assert (await form.send(data, number)).open == first.open
    await it.settle()
    assert (sam.told, await rows(it.core.db)) == (said, kept)


def moved(person: Person, house: House) -> None:
    """The same person in front of the program that was started again."""
    person._settle = house.settle  # type: ignore[attr-defined]  # both kinds have it
    if isinstance(person, OnSlack):
        person.client.line = house.line
    else:
        assert isinstance(person, OnTeams)
        person.client.teams.endpoint = house.address + "/api/messages"
