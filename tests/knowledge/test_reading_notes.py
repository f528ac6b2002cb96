"""A footnote of a PDF stands with what calls it: a clause, a number, a heading, or a sentence it interrupts."""

from __future__ import annotations

import pytest

from knowledge.reading.sandbox_child import read_bytes
from tests.knowledge.printing import At, lines, printed
from tests.knowledge.test_sectioning_cover import check

TITLE = At("Hire Policy", 72, 740, 16, bold=True)
BOOK = [
    "The hall is let by the clerk of the town, who keeps the book of all the hires",
    "in the office.",
]
CLEAN = "A hirer must leave the hall clean."
WEDDING = "Except after a wedding"


def read(*pages: list[At]) -> list[tuple[str, list[str]]]:
    document = read_bytes(printed(pages), ".pdf", "hire.pdf")
    check(document)
    assert document.findings == ()
    return [(section.heading, [clause.text for clause in section.clauses]) for section in document.sections]


def raised(mark: str, x: float, y: float, up: float = 3.5) -> At:
    return At(mark, x, y + up, 5.5)


def note(mark: str, text: str, height: float = 100) -> list[At]:
    return [At(mark, 72, height + 3.5, 5.5), At(text, 77, height, 7)]


def called(mark: str) -> list[At]:
    return [At(CLEAN, 72, 700, 10), raised(mark, 217.5, 700)]


def test_a_note_whose_mark_is_drawn_high_above_it_stands_with_its_clause_in_another_section() -> None:
    page = [TITLE, *called("2"), At("2. Cancelling", 72, 660, 14, bold=True), *lines(BOOK, 72, 640, size=10)]
    assert read([*page, *note("2", WEDDING)]) == [
        ("Hire Policy", [f"{CLEAN} [Note 2: {WEDDING}]"]),
        ("2. Cancelling", [" ".join(BOOK)]),
    ]


def test_notes_that_end_without_a_stop_are_no_numbered_headings() -> None:
    page = [TITLE, *called("1"), *lines(["Staff must lock it."], 72, 670, size=10), raised("2", 148.5, 670)]
    page += [*lines(BOOK, 72, 640, size=10), *note("1", WEDDING), *note("2", "See Schedule B", 88)]
    ((_, said),) = read(page)
    assert said == [
        f"{CLEAN} [Note 1: {WEDDING}]",
        "Staff must lock it. [Note 2: See Schedule B]",
        " ".join(BOOK),
    ]


def test_a_mark_behind_a_number_makes_it_no_larger_number() -> None:
    page = [TITLE, *lines([*BOOK, "It is open from 9 to 5"], 72, 700, size=10), raised("1", 163.5, 672)]
    assert read([*page, *note("1", "Closed in August.")])[0][1][-1].endswith(
        "It is open from 9 to 5 [Note 1: Closed in August.]"
    )


def test_a_power_is_none_where_the_note_is_called_elsewhere() -> None:
    page = [
        TITLE,
        *called("2"),
        *lines(["The hall has room for 10"], 72, 670, size=10),
        raised("2", 180.8, 670),
        At("people at once.", 188, 670, 10),
    ]
    ((_, said),) = read([*page, *lines(BOOK, 72, 640, size=10), *note("2", WEDDING)])
    assert said[0] == f"{CLEAN} [Note 2: {WEDDING}]"
    assert said[1] == "The hall has room for 10² people at once."


def test_a_mark_whose_print_was_lost_is_told_by_the_small_print_at_the_foot() -> None:
    page = [TITLE, *lines([f"{CLEAN}1"], 72, 700, size=10), *lines(BOOK, 72, 670, size=10)]
    ((_, said),) = read([*page, At(f"1 {WEDDING}.", 72, 100, 7)])
    assert said[0] == f"{CLEAN} [Note 1: {WEDDING}.]"


@pytest.mark.parametrize(
    "text", ["Staff follow Part 3.1 of it.", "Staff clean hall B.1 and hall C.1 at noon."]
)
def test_a_number_of_a_section_or_of_several_halls_is_no_lost_mark(text: str) -> None:
    page = [TITLE, *lines([text], 72, 700, size=10), *lines(BOOK, 72, 670, size=10)]
    ((_, said),) = read([*page, At(f"1 {WEDDING}.", 72, 100, 7)])
    assert said[0] == text


def test_the_note_of_a_heading_stands_with_every_clause_below_it() -> None:
    page = [TITLE, At("2. Cleaning", 72, 700, 14, bold=True), At("1", 143.3, 705, 7.5)]
    page += [*lines([CLEAN], 72, 680, size=10), *lines(BOOK, 72, 650, size=10)]
    page += [At("3. Keys", 72, 600, 14, bold=True), *lines(["Staff keep the key."], 72, 580, size=10)]
    assert read([*page, *note("1", "Not for schools.")])[1:] == [
        ("2. Cleaning", [f"{said} [Note 1: Not for schools.]" for said in (CLEAN, " ".join(BOOK))]),
        ("3. Keys", ["Staff keep the key."]),
    ]


NIGHT = ["Staff must lock the hall at night and must take the key of the", "hall to the office."]


def test_a_sentence_that_goes_on_behind_the_notes_of_its_page_is_whole() -> None:
    first = [TITLE, *called("1"), *lines(BOOK, 72, 670, size=10), *lines(NIGHT[:1], 72, 630, size=10)]
    after = [*lines([NIGHT[1], "Nobody sleeps there."], 72, 700, size=10)]
    ((_, said),) = read([*first, *note("1", WEDDING)], after)
    assert said == [
        f"{CLEAN} [Note 1: {WEDDING}]",
        " ".join(BOOK),
        " ".join(NIGHT),
        "Nobody sleeps there.",
    ]


def test_a_list_that_begins_behind_the_notes_of_its_page_stays_a_list() -> None:
    first = [
        TITLE,
        *called("1"),
        *lines(BOOK, 72, 670, size=10),
        *lines(["Staff must not:"], 72, 630, size=10),
    ]
    after = lines(["lend the key of the hall;", "leave it open at night."], 72, 700, size=10)
    ((_, said),) = read([*first, *note("1", WEDDING)], after)
    assert said[-2:] == ["lend the key of the hall;", "leave it open at night."]


def test_notes_counted_anew_on_each_page_stand_with_the_clauses_of_their_page() -> None:
    first = [TITLE, *called("1"), *lines(BOOK, 72, 670, size=10), *note("1", "Not in May.")]
    lock = [*lines(["Staff must lock it."], 72, 700, size=10), raised("1", 148.5, 700)]
    ((_, said),) = read(first, [*lock, *note("1", "Not in June.")])
    assert said == [
        f"{CLEAN} [Note 1: Not in May.]",
        " ".join(BOOK),
        "Staff must lock it. [Note 1: Not in June.]",
    ]


def test_a_short_page_below_a_heading_is_no_small_print_that_goes_on_with_a_note() -> None:
    first = [TITLE, *called("1"), *lines(BOOK, 72, 670, size=10), *note("1", WEDDING)]
    after = [
        At("3. Noise", 72, 700, 14, bold=True),
        *lines(["the hirer stops music at 11."], 72, 680, size=10),
    ]
    assert read(first, after)[1] == ("3. Noise", ["the hirer stops music at 11."])
