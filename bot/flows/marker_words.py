"""What whoever is to meet somebody is told of a safety marker: its sentence, the precaution, until when. No more."""

from __future__ import annotations

from collections.abc import Iterable

from bot.flows.restriction_words import day_of
from bot.forms import FormNotice
from bot.messages import Heading, Message, Part, Text, Tone
from bot.services import Services
from bot.words import sentence
from incidents.marker import MarkerTold


def told_parts(told: Iterable[MarkerTold], services: Services) -> list[Part]:
    """Each sentence with its precautions, and until when it is told."""
    parts: list[Part] = []
    for one in told:
        line = sentence("marker.card_line", told=one.told, precautions=" ".join(one.precautions))
        until = sentence("marker.card_until", day=day_of(one.ends, services))
        parts += [Text(line, Tone.DANGER), Text(until, Tone.QUIET)]
    return parts


def told_notices(told: Iterable[MarkerTold], services: Services) -> list[FormNotice]:
    """The same as the first lines of a form."""
    return [
        FormNotice(one.text, danger=one.tone is Tone.DANGER)
        for one in told_parts(told, services)
        if isinstance(one, Text)
    ]


def told_card(told: tuple[MarkerTold, ...], services: Services) -> tuple[Message, ...]:
    """A card of its own, which names nobody; none where nothing is told."""
    if not told:
        return ()
    title = sentence("marker.card_title")
    first = sentence("marker.card_line", told=told[0].told, precautions=" ".join(told[0].precautions))
    return (Message(first, (Heading(title), *told_parts(told, services))),)
