"""How the two models learn: questions pulled to the clauses that answer them, near misses and similar clauses away."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch.nn import functional

from knowledge.model.training.material import TrainingDocument, TrainingQuestion, asking, clause_text, hurried
from knowledge.model.training.models import DEVICE, Network, Tensor, faster

TEMPERATURE = 0.05
NEAR_LINE, NEAR_STEEPNESS = 0.45, 20.0
"""A near miss is pushed below this cosine to every clause."""

SPARED = 0.12
"""A clause that scores so much above the right one is no wrong one to learn from: it likely answers as well."""
PORTION = 70
"""Questions of a single document in one epoch; of libraries twice that in a step, and all in an epoch."""
NEAR_MISSES = 8
SPARED_OUTPUT = 4.0
"""The same as `SPARED` for the reranker's outputs, -10 to 10."""
FEW, NEAREST = 8, 8
"""Questions of a single document the reranker sees; wrong clauses it is shown some of."""

GROUPS, NEIGHBOURS, AMONG = 11, 7, 24
"""Sentences on other matters a step sees: so many, each with some of those the published network puts nearest."""
LIKENESS = 20.0
"""What the squared difference of two cosines counts beside the order of a sentence's neighbours."""

Item = tuple[TrainingDocument, TrainingQuestion]
Portion = tuple[TrainingDocument, Sequence[TrainingQuestion]]


@dataclass(frozen=True, slots=True)
class OtherMatters:
    """Sentences that are not of policies, and the vectors the published network gives them, a row each."""

    sentences: Sequence[str]
    vectors: Tensor

    def some(self, chance: random.Random) -> list[int]:
        """The places of a few groups of sentences that are near each other."""
        places = set[int]()
        for place in chance.sample(range(len(self.sentences)), GROUPS):
            nearest = (self.vectors[place] @ self.vectors.T).topk(AMONG).indices.tolist()
            places |= {place, *chance.sample(nearest[1:], NEIGHBOURS)}
        return sorted(places)


def train_encoder(
    network: Network,
    documents: Sequence[TrainingDocument],
    *,
    after: Callable[[int], None],
    others: OtherMatters | None = None,
    kept: float = 2.0,
    epochs: int = 5,
    rate: float = 6e-5,
    near: float = 0.3,
    seed: int = 7,
) -> None:
    """Each question against all clauses it is searched among: those of its document or of its whole library.

    A step encodes these clauses once for all of its questions, which is what makes a processor enough. With `others`
    each step also holds sentences on other matters to the likeness they had, which counts `kept`. `after` is called
    with the number of each epoch done.
    """
    chance = random.Random(seed)
    steps = _steps(documents, chance)
    step = _Stepper([(network.body, 1.0)], rate, epochs * len(steps))
    for epoch in range(epochs):
        network.body.train()
        losses = list[float]()
        for portions in steps if epoch == 0 else _steps(documents, chance):
            loss = torch.stack([_loss(network, *portion, near, chance) for portion in portions]).mean()
            if others:
                loss = loss + kept * _changed(network, others, chance)
            step.take(loss)
            losses.append(loss.item())
            print(f"epoch {epoch + 1}, step {len(losses)} of {len(steps)}, loss {losses[-1]:.3f}", flush=True)
        after(epoch + 1)


def _steps(documents: Sequence[TrainingDocument], chance: random.Random) -> list[list[Portion]]:
    """An epoch: all questions of the libraries, some of every second single document, two of those a step."""
    steps, single = list[list[Portion]](), list[Portion]()
    for document in chance.sample(documents, len(documents)):
        questions = chance.sample(document.questions, len(document.questions))
        if document.is_library:
            count = math.ceil(len(questions) / (2 * PORTION))
            steps += [[(document, questions[at::count])] for at in range(count)]
        else:
            single.append((document, questions[:PORTION]))
    steps += [single[at : at + 2] for at in range(0, len(single) // 2, 2)]
    return chance.sample(steps, len(steps))


def _loss(
    network: Network,
    document: TrainingDocument,
    questions: Sequence[TrainingQuestion],
    near: float,
    chance: random.Random,
) -> Tensor:
    clauses = [
        clause[1] if chance.random() < 0.15 else clause_text(clause, path=False)
        for clause in document.clauses
    ]
    pushed = chance.sample(document.near_misses, min(len(document.near_misses), NEAR_MISSES)) if near else []
    with faster():
        asked = network.vectors([hurried(one.text, chance) for one in (*questions, *pushed)])
        found = network.vectors(clauses)
    cosines = (asked @ found.T).float()
    right = torch.zeros(len(questions), len(clauses), dtype=torch.bool, device=DEVICE)
    for row, one in enumerate(questions):
        right[row, list(one.answers)] = True
    loss = _contrast(cosines[: len(questions)], right)
    if pushed:
        highest = cosines[len(questions) :].max(1).values
        loss = loss + near * functional.softplus((highest - NEAR_LINE) * NEAR_STEEPNESS).mean()
    return loss


def _changed(network: Network, others: OtherMatters, chance: random.Random) -> Tensor:
    """How far the likeness of some sentences on other matters is from what the published network makes of it."""
    places = others.some(chance)
    with faster():
        vectors = network.vectors([others.sentences[place] for place in places])
    apart = ~torch.eye(len(places), dtype=torch.bool, device=DEVICE)
    now = (vectors @ vectors.T).float()[apart].view(len(places), -1)
    before = (others.vectors[places] @ others.vectors[places].T)[apart].view(len(places), -1)
    order = functional.kl_div(
        (now / TEMPERATURE).log_softmax(1), (before / TEMPERATURE).softmax(1), reduction="batchmean"
    )
    return order + LIKENESS * (now - before).pow(2).mean()


def _contrast(cosines: Tensor, right: Tensor) -> Tensor:
    """Each right clause against all wrong ones, but those that likely answer as well; other right ones are left out."""
    least = cosines.detach().masked_fill(~right, 2.0).min(1, keepdim=True).values
    left_out = right | (cosines.detach() > least + SPARED)
    scores = cosines / TEMPERATURE
    wrong = scores.masked_fill(left_out, -1e4).logsumexp(1, keepdim=True)
    return ((torch.logaddexp(scores, wrong) - scores) * right).sum() / right.sum()


def train_reranker(
    reranker: Network,
    encoder: Network,
    documents: Sequence[TrainingDocument],
    *,
    after: Callable[[int], None],
    every: int = 70,
    epochs: int = 1,
    rate: float = 4e-5,
    at_once: int = 16,
    wrong: int = 3,
    each: float = 0.5,
    seed: int = 7,
) -> None:
    """One right clause against `wrong` of the encoder's nearest, and every pair by itself (near misses: none).

    All questions of the libraries, and of each single document a few. `after` is called after `every` so many steps.
    """
    chance = random.Random(seed)
    items = [item for document in documents for item in _asked(document, chance)]
    nearest = _nearest(encoder, items)
    step = _Stepper(
        [(reranker.body, 1.0), (reranker.head, 1.0)], rate, epochs * math.ceil(len(items) / at_once)
    )
    taken = 0
    for _ in range(epochs):
        reranker.body.train()
        chance.shuffle(items)
        for batch in _batches(items, at_once):
            questions, clauses, rows = _pairs(batch, nearest, wrong, chance)
            with faster():
                outputs = reranker.outputs(questions, clauses)
            loss = torch.stack([_choice(outputs[a:b], answered, each) for a, b, answered in rows]).mean()
            step.take(loss)
            taken += 1
            print(f"step {taken}, loss {loss.item():.3f}", flush=True)
            if taken % every == 0:
                after(taken)
                reranker.body.train()
    after(taken)


def _asked(document: TrainingDocument, chance: random.Random) -> list[Item]:
    """What the reranker learns from of a document."""
    asked = [*document.questions, *document.near_misses]
    return [(document, one) for one in (asked if document.is_library else chance.sample(asked, FEW))]


def _choice(outputs: Tensor, answered: bool, each: float) -> Tensor:
    """The first against the others, where it answers, and each by itself; what likely answers as well is left out."""
    if answered:
        kept = outputs.detach() <= outputs[0].detach() + SPARED_OUTPUT
        outputs = outputs[kept]
    truth = torch.zeros_like(outputs)
    truth[:1] = float(answered)
    weight = torch.tensor(4.0, device=DEVICE)
    loss = each * functional.binary_cross_entropy_with_logits(outputs, truth, pos_weight=weight)
    return loss - functional.log_softmax(outputs, 0)[0] if answered else loss


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


def _nearest(encoder: Network, items: Sequence[Item]) -> dict[tuple[str, str], list[int]]:
    """For each question the clauses it is searched among, the nearest that do not answer it first."""
    found: dict[tuple[str, str], list[int]] = {}
    for name in {document.name for document, _ in items}:
        asked = [item for item in items if item[0].name == name]
        clauses = encoder.without_gradients([clause_text(one, path=False) for one in asked[0][0].clauses])
        cosines = encoder.without_gradients([asking(one.text) for _, one in asked]) @ clauses.T
        for (_, one), row in zip(asked, cosines, strict=True):
            order = row.argsort(descending=True).tolist()
            found[name, one.text] = [place for place in order if place not in one.answers][:NEAREST]
    return found


def _pairs(
    batch: Sequence[Item], nearest: dict[tuple[str, str], list[int]], wrong: int, chance: random.Random
) -> tuple[list[str], list[str], list[tuple[int, int, bool]]]:
    """Questions and clauses, and the rows of each question with whether the first of them answers it."""
    questions, clauses, rows = list[str](), list[str](), list[tuple[int, int, bool]]()
    for document, one in batch:
        places = chance.sample(nearest[document.name, one.text], wrong)
        if one.answers:
            places = [chance.choice(one.answers), *places]
        rows.append((len(questions), len(questions) + len(places), bool(one.answers)))
        questions += [hurried(one.text, chance)] * len(places)
        clauses += [
            clause[1] if chance.random() < 0.1 else clause_text(clause, path=True)
            for clause in (document.clauses[place] for place in places)
        ]
    return questions, clauses, rows


def _batches(items: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    return (items[at : at + size] for at in range(0, len(items), size))
