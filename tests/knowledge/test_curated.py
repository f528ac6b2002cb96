"""Answers people keep: given for questions of the same meaning alone, before what the policies say."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.curation.curated import Curated, ExampleQuestion, KeptAnswer, Lessons
from knowledge.library import Library
from knowledge.reading.document_cache import DocumentCache
from knowledge.search.encoder import load_encoder

TODAY = date(2026, 11, 22)
POLICY = """# Counter Rules

Owner: Town Clerk
Next review: 2025-05-06

## Visitors

Every visitor must wear a badge at all times.

The badge must be handed back at the desk before the visitor leaves.

## Payments

A payment may be made by debit card at the cash desk.
"""
KEPT = KeptAnswer(
    id="k1",
    questions=("may I bring my dog to work",),
    answer="Yes, on Fridays, if nobody in the room minds.",
    label="Answer kept by Ruth Castellano, 2 March 2026",
    owner="Ruth Castellano",
    review_on=date(2027, 3, 2),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    policies = tmp_path / "policies"
    policies.mkdir()
    (policies / "counter.md").write_text(POLICY, encoding="utf-8")
    return policies


@pytest.fixture
def library(folder: Path, tmp_path: Path) -> Library:
    return Library.open([folder], tmp_path / "cache", today=lambda: TODAY)


def matches(kept: str, asked: str) -> bool:
    encoder = load_encoder()
    return Curated.of([replace(KEPT, questions=(kept,))], encoder).match(asked, encoder) is not None


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ("may I bring my dog to work", "may I bring my dog into work please?"),
        ("who pays for a taxi after a late shift", "do we get a taxi paid after a late shift"),
        ("what is the dress code at the counter", "what is our dress code for the counter"),
        ("where do I park when I work at the library", "where do staff park who work at the library"),
    ],
)
def test_other_words_of_the_same_meaning_match(kept: str, asked: str) -> None:
    assert matches(kept, asked)


@pytest.mark.parametrize(
    ("kept", "asked"),
    [
        ("may I bring my dog to work", "may I bring my parrot to work"),
        ("who pays for a taxi after a late shift", "who pays for a meal after a late shift"),
        ("can I hang up on a caller", "can I not hang up on a caller"),
        ("do I have to warn before I hang up", "do I have to hang up after I warn"),
        ("may we refund 50 dollars at the desk", "may we refund 500 dollars at the desk"),
        ("what is the 311 call center for", "what is the phone number of the 311 call center"),
        ("may I bring my dog to work", ""),
        ("where do I park when I work at the library", "where do I park when I work at the pool"),
    ],
)
def test_a_near_miss_does_not_match(kept: str, asked: str) -> None:
    assert not matches(kept, asked)


def test_without_an_encoder_the_same_words_match_in_any_order() -> None:
    kept = Curated.of([KEPT], None)
    assert kept.match("to work, may I bring my dog?", None) == (KEPT, KEPT.questions[0])
    assert kept.match("may I bring my cat to work", None) is None


def test_a_kept_answer_comes_before_the_passages_and_is_marked(library: Library) -> None:
    assert not library.ask("may I bring my dog to work?").answered
    library.learn(Lessons(kept=(KEPT,)))
    found = library.ask("may I bring my dog to work?")
    assert found.answered
    first, *others = found.passages
    assert (first.text, first.citation, first.curated) == (KEPT.answer, KEPT.label, True)
    assert first.lead_in == KEPT.questions[0]
    assert first.strength == ""
    assert others
    assert not any(passage.curated for passage in others)


def test_a_kept_answer_counts_while_a_changed_folder_is_still_being_read(
    library: Library, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, go_on = threading.Event(), threading.Event()
    read = DocumentCache.read

    def slow(*arguments: Any) -> Any:
        reading.set()
        go_on.wait(10)
        return read(*arguments)

    monkeypatch.setattr(DocumentCache, "read", slow)
    (folder / "counter.md").write_text(POLICY + "\nA new line.\n", encoding="utf-8")
    refreshing = threading.Thread(target=library.refresh)
    refreshing.start()
    assert reading.wait(10)
    teaching = threading.Thread(target=library.learn, args=(Lessons(kept=(KEPT,)),))
    teaching.start()
    try:
        patience = time.monotonic() + 10
        while not library.ask(KEPT.questions[0]).passages[0].curated and time.monotonic() < patience:
            time.sleep(0.01)
        assert library.ask(KEPT.questions[0]).passages[0].curated
        assert refreshing.is_alive()
    finally:
        go_on.set()
        refreshing.join()
        teaching.join()


def test_other_questions_are_answered_by_the_policies_as_before(library: Library) -> None:
    question = "must a visitor wear a badge?"
    before = library.ask(question)
    library.learn(Lessons(kept=(KEPT,)))
    assert library.ask(question) == before


def test_an_answer_that_is_no_longer_kept_is_forgotten_at_once(library: Library) -> None:
    library.learn(Lessons(kept=(KEPT,)))
    library.learn(Lessons())
    assert not library.ask("may I bring my dog to work?").answered


def test_p23_a_kept_answer_past_its_review_says_so(library: Library) -> None:
    overdue = replace(KEPT, review_on=date(2026, 11, 21))
    library.learn(Lessons(kept=(overdue,)))
    assert library.ask("may I bring my dog to work").passages[0].review_overdue_since == date(2026, 11, 21)
    library.learn(Lessons(kept=(KEPT,)))
    assert library.ask("may I bring my dog to work").passages[0].review_overdue_since is None


def test_differences_between_passages_keep_pointing_at_them(library: Library) -> None:
    library.learn(Lessons(kept=(KEPT,)))
    found = library.ask("may I bring my dog to work", limit=2)
    assert len(found.passages) == 2
    assert all(max(pair) < 2 for pair in found.disagreeing)


def test_a_confirmed_example_lifts_the_passage_it_belongs_to(library: Library) -> None:
    question = "can folks settle up with plastic"
    before = library.ask(question)
    example = ExampleQuestion("counter.md", "may be made by debit card", question)
    library.learn(Lessons(examples=(example,)))
    after = library.ask(question)
    assert "debit card" in after.passages[0].text
    assert after.confidence > before.confidence


def test_an_example_whose_clause_is_gone_harms_nothing(library: Library) -> None:
    gone = ExampleQuestion("counter.md", "words that were deleted", "can folks settle up with plastic")
    elsewhere = ExampleQuestion("gone.md", "may be made by debit card", "can folks settle up with plastic")
    before = library.ask("must a visitor wear a badge?")
    library.learn(Lessons(examples=(gone, elsewhere)))
    assert library.ask("must a visitor wear a badge?") == before


def test_what_was_taught_outlives_a_change_of_the_policies(library: Library, folder: Path) -> None:
    question = "can folks settle up with plastic"
    example = ExampleQuestion("counter.md", "may be made by debit card", question)
    library.learn(Lessons(kept=(KEPT,), examples=(example,)))
    (folder / "counter.md").write_text(POLICY + "\n## Keys\n\nKeys must be counted.\n", encoding="utf-8")
    assert library.refresh()
    assert "debit card" in library.ask(question).passages[0].text
    assert library.ask("may I bring my dog to work").passages[0].curated


def test_p23_a_review_that_an_owner_confirmed_takes_the_warning_away_until_it_is_due_again(
    library: Library,
) -> None:
    question = "must a visitor wear a badge?"
    assert library.ask(question).passages[0].review_overdue_since == date(2025, 5, 6)
    library.learn(Lessons(reviewed=(("counter.md", date(2027, 11, 22)),)))
    assert library.ask(question).passages[0].review_overdue_since is None
    library.learn(Lessons(reviewed=(("counter.md", date(2026, 11, 21)),)))
    assert library.ask(question).passages[0].review_overdue_since == date(2025, 5, 6)
