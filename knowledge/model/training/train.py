"""Train the encoder and the reranker on the corpus: `python -m knowledge.model.training.train --help`.

Needs what nothing else here does: torch, transformers, tokenizers and safetensors (`README.md`). On one GPU minutes,
on a processor hours; `--epochs 1 --documents 'wa-0*.jsonl'` tries the way in minutes.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path

import torch

from knowledge.model.training.learning import train_encoder, train_reranker
from knowledge.model.training.material import TrainingDocument, asking, clause_text, documents
from knowledge.model.training.models import Network, published

HERE = Path(__file__).parent
HELD_OUT = 3


def main() -> None:
    """Train both, measure them on documents held out, and write the weights with `results.json`."""
    given = _arguments()
    torch.manual_seed(given.seed)
    corpus = documents(given.corpus, given.documents)
    random.Random(3).shuffle(corpus)
    kept = max(1, min(HELD_OUT, len(corpus) // 7))
    held_out, seen = corpus[:kept], corpus[kept:]
    given.out.mkdir(parents=True, exist_ok=True)
    encoder = published(given.weights, given.vocabulary)
    results = {"held out": [one.name for one in held_out], "published": right_first(encoder, held_out)}
    train_encoder(encoder, seen, epochs=given.epochs or 8, seed=given.seed)
    encoder.save(given.out / "bi.safetensors")
    results["encoder"] = right_first(encoder, held_out)
    reranker = train_reranker(encoder, seen, epochs=given.epochs or 5, seed=given.seed)
    reranker.save(given.out / "cross.safetensors")
    results["reranker"] = right_first(encoder, held_out, reranker)
    (given.out / "results.json").write_text(json.dumps(results, indent=1), "utf-8")
    print(json.dumps(results))


def right_first(
    encoder: Network, held_out: Sequence[TrainingDocument], reranker: Network | None = None
) -> float:
    """Share of the questions for which a right clause of the document comes first; `reranker` reads the first 20."""
    right = asked = 0
    for document in held_out:
        clauses = encoder.without_gradients([clause_text(one, path=False) for one in document.clauses])
        texts = [asking(one.text) for one in document.questions]
        for one, text, row in zip(
            document.questions, texts, encoder.without_gradients(texts) @ clauses.T, strict=True
        ):
            order = row.argsort(descending=True).tolist()[:20]
            right += (_reread(reranker, text, document, order) if reranker else order[0]) in one.answers
            asked += 1
    return round(right / asked, 4)


def _reread(reranker: Network, question: str, document: TrainingDocument, order: list[int]) -> int:
    reranker.body.eval()
    with torch.no_grad():
        read = [clause_text(document.clauses[place], path=True) for place in order]
        outputs = reranker.outputs([question] * len(read), read)
    return order[int(outputs.argmax())]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("weights", type=Path, help="the published model.safetensors (SOURCE.md names it)")
    parser.add_argument("out", type=Path, help="the folder for what was trained")
    parser.add_argument("--corpus", type=Path, default=HERE / "corpus")
    parser.add_argument("--documents", default="w*.jsonl", help="which files are trained on")
    parser.add_argument("--vocabulary", type=Path, default=HERE.parent / "vocab.txt")
    parser.add_argument("--epochs", type=int, default=0, help="for both models; 8 and 5 without")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    main()
