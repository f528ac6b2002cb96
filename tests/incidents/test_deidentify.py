"""Words that may say who somebody is are found before they reach a log in which nobody may be known (row 80)."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.rules.deidentify import CERTAIN, Identifying, identifying, without

CUSTOMER = "Róisín O'Dwyer-Walsh"
COLLEAGUES = ("Hector Villaseñor", "May Head")


def found(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], str(one.kind)) for one in identifying(text, [CUSTOMER], COLLEAGUES)]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("Róisín O'Dwyer-Walsh hit the desk.", "Róisín O'Dwyer-Walsh", "customer"),
        ("ROISIN O'DWYER-WALSH hit the desk.", "ROISIN O'DWYER-WALSH", "customer"),
        ("the desk of hector villasenor", "hector villasenor", "colleague"),
        ("Villaseñor, Hector was hit.", "Villaseñor, Hector", "colleague"),
        ("roisin shouted", "roisin", "part"),
        ("Hector's arm was hurt.", "Hector's", "part"),
        ("Write to r.walsh@mail.example now", "r.walsh@mail.example", "address"),
        ("See https://town.example/roy.", "https://town.example/roy.", "address"),
        ("He lives at 12 Harbour Street.", "12 Harbour Street.", "number"),
        ("Call 902-555-0147 back", "902-555-0147", "number"),
        ("the grey car GKV 481-B4", "GKV 481-B4", "number"),
        ("account 448192", "448192", "number"),
        ("Mr. Hollis came back", "Mr. Hollis", "titled"),
        ("then ms okafor left", "ms okafor", "titled"),
    ],
)
def test_what_says_who_it_was_is_found(text: str, words: str, kind: str) -> None:
    assert (words, kind) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "At 14:05 in 2026 a customer shouted for 20 minutes.",
        "Three people came to counter 4 at 9 a.m. and left.",
        "The head of the queue was asked to wait in may.",
    ],
)
def test_times_years_and_small_numbers_are_no_names(text: str) -> None:
    assert [one for one in found(text) if one[1] != "part"] == []


def test_a_draft_has_words_in_place_of_what_was_found() -> None:
    text = "Róisín O'Dwyer-Walsh rang 902-555-0147 and shouted at Hector Villaseñor."
    words = {one: f"[{one}]" for one in Identifying}
    spans = identifying(text, [CUSTOMER], COLLEAGUES)
    assert without(text, spans, words) == "[customer] rang [number] and shouted at [colleague]."


NAMES = st.lists(
    st.from_regex(r"[A-Z][a-z]{2,9}( [A-Z][a-z]{2,9}){1,2}", fullmatch=True), min_size=1, max_size=3
)


@given(NAMES, st.text(max_size=60), st.text(max_size=60))
def test_a_whole_name_is_found_wherever_it_stands_and_is_gone_from_the_draft(
    names: list[str], before: str, after: str
) -> None:
    text = f"{before} {names[0]} {after}"
    spans = identifying(text, names)
    assert any(one.kind in CERTAIN for one in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert names[0] not in without(text, spans, dict.fromkeys(Identifying, "[…]"))


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("Bo Li", "Bo Li swung a chair.", "Bo Li"),
        ("Bo Li", "then bo li left", "bo li"),
        ("Wu", "Wu hit the desk", "Wu"),
        ("Ng, Al", "Al Ng hit the desk", "Al Ng"),
        ("Casey Customer", "by Casey-Customer today", "Casey-Customer"),
        ("Casey Customer", "by Casey_Customer today", "Casey_Customer"),
        ("Casey Customer", "by CaseyCustomer today", "CaseyCustomer"),
        ("Casey Customer", "by Casey & Customer today", "Casey & Customer"),
        ("Casey Customer", "by C. Customer today", "C. Customer"),
        ("Casey Customer", "by Ca\u00adsey Cust\u200bomer today", "Ca\u00adsey Cust\u200bomer"),
        ("Casey Customer", "by Casey\u200b Customer today", "Casey\u200b Customer"),
        (
            "Casey Customer",
            "by \u0421\u0430\u0455\u0435\u0443 \u0421ustomer today",
            "\u0421\u0430\u0455\u0435\u0443 \u0421ustomer",
        ),
        ("\u738b\u5c0f\u660e", "\u738b\u5c0f\u660e\u6253\u4e86\u6211", "\u738b\u5c0f\u660e"),
        ("\u738b\u5c0f\u660e", "by Wang Xiaoming today", "Wang Xiaoming"),
        ("Wang Xiaoming", "\u738b\u5c0f\u660e\u6253\u4e86\u6211", "\u738b\u5c0f\u660e"),
        ("Jean-Luc Picard", "by Jean Luc Picard today", "Jean Luc Picard"),
    ],
)
def test_a_whole_name_is_certain_however_it_is_written(name: str, text: str, words: str) -> None:
    spans = identifying(text, [name])
    assert [(text[one.start : one.end], one.kind) for one in spans] == [(words, Identifying.CUSTOMER)]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("at 12 harbour street", "12 harbour street", "number"),
        ("at Harbour Street 12 today", "Harbour Street 12", "number"),
        ("the plate GKL 482 was", "GKL 482", "number"),
        ("@casey_c wrote", "@casey_c", "address"),
        ("then Officer Jones came", "Officer Jones", "titled"),
        ("then Constable Reilly came", "Constable Reilly", "titled"),
        ("then Herr M\u00fcller came", "Herr M\u00fcller", "titled"),
    ],
)
def test_streets_plates_handles_and_titles_are_found(text: str, words: str, kind: str) -> None:
    assert (words, kind) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "A customer came with a constable.",
        "3 people stood in the street; 2 people took place.",
        "Wait in room 12.",
    ],
)
def test_plain_words_are_nothing_of_the_kind(text: str) -> None:
    assert identifying(text, ["Casey Customer"]) == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tall woman", "The tall woman came with a man."),
        ("man with dog", "A man with dog came with a man."),
        ("the man in the red hat", "Then the man in the red hat ran."),
        ("Bill", "Bill was what she read, the bill."),
    ],
)
def test_a_description_in_the_place_of_a_name_is_nothing_certain(name: str, text: str) -> None:
    spans = identifying(text, [name])
    assert spans, "somebody looks at it"
    assert not {one.kind for one in spans} & CERTAIN


def test_a_surname_that_is_a_word_is_a_part_of_a_name_where_it_is_written_as_one() -> None:
    text = "Brown left in a brown coat."
    assert [text[one.start : one.end] for one in identifying(text, ["Bob Brown"])] == ["Brown"]
