"""Train the head that tells moments (`knowledge/search/urgency.py`): `python -m knowledge.model.training.moments`.

The sentences are the corpus's `m` lines (those of `moments.jsonl` belong to no document) and the language's
`moments.yaml`; a share of the corpus's questions
stands for what people ordinarily ask. What sounds of danger among those is left out, for nobody has labelled it. The
head is a kernel ridge classifier (targets 1 and -1), solved in one step; on a processor that takes seconds.

`--measure` trains five times, each without a fifth of the corpus's documents, and says what the head, with the plain
cues beside it, makes of their sentences.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from knowledge.search.encoder import SUMS, Encoder, Vector, load_encoder
from knowledge.search.urgency import DANGER, HEAD, MOMENTS, OTHER, MomentHead, as_head_reads, shipped_moments
from knowledge.search.weights import Weights
from knowledge.text.language import LANGUAGE

CORPUS = Path(__file__).parent / "corpus"
WIDTH = 1.0
RIDGE = 0.1
QUESTION_WEIGHT = 0.5
EVERY = 9
"""One question of so many is taken."""
FOLDS = 5
ALWAYS = frozenset({"own", "moments"})
"""What is of no document and so trained on always."""


@dataclass(frozen=True, slots=True)
class Said:
    """Sentences with their vectors, moments, the documents they are from, and how much each counts."""

    texts: list[str]
    vectors: Vector
    moments: list[str]
    documents: list[str]
    weights: Vector

    def only(self, chosen: Collection[int]) -> Said:
        """Those at the places."""
        places = list(chosen)
        return Said(
            [self.texts[at] for at in places],
            self.vectors[places],
            [self.moments[at] for at in places],
            [self.documents[at] for at in places],
            self.weights[places],
        )


def read(encoder: Encoder, corpus: Path = CORPUS) -> Said:
    """Everything there is to learn from, encoded."""
    rows = [("own", name, one, 1.0) for name, said in shipped_moments() for one in said]
    for path in sorted(corpus.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines()):
            entry = json.loads(line) if line.strip() else {}
            if entry.get("t") == "m":
                name = OTHER if entry["k"] == "none" else entry["k"]
                rows.append((path.stem, name, entry["q"], 1.0))
            elif entry.get("t") in ("q", "n") and number % EVERY == 0:
                rows.append((path.stem, OTHER, entry["q"], QUESTION_WEIGHT))
    return Said(
        [text for *_, text, _ in rows],
        np.array([encoder.encode(as_head_reads(text)) for *_, text, _ in rows], dtype=np.float32),
        [name for _, name, _, _ in rows],
        [document for document, *_ in rows],
        np.array([weight for *_, weight in rows]),
    )


def trained(said: Said, weights: Weights) -> MomentHead:
    """A head over the sentences, without the questions that sound of danger."""
    sentences = [at for at, weight in enumerate(said.weights) if weight == 1]
    first = _solved(said.only(sentences))
    calm = [
        at
        for at, weight in enumerate(said.weights)
        if weight == 1 or first.scores(said.vectors[at])[MOMENTS.index(DANGER)] < weights.danger_from
    ]
    return _solved(said.only(calm))


def _solved(said: Said) -> MomentHead:
    vectors = said.vectors.astype(np.float64)
    likeness = np.exp(-2 * WIDTH * (1 - np.clip(vectors @ vectors.T, -1, 1)))
    targets = np.array([[1.0 if name == one else -1.0 for one in MOMENTS] for name in said.moments])
    pull = np.linalg.solve(likeness + np.diag(RIDGE / said.weights), targets)
    return MomentHead(said.vectors, pull.astype(np.float32), WIDTH)


def held_out(said: Said, weights: Weights, cues: Callable[[str], str | None]) -> dict[str, float]:
    """Shares of the corpus's sentences, each judged by a head that saw nothing of its document.

    `cues` tell what the bot makes of a text before it asks the head: a moment, "" for none, None to ask. "taken for
    danger" counts the sentences of no moment, and "questions taken for danger" those the head was not told about.
    """
    found: list[tuple[bool, str, str]] = []
    for fold in range(FOLDS):
        held = [at for at, name in enumerate(said.documents) if name not in ALWAYS and _fold(name) == fold]
        head = trained(said.only(sorted(set(range(len(said.texts))) - set(held))), weights)
        for at in held:
            told = cues(said.texts[at])
            told = head.of(said.vectors[at], weights) if told is None else told
            found.append((said.weights[at] < 1, said.moments[at], told or OTHER))
    sentences = [(true, told) for is_question, true, told in found if not is_question]
    return {
        **{
            f"{name} recognised": _share([told == name for true, told in sentences if true == name])
            for name in MOMENTS[1:]
        },
        "taken for danger": _share([told == DANGER for true, told in sentences if true == OTHER]),
        "questions taken for danger": _share(
            [told == DANGER for is_question, _, told in found if is_question]
        ),
        "sentences": len(sentences),
    }


def _fold(document: str) -> int:
    return hashlib.sha256(document.encode()).digest()[0] % FOLDS


def _share(right: list[bool]) -> float:
    return round(sum(right) / len(right), 3)


def main() -> None:
    """Write the head of the language, or say what one is worth."""
    encoder, weights = load_encoder(), Weights()
    if encoder is None:
        raise SystemExit("The encoder cannot be used here.")
    said = read(encoder)
    if "--measure" in sys.argv[1:]:
        from bot.flows.situations import Situation, is_told, situation  # The cues are the bot's.

        def cues(text: str) -> str | None:
            seen = situation(text)
            if seen is Situation.QUESTION:
                return None if is_told(text) else ""
            return DANGER if seen in (Situation.DANGER, Situation.LIFE, Situation.CRISIS) else str(seen)

        print(json.dumps(held_out(said, weights, cues), indent=1))
        return
    head = trained(said, weights)
    path = LANGUAGE.folder / HEAD
    np.savez_compressed(
        path,
        said=head.said.astype(np.float16),
        pull=head.pull,
        width=head.width,
        encoder=SUMS["encoder.onnx"],
    )
    print(f"{len(head.said)} sentences, {path.stat().st_size:,} bytes in {path}")


if __name__ == "__main__":
    main()
