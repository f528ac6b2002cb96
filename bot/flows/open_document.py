"""Open a policy as text: for documents that have no page to lead to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.events import ActionChosen
from bot.flows.parts import short, titled
from bot.flows.times import today
from bot.messages import Button, Buttons, Part, Text, Tone
from bot.replies import Reply, Say
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from knowledge.answers.answer import Passage
from knowledge.reading.document import Document
from knowledge.reading.in_force import is_in_force
from knowledge.text.markup import plain

PAGE = 5_000
"""Characters of a document that are shown at once."""

PIECE = 2_000
DIGITS = 8
"""Of a place that a button carried; more is nothing of ours."""

AT = "@"
"""Begins the place of a piece in a button, where another value names a section."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some lines of one section under its heading."""

    section: str
    heading: str
    text: str


def open_buttons(passages: Iterable[Passage]) -> tuple[Button, ...]:
    """A button for each document that has no page of its own, at the quoted section."""
    unlinked = {
        one.document: one
        for one in reversed(tuple(passages))
        if not (one.url or one.curated or not one.section)
    }
    return tuple(
        Button(sentence("ask.open", title=one.title), "ask.open", f"{one.document}\n{one.section}")
        for one in reversed(unlinked.values())
    )


async def open_text(event: ActionChosen, services: Services) -> list[Reply]:
    """The document's own words from a section on, as much as is readable at once."""
    name, _, place = event.value.partition("\n")
    document = next((one for one in services.knowledge.documents if one.name == name), None)
    if document is None or not is_in_force(document, today(services)):
        return short(sentence("ask.open_gone"))
    pieces = list(_pieces(document))
    first = _first(pieces, place)
    last = _fill(pieces[first:], first)
    parts: list[Part] = []
    for number in range(first, last):
        piece = pieces[number]
        if piece.heading and (number == first or pieces[number - 1].section != piece.section):
            parts.append(Text(piece.heading, Tone.STRONG))
        parts.append(Text(piece.text))
    before = first and first - (_fill(pieces[first - 1 :: -1], 0) or 1)
    ways = [Button(sentence("ask.open_before"), "ask.open", f"{name}\n{AT}{before}")] if first else []
    if last < len(pieces):
        ways.append(Button(sentence("ask.open_next"), "ask.open", f"{name}\n{AT}{last}"))
    rows = (Buttons(tuple(ways)),) if ways else ()
    return [Say(titled(document.facts.title or document.name, *parts, *rows))]


def _pieces(document: Document) -> Iterator[_Piece]:
    for section in document.sections:
        heading = section.heading
        lines = [plain(line) for line in section.text.splitlines()]
        if lines and heading and lines[0].strip() == heading.strip():
            lines = lines[1:]
        text = ""
        for line in filter(None, lines):
            for start in range(0, len(line), PIECE):
                bit = line[start : start + PIECE]
                if text and len(text) + len(bit) > PIECE:
                    yield _Piece(section.id, heading, text)
                    text = ""
                text = f"{text}\n{bit}" if text else bit
        if text or heading:
            yield _Piece(section.id, heading, text)


def _first(pieces: list[_Piece], place: str) -> int:
    if place.startswith(AT) and place[1:].isdecimal() and len(place) <= DIGITS:
        return min(int(place[1:]), max(len(pieces) - 1, 0))
    return next((number for number, piece in enumerate(pieces) if piece.section == place), 0)


def _fill(pieces: Iterable[_Piece], start: int) -> int:
    """The place behind the last piece that still fits; at least one does."""
    room, end = PAGE, start
    for piece in pieces:
        room -= len(piece.heading) + len(piece.text)
        if room < 0 and end > start:
            break
        end += 1
    return end


ACTIONS: dict[str, Flow[ActionChosen]] = {"ask.open": open_text}
