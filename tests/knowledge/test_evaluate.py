"""Evaluation: known rankings give known figures, for own questions and for BEIR sets."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.quality.beir import BadSet, read_beir, sentences
from knowledge.quality.evaluate import (
    BadQuestions,
    EvalOutcome,
    EvalQuestion,
    auroc,
    evaluate,
    evaluate_beir,
    ndcg,
    read_questions_file,
    report_of,
)
from knowledge.quality.report import html_of
from tests.knowledge.town import town

SHARES = st.floats(min_value=0, max_value=1)


def outcome(
    rank: int, *, answerable: bool = True, confidence: float = 0.9, kind: str = "plain"
) -> EvalOutcome:
    gain = 1 / math.log2(rank + 1) if rank else 0.0
    answered = confidence >= 0.5
    return EvalOutcome("1", "<b>why?</b>", kind, answerable, answered, confidence, rank, gain, 5.0, ("A, 1",))


def test_ranks_give_hits_and_reciprocal_ranks() -> None:
    report = report_of("x", [outcome(1), outcome(2), outcome(5), outcome(0)])
    scores = report.scores
    assert (scores.questions, scores.hit1, scores.hit3, scores.hit5) == (4, 0.25, 0.5, 0.75)
    assert scores.mrr10 == pytest.approx((1 + 0.5 + 0.2) / 4)


def test_refusals_give_precision_recall_and_the_two_kinds_of_mistakes() -> None:
    inside = [outcome(1), outcome(1), outcome(1, confidence=0.2), outcome(1)]
    outside = [outcome(0, answerable=False, confidence=0.1), outcome(0, answerable=False, confidence=0.8)]
    refusal = report_of("x", inside + outside).refusal
    assert (refusal.precision, refusal.recall, refusal.f1) == (0.5, 0.5, 0.5)
    assert (refusal.wrongly_refused, refusal.wrongly_answered) == (0.25, 0.5)
    assert refusal.auroc == pytest.approx((3 * 2 + 1) / 8)


def test_without_unanswerable_questions_there_is_no_auroc() -> None:
    assert report_of("x", [outcome(1)]).to_json()["abstention"]["auroc"] is None


@given(st.lists(SHARES, min_size=1, max_size=8), st.lists(SHARES, min_size=1, max_size=8))
def test_auroc_turns_round_when_the_kinds_are_swapped(one: list[float], two: list[float]) -> None:
    forward, backward = auroc(one, two), auroc(two, one)
    assert forward is not None
    assert backward is not None
    assert forward + backward == pytest.approx(1)


@given(st.permutations(["a", "b", "c", "d"]))
def test_ndcg_is_1_exactly_for_the_ideal_order(found: list[str]) -> None:
    value = ndcg(found, {"a": 2, "b": 1})
    assert (value == pytest.approx(1)) == (found[:2] == ["a", "b"])
    assert 0 < value <= 1 + 1e-9


def test_ndcg_is_that_of_trec_eval() -> None:
    assert ndcg(["x", "a"], {"a": 1}) == pytest.approx(1 / math.log2(3))
    assert ndcg(["a"], {"a": 1, "b": 1}) == pytest.approx(1 / (1 + 1 / math.log2(3)))
    assert ndcg(["x"], {}) == 0


def test_own_questions_are_asked_and_compared_by_document_and_words() -> None:
    right = EvalQuestion(
        "1", "How many rings?", "plain", (("front-desk.md", "answer  the telephone within THREE rings"),)
    )
    other = EvalQuestion(
        "2", "How many rings?", "plain", (("difficult.md", "answer the telephone within three rings"),)
    )
    nothing = EvalQuestion("3", "what is the capital of France", "unanswerable", ())
    report = evaluate([right, other, nothing], town(), "mine")
    assert [found.rank for found in report.outcomes] == [1, 0, 0]
    assert report.scores.hit1 == 0.5
    assert report.refusal.wrongly_answered == 0
    assert report.p50_ms > 0


def test_a_file_of_questions_is_read_and_a_bad_line_is_named(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    line = {
        "id": "q1",
        "question": "why?",
        "kind": "plain",
        "gold": [{"document": "a.md", "contains": "b"}],
        "prev": ["x"],
    }
    file.write_text(json.dumps(line) + "\n\n", "utf-8")
    assert read_questions_file(file) == (EvalQuestion("q1", "why?", "plain", (("a.md", "b"),), ("x",)),)
    file.write_text(json.dumps(line) + "\n{}\n", "utf-8")
    with pytest.raises(BadQuestions, match=r"questions.jsonl, line 2"):
        read_questions_file(file)


def beir(folder: Path) -> Path:
    entries = [
        {
            "_id": "e1",
            "title": "Bees",
            "text": "Bees make honey. They live in hives and sting when they must.",
        },
        {
            "_id": "e2",
            "title": "",
            "text": "The tax office opens at nine. Bring your letter and a form of identity.",
        },
    ]
    queries = [
        {"_id": "q1", "text": "which insect produces honey"},
        {"_id": "q2", "text": "and when is it open?", "prev": ["where is the tax office"]},
        {"_id": "q3", "text": "how deep is the sea"},
    ]
    (folder / "corpus.jsonl").write_text("\n".join(map(json.dumps, entries)), "utf-8")
    (folder / "queries.jsonl").write_text("\n".join(map(json.dumps, queries)), "utf-8")
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\te1\t1\nq2\te2\t1\n", "utf-8")
    return folder


def test_a_beir_set_is_ranked_and_queries_without_judgement_are_unanswerable(tmp_path: Path) -> None:
    report = evaluate_beir(read_beir(beir(tmp_path)))
    assert (report.scores.questions, report.scores.ndcg10) == (2, 1.0)
    assert report.refusal.unanswerable == 1
    assert report.name == tmp_path.name


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("qrels.tsv", "header\nq1 e1 1\n", "qrels.tsv, line 2"),
        ("corpus.jsonl", '{"title": "x"}', "corpus.jsonl, line 1"),
        ("queries.jsonl", "nonsense", "queries.jsonl is not"),
    ],
)
def test_a_broken_set_is_refused_with_file_and_line(
    tmp_path: Path, file: str, content: str, message: str
) -> None:
    (beir(tmp_path) / file).write_text(content, "utf-8")
    with pytest.raises(BadSet, match=message):
        read_beir(tmp_path)


@given(st.text(max_size=300))
def test_sentences_keep_every_word_of_a_text(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_the_report_is_a_page_with_a_histogram_and_the_misses_escaped() -> None:
    page = html_of(
        report_of("a <set>", [outcome(1), outcome(3), outcome(0, answerable=False, confidence=0.1)])
    )
    assert "a &lt;set&gt;" in page
    assert "&lt;b&gt;why?&lt;/b&gt;" in page
    assert "right passage at 3" in page
    assert page.count("<rect") == 40
    assert "<script" not in page
