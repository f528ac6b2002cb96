"""Headings that no format states: glued ones, those over two lines, and those that a contents page announces."""

from __future__ import annotations

import pytest

from tests.knowledge.test_reading_text import headings, read


def test_a_heading_right_below_the_name_of_the_body_and_one_in_small_letters_head_their_sections() -> None:
    text = (
        "KEY POLICY\nTown of Port Maribel\nPURPOSE\nThis text tells staff how the keys of the hall are kept.\n"
        "Lost and broken keys\nA lost key must be reported to the clerk on the same day.\n"
        "Records\nEvery key that is lent must be written down in the book.\n"
    )
    assert headings(text) == ["KEY POLICY", "PURPOSE", "Lost and broken keys", "Records"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("KEEPING THE KEYS OF ROOMS THAT", "ARE EMPTY OR CLOSED"),
        ("RULES FOR", "LOST KEYS"),
        ("Keeping the Keys of", "Empty Rooms"),
        ("3. KEEPING THE KEYS OF THE", "EMPTY ROOMS"),
    ],
)
def test_a_heading_over_two_lines_is_one(first: str, second: str) -> None:
    text = f"Key Policy\n\nKeys hang in the hall.\n\n{first}\n{second}\n\nThe clerk must lock the door.\n"
    assert headings(text)[-1] == f"{first} {second}"


CONTENTS = [
    "Contents\n\n1 Aim 3\n2 Lost keys 4\n2.1 Telling the clerk 4\n3 Doors 7\n",
    "TABLE OF CONTENTS\n\n1 Aim\n2 Lost keys\n2.1 Telling the clerk\n3 Doors\n",
]


@pytest.mark.parametrize("contents", CONTENTS)
def test_a_contents_page_without_dots_is_dropped_and_its_names_head_sections(contents: str) -> None:
    body = (
        "1 Aim\nThis text keeps keys safe.\n\n2 Lost keys\n2.1 Telling the clerk\nThe clerk must be told.\n\n"
        "3 Doors\nDoors must be locked.\n"
    )
    document = read(f"Key Policy\n\n{contents}\n{body}")
    assert [s.heading for s in document.sections][1:] == [
        "1 Aim",
        "2 Lost keys",
        "2.1 Telling the clerk",
        "3 Doors",
    ]
    assert {why for _, _, why in document.dropped} == {"contents"}
    assert not document.findings


def test_a_dotted_number_before_a_name_heads_the_sentence_below_it() -> None:
    text = "Key Policy\n\n3 Lost keys\n3.1 Telling the clerk\nThe clerk must be told.\n3.2 Search\nStaff must search.\n"
    assert headings(text)[1:] == ["3 Lost keys", "3.1 Telling the clerk", "3.2 Search"]


def test_a_numbered_part_over_lettered_ones_is_a_heading_also_behind_a_list() -> None:
    text = (
        "Key Policy\n\nI. AIM\nTo keep keys safe.\n\nII. STAFF\n1. Staff must sign.\n2. Staff must lock up.\n\n"
        "III. VISITORS\nA. Visitors must ask.\nB. Visitors must not copy keys.\n"
    )
    assert headings(text)[1:] == ["I. AIM", "II. STAFF", "III. VISITORS"]


def test_a_title_that_ends_with_policy_on_a_line_of_its_own_is_whole() -> None:
    assert read("Port Maribel\nKey Keeping\nPolicy\n\nStaff must sign for keys.\n").facts.title == (
        "Key Keeping Policy"
    )
