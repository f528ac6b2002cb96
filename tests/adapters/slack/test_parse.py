"""Recorded payloads become the events they mean; other kinds become nothing, what Slack never sends is refused."""

from __future__ import annotations

import contextlib
import copy
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.parse import parse
from adapters.slack.shapes import Malformed
from bot.commands import COMMANDS, SHORTCUTS, Command
from bot.events import (
    ActionChosen,
    Arrived,
    CommandInvoked,
    Event,
    FileShared,
    FileTrouble,
    FormDismissed,
    FormSubmitted,
    MessageReceived,
)
from bot.people import Place
from tests.standins.slack_client import PAYLOADS, payload

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TEAM = "T0LAKEVIEW"


def read(name: str, **changes: Any) -> Event | None:
    """The event in a recorded payload, with top-level changes."""
    return parse(payload(name) | changes, TEAM, "U0COUNTER", NOW)


def test_a_direct_message_is_plain_text_from_its_author() -> None:
    event = read("message_im")
    assert isinstance(event, MessageReceived)
    assert event.text == "how do I handle an abusive caller & what may I say?"
    assert (event.who.platform, event.who.tenant, event.who.user) == ("slack", TEAM, "U0MARTA")
    assert (event.where.place, event.where.conversation) == (Place.DIRECT, "D0MARTA")
    assert event.id == "slack:message:D0MARTA:1763800000.000100"
    assert not event.can_open_form


def test_the_bots_name_in_a_direct_message_is_no_part_of_the_question() -> None:
    data = payload("message_im")
    data["event"]["text"] = "<@U0COUNTER>, who mends potholes? Ask <@U0SAM|sam> or <!here>"
    event = parse(data, TEAM, "U0COUNTER", NOW)
    assert isinstance(event, MessageReceived)
    assert event.text == "who mends potholes? Ask @sam or @here"


def test_a_direct_message_in_a_thread_is_answered_in_that_thread() -> None:
    data = payload("message_im")
    data["event"]["thread_ts"] = "1763800000.000001"
    event = parse(data, TEAM, "U0COUNTER", NOW)
    assert event is not None
    assert event.where.thread == "1763800000.000001"


def test_a_mention_loses_the_mention_and_links_become_their_words() -> None:
    event = read("app_mention")
    assert isinstance(event, MessageReceived)
    assert event.text == "who handles a pothole on Main Street?"
    assert (event.where.place, event.where.thread) == (Place.CHANNEL, "1763800100.000500")


def test_a_mention_in_a_thread_stays_in_that_thread() -> None:
    data = payload("app_mention")
    data["event"]["thread_ts"] = "1763800000.000001"
    event = parse(data, TEAM, "U0COUNTER", NOW)
    assert event is not None
    assert event.where.thread == event.where.route["seen_in"] == "1763800000.000001"


def test_a_link_of_a_record_in_a_channel_opens_it_for_whoever_shared_it() -> None:
    event = read("link_shared")
    assert isinstance(event, CommandInvoked)
    assert (event.command, event.text, event.who.user) == ("reports", "K4M-7TR", "U0MARTA")
    assert (event.where.place, event.where.thread) == (Place.CHANNEL, "1763800200.000700")
    data = payload("link_shared")
    data["event"]["thread_ts"] = "1763800000.000001"
    answered = parse(data, TEAM, "U0COUNTER", NOW)
    assert answered
    assert answered.where.thread == answered.where.route["seen_in"] == "1763800000.000001"


@pytest.mark.parametrize(
    "said",
    [
        {"source": "composer"},
        {"is_bot_user_member": False},
        {"channel": "D0MARTA"},
        {"links": []},
        {"links": [{"domain": "bot.example.org", "url": "https://bot.example.org/w/K4M-7TR"}]},
    ],
    ids=["still being written", "where we are not", "written to us", "none", "of another page"],
)
def test_any_other_link_is_nothing_to_answer(said: dict[str, Any]) -> None:
    data = payload("link_shared")
    data["event"] |= said
    assert parse(data, TEAM, "U0COUNTER", NOW) is None


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_of_the_router_arrives_by_its_name(command: Command) -> None:
    event = read("slash_command", command=command.slash_command)
    assert isinstance(event, CommandInvoked)
    assert (event.command, event.text, event.can_open_form) == (command.name, "abusive caller", True)
    assert event.where.route["response_url"].startswith("https://hooks.slack.com/commands/")


@pytest.mark.parametrize("shortcut", SHORTCUTS, ids=lambda shortcut: str(shortcut.name))
def test_every_shortcut_of_the_router_invokes_its_command(shortcut: Any) -> None:
    name = "message_action" if shortcut.on_message else "shortcut"
    event = read(name, callback_id=shortcut.name)
    assert isinstance(event, CommandInvoked)
    assert event.command == shortcut.command
    assert bool(event.quoted) == shortcut.on_message


def test_a_message_shortcut_quotes_the_message_as_plain_text() -> None:
    event = read("message_action")
    assert isinstance(event, CommandInvoked)
    assert event.quoted == "The man at counter 2 said <he would be back> with friends"


def test_a_global_shortcut_answers_in_the_direct_conversation() -> None:
    event = read("shortcut")
    assert event is not None
    assert (event.where.place, event.where.conversation) == (Place.DIRECT, "")
    assert event.where.route == {"user": "U0MARTA"}


def test_a_button_of_a_private_message_knows_the_thread_it_was_about() -> None:
    event = read("block_actions_ephemeral")
    assert isinstance(event, ActionChosen)
    assert (event.action, event.value) == ("ask.share", "who handles a pothole & when?")
    assert event.where.thread == "1763800100.000500"
    assert event.where.route["ephemeral"] == "yes"


def test_a_button_of_a_notice_names_the_message_to_replace() -> None:
    event = read("block_actions_message")
    assert isinstance(event, ActionChosen)
    assert event.action == "notice.acknowledge"
    assert event.where.route["message"] == "1763800001.000150"


def test_a_direct_conversation_named_by_a_button_is_not_taken_for_the_bots_own() -> None:
    """T17: somebody else's conversation is called `directmessage` too."""
    event = read("block_actions_message")
    assert event is not None
    assert event.where.place is Place.GROUP


def test_a_submit_brings_every_answer_in_its_own_type() -> None:
    event = read("view_submission")
    assert isinstance(event, FormSubmitted)
    assert event.draft == event.id == "00112233445566778899aabbccddeeff"
    assert (event.form, event.context) == ("report", "ctx")
    assert event.where.conversation == "C0FRONTDESK"
    assert event.values == {
        "happened": "The caller shouted <at me> & hung up.",
        "channel": "phone",
        "behaviours": ("rude",),
        "ended": True,
        "occurred_at": datetime.fromtimestamp(1763799000, UTC),
        "supervisor": "sam.okoye@lakeview.example",
    }


def test_a_form_closed_unsent_brings_what_was_typed() -> None:
    event = read("view_closed")
    assert isinstance(event, FormDismissed)
    assert event.values["channel"] == "phone"


def test_every_visit_of_one_person_is_the_same_arrival() -> None:
    first, second = read("app_home_opened"), read("app_home_opened", event_id="Ev0HOME0002")
    assert isinstance(first, Arrived)
    assert second is not None
    assert first.id == second.id


def test_a_shared_file_is_announced_with_what_was_written_beside_it() -> None:
    data = payload("message_im_file")
    data["event"]["text"] = "His letter"
    event = parse(data, TEAM, "U0COUNTER", NOW)
    assert isinstance(event, FileShared)
    assert [(one.name, one.content, one.trouble) for one in event.files] == [
        ("letter.pdf", b"", FileTrouble.NOT_READ)
    ]
    assert event.text == "His letter"


@pytest.mark.parametrize(
    "name",
    [
        "message_im_edited",
        "message_im_bot",
        "reaction_added",
        "app_uninstalled",
        "url_verification",
        "block_suggestion",
        "block_actions_view",
    ],
)
def test_what_is_not_for_us_is_nothing(name: str) -> None:
    assert read(name) is None


def test_an_unknown_command_or_shortcut_is_nothing() -> None:
    assert read("slash_command", command="/deploy") is None
    assert read("shortcut", callback_id="deploy") is None


def test_an_event_without_an_id_is_refused_because_its_repetition_could_not_be_told() -> None:
    with pytest.raises(Malformed):
        read("slash_command", trigger_id="")


def test_a_message_is_its_place_and_time_whatever_event_tells_of_it() -> None:
    """Slack tells of every edit under a new event id, and of a mention twice where it hears all messages."""
    told = payload("app_mention")
    again = payload("app_mention") | {"event_id": "Ev0SECOND"}
    again["event"] |= {"text": "other words", "edited": {"user": "U0MARTA", "ts": "1763800109.000000"}}
    first, second = parse(told, TEAM, "U0COUNTER", NOW), parse(again, TEAM, "U0COUNTER", NOW)
    assert first is not None
    assert second is not None
    assert first.id == second.id


def test_an_edit_after_the_bot_has_forgotten_the_message_is_no_question() -> None:
    late = payload("app_mention")
    week = float(late["event"]["ts"]) + 7 * 24 * 3600
    late["event"]["edited"] = {"user": "U0MARTA", "ts": str(week)}
    assert parse(late, TEAM, "U0COUNTER", NOW) is None


odd = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=5,
)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(file.stem for file in PAYLOADS.glob("*.json"))), odd, st.data())
def test_a_payload_with_anything_in_the_place_of_anything_is_read_or_refused(
    name: str, value: Any, data: st.DataObject
) -> None:
    whole = copy.deepcopy(payload(name))
    node: Any = whole
    for _ in range(data.draw(st.integers(0, 4))):
        keys = [key for key in node if isinstance(node[key], dict) and node[key]]
        if not keys:
            break
        node = node[data.draw(st.sampled_from(sorted(keys)))]
    node[data.draw(st.sampled_from(sorted(node)))] = value
    with contextlib.suppress(Malformed):
        parse(whole, TEAM, "U0COUNTER", NOW)
