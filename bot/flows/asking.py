"""Ask the policies: a question alone, or together with those it leans on ("and by e-mail?")."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from bot.flows.situations import READ
from bot.services import Services
from bot.turns import parted, subject_words
from knowledge.answers.answer import Answer
from knowledge.text.terms import terms


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
    answer = knowledge.ask(" ".join([*earlier, latest]), limit=limit)
    added = subject_words(latest) - subject_words(" ".join(earlier))
    about = [not added or bool(added & set(terms(passage.text))) for passage in answer.passages]
    if any(about[:1]):
        # What only the question before is about differs from nothing here.
        differing = tuple(pair for pair in answer.disagreeing if all(about[place] for place in pair))
        return replace(answer, disagreeing=differing)
    return knowledge.ask(latest, limit=limit, earlier=earlier)
