"""Paragraphs of a PDF stay apart, by space, indent or room that was left, and none is cut where its sentence ends."""

from __future__ import annotations

import pytest

from knowledge.reading.sandbox_child import read_bytes
from tests.knowledge.printing import At, lines, printed
from tests.knowledge.test_sectioning_cover import check

TITLE = At("Petty Cash", 72, 740, 16, bold=True)
WRAPPED = [
    "The treasurer keeps the box of the hall in the safe behind the desk, and nobody",
    "else has a key to it. A second key is kept by the clerk of the town, in an envelope",
    "that is sealed and signed.",
]
BOX = " ".join(WRAPPED)
MAY, MUST = "Petty cash may be used for small things below fifty dollars.", "Staff must keep every receipt."


def read(*words: At) -> list[tuple[str, str]]:
    document = read_bytes(printed([[TITLE, *words]]), ".pdf", "cash.pdf")
    check(document)
    return [(clause.text, clause.strength) for section in document.sections for clause in section.clauses]


@pytest.mark.parametrize("step", [13, 20, 27])
def test_paragraphs_are_told_by_space_however_far_lines_stand_apart(step: float) -> None:
    space = 1.5 * step
    said = [MAY, MUST, "Nobody lends it.", "It is counted once a week."]
    below = [At(text, 72, 700 - 3 * step - i * space, 11) for i, text in enumerate(said)]
    assert read(*lines(WRAPPED, 72, 700, step), *below) == [
        (BOX, ""),
        (MAY, "may"),
        (MUST, "must"),
        *((text, "") for text in said[2:]),
    ]


def test_paragraphs_without_space_are_told_by_the_room_that_was_left() -> None:
    assert read(*lines([*WRAPPED, MAY, MUST], 72, 700)) == [(BOX, ""), (MAY, "may"), (MUST, "must")]


NARROW = ["Staff who work at the counter", "must lock the box of the till."]
SHORT = ["Staff may lend a key at noon.", "Staff must note who has it."]


def test_paragraphs_as_long_as_the_lines_of_a_narrow_column_are_told_by_space() -> None:
    page = [
        *lines(NARROW, 72, 700, 12),
        At(SHORT[0], 72, 670),
        At(SHORT[1], 72, 652),
        At("Ask first.", 72, 634),
    ]
    assert read(*page) == [
        (" ".join(NARROW), "must"),
        (SHORT[0], "may"),
        (SHORT[1], "must"),
        ("Ask first.", ""),
    ]


def test_paragraphs_nearly_as_long_as_wrapped_lines_are_told_by_the_room_that_was_left() -> None:
    said = ["Staff may lend the key of the box to the deputy of the treasurer at noon.", MUST]
    assert read(*lines([*WRAPPED, *said], 72, 700)) == [(BOX, ""), (said[0], "may"), (MUST, "must")]


FULL = [
    "Staff may take money for a taxi from the box of the hall where it is dark outside.",
    "Staff must bring the receipt to the treasurer on the next day that they work, and",
    "must sign it.",
]


def test_a_paragraph_that_ends_at_the_margin_is_told_by_the_indent_of_the_next() -> None:
    first, *others = FULL
    page = [At(first, 72, 658), At(others[0], 88, 644), At(others[1], 72, 630)]
    assert read(*lines(WRAPPED, 72, 700), *page) == [
        (BOX, ""),
        (first, "may"),
        (" ".join(others), "must"),
    ]


def test_a_sentence_that_ends_at_the_margin_ends_no_paragraph() -> None:
    assert read(*lines(FULL, 72, 700)) == [(" ".join(FULL), "must")]


def test_a_line_a_little_lower_because_of_a_raised_mark_begins_no_paragraph() -> None:
    page = [*lines(FULL[:1], 72, 700), *lines(FULL[1:], 72, 684.5)]
    assert read(*page, *lines(WRAPPED, 72, 630)) == [(" ".join(FULL), "must"), (BOX, "")]


def test_the_lines_that_hang_on_an_item_stay_with_it() -> None:
    page = [
        At("1.", 72, 640),
        At("Staff must leave at once.", 90, 640),
        At("They must call the police and must not go back before somebody", 90, 626),
        At("of the police has said so.", 90, 612),
    ]
    said = "Staff must leave at once. They must call the police and must not go back before somebody"
    assert read(*lines(WRAPPED, 72, 700), *page)[1:] == [(f"{said} of the police has said so.", "must")]


def test_a_list_without_marks_right_below_its_lead_in_stays_one() -> None:
    page = ["Staff must not:", "give out private numbers", "leave the box open", "lend the key"]
    assert read(*lines(WRAPPED, 72, 700), *lines(page, 72, 640))[2:] == [(item, "must") for item in page[1:]]


def test_the_lines_of_a_paragraph_whose_first_is_set_in_are_one() -> None:
    page = [At(FULL[0], 84, 658), At("Nobody is asked before. " + MUST, 72, 644)]
    assert read(*lines(WRAPPED, 72, 700), *page)[1:] == [(f"{FULL[0]} {page[1].text}", "must")]
