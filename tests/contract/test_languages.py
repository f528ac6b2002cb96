"""Whoever has a language we speak reads its words, dates and plurals on every platform; a new one is a folder."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest

from bot.dispatch import Bot
from bot.events import MessageReceived
from bot.flows.times import day_words
from bot.messages import Message, Text
from bot.replies import Reply, Say
from bot.router import Routes
from bot.services import Services
from bot.words import sentence
from tests.contract.benches import BENCHES, Bench
from tests.fakes.services import services
from tests.languages import TAG, spoken_too

DAY = date(2026, 11, 22)


@pytest.fixture(params=sorted(BENCHES))
async def bench(request: pytest.FixtureRequest) -> AsyncIterator[Bench]:
    """One platform after the other, with a bot that counts the words it is sent."""
    async with BENCHES[request.param]() as made:
        bot = Bot(services(), {request.param: made.adapter.capabilities}, Routes({}, {}, {}, {}, counts))
        await made.adapter.start(bot.handle)
        yield made
        await made.adapter.close()


async def counts(event: MessageReceived, _: Services) -> list[Reply]:
    """A sentence of the catalogue with a count, and a day."""
    text = f"{sentence('reports.more', count=len(event.text.split()))} {day_words(DAY)}"
    return [Say(Message(text, (Text(text),)))]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (1, "Zu 1 starla blim."),
        (3, "Zu 3 starle blim."),
        (5, "Zu 5 starlu blim."),
        (22, "Zu 22 starle blim."),
    ],
)
async def test_words_plurals_and_dates_are_those_of_the_reader(
    bench: Bench, words: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken_too(monkeypatch)
    bench.has_language(TAG)
    await bench.says("la " * words)
    assert f"{said} 22 listopada 2026" in bench.read()[-1].replace("\n", " ")


@pytest.mark.parametrize(("language", "day"), [("en-GB", "22 November 2026"), ("en-CA", "November 22, 2026")])
async def test_english_is_written_as_the_country_writes_it(bench: Bench, language: str, day: str) -> None:
    bench.has_language(language)
    await bench.says("la la")
    assert f"And 2 older ones. Type “reports” and a reference to see one. {day}" in bench.read()[-1].replace(
        "\n", " "
    )


async def test_a_language_without_a_catalogue_is_answered_in_english(bench: Bench) -> None:
    bench.has_language(TAG)
    await bench.says("la")
    shown = bench.read()[-1].replace("\n", " ")
    assert "And 1 older one. Type “reports” and a reference to see it. 22 November 2026" in shown
