"""How a number that was called wrong looks to the owner of its entry, and a correction that the file does not say."""

from __future__ import annotations

from collections.abc import Sequence

from bot.flows.times import day_words, local_moment
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Text, Tone
from bot.numbers import Correction, Reach, WrongNumber
from bot.services import Services
from bot.store import Given
from bot.words import sentence

VERSIONS = 5
"""Corrections named on a card; all of them are kept."""


def wrong_card(wrong: WrongNumber, services: Services) -> Message:
    """A report, with who wrote it, and what can be done about it at once."""
    name = entry_name(wrong.contact, services)
    facts = (
        Fact(sentence("number.entry"), name),
        Fact(sentence("number.shown"), number_words(wrong.shown)),
        Fact(sentence("number.by"), services.people.name(wrong.person)),
        Fact(sentence("number.at"), local_moment(wrong.at, services.organisation)),
    )
    correct = Button(
        sentence("number.correct"), "numbers.correct", wrong.contact, Tone.STRONG, opens_form=True
    )
    title = sentence("number.wrong", name=name)
    parts: tuple[Part, ...] = (
        Heading(title),
        Text(sentence("number.said", note=wrong.note)),
        Facts(facts),
        Buttons((correct, Button(sentence("number.is_right"), "numbers.right", wrong.id))),
    )
    return Message(title, parts)


def correction_card(correction: Correction, history: Sequence[Correction], services: Services) -> Message:
    """A correction that waits for the file to say the same."""
    name = entry_name(correction.contact, services)
    title = sentence("number.not_in_file", name=name)
    facts = (
        Fact(sentence("number.right_number"), number_words(correction.right)),
        Fact(sentence("number.file_says"), number_words(correction.former)),
    )
    again = Button(sentence("number.correct"), "numbers.correct", correction.contact, opens_form=True)
    parts: tuple[Part, ...] = (
        Heading(title),
        Facts(facts),
        Text("\n".join(_version(one, services) for one in history[-VERSIONS:]), Tone.QUIET),
        Text(sentence("number.not_in_file_next"), Tone.QUIET),
        Buttons((again,)),
    )
    return Message(title, parts)


def given_card(name: str, given: Sequence[Given], services: Services) -> Message:
    """When the number of an entry was given before a transfer, and by whom (P32)."""
    title = sentence("number.given", name=name)
    lines = [
        sentence(
            "number.given_line",
            moment=local_moment(one.at, services.organisation),
            name=services.people.name(one.person),
        )
        for one in given
    ]
    return Message(title, (Heading(title), Text("\n".join(lines) or sentence("number.given_never"))))


def corrected_words(correction: Correction, services: Services) -> str:
    """Who corrected a number, and when."""
    day = day_words(correction.at.astimezone(services.organisation.timezone).date())
    return sentence("number.corrected", name=services.people.name(correction.by), day=day)


def number_words(reach: Reach) -> str:
    """A number as it is read out."""
    if reach.phone and reach.extension:
        return sentence("refer.with_extension", phone=reach.phone, extension=reach.extension)
    return reach.phone or sentence("number.none")


def entry_name(key: str, services: Services) -> str:
    """The name of an entry; its key where it is gone."""
    contact = services.contacts.get(key)
    return contact.name if contact else key


def _version(one: Correction, services: Services) -> str:
    return sentence(
        "number.version",
        number=one.version,
        phone=number_words(one.right),
        name=services.people.name(one.by),
        moment=local_moment(one.at, services.organisation),
    )
