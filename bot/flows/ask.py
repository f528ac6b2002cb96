"""Ask: a question in somebody's own words, answered with the policies' own words."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator
from dataclasses import replace

import structlog

from bot.events import ActionChosen, CommandInvoked
from bot.flows import answer_card
from bot.flows.asking import ask
from bot.flows.changes import what_changed
from bot.flows.danger_steps import (
    answers_a_figure,
    asks_what_to_do,
    leads_elsewhere,
    names_a_danger,
    of_that_danger,
)
from bot.flows.first_aid import comes_alone, first_card, first_moment, not_understood, small_talk
from bot.flows.guarded import by_words
from bot.flows.next_steps import who_button
from bot.flows.orders import answer_order
from bot.flows.owners import owner_of
from bot.flows.parts import Asking, read_by_others, short, titled, words_of
from bot.flows.privacy import has_personal_data
from bot.flows.refer import by_name
from bot.flows.shared import is_first_share
from bot.flows.situations import Situation, channel_of, is_difficult, is_question, situation
from bot.replies import Audience, Replace, Reply, Say
from bot.router import Flow
from bot.services import Services
from bot.turns import joined
from bot.words import sentence
from knowledge.answers.answer import Answer

log = structlog.get_logger()

PATIENT_BELOW = 3.0
"""Seconds that what the policies say may keep a first card waiting."""

OF_DANGER = (Situation.DANGER, Situation.LIFE, Situation.QUESTION)
"""Moments of danger, told by a cue or by likeness alone; what is ruled for others is not for a writer in a crisis."""


async def answer_text(event: Asking, services: Services) -> list[Reply]:
    """Answer whatever somebody wrote; danger, a contact that just ended and distress come first."""
    text = words_of(event)
    if talk := small_talk(text, event.who.person, services):
        return talk
    moment = await first_moment(text, services)
    if first := first_card(moment, text, services.organisation):
        return [*first, *await _in_time(_below(event, text, moment, services))]
    if guided := await by_words(text, event, services):
        return guided
    named = await answer_order(text, event, services) or await by_name(text, event.who.person, services)
    return named or await _policies(event, text, services)


async def answer_from_policies(event: ActionChosen, services: Services) -> list[Reply]:
    """What the policies say to words that were taken for an order."""
    return await _policies(event, words_of(event), services)


async def share(event: ActionChosen, services: Services) -> list[Reply]:
    """Show the passages to the whole conversation, on purpose, once and without the question."""
    answer = await _with_phrases(await ask(event.value, services), services)
    if not answer.answered:
        return short(sentence("ask.nothing_to_share"))
    passages = answer_card.shared(answer)
    new = await is_first_share(event.where, passages, services)
    note = sentence("ask.shared" if new else "ask.shared_before")
    said = Replace(titled(note))  # In the place of the further steps, from which it was shared.
    return [Say(passages, Audience.HERE), said] if new else [said]


async def show_others(event: ActionChosen, services: Services) -> list[Reply]:
    """The passages behind the first one."""
    answer = await ask(event.value, services)
    if not answer.passages:
        return short(sentence("ask.no_others"), who_button(event.value))
    related = [
        title
        for document in services.knowledge.documents
        if document.name == answer.passages[0].document
        for title in document.related
    ]
    return [Say(answer_card.others(answer, related))]


async def _in_time(below: Awaitable[list[Reply]]) -> list[Reply]:
    """What is said below a first card; nothing where it fails or takes long: the numbers do not wait for it (P36)."""
    try:
        async with asyncio.timeout(PATIENT_BELOW):
            return await below
    except Exception as error:  # noqa: BLE001 - what helps is said, whatever becomes of the policies
        log.warning("nothing_below_first_card", cause=type(error).__name__)
        return []


async def _below(event: Asking, text: str, moment: Situation, services: Services) -> list[Reply]:
    """What the policies say below a first card: what they rule for that very danger, or the answer to a question.

    Danger that is only told of is no question to be searched for, by whatever it was recognised.
    """
    is_told = comes_alone(text, services) or (moment is Situation.DANGER and not is_question(text))
    asks = asks_what_to_do(text)
    if (is_told or asks) and situation(text) in OF_DANGER and names_a_danger(text):
        answer = await ask(text, services)
        if ruled := of_that_danger(answer, text):
            services.turns.follow(event.who, event.where, text, services.clock.now())
            return [Say(answer_card.answered(ruled, services, below_numbers=True))]
    return await _policies(event, text, services, beside=True) if asks or not is_told else []


async def _policies(event: Asking, text: str, services: Services, *, beside: bool = False) -> list[Reply]:
    now = services.clock.now()
    turns = services.turns.follow(event.who, event.where, text, now)
    return await what_changed(text, services) or await _answer(event, turns, services, beside=beside)


async def _answer(event: Asking, turns: tuple[str, ...], services: Services, *, beside: bool) -> list[Reply]:
    """The card of the answer; `beside` a first card, nothing where the policies do not say."""
    answer = await ask(joined(turns), services)
    answer = replace(answer, phrases=()) if beside else await _with_phrases(answer, services)
    note = "\n".join(_notes(event, turns))
    if answer.language and not answer.answered:
        return [Say(answer_card.other_language(answer, services))]
    is_of_a_figure = answers_a_figure(answer, turns[-1])
    if beside and (not answer.answered or is_of_a_figure or leads_elsewhere(answer, turns[-1])):
        return []
    if is_of_a_figure:
        return not_understood()
    if not answer.answered:
        owner = services.people.name(owner_of(answer, services))
        return [Say(answer_card.unanswered(answer, owner, services, note=note))]
    return [Say(answer_card.answered(answer, services, note=note))]


def _notes(event: Asking, turns: tuple[str, ...]) -> Iterator[str]:
    if len(turns) > 1:
        yield sentence("ask.together", before=turns[-2])
    if read_by_others(event) and has_personal_data(turns[-1]):
        yield sentence("ask.privacy")


async def _with_phrases(answer: Answer, services: Services) -> Answer:
    """Sentences to say belong to every answer about a difficult contact (D10)."""
    if answer.phrases or answer.of_document or not is_difficult(answer.question):
        return answer
    channel = channel_of(answer.question)
    found = await asyncio.to_thread(services.knowledge.phrases, answer.question, channel)
    return replace(answer, phrases=found)


COMMANDS: dict[str, Flow[CommandInvoked]] = {"policy": answer_text}
ACTIONS: dict[str, Flow[ActionChosen]] = {
    "ask.question": answer_text,
    "ask.policies": answer_from_policies,
    "ask.share": share,
    "ask.other": show_others,
}
