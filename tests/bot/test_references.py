"""A reference is found in any sentence, case and spacing, and ordinary words are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.references import reference_in, rest_of
from foundation.ids import SPOKEN


@pytest.mark.parametrize(
    "text",
    [
        "K4M-7TR",
        "k4m-7tr",
        "k4m 7tr",
        "k4m7tr",
        "I acknowledge k4m 7tr",
        "is report K4M-7TR closed?",
        "report k4m7tr, please",
        "(K4M–7TR)",
        "what about k4m-7tr?",
    ],
)
def test_a_reference_is_read_as_it_is_typed(text: str) -> None:
    assert reference_in(text) == "K4M-7TR"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pay-day",
        "mid-day opening",
        "the 347 bus",
        "one two",
        "24-hour line",
        "555-0111",
        "911-112",
        "COVID-19",
        "postal code K1A 0B1",
        "open the app",
        "see the man",
        "who handles the tax",
        "what is the fee for the hall",
    ],
)
def test_ordinary_words_and_numbers_are_none(text: str) -> None:
    assert reference_in(text) == ""


@given(st.text(alphabet=SPOKEN, min_size=6, max_size=6).filter(lambda letters: not letters.isdigit()))
def test_every_reference_we_make_is_found_as_it_stands(letters: str) -> None:
    reference = f"{letters[:3]}-{letters[3:]}"
    assert reference_in(reference) == reference
    assert reference_in(f"please show me report {reference.casefold()} now") == reference


def test_digits_alone_are_a_reference_only_of_a_report_that_is_named() -> None:
    assert reference_in("reports 347-946") == reference_in("show me record 347-946") == "347-946"
    for text in ("347-946", "call 347-946", "report 347946", "report 555-018", "the report of 11-12"):
        assert reference_in(text) == "", text


@given(st.text(alphabet=SPOKEN + SPOKEN.lower() + " -.?!é", max_size=400))
def test_no_text_breaks_the_reading(text: str) -> None:
    found = reference_in(text)
    assert found == "" or (len(found) == 7 and found[3] == "-")


@pytest.mark.parametrize(
    "text",
    [
        "dan-yxg",
        "dan yxg",
        "I acknowledge dan yxg",
        "open DAN-YXG",
        "is dan-yxg closed? I mean report dan-yxg",
    ],
)
def test_a_reference_of_letters_alone_is_found_in_any_case(text: str) -> None:
    assert reference_in(text) == "DAN-YXG"


def test_words_can_stand_for_a_reference() -> None:
    assert rest_of("close report k4m 7tr now", "K4M-7TR", "the report") == "close the report now"
    assert rest_of("delete my report number K4M-7TR", "K4M-7TR", "the report") == "delete the report"
    assert rest_of("what about K4M-7TR?", "K4M-7TR", "the report") == "what about the report?"
