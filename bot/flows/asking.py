"""Ask the policies: a question alone, or together with those it leans on ("and by e-mail?")."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.flows.situations import READ
from bot.services import Knowledge, Services
from bot.turns import parted, subject_words
from knowledge.answers.answer import Answer
from knowledge.text.terms import terms


async def ask(question: str, services: Services) -> Answer:
    """The answer to a text, which may hold several turns (`bot.turns.joined`); the answer repeats it whole."""
    *earlier, latest = parted(question[:READ])
    if not earlier:
        return await asyncio.to_thread(services.knowledge.ask, latest)
    return await asyncio.to_thread(_together, services.knowledge, earlier, latest, question[:READ])


def _together(knowledge: Knowledge, earlier: list[str], latest: str, question: str) -> Answer:
    """Asked as one text, as long as what the last turn adds is in the answer; else the last turn decides.

    Without that, "and my parrot?" would be answered with the passage on the question before.
    """
    whole = " ".join([*earlier, latest])
    answer = knowledge.ask(whole)
    added = subject_words(latest) - subject_words(" ".join(earlier))
    about = [not added or bool(added & set(terms(passage.text))) for passage in answer.passages]
    if any(about[:1]):
        # What only the question before is about differs from nothing here.
        differing = tuple(pair for pair in answer.disagreeing if all(about[place] for place in pair))
        answer = replace(answer, disagreeing=differing)
    else:
        answer = knowledge.ask(latest, earlier=earlier)
        whole = latest
    return replace(answer, question=question, asked=question if answer.asked == whole else answer.asked)
