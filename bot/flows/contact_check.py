"""One look before contact: the rule that holds for somebody, and whom alone they deal with. Never the story (D30)."""

from __future__ import annotations

from bot.flows.away_words import away_parts
from bot.flows.check_words import bare_name
from bot.flows.marker_words import told_card
from bot.flows.parts import Asking, short
from bot.flows.restriction_words import option_names, quota_words, scope_words
from bot.messages import Button, Buttons, Heading, Message, Part, Text, Tone
from bot.replies import Reply, Say
from bot.services import Services
from bot.typed import TYPED
from bot.words import sentence
from incidents.restriction import ContactCheck, ContactRule
from incidents.rules.access import Operation
from incidents.rules.restriction_rules import OptionKind

CHECK = TYPED.pattern("contact_check.check")
LONGEST = 200
"""Characters of a name."""
ON_A_CARD = 2
"""Rules on one card, each with its buttons."""


def asks_for_check(text: str) -> str | None:
    """The name that is to be checked ("check Roy Hollis"), which may be missing; None for anything else."""
    found = CHECK.fullmatch(" ".join(text.split()))
    return bare_name(found["name"])[:LONGEST] if found else None


async def check(name: str, event: Asking, services: Services) -> list[Reply]:
    """What holds for whoever is called so. Nothing on file and nothing one may see are one answer."""
    if not name:
        return short(sentence("restriction.check_empty"))
    return await rules_for(name, event.who.person, services) or [Say(_nothing())]


async def rules_for(name: str, person: str, services: Services) -> list[Reply]:
    """The rules that hold for whoever is called so; nothing where there is none that one may see."""
    found = await services.restrictions.check(name, person)
    return [Say(one) for one in check_cards(found, services)]


async def beside_form(customer: str, person: str, services: Services) -> list[Reply]:
    """The rule for the customer of a report, where there is one; nothing where there is none."""
    if not customer:
        return []
    return await rules_for(customer, person, services)


def check_cards(found: ContactCheck, services: Services) -> tuple[Message, ...]:
    """What is told of violence first, then every rule that holds, so many on a card, then a “maybe” with what to ask;
    nothing where nothing was found.
    """
    pages = range(0, len(found.rules), ON_A_CARD)
    rules = (_card(found.rules[start : start + ON_A_CARD], services) for start in pages)
    return (*told_card(found.told, services), *rules, *([_maybe()] if found.is_maybe else ()))


def _maybe() -> Message:
    title = sentence("restriction.maybe")
    return Message(title, (Heading(title), Text(sentence("restriction.maybe_ask"))))


def _card(rules: tuple[ContactRule, ...], services: Services) -> Message:
    title = sentence("restriction.rule_title")
    parts: list[Part] = [Heading(title)]
    buttons: list[Button] = []
    for one in rules:
        parts += _rule(one, services)
        buttons += _ways(one, services)
    parts += [Text(sentence("restriction.never"), Tone.QUIET), Buttons(tuple(buttons))]
    return Message(_line(rules[0], services), tuple(parts))


def _rule(rule: ContactRule, services: Services) -> list[Part]:
    parts: list[Part] = [Text(_line(rule, services), Tone.STRONG)]
    parts += away_parts([rule.nominated] if rule.nominated else [], services)
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
