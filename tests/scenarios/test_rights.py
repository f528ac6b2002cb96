"""Rights on both platforms, end to end: they end with their ground, belong to trusted accounts, and come first."""

from __future__ import annotations

import contextlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.settings import SAMPLE
from bot.routes import all_routes
from bot.words import sentence
from tests.adapters.slack.town import settings as slack_settings
from tests.fakes.patience import until
from tests.fixtures.thorough import share
from tests.flows.crafted import CANARY, changed, plant, rows
from tests.flows.test_walk import CORE, FORMS_ABOUT
from tests.scenarios import house as houses
from tests.scenarios.house import CAO, DANA, PRIYA, RUTH, SAM, TEODOR, House, Start
from tests.scenarios.person import OnSlack, OnTeams, Person, reports
from tests.scenarios.test_across_platforms import ENDED
from tests.standins.slack_client import payload
from tests.standins.teams_client import Teams

WEN = "wen.zhao@portmaribel.example"
MAYOR = "yusuf.demir@portmaribel.example"

SOME = 4
"""Each button and form with one value in four, each value with one button in four: `tests/flows/test_walk.py` sends all
of them into the same door. Here it is proved that what is crafted on a platform comes there as whoever sent it.
"""


@pytest.fixture
def organisation(tmp_path: Path) -> Path:
    """The sample organisation, free to change."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "organisation"))


async def without_priya(it: House, organisation: Path) -> None:
    """Take Priya off the list and let Dana head the department, with Jolene behind her; wait until that is in force."""
    file = organisation / "people.yaml"
    text = file.read_text(encoding="utf-8")
    (block,) = re.findall(r"  - name: Priya Raman\n(?:    .*\n)+", text)
    text = text.replace(block, "")
    for role, phone in (("department_head", "555-0112"), ("department_backup", "555-0114")):
        text = re.sub(rf"roles: \[\w+\]\n    phone: {phone}", f"roles: [{role}]\n    phone: {phone}", text)
    entries = organisation / "directory.yaml"
    owned = entries.read_text(encoding="utf-8").replace(f"owner: {PRIYA}", f"owner: {DANA}")
    entries.write_text(owned, encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    await until(lambda: not it.core.desk.escalation.roster.roles_of(PRIYA), seconds=15)


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_who_left_the_list_reads_and_acknowledges_nothing_more(
    start: Start, organisation: Path, platform: str
) -> None:
    async with start(organisation=organisation) as it:
        sam, priya = await it.person(platform, SAM), await it.person(platform, PRIYA)
        await reports(sam, ENDED)
        assert len(it.alerts(PRIYA)) == 1
        await without_priya(it, organisation)
        await priya.presses(sentence("notice.read"))
        assert ENDED["happened"] not in priya.form + priya.told[-1]
        await priya.presses(sentence("notice.acknowledge"))
        assert (await it.record()).acknowledged_at is None
        before = list(priya.told)
        await it.pass_time(minutes=40)
        dana = await it.person(platform, DANA)
        await dana.writes("reports")
        await dana.presses(sentence("reports.open", reference=(await it.record()).reference))
        assert priya.told == before, "no notice and no news on a card of theirs"


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_a_complaint_about_the_cao_is_brought_to_the_mayor_and_to_nobody_below(
    it: House, platform: str
) -> None:
    people = {email: await it.person(platform, email) for email in (SAM, PRIYA, DANA, CAO, TEODOR, MAYOR)}
    await reports(people[SAM], {**ENDED, "customer": "Marguerite Oyelaran"})
    await it.pass_time(hours=2)
    assert it.alerts(MAYOR)
    for email in (PRIYA, DANA, CAO, TEODOR):
        assert it.alerts(email) == []
        await people[email].writes(f"reports {(await it.record()).reference}")
        assert sentence("notice.nothing_to_show") in people[email].told[-1]


async def test_a_guest_is_refused_while_the_roster_is_silent_also_after_a_restart(start: Start) -> None:
    async with start() as it:
        teams = _teams(it)
        gary = teams.person("Gary Guest", "gary@elsewhere.example", role="guest")
        it.vendors.teams.fail("/members/", status=500, times=50)
        await gary.says("how do I handle an abusive caller")
        assert sentence("core.guest") in gary.reads()
        assert sentence("core.not_checked") in gary.reads()


async def test_staff_known_from_before_keep_working_while_the_roster_is_silent(start: Start) -> None:
    async with start() as it:
        sam = await it.person("teams", SAM)
        await sam.writes("help")
        client = sam.client  # type: ignore[attr-defined]  # somebody on Teams
    async with start() as it:
        fault = it.vendors.teams.fail("/members/", status=500, times=50)
        client.teams = _teams(it)
        await client.says("my reports")
        assert sentence("core.guest") not in client.reads()
        fault.times = 0
        it.vendors.teams.users[client.user.id] = _as_guest(client.user)
        await client.says("help")
        assert client.reads() == sentence("teams.guest")
    async with start() as it:
        it.vendors.teams.fail("/members/", status=500, times=50)
        client.teams = _teams(it)
        await client.says("help")
        assert sentence("core.not_checked") in client.reads(), "what was staff once is a guest now"


async def test_the_administrator_of_a_second_workspace_becomes_nobody(
    monkeypatch: pytest.MonkeyPatch, start: Start
) -> None:
    plain = slack_settings
    both = {"teams": "T0LAKEVIEW,T0SECOND"}
    monkeypatch.setattr(houses, "slack_settings", lambda url, **more: plain(url, **{**both, **more}))
    async with start() as it:
        sam, _ = await it.person("slack", SAM), await it.person("slack", PRIYA)
        await reports(sam, ENDED)
        it.vendors.slack.add_user("U0EVE", "Eve", CAO, team_id="T0SECOND")
        eve = OnSlack(it.settle, it.vendors.slack, it.line, "U0EVE")
        event = eve.client._event("message_im", text="reports", channel="D0EVE") | {"team_id": "T0SECOND"}
        await it.line(event)
        await it.settle()
        assert eve.told[-1] == sentence("slack.guest")
        await it.pass_time(hours=2)
        assert len(eve.told) == 1, "no notice for the CAO goes there"


@contextlib.contextmanager
def watched(person: Person) -> Iterator[list[str]]:
    """What the bot said to somebody inside the block."""
    before, said = person.heard, list[str]()
    yield said
    said += person.told_since(before)


async def test_no_crafted_button_or_form_on_teams_gives_away_or_changes_what_is_anothers(it: House) -> None:
    await it.person("teams", RUTH)
    wen = await it.person("teams", WEN)
    assert isinstance(wen, OnTeams)
    planted = await plant(it.core.services)
    await it.settle()
    before, leaking = await rows(it.core.db), set()
    for number, action in enumerate(sorted(set(all_routes().actions) | CORE)):
        for value in share(planted.few, number, SOME):
            data = {"counterpoise": {"action": action, "value": value}, "action": action, "value": value}
            for name, body in (("card_button", data), ("task_fetch", {"data": data})):
                activity = wen.client.teams.activity(name, wen.client.user, wen.client.personal, value=body)
                with watched(wen) as said:
                    _, answer = await wen.client.teams.deliver(activity)
                if CANARY in json.dumps(answer).casefold() + "".join(said).casefold():
                    leaking.add(action)
    for number, form in enumerate(sorted(FORMS_ABOUT)):
        for context in share(planted.few, number, SOME):
            for typed in ({"keep": "yes", "answer": "a", "questions": ""}, {"answer": "a", "reason": "r"}):
                kinds = dict.fromkeys(typed, "text") | ({"keep": "toggle"} if "keep" in typed else {})
                ours = {"form": form, "draft": "x" * 32, "context": context, "fields": kinds, "origin": {}}
                sent = {"data": {"counterpoise": ours, **typed}}
                activity = wen.client.teams.activity(
                    "task_submit", wen.client.user, wen.client.personal, value=sent
                )
                with watched(wen) as said:
                    _, answer = await wen.client.teams.deliver(activity)
                if CANARY in json.dumps(answer).casefold() + "".join(said).casefold():
                    leaking.add(form)
    assert leaking == set()
    await it.settle()
    assert _changed_by_hand(before, await rows(it.core.db)) == []


async def test_no_crafted_button_or_form_on_slack_gives_away_or_changes_what_is_anothers(it: House) -> None:
    await it.person("slack", RUTH)
    wen = await it.person("slack", WEN)
    assert isinstance(wen, OnSlack)
    await wen.writes("help")
    planted = await plant(it.core.services)
    await it.settle()
    before, leaking = await rows(it.core.db), set()
    for number, action in enumerate(sorted(set(all_routes().actions) | CORE)):
        for value in share(planted.few, number, SOME):
            with watched(wen) as said:
                await it.line(_pressed(wen, action, value))
                await it.settle()
            if CANARY in f"{''.join(said)} {wen.form}".casefold():
                leaking.add(action)
            it.vendors.slack.views.clear()
    for number, form in enumerate(sorted(FORMS_ABOUT)):
        for context in share(planted.few, number, SOME):
            with watched(wen) as said:
                answer = await it.line(_sent(wen, form, context))
                await it.settle()
            if CANARY in f"{''.join(said)} {json.dumps(answer)}".casefold():
                leaking.add(form)
    assert leaking == set()
    assert _changed_by_hand(before, await rows(it.core.db)) == []


def _changed_by_hand(before: Any, after: Any) -> list[str]:
    """What the walk changed; notices and letters under way and the pulse are the program's own work."""
    own = {"jobs", "deliveries", "pulse"}
    return [name for name in changed(before, after) if name not in own]


def _pressed(person: OnSlack, action: str, value: str) -> dict[str, Any]:
    client = person.client
    message = client.messages[-1]
    return (
        payload("block_actions_ephemeral")
        | client._who()
        | {
            "channel": {"id": message["channel"], "name": "directmessage"},
            "container": {"type": "message", "message_ts": message["ts"], "channel_id": message["channel"]},
            "actions": [{"type": "button", "block_id": "b", "action_id": action, "value": value}],
            "trigger_id": client.api.trigger(client.user),
            "response_url": client.api.hook(message["channel"], client.user, message["ts"]),
        }
    )


def _sent(person: OnSlack, form: str, context: str) -> dict[str, Any]:
    client = person.client
    opened = payload("view_submission")["view"]
    kept = json.loads(opened["private_metadata"]) | {"form": form, "context": context, "draft": "x" * 32}
    values = {
        "answer": {"answer": {"type": "plain_text_input", "value": "a"}},
        "questions": {"questions": {"type": "plain_text_input", "value": ""}},
        "keep": {"keep": {"type": "checkboxes", "selected_options": [{"value": "yes"}]}},
    }
    view = opened | {"private_metadata": json.dumps(kept), "state": {"values": values}}
    return payload("view_submission") | client._who() | {"view": view}


def _teams(it: House) -> Teams:
    return Teams(it.vendors.teams, it.teams, it.address + "/api/messages", it.vendors.session, it.clock)


def _as_guest(user: Any) -> Any:
    return type(user)(user.id, user.name, user.email, "guest", user.tenant)
