"""A place that nobody filled in is told to the owner and beside the quoted clause; what only looks so is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.flows.answer_card import quote
from knowledge.library import Library
from knowledge.reading.document import Clause, Section
from knowledge.reading.sectioning.placeholders import open_places
from tests.knowledge.test_reading_tables import read


def places(text: str, heading: str = "Calls") -> tuple[str, ...]:
    clause = Clause(text, 0, len(text))
    return open_places(clause, Section("calls", (heading,), "", text, 0, len(text), 0, (clause,)))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Staff must answer within [insert number] days.", "[insert number]"),
        ("Call security (insert number here).", "(insert number here)"),
        ("Call security at XXX-XXXX.", "XXX-XXXX"),
        ("Call 555-XXXX at once.", "555-XXXX"),
        ("The fee is $XX.", "$XX"),
        ("Staff must answer within XX business days.", "XX"),
        ("Staff must answer within ____ days.", "____"),
        ("The fee is $____.", "____"),
        ("The review date is TBD.", "TBD"),
        ("Security\tTBC", "TBC"),
        ("Fees: to be determined", ": to be determined"),
        ("Tell <name of the manager> at once.", "<name of the manager>"),
        ("Call [phone number].", "[phone number]"),
        ("Report to [your department].", "[your department]"),
        ("Write to {{department email}}.", "{{department email}}"),
    ],
)
def test_a_place_that_nobody_filled_in_is_open(text: str, place: str) -> None:
    assert places(text) == (place,)


@pytest.mark.parametrize(
    "text",
    [
        "Staff must ask [the clerk].",
        "Applicants [and their agents] must sign.",
        "Dear [Name], staff must ask [the clerk].",
        "My name is [name], how can I help?",
        "“Your appointment is on [date].”",
        "Write numbers in the format XXX-XXXX.",
        "The number must be shown as XXX-XX-1234.",
        "Part XXX of the Code applies.",
        "Title XX, section 4 applies.",
        "The size XXL is kept.",
        "Name: ________ Date: ________",
        "Approved by Council of the Town ______________ Mayor",
        "Signed this ___ day of ____, 20__.",
        "The amount to be determined by Council must be paid.",
        "Save the file as <date>_<name>.pdf in the folder.",
        "Write to <clerk@town.example>.",
        "Press <Enter> to go on.",
        "Staff may use the [Close] button.",
    ],
)
def test_words_in_brackets_forms_and_numbers_of_parts_are_not_open(text: str) -> None:
    assert places(text) == ()


def test_the_places_of_a_sample_letter_are_for_staff_to_fill_in() -> None:
    assert places("You owe $XX until [date].", "Sample letter") == ()


FORMATS = {
    ".md": "# Desk\n\n## Letters\n\nStaff must answer within ____ days.\n\n## Head\n\nTBD\n",
    ".txt": "DESK POLICY\n\nLETTERS\n\nStaff must answer within ____ days.\n\nHEAD\n\nThe head decides.\n\nTBD\n",
    ".html": "<h1>Desk</h1><h2>Letters</h2><p>Staff must answer within ____ days.</p><h2>Head</h2><p>TBD</p>",
}


@pytest.mark.parametrize("ending", FORMATS)
def test_the_owner_hears_of_what_is_open_and_of_a_section_that_is_nothing_else(ending: str) -> None:
    document = read(FORMATS[ending].encode(), ending)
    said = [clause.text for section in document.sections for clause in section.clauses]
    assert [one for one in said if one != "The head decides."] == ["Staff must answer within ____ days."]
    kinds = {one.kind for one in document.findings}
    assert {"left-open", "not-in-force"} <= kinds


def test_whoever_is_shown_a_clause_with_an_open_place_is_told_that_it_is_not_complete(tmp_path: Path) -> None:
    (tmp_path / "desk.md").write_text(
        "# Desk\n\n## Letters\n\nStaff must answer every letter within ____ days.\n\n"
        "## Calls\n\nStaff must answer every call within ten seconds.\n"
    )
    library = Library.open([tmp_path])
    letters = library.ask("within how many days do I answer a letter").passages[0]
    calls = library.ask("how fast do I answer every call").passages[0]
    assert letters.left_open == ("____",)
    assert "not complete" in quote(letters).warning
    assert "____" in quote(letters).warning
    assert (calls.left_open, quote(calls).warning) == ((), "")
