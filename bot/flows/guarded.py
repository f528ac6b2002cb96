"""The guarded way to end a contact: emergency, warn, still going, end, report; each step timed (P34, D18-D20)."""

from __future__ import annotations

import asyncio
from urllib.parse import parse_qsl

from bot.events import ActionChosen
from bot.flows.answer_card import phrase_groups
from bot.flows.parts import emergency_parts, report_button, titled
from bot.flows.prefill import read_prefill, write_prefill
from bot.messages import Button, Buttons, Message, Part, Phrases, Text
from bot.replies import Replace, Reply, Say
from bot.services import Services
from bot.words import sentence
from incidents.records import Warned

OFFERED = 2
"""Sentences of the policies shown beside ours."""


async def step(event: ActionChosen, services: Services) -> list[Reply]:
    """The card for the step that was just taken; the first one is a new message, the others take its place."""
    taken = dict(parse_qsl(event.value)).get("step", "")
    facts = read_prefill(event.value)
    now = event.at.isoformat(timespec="seconds")
    match taken:
        case "warned":
            return [Replace(_is_it_going_on(facts | {"warned": Warned.YES, "warned_at": now}))]
        case "unwarned":
            return [Replace(_end(facts | {"warned": Warned.NOT_POSSIBLE}))]
        case "going_on":
            return [Replace(_end(facts))]
        case "stopped":
            return [Replace(_stopped(facts | {"ended": "no"}))]
        case "ended":
            return [Replace(_report(facts | {"ended": "yes", "ended_at": now}))]
        case _:
            return [Say(await _warn(services))]


async def _warn(services: Services) -> Message:
    found = await asyncio.to_thread(services.knowledge.phrases, sentence("guarded.situation"))
    parts: tuple[Part, ...] = (
        *emergency_parts(services.organisation),
        Phrases(sentence("guarded.warn_say"), (sentence("guarded.warn_phrase"),)),
        *phrase_groups(found[:OFFERED]),
        Buttons((_to("warned", {}), _to("unwarned", {}), _to("stopped", {}))),
    )
    return titled(sentence("guarded.warn"), *parts)


def _is_it_going_on(facts: dict[str, str]) -> Message:
    return titled(sentence("guarded.going_on"), Buttons((_to("going_on", facts), _to("stopped", facts))))


def _end(facts: dict[str, str]) -> Message:
    say = Phrases(sentence("guarded.end_say"), (sentence("guarded.end_phrase"),))
    leave = Text(sentence("guarded.end_next"))
    return titled(sentence("guarded.end"), say, leave, Buttons((_to("ended", facts), _to("stopped", facts))))


def _stopped(facts: dict[str, str]) -> Message:
    button = report_button(write_prefill(facts))
    return titled(sentence("guarded.calm"), Text(sentence("guarded.calm_next")), Buttons((button,)))


def _report(facts: dict[str, str]) -> Message:
    button = report_button(write_prefill(facts))
    return titled(sentence("guarded.report"), Text(sentence("guarded.report_next")), Buttons((button,)))


def _to(name: str, facts: dict[str, str]) -> Button:
    label = sentence(f"guarded.step_{name}")
    return Button(label, "report.ended", write_prefill({"step": name, **facts}))
