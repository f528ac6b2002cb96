"""A number that can be dialled is readable too, and nothing that is no number is dialled."""

from __future__ import annotations

import pytest

from bot.flows.phones import dial, phone_parts
from bot.links import readable
from bot.messages import Link, Links, Text


@pytest.mark.parametrize(
    ("number", "address"),
    [
        ("911", "tel:911"),
        ("555-0111", "tel:5550111"),
        ("+1 (902) 555-0100", "tel:+19025550100"),
        ("902 555 0100, extension 42", "tel:9025550100"),
        ("902-555-0100 x42", "tel:9025550100"),
        ("the red button", ""),
        ("", ""),
    ],
)
def test_a_number_becomes_an_address_to_dial(number: str, address: str) -> None:
    assert dial(number) == address


def test_a_line_without_a_number_stays_a_line() -> None:
    assert phone_parts([("Guard: 911", "911"), ("Guard: at the door", "at the door")]) == (
        Links((Link("Guard: 911", "tel:911"),)),
        Text("Guard: at the door"),
    )


@pytest.mark.parametrize(
    ("label", "url", "words"),
    [
        ("Police: 911 (danger)", "tel:911", "Police: 911 (danger)"),
        ("Security: 555-0111", "tel:5550111", "Security: 555-0111"),
        ("902 555-0100", "tel:+19025550100", "902 555-0100"),
        ("Security", "tel:5550111", "Security: 5550111"),
        ("Desk 3", "tel:3", "Desk 3"),
        ("Write", "mailto:a@b.example", "Write: a@b.example"),
        ("Page", "https://a.example", "Page"),
    ],
)
def test_the_words_of_a_link_hold_its_number(label: str, url: str, words: str) -> None:
    assert readable(Link(label, url)) == words
