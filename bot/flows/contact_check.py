"""One look before contact: the rule that holds for somebody, and whom alone they deal with. Never the story (D30)."""

from __future__ import annotations

import re

from bot.flows.parts import Asking, short
from bot.flows.restriction_words import option_names, quota_words, scope_words
from bot.messages import Button, Buttons, Heading, Message, Part, Text, Tone
from bot.replies import Reply, Say
from bot.services import Services
from bot.words import sentence
from incidents.restriction import ContactCheck, ContactRule
from incidents.rules.access import Operation
from incidents.rules.restriction_rules import OptionKind

CHECK = re.compile(r"check(?: (?:on|for|before contact(?: with)?))?(?:$|[ :]+)(?P<name>.*)", re.IGNORECASE)
LONGEST = 200
"""Characters of a name."""


def asks_for_check(text: str) -> str | None:
    """The name that is to be checked ("check Roy Hollis"), which may be missing; None for anything else."""
    found = CHECK.fullmatch(" ".join(text.split()))
    return found["name"].strip(" ?.!“”\"'")[:LONGEST] if found else None


async def check(name: str, event: Asking, services: Services) -> list[Reply]:
    """What holds for whoever is called so. Nothing on file and nothing one may see are one answer."""
    if not name:
        return short(sentence("restriction.check_empty"))
    found = await services.restrictions.check(name, event.who.person)
    return [Say(check_card(found, services) or _nothing())]


async def beside_report(customer: str, person: str, services: Services) -> list[Reply]:
    """The rule for the customer of a report, where there is one; nothing where there is none."""
    if not customer:
        return []
    card = check_card(await services.restrictions.check(customer, person), services)
    return [Say(card)] if card else []


def check_card(found: ContactCheck, services: Services) -> Message | None:
    """The rules that hold, a “maybe” with what to ask, or None where nothing was found."""
    if found.is_maybe:
        title = sentence("restriction.maybe")
        return Message(title, (Heading(title), Text(sentence("restriction.maybe_ask"))))
    if not found.rules:
        return None
    title = sentence("restriction.rule_title")
    parts: list[Part] = [Heading(title)]
    buttons: list[Button] = []
    for one in found.rules[:2]:
        parts += _rule(one, services)
        buttons += _ways(one, services)
    parts += [Text(sentence("restriction.never"), Tone.QUIET), Buttons(tuple(buttons))]
    return Message(_line(found.rules[0], services), tuple(parts))


def _rule(rule: ContactRule, services: Services) -> list[Part]:
    parts: list[Part] = [Text(_line(rule, services), Tone.STRONG)]
    if scope := scope_words(rule.channels, rule.sites, rule.matters, services):
        parts.append(Text(sentence("restriction.applies", scope=scope)))
    if rule.quota:
        parts.append(Text(quota_words(rule.quota, services)))
    return parts


def _line(rule: ContactRule, services: Services) -> str:
    """The rule and the nominated person in one line."""
    chosen = services.restrictions.rules.chosen(rule.options)
    said = " ".join(one.rule for one in chosen) or option_names(rule.options, services)
    if not rule.nominated:
        return said
    person = services.people.get(rule.nominated)
    if person and person.phone:
        return sentence("restriction.nominated_phone", rule=said, name=person.name, phone=person.phone)
    return sentence("restriction.nominated", rule=said, name=services.people.name(rule.nominated))


def _ways(rule: ContactRule, services: Services) -> list[Button]:
    log = f"{Operation.LOG_CONTACT}:{rule.record}"
    buttons = [Button(sentence("restriction.log_contact"), "restriction.act", log, opens_form=True)]
    chosen = services.restrictions.rules.chosen(rule.options)
    if any(one.kind is OptionKind.APPOINTMENT for one in chosen):
        book = f"{Operation.BOOK}:{rule.record}"
        buttons.append(Button(sentence("restriction.book"), "restriction.act", book, opens_form=True))
    return buttons


def _nothing() -> Message:
    text = sentence("restriction.nothing_on_file")
    return Message(text, (Text(text), Text(sentence("restriction.nothing_next"), Tone.QUIET)))
