"""A “not” counts for its word of duty, also behind a note's mark."""

from __future__ import annotations

import pytest

from knowledge.answers.binding import bindings
from knowledge.reading.sectioning.strength import strength_of


def _told(text: str) -> list[str]:
    return [one.value for one in bindings(strength_of(text), text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Staff must not¹ open the parcel.", "you_must_not"),
        ("Staff must not12 open the parcel.", "you_must_not"),
        ("Staff must¹ not open the parcel.", "you_must_not"),
        ("Staff must[^1] not open the parcel.", "you_must_not"),
        ("Staff must (1) not open the parcel.", "you_must_not"),
        ("Staff must* not open the parcel.", "you_must_not"),
        ("Staff should not² eat at the desk.", "you_should_not"),
        ("Staff may not³ swim.", "you_must_not"),
        ("Visitors must never¹ feed the birds.", "must_not"),
        ("Staff must open the parcel¹.", "you_must"),
        ("Staff must keep 10 m² free.", "you_must"),
        ("Staff must¹ open the parcel.", "you_must"),
        ("Staff may¹ open the parcel.", "you_may"),
    ],
)
def test_a_note_mark_takes_no_word_of_its_force(text: str, expected: str) -> None:
    assert _told(text) == [expected]
