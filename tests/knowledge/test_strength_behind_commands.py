"""A duty behind a command and a semicolon binds, as in cells of tables; what only looks like one does not."""

from __future__ import annotations

import pytest

from knowledge.answers.binding import binding
from knowledge.reading.readers.extract import Extract
from knowledge.reading.sandbox_child import read_bytes
from knowledge.reading.sectioning import document_of
from knowledge.reading.sectioning.strength import strength_of

BINDING = [
    ("Call the desk; staff must not leave the till", "must_not"),
    ("Ask the guest to leave; must not serve them", "must_not"),
    ("Press the bell; the porter must come", "must"),
    ("Open a window; the porter should look in", "should"),
    ("If the guest shouts, call the desk; nobody may argue", "must_not"),
    ("Hand over the form; never fill it in", "must"),
    ("Staff may sit down; must tell the desk", "must"),
]
FREE = [
    "Call the desk; staff may stay at the till",
    "Ask whether the guest must pay; note the answer",
    "Say: “You must leave the hall”; stay calm",
    "Open the window; close the door",
    "Show the list; it says what the guest must bring",
]


@pytest.mark.parametrize(("text", "expected"), BINDING)
def test_the_duty_behind_a_semicolon_binds(text: str, expected: str) -> None:
    said = strength_of(f"Guest\t{text}", "Who\tWhat to do")
    assert binding(said, f"Guest\t{text}", "Who\tWhat to do").value.removeprefix("you_") == expected


@pytest.mark.parametrize("text", FREE)
def test_a_command_alone_or_one_before_a_permission_or_quoted_words_has_no_word_of_duty(text: str) -> None:
    assert strength_of(f"Guest\t{text}", "Who\tWhat to do") == ""
    assert strength_of(f"{text}.") == ""


def test_an_order_to_call_for_help_at_once_binds_also_before_a_semicolon() -> None:
    assert strength_of("Ask for help by radio; whoever hears it calls 911.") == "must"


@pytest.mark.parametrize("ending", [".md", ".html"])
def test_the_row_of_a_table_binds_by_the_duty_behind_its_semicolon(ending: str) -> None:
    row = ("Drunk guest", "Call the desk; staff must not leave the till")
    rows = {
        ".md": f"# Bar\n\n| Who | What |\n|---|---|\n| {row[0]} | {row[1]} |\n",
        ".html": f"<h1>Bar</h1><table><tr><th>Who<th>What<tr><td>{row[0]}<td>{row[1]}</table>",
    }
    document = read_bytes(rows[ending].encode(), ending, "bar")
    assert [(c.text, c.strength) for s in document.sections for c in s.clauses] == [("\t".join(row), "must")]


def test_a_text_that_holds_such_a_sentence_binds_too() -> None:
    document = document_of(Extract("Bar\n\nCall the desk; staff must not leave the till.\n"), "bar.txt", "")
    assert [c.strength for s in document.sections for c in s.clauses][-1] == "must"
