"""What a question and a reading cost, counted in texts and pieces given to the models and never in time."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from knowledge.answers.phrases import phrases_in
from knowledge.library import Library
from knowledge.reading.policy_files import read_document
from knowledge.search.confidence import judge_for
from knowledge.search.encoder import Encoder, Vector, load_encoder
from knowledge.search.weights import Weights
from knowledge.search.window_vectors import window_texts
from knowledge.search.windows import windows_of
from tests.knowledge.town import town, written


@pytest.fixture
def encoded(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every text the encoder really reads."""
    texts, tokens = list[str](), Encoder.tokens
    town()  # Built once a worker, whichever test needs it first.

    def noting(self: Encoder, text: str) -> Vector:
        texts.append(text)
        return tokens(self, text)

    if encoder := load_encoder():
        encoder.forget()
    monkeypatch.setattr(Encoder, "tokens", noting)
    return texts


def test_a_question_is_encoded_as_asked_and_with_other_words_and_never_twice(encoded: list[str]) -> None:
    asked = "what can I say to an angry caller"
    library = town()
    assert library.ask(asked).phrases, "what fits is chosen by the same vector"
    assert encoded[0] == f"{asked}?"
    assert len(encoded) == 2
    library.ask(asked)
    assert len(encoded) == 2


def test_a_reading_encodes_every_clause_what_stands_above_it_and_when_phrases_are_used_once_each(
    encoded: list[str], tmp_path: Path
) -> None:
    library = Library.open([written(tmp_path)], fit_later=True)
    index = library.index
    clauses = [window.clause_context(clause) for window in index.windows for clause in window.clauses]
    titles = ["Front Desk Policy", "Difficult Conversations Policy"]
    used = {one.situation for document in library.documents for one in phrases_in(document, ())}
    assert len(library.phrases()) > len(used) > 0
    assert sorted(encoded) == sorted({*clauses, *titles, *used})


def test_a_window_is_the_mean_of_its_clauses_by_length_with_what_stands_above() -> None:
    index, encoder = town().index, load_encoder()
    assert encoder is not None
    for place, window in enumerate(index.windows):
        mean = sum(
            (len(clause.text) + 1) * encoder.encode(window.clause_context(clause))
            for clause in window.clauses
        ) / sum(len(clause.text) + 1 for clause in window.clauses)
        wanted = mean + 0.2 * encoder.encode(window.above) if window.above else mean
        assert float(index.sections[place] @ wanted) / np.linalg.norm(wanted) > 0.999
        assert abs(float(np.linalg.norm(index.sections[place])) - 1) < 1e-3


def test_a_window_of_many_clauses_is_encoded_whole_by_the_first_words_of_each(tmp_path: Path) -> None:
    words = [f"Duty {number} of the staff is to {'listen and ' * 10}smile." for number in range(7)]
    (tmp_path / "many.md").write_text(
        "# Desk\n\n## Duties\n\n" + "\n".join(f"- {one}" for one in words), "utf-8"
    )
    (window,) = windows_of(read_document(tmp_path / "many.md"))
    first = " ".join(" ".join(one.split()[:16]) for one in words)
    assert window_texts([window], Weights()) == [f"Desk. Duties. {first}"]
    assert window_texts([window], replace(Weights(), whole_words=99)) == [f"Desk. Duties. {' '.join(words)}"]


def test_fitting_the_line_encodes_only_the_outside_questions_that_lie_near_it(
    encoded: list[str],
) -> None:
    index = town().index
    line = judge_for(index).threshold
    few = len(encoded)
    every = replace(index, weights=replace(index.weights, fitted_near=9.0))
    assert abs(judge_for(every).threshold - line) < 0.005
    assert 0 < few < (len(encoded) - few) / 2


def test_a_vector_at_hand_cannot_be_changed_by_who_uses_it() -> None:
    encoder = load_encoder()
    assert encoder is not None
    with pytest.raises(ValueError, match="read-only"):
        encoder.encode("a question")[0] = 1.0
