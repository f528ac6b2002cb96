"""A word that a file shows is quoted, set aside with a reason, or a finding with its place; never lost in silence."""

from __future__ import annotations

import pytest

from knowledge.reading.document import Document
from knowledge.reading.sandbox_child import read_bytes
from knowledge.reading.sectioning.parts import parts_of


def read(text: str, ending: str) -> Document:
    return read_bytes(text.encode(), ending, f"policy{ending}")


def texts(document: Document) -> list[str]:
    return [clause.text for section in document.sections for clause in section.clauses]


@pytest.mark.parametrize("ending", [".txt", ".md"])
def test_words_in_pointed_brackets_are_words(ending: str) -> None:
    said = "Write to <clerk@town.example> within 5 days."
    document = read(f"Keys\n\n{said}\n\nSay <name of the caller> twice.\n", ending)
    shown = ["Write to clerk@town.example within 5 days.", "Say <name of the caller> twice."]
    assert texts(document)[-2:] == shown
    assert not document.findings


def test_a_word_that_no_clause_says_is_a_finding_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read("Keys\n\nStaff must lock the door.\n\nExcept on Sundays.\n", ".txt")
    assert not whole.findings
    monkeypatch.setattr("knowledge.reading.sectioning.clauses.parts_of", lambda *said: parts_of(*said)[:-1])
    document = read("Keys\n\nStaff must lock the door.\n\nExcept on Sundays.\n", ".txt")
    (found,) = [one for one in document.findings if one.kind == "not-read"]
    assert found.place == "line 5"
    assert "except on sundays" in found.message


def test_a_word_that_the_rendered_page_shows_and_the_reader_lost_is_a_finding(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "# Keys\n\n!!! warning\n    Staff must lock the door.\n\nA note[^a].\n\n[^a]: Not on Sundays.\n"
    assert not read(text, ".md").findings
    monkeypatch.setattr(
        "knowledge.reading.readers.markdown.as_shown",
        lambda source: (source.replace("lock the door", ""), []),
    )
    assert [one.kind for one in read(text, ".md").findings] == ["not-read"]
