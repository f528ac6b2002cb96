"""How the two models learn: questions pulled to the clauses that answer them, near misses and similar clauses away."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from typing import Any

import torch
from torch.nn import functional

from knowledge.model.training.material import TrainingDocument, TrainingQuestion, asking, clause_text, hurried
from knowledge.model.training.models import DEVICE, Network, Tensor, faster

TEMPERATURE = 0.05
NEAR_LINE, NEAR_STEEPNESS = 0.45, 20.0
"""A near miss is pushed below this cosine to every clause."""

Item = tuple[TrainingDocument, TrainingQuestion]


def train_encoder(
    network: Network,
    documents: Sequence[TrainingDocument],
    *,
    epochs: int = 8,
    rate: float = 1.2e-4,
    at_once: int = 256,
    hard: int = 8,
    near: float = 0.3,
    seed: int = 7,
) -> None:
    """InfoNCE over the batch and `hard` similar clauses of the same document, mined anew each epoch."""
    chance = random.Random(seed)
    items = [(document, one) for document in documents for one in document.questions]
    misses = [one.text for document in documents for one in document.near_misses]
    step = _Stepper([(network.body, 1.0)], rate, epochs * math.ceil(len(items) / at_once))
    for _ in range(epochs):
        nearest = _nearest(network, documents)
        network.body.train()
        chance.shuffle(items)
        for batch in _batches(items, at_once):
            texts, right = _candidates(batch, nearest, hard, chance)
            pushed = chance.sample(misses, min(len(misses), at_once // 8)) if near else []
            with faster():
                asked = network.vectors(
                    [hurried(text, chance) for text in (*(one.text for _, one in batch), *pushed)]
                )
                found = network.vectors(texts)
            cosines = (asked @ found.T).float()
            loss = _contrast(cosines[: len(batch)] / TEMPERATURE, right)
            if pushed:
                highest = cosines[len(batch) :].max(1).values
                loss = loss + near * functional.softplus((highest - NEAR_LINE) * NEAR_STEEPNESS).mean()
            step.take(loss)


def train_reranker(
    encoder: Network,
    documents: Sequence[TrainingDocument],
    *,
    epochs: int = 5,
    rate: float = 1e-4,
    at_once: int = 48,
    wrong: int = 9,
    each: float = 1.0,
    seed: int = 7,
) -> Network:
    """One right clause against `wrong` similar ones of its document, and every pair by itself (near misses: none)."""
    chance = random.Random(seed)
    reranker = encoder.with_head()
    items = [
        (document, one) for document in documents for one in (*document.questions, *document.near_misses)
    ]
    nearest = _nearest(encoder, documents)
    modules = [(reranker.body, 1.0), (reranker.head, 10.0)]
    step = _Stepper(modules, rate, epochs * math.ceil(len(items) / at_once))
    for _ in range(epochs):
        reranker.body.train()
        chance.shuffle(items)
        for batch in _batches(items, at_once):
            questions, clauses, truth, rows = _pairs(batch, nearest, wrong, chance)
            with faster():
                outputs = reranker.outputs(questions, clauses)
            wanted = torch.tensor(truth, device=DEVICE)
            first = torch.zeros(1, dtype=torch.long, device=DEVICE)
            lists = [functional.cross_entropy(outputs[a:b].unsqueeze(0), first) for a, b in rows]
            weight = torch.tensor(4.0, device=DEVICE)
            loss = each * functional.binary_cross_entropy_with_logits(outputs, wanted, pos_weight=weight)
            step.take(loss + torch.stack(lists).mean() if lists else loss)
    return reranker


class _Stepper:
    """Takes steps whose length rises over the first tenth and falls to nothing."""

    def __init__(self, modules: Sequence[tuple[Any, float]], rate: float, steps: int) -> None:
        groups = [
            {"params": list(module.parameters()), "lr": rate, "share": share} for module, share in modules
        ]
        self._optimizer = torch.optim.AdamW(groups, lr=rate, weight_decay=0.01)
        self._rate, self._steps, self._taken = rate, steps, 0

    def take(self, loss: Tensor) -> None:
        """One step down this loss."""
        rise = min(1.0, (self._taken + 1) / (self._steps * 0.1 + 1))
        for group in self._optimizer.param_groups:
            group["lr"] = self._rate * group["share"] * rise * max(0.0, 1 - self._taken / self._steps)
        self._optimizer.zero_grad()
        loss.backward()
        for group in self._optimizer.param_groups:
            torch.nn.utils.clip_grad_norm_(group["params"], 1.0)
        self._optimizer.step()
        self._taken += 1


def _nearest(network: Network, documents: Sequence[TrainingDocument]) -> dict[tuple[str, str], list[int]]:
    """For each question of a document its clauses, the nearest that do not answer it first."""
    found: dict[tuple[str, str], list[int]] = {}
    for document in documents:
        clauses = network.without_gradients([clause_text(one, path=False) for one in document.clauses])
        asked = [*document.questions, *document.near_misses]
        cosines = network.without_gradients([asking(one.text) for one in asked]) @ clauses.T
        for one, row in zip(asked, cosines, strict=True):
            order = row.argsort(descending=True).tolist()
            found[document.name, one.text] = [place for place in order if place not in one.answers]
    return found


def _candidates(
    batch: Sequence[Item], nearest: dict[tuple[str, str], list[int]], hard: int, chance: random.Random
) -> tuple[list[str], Tensor]:
    """The clauses a batch is compared with, and which of them are right for which question."""
    places: dict[tuple[str, int], int] = {}
    texts: list[str] = []

    def add(document: TrainingDocument, clause: int) -> int:
        key = (document.name, clause)
        if key not in places:
            heading, text = document.clauses[clause]
            bare = chance.random() < 0.15
            places[key] = len(texts)
            texts.append(text if bare else clause_text((heading, text), path=False))
        return places[key]

    answers = [[add(document, place) for place in one.answers] for document, one in batch]
    for document, one in batch:
        closest = nearest[document.name, one.text][:12]
        for place in chance.sample(closest, min(hard, len(closest))):
            add(document, place)
    right = torch.zeros(len(batch), len(texts), dtype=torch.bool, device=DEVICE)
    for row, columns in enumerate(answers):
        right[row, columns] = True
    return texts, right


def _contrast(scores: Tensor, right: Tensor) -> Tensor:
    """Each right clause against all wrong ones; other right ones are left out."""
    wrong = scores.masked_fill(right, -1e4).logsumexp(1, keepdim=True)
    return ((torch.logaddexp(scores, wrong) - scores) * right).sum() / right.sum()


def _pairs(
    batch: Sequence[Item], nearest: dict[tuple[str, str], list[int]], wrong: int, chance: random.Random
) -> tuple[list[str], list[str], list[float], list[tuple[int, int]]]:
    """Questions, clauses, whether they belong together, and the rows of each question with an answer, that first."""
    questions, clauses, truth, rows = list[str](), list[str](), list[float](), list[tuple[int, int]]()
    for document, one in batch:
        order = nearest[document.name, one.text]
        close, far = order[:16], order[16:]
        places = chance.sample(close, min(wrong - 3, len(close))) + chance.sample(far, min(3, len(far)))
        if one.answers:
            places = [chance.choice(one.answers), *places]
            rows.append((len(questions), len(questions) + len(places)))
        text = hurried(one.text, chance)
        for number, place in enumerate(places):
            bare = chance.random() < 0.1
            questions.append(text)
            clauses.append(
                document.clauses[place][1] if bare else clause_text(document.clauses[place], path=True)
            )
            truth.append(float(bool(one.answers) and number == 0))
    return questions, clauses, truth, rows


def _batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    return (items[at : at + size] for at in range(0, len(items), size))
