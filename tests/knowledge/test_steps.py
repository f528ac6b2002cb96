"""Who asks for the steps begins at the first, who asks what comes next gets the one after the step they name."""

from __future__ import annotations

import pytest

from knowledge.library import Library
from tests.fixtures.sample import library as sample_library
from tests.fixtures.sample import sample_index
from tests.knowledge.guides import answer, check_answer, library

__all__ = ["library", "sample_index", "sample_library"]

GUIDE = """# Reading Room Guide

## Unkind calls

2.1 Readers' helpers should follow this procedure:

1. Tell the caller calmly which words are not welcome.
2. Warn the caller that the talk stops if it carries on.
3. End the talk if the caller carries on.
4. Write the talk into the log within one hour.

## Alarm

3.1 When the alarm rings, staff must:

1. Switch off the copier.
2. Lead readers to the nearest exit.
3. Look into the washrooms.

3.2 Doors must stay unlocked.

## Opening the room

Step 1: Switch off the night light.

Step 2: Unlock the front door.

Step 3: Put out the board.

## Lost children

- First, ask the child for a name.
- Then call the guard.
- Finally, write a note.

## Refunds

5.1 The clerk must ask for the card. Then the clerk must put the refund in the till and file the slip.

5.2 Vouchers must not be paid out.

## Night bookings

6.1 After hours, staff may lend the room to clubs that have a key.

6.2 Clubs must leave the room tidy.

## Fees

7.1 Staff may lower a fee when the reader is:

(a) under eighteen;
(b) over seventy.
"""


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("which steps do I take with an unkind call", "Tell the caller calmly"),
        ("walk me through an unkind call", "Tell the caller calmly"),
        ("what is the first step with an unkind caller", "Tell the caller calmly"),
        ("what are the steps when the alarm rings", "Switch off the copier"),
        ("what are the steps to open the room", "Step 1: Switch off the night light"),
        ("which steps do I take with a lost child", "First, ask the child"),
    ],
)
def test_which_steps_begins_at_the_first_step_of_the_procedure(
    library: Library, asked: str, first: str
) -> None:
    check_answer(library, asked, first, procedure=True)


@pytest.mark.parametrize(
    ("asked", "following"),
    [
        ("what comes after the warning on an unkind call", "End the talk"),
        ("I warned the caller, what next?", "End the talk"),
        ("what do I do after I warned an unkind caller", "End the talk"),
        ("what is the next step after ending the talk with an unkind caller", "Write the talk"),
        ("what happens after step 2 of an unkind call", "End the talk"),
        ("what comes after switching off the copier when the alarm rings", "Lead readers"),
        ("what is the step after unlocking the front door", "Step 3: Put out the board"),
        ("what do I do after calling the guard for a lost child", "Finally, write a note"),
    ],
)
def test_what_comes_next_is_the_step_after_the_one_that_is_named(
    library: Library, asked: str, following: str
) -> None:
    check_answer(library, asked, following)


@pytest.mark.parametrize(
    ("asked", "clause"),
    [
        ("what do I do after I asked for the card of a refund", "The clerk must ask for the card"),
        ("what can clubs do after hours", "After hours, staff may lend"),
        ("how do I warn an unkind caller", "Warn the caller"),
        ("what comes after writing the talk into the log of an unkind call", "Write the talk"),
        ("may I switch off the copier when the alarm rings", "Switch off the copier"),
    ],
)
def test_a_step_is_quoted_itself_where_it_says_what_follows_or_nothing_does_or_it_was_asked_for(
    library: Library, asked: str, clause: str
) -> None:
    check_answer(library, asked, clause)


def test_a_clause_that_says_when_it_is_taken_is_what_follows(sample_library: Library) -> None:
    for asked in ("what comes after the warning", "what happens after the warning if he keeps swearing"):
        check_answer(sample_library, asked, "If the abuse goes on")
    told = "An employee who has ended a contact must tell"
    check_answer(sample_library, "what do I do after I ended a contact", told)


def test_a_list_of_cases_is_no_procedure(library: Library) -> None:
    _, in_procedure = answer(library, "when may I lower a fee")
    assert not in_procedure
