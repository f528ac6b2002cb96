"""Ask the policies: a question alone, or together with those it leans on ("and by e-mail?")."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from bot.flows.situations import READ
from bot.services import Services
from bot.turns import asks_for_the_next, is_of_the_same, only_moves_the_time, parted, subject_words
from knowledge.answers.answer import Answer, Passage
from knowledge.text.terms import terms

OF_ITS_OWN = 2
"""Words that a turn adds from which it has a subject of its own, whoever it speaks of."""

UNSURE = 0.3
"""How sure an answer is at most that says nothing of the moment a follow-up names."""


class AnswersQuestions(Protocol):
    """Whatever answers questions (`bot.services.Knowledge`, `knowledge.library.Library`)."""

    def ask(self, question: str, *, limit: int = 5, earlier: Sequence[str] = ()) -> Answer:
        """Answer a question; `earlier` are those it leans on, oldest first."""


async def ask(question: str, services: Services) -> Answer:
    """The answer to a text, which may hold several turns (`bot.turns.joined`); the answer repeats it whole."""
    *earlier, latest = parted(question[:READ])
    if not earlier:
        return await asyncio.to_thread(services.knowledge.ask, latest)
    answer = await asyncio.to_thread(ask_together, services.knowledge, earlier, latest)
    asked = question[:READ] if answer.asked == answer.question else answer.asked
    return replace(answer, question=question[:READ], asked=asked)


def ask_together(
    knowledge: AnswersQuestions, earlier: Sequence[str], latest: str, *, limit: int = 5
) -> Answer:
    """Asked as one text, as long as what the last turn adds is in the answer; else the last turn decides.

    The answer's question is the text that was asked.

    Without that, "and my parrot?" would be answered with the passage on the question before.
    """
    if asks_for_the_next(latest) and (on := _step_on(knowledge, earlier, limit)):
        return on
    answer = knowledge.ask(" ".join([*earlier, latest]), limit=limit)
    added = subject_words(latest) - subject_words(" ".join(earlier))
    about = [not added or bool(added & set(terms(passage.text))) for passage in answer.passages]
    if any(about[:1]):
        # What only the question before is about differs from nothing here.
        differing = tuple(pair for pair in answer.disagreeing if all(about[place] for place in pair))
        passages = (_at_what_is_added(answer.passages[0], added), *answer.passages[1:])
        return replace(answer, passages=passages, disagreeing=differing)
    alone = knowledge.ask(latest, limit=limit, earlier=earlier)
    if not alone.answered or _is_on(alone.passages[0], " ".join(earlier)):
        return alone
    if is_of_the_same(latest) and len(added) < OF_ITS_OWN:
        return answer
    if only_moves_the_time(latest):
        return replace(answer, answered=False, confidence=min(answer.confidence, UNSURE), disagreeing=())
    return alone


def _at_what_is_added(passage: Passage, added: set[str]) -> Passage:
    """The passage at the first of its clauses that speaks of all that was added, where the quoted one of nothing."""
    if not added or added & set(terms(f"{passage.lead_in} {passage.clause}")):
        return passage
    step = next((one for one in passage.steps if added <= set(terms(one.text)) and not one.leads), None)
    return passage.at(step) if step else passage


def _is_on(passage: Passage, question: str) -> bool:
    """Whether a passage shares a word of its subject with a question."""
    return not subject_words(question).isdisjoint(terms(f"{passage.title} {passage.heading} {passage.text}"))


def _step_on(knowledge: AnswersQuestions, earlier: Sequence[str], limit: int) -> Answer | None:
    """The answer before, further on in its procedure by as many steps as were asked for; None where it has no more."""
    before = [one for one in earlier if not asks_for_the_next(one)]
    if not before:
        return None
    *first, last = before
    answer = ask_together(knowledge, first, last, limit=limit) if first else knowledge.ask(last, limit=limit)
    best = answer.passages[0] if answer.answered else None
    if best is None or not best.procedure:
        return None
    here = next((place for place, step in enumerate(best.steps) if step.answers), len(best.steps))
    later = [step for step in best.steps[here + 1 :] if step.binding and not step.leads]
    on = len(earlier) - len(before)
    if len(later) <= on:
        return None
    return replace(answer, passages=(best.at(later[on]), *answer.passages[1:]), disagreeing=())
