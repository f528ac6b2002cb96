"""Every clause of the five public policies that guides staff is found as staff would ask for it, in many wordings."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pytest

from knowledge.library import Library
from knowledge.quality.evaluate import EvalOutcome, evaluate, plain, read_questions_file
from knowledge.quality.figures import DUTIES, OWN
from knowledge.reading.document import Strength
from tests.knowledge.policies import POLICIES, needs_policies

pytestmark = needs_policies
SHOWN = 5
"""The passages an answer holds (`Library.ask`)."""

STRENGTHS = {
    "P06": Strength.MUST,
    "P10": Strength.SHOULD,
    "P33": Strength.MAY,
    "D05": Strength.SHOULD,
    "D15": Strength.MUST,
    "D18": Strength.MAY,
    "D39": Strength.MAY,
    "D62": Strength.NONE,
    "A01": Strength.SHOULD,
    "A21": Strength.MUST,
    "J08": Strength.MAY,
    "J31": Strength.GUIDANCE,
    "J34": Strength.GUIDANCE,
}
"""By duty, the strength of the words of its source; section 3 of the last policy calls itself guidance."""


@cache
def library() -> Library:
    return Library.open([POLICIES])


@cache
def outcomes(name: str) -> tuple[EvalOutcome, ...]:
    return evaluate(read_questions_file(OWN / name), library()).outcomes


def test_each_duty_is_asked_for_in_nine_wordings_and_names_words_of_its_clause() -> None:
    asked = {name: read_questions_file(OWN / name) for name in DUTIES.values()}
    wordings = defaultdict[str, int](int)
    texts = {path.name: plain(path.read_text("utf-8")) for path in POLICIES.iterdir()}
    for one in (one for questions in asked.values() for one in questions):
        wordings[one.kind] += 1
        for document, contains in one.gold:
            assert plain(contains) in texts[document], one.id
            assert len(contains.split()) <= 6, one.id
    assert len(wordings) == 72
    assert set(wordings.values()) == {9}
    assert [len(questions) for questions in asked.values()] == [216, 216, 144, 72]


def test_every_duty_is_among_the_passages_of_an_answer_for_three_plain_wordings() -> None:
    """The standing test for guidance of `duties.md`; most are among the first three."""
    found = outcomes("duties_plain.jsonl")
    assert not [one.question for one in found if not 1 <= one.rank <= SHOWN]


@pytest.mark.parametrize(
    ("name", "first", "among_three", "all_wordings", "right_clause", "refused"),
    [
        ("duties_plain.jsonl", 178, 211, 67, 152, 7),
        ("duties_plain_unseen.jsonl", 162, 200, 59, 138, 5),
        ("duties.jsonl", 106, 132, 60, 85, 6),
        ("duties_unseen.jsonl", 28, 48, 48, 18, 7),
    ],
)
def test_the_clause_of_a_duty_is_found_as_staff_ask_for_it(
    name: str, first: int, among_three: int, all_wordings: int, right_clause: int, refused: int
) -> None:
    found = outcomes(name)
    missed = {one.kind for one in found if not 1 <= one.rank <= 3}
    assert sum(one.rank == 1 for one in found) >= first
    assert sum(1 <= one.rank <= 3 for one in found) >= among_three
    assert len({one.kind for one in found} - missed) >= all_wordings
    assert sum(one.right_clause for one in found) >= right_clause
    assert sum(not one.answered for one in found) <= refused


def test_the_clause_of_a_duty_has_the_strength_of_its_words() -> None:
    questions = {one.kind: one for one in read_questions_file(OWN / "duties.jsonl")}
    clauses = [
        (window.document.name, clause) for window in library().index.windows for clause in window.clauses
    ]
    for duty, strength in STRENGTHS.items():
        document, contains = questions[duty].gold[0]
        held = [
            clause for name, clause in clauses if name == document and plain(contains) in plain(clause.text)
        ]
        assert {clause.strength for clause in held} == {strength}, duty
