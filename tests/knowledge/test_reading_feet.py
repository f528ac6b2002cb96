"""A footnote of a PDF is whole and stands with the words it hangs on, wherever the page ends and its mark is drawn."""

from __future__ import annotations

import pytest
import typst

from knowledge.reading.document import Document
from knowledge.reading.sandbox_child import read_bytes
from tests.knowledge.printing import At, lines, printed
from tests.knowledge.test_sectioning_cover import check

TITLE = At("Desk", 72, 720, 16, bold=True)
MORE = ["The clerk must note it on the same day in the book.", "Nobody may be called twice in one week."]


def read(content: bytes) -> list[str]:
    document: Document = read_bytes(content, ".pdf", "desk.pdf")
    check(document)
    assert document.findings == ()
    return [clause.text for section in document.sections for clause in section.clauses]


def called(high: float) -> list[At]:
    """A sentence in the middle of which a mark stands, raised by so many points."""
    return [
        At("Staff may end a call", 72, 690),
        At("1", 172, 690 + high, 6),
        At("after a warning.", 180, 690),
        *lines(MORE, 72, 660),
    ]


def note(text: str, height: float, mark: str = "") -> list[At]:
    return [*([At(mark, 72, height + 2, 5.5)] if mark else []), At(text, 78 if mark else 72, height, 8)]


@pytest.mark.parametrize("high", [4, 6.5])
def test_the_mark_of_a_note_stands_in_its_sentence_however_high_it_is_raised(high: float) -> None:
    page = [TITLE, *called(high), *note("Not when somebody is in danger.", 100, "1")]
    assert (
        read(printed([page]))[0]
        == "Staff may end a call [Note 1: Not when somebody is in danger.] after a warning."
    )


def test_the_mark_of_a_note_is_seen_where_the_font_raises_it() -> None:
    source = "= Desk\nStaff may end a call#footnote[Not in danger.] after a warning. The clerk must note it."
    assert read(typst.compile(source.encode())) == [
        "Staff may end a call [Note 1: Not in danger.] after a warning. The clerk must note it."
    ]


def test_a_note_that_goes_on_at_the_foot_of_the_next_pages_is_whole() -> None:
    pages = [
        [
            TITLE,
            *called(4),
            *note("Not when somebody speaks of self-harm, and not", 98, "1"),
            At("1", 300, 30, 9),
        ],
        [
            *lines(["Staff must keep keys in the safe of the hall.", *MORE], 72, 720),
            *note("when a child", 98),
            At("2", 300, 30, 9),
        ],
        [
            *lines(["The porter must count the keys every evening.", *MORE], 72, 720),
            *note("is on the line.", 98),
            At("3", 300, 30, 9),
        ],
    ]
    found = read(printed(pages))
    assert found[0] == (
        "Staff may end a call [Note 1: Not when somebody speaks of self-harm, and not when a child is on the line.] "
        "after a warning."
    )
    assert not any("child" in text for text in found[1:])


def test_small_print_below_the_text_of_a_page_after_one_without_notes_stays_there() -> None:
    pages = [
        [TITLE, *lines(MORE, 72, 690)],
        [*lines(MORE[::-1], 72, 720), *note("Forms are at the desk.", 98)],
    ]
    assert read(printed(pages))[-1] == "Forms are at the desk."


def test_small_print_that_begins_a_sentence_after_a_whole_note_stays_on_its_page_and_is_a_finding() -> None:
    keys = "The keys of the vault are kept by the treasurer alone."
    pages = [
        [TITLE, *called(4), *note("See By-law 12.", 98, "1")],
        [*lines(["Staff must keep keys in the safe of the hall.", *MORE], 72, 720), *note(keys, 98)],
    ]
    document = read_bytes(printed(pages), ".pdf", "desk.pdf")
    said = [clause.text for section in document.sections for clause in section.clauses]
    assert (said[0], said[-1]) == ("Staff may end a call [Note 1: See By-law 12.] after a warning.", keys)
    assert [(one.kind, one.place) for one in document.findings] == [("loose-note", "page 2")]
