"""What is said before any answer: help in danger, after a contact that ended, in distress; and small talk."""

from __future__ import annotations

import asyncio

from bot.flows.help import menu
from bot.flows.parts import emergency_parts, report_button, short, support_parts, titled
from bot.flows.prefill import write_prefill
from bot.flows.situations import Situation, is_ordinary, is_told, situation
from bot.messages import Button, Buttons, Message, Text
from bot.organisation import Organisation
from bot.replies import Reply, Say
from bot.services import Services
from bot.words import sentence


async def first_aid(text: str, services: Services) -> list[Reply]:
    """The card that comes before anything else, or nothing on an ordinary day."""
    found = situation(text)
    if is_ordinary(text) and is_told(text):
        found = Situation(await asyncio.to_thread(services.knowledge.moment, text) or found)
    return _first_card(found, services.organisation)


def urgent(text: str, services: Services) -> list[Reply]:
    """The card for danger or a crisis alone: it comes first even where a form waits for an answer."""
    found = situation(text)
    return _first_card(found, services.organisation) if found in (Situation.DANGER, Situation.CRISIS) else []


def _first_card(found: Situation, organisation: Organisation) -> list[Reply]:
    match found:
        case Situation.DANGER:
            return [Say(emergency_card(organisation))]
        case Situation.CRISIS:
            return [Say(_crisis_card(organisation))]
        case Situation.ENDED:
            return [Say(_ended_card())]
        case Situation.DISTRESS:
            return [Say(support_card(organisation, sentence("support.title")))]
        case Situation.SUPPORT:
            return [Say(support_card(organisation, sentence("support.button")))]
        case _:
            return []


def small_talk(text: str, services: Services) -> list[Reply]:
    """A short reply to words that ask nothing, or nothing when they do."""
    match situation(text):
        case Situation.EMPTY:
            return short(sentence("ask.empty"))
        case Situation.GREETING | Situation.HELP:
            return [Say(menu(services))]
        case Situation.THANKS:
            return short(sentence("ask.thanks"))
        case Situation.UNCLEAR:
            return short(sentence("ask.unclear"), Button(sentence("help.button"), "help.show"))
        case _:
            return []


def emergency_card(organisation: Organisation) -> Message:
    """Danger now: numbers, where to say one is, and nothing else to read (P36, P37)."""
    later = Text(sentence("emergency.later"))
    return titled(
        sentence("emergency.title"), *emergency_parts(organisation), later, Buttons((report_button(),))
    )


def support_card(organisation: Organisation, title: str) -> Message:
    """Somebody to talk to (D43, D44)."""
    parts = (Text(sentence("support.kind")), *support_parts(organisation), Text(sentence("support.private")))
    return titled(title, *parts)


def _crisis_card(organisation: Organisation) -> Message:
    parts = (*emergency_parts(organisation), *support_parts(organisation))
    return titled(sentence("support.crisis"), *parts)


def _ended_card() -> Message:
    buttons = (
        report_button(write_prefill({"ended": "yes"})),
        Button(sentence("support.button"), "support.show"),
    )
    return titled(sentence("report.just_ended"), Text(sentence("report.just_ended_next")), Buttons(buttons))
