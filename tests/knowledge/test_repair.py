"""Misspelt words are repaired towards the policies' own; real words stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.language import known_words
from knowledge.text.spelling import Speller

VOCABULARY = {
    "telephone": 9, "abusive": 4, "caller": 6, "handle": 3, "sharing": 2, "visitor": 5, "visitors": 7, "jordan": 1,
    "email": 4, "emails": 3, "directories": 2, "complaint": 9, "filled": 1, "closing": 1,
}  # fmt: skip
SPELLER = Speller(VOCABULARY, known={"cussing"})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("how do i handel an abusiv caler", "how do i handle an abusive caller"),
        ("telefone directries", "telephone directories"),
        ("emials from visitros", "emails from visitors"),
        ("Who is M Jordon?", "Who is M Jordan?"),
        ("COMPLANT", "COMPLAINT"),
    ],
)
def test_misspelt_words_become_the_policies_own(typed: str, meant: str) -> None:
    assert SPELLER.repair(typed) == meant


def test_words_the_policies_lack_become_common_english() -> None:
    assert SPELLER.repair("what is the deadlin") == "what is the deadline"


@pytest.mark.parametrize(
    "word", ["swearing", "yelled", "cussing", "councillor", "behaviour", "wheelchair", "shaking"]
)
def test_real_words_stay_even_where_only_another_one_occurs(word: str) -> None:
    assert SPELLER.repair(word) == word


@pytest.mark.parametrize("word", ["narcan", "dont", "theres", "wouldnt"])
def test_a_short_word_no_list_knows_becomes_none_two_letters_away(word: str) -> None:
    assert SPELLER.repair(word) == word


@pytest.mark.parametrize(("typed", "meant"), [("polcie", "police"), ("recieve", "receive")])
def test_one_slip_in_a_short_word_and_two_in_a_longer_one_are_still_repaired(typed: str, meant: str) -> None:
    assert SPELLER.repair(typed) == meant
    assert SPELLER.repair("restuarnat") == "restaurant"


@pytest.mark.parametrize(
    "text", ["311", "SR-12", "a b cd", "e-mail@example.com?", "日本語", "don't", "🙂", ""]
)
def test_numbers_short_words_and_other_scripts_stay(text: str) -> None:
    assert SPELLER.repair(text) == text


@given(st.text(max_size=200))
def test_only_words_change_never_what_stands_between(text: str) -> None:
    strange = [c for c in text if not c.isalpha()]
    assert [c for c in SPELLER.repair(text) if not c.isalpha()] == strange


@given(st.sampled_from(sorted(VOCABULARY)))
def test_a_word_of_the_policies_is_never_changed(word: str) -> None:
    assert SPELLER.repair(word) == word


def test_a_word_seen_before_is_looked_up_no_second_time(monkeypatch: pytest.MonkeyPatch) -> None:
    repaired = SPELLER.repair("the abusiv caler on the telefone")
    monkeypatch.setattr("knowledge.text.spelling.nearest", None)
    assert SPELLER.repair("the abusiv caler on the telefone") == repaired


def test_the_english_list_is_ordered_by_frequency() -> None:
    assert known_words()["the"] < known_words()["police"] < known_words()["cussing"]
