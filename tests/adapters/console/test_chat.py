"""The terminal: messages as readable text, numbers that press buttons, notices, scripts through a pipe."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from adapters.console.chat import chat
from adapters.console.drawing import draw
from adapters.console.terminal import TerminalAdapter
from bot.adapter import Delivery, Failure, SendFailed
from bot.events import ActionChosen, Arrived, FileShared, MessageReceived
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
    Phrases,
    Quote,
    Steps,
    Text,
    Tone,
)
from bot.people import Person, ReplyTarget
from bot.replies import CloseForm, Replace, Say
from bot.words import sentence
from tests.fakes.clock import FakeClock
from tests.fakes.script import ScriptedBot

KIM = Person("kim@town.example", "Kim Park", "kim@town.example")
ACKNOWLEDGE = Message(
    "ended", (Text("A call was ended."), Buttons((Button("Acknowledge", "notice.acknowledge", "7"),)))
)
CHOICES = Message("two", (Buttons((Button("First", "ask.other", "a"), Button("Second", "ask.not_it", "b"))),))


class Terminal:
    """A terminal with a screen that can be read."""

    def __init__(self) -> None:
        self.bot = ScriptedBot()
        self.screen = io.StringIO()
        self.adapter = TerminalAdapter(KIM, FakeClock(), Console(file=self.screen, width=80))

    async def types(self, *lines: str) -> str:
        """Run a conversation of these lines; returns the whole screen."""
        await self.adapter.start(self.bot)
        await chat(self.adapter, io.StringIO("".join(f"{line}\n" for line in lines)), self.screen)
        return self.screen.getvalue()

    @property
    def presses(self) -> list[tuple[str, str]]:
        """Action and value of every button that was pressed."""
        return [(event.action, event.value) for event in self.bot.events if isinstance(event, ActionChosen)]

    @property
    def texts(self) -> list[str]:
        """Every message the bot got."""
        return [event.text for event in self.bot.events if isinstance(event, MessageReceived)]


def test_every_part_of_a_message_can_be_read_in_plain_lines() -> None:
    message = Message(
        "all",
        (
            Heading("Ending a call"),
            Text("Call 911 when in danger.", Tone.DANGER),
            Text("Acknowledged.", Tone.GOOD),
            Quote(
                "You may end it.",
                "Difficult Customers, 4.2",
                "You may",
                "On the phone",
                "its review is due",
                "https://a.example",
            ),
            Phrases("You can say", ("Please stop shouting.",)),
            Steps(("Warn once.", "Hang up.")),
            Facts((Fact("Phone", "555-0142"),)),
            Links((Link("Call", "tel:5550142"),)),
            Image("https://a.example/map.png", "A map of the hall"),
            Divider(),
            Buttons((Button("Report", "report.open"),)),
        ),
    )
    drawn = draw(message, ["1"])
    for words in (
        "Ending a call", "Important: Call 911", "✓ Acknowledged.", "You may: [1]", "On the phone", "You may end it.",
        "1. Difficult Customers, 4.2", "Please note: its review is due", "https://a.example", "You can say",
        "“Please stop shouting.”", "1. Warn once.", "2. Hang up.", "Phone  555-0142", "Call: 5550142",
        "Picture: A map of the hall", "[1] Report",
    ):  # fmt: skip
        assert words in drawn
    assert "\x1b" not in drawn


def test_long_lines_are_broken_at_the_width_and_nothing_is_cut() -> None:
    words = [f"word{number}" for number in range(200)]
    drawn = draw(Message("long", (Quote(" ".join(words), "Source"),)), width=60)
    assert max(map(len, drawn.splitlines())) <= 60
    assert [word for word in drawn.split() if word.startswith("word")] == words


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_no_text_can_move_the_cursor_or_change_the_colours(text: str) -> None:
    parts = (
        Text(text),
        Heading(text),
        Quote(text, text, text, text, text, text),
        Facts((Fact(text, text),)),
        Links((Link(text, text),)),
        Phrases(text, (text,)),
        Steps((text,)),
        Image(text, text),
        Buttons((Button(text, "a"),)),
    )
    drawn = draw(Message(text, parts), ["1"])
    assert not [
        character
        for character in drawn
        if character != "\n" and (ord(character) < 32 or 127 <= ord(character) < 160)
    ]
    assert not set(drawn) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def test_markup_in_a_text_is_shown_as_it_was_typed() -> None:
    assert "[bold red]not a mark[/] :fire:" in draw(Message("m", (Text("[bold red]not a mark[/] :fire:"),)))


async def test_what_is_typed_reaches_the_bot_as_the_chosen_person() -> None:
    terminal = Terminal()
    terminal.bot.script[MessageReceived] = [Say(Message("x", (Text("Roads does that."),)))]
    screen = await terminal.types("who fixes potholes?")
    (event,) = terminal.bot.heard(MessageReceived)
    assert isinstance(event, MessageReceived)
    assert (event.who.platform, event.who.person, event.can_open_form) == ("console", KIM.key, False)
    assert screen.index("> who fixes potholes?") < screen.index("Roads does that.")


async def test_a_number_presses_the_button_it_stands_before() -> None:
    terminal = Terminal()
    terminal.bot.script[Arrived] = [Say(CHOICES)]
    await terminal.types("2")
    assert terminal.presses == [("ask.not_it", "b")]


async def test_buttons_of_several_messages_of_one_answer_are_numbered_through() -> None:
    terminal = Terminal()
    terminal.bot.script[Arrived] = [Say(CHOICES), CloseForm((Say(CHOICES),)), Replace(ACKNOWLEDGE)]
    await terminal.types("5")
    assert terminal.presses == [("notice.acknowledge", "7")]


async def test_p36_an_emergency_number_beside_buttons_is_sent() -> None:
    terminal = Terminal()
    terminal.bot.script[Arrived] = [Say(CHOICES)]
    screen = await terminal.types("911")
    assert "no button" not in screen
    assert terminal.texts == ["911"]


async def test_a_number_that_is_no_button_is_explained_and_not_sent() -> None:
    terminal = Terminal()
    terminal.bot.script[Arrived] = [Say(CHOICES)]
    screen = await terminal.types("3")
    assert "no button 3" in screen
    assert not terminal.presses
    assert not terminal.texts


async def test_where_the_bot_asks_a_question_without_buttons_a_number_is_the_answer() -> None:
    terminal = Terminal()
    terminal.bot.script[Arrived] = [Say(CHOICES)]
    terminal.bot.script[MessageReceived] = [
        Say(Message("q", (Text("How were you in contact?"), Steps(("By phone", "In person")))))
    ]
    await terminal.types("incident", "2")
    assert terminal.texts == ["incident", "2"]
    assert not terminal.presses


async def test_a_notice_is_shown_and_stays_pressable_while_the_conversation_goes_on() -> None:
    terminal = Terminal()
    await terminal.adapter.start(terminal.bot)
    await terminal.adapter.send(
        ReplyTarget.to_person("console", "KIM@town.example"), Delivery(ACKNOWLEDGE, "k1")
    )
    assert "[n1] Acknowledge" in terminal.screen.getvalue()
    terminal.bot.script[MessageReceived] = [Say(CHOICES)]
    await terminal.types("hello", "N1")
    assert terminal.presses == [("notice.acknowledge", "7")]


async def test_a_repeated_delivery_is_printed_once() -> None:
    terminal = Terminal()
    await terminal.adapter.start(terminal.bot)
    target = ReplyTarget.to_person("console", KIM.email)
    first = await terminal.adapter.send(target, Delivery(ACKNOWLEDGE, "k1"))
    again = await terminal.adapter.send(target, Delivery(ACKNOWLEDGE, "k1", attempt=2))
    assert (first.repeated, again.repeated) == (False, True)
    assert terminal.screen.getvalue().count("A call was ended.") == 1
    assert again.target == ReplyTarget.from_json(first.target.to_json())


@pytest.mark.parametrize(
    "target", [ReplyTarget.to_person("console", "noor@town.example"), ReplyTarget("console", "local", "")]
)
async def test_a_notice_for_somebody_else_is_not_shown_here(target: ReplyTarget) -> None:
    terminal = Terminal()
    with pytest.raises(SendFailed) as failed:
        await terminal.adapter.send(target, Delivery(ACKNOWLEDGE, "k1"))
    assert failed.value.failure is Failure.RETRY
    assert not terminal.screen.getvalue()


@pytest.mark.parametrize("word", ["quit", " EXIT "])
async def test_a_word_of_leaving_ends_the_conversation(word: str) -> None:
    terminal = Terminal()
    await terminal.types("one", word, "two")
    assert terminal.texts == ["one"]


async def test_blank_lines_are_not_sent() -> None:
    terminal = Terminal()
    await terminal.types("", "   ")
    assert not terminal.texts


async def test_after_closing_nothing_is_taken() -> None:
    terminal = Terminal()
    await terminal.adapter.start(terminal.bot)
    await terminal.adapter.close()
    await terminal.adapter.take("hello")
    assert not terminal.bot.events


async def test_at_a_keyboard_the_prompt_comes_back_after_a_notice() -> None:
    terminal = Terminal()
    await terminal.adapter.start(terminal.bot)
    terminal.adapter.ask()
    await terminal.adapter.send(ReplyTarget.to_person("console", KIM.email), Delivery(ACKNOWLEDGE, "k1"))
    assert terminal.screen.getvalue().endswith("[n1] Acknowledge\n\n> ")
    await terminal.adapter.take("hello")
    await terminal.adapter.send(ReplyTarget.to_person("console", KIM.email), Delivery(ACKNOWLEDGE, "k2"))
    assert not terminal.screen.getvalue().endswith("> ")


async def test_a_file_is_sent_with_its_path_and_the_reference_behind_it(tmp_path: Path) -> None:
    path = tmp_path / "my photo.txt"
    path.write_bytes(b"a note")
    terminal = Terminal()
    await terminal.types(f'attach "{path}" to K4M-7TR', f"attach {path}")
    named, alone = terminal.bot.heard(FileShared)
    assert isinstance(named, FileShared)
    assert isinstance(alone, FileShared)
    assert [(one.name, one.content) for one in named.files] == [("my photo.txt", b"a note")]
    assert (named.text, alone.text) == ("K4M-7TR", "")


async def test_a_file_that_is_not_there_is_said_and_other_words_are_a_message(tmp_path: Path) -> None:
    terminal = Terminal()
    screen = await terminal.types(f"attach {tmp_path}/none.jpg", "attach the letter to my report")
    told = sentence("terminal.file_not_read", path=f"{tmp_path}/none.jpg")
    assert "".join(told.split()) in "".join(screen.split()), "wherever the line breaks"
    assert terminal.bot.heard(FileShared) == []
    (message,) = terminal.bot.heard(MessageReceived)
    assert isinstance(message, MessageReceived)
    assert message.text == "attach the letter to my report"


async def test_words_too_long_for_a_name_are_a_message_and_nobodys_home_is_no_fault() -> None:
    terminal, words = Terminal(), "attach " + "what he wrote " * 40
    screen = await terminal.types(words, "attach ~nobody-by-this-name/a.jpg")
    (message,) = terminal.bot.heard(MessageReceived)
    assert isinstance(message, MessageReceived)
    assert message.text == words.strip()
    told = sentence("terminal.file_not_read", path="~nobody-by-this-name/a.jpg")
    assert "".join(told.split()) in "".join(screen.split())
