"""Every character of a source is in exactly one section or one dropped range, whatever the text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.reading.document import Document
from knowledge.reading.policy_files import read_document
from knowledge.reading.readers.extract import Extract
from knowledge.reading.sectioning import document_of
from knowledge.text.markup import normal
from tests.knowledge.policies import POLICIES, needs_policies

NOTE = re.compile(r" \[(?:Note \S{1,3}:|…) (.+?)\]")
NOTE_LINE = re.compile(r"^[⁰¹²³⁴⁵⁶⁷⁸⁹].*$", re.MULTILINE)
WORDS = st.sampled_from(
    [
        "Purpose",
        "SCOPE:",
        "Staff must",
        "answer",
        "Page 3 of 9",
        "**Bold**",
        "the",
        "3.1",
        "policy.",
        "x" * 90,
        "(#)",
    ]
)
OPENINGS = st.sampled_from(
    [
        "",
        "# ",
        "### ",
        "1. ",
        "2) ",
        "- ",
        "  - a) ",
        "A. ",
        "3.1.2 ",
        "Schedule B: ",
        "| a | ",
        "\t",
        "\f",
        "---",
        "> ",
    ]
)
LINES = st.builds(lambda start, words: start + " ".join(words), OPENINGS, st.lists(WORDS, max_size=9))
POLICY_LIKE = st.lists(st.one_of(st.just(""), LINES), max_size=40).map("\n".join)


def accounted(document: Document) -> list[int]:
    """How often each character is in a section or in a dropped range."""
    times = [0] * len(document.text)
    for start, end, _ in document.dropped:
        for place in range(start, end):
            times[place] += 1
    for section in document.sections:
        for place in range(section.start, section.end):
            if not any(start <= place < end for start, end, _ in document.dropped):
                times[place] += 1
    return times


def check(document: Document) -> None:
    """The whole law of offsets for one document."""
    text = document.text
    wrong = [place for place, count in enumerate(accounted(document)) if count != 1]
    assert not wrong, text[wrong[0] : wrong[0] + 40]
    for section in document.sections:
        kept = "".join(
            text[place]
            for place in range(section.start, section.end)
            if not any(start <= place < end for start, end, _ in document.dropped)
        )
        assert section.text == kept
        for clause in section.clauses:
            assert section.start <= clause.start < clause.end <= section.end
            said = NOTE.split(clause.text)  # Notes and the end of a list’s sentence stand elsewhere.
            assert all(normal(note) in normal(text) for note in said[1::2])
            own = normal(text[clause.start : clause.end])
            behind = normal(NOTE_LINE.sub("", text[clause.start : clause.end]))  # It goes on behind a note.
            whole = all(normal(piece) in own or normal(piece) in behind for piece in said[::2])
            assert whole or document.dropped
    assert len({section.id for section in document.sections}) == len(document.sections)


@given(st.text(max_size=400))
def test_any_text_is_cut_without_losing_or_doubling_a_character(text: str) -> None:
    check(document_of(Extract(text), "any.txt", ""))


@given(POLICY_LIKE)
@example("Purpose\n# 3.1\nPurpose")
@settings(max_examples=100, deadline=None)
def test_policy_like_text_is_cut_without_losing_or_doubling_a_character(text: str) -> None:
    check(document_of(Extract(text), "policy.txt", ""))


@needs_policies
@pytest.mark.parametrize("path", sorted(POLICIES.glob("*.txt")), ids=lambda path: path.name[:3])
def test_a_real_policy_is_cut_without_losing_or_doubling_a_character(path: Path) -> None:
    check(read_document(path))
