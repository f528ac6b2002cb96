"""A sentence that allows in one half and binds in the other says both, as two sentences would."""

from __future__ import annotations

import time

import pytest

from knowledge.answers.binding import binding, bindings
from knowledge.reading.document import Strength
from knowledge.reading.sectioning.strength import strength_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "A complainant may withdraw a complaint at any time, and staff must confirm it in writing.",
            ["may", "you_must"],
        ),
        ("A visitor may take photos, and the clerk must log them.", ["may", "must"]),
        ("A visitor may take photos and the clerk must log them.", ["may", "must"]),
        ("Guests may pay later, and a copy of the invoice must be sent at once.", ["may", "must"]),
        ("Guests may pay later, and the clerk must not refuse.", ["may", "must_not"]),
        ("Visitors may film, and they cannot use a tripod.", ["may", "must_not"]),
        ("Staff may waive the fee, and the manager must be told.", ["you_may", "must"]),
        ("Keys may be lent to visitors; they must be returned by noon.", ["may", "must"]),
        ("Members may ask but must wait.", ["may", "must"]),
        ("Staff may end a call; no call shall be ended without warning.", ["you_may", "must_not"]),
        ("Staff may refuse guests that shout, and they must write it down.", ["you_may", "you_must"]),
    ],
)
def test_a_permission_and_a_duty_in_one_sentence_are_both_said(text: str, expected: list[str]) -> None:
    assert strength_of(text) is Strength.MUST
    assert list(bindings(Strength.MUST, text)) == expected
    assert binding(Strength.MUST, text).value == expected[-1]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Staff may ask what the visitor must show and the clerk must log.", "you_may"),
        ("Staff may leave when the bell rings and the guard must stay.", "you_may"),
        ("Staff may tell callers that they must wait and that the clerk must call.", "you_may"),
        ("Staff may refuse guests who must pay and guests who must leave.", "you_may"),
        ("Staff may leave if the caller, and the guest, must go.", "you_may"),
        ("Staff may explain how callers, and visitors, must pay.", "you_may"),
        ("Staff may leave, and they may also stay.", "you_may"),
        ("Staff may call the police, and the police will decide.", "you_may"),
        ("Visitors may film or record.", "may"),
        ("Staff must confirm it, and the complainant may withdraw.", "you_must"),
        ("The clerk and the manager must sign.", "must"),
        ("Staff must not argue, and the manager must be told.", "you_must_not"),
    ],
)
def test_what_is_bound_in_a_clause_within_and_what_binds_first_is_said_once(text: str, expected: str) -> None:
    assert [one.value for one in bindings(strength_of(text), text)] == [expected]


def test_a_long_sentence_of_many_halves_is_read_at_once() -> None:
    began = time.process_time()
    text = "Staff may go, and the clerk of the town must stay and a guest of it " * 300
    bindings(strength_of(text), text)
    assert time.process_time() - began < 2
