"""One idea of an e-mail address and of a telephone number for every data file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.addresses import is_address, is_number


@pytest.mark.parametrize(
    "address",
    ["ana.reyes@town.example", "A+b@x.co", "o'neil@harbour-mouth.example", "jörg@städte.example", "a@b.c.d"],
)
def test_an_address_is_one(address: str) -> None:
    assert is_address(address)


@pytest.mark.parametrize(
    "none",
    [
        "",
        "ana",
        "ana@",
        "@town.example",
        "ana@town",
        "ana@town.",
        "ana@.example",
        "ana@town..example",
        "ana@-town.example",
        "ana@@town.example",
        "ana reyes@town.example",
        "ana@town.example ",
        "ana@town.example, ben@town.example",
        "Ana <ana@town.example>",
        "mailto:ana@town.example",
        ".ana@town.example",
        "an..a@town.example",
        "ana@127.0.0.1",
        "ana\u200b@town.example",
        "ana\n@town.example",
        "a" * 250 + "@town.example",
    ],
)
def test_what_is_no_address_is_none(none: str) -> None:
    assert not is_address(none)


@given(st.text())
def test_an_address_has_one_at_and_no_blank(text: str) -> None:
    if is_address(text):
        assert text.count("@") == 1
        assert text.split() == [text]


@pytest.mark.parametrize(
    ("text", "dials"), [("555-0100", True), ("911", True), ("0123456 ext. 4", True), ("none", False)]
)
def test_a_number_holds_a_digit(text: str, dials: bool) -> None:
    assert is_number(text) is dials
