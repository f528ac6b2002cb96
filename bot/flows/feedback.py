"""Feedback: what was right and what missed, counted for the passage and never for the person."""

from __future__ import annotations

import hashlib

from bot.events import ActionChosen
from bot.flows.asking import ask
from bot.flows.next_steps import more_steps, person_button, who_button
from bot.flows.parts import short
from bot.flows.privacy import Details, details_in
from bot.messages import Button
from bot.people import Place
from bot.replies import Reply
from bot.router import Flow
from bot.services import Services
from bot.turns import parted
from bot.words import sentence
from foundation.ids import new_id
from knowledge.answers.answer import Passage
from knowledge.curation.curation import Example, Rating
from knowledge.text.markup import normal


async def right(event: ActionChosen, services: Services) -> list[Reply]:
    """The answer was right: its passage gains, and the words of the question wait for an owner."""
    found = (await ask(event.value, services)).passages
    if not found:
        return short(sentence("ask.right_thanks"))
    best = found[0]
    await _count(best, event, services, helped=1)
    question = " ".join(" ".join(parted(event.value)).split())
    if best.curated or not question or details_in(question, services) != Details():
        return short(sentence("ask.right_thanks"))
    now, clause = services.clock.now(), best.clause or best.text
    await services.curation.propose(Example(new_id(), best.document, clause, best.citation, question, now))
    return short(sentence("ask.right_kept"))


async def not_it(event: ActionChosen, services: Services) -> list[Reply]:
    """The answer missed: offer the next passages, a department, and a person."""
    found = (await ask(event.value, services)).passages
    if found:
        await _count(found[0], event, services, missed=1)
    return short(
        sentence("ask.not_it_next"),
        Button(sentence("ask.others"), "ask.other", event.value),
        who_button(event.value),
        person_button(event.value),
    )


async def more(event: ActionChosen, services: Services) -> list[Reply]:
    """What else can be done with an answer, where its card had no room for it."""
    answer = await ask(event.value, services)
    steps = more_steps(answer, share=event.where.place is not Place.DIRECT)
    return short(sentence("ask.more_next"), *steps)


async def _count(
    passage: Passage, event: ActionChosen, services: Services, *, helped: int = 0, missed: int = 0
) -> None:
    clause = passage.clause or passage.text
    words = f"{passage.document}\0{normal(clause)}"
    key, now = hashlib.sha256(words.encode()).hexdigest()[:32], services.clock.now()
    if services.turns.first_rating(event.who.person, key, now):
        rating = Rating(key, passage.document, clause, passage.citation, helped, missed)
        await services.curation.rate(rating, now)


ACTIONS: dict[str, Flow[ActionChosen]] = {"ask.right": right, "ask.not_it": not_it, "ask.more": more}
