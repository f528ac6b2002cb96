"""What people see in Slack: within every limit, and never alive with what somebody typed."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings

from adapters.slack.blocks import texts
from adapters.slack.render import draw, in_words, summary
from adapters.slack.text import unescape, visible
from bot.messages import (
    Button,
    Buttons,
    Fact,
    Facts,
    Image,
    Link,
    Links,
    Listing,
    ListItem,
    Message,
    Phrases,
    Quote,
    Steps,
    Text,
    Tone,
)
from bot.words import sentence
from tests.adapters.slack import strangers
from tests.standins.block_kit import message_problems

BIDI_CONTROLS = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
MARKUP = re.compile(r"<[^<>]*>")
OWN_LINK = re.compile(r"<(?:https://|tel:|mailto:)[^\s<>|]+\|[^<>|]*>")


def mrkdwn(node: object) -> list[str]:
    """Every text that Slack reads markup in."""
    if isinstance(node, list):
        return [text for item in node for text in mrkdwn(item)]
    if not isinstance(node, dict):
        return []
    own = [node["text"]] if node.get("type") == "mrkdwn" else []
    return own + [text for value in node.values() for text in mrkdwn(value)]


def live(text: str) -> list[str]:
    """What an independent reader of Slack's markup finds in a text besides links to addresses of ours."""
    return [found for found in MARKUP.findall(text) if not OWN_LINK.fullmatch(found)]


@settings(max_examples=60, deadline=None)
@given(strangers.messages)
def test_every_message_stays_within_slacks_limits(message: Message) -> None:
    assert message_problems(draw(message)) == []


@settings(max_examples=60, deadline=None)
@given(strangers.messages)
def test_nothing_somebody_typed_becomes_a_mention_or_a_link(message: Message) -> None:
    addresses = {link.url for part in message.parts if isinstance(part, Links) for link in part.links} | {
        part.url for part in message.parts if isinstance(part, Quote)
    }
    for text in mrkdwn(draw(message)):
        assert live(text) == []
        assert unescape(text[1:].partition("|")[0]) in addresses
    for fallback in (summary(message), in_words(message)):
        assert MARKUP.findall(fallback) == []
        assert len(fallback) <= 4000


@settings(max_examples=50, deadline=None)
@given(strangers.messages)
def test_no_hidden_character_is_sent(message: Message) -> None:
    """Trust row 25: no control character, no direction override, no half of a surrogate pair."""
    for text in texts(draw(message)):
        for character in text:
            kind = unicodedata.category(character)
            assert kind not in ("Cc", "Cs") or character in "\n\t"
            assert unicodedata.bidirectional(character) not in BIDI_CONTROLS


@settings(max_examples=100, deadline=None)
@given(strangers.messages)
def test_buttons_are_never_the_part_that_is_cut(message: Message) -> None:
    wanted = [button for part in message.parts if isinstance(part, Buttons) for button in part.buttons]
    drawn = [one for block in draw(message) if block["type"] == "actions" for one in block["elements"]]
    assert [one["action_id"].partition("#")[0] for one in drawn] == [button.action for button in wanted]
    assert [one.get("value", "") for one in drawn] == [button.value for button in wanted]


@settings(deadline=None)
@given(strangers.texts)
def test_a_text_that_fits_comes_out_whole(text: str) -> None:
    blocks = draw(Message("s", (Text(text[:2000]),)))
    shown = "".join(texts(blocks))
    assert shown == visible(text[:2000]) or not text.strip()


def test_a_message_too_long_says_that_it_was_shortened() -> None:
    message = Message("s", tuple(Text(f"{index} " + "x" * 2900) for index in range(5)))
    assert sentence("slack.shortened") in list(texts(draw(message)))


def test_a_quote_shows_strength_lead_in_words_source_and_warning_in_that_order() -> None:
    quote = Quote(
        "Hang up politely.", "Customer Service, 4.2", "You must", "After one warning:", "Review overdue.", ""
    )
    assert list(texts(draw(Message("s", (quote,))))) == [
        "You must",
        " [1]",
        "After one warning:",
        "Hang up politely.",
        " ",
        "Review overdue.",
        "Sources",
        "1. Customer Service, 4.2",
    ]


def test_phrases_are_a_list_to_read_aloud_and_never_code() -> None:
    title, said = draw(Message("s", (Phrases("On the phone", ("I hear you.", "I will end this call.")),)))
    assert title["elements"][0]["type"] == "rich_text_section"
    (listed,) = said["elements"]
    assert (listed["type"], listed["style"]) == ("rich_text_list", "bullet")
    assert [list(texts(item)) for item in listed["elements"]] == [["I hear you."], ["I will end this call."]]


def test_a_list_keeps_the_numbers_of_the_source_and_hangs_items_below_their_line() -> None:
    items = (
        ListItem("Staff may:", "You may", "4.1"),
        ListItem("end the call;", under=True),
        ListItem("Tell the head.", "You must", "4.2", here="You are here"),
    )
    _, *blocks = draw(Message("s", (Listing("Step by step", items, ordered=True),)))
    lists = [block["elements"][0] for block in blocks]
    assert [one["type"] for one in lists] == ["rich_text_list"] * 3
    assert [one.get("indent", 0) for one in lists] == [0, 1, 0]
    assert {one["style"] for one in lists} == {"bullet"}, "4.1 is not numbered a second time"
    assert list(texts(lists[2])) == ["4.2 ", "▶ You are here. ", "You must: ", "Tell the head."]


def test_sources_stand_at_the_foot_above_the_last_buttons_and_are_never_cut() -> None:
    quote = Quote("Hang up.", "Customer Service, 4.2", url="https://town.example/p")
    row = Buttons((Button("Report", "report.open"),))
    long = tuple(Text("x" * 2900) for _ in range(6))
    drawn = draw(Message("s", (quote, row, *long, row)))
    assert [block["type"] for block in drawn[-2:]] == ["context", "actions"]
    assert "<https://town.example/p|1. Customer Service, 4.2>" in list(texts(drawn[-2]))


def test_a_number_for_danger_is_a_link_with_a_sign() -> None:
    (block,) = draw(Message("s", (Links((Link("In danger now? Police: 911", "tel:911"),), Tone.DANGER),)))
    assert block["text"]["text"] == ":warning: <tel:911|In danger now? Police: 911>"


def test_steps_keep_their_numbers_across_blocks() -> None:
    blocks = draw(Message("s", (Steps(tuple("x" * 1400 for _ in range(5))),)))
    assert [block["elements"][0].get("offset", 0) for block in blocks] == [0, 2, 4]


def test_facts_show_a_bold_label_and_the_value_as_it_is() -> None:
    line = draw(Message("s", (Facts((Fact("Customer", "<!here> & Co"),)),)))[0]["elements"][0]["elements"]
    assert line == [
        {"type": "text", "text": "Customer: ", "style": {"bold": True}},
        {"type": "text", "text": "<!here> & Co"},
    ]


@pytest.mark.parametrize(
    ("label", "url", "drawn"),
    [
        (
            "Parks & Trails",
            "https://a.example/x?a=1&b=2",
            "<https://a.example/x?a=1&amp;b=2|Parks &amp; Trails>",
        ),
        ("Parks & Trails", "tel:+19025550100", "<tel:+19025550100|Parks &amp; Trails: +19025550100>"),
        ("Parks & Trails", "mailto:a@b.example", "<mailto:a@b.example|Parks &amp; Trails: a@b.example>"),
        ("Police: 911 (danger)", "tel:911", "<tel:911|Police: 911 (danger)>"),
    ],
)
def test_https_tel_and_mailto_are_links_and_a_number_stays_readable(label: str, url: str, drawn: str) -> None:
    assert draw(Message("s", (Links((Link(label, url),)),)))[0]["text"]["text"] == drawn


@pytest.mark.parametrize(
    "url", ["http://a.example", "javascript:1", "https://a.example/|x", "https://a b", ""]
)
def test_other_addresses_are_shown_and_not_linked(url: str) -> None:
    assert mrkdwn(draw(Message("s", (Links((Link("Here", url),)),)))) == []


def test_a_picture_that_is_not_https_leaves_its_description() -> None:
    assert draw(Message("s", (Image("http://a.example/x.png", "A map"),)))[0]["type"] == "context"


def test_danger_is_told_by_a_sign_and_not_by_colour_alone() -> None:
    elements = draw(Message("s", (Text("Call 911", Tone.DANGER),)))[0]["elements"][0]["elements"]
    assert elements[0] == {"type": "emoji", "name": "warning"}


def test_hidden_direction_marks_are_spelled_out() -> None:
    assert list(texts(draw(Message("s", (Text("invoice\u202efdp.exe"),))))) == ["invoice\\u202efdp.exe"]


def test_two_buttons_of_one_action_have_different_ids() -> None:
    row = Buttons((Button("A", "ask.question", "a"), Button("B", "ask.question", "b")))
    assert message_problems(draw(Message("s", (row,)))) == []


def test_in_words_holds_what_the_blocks_say() -> None:
    message = Message("New report", (Text("Counter 2"), Links((Link("902 555-0100", "tel:+19025550100"),))))
    assert in_words(message) == "New report\nCounter 2\n902 555-0100"


@pytest.mark.parametrize(
    "blocks",
    [
        [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}],
        [{"type": "actions", "elements": []}],
        [{"type": "divider"}] * 51,
        [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "user"}]}]}],
        [{"type": "section", "text": {"type": "mrkdwn", "text": ""}}],
    ],
)
def test_the_check_itself_finds_faults(blocks: list[dict[str, object]]) -> None:
    assert message_problems(blocks)
