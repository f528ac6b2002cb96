"""What stands beside a clause is true for whoever reads it: you, somebody else, or nobody."""

from __future__ import annotations

import pytest

from knowledge.answers.binding import Binding, binding, bindings
from knowledge.reading.document import Strength

MUST, SHOULD, MAY = Strength.MUST, Strength.SHOULD, Strength.MAY


@pytest.mark.parametrize(
    ("strength", "text", "lead_in", "expected"),
    [
        (MAY, "If the abuse goes on after the warning, staff may end the contact.", "", "you_may"),
        (MUST, "An employee who has ended a contact must tell the head.", "", "you_must"),
        (SHOULD, "When it gets loud, staff should give one calm warning.", "", "you_should"),
        (MUST, "Staff must not record a customer in secret.", "", "you_must_not"),
        (SHOULD, "Employees should not argue with residents.", "", "you_should_not"),
        (MUST, "Do not argue with the caller.", "", "you_must_not"),
        (MUST, "Keep your voice low.", "", "you_must"),
        (MUST, "hang up without a word;", "Staff must not:", "you_must_not"),
        (MAY, "walk away from the counter;", "Staff may:", "you_may"),
        (MUST, "The department head must acknowledge the report.", "", "must"),
        (MUST, "The Town Clerk must give Council a summary.", "", "must"),
        (MUST, "Every visitor beyond the lobby must sign in.", "", "must"),
        (MUST, "Children must not be used as interpreters.", "", "must_not"),
        (MUST, "Complaints about staff must go to the head.", "", "must"),
        (MAY, "Only employees who are named by the Clerk may post.", "", "may"),
        (MAY, "No employee may hand out a home address.", "", "must_not"),
        (SHOULD, "Nobody should be on hold for long.", "", "should_not"),
        (Strength.GUIDANCE, "Let people finish.", "", "guidance"),
        (Strength.NONE, "The desk opens at nine.", "", ""),
    ],
)
def test_a_clause_says_how_it_binds_whoever_reads_it(
    strength: Strength, text: str, lead_in: str, expected: str
) -> None:
    assert binding(strength, text, lead_in) == Binding(expected)


def test_a_half_of_a_sentence_that_forbids_is_shown_as_forbidding() -> None:
    said = "Staff may end a call; no call shall be ended without warning."
    assert binding(Strength.MUST, said) is Binding.MUST_NOT
    assert binding(Strength.MUST, "Shouting at the counter is unacceptable.") is Binding.MUST_NOT


@pytest.mark.parametrize(
    ("strength", "text", "expected"),
    [
        (MUST, "Staff may end the call. Staff must not argue.", ["you_may", "you_must_not"]),
        (MUST, "Staff may be asked to stay late. Staff may not refuse.", ["you_may", "you_must_not"]),
        (MUST, "A volunteer may accept a gift. It must be reported.", ["may", "must"]),
        (MUST, "Staff must warn the caller. Staff must not argue.", ["you_must"]),
        (MAY, "Staff may end the call. The desk opens at nine.", ["you_may"]),
        (Strength.GUIDANCE, "Staff may smile. Staff must not frown.", ["guidance"]),
        (Strength.NONE, "The desk opens at nine. It closes at five.", [""]),
    ],
)
def test_a_clause_that_allows_and_binds_says_both_in_its_order(
    strength: Strength, text: str, expected: list[str]
) -> None:
    assert list(bindings(strength, text)) == expected
