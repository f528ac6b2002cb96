"""Train the encoder or the reranker on the corpus: `python -m knowledge.model.training.train --help`.

Needs what nothing else here does: torch, transformers, tokenizers and safetensors (`README.md`). `--epochs 1
--documents 'wa-0*'` tries the way in minutes.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from knowledge.model.training.learning import OtherMatters, train_encoder, train_reranker
from knowledge.model.training.material import ASIDE, SEEN, TrainingDocument, asking, clause_text, documents
from knowledge.model.training.models import Network, loaded

HERE = Path(__file__).parent
READ, SHARE = 6, 0.02
"""Clauses that are read together with a question, and what the output adds to the cosine."""


def main() -> None:
    """Train one of the two, measure it on documents kept aside, and write the weights with `results.json`."""
    given = _arguments()
    torch.manual_seed(given.seed)
    torch.set_num_threads(given.threads)
    seen = documents(given.corpus, given.documents)
    aside = {name: documents(given.corpus, patterns) for name, patterns in ASIDE.items()}
    given.out.mkdir(parents=True, exist_ok=True)
    trained = loaded(given.weights, given.vocabulary)
    encoder = loaded(given.encoder, given.vocabulary) if given.encoder else trained
    if given.encoder and trained.head is None:
        trained = trained.with_head()
    results, began = list[dict[str, float]](), time.monotonic()

    def measured(done: int) -> None:
        shares = {name: right_first(encoder, found, trained) for name, found in aside.items()}
        results.append({"done": done, "minutes": round((time.monotonic() - began) / 60, 1)} | shares)
        (given.out / "results.json").write_text(json.dumps(results, indent=1), "utf-8")
        print(json.dumps(results[-1]), flush=True)
        trained.save(given.out / f"{'cross' if given.encoder else 'bi'}-{done}.safetensors")

    known = {"epochs": given.epochs, "rate": given.rate}
    chosen: dict[str, Any] = {name: value for name, value in known.items() if value}
    if given.encoder:
        train_reranker(trained, encoder, seen, seed=given.seed, after=measured, **chosen)
    else:
        others = _others(given) if given.others else None
        train_encoder(trained, seen, seed=given.seed, after=measured, others=others, **chosen)


def right_first(encoder: Network, kept: Sequence[TrainingDocument], reranker: Network) -> float:
    """Share of the questions whose right clause comes first; with a reranker, of every third of them."""
    right = asked = 0
    for document in kept:
        questions = document.questions[:: 3 if reranker.head else 1]
        clauses = encoder.without_gradients([clause_text(one, path=False) for one in document.clauses])
        texts = [asking(one.text) for one in questions]
        cosines = encoder.without_gradients(texts) @ clauses.T
        for one, text, row in zip(questions, texts, cosines, strict=True):
            order = row.argsort(descending=True).tolist()[:READ]
            right += (
                _reread(reranker, text, document, row, order) if reranker.head else order[0]
            ) in one.answers
            asked += 1
    return round(right / asked, 4)


def _reread(reranker: Network, question: str, document: TrainingDocument, row: Any, order: list[int]) -> int:
    reranker.body.eval()
    with torch.no_grad():
        read = [clause_text(document.clauses[place], path=True) for place in order]
        outputs = reranker.outputs([question] * len(read), read)
    return order[int((row[order] + SHARE * outputs).argmax())]


def _others(given: argparse.Namespace) -> OtherMatters:
    sentences = given.others.read_text("utf-8").splitlines()
    published = loaded(given.published, given.vocabulary)
    return OtherMatters(sentences, published.without_gradients(sentences))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("weights", type=Path, help="the published model.safetensors (SOURCE.md names it)")
    parser.add_argument("out", type=Path, help="the folder for what was trained")
    parser.add_argument("--encoder", type=Path, help="train the reranker, on what this encoder finds nearest")
    parser.add_argument("--others", type=Path, help="sentences on other matters, one a line (general.py)")
    parser.add_argument("--published", type=Path, help="the published weights, which --others are held to")
    parser.add_argument("--corpus", type=Path, default=HERE / "corpus")
    parser.add_argument("--documents", nargs="*", default=SEEN, help="which files are trained on")
    parser.add_argument("--vocabulary", type=Path, default=HERE.parent / "vocab.txt")
    parser.add_argument("--epochs", type=int, default=0, help="5 for the encoder, 1 for the reranker without")
    parser.add_argument("--rate", type=float, default=0.0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    main()
