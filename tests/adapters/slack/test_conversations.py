"""Whole conversations through Bolt's own dispatcher, over signed HTTP and over Socket Mode."""

from __future__ import annotations

import asyncio

import pytest

from bot.events import (
    ActionChosen,
    Arrived,
    CommandInvoked,
    Event,
    FormDismissed,
    FormSubmitted,
    MessageReceived,
)
from bot.forms import ChoiceField, DateTimeField, Form, FormNotice, Option, TextField, ToggleField, When
from bot.messages import Button, Buttons, Message, Text
from bot.people import Place
from bot.replies import Audience, CloseForm, FormErrors, OpenForm, Replace, Reply, Say, Upload
from bot.words import sentence
from tests.adapters.slack.town import MARTA, SAM, Script, town, until
from tests.standins.slack_api import Fault
from tests.standins.slack_client import words

pytestmark = pytest.mark.parametrize("socket_mode", [False, True], ids=["http", "socket"])

ANSWER = Message(
    "The policy says: end the call politely.",
    (Text("End the call politely."), Buttons((Button("Share here", "ask.share", "abusive caller"),))),
)
FORM = Form(
    "report",
    "New report",
    (
        FormNotice("In danger now? Call 911.", danger=True),
        TextField("happened", "What happened?", required=True, multiline=True),
        ChoiceField("warned", "Warned?", (Option("yes", "Yes"), Option("no", "No")), initial="no"),
        TextField("note", "What did you say?", required=True, when=When("warned", ("yes",))),
        ToggleField("ended", "Did you end it?"),
        DateTimeField("occurred_at", "When?", "America/Halifax"),
    ),
    "Send",
    "d" * 32,
)


def said(text: str, *buttons: Button) -> Message:
    """A message of one sentence."""
    return Message(text, (Text(text), Buttons(buttons)) if buttons else (Text(text),))


def reporting(event: Event) -> list[Reply]:
    """A bot that opens the report form and confirms it."""
    match event:
        case FormSubmitted():
            return [CloseForm((Say(said("Recorded as K4M-7TR.")),))]
        case CommandInvoked() | ActionChosen(action="form.open"):
            return [OpenForm(FORM)]
        case _:
            return []


async def test_a_question_in_a_direct_message_is_answered_there(socket_mode: bool) -> None:
    script = Script(lambda _: [Say(ANSWER)])
    async with town(script, socket_mode=socket_mode) as lakeview:
        marta = lakeview.person(MARTA)
        await marta.write("how do I handle an abusive caller")
        assert marta.last_words == "End the call politely.\nShare here"
    (event,) = script.events
    assert isinstance(event, MessageReceived)
    assert event.who.email == "marta.novak@lakeview.example"
    assert event.who.person == "marta.novak@lakeview.example"
    assert event.where.place is Place.DIRECT


async def test_a_question_in_a_channel_is_answered_privately_and_shared_in_its_thread(
    socket_mode: bool,
) -> None:
    def answer(event: Event) -> list[Reply]:
        if isinstance(event, ActionChosen):
            return [Say(ANSWER, Audience.HERE), Replace(said("Shared."))]
        return [Say(ANSWER)]

    async with town(Script(answer), socket_mode=socket_mode) as lakeview:
        marta = lakeview.person(MARTA)
        asked = await marta.mention("how do I handle an abusive caller", "C0FRONTDESK")
        assert lakeview.api.in_channel("C0FRONTDESK") == []
        (private,) = marta.messages
        assert lakeview.person(SAM).messages == []
        await marta.press("Share here")
        (public,) = lakeview.api.in_channel("C0FRONTDESK")
        assert public["thread_ts"] == asked
        assert words(private) == "Shared."


async def test_a_command_is_answered_privately_even_where_the_bot_is_no_member(socket_mode: bool) -> None:
    async with town(Script(lambda _: [Say(ANSWER)]), socket_mode=socket_mode) as lakeview:
        lakeview.api.not_member_of.add("C0FRONTDESK")
        marta = lakeview.person(MARTA, "C0FRONTDESK")
        await marta.command("/policy", "abusive caller")
        assert "End the call politely." in marta.last_words
        assert lakeview.api.in_channel("C0FRONTDESK") == []


async def test_a_private_answer_goes_to_a_direct_message_when_the_channel_does_not_take_it(
    socket_mode: bool,
) -> None:
    """T17: private never becomes public."""
    async with town(Script(lambda _: [Say(ANSWER)]), socket_mode=socket_mode) as lakeview:
        lakeview.api.fail("chat.postEphemeral", Fault(error="user_not_in_channel"))
        marta = lakeview.person(MARTA)
        await marta.mention("abusive caller", "C0FRONTDESK")
        assert marta.messages[-1]["channel"] == "D0MARTA"
        assert lakeview.api.in_channel("C0FRONTDESK") == []


async def test_where_no_private_way_is_left_the_channel_reads_a_sentence_that_names_nothing(
    socket_mode: bool,
) -> None:
    async with town(Script(lambda _: [Say(ANSWER)]), socket_mode=socket_mode) as lakeview:
        lakeview.api.fail("chat.postEphemeral", Fault(error="user_not_in_channel"))
        lakeview.api.fail("conversations.open", Fault(error="user_disabled"))
        await lakeview.person(MARTA).mention("abusive caller", "C0FRONTDESK")
        (public,) = lakeview.api.in_channel("C0FRONTDESK")
        assert words(public) == sentence("slack.not_here")


async def test_incident_opens_a_form_and_its_submit_confirms_where_it_was_asked(socket_mode: bool) -> None:
    script = Script(reporting)
    async with town(script, socket_mode=socket_mode) as lakeview:
        marta = lakeview.person(MARTA, "C0FRONTDESK")
        await marta.command("/incident")
        assert "911" in words(marta.view)
        assert await marta.submit(happened="He shouted & left.", ended=True) == {}
        assert not marta.has_form
        await until(lambda: marta.messages)
        assert marta.last_words == "Recorded as K4M-7TR."
        assert lakeview.api.in_channel("C0FRONTDESK") == []
    submitted = script.events[-1]
    assert isinstance(submitted, FormSubmitted)
    assert submitted.values["happened"] == "He shouted & left."
    assert submitted.values["ended"] is True
    assert submitted.draft == FORM.draft


async def test_a_failing_submit_keeps_the_form_open_and_filled(socket_mode: bool) -> None:
    """T10: everything typed survives an error."""
    outcomes = iter([{"happened": "Please say a little more."}, {"": "It could not be saved just now."}, {}])

    def answer(event: Event) -> list[Reply]:
        if not isinstance(event, FormSubmitted):
            return reporting(event)
        errors = next(outcomes)
        return [FormErrors(FORM, errors)] if errors else reporting(event)

    async with town(Script(answer), socket_mode=socket_mode) as lakeview:
        marta = lakeview.person(MARTA)
        await marta.command("/incident")
        assert await marta.submit(happened="He shouted.") == {"happened": "Please say a little more."}
        assert await marta.submit() == {}
        assert "It could not be saved just now." in words(marta.view)
        block = next(one for one in marta.view["blocks"] if one.get("block_id") == "happened")
        assert block["element"]["initial_value"] == "He shouted."
        assert await marta.submit() == {}
        assert not marta.has_form


async def test_a_bot_that_breaks_or_says_nothing_never_closes_a_form_as_if_it_were_saved(
    socket_mode: bool,
) -> None:
    """T10."""
    outcomes = iter(["nothing", "broken"])

    def answer(event: Event) -> list[Reply]:
        if isinstance(event, FormSubmitted) and next(outcomes) == "broken":
            raise RuntimeError("a bug")
        return [] if isinstance(event, FormSubmitted) else reporting(event)

    async with town(Script(answer), socket_mode=socket_mode) as lakeview:
        marta = lakeview.person(MARTA)
        await marta.command("/incident")
        for _ in range(2):
            assert await marta.submit(happened="x") == {"happened": sentence("slack.not_saved")}
        assert marta.has_form


async def test_a_double_submit_arrives_twice_under_one_draft(socket_mode: bool) -> None:
    """T11: the key minted when the form opened is what makes two submits one record."""
    script = Script(reporting)
    async with town(script, socket_mode=socket_mode) as lakeview:
        marta = lakeview.person(MARTA)
        await marta.command("/incident")
        view = marta.view
        await marta.fill(happened="x")
        await asyncio.gather(*(marta.submit_again(view) for _ in range(3)))
    drafts = [event.draft for event in script.events if isinstance(event, FormSubmitted)]
    assert drafts == [FORM.draft] * 3


async def test_a_field_appears_when_another_answer_asks_for_it_and_what_was_typed_stays(
    socket_mode: bool,
) -> None:
    script = Script(reporting)
    async with town(script, socket_mode=socket_mode) as lakeview:
        marta = lakeview.person(MARTA)
        await marta.command("/incident")
        assert "note" not in marta.fields
        await marta.fill(happened="He shouted.", warned="yes")
        assert marta.fields == ["happened", "warned", "note", "ended", "occurred_at"]
        await marta.submit(note="I said I would hang up.")
    redrawn, submitted = script.events[-2:]
    assert isinstance(redrawn, ActionChosen)
    assert redrawn.typed["happened"] == "He shouted.", "what stands in the form can be kept from now on"
    assert isinstance(submitted, FormSubmitted)
    assert submitted.values["happened"] == "He shouted."
    assert submitted.values["note"] == "I said I would hang up."


async def test_a_message_shortcut_quotes_the_message_into_the_command(socket_mode: bool) -> None:
    script = Script(reporting)
    async with town(script, socket_mode=socket_mode) as lakeview:
        marta = lakeview.person(MARTA)
        await marta.use_on_message("incident_from_message", "He said &lt;I will be back&gt;")
        assert marta.has_form
        await marta.use("incident_new")
    quoted = [event.quoted for event in script.events if isinstance(event, CommandInvoked)]
    assert quoted == ["He said <I will be back>", ""]


async def test_a_form_that_opens_too_late_is_offered_as_a_button(socket_mode: bool) -> None:
    async with town(Script(reporting), socket_mode=socket_mode) as lakeview:
        lakeview.api.fail("views.open", Fault(error="expired_trigger_id"))
        marta = lakeview.person(MARTA)
        await marta.command("/incident")
        assert not marta.has_form
        await marta.press(sentence("core.open_form_button"))
        assert marta.has_form


async def test_a_form_slack_refuses_is_admitted_in_words(socket_mode: bool) -> None:
    async with town(Script(reporting), socket_mode=socket_mode) as lakeview:
        lakeview.api.fail("views.open", Fault(error="invalid_arguments"))
        marta = lakeview.person(MARTA)
        await marta.command("/incident")
        assert marta.last_words == sentence("slack.form_failed")


async def test_a_form_closed_unsent_is_told_to_the_bot(socket_mode: bool) -> None:
    script = Script(reporting)
    async with town(script, socket_mode=socket_mode) as lakeview:
        marta = lakeview.person(MARTA)
        await marta.command("/incident")
        await marta.fill(happened="half a sent")
        await marta.dismiss()
    dismissed = script.events[-1]
    assert isinstance(dismissed, FormDismissed)
    assert dismissed.values["happened"] == "half a sent"


async def test_an_acknowledgement_replaces_the_notice_in_a_direct_conversation(socket_mode: bool) -> None:
    acknowledge = Button("Acknowledge", "notice.acknowledge", "r1")

    def answer(event: Event) -> list[Reply]:
        if isinstance(event, ActionChosen):
            return [Replace(said("You acknowledged this."))]
        return [Say(said("A report needs you.", acknowledge))]

    script = Script(answer)
    async with town(script, socket_mode=socket_mode) as lakeview:
        sam = lakeview.person(SAM)
        await sam.write("anything for me?")
        await sam.press("Acknowledge")
        assert [words(message) for message in sam.messages] == ["You acknowledged this."]
    assert script.events[-1].where.place is Place.DIRECT


async def test_a_command_typed_between_two_other_people_is_not_taken_for_the_bots_conversation(
    socket_mode: bool,
) -> None:
    """T17: what is remembered as somebody's direct conversation must be the bot's own with them."""
    script = Script(lambda _: [Say(ANSWER)])
    async with town(script, socket_mode=socket_mode) as lakeview:
        marta = lakeview.person(MARTA, "D0SAMANDMARTA")
        marta._place = lambda: ("D0SAMANDMARTA", "directmessage")  # type: ignore[method-assign]  # where she types
        await marta.command("/policy", "x")
        own = lakeview.person(MARTA)
        await own.command("/policy", "x")
    assert [event.where.place for event in script.events] == [Place.GROUP, Place.DIRECT]


@pytest.mark.parametrize("flag", ["is_restricted", "is_ultra_restricted", "is_stranger", "deleted"])
async def test_guests_are_refused_kindly_and_reach_nothing(socket_mode: bool, flag: str) -> None:
    script = Script(lambda _: [Say(ANSWER)])
    async with town(script, socket_mode=socket_mode) as lakeview:
        lakeview.api.add_user("U0GUEST", "Guest", "guest@elsewhere.example", **{flag: True})
        guest = lakeview.person("U0GUEST")
        await guest.write("hello")
        assert guest.last_words == sentence("slack.guest")
    assert script.events == []


async def test_somebody_of_another_organisation_in_a_shared_channel_is_refused(socket_mode: bool) -> None:
    script = Script(lambda _: [Say(ANSWER)])
    async with town(script, socket_mode=socket_mode) as lakeview:
        lakeview.api.add_user("U0OTHER", "Other", "o@elsewhere.example", team_id="T0ELSEWHERE")
        await lakeview.person("U0OTHER").mention("hello", "C0FRONTDESK")
    assert script.events == []


async def test_when_slack_does_not_tell_who_somebody_is_nothing_is_done_and_it_is_said(
    socket_mode: bool,
) -> None:
    script = Script(reporting)
    async with town(script, socket_mode=socket_mode) as lakeview:
        marta = lakeview.person(MARTA)
        lakeview.api.fail("users.info", Fault(status=503), times=9)
        await marta.write("hello")
        assert marta.last_words == sentence("slack.not_known")
    assert script.events == []


async def test_a_passing_failure_to_say_who_somebody_is_is_tried_again(socket_mode: bool) -> None:
    script = Script(lambda _: [Say(ANSWER)])
    async with town(script, socket_mode=socket_mode) as lakeview:
        marta = lakeview.person(MARTA)
        lakeview.api.fail("users.info", Fault(status=503))
        await marta.write("abusive caller")
        assert "End the call politely." in marta.last_words


async def test_opening_the_bots_messages_is_an_arrival(socket_mode: bool) -> None:
    script = Script(lambda _: [Say(said("Welcome."))])
    async with town(script, socket_mode=socket_mode) as lakeview:
        await lakeview.person(MARTA).open_home()
        assert lakeview.person(MARTA).last_words == "Welcome."
    assert isinstance(script.events[0], Arrived)


async def test_a_file_is_given_privately_and_a_failure_is_admitted(socket_mode: bool) -> None:
    upload = Upload("K4M-7TR.pdf", "application/pdf", b"%PDF-1.7", "Your report")
    async with town(Script(lambda _: [upload]), socket_mode=socket_mode) as lakeview:
        marta = lakeview.person(MARTA)
        await marta.mention("send me my report", "C0FRONTDESK")
        (file,) = lakeview.api.files
        assert (file["name"], file["content"], file["channel"]) == ("K4M-7TR.pdf", b"%PDF-1.7", "D0MARTA")
        lakeview.api.fail("files.getUploadURLExternal", Fault(error="storage_limit_reached"))
        await marta.mention("again", "C0FRONTDESK")
        assert marta.last_words == sentence("slack.file_failed")


async def test_blocks_slack_refuses_are_sent_in_words_instead(socket_mode: bool) -> None:
    async with town(Script(lambda _: [Say(ANSWER)]), socket_mode=socket_mode) as lakeview:
        lakeview.api.fail("chat.postMessage", Fault(error="invalid_blocks"))
        marta = lakeview.person(MARTA)
        await marta.write("abusive caller")
        assert "End the call politely." in marta.messages[-1]["text"]


async def test_a_short_rate_limit_is_sat_out_behind_the_acknowledgement(socket_mode: bool) -> None:
    async with town(Script(lambda _: [Say(ANSWER)]), socket_mode=socket_mode) as lakeview:
        lakeview.api.fail("chat.postMessage", Fault(error="ratelimited", status=429, retry_after=1))
        marta = lakeview.person(MARTA)
        await marta.write("abusive caller")
        assert "End the call politely." in marta.last_words


async def test_a_slow_slack_does_not_delay_the_acknowledgement_beyond_its_deadline(socket_mode: bool) -> None:
    async with town(Script(lambda _: [Say(ANSWER), Say(ANSWER)]), socket_mode=socket_mode) as lakeview:
        lakeview.api.fail("chat.postMessage", Fault(seconds=1.7), times=2)
        marta = lakeview.person(MARTA)
        started = asyncio.get_running_loop().time()
        await marta.write("abusive caller")
        assert asyncio.get_running_loop().time() - started < 3.0
        await until(lambda: len(marta.messages) == 2)
