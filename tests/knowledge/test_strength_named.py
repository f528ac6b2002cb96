"""Words of strength that only name things or people bind nobody; those that say something of them do."""

from __future__ import annotations

import time

import pytest

from knowledge.answers.binding import bindings
from knowledge.reading.sectioning.strength import strength_of


def bound(text: str) -> str:
    return " ".join(bindings(strength_of(text), text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Prohibited items are handed to security.", ""),
        ("A prohibited item must be stored in the locker.", "must"),
        ("Prohibited items should be collected by noon.", "should"),
        ("Prohibited items may be collected at the desk.", "may"),
        ("Prohibited items must not be brought in.", "must_not"),
        ("Complaints about prohibited items must be logged.", "must"),
        ("The list of forbidden books is posted at the door.", ""),
        ("Forbidden books must be locked away.", "must"),
        ("No prohibited item may be stored.", "must_not"),
        ("Mandatory training may be taken online.", "may"),
        ("Mandatory training should be taken in June.", "should"),
        ("A recommended vaccine must be recorded.", "must"),
        ("The recommended route may be changed.", "may"),
        ("An optional course must be approved.", "must"),
        ("Smoking is a prohibited activity and staff must report it.", "must_not"),
        ("Retaliation is considered a prohibited practice that staff must report.", "must_not"),
        ("Retaliation remains a prohibited act and will be punished.", "must_not"),
        ("Prohibited items that a visitor brings must be stored.", "must"),
        ("Prohibited items include knives, which may be small.", "you_must_not"),
        ("Prohibited conduct is anything that visitors may find rude.", "you_must_not"),
        ("Prohibited items: knives and guns.", "you_must_not"),
        ("Mandatory training for all staff.", "you_must"),
        ("It is mandatory that staff sign.", "must"),
        ("Training is mandatory and may be taken online.", "must"),
        ("Gloves are recommended and may be had at the desk.", "should"),
        ("Staff must not skip mandatory training.", "you_must_not"),
        ("Staff must store forbidden goods in the locker.", "you_must"),
    ],
)
def test_an_adjective_of_strength_does_not_bind_where_its_sentence_says_what_is_done(
    text: str, expected: str
) -> None:
    assert bound(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Anybody who is not permitted to enter must be given the reason in writing.", "must"),
        ("All who are not permitted to enter must sign.", "must"),
        ("Goods that are prohibited must be removed.", "must"),
        ("Goods that are prohibited are handed to the police.", ""),
        ("Staff who are required to travel may claim the fare.", "you_may"),
        ("Somebody who must not drive must be told.", "must"),
        ("A visitor who must not drive may take the bus.", "may"),
        ("Anyone not allowed in must wait outside.", "must"),
        ("Items prohibited by the fire code must be removed.", "must"),
        ("Items prohibited by law are handed to the police.", ""),
        ("Vaccines recommended by the nurse may be had free.", "may"),
        ("Nobody who is banned may enter.", "must_not"),
        ("Recording is an activity that is not permitted.", "must_not"),
        ("Recording is an activity that is not permitted in rooms that visitors may rent.", "must_not"),
        ("No alcohol permitted in rooms that visitors may rent.", "must_not"),
        ("Somebody who cannot stand for long should be offered a chair.", "should"),
        ("A visitor who cannot show a badge must leave.", "must"),
        ("People who can’t read may ask for help.", "may"),
        ("A visitor who cannot show a badge must not enter.", "must_not"),
        ("Guests who shout cannot stay.", "must_not"),
        ("A badge that cannot be read is one that cannot be used.", "must_not"),
        ("That is prohibited.", "must_not"),
        ("Knives are not permitted and must be handed in.", "must_not"),
        ("Visitors are not permitted in rooms where staff must work.", "must_not"),
        ("Filming is not permitted in rooms that may be let.", "must_not"),
        ("Retaliation is prohibited by law and will be punished.", "must_not"),
        ("No dogs allowed in the hall.", "must_not"),
        ("Smoking not permitted in the hall, and visitors must go outside.", "must_not"),
        ("Training is mandatory for clerks who may be alone.", "must"),
    ],
)
def test_what_tells_apart_whom_or_which_thing_a_rule_means_does_not_bind(text: str, expected: str) -> None:
    assert bound(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Prohibited items: staff must store them in the locker.", "you_must"),
        ("Mandatory training: staff may take it online.", "you_may"),
        ("Recommended vaccines: they should be recorded.", "should"),
        ("Prohibited items\tStaff must store them in the locker.", "you_must"),
        ("Prohibited items\tHand them to security.", ""),
        ("Mandatory training\tStaff may take it online.\tHR", "you_may"),
        ("Recommended vaccines\tThe nurse must record them.", "must"),
        ("Prohibited items: knives that visitors may carry.", "you_must_not"),
        ("Prohibited conduct: shouting, swearing, and threats.", "you_must_not"),
        ("Prohibited items\tKnives, guns", "you_must_not"),
        ("Knives\tProhibited\tVisitors may ask why.", "you_must_not"),
        ("Knives\tare prohibited in the hall", "must_not"),
        ("First aid\tMandatory\tClerks", "you_must"),
    ],
)
def test_a_label_or_a_cell_that_names_things_leaves_the_word_to_what_is_said_of_them(
    text: str, expected: str
) -> None:
    assert bound(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Suspend a pass at once when its holder is banned.", ""),
        ("Stop the tour if filming is prohibited.", ""),
        ("Ask whether a mask is required.", ""),
        ("Suspend a pass when its holder cannot be found.", ""),
        ("Smoking while children play is prohibited.", "must_not"),
        ("Eating a snack while driving is prohibited.", "must_not"),
        ("Entry when the hall closes is not permitted.", "must_not"),
        ("Bags left when the hall closes cannot be claimed.", "must_not"),
        ("When on duty drinking is prohibited.", "must_not"),
        ("At times when the hall is let smoking is prohibited.", "must_not"),
        ("The library is a place where smoking is prohibited.", "must_not"),
        ("Smoking is prohibited when children are present.", "must_not"),
        ("A visitor is not allowed to enter unless staff may go along.", "must_not"),
    ],
)
def test_the_case_in_which_something_is_done_is_no_rule(text: str, expected: str) -> None:
    assert bound(text) == expected


def test_a_long_line_of_such_words_is_read_at_once() -> None:
    began = time.process_time()
    bound("a prohibited thing who is not permitted by when it " * 1_000)
    assert time.process_time() - began < 2
