"""Messages on Adaptive Cards: every rule of the schema and of Teams, whatever the text."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt

from adapters.teams.elements import OURS
from adapters.teams.render import draw, pressed
from adapters.teams.text import shorten, shown, unmarked
from bot.messages import (
    Button,
    Buttons,
    Divider,
    Fact,
    Facts,
    Heading,
    Image,
    Link,
    Links,
    Message,
    Quote,
    Text,
    Tone,
)
from tests.adapters.teams.samples import HOSTILE, drawn_messages
from tests.standins.card_rules import problems, utf16_bytes, walk, words

MARKDOWN = MarkdownIt("commonmark")


def marked(text: str) -> set[str]:
    """The live things a markdown reader finds in a text."""
    tokens = MARKDOWN.parse(text)
    kinds = {child.type for token in tokens for child in token.children or []}
    return kinds & {"link_open", "image", "html_inline"} | {token.type for token in tokens} & {"html_block"}


def one(*parts: object) -> dict[str, object]:
    return draw(Message("A summary.", tuple(parts)))  # type: ignore[arg-type]  # parts of every kind


@settings(max_examples=60, deadline=None)
@given(drawn_messages)
def test_every_message_obeys_the_schema_and_the_limits_of_teams(message: Message) -> None:
    assert problems(draw(message)) == []


@settings(max_examples=60, deadline=None)
@given(drawn_messages)
def test_no_text_becomes_a_live_link_or_a_picture(message: Message) -> None:
    card = draw(message)
    allowed = {link.url for part in message.parts if isinstance(part, Links) for link in part.links}
    allowed |= {part.url for part in message.parts if isinstance(part, Quote)}
    for element in walk(card):
        assert element.get("type") != "FactSet", "Teams reads markdown in a FactSet"
        if element.get("type") == "TextBlock":
            assert marked(element["text"]) == set()
            assert "://" not in element["text"]
        if element.get("type") == "Action.OpenUrl":
            assert element["url"] in allowed
            assert element["url"].startswith(("https://", "tel:", "mailto:"))
        if element.get("type") == "Image":
            assert element["url"].startswith("data:image/png;base64,")
    assert marked(str(card["fallbackText"])) == set()


@pytest.mark.parametrize("text", [text for text in HOSTILE if len(text) < 200])
def test_a_text_is_read_back_as_it_was_typed_but_for_hidden_characters(text: str) -> None:
    lines = [line for line in shown(text).split("\n") if line.strip()]
    assert words(one(Text(text))).split("\n") == lines


def test_hidden_characters_are_named_or_dropped() -> None:
    assert shown("exe\u202egnp\u0000\u200b\u2066") == "exe[U+202E]gnp"
    assert shown("👩‍👩‍👧 שלום\n\tمرحبا") == "👩‍👩‍👧 שלום\n\tمرحبا"


def test_a_long_message_says_that_it_was_shortened_and_keeps_its_buttons() -> None:
    report = Button("Acknowledge", "notice.acknowledge", "abc")
    card = one(*(Text("🙂" * 4000) for _ in range(60)), Buttons((report,)))
    assert "(shortened)" in words(card)
    assert "Acknowledge" in words(card)
    assert utf16_bytes(card) <= 28 * 1024


def test_more_parts_than_fit_are_left_out_with_a_word_about_it() -> None:
    card = one(
        *(Facts(tuple(Fact("Label", "value") for _ in range(20))) for _ in range(40)),
        Buttons((Button("A", "a"),)),
    )
    assert problems(card) == []
    assert "did not fit" in words(card)
    assert words(card).endswith("A")


def test_buttons_with_very_long_values_are_left_out_before_the_card_is_refused() -> None:
    long = Buttons(tuple(Button(f"B{number}", "ask.share", '"' * 1500) for number in range(6)))
    card = draw(Message("A summary.", (Text("Read me."), long)), home="h" * 500)
    assert problems(card) == []
    assert "B0" in words(card)


def test_a_quote_names_its_strength_in_words_and_its_source_in_a_numbered_list() -> None:
    quotes = (
        Quote(
            "Notify the head.",
            "Difficult customers, section 5, 12 August 2019",
            "You must",
            url="https://town.example/p",
        ),
        Quote(
            "Stay calm.", "Front desk, section 2", "Should", "When a voice rises:", "review overdue since May"
        ),
        Quote(
            "End the call.",
            "Difficult customers, section 5, 12 August 2019",
            "You may",
            url="https://town.example/p",
        ),
    )
    read = words(one(*quotes))
    assert [word in read for word in ("You must", "Should", "You may")] == [True] * 3
    assert "1. Difficult customers, section 5, 12 August 2019" in read
    assert "2. Front desk, section 2" in read
    assert "3." not in read, "the same source is listed once"
    assert "Please note: review overdue since May" in read
    assert read.index("End the call.") < read.index("Sources")


def test_danger_is_said_in_words_and_not_by_colour_alone() -> None:
    assert "Important: Call 911" in words(one(Text("Call 911", Tone.DANGER)))


def test_a_button_brings_back_its_action_and_value() -> None:
    card = one(
        Buttons(
            (
                Button("Share here", "ask.share", "can I hang up?"),
                Button("Report", "report.open", opens_form=True),
            )
        )
    )
    share, report = card["body"][0]["actions"]  # type: ignore[index]
    assert pressed(share["data"]) == ("ask.share", "can I hang up?")
    assert "msteams" not in share["data"]
    assert pressed(report["data"]) == ("report.open", "")
    assert report["data"]["msteams"] == {"type": "task/fetch"}


@pytest.mark.parametrize(
    "data", [{}, {OURS: "x"}, {OURS: {"action": 1}}, {OURS: ["action"]}, {OURS: {"form": "report"}}]
)
def test_data_of_no_button_of_ours_is_no_press(data: dict[str, object]) -> None:
    assert pressed(data) is None


def test_at_most_six_buttons_are_drawn_on_one_card() -> None:
    buttons = Buttons(tuple(Button(f"B{n}", "a") for n in range(4)))
    actions = [each for each in walk(one(buttons, Text("x"), buttons)) if each.get("type") == "Action.Submit"]
    assert len(actions) == 6


def test_a_heading_is_announced_as_one_to_screen_readers() -> None:
    assert one(Heading("Report K4M-7TR was recorded"))["body"][0]["style"] == "heading"  # type: ignore[index]
    assert one(Heading("[x](https://evil.example)"))["body"][0]["type"] == "RichTextBlock"  # type: ignore[index]


def test_links_lead_only_to_pages_numbers_and_mailboxes() -> None:
    card = one(
        Links(
            (
                Link("Form", "https://town.example/f"),
                Link("Desk", "tel:+19025550100"),
                Link("Bad", "file:///etc"),
            )
        )
    )
    assert [each["url"] for each in walk(card) if each.get("type") == "Action.OpenUrl"] == [
        "https://town.example/f",
        "tel:+19025550100",
    ]
    assert "Desk: +19025550100" in words(card)


def test_a_remote_picture_is_described_and_not_loaded() -> None:
    card = one(
        Image("https://town.example/map.png", "Map of the town hall"),
        Image("data:image/png;base64,AA==", "Logo"),
    )
    assert "Map of the town hall" in words(card)
    assert "https://town.example/map.png" not in json.dumps(card)


def test_a_divider_sets_the_next_part_apart() -> None:
    body = one(Text("a"), Divider(), Divider(), Text("one"), Text("two"))["body"]
    assert [element.get("separator", False) for element in body] == [False, True, False]  # type: ignore[attr-defined]


def test_line_breaks_are_kept() -> None:
    assert words(one(Text("one\ntwo\n\nthree"))) == "one\ntwo\nthree"


@pytest.mark.parametrize("limit", [1, 5, 20, 100])
def test_a_shortened_text_stays_within_its_limit(limit: int) -> None:
    assert len(shorten("a" * 200, limit)) <= limit
    assert shorten("short", 20) == "short"


def test_places_that_read_markdown_get_look_alikes() -> None:
    for text in HOSTILE:
        assert marked(unmarked(text)) == set()
