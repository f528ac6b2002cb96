"""Findings are few: one for each document and kind, with places; what is meant to be empty is none."""

from __future__ import annotations

import pytest

from knowledge.reading.document import Finding
from knowledge.reading.readers.markdown import read_markdown
from knowledge.reading.sectioning import document_of


def findings(text: str) -> tuple[Finding, ...]:
    return document_of(read_markdown(text.encode()), "keys.md", "").findings


RULE = "\n\nStaff must lock the door.\n\n"


def test_several_of_one_kind_are_one_finding_with_their_places() -> None:
    (found,) = findings(
        f"# Key Policy\n\n## 1. Keys{RULE}[one](#) and [two](#)\n\n[three](#x), [four](#y), [five](#z)\n"
    )
    assert (found.kind, found.document) == ("dead-link", "keys.md")
    assert found.place == "line 7, line 9"
    assert found.message.endswith("And 2 more.")
    assert [(part.place, part.message.split("”")[0]) for part in found.parts] == [
        ("line 7", "The link “one"),
        ("line 7", "The link “two"),
        ("line 9", "The link “three"),
        ("line 9", "The link “four"),
        ("line 9", "The link “five"),
    ]


def test_what_harms_answers_comes_first() -> None:
    found = findings(
        f"---\nowner: [\n---\n# Key Policy\n\n## 1. Keys{RULE}## 2. Doors\n\n## 3. Lamps{RULE}[one](#)\n"
    )
    assert [one.kind for one in found] == ["dead-link", "empty-section", "front-matter"]


@pytest.mark.parametrize(
    "text",
    [
        f"# Harbour Town\n\n# Key Policy\n\n# Keys{RULE}",
        f"# Keys{RULE}# Part II\n\n# Section 4{RULE}",
        f"# Keys{RULE}# General Rules\n\n# 4. Doors{RULE}",
        f"# 1. Keys{RULE}# 2. Reserved\n\n# 3. Doors{RULE}",
        f"# 1. Keys{RULE}# 2. (Repealed)\n",
    ],
)
def test_covers_parts_and_reserved_numbers_are_meant_to_have_no_text(text: str) -> None:
    assert not findings(text)


@pytest.mark.parametrize(
    "text", [f"# 1. Keys{RULE}# 2. Doors\n\n# 3. Lamps{RULE}", f"# 1. Keys{RULE}# 2. Doors\n"]
)
def test_a_numbered_section_between_others_without_text_is_a_finding(text: str) -> None:
    assert [(one.kind, one.place) for one in findings(text)] == [("empty-section", "2. Doors")]
