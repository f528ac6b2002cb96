"""What is said before any answer: help in danger, after a contact that ended, in distress; and small talk."""

from __future__ import annotations

import asyncio

from bot.flows.call_card import call_button
from bot.flows.figures_of_speech import says_only_a_figure
from bot.flows.help import menu
from bot.flows.illness_words import is_illness_alone
from bot.flows.parts import (
    emergency_line,
    report_button,
    short,
    support_parts,
    titled,
)
from bot.flows.phones import emergency_links
from bot.flows.prefill import write_prefill
from bot.flows.situations import Situation, is_not_over, is_ordinary, is_question, situation, told_in
from bot.messages import Button, Buttons, Heading, Message, Part, Text, Tone
from bot.organisation import Organisation
from bot.replies import Reply, Say
from bot.services import Services
from bot.words import sentence

URGENT = (Situation.DANGER, Situation.LIFE, Situation.CRISIS)
GRAVEST = (Situation.DANGER, Situation.ENDED, Situation.DISTRESS)


async def first_aid(text: str, services: Services) -> list[Reply]:
    """The card that comes before anything else, or nothing on an ordinary day."""
    return first_card(await first_moment(text, services), text, services.organisation)


async def first_moment(text: str, services: Services) -> Situation:
    """What moment somebody writes from: as the cues say, else by likeness of what they tell."""
    found = situation(text, _numbers(services))
    if found is not Situation.QUESTION:
        return found
    alike = {await asyncio.to_thread(services.knowledge.moment, one) for one in told_in(text)}
    if is_not_over(text):
        alike.discard(Situation.ENDED)
    return next((one for one in GRAVEST if one in alike), found)


def comes_alone(text: str, services: Services) -> bool:
    """Whether the first card says all there is to say: a cue was found and nothing is asked."""
    return not is_question(text) and not is_ordinary(text, _numbers(services))


def urgent(text: str, services: Services) -> list[Reply]:
    """The card for danger or a crisis alone: it comes first even where a form waits for an answer."""
    found = situation(text, _numbers(services))
    return first_card(found, text, services.organisation) if found in URGENT else []


def is_urgent(text: str) -> bool:
    """Whether words come from danger or a crisis."""
    return situation(text) in URGENT


def first_card(found: Situation, text: str, organisation: Organisation) -> list[Reply]:
    """The card for a moment; nothing for an ordinary one."""
    match found:
        case Situation.DANGER if is_illness_alone(text):
            return [Say(_illness_card(organisation))]
        case Situation.DANGER:
            return [Say(emergency_card(organisation))]
        case Situation.LIFE:
            return [Say(_life_card(organisation))]
        case Situation.CRISIS:
            return [Say(_crisis_card(organisation))]
        case Situation.ENDED:
            return [Say(_ended_card())]
        case Situation.DISTRESS:
            return [Say(support_card(organisation, sentence("support.title"), safe=False))]
        case Situation.SUPPORT:
            return [Say(support_card(organisation, sentence("support.button")))]
        case _:
            return []


def small_talk(text: str, person: str, services: Services) -> list[Reply]:
    """A short reply to words that ask nothing, or nothing when they do."""
    match situation(text, _numbers(services)):
        case Situation.EMPTY:
            return short(sentence("ask.empty"))
        case Situation.GREETING | Situation.HELP:
            return [Say(menu(person, services))]
        case Situation.THANKS:
            return short(sentence("ask.thanks"))
        case Situation.UNCLEAR:
            return not_understood()
        case Situation.QUESTION if says_only_a_figure(text):
            return not_understood()
        case _:
            return []


def not_understood() -> list[Reply]:
    """Words that ask nothing, with the way to what can be asked."""
    return short(sentence("ask.unclear"), Button(sentence("help.button"), "help.show"))


def emergency_card(organisation: Organisation) -> Message:
    """Danger now: the numbers first, where to say one is, and nothing else to read (P36, P37)."""
    title, leave = sentence("emergency.title"), Text(sentence("emergency.leave"), Tone.DANGER)
    parts = _numbers_first(title, organisation, leave, later=sentence("emergency.later"))
    return Message(_with_number(title, organisation), parts)


def support_card(organisation: Organisation, title: str, *, safe: bool = True) -> Message:
    """Somebody to talk to (D43, D44); where it may not be over yet, with the number for danger."""
    parts = (Text(sentence("support.kind")), *support_parts(organisation), Text(sentence("support.private")))
    return titled(title, *(() if safe else emergency_line(organisation)), *parts)


def _numbers(services: Services) -> frozenset[str]:
    """The numbers of the organisation that are a call for help by themselves."""
    return frozenset(one.number for one in services.organisation.emergencies)


def _life_card(organisation: Organisation) -> Message:
    """Somebody else may end their life: the numbers, and nothing that is meant for staff themselves."""
    title = sentence("emergency.life")
    parts = _numbers_first(title, organisation, later=sentence("emergency.life_later"))
    return Message(_with_number(title, organisation), parts)


def _illness_card(organisation: Organisation) -> Message:
    """Somebody is ill or hurt: the numbers, and that whoever is near stays with them; no word of leaving."""
    title, stay = sentence("emergency.illness"), Text(sentence("emergency.stay"), Tone.DANGER)
    parts = _numbers_first(title, organisation, stay, later=sentence("emergency.life_later"))
    return Message(_with_number(title, organisation), parts)


def _numbers_first(title: str, organisation: Organisation, *then: Text, later: str) -> tuple[Part, ...]:
    """The numbers above everything, what is said `then`, and where to say one is."""
    return (
        Heading(title),
        *emergency_links(organisation),
        *then,
        Text(organisation.location_words),
        Text(later),
        Buttons((call_button(), Button(sentence("ask.who"), "supervisor.show"), report_button())),
    )


def _with_number(title: str, organisation: Organisation) -> str:
    """What a notification shows of a card for danger."""
    first = organisation.emergencies[0]
    return sentence("emergency.summary", title=title, label=first.label, number=first.number)


def _crisis_card(organisation: Organisation) -> Message:
    """The writer may end their life: the numbers and the support, and no word of leaving."""
    parts = (*emergency_links(organisation), Text(organisation.location_words), *support_parts(organisation))
    return titled(sentence("support.crisis"), *parts)


def _ended_card() -> Message:
    asked = sentence("report.just_ended_question")
    buttons = (
        report_button(write_prefill({"ended": "yes"})),
        Button(sentence("report.just_ended_policy"), "ask.question", asked),
        Button(sentence("support.button"), "support.show"),
    )
    return titled(sentence("report.just_ended"), Text(sentence("report.just_ended_next")), Buttons(buttons))
