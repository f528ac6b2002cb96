"""The guarded way through a contact: emergency, warn, still going, end, report; each step timed (P34, D18-D20).

What may or must be done is said in the organisation's own words, quoted with their source. Where its policies do
not say, the card says that, and otherwise only what the bot does.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from bot.events import ActionChosen
from bot.flows.answer_card import phrase_groups, quote
from bot.flows.asking import ask
from bot.flows.call_card import call_button
from bot.flows.opened import open_report, told_at_once
from bot.flows.parts import Asking, emergency_parts, report_button, titled
from bot.flows.prefill import read_prefill, write_prefill
from bot.flows.situations import goes_on, is_question, is_warned, wants_guidance
from bot.messages import Button, Buttons, Message, Part, Phrases, Text, Tone
from bot.replies import Replace, Reply, Say
from bot.services import Services
from bot.typed import TYPED
from bot.words import sentence
from foundation.ids import new_id
from incidents.records import Warned

OFFERED = 3
"""Sentences of the policies that are shown."""
ENDS = TYPED.exact("guarded.ends")
WARNS = TYPED.exact("guarded.warns")
TOLD_IN = 25
"""Words in which somebody tells of a contact under way; who writes more tells a story."""


async def step(event: ActionChosen, services: Services) -> list[Reply]:
    """The card for the step that was just taken; the first one is a new message, the others take its place."""
    taken = dict(parse_qsl(event.value)).get("step", "")
    facts = read_prefill(event.value)
    now = event.at.isoformat(timespec="seconds")
    match taken:
        case "warned":
            return [Replace(_is_it_going_on(facts | {"warned": Warned.YES, "warned_at": now}))]
        case "unwarned":
            return [Replace(await _end(event, facts | {"warned": Warned.NOT_POSSIBLE}, services))]
        case "going_on":
            return [Replace(await _end(event, facts, services))]
        case "stopped":
            return [Replace(_stopped(facts | {"ended": "no"}))]
        case "ended":
            ended = facts | {"ended": "yes", "ended_at": now}
            return [Replace(await open_report(event, ended, services) or _report(ended))]
        case "colleague":
            return [Replace(_report(facts | {"ended": "yes", "ended_at": now}, about_colleague=True))]
        case _:
            return [Say(await _warn(facts, services))]


async def by_words(text: str, event: Asking, services: Services) -> list[Reply]:
    """The step for a contact that is told of while it goes on, or where somebody wants to be guided; else nothing."""
    if wants_guidance(text):
        return [Say(await _warn({}, services))]
    if is_question(text) or not is_warned(text) or len(text.split()) > TOLD_IN:
        return []
    facts: dict[str, str] = {"warned": Warned.YES, "warned_at": event.at.isoformat(timespec="seconds")}
    facts["walk"] = new_id()
    return [Say(await _end(event, facts, services) if goes_on(text) else _is_it_going_on(facts))]


async def _warn(known: Mapping[str, str], services: Services) -> Message:
    facts = {**known, "walk": new_id()}  # Tells this way through a contact from the next one.
    parts: tuple[Part, ...] = (
        *emergency_parts(services.organisation),
        *await _policy(sentence("guarded.ask_warning"), WARNS, services),
        *await _phrases(sentence("guarded.situation"), services),
        Text(sentence("guarded.noted"), Tone.QUIET),
        Buttons((_to("warned", facts), _to("unwarned", facts), _to("stopped", facts), call_button())),
    )
    return titled(sentence("guarded.warn"), *parts)


async def _policy(question: str, says: re.Pattern[str], services: Services) -> tuple[Part, ...]:
    """The clause that answers, word for word with its source, or that there is none."""
    answer = await ask(question, services)
    best = answer.passages[0] if answer.answered and answer.passages else None
    if best is None or best.curated or not says.search((best.clause or best.text).casefold()):
        return (Text(sentence("guarded.no_policy")),)
    return (quote(best),)


async def _phrases(situation: str, services: Services) -> tuple[Part, ...]:
    """The policies' own sentences for it; one of ours, which threatens and promises nothing, where they have none."""
    found = await asyncio.to_thread(services.knowledge.phrases, situation)
    own = Phrases(sentence("guarded.say"), (sentence("guarded.phrase"),))
    return phrase_groups(found[:OFFERED]) or (own,)


def _is_it_going_on(facts: dict[str, str]) -> Message:
    buttons = (_to("going_on", facts), _to("stopped", facts), call_button())
    return titled(sentence("guarded.going_on"), Buttons(buttons))


async def _end(event: Asking, facts: dict[str, str], services: Services) -> Message:
    """Who is told by the next press is said before it: whoever it is about is not told by that press (R20)."""
    names = told_at_once(event.who.person, services)
    third = _to("colleague", facts) if names else Button(sentence("ask.who"), "supervisor.show")
    return titled(
        sentence("guarded.end"),
        *await _policy(sentence("guarded.ask_ending"), ENDS, services),
        *await _phrases(sentence("guarded.situation"), services),
        Text(sentence("guarded.end_next")),
        *((Text(sentence("opened.at_once", names=names), Tone.STRONG),) if names else ()),
        Buttons((_to("ended", facts), _to("stopped", facts), call_button(), third)),
    )


def _stopped(facts: dict[str, str]) -> Message:
    button = report_button(write_prefill(facts))
    return titled(sentence("guarded.calm"), Text(sentence("guarded.calm_next")), Buttons((button,)))


def _report(facts: dict[str, str], *, about_colleague: bool = False) -> Message:
    button = report_button(write_prefill(facts))
    next_ = sentence("opened.colleague_next" if about_colleague else "guarded.report_next")
    return titled(sentence("guarded.report"), Text(next_), Buttons((button,)))


def _to(name: str, facts: dict[str, str]) -> Button:
    label = sentence("opened.colleague") if name == "colleague" else sentence(f"guarded.step_{name}")
    return Button(label, "report.ended", write_prefill({"step": name, **facts}))
