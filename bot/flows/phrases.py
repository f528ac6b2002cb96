"""Phrases: ready sentences the policies offer, by situation and by way of speaking (D10, D61, D62)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from bot.events import ActionChosen, CommandInvoked
from bot.flows import first_aid
from bot.flows.answer_card import phrase_groups
from bot.flows.next_steps import person_button
from bot.flows.parts import report_button, short, titled, words_of
from bot.flows.promise_cues import asks_for_writing, promises_in
from bot.flows.situations import READ, channel_of
from bot.messages import Button, Buttons, Part, Text, Tone
from bot.replies import Reply, Say
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from incidents.request import Matter
from knowledge.answers.answer import Phrase

SHOWN = 8


async def show(event: CommandInvoked | ActionChosen, services: Services) -> list[Reply]:
    """Sentences to say, those for the situation first; buttons narrow them by way of speaking."""
    situation = words_of(event)[:READ]
    first = first_aid.urgent(situation, services)
    if first and first_aid.comes_alone(situation, services):
        return first
    channel = channel_of(situation)
    found = await asyncio.to_thread(services.knowledge.phrases, situation, channel)
    if not found:
        return first or short(sentence("phrases.none"), person_button(situation))
    shown = found[:SHOWN]
    sources = dict.fromkeys(phrase.citation for phrase in shown)
    source = Text(sentence("phrases.source", citations="; ".join(sources)), Tone.QUIET)
    title = sentence("phrases.title")
    kept = (Text(sentence("promise.hint")),) if promises_in(one.text for one in shown) else ()
    parts = (*phrase_groups(shown), source, *kept, *_in_writing(shown, services))
    return [*first, Say(titled(title, *parts, Buttons(_next_steps(channel))))]


def _in_writing(shown: Sequence[Phrase], services: Services) -> tuple[Part, ...]:
    """Where a sentence offers a form, the form: what concerns them, and how they are reached (D63)."""
    if not services.requests.rules.is_on or not asks_for_writing(one.text for one in shown):
        return ()
    form = Button(sentence("promise.write_down"), "request.new", Matter.COMPLAINT.value, opens_form=True)
    return (Text(sentence("promise.in_writing")), Buttons((form,)))


def _next_steps(channel: str) -> tuple[Button, ...]:
    ways = {"phone": sentence("phrases.phone_button"), "in person": sentence("phrases.person_button")}
    narrower = tuple(Button(label, "ask.phrases", value) for value, label in ways.items() if value != channel)
    return (*narrower, Button(sentence("report.guide"), "report.ended"), report_button())


COMMANDS: dict[str, Flow[CommandInvoked]] = {"phrases": show}
ACTIONS: dict[str, Flow[ActionChosen]] = {"ask.phrases": show}
