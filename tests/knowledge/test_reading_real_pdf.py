"""What real files of towns taught: lines that wrap, scans with recognised words, feet that count, divided words."""

from __future__ import annotations

import pytest

from knowledge.reading.document import Document
from knowledge.reading.sandbox_child import read_bytes
from tests.knowledge.printing import GREY_PICTURE, At, Raw, lines, printed
from tests.knowledge.test_sectioning_cover import check

VERBS = ("open", "read", "sign", "close", "keep", "lend", "copy", "count")
BODY = ["Staff must answer the telephone.", "Nobody may be called twice in one week."]


def read(content: bytes) -> Document:
    document = read_bytes(content, ".pdf", "policy.pdf")
    check(document)
    return document


NARROW = (
    "It is till it fills, till it tilts, till it lifts, till it lists, till it is little, till it is still,"
)
WIDE = ("MOST WOMEN and MEN who OWN a HOME WHOM the COMMON LAW of", "Ashford names owe the room a sum.")


def test_a_line_that_ends_only_where_its_column_ends_goes_on_below() -> None:
    other = [
        At(line, 72, 680 - 14 * n) for n, line in enumerate([NARROW, f"{NARROW} it", f"{NARROW} is.", *WIDE])
    ]
    document = read(printed([[At("Words", 72, 720, 14, bold=True), *other[:3]], other[3:]]))
    found = [clause.text for section in document.sections for clause in section.clauses]
    assert found[-1] == " ".join(WIDE)


def test_lines_of_one_length_that_each_begin_an_item_are_not_run_together() -> None:
    marked = [f"({mark}) the clerk of the town hall at the river side of the" for mark in "abc"]
    page = [At("Desk", 72, 720, 14, bold=True), *lines(marked, 72, 690)]
    found = [c.text for s in read(printed([page])).sections for c in s.clauses]
    assert found == [one[4:] for one in marked]


def test_a_scan_whose_words_were_recognised_has_no_headings_by_print() -> None:
    scan = Raw(b"612 0 0 792 0 0 cm /X0 Do")
    long = ("the clerk means the clerk of the", "town or whoever acts for the clerk;")
    said = [("DUTIES", 700, 12), (f"(i) {long[0]}", 650, 18), (long[1], 620, 18)]
    said += [(f"Staff must answer the telephone of hall {n}.", 600 - 14 * n, 10) for n in range(9)]
    page = [scan, *(Raw(b"3 Tr " + At(text, 72, up, size).drawn()) for text, up, size in said)]
    document = read(printed([page], drawings=(GREY_PICTURE,)))
    assert [section.heading for section in document.sections] == ["DUTIES"]
    assert document.sections[0].clauses[0].text == " ".join(long)


def test_the_foot_of_a_short_document_that_counts_its_pages_is_dropped() -> None:
    feet = ([At("By-law Name: Litter", 72, 48, 9), At(f"By-law 31 Page {n} of 3", 72, 36, 9)] for n in (2, 3))
    first = [At("Litter By-law", 72, 720, 16, bold=True), *lines(BODY, 72, 690)]
    document = read(printed([first, *([*lines(BODY, 72, 720), *foot] for foot in feet)]))
    assert not any("By-law" in c.text or "Page" in c.text for s in document.sections for c in s.clauses)


def test_a_page_foot_among_contents_names_no_heading() -> None:
    heads = ["Words", "Calls", "Visits", "Letters"]
    listed = [f"{one} ........................ 2" for one in heads]
    body = [At(one, 72, 700 - 60 * n, 14, bold=True) for n, one in enumerate(heads)]
    body += lines([BODY[0]] * len(heads), 72, 680, 60)
    title = [At("Desk", 72, 740, 18, bold=True), At("Contents", 72, 700, 12)]
    feet = [At(f"By-law 31 Page {n} of 2", 300, 36, 9) for n in (1, 2)]
    assert read(printed([[*title, *lines(listed, 72, 680), feet[0]], [*body, feet[1]]])).findings == ()


@pytest.mark.parametrize("said", ["The by-", "MGL c. 44"])
def test_a_word_that_is_divided_here_and_whole_there_is_no_loss(said: str) -> None:
    pair = (said, "law counts.") if said.endswith("-") else (f"{said}, § 53E½ counts.", "It is the law.")
    other = At("A bylaw is a law. A by-law is one too. A by-law counts.", 72, 690)
    page = [At("Desk", 72, 720, 14, bold=True), other, *lines(pair, 72, 660)]
    assert read(printed([page])).findings == ()


def test_a_head_below_the_name_of_the_town_that_names_chapters_and_sections_is_dropped() -> None:
    chapters = ["GENERAL RULES"] * 3 + ["OFFICERS"] * 3
    pages = []
    for n, name in enumerate(chapters):
        head = [At("Town of Ashford", 72, 753, 8), At(f"§ {n}-100 {name}   § {n}-115", 72, 737)]
        said = [f"{one} This is number {n}{letter}." for letter in "ab" for one in BODY]
        pages.append(
            [*head, At(f"§ {n}-100. Of {'abcdef'[n] * 3}.", 72, 710, bold=True), *lines(said, 72, 690)]
        )
    found = [section.heading for section in read(printed(pages)).sections]
    assert found == [f"§ {n}-100. Of {'abcdef'[n] * 3}." for n in range(6)]


def test_the_first_line_of_double_spaced_pages_is_no_head() -> None:
    halls = ("old", "new", "far", "big", "red")
    pages = [
        lines([f"Staff of the {hall} hall must {verb} the {hall} book." for verb in VERBS], 72, 737, 28)
        for hall in halls
    ]
    said = [c.text for s in read(printed(pages)).sections for c in s.clauses]
    assert sum(one.count("Staff of the") for one in said) == len(halls) * len(VERBS)


def test_words_in_bold_that_end_a_paragraph_on_a_line_of_their_own_head_nothing() -> None:
    said = ("A. The clerk must note every call in the book of the hall on the same day or", "the next.")
    added = (
        "B. The clerk must keep the book of the hall in the safe for seven years in all",
        "[Added 5-29-2013 STM]",
    )
    page = [
        At(
            "§ 40-300. Records of the calls and visits at the halls. [Added 4-28-2003 STM,",
            72,
            720,
            bold=True,
        )
    ]
    page += [
        At("5-29-2013]", 72, 707, bold=True),
        *lines(said, 72, 680),
        At(added[0], 72, 640),
        At(added[1], 72, 626, bold=True),
    ]
    (section,) = read(printed([page])).sections
    assert section.heading.endswith("[Added 4-28-2003 STM, 5-29-2013]")
    assert [clause.text for clause in section.clauses] == [" ".join(said)[3:], " ".join(added)[3:]]
