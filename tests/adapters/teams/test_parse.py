"""Recorded activities become events; whatever else arrives becomes nothing, and never an error."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams.activities import Malformed, parse_activity
from adapters.teams.elements import OURS
from adapters.teams.home import Homes
from adapters.teams.markup import plain
from adapters.teams.parse import parse
from adapters.teams.places import address
from bot.events import (
    ActionChosen,
    Arrived,
    CommandInvoked,
    Event,
    FileShared,
    FormSubmitted,
    MessageReceived,
)
from bot.people import Place, ReplyTarget
from tests.fakes.clock import MORNING
from tests.standins.teams_client import PAYLOADS, payload

HOMES = Homes("secret")
SENT = datetime(2026, 3, 2, 9, 0, 10, 123456, tzinfo=UTC)
EVERY = sorted(file.stem for file in PAYLOADS.glob("*.json"))
NOTHING = {
    "colleague_added_to_team",
    "message_deleted",
    "message_edited",
    "reaction_added",
    "search_extension",
    "typing",
    "uninstalled",
}


def read(name: str, **changes: Any) -> Event | None:
    return parse({**payload(name), **changes}, MORNING, HOMES)


@pytest.mark.parametrize("name", EVERY)
def test_every_recorded_activity_is_an_event_or_is_known_to_mean_nothing(name: str) -> None:
    event = read(name)
    assert (event is None) == (name in NOTHING)
    if event:
        assert event.who.platform == "teams"
        assert event.who.user.startswith("29:")
        assert event.who.tenant == event.where.tenant == payload(name)["conversation"]["tenantId"]
        assert event.where.route["service_url"] == "https://smba.trafficmanager.net/amer/"
        assert event.where.route["user"] == event.who.user
        assert ReplyTarget.from_json(event.where.to_json()) == event.where
        assert event.at == SENT


def test_a_personal_message_is_read_as_typed() -> None:
    event = read("message_personal")
    assert isinstance(event, MessageReceived)
    assert event.text == "how do I handle an abusive caller?"
    assert (event.where.place, event.where.thread, event.can_open_form) == (Place.DIRECT, "", False)
    assert event.who.name == "Maya Okafor"


def test_in_a_channel_the_bot_s_mention_is_cut_off_and_other_names_are_kept() -> None:
    event = read("message_channel")
    assert isinstance(event, MessageReceived)
    assert event.text == "can Jonas Weber hang up on a caller?"
    assert (event.where.place, event.where.thread) == (Place.CHANNEL, "1772442010123")
    assert address(event.where) == payload("message_channel")["conversation"]["id"]


def test_a_group_chat_is_a_group_and_an_unknown_kind_counts_as_a_channel() -> None:
    group = read("message_group_chat")
    assert group
    assert group.where.place is Place.GROUP
    unknown = read("message_personal", conversation={"id": "x", "tenantId": "t"})
    assert unknown
    assert unknown.where.place is Place.CHANNEL


def test_ids_of_two_conversations_never_collide() -> None:
    one, other = read("message_personal"), read("message_channel")
    assert one
    assert other
    assert payload("message_personal")["id"] == payload("message_channel")["id"]
    assert one.id != other.id


def test_formatted_text_is_read_as_plain_lines() -> None:
    event = read("message_personal", text="<p>one&nbsp;<b>two</b></p><p>a &lt;b&gt;</p>", textFormat="xml")
    assert isinstance(event, MessageReceived)
    assert event.text == "one two\na <b>"


def test_a_pressed_button_is_an_action_and_remembers_its_card() -> None:
    event = read("card_button")
    assert isinstance(event, ActionChosen)
    assert (event.action, event.value) == ("notice.acknowledge", "b6e1c5d2f3a4958677889900aabbccdd")
    assert event.where.route["card"] == "1772442000456"
    assert not event.can_open_form


def test_a_button_that_fetches_a_dialog_can_open_a_form() -> None:
    event = read("task_fetch")
    assert isinstance(event, ActionChosen)
    assert (event.action, event.value, event.can_open_form) == ("report.open", "", True)


@pytest.mark.parametrize("name", ["task_submit", "message_extension_submit"])
def test_a_submitted_dialog_is_read_with_its_draft_and_typed_values(name: str) -> None:
    event = read(name)
    assert isinstance(event, FormSubmitted)
    assert (event.form, event.draft, event.context) == ("report", "0d5b6f4e3c2a19087f6e5d4c3b2a1908", "")
    assert event.values == {
        "when": datetime(2026, 3, 2, 8, 45, tzinfo=UTC),
        "channel": "phone",
        "what": "The caller shouted and would not stop.",
        "signs": ("abuse", "threat"),
        "warned": True,
    }
    assert event.where.route.get("card", "") == ("1772442000789" if name == "task_submit" else "")


def test_a_button_of_a_message_shown_in_a_dialog_is_an_action_that_can_open_a_form() -> None:
    event = read("task_submit", value={"data": {OURS: {"action": "ask.person"}}})
    assert isinstance(event, ActionChosen)
    assert event.can_open_form


def test_an_action_command_on_a_message_quotes_it_without_markup() -> None:
    event = read("message_extension_on_message")
    assert isinstance(event, CommandInvoked)
    assert (event.command, event.can_open_form) == ("incident", True)
    assert (
        event.quoted
        == "A man at the counter just threw a folder.\nHe left & said he would be back.\nPhoto of the counter"
    )


def test_an_action_command_in_a_chat_of_two_people_is_not_private_to_the_asker() -> None:
    event = read("message_extension_new")
    assert isinstance(event, CommandInvoked)
    assert (event.command, event.quoted) == ("incident", "")
    assert event.where.place is Place.GROUP, "the other person of the chat reads along"
    own = read("message_extension_new", conversation=payload("message_personal")["conversation"])
    assert own
    assert own.where.place is Place.DIRECT


def test_installing_is_one_arrival_though_teams_sends_two_activities() -> None:
    one, other = read("installed_personal"), read("bot_added_to_chat")
    assert isinstance(one, Arrived)
    assert isinstance(other, Arrived)
    assert one.id == other.id


@pytest.mark.parametrize("action", [None, [], {}, 5, "remove"])
def test_an_installation_that_adds_nothing_is_nothing(action: object) -> None:
    assert read("installed_personal", action=action) is None


def test_a_file_is_announced_with_what_was_written_beside_it() -> None:
    event = read("message_with_file", text="see this")
    assert isinstance(event, FileShared)
    assert [one.name for one in event.files] == ["letter.pdf"]
    assert event.text == "see this"


def test_a_universal_action_is_an_action() -> None:
    event = read("adaptive_card_action")
    assert isinstance(event, ActionChosen)
    assert event.action == "notice.acknowledge"


@pytest.mark.parametrize(
    "timestamp", ["", "yesterday", "2026-03-02T09:00:10", "0001-01-01T00:00:00+14:00", None, 5]
)
def test_an_odd_timestamp_is_replaced_by_the_present(timestamp: object) -> None:
    event = read("message_personal", timestamp=timestamp)
    assert event
    assert event.at == MORNING


def test_a_private_card_brings_its_action_home_to_the_channel_it_answers() -> None:
    asked = read("message_channel")
    assert asked
    sealed = HOMES.seal(asked.where, asked.who.user)
    event = read("card_button", value={OURS: {"action": "ask.share", "value": "q", "home": sealed}})
    assert event
    assert (address(event.where), event.where.place) == (address(asked.where), Place.CHANNEL)
    assert event.where.route["card"] == "1772442000456"
    assert event.where.route["card_conversation"] == payload("card_button")["conversation"]["id"]


@pytest.mark.parametrize("forge", ["", "x", "AAAA", "é", "A" * 400])
def test_a_forged_home_is_ignored(forge: str) -> None:
    event = read("card_button", value={OURS: {"action": "ask.share", "home": forge}})
    assert event
    assert event.where.place is Place.DIRECT


def test_a_home_sealed_for_somebody_else_or_with_another_key_is_ignored() -> None:
    asked = read("message_channel")
    assert asked
    for sealed in (HOMES.seal(asked.where, "29:other"), Homes("other").seal(asked.where, asked.who.user)):
        event = read("card_button", value={OURS: {"action": "ask.share", "home": sealed}})
        assert event
        assert event.where.place is Place.DIRECT


def test_html_becomes_lines_without_scripts() -> None:
    assert plain("a<br>b<script>x()</script><style>y</style><p>c</p><ul><li>d</li></ul>") == "a\nb\nc\nd"
    assert plain("plain < text & more") == "plain < text & more"


def paths(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    names = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [path, *(deeper for name, value in names for deeper in paths(value, (*path, name)))]


JUNK: st.SearchStrategy[Any] = st.sampled_from(
    [None, 0, -1, 1e300, True, "", "x", "<at>", [], [None], {}, {"id": 5}, {OURS: {"action": "a"}}, [[[]]]]
)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_an_activity_with_anything_anywhere_is_refused_at_the_door_or_read_without_an_error(
    data: st.DataObject,
) -> None:
    activity = copy.deepcopy(payload(data.draw(st.sampled_from(EVERY))))
    for _ in range(data.draw(st.integers(1, 3))):
        *path, last = data.draw(st.sampled_from(paths(activity)[1:]))
        node = activity
        try:
            for name in path:
                node = node[name]
            node[last] = copy.deepcopy(data.draw(JUNK))
        except (KeyError, TypeError, IndexError):
            continue
    try:
        read = parse_activity(json.dumps(activity).encode())
    except Malformed:
        return
    event = parse(read, MORNING, HOMES)
    assert event is None or json.loads(event.where.to_json())
