"""Measure finding and refusing on questions with known passages: an organisation's own file, or a BEIR set."""

from __future__ import annotations

import json
import math
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from knowledge.answers.answer import Answer, Passage
from knowledge.library import Library
from knowledge.quality.beir import BeirSet
from knowledge.search.ranking import search
from knowledge.search.weights import Weights

DEPTH = 10
Progress = Callable[[str, int, int], None]


class BadQuestions(Exception):
    """A file of questions cannot be used; the message names file and line."""


@dataclass(frozen=True, slots=True)
class EvalQuestion:
    """One line of a file of questions; `gold` are (document, text it contains), empty where nothing answers."""

    id: str
    text: str
    kind: str
    gold: tuple[tuple[str, str], ...]
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EvalOutcome:
    """What became of one question: `rank` of the first right passage from 1, 0 where none was among the first 10.

    `right_clause` is whether the first passage is right and the clause it shows first is of what answers.
    """

    id: str
    question: str
    kind: str
    answerable: bool
    answered: bool
    confidence: float
    rank: int
    gain: float
    milliseconds: float
    found: tuple[str, ...]
    right_clause: bool = False


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares from 0 to 1 over the answerable questions."""

    questions: int
    hit1: float
    hit3: float
    hit5: float
    mrr10: float
    ndcg10: float
    right_clause: float


@dataclass(frozen=True, slots=True)
class EvalRefusal:
    """How well refusing works; AUROC needs both kinds of questions and is None without. F1 is that of refusing."""

    unanswerable: int
    auroc: float | None
    precision: float
    recall: float
    f1: float
    wrongly_refused: float
    wrongly_answered: float


@dataclass(frozen=True, slots=True)
class EvalReport:
    """The result of an evaluation."""

    name: str
    scores: Scores
    refusal: EvalRefusal
    p50_ms: float
    p99_ms: float
    kinds: Mapping[str, Scores]
    outcomes: tuple[EvalOutcome, ...] = field(repr=False, default=())

    def to_json(self) -> dict[str, Any]:
        """The figures by the names of the command line's contract, without the single questions."""
        return {
            "name": self.name,
            **{key: round(value, 4) for key, value in asdict(self.scores).items()},
            "abstention": {
                key: value if value is None else round(value, 4)
                for key, value in asdict(self.refusal).items()
            },
            "p50_ms": round(self.p50_ms, 2),
            "p99_ms": round(self.p99_ms, 2),
            "kinds": {
                kind: {key: round(value, 4) for key, value in asdict(scores).items()}
                for kind, scores in self.kinds.items()
            },
        }


def read_questions_file(path: Path) -> tuple[EvalQuestion, ...]:
    """Read a JSONL file of questions; raises BadQuestions naming the line."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line.strip():
            try:
                found.append(_question(json.loads(line)))
            except (ValueError, KeyError, TypeError) as error:
                wanted = 'an object with "id", "question", "kind" and "gold"'
                raise BadQuestions(f"{path.name}, line {number}: expected {wanted}.") from error
    return tuple(found)


def _question(plain: dict[str, Any]) -> EvalQuestion:
    gold = tuple((str(entry["document"]), str(entry["contains"])) for entry in plain.get("gold", ()))
    earlier = tuple(str(turn) for turn in plain.get("prev") or ())
    return EvalQuestion(str(plain["id"]), str(plain["question"]), str(plain.get("kind", "")), gold, earlier)


def evaluate(
    questions: Sequence[EvalQuestion], library: Library, name: str = "", progress: Progress | None = None
) -> EvalReport:
    """Ask every question of a library and compare with the passages known to be right."""
    outcomes = []
    for done, question in enumerate(questions, start=1):
        started = time.perf_counter()
        found = library.ask(question.text, limit=DEPTH, earlier=question.earlier)
        spent = (time.perf_counter() - started) * 1000
        outcomes.append(_outcome(question, found, spent))
        if progress:
            progress("asking", done, len(questions))
    return report_of(name, outcomes)


def _outcome(question: EvalQuestion, found: Answer, milliseconds: float) -> EvalOutcome:
    right = [
        any(
            document == passage.document and plain(contains) in plain(passage.text)
            for document, contains in question.gold
        )
        for passage in found.passages
    ]
    rank = right.index(True) + 1 if True in right else 0
    return EvalOutcome(
        id=question.id,
        question=question.text,
        kind=question.kind,
        answerable=bool(question.gold),
        answered=found.answered,
        confidence=found.confidence,
        rank=rank,
        gain=1 / math.log2(rank + 1) if rank else 0.0,
        milliseconds=milliseconds,
        found=tuple(passage.citation for passage in found.passages[:3]),
        right_clause=rank == 1 and _shows(found.passages[0], question.gold),
    )


def _shows(passage: Passage, gold: Sequence[tuple[str, str]]) -> bool:
    """Whether the clause a passage shows first overlaps a text that answers, where both stand in the passage."""
    text, clause = plain(passage.text), plain(passage.clause)
    start = text.find(clause)
    for document, contains in gold:
        wanted = plain(contains)
        place = text.find(wanted) if document == passage.document else -1
        if place >= 0 <= start and place < start + len(clause) and start < place + len(wanted):
            return True
    return False


def evaluate_beir(
    source: BeirSet, progress: Progress | None = None, weights: Weights | None = None
) -> EvalReport:
    """Rank a BEIR set's entries for its queries; queries without a judgement count as unanswerable."""
    index, judge = source.index(weights or Weights(), progress)
    outcomes = []
    for done, query in enumerate(source.queries, start=1):
        started = time.perf_counter()
        ranking = search(index, query.text, limit=DEPTH, earlier=query.earlier)
        sure = judge.confidence(index, ranking)
        spent = (time.perf_counter() - started) * 1000
        found = [hit.window.document.name for hit in ranking.hits]
        rank = next(
            (place for place, entry in enumerate(found, start=1) if query.judged.get(entry, 0) > 0), 0
        )
        outcomes.append(
            EvalOutcome(
                id=query.id,
                question=query.text,
                kind="",
                answerable=bool(query.judged),
                answered=sure >= 0.5,
                confidence=sure,
                rank=rank,
                gain=ndcg(found, query.judged),
                milliseconds=spent,
                found=tuple(found[:3]),
            )
        )
        if progress:
            progress("asking", done, len(source.queries))
    return report_of(source.name, outcomes)


def report_of(name: str, outcomes: Sequence[EvalOutcome]) -> EvalReport:
    """The figures of single outcomes."""
    kinds = sorted({outcome.kind for outcome in outcomes if outcome.kind and outcome.answerable})
    times = sorted(outcome.milliseconds for outcome in outcomes) or [0.0]
    return EvalReport(
        name=name,
        scores=scores_of(outcomes),
        refusal=refusal_of(outcomes),
        p50_ms=times[len(times) // 2],
        p99_ms=times[min(len(times) - 1, math.ceil(len(times) * 0.99) - 1)],
        kinds={kind: scores_of([o for o in outcomes if o.kind == kind]) for kind in kinds},
        outcomes=tuple(outcomes),
    )


def scores_of(outcomes: Sequence[EvalOutcome]) -> Scores:
    """How often and how high the right passage was found, over the answerable questions."""
    ranks = [outcome.rank for outcome in outcomes if outcome.answerable]
    gains = [outcome.gain for outcome in outcomes if outcome.answerable]
    return Scores(
        questions=len(ranks),
        hit1=_share(1 <= rank <= 1 for rank in ranks),
        hit3=_share(1 <= rank <= 3 for rank in ranks),
        hit5=_share(1 <= rank <= 5 for rank in ranks),
        mrr10=_mean([1 / rank if rank else 0.0 for rank in ranks]),
        ndcg10=_mean(gains),
        right_clause=_share(outcome.right_clause for outcome in outcomes if outcome.answerable),
    )


def refusal_of(outcomes: Sequence[EvalOutcome]) -> EvalRefusal:
    """How well answerable and unanswerable questions are told apart, at the shipped threshold and over all."""
    inside = [outcome for outcome in outcomes if outcome.answerable]
    outside = [outcome for outcome in outcomes if not outcome.answerable]
    refused = [outcome for outcome in outcomes if not outcome.answered]
    right = sum(not outcome.answerable for outcome in refused)
    precision = right / len(refused) if refused else 0.0
    recall = right / len(outside) if outside else 0.0
    return EvalRefusal(
        unanswerable=len(outside),
        auroc=auroc([o.confidence for o in inside], [o.confidence for o in outside]),
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / (precision + recall) if right else 0.0,
        wrongly_refused=_share(not outcome.answered for outcome in inside),
        wrongly_answered=_share(outcome.answered for outcome in outside),
    )


def auroc(higher: Sequence[float], lower: Sequence[float]) -> float | None:
    """The chance that a random one of `higher` is above a random one of `lower`; None where one is empty."""
    if not higher or not lower:
        return None
    wins = sum((one > two) + 0.5 * (one == two) for one in higher for two in lower)
    return wins / (len(higher) * len(lower))


def ndcg(found: Sequence[str], judged: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain at 10, as trec_eval computes it."""
    ideal = sorted((gain for gain in judged.values() if gain > 0), reverse=True)[:DEPTH]
    best = sum(gain / math.log2(place + 2) for place, gain in enumerate(ideal))
    got = sum(
        max(judged.get(entry, 0), 0) / math.log2(place + 2) for place, entry in enumerate(found[:DEPTH])
    )
    return got / best if best else 0.0


def plain(text: str) -> str:
    """Words and digits only, in lower case: white space, markup and the style of quotes do not count."""
    joined = re.sub(r"['’‘]", "", text.lower())
    return " ".join(re.findall(r"[^\W_]+", joined))


def _share(hits: Any) -> float:
    return _mean([1.0 if hit else 0.0 for hit in hits])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
