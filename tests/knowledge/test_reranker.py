"""The reranker: it tells the clause that answers from one that is alike, reads little, and can be done without."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from knowledge.library import Library
from knowledge.search import reranker as reading
from knowledge.search.encoder import Encoder, EncoderMissing, Vector, session, tokenizer
from knowledge.search.index import Index
from knowledge.search.ranking import search
from knowledge.search.reranker import LONGEST, Reranker, load_reranker, reranker_status
from knowledge.search.weights import Weights
from knowledge.text.tokenizer import Tokenizer
from tests.knowledge.test_encoder import MODEL
from tests.knowledge.town import town, unfitted, written

CALLS = "A telephone call for me?"  # Two clauses are about equally near.
RINGS = "How many rings before I answer the telephone?"


class Counting(Reranker):
    """Notes every pair it reads, and can be told what to say of one."""

    def __init__(self, said: dict[str, float]) -> None:
        self.said, self.read = said, list[str]()

    def output(self, question: str, clause: str) -> float:
        self.read.append(clause)
        return next((output for words, output in self.said.items() if words in clause), -5.0)


@pytest.fixture
def shipped() -> Reranker:
    found = load_reranker()
    assert found is not None
    return found


def test_outputs_agree_with_the_same_weights_in_32_bits(shipped: Reranker) -> None:
    wanted = {
        (RINGS, "1. Telephone: Answer the telephone within three rings."): 8.63,
        (RINGS, "1. Telephone: Return calls within 24 hours."): -1.41,
    }
    for pair, output in wanted.items():
        assert shipped.output(*pair) == pytest.approx(output, abs=1.0)


def test_a_clause_that_answers_is_above_one_that_shares_its_words(shipped: Reranker) -> None:
    asked = "May I hang up on somebody who keeps swearing?"
    answers = "Ending a call: Staff may end the call when the abuse goes on."
    alike = "Ending a call: A call that ended with swearing is written down in the log."
    assert shipped.output(asked, answers) > shipped.output(asked, alike) + 1


def test_long_questions_and_clauses_are_cut_to_what_it_was_trained_on(shipped: Reranker) -> None:
    long = "a customer shouts " * 200
    assert shipped.output(long, long) == shipped.output(long, f"{long} and more")
    assert LONGEST == 192


def test_the_clause_it_says_most_of_is_shown_first_with_its_window() -> None:
    told = Counting({"Return calls": 9.0})
    index = replace(town().index, reranker=told)
    plain, read = search(index, CALLS, reread=False).hits, search(index, CALLS).hits
    assert plain[0].window.clauses[plain[0].clause].text == "Answer the telephone within three rings."
    assert read[0].window.clauses[read[0].clause].text == "Return calls within 24 hours."
    assert read[0].output == 9.0


def test_a_window_far_behind_is_not_read_and_stays_behind() -> None:
    told = Counting({})
    index = replace(town().index, reranker=told)
    hits = search(index, RINGS).hits
    most = index.weights.reread + index.weights.reread_clauses
    assert 0 < len(told.read) <= most
    assert {hit.output for hit in hits} == {-5.0, None}
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


def test_where_the_first_says_all_there_is_to_say_nothing_else_is_read() -> None:
    told = Counting({"Answer the telephone": 9.0})
    hits = search(replace(town().index, reranker=told), CALLS).hits
    assert told.read == ["1. Telephone: Answer the telephone within three rings."]
    assert [hit.output for hit in hits[:2]] == [9.0, None]


def test_a_window_that_no_output_could_bring_first_is_not_read() -> None:
    index = town().index
    plain = search(index, RINGS, reread=False).hits
    weights = replace(index.weights, reread_within=9.0, reread_clauses=0)
    told = Counting({"Answer the telephone": 1.0})
    search(replace(index, reranker=told, weights=weights), RINGS)
    reach = plain[0].score - weights.reread_order * (weights.reread_most - 1.0)
    assert len(told.read) == sum(hit.score > reach for hit in plain) < len(plain)


def test_another_clause_is_read_only_where_it_is_about_as_near_to_the_question() -> None:
    index = town().index
    best = search(index, RINGS, reread=False).hits[0]
    cosines = index.clause_vectors(best.place).astype(np.float32) @ _asked(index, RINGS)
    line, told = float(np.sort(cosines)[-2]) + index.weights.reread_close + 0.01, Counting({})
    assert cosines[best.clause] > line, "the next clause is too far behind"
    search(replace(index, reranker=told, weights=replace(index.weights, reread_within=0.0)), RINGS)
    assert len(told.read) == 1


def _asked(index: Index, question: str) -> Vector:
    vector = search(index, question, reread=False).vector
    assert vector is not None
    return vector


def test_a_clause_people_attached_the_question_to_stays(tmp_path: Path) -> None:
    folder, asked = written(tmp_path / "policies"), "how long until I ring somebody back"
    lines = f"questions:\n  - document: front-desk.md\n    contains: on hold\n    ask:\n      - {asked}\n"
    (tmp_path / "questions.yaml").write_text(lines, "utf-8")
    index = replace(Library.open([folder]).index, reranker=Counting({"Return calls": 9.0}))
    best = search(index, asked).hits[0]
    assert best.window.clauses[best.clause].text == "Avoid leaving a caller on hold."


@pytest.fixture
def none(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(reading, "SUM", "0" * 64)
    reading._load.cache_clear()
    yield
    reading._load.cache_clear()


@pytest.mark.usefixtures("none")
def test_without_its_file_the_search_still_answers_and_says_what_that_costs(tmp_path: Path) -> None:
    assert load_reranker() is None
    assert "right clause is first" in reranker_status()
    library = Library.open([written(tmp_path / "policies")])
    assert library.index.reranker is None
    assert library.ask(RINGS).answered


def test_it_is_loaded_once_and_not_for_reading_but_with_the_first_refresh(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded, cut = list[Path](), list[list[str]]()

    def loading(onnxruntime: Any, path: Path) -> Any:
        loaded.append(path)
        return session(onnxruntime, path)

    def cutting(pieces: list[str]) -> Tokenizer:
        cut.append(pieces)
        return Tokenizer(pieces)

    monkeypatch.setattr(reading, "session", loading)
    monkeypatch.setattr("knowledge.search.encoder.Tokenizer", cutting)
    monkeypatch.setattr("knowledge.snapshot.judge_for", unfitted)
    monkeypatch.setattr("knowledge.snapshot.load_reranker", lambda: Reranker(MODEL))
    tokenizer.cache_clear()
    library = Library.open([written(tmp_path / "policies")], fit_later=True)
    assert not loaded
    library.refresh()
    assert loaded == [MODEL / "reranker.onnx"]
    assert library.ask(RINGS).answered
    Encoder(MODEL)
    assert (len(loaded), len(cut)) == (1, 1)


def test_a_changed_file_is_refused(tmp_path: Path) -> None:
    shutil.copy(MODEL / "vocab.txt", tmp_path)
    (tmp_path / "reranker.onnx").write_bytes(b"something else")
    with pytest.raises(EncoderMissing, match="not the file that was shipped"):
        Reranker(tmp_path)


def test_it_can_be_switched_off_by_a_weight(tmp_path: Path) -> None:
    folder = written(tmp_path / "policies")
    assert Library.open([folder], weights=Weights(reread=0)).index.reranker is None
