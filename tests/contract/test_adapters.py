"""What `bot.adapter.Adapter` promises, kept by every platform."""

from __future__ import annotations

import contextlib
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

import adapters
from bot.adapter import Delivery, Failure, SendFailed
from bot.capabilities import Capabilities
from bot.events import Event, MessageReceived
from bot.fit import fit, fit_message
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
    Listing,
    ListItem,
    Message,
    Part,
    Phrases,
    Quote,
    Steps,
    Text,
)
from bot.people import Place, ReplyTarget
from bot.replies import Audience, Reply, Say
from bot.words import sentence
from tests.contract.benches import ANA, BENCHES, Bench

EMOJI, RIGHT_TO_LEFT = "👩🏽‍🚒🙂🇨🇦é̂", "مرحبا שלום"
CONTROLS = "a\x00b\x07c\u202egnp.exe\u202cd\u2066e\u2069f\ufeffg\ud83dh\r\ni"
LONG = 50_000
HOSTILE = {
    "plain": "word " * (LONG // 5),
    "one word": "x" * LONG,
    "emoji": EMOJI * (LONG // len(EMOJI)),
    "right to left": RIGHT_TO_LEFT * (LONG // len(RIGHT_TO_LEFT)),
    "control characters": CONTROLS * (LONG // len(CONTROLS)),
    "markup": "<!channel> [x](https://evil.example) <at>all</at> & **b** _i_ `c`\n" * 740,
    "lines": "\n" * LONG,
}
MARKS = [
    "…",
    sentence("teams.more_left_out"),
]


@pytest.fixture(params=sorted(BENCHES))
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    """One platform after the other; its adapter is closed in the end, whatever happened."""
    make: Callable[[], AbstractAsyncContextManager[Bench]] = BENCHES[request.param]
    async with make() as made:
        yield made
        await made.adapter.close()


class Script:
    """A bot that keeps what comes and says `reply`."""

    def __init__(self, *reply: Reply) -> None:
        self.events: list[Event] = []
        self._reply = reply

    async def __call__(self, event: Event) -> list[Reply]:
        """Implements `bot.adapter.Handle`."""
        self.events.append(event)
        return list(self._reply)


def note(text: str, *parts: Part) -> Message:
    """A short message."""
    return Message(text, (Text(text), *parts))


async def met(bench: Bench, script: Script | None = None) -> ReplyTarget:
    """Ana has written to the bot: where she can be reached from then on."""
    script = script or Script()
    await bench.adapter.start(script)
    assert await bench.says("hello there")
    (event,) = script.events
    return event.where


def test_every_adapter_is_on_the_list() -> None:
    folders = {path for path in Path(adapters.__file__).parent.iterdir() if path.is_dir()}
    with_adapters = {
        path.name for path in folders if any("async def send(" in text for text in sources(path))
    }
    assert with_adapters == BENCHES.keys(), "add a bench for it to tests/contract/benches.py"


def sources(folder: Path) -> Iterator[str]:
    """The code of a folder."""
    return (
        file.read_text(encoding="utf-8")
        for file in folder.glob("*.py")
        if file.name in ("adapter.py", "terminal.py")
    )


async def test_before_start_and_after_close_nothing_reaches_the_bot(bench: Bench) -> None:
    script = Script(Say(note("heard you")))
    assert not await bench.says("too early")
    await bench.adapter.start(script)
    assert await bench.says("in time")
    await bench.adapter.close()
    assert not await bench.says("too late")
    assert [event.text for event in script.events if isinstance(event, MessageReceived)] == ["in time"]


async def test_an_event_says_who_and_where_and_its_answer_is_read_there(bench: Bench) -> None:
    script = Script(Say(note("heard you")))
    where = await met(bench, script)
    (event,) = script.events
    assert isinstance(event, MessageReceived)
    assert event.text == "hello there"
    assert event.id
    assert event.at.tzinfo is not None
    assert (event.who.platform, event.who.person, event.who.name) == (
        bench.adapter.platform,
        ANA.key,
        ANA.name,
    )
    assert where.place is Place.DIRECT
    assert where.platform == bench.adapter.platform
    assert any("heard you" in text for text in bench.read())
    assert bench.read_in_public() == []


async def test_even_for_everybody_here_a_direct_answer_stays_direct(bench: Bench) -> None:
    await met(bench, Script(Say(note("for here"), Audience.HERE)))
    assert any("for here" in text for text in bench.read())
    assert bench.read_in_public() == []


async def test_capabilities_are_numbers_one_can_work_with(bench: Bench) -> None:
    one = bench.adapter.capabilities
    assert isinstance(one, Capabilities)
    assert 0 < one.part_characters <= one.message_characters
    assert one.buttons >= 3, "three actions where one is obvious"


async def test_what_was_sent_can_be_replaced_tomorrow(bench: Bench) -> None:
    """The receipt's target survives JSON, as it is kept in the database."""
    where = await met(bench)
    receipt = await bench.adapter.send(where, Delivery(note("first words"), "notify:1"))
    assert not receipt.repeated
    assert receipt.target.place is Place.DIRECT
    kept = ReplyTarget.from_json(receipt.target.to_json())
    before = len(bench.read())
    again = await bench.adapter.send(kept, Delivery(note("second words"), "climbed:1", replaces=kept))
    assert any("second words" in text for text in bench.read())
    if bench.adapter.capabilities.replace:
        assert len(bench.read()) == before
        assert not any("first words" in text for text in bench.read())
    third = ReplyTarget.from_json(again.target.to_json())
    await bench.adapter.send(third, Delivery(note("third words"), "acknowledged:1", replaces=third))
    assert any("third words" in text for text in bench.read())


async def test_somebody_known_by_address_is_reached_directly_or_it_is_said_why_not(bench: Bench) -> None:
    await met(bench)
    target = ReplyTarget.to_person(bench.adapter.platform, ANA.email)
    await bench.adapter.send(target, Delivery(note("by address"), "notify:2"))
    assert any("by address" in text for text in bench.read())
    nobody = ReplyTarget.to_person(bench.adapter.platform, "nobody@town.example")
    with pytest.raises(SendFailed) as refused:
        await bench.adapter.send(nobody, Delivery(note("by address"), "notify:3"))
    assert refused.value.failure is not Failure.OPERATOR
    assert refused.value.code
    assert bench.read_in_public() == []


async def test_a_direct_target_is_never_widened(bench: Bench) -> None:
    """T17: whatever else stands in it, and whatever it replaces."""
    where = await met(bench)
    odd = [
        where,
        ReplyTarget.to_person(where.platform, ANA.email),
        ReplyTarget(
            where.platform, where.tenant, where.conversation, "1700000000.000100", where.place, where.route
        ),
    ]
    for number, target in enumerate(odd):
        receipt = await bench.adapter.send(target, Delivery(note("for Ana alone"), f"notify:{number}"))
        gone = ReplyTarget.from_json(receipt.target.to_json().replace("message", "massage"))
        await bench.adapter.send(target, Delivery(note("for Ana alone"), f"u:{number}", replaces=gone))
    assert bench.read_in_public() == []
    assert sum("for Ana alone" in text for text in bench.read()) >= len(odd)


async def test_a_second_attempt_is_not_a_second_message_or_says_that_it_may_be_one(bench: Bench) -> None:
    """T7: the answer to the first attempt was lost; the message had arrived."""
    where = await met(bench)
    bench.lose_the_next_answer()
    with contextlib.suppress(SendFailed):
        await bench.adapter.send(where, Delivery(note("only once"), "notify:7"))
    receipt = await bench.adapter.send(where, Delivery(note("only once"), "notify:7", attempt=2))
    assert receipt.repeated
    shown = [text for text in bench.read() if "only once" in text]
    assert all(sentence("teams.repeated") in text for text in shown[1:])
    another = await bench.adapter.send(where, Delivery(note("another"), "notify:8", attempt=2))
    assert any("another" in text for text in bench.read())
    assert another.target.to_json()


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
async def test_any_text_fits_and_what_was_left_out_is_marked(bench: Bench, text: str) -> None:
    """Every part a message can have, each with 50,000 characters; the stand-ins refuse what the vendors refuse."""
    parts: tuple[Part, ...] = (
        Heading(text),
        Text(text),
        Facts((Fact(text, text), Fact("label", "value"))),
        Quote(text, text, "must", text, text, "https://town.example/policy"),
        Listing(text, (ListItem(text, text, text, text),), ordered=True),
        Steps((text, text)),
        Phrases(text, (text,)),
        Links((Link(text, "https://town.example/x"),)),
        Image("https://town.example/a.png", text),
        Divider(),
        Buttons((Button(text, "ask.share", "value"), Button("Acknowledge", "notice.acknowledge", "7"))),
    )
    where = await met(bench)
    for shape in (parts, (Text(text),), parts[:2]):
        before = len(bench.read())
        message = fit_message(Message(text, shape), bench.adapter.capabilities)[0]
        await bench.adapter.send(where, Delivery(message, f"notify:{len(shape)}:{before}"))
        shown = "\n".join(bench.read()[before:])
        assert shown
        assert not [one for one in shown if is_dangerous(one)]
        if text.strip():
            assert any(mark in shown for mark in MARKS)


async def test_a_short_odd_text_is_whole(bench: Bench) -> None:
    where = await met(bench)
    for text in (EMOJI, RIGHT_TO_LEFT, "Ünïcödé ñ 日本語"):
        await bench.adapter.send(where, Delivery(note(text), f"notify:{text}"))
        assert any(text in shown for shown in bench.read())


async def test_a_reply_of_any_length_is_performed(bench: Bench) -> None:
    long = Say(note("x" * LONG))
    script = Script(*fit([long], bench.adapter.capabilities, False))
    await met(bench, script)
    assert any(mark in text for text in bench.read() for mark in MARKS)


async def test_closed_it_sends_nothing_and_says_so_and_closing_twice_is_fine(bench: Bench) -> None:
    where = await met(bench)
    await bench.adapter.close()
    await bench.adapter.close()
    before = bench.read()
    with pytest.raises(SendFailed) as refused:
        await bench.adapter.send(where, Delivery(note("too late"), "notify:9"))
    assert refused.value.failure is Failure.RETRY
    assert bench.read() == before


def is_dangerous(character: str) -> bool:
    """Whether a character is a control, half an emoji, or turns the direction of what follows."""
    allowed = character in "\n\t"
    overrides = "\u202a\u202b\u202d\u202e\u202c"
    return not allowed and (character in overrides or unicodedata.category(character) in {"Cc", "Cs"})
