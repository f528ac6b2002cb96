"""Headings that no format states: glued ones, those over two lines, and those that a contents page announces."""

from __future__ import annotations

import pytest

from knowledge.reading.readers.extract import Extract
from knowledge.reading.sectioning import document_of
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


LIST = "- answer the telephone\n- greet every visitor"


@pytest.mark.parametrize(
    ("ending", "heading", "shown"),
    [
        (".md", "# Lost Keys", "Lost Keys"),
        (".md", "Lost Keys\n---------", "Lost Keys"),
        (".md", "2. Lost Keys\n============", "2. Lost Keys"),
        (".md", "**Lost Keys**\n", "Lost Keys"),
        (".txt", "Lost Keys\n=========", "Lost Keys"),
        (".txt", "Lost Keys\n", "Lost Keys"),
        (".txt", "Lost Keys", "Lost Keys"),
        (".txt", "LOST KEYS", "LOST KEYS"),
        (".txt", "SECTION 2 LOST KEYS", "SECTION 2 LOST KEYS"),
        (".txt", "2. Lost Keys\n", "2. Lost Keys"),
        (".txt", "2. Lost Keys", "2. Lost Keys"),
    ],
)
def test_a_heading_right_below_a_list_needs_no_blank_line(ending: str, heading: str, shown: str) -> None:
    first = "## 1. Calls" if ending == ".md" else "1. Calls" if heading[0].isdigit() else "SECTION 1 CALLS"
    title = "# Desk Rules" if ending == ".md" else "DESK RULES"
    text = (
        f"{title}\n\n{first}\n\nStaff must:\n\n{LIST}\n{heading}\nThe clerk must be told of every lost key.\n"
    )
    document = read(text, ending)
    assert document.sections[-1].heading == shown
    assert [c.text for c in document.sections[-1].clauses] == ["The clerk must be told of every lost key."]


@pytest.mark.parametrize("more", ["Town Clerk\n\nStaff must leave.", "and the clerk\n\nStaff must leave."])
def test_an_item_that_goes_on_at_the_margin_is_no_heading(more: str) -> None:
    text = f"DESK RULES\n\nCALLS\n\nStaff must tell:\n\n- the porter\n- the office of the\n{more}\n"
    assert headings(text) == ["DESK RULES", "CALLS"]


def test_a_line_across_below_a_list_makes_no_heading_of_its_last_item() -> None:
    text = "# Desk\n\n## Calls\n\n1. Answer the telephone\n2. Greet every visitor of the hall\n---\n\nStaff must go.\n"
    assert [one.heading for one in read(text, ".md").sections] == ["Desk", "Calls"]


@pytest.mark.parametrize(
    ("first", "second", "number"),
    [
        ("§ 4 Conduct at the counter", "§ 5 Bans", "§ 4"),
        ("§4-1. Conduct at the counter.", "§4-2. Bans.", "§ 4-1"),
        ("Sec. 3-1. Prohibited acts.", "Sec. 3-2. Penalty.", "Sec. 3-1"),
        ("SECTION 1. PROHIBITED ACTS.", "SECTION 2. PENALTY.", "Section 1"),
        ("Section 9-2-101 Conduct", "Section 9-2-102 Bans", "Section 9-2-101"),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_sections_of_codes_are_cited_by_their_numbers(first: str, second: str, number: str, gap: str) -> None:
    text = (
        f"{first}{gap}Nobody may shout at the staff of the hall.\n\n{second}{gap}A ban ends after a year.\n"
    )
    found = document_of(Extract(text), "code.txt", "").sections
    assert [section.path for section in found] == [(first,), (second,)]
    assert found[0].number == number


def test_numbered_rules_stay_whole_and_apart() -> None:
    text = (
        "§ 4  Gifts\n\n§ 4.1  Staff must not accept gifts\n       over ten.\n§ 4.2  Staff may accept tea.\n"
        "§ 4.3  No person shall\nbring a gift to the hall.\n"
    )
    (section,) = document_of(Extract(text), "code.txt", "").sections
    assert [clause.text for clause in section.clauses] == [
        "§ 4.1 Staff must not accept gifts over ten.",
        "§ 4.2 Staff may accept tea.",
        "§ 4.3 No person shall bring a gift to the hall.",
    ]


def test_an_exception_is_no_case_of_the_heading_above() -> None:
    text = "Sec. 3-2. Prohibited acts.\n\n(a) Shouting.\n(b) Subsection (a) does not apply to alarms.\n"
    *_, shouting, alarms = document_of(Extract(text), "code.txt", "").sections[0].clauses
    assert (shouting.strength.value, alarms.strength.value, alarms.lead_in) == ("must", "", "")


def test_numbers_by_chapter_head_sections_where_they_count_on() -> None:
    text = (
        "Chapter 7: Contact\n\n7-1  Purpose\nThis chapter is about visitors.\n\n7-2  Telephone calls\n"
        "A. Staff must warn once.\nB. 10-12 Staff are on duty.\n"
    )
    found = document_of(Extract(text), "code.txt", "").sections
    assert [(s.path[-1], s.number) for s in found[1:]] == [
        ("7-1 Purpose", "7-1"),
        ("7-2 Telephone calls", "7-2"),
    ]


@pytest.mark.parametrize(
    ("outer", "inner"), [(("A", "B"), ("1", "2")), (("1", "2"), ("A", "B")), (("I", "II"), ("A", "B"))]
)
def test_whichever_kind_of_number_comes_first_is_the_outer_one(
    outer: tuple[str, str], inner: tuple[str, str]
) -> None:
    text = (
        f"{outer[0]}.  PROCEDURE\n\n{inner[0]}.  CALLS\n\nStaff must warn the caller once.\n\n{inner[1]}.  VISITS\n\n"
        f"Staff must ring.\n\n{outer[1]}.  EXCEPTIONS\n\nThe clerk may make an exception.\n"
    )
    found = document_of(Extract(text), "code.txt", "").sections
    first, last = f"{outer[0]}. PROCEDURE", f"{outer[1]}. EXCEPTIONS"
    assert [s.path for s in found] == [
        (first,),
        (first, f"{inner[0]}. CALLS"),
        (first, f"{inner[1]}. VISITS"),
        (last,),
    ]


@pytest.mark.parametrize(
    ("line", "heads"),
    [
        ("6.1 The Head of Customer Services may:", False),
        ("6.1 The Director of Public Works must not:", False),
        ("6.1 The Chief Officer Is Who Decides:", True),
        ("6.1 Duty Officers include:", False),
        ("6.1 The Town Clerk or Deputy shall", False),
        ("6.1 Events in May", True),
        ("6.1 Town Council:", True),
        ("6.1 Powers of the Head of Service", True),
    ],
)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_numbered_clause_that_its_list_completes_is_no_heading(line: str, heads: bool, gap: str) -> None:
    lines = (line, "(a) limit calls;", "(b) refuse entry.", "6.2 A restriction lasts for six months.")
    text = f"# Hall Policy\n\n## 6. Restrictions\n\n{gap.join(lines)}\n\n## 7. Support\n\nStaff may rest.\n"
    sections = read(text, ".md").sections
    named = [
        one.heading for one in sections if "Restrictions" in one.heading or one.heading.startswith("6.1")
    ]
    assert (named[-1] == line.rstrip(":")) is heads
    if not heads:
        (found,) = [one for one in sections if one.heading == "6. Restrictions"]
        assert [one.lead_in for one in found.clauses][1:3] == [line[4:], line[4:]]
