"""The upkeep at a glance: how much of each kind waits, and the way to each list."""

from __future__ import annotations

from datetime import date

from bot.flows.times import month_words
from bot.flows.upkeep_items import Items
from bot.locales import number
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Text
from bot.words import sentence
from knowledge.curation.items import Kind


def summary(items: Items) -> Message:
    """Numbers and buttons, or a calm sentence when nothing waits."""
    title = sentence("upkeep.title")
    parts: list[Part] = [Heading(title)]
    if items.due:
        facts = (Fact(_name(kind), number(count)) for kind, count in items.due.items())
        parts.append(Facts(tuple(facts)))
    else:
        parts.append(Text(sentence("upkeep.nothing")))
    lists = dict.fromkeys([*items.due, *([Kind.CURATED] if items.of(Kind.CURATED) else [])])
    if lists:
        parts.append(Buttons(tuple(_list_button(kind) for kind in lists)))
    return Message(title, tuple(parts))


def digest(items: Items, month: str) -> Message:
    """The same as a message of the bot's own accord, on the first day of a month such as 2026-12."""
    title = sentence("upkeep.digest", month=_month(month))
    facts = tuple(Fact(_name(kind), number(count)) for kind, count in items.due.items())
    button = Button(sentence("upkeep.open"), "command.run", "upkeep")
    return Message(title, (Heading(title), Facts(facts), Buttons((button,))))


def _list_button(kind: Kind) -> Button:
    return Button(sentence(f"upkeep.list_{kind}"), "upkeep.list", str(kind))


def _name(kind: Kind) -> str:
    """What waits; of the kept answers only those that are due do."""
    return sentence("upkeep.curated_due") if kind is Kind.CURATED else sentence(f"upkeep.list_{kind}")


def _month(month: str) -> str:
    year, which = month.split("-")
    return month_words(date(int(year), int(which), 1))
