"""The language a platform tells is mapped to one we speak, and what is counted takes the plural it wants."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from adapters.console.chat_command import language
from adapters.web.show import words
from bot import locales
from bot.flows.times import local_time
from bot.locales import best, listed, number, speaking, tag
from bot.people import ReplyTarget
from bot.words import sentence
from tests.fakes.services import TOWN
from tests.languages import TAG, spoken_too


@pytest.mark.parametrize(
    ("told", "spoken"),
    [
        ("", "en"),
        ("en-US", "en-US"),
        ("en-us", "en-US"),
        ("en_CA.UTF-8", "en-CA"),
        ("C.UTF-8", "en"),
        ("POSIX", "en"),
        ("fr-CA,fr;q=0.9,en-GB;q=0.8,en;q=0.7", "en-GB"),
        ("en;q=0.1,pl;q=0.9", "pl"),
        ("*", "en"),
        ("en-Latn-GB", "en-GB"),
        ("en-ZZ", "en"),
        ("xx-YY", "en"),
        ("../../etc", "en"),
        ("pl-" + "x" * 100_000, "pl"),
    ],
)
def test_the_best_language_that_we_speak_is_chosen(
    told: str, spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken_too(monkeypatch)
    assert tag(best(told)) == spoken


def test_a_terminal_says_its_language_by_the_usual_variables() -> None:
    assert language({"LANG": "en_GB.UTF-8"}) == "en_GB.UTF-8"
    assert language({"LANG": "en_GB.UTF-8", "LC_ALL": "C"}) == "C"
    assert language({}) == ""


def test_numbers_and_lists_are_written_as_the_reader_writes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    spoken_too(monkeypatch)
    assert (number(50_000), listed(["a", "", "b", "c"]), listed([])) == ("50,000", "a, b, c", "")
    with speaking(TAG):
        assert number(50_000).replace("\u00a0", " ") == "50 000"
        assert listed(["a", "b", "c"]) == "a, b i c"


def test_a_clock_has_halves_where_the_country_has_them() -> None:
    at = datetime(2026, 11, 22, 18, 5, tzinfo=UTC)
    assert local_time(at, TOWN) == at.astimezone(TOWN.timezone).strftime("%H:%M")
    with speaking("en-CA"):
        assert locales.clock(time(14, 5), "h:mm a") == "2:05 p.m."


def test_a_sentence_without_a_translation_keeps_the_plural_of_its_own_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spoken_too(monkeypatch)
    with speaking(TAG):
        assert sentence("changes.more", count=1).startswith("And 1 more change.")
        assert sentence("changes.more", count=3).startswith("And 3 more changes.")


def test_the_page_gets_every_form_and_english_where_a_word_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spoken_too(monkeypatch)
    with speaking(TAG):
        shown = words()
    assert shown["skip"] == "Skipa zu blanka"
    assert shown["unread"] == {
        "one": "{count} nova",
        "few": "{count} nove",
        "many": "{count} novu",
        "other": "{count} novo",
    }
    assert shown["people"] == words()["people"]


def test_a_place_remembers_its_readers_language_and_older_ones_are_read() -> None:
    plain = ReplyTarget("slack", "T1", "D1")
    spoken = ReplyTarget("slack", "T1", "D1", locale=TAG)
    assert ReplyTarget.from_json(spoken.to_json()).locale == TAG
    assert "locale" not in plain.to_json()
    assert ReplyTarget.from_json(plain.to_json()) == spoken
