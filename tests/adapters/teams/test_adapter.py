"""The whole way: signed activities in at the real endpoint, replies out to a pretend Connector."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace

import pytest

from adapters.teams.adapter import TeamsAdapter
from adapters.teams.limits import INVOKE_SECONDS
from adapters.teams.settings import TeamsSettings
from bot.adapter import Delivery, Failure, SendFailed
from bot.events import ActionChosen, Arrived, CommandInvoked, Event, FormSubmitted, MessageReceived
from bot.forms import Form, TextField
from bot.messages import Button, Buttons, Message, Text
from bot.people import Place, ReplyTarget
from bot.replies import Audience, CloseForm, FormErrors, OpenForm, Replace, Reply, Say, Upload
from tests.fakes.clock import FakeClock
from tests.fakes.patience import LOADED, instant
from tests.standins.teams_client import CHANNEL, Teams, on_teams


def said(text: str, *buttons: Button) -> Message:
    return Message(text, (Text(text), Buttons(buttons)) if buttons else (Text(text),))


REPORT = Button("Report an incident", "report.open", opens_form=True)
FORM = Form("report", "Report", (TextField("what", "What happened", required=True),), "Send", "draft-1")


@dataclass
class Script:
    """A handle that answers by what it is told; keeps every event."""

    answer: Callable[[Event], list[Reply]] = lambda _: []
    events: list[Event] = field(default_factory=list)
    gate: asyncio.Event | None = None
    reached: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, event: Event) -> list[Reply]:
        self.events.append(event)
        self.reached.set()
        if self.gate:
            await self.gate.wait()
        return self.answer(event)


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
async def teams(script: Script) -> AsyncIterator[Teams]:
    async with on_teams(script, FakeClock()) as running:
        yield running


async def test_a_question_asked_directly_is_answered_in_the_same_chat(teams: Teams, script: Script) -> None:
    script.answer = lambda _: [Say(said("Stay calm."))]
    maya = teams.person("Maya Okafor", "Maya@town.example")
    await maya.says("how do I handle an abusive caller?")
    assert maya.reads() == "Stay calm."
    assert maya.inbox[0].activity["summary"] == "Stay calm."
    event = script.events[0]
    assert (event.who.name, event.who.email, event.who.person) == (
        "Maya Okafor",
        "Maya@town.example",
        "maya@town.example",
    )


async def test_asked_in_a_channel_the_answer_is_private_and_share_here_means_the_channel(
    teams: Teams, script: Script
) -> None:
    def answer(event: Event) -> list[Reply]:
        if isinstance(event, ActionChosen):
            return [Say(said("Stay calm, says the policy."), Audience.HERE), Replace(said("Shared."))]
        return [Say(said("Stay calm.", Button("Share here", "ask.share", "q")))]

    script.answer = answer
    maya = teams.person("Maya Okafor", "maya@town.example")
    await maya.says_in_channel("what about shouting?")
    assert teams.api.messages(CHANNEL) == []
    assert maya.reads() == "Stay calm.\nShare here"
    await maya.presses("Share here")
    (shared,) = teams.api.messages(CHANNEL)
    assert (shared.text, shared.conversation) == ("Stay calm, says the policy.", maya.channel()["id"])
    assert (maya.reads(), len(maya.inbox)) == ("Shared.", 1)
    assert script.events[1].where.place is Place.CHANNEL


async def test_where_no_private_answer_is_possible_the_channel_gets_a_refusal_that_names_nothing(
    teams: Teams, script: Script
) -> None:
    script.answer = lambda _: [Say(said("The customer Ann Lee is banned."))]
    maya = teams.person("Maya Okafor", "maya@town.example")
    teams.api.blocked.add(maya.user.id)
    await maya.says_in_channel("who is Ann Lee?")
    (refusal,) = teams.api.messages(CHANNEL)
    assert "cannot write to you privately" in refusal.text
    assert "Ann Lee" not in str(refusal.activity)


async def test_a_message_is_only_refused_in_public_when_a_private_one_can_never_be(
    teams: Teams, script: Script
) -> None:
    script.answer = lambda _: [Say(said("private"))]
    maya = teams.person("Maya Okafor", "maya@town.example")
    teams.api.fail("a:chat", method="POST", status=502, times=9)
    with instant():
        await maya.says_in_channel("hello?")
    assert teams.api.posted == []


async def test_a_passing_failure_of_the_connector_is_tried_again(teams: Teams, script: Script) -> None:
    script.answer = lambda _: [Say(said("Here I am."))]
    maya = teams.person("Maya Okafor", "maya@town.example")
    teams.api.fail("activities", status=429, headers={"Retry-After": "0"})
    await maya.says("hello")
    assert [each.text for each in maya.inbox] == ["Here I am."]


async def test_a_typed_incident_leads_to_a_dialog_and_a_confirmation(teams: Teams, script: Script) -> None:
    def answer(event: Event) -> list[Reply]:
        match event:
            case MessageReceived():
                return [Say(said("In danger? Call 911.", REPORT))]
            case ActionChosen():
                return [OpenForm(FORM)]
            case _:
                done = said("Recorded as K4M-7TR.")
                return [CloseForm((Say(done), Replace(said("Report sent."))))]

    script.answer = answer
    maya = teams.person("Maya Okafor", "maya@town.example")
    await maya.says("incident")
    card = maya.inbox[0]
    dialog = await maya.presses("Report an incident")
    assert dialog.title == "Report"
    closed = await dialog.fill(what="He shouted.").submit()
    assert not closed.open
    assert maya.reads() == "Recorded as K4M-7TR."
    assert card.text == "Report sent.", "the card the form was opened from is brought up to date"
    submitted = script.events[-1]
    assert isinstance(submitted, FormSubmitted)
    assert (submitted.form, submitted.draft, submitted.values) == (
        "report",
        "draft-1",
        {"what": "He shouted."},
    )


async def test_errors_stand_in_the_dialog_and_what_was_typed_is_sent_again(
    teams: Teams, script: Script
) -> None:
    def answer(event: Event) -> list[Reply]:
        match event:
            case FormSubmitted() if event.values["what"] == "no":
                return [FormErrors(FORM, {"what": "Please say more.", "": "Not saved yet."})]
            case FormSubmitted():
                return [CloseForm((Say(said("Recorded.")),))]
            case CommandInvoked():
                return [OpenForm(FORM)]
            case _:
                return []

    script.answer = answer
    maya = teams.person("Maya Okafor", "maya@town.example")
    dialog = await (await maya.uses("incident_new")).fill(what="no").submit()
    assert dialog.text.split("\n") == [
        "Please check: Not saved yet.",
        "Please check: Please say more.",
        "What happened",
        "Send",
    ]
    assert dialog.values == {"what": "no"}
    assert not (await dialog.fill(what="He shouted.").submit()).open
    drafts = [event.draft for event in script.events if isinstance(event, FormSubmitted)]
    assert drafts == ["draft-1", "draft-1"], "the draft key stays the same, so nothing is recorded twice"


async def test_an_action_command_in_a_foreign_chat_confirms_to_the_asker_alone(
    teams: Teams, script: Script
) -> None:
    def answer(event: Event) -> list[Reply]:
        return (
            [OpenForm(FORM)] if isinstance(event, CommandInvoked) else [CloseForm((Say(said("Recorded.")),))]
        )

    script.answer = answer
    maya = teams.person("Maya Okafor", "maya@town.example")
    two = {"conversationType": "personal", "tenantId": maya.user.tenant, "id": "19:two-people@unq.gbl.spaces"}
    dialog = await maya.uses("incident_from_message", html="<p>He <b>shouted</b></p>", where=two)
    await dialog.fill(what="He shouted.").submit()
    assert maya.reads() == "Recorded."
    assert {posted.conversation for posted in teams.api.posted} == {maya.user.chat}
    invoked = script.events[0]
    assert isinstance(invoked, CommandInvoked)
    assert invoked.quoted == "He shouted"
    assert invoked.who.email == "maya@town.example", (
        "found in the bot's own chat: it is no member of that one"
    )


async def test_a_confirmation_that_cannot_be_sent_is_shown_in_the_dialog(
    teams: Teams, script: Script
) -> None:
    def answer(event: Event) -> list[Reply]:
        return (
            [OpenForm(FORM)]
            if isinstance(event, CommandInvoked)
            else [CloseForm((Say(said("Recorded as K4M.")),))]
        )

    script.answer = answer
    maya = teams.person("Maya Okafor", "maya@town.example")
    teams.api.blocked.add(maya.user.id)
    dialog = await maya.uses("incident_new", where=maya.channel())
    confirmed = await dialog.fill(what="He shouted.").submit()
    assert confirmed.text == "Recorded as K4M."
    assert teams.api.posted == []


async def test_a_message_in_answer_to_a_dialog_button_is_shown_in_the_dialog(
    teams: Teams, script: Script
) -> None:
    def answer(event: Event) -> list[Reply]:
        match event:
            case MessageReceived():
                return [Say(said("Yours.", replace(REPORT, label="Open")))]
            case ActionChosen(action="help.show"):
                return [OpenForm(FORM)]
            case _:
                return [Say(said("That draft is gone.", Button("Help", "help.show"))), Say(said("Sorry."))]

    script.answer = answer
    maya = teams.person("Maya Okafor", "maya@town.example")
    await maya.says("my reports")
    dialog = await maya.presses("Open")
    assert dialog.text == "That draft is gone.\nHelp\nSorry."
    assert len(maya.inbox) == 1
    assert (await dialog.presses("Help")).title == "Report"


async def test_an_invoke_that_is_sent_again_gets_the_same_answer_and_is_handled_once(
    teams: Teams, script: Script
) -> None:
    script.answer = lambda _: [OpenForm(FORM)]
    script.gate = asyncio.Event()
    maya = teams.person("Maya Okafor", "maya@town.example")
    invoke = teams.activity("message_extension_new", maya.user, maya.personal)
    first, second = (asyncio.create_task(teams.deliver(invoke)) for _ in range(2))
    await asyncio.sleep(0.1)
    script.gate.set()
    third = teams.deliver(invoke)
    answers = [await each for each in (first, second, third)]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][1]["task"]["type"] == "continue"
    assert len(script.events) == 1


async def test_a_replaced_card_that_is_gone_becomes_a_new_message(teams: Teams, script: Script) -> None:
    script.answer = lambda event: [
        Replace(said("Acknowledged."))
        if isinstance(event, ActionChosen)
        else Say(said("New report", Button("Acknowledge", "notice.acknowledge", "id")))
    ]
    maya = teams.person("Maya Okafor", "maya@town.example")
    await maya.says("x")
    await maya.presses("Acknowledge")
    assert [each.text for each in maya.inbox] == ["Acknowledged."]
    card = teams.api.posted.pop()
    await maya.presses_data({"counterpoise": {"action": "notice.acknowledge"}}, card)
    assert [each.text for each in maya.inbox] == ["Acknowledged."]
    assert teams.api.posted[0].id != card.id


async def test_whether_somebody_takes_a_file_is_asked_in_their_own_chat(teams: Teams, script: Script) -> None:
    script.answer = lambda _: [Upload("report.pdf", "application/pdf", b"%PDF", "Your report", "a", "b")]
    maya = teams.person("Maya Okafor", "maya@town.example", CHANNEL)
    await maya.says_in_channel("pdf")
    assert maya.inbox[-1].activity["attachments"][0]["name"] == "report.pdf"
    teams.api.blocked.add(maya.user.id)
    await maya.says("pdf")
    assert len(maya.inbox) == 1


async def test_a_guest_is_refused_and_reaches_nothing(teams: Teams, script: Script) -> None:
    guest = teams.person("Gus Guest", "gus@elsewhere.example", role="guest")
    await guest.says("who was reported?")
    assert "people who work here" in guest.reads()
    assert script.events == []


async def test_a_silent_roster_stops_nobody(teams: Teams, script: Script) -> None:
    script.answer = lambda _: [Say(said("Hello."))]
    maya = teams.person("Maya Okafor", "maya@town.example")
    teams.api.fail("members", status=503, times=1)
    await maya.says("hi")
    assert maya.reads() == "Hello."
    assert (script.events[0].who.email, script.events[0].who.name) == ("", "Maya Okafor")
    await maya.says("hi")
    assert script.events[1].who.email == "maya@town.example"


async def test_a_hanging_service_holds_up_no_form(teams: Teams, script: Script) -> None:
    """The answer to an invoke must be there within five seconds."""
    script.answer = lambda _: [CloseForm((Say(said("Recorded.")), Say(said("Be well."))))]
    maya = teams.person("Maya Okafor", "maya@town.example")
    teams.api.fail("/v3/", delay=60, times=99)
    began = time.perf_counter()
    dialog = await maya.uses("incident_new", where=maya.personal)
    assert time.perf_counter() - began < INVOKE_SECONDS + LOADED
    assert dialog.text == "Recorded.\nBe well."


async def test_the_roster_is_asked_once_for_a_person(teams: Teams) -> None:
    maya = teams.person("Maya Okafor", "maya@town.example")
    for _ in range(3):
        await maya.says("hi")
    assert sum("/members/" in call.path for call in teams.api.calls) == 1


async def test_installing_greets_privately(teams: Teams, script: Script) -> None:
    script.answer = lambda _: [Say(said("Welcome."))]
    maya = teams.person("Maya Okafor", "maya@town.example")
    await maya.installs()
    assert [type(event) for event in script.events] == [Arrived, Arrived]
    assert script.events[0].id == script.events[1].id, "so the bot greets once"
    assert maya.reads() == "Welcome."


async def test_activities_that_mean_nothing_are_counted(teams: Teams, script: Script) -> None:
    maya = teams.person("Maya Okafor", "maya@town.example")
    for name in (
        "message_edited",
        "reaction_added",
        "typing",
        "search_extension",
        "message_deleted",
        "uninstalled",
    ):
        assert await teams.deliver(teams.activity(name, maya.user, maya.personal)) == (200, None)
    assert script.events == []
    assert teams.adapter.unknown == {"invoke composeExtension/query": 1, "installationUpdate": 1}


async def test_a_universal_action_gets_the_answer_it_needs(teams: Teams) -> None:
    maya = teams.person("Maya Okafor", "maya@town.example")
    status, body = await teams.deliver(teams.activity("adaptive_card_action", maya.user, maya.personal))
    assert (status, body["statusCode"]) == (200, 200)


async def test_a_fault_of_ours_is_never_a_server_error(teams: Teams, script: Script) -> None:
    def broken(_: Event) -> list[Reply]:
        raise RuntimeError("a flow broke its promise")

    script.answer = broken
    maya = teams.person("Maya Okafor", "maya@town.example")
    await maya.says("hi")
    dialog = await maya.uses("incident_new")
    assert "nothing was lost" in dialog.answer["task"]["value"]


# Sending on the bot's own account


def notice(text: str = "A contact was ended.", **more: object) -> Delivery:
    return Delivery(said(text, Button("Acknowledge", "notice.acknowledge", "id")), key="notify:1", **more)  # type: ignore[arg-type]


async def direct(teams: Teams, script: Script) -> ReplyTarget:
    maya = teams.person("Maya Okafor", "maya@town.example")
    await maya.says("hi")
    return ReplyTarget.from_json(script.events[-1].where.to_json())


async def test_a_notice_is_sent_to_a_remembered_chat_and_updated_in_place(
    teams: Teams, script: Script
) -> None:
    receipt = await teams.adapter.send(await direct(teams, script), notice())
    stored = ReplyTarget.from_json(receipt.target.to_json())
    (posted,) = teams.api.posted
    assert posted.activity["channelData"] == {"notification": {"alert": True}}
    again = await teams.adapter.send(stored, notice("Acknowledged by Sam.", replaces=stored))
    assert teams.api.posted[0].text.startswith("Acknowledged by Sam.")
    assert len(teams.api.posted) == 1
    assert (again.target, again.repeated) == (stored, False)


async def test_a_second_attempt_says_that_it_may_be_one(teams: Teams, script: Script) -> None:
    receipt = await teams.adapter.send(await direct(teams, script), notice(attempt=2))
    assert receipt.repeated
    assert "Repeated" in teams.api.posted[0].text


async def test_an_update_of_a_message_that_is_gone_is_sent_anew(teams: Teams, script: Script) -> None:
    receipt = await teams.adapter.send(await direct(teams, script), notice())
    teams.api.posted.clear()
    anew = await teams.adapter.send(receipt.target, notice("News.", replaces=receipt.target))
    assert len(teams.api.posted) == 1
    assert anew.target != receipt.target


async def test_a_person_known_by_e_mail_alone_is_found_once_they_have_used_the_bot(
    teams: Teams, script: Script
) -> None:
    target = ReplyTarget.to_person("teams", "Maya@Town.example")
    with pytest.raises(SendFailed) as failed:
        await teams.adapter.send(target, notice())
    assert (failed.value.failure, failed.value.code) == (Failure.NEXT_CONTACT, "unknown_person")
    await direct(teams, script)
    receipt = await teams.adapter.send(target, notice())
    assert receipt.target.conversation == "a:chat-with-maya-okafor"


async def test_a_blocked_bot_means_the_next_contact(teams: Teams, script: Script) -> None:
    target = await direct(teams, script)
    teams.api.blocked.add("29:maya-okafor")
    with pytest.raises(SendFailed) as failed:
        await teams.adapter.send(target, notice())
    assert (failed.value.failure, failed.value.code) == (Failure.NEXT_CONTACT, "MessageWritesBlocked")


async def test_a_stored_place_on_a_host_that_is_not_listed_gets_no_token(
    teams: Teams, script: Script
) -> None:
    target = await direct(teams, script)
    calls = len(teams.api.calls)
    elsewhere = replace(target, route={**target.route, "service_url": "https://evil.example/"})
    with pytest.raises(SendFailed) as failed:
        await teams.adapter.send(elsewhere, notice())
    assert failed.value.code == "unknown_service"
    assert len(teams.api.calls) == calls


async def test_closing_finishes_what_is_under_way(script: Script) -> None:
    script.answer = lambda _: [Say(said("Done."))]
    script.gate = asyncio.Event()
    async with on_teams(script, FakeClock()) as teams:
        maya = teams.person("Maya Okafor", "maya@town.example")
        asking = asyncio.create_task(maya.says("slow question"))
        await script.reached.wait()
        closing = asyncio.create_task(teams.adapter.close())
        await asyncio.sleep(0.05)
        assert (await teams.deliver({}))[0] == 503
        script.gate.set()
        await asyncio.gather(asking, closing)
        assert maya.reads() == "Done."


def test_without_an_app_id_there_is_no_adapter_and_no_unchecked_request() -> None:
    with pytest.raises(ValueError, match="TEAMS_APP_ID"):
        TeamsAdapter(TeamsSettings(), FakeClock())
