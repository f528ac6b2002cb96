"""A numbered list of commands is a procedure from its first step; numbered rules, bans and choices are none."""

from __future__ import annotations

import pytest

from knowledge.library import Library
from tests.knowledge.guides import check_answer, library

__all__ = ["library"]

GUIDE = """# Station Guide

## Bomb threats

1. Do not hang up.
2. Signal a colleague.
3. Use the checklist under your phone.
4. Ask where the device is and when it will go off.
5. Call the police from another phone.

## If a caller talks of suicide

1. Keep the caller on the line.
2. Ask directly whether they think of ending their life.
3. Tell the duty manager.

You must not promise to keep it confidential.

## House rules

1. Wear a badge.
2. Keep the back door shut.
3. Put cups into the kitchen.

## Badges and doors

1. Staff must wear a badge.
2. Staff must keep the side door shut.
3. Staff must not bring animals.

## At the desk

1. Do not eat.
2. Do not lend keys.
3. Keep the till locked.

## Discounts

The head of the station may:

1. lower a fare by half;
2. waive a fare for a pupil;
3. offer a voucher.

## Refused bookings

The clerk must not:

1. refuse a booking by telephone;
2. keep the deposit of a booking;
3. hand out a list of bookings.

## Site bans

5.1 Only the director may ban a passenger from the site.
5.2 Before a ban the director must write to the passenger.
5.3 Where there is a risk to staff, the director may impose a temporary ban.
5.4 A ban must be reviewed after one term.

## Calls

6.1 An officer must warn the caller once.
6.2 If the behaviour continues after the warning, the officer may end the call.
6.3 Where the caller makes a threat, the officer may end the call at once.
6.4 The officer must record the call within two hours.
6.5 An officer must not end a call only because the caller is upset.
6.6 If a caller says that they will harm themselves, the officer must stay on the line.

## Broken windows

7.1 Staff must move people away from the glass.
7.2 Once people are away, staff must lock the room.
7.3 Afterwards staff must send a note to the caretaker.
"""


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("what are the steps for a bomb threat", "Do not hang up."),
        ("what do I do first in a bomb threat", "Do not hang up."),
        ("which steps do I take when a caller talks of suicide", "Keep the caller on the line."),
        ("what are the steps for broken windows", "Staff must move people away"),
    ],
)
def test_the_steps_of_a_numbered_list_of_commands_begin_at_its_first(
    library: Library, asked: str, first: str
) -> None:
    check_answer(library, asked, first, procedure=True)


@pytest.mark.parametrize(
    ("asked", "clause"),
    [
        ("where do cups go", "Put cups into the kitchen."),
        ("must I keep the side door shut", "Staff must keep the side door shut."),
        ("may I lend keys at the desk", "Do not lend keys."),
        ("may the head lower a fare", "lower a fare by half;"),
        ("may the clerk keep the deposit of a booking", "keep the deposit of a booking;"),
        ("who can ban a passenger from the site", "Only the director may ban"),
        ("must an officer record the call", "The officer must record the call"),
    ],
)
def test_rules_that_each_hold_by_themselves_are_quoted_and_are_no_steps(
    library: Library, asked: str, clause: str
) -> None:
    check_answer(library, asked, clause, procedure=False)


def test_a_rule_below_the_steps_is_quoted_itself_where_it_is_asked_for(library: Library) -> None:
    asked = "may I promise a suicidal caller to keep it confidential"
    check_answer(library, asked, "You must not promise")
