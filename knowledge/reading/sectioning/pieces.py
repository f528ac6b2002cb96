"""What is left of a clause when some of its sentences do not count."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from knowledge.reading.document import Clause, Strength, without_moved
from knowledge.reading.sectioning.dated_rules import SENTENCE
from knowledge.reading.sectioning.strength import strength_of
from knowledge.text.markup import normal

_GAP = re.compile(r"\s+")


def without_sentences(text: str, clause: Clause, gone: Collection[str]) -> Iterator[Clause]:
    """The runs of sentences of a clause that stay, each with its own range where that can be told."""
    sentences = SENTENCE.split(clause.text)
    places = _places(text[clause.start : clause.end], sentences)
    first = 0
    for number in range(len(sentences) + 1):
        if number < len(sentences) and sentences[number] not in gone:
            continue
        if said := " ".join(sentences[first:number]):
            binds = clause.strength not in (Strength.GUIDANCE, Strength.NONE)
            yield replace(
                clause,
                text=said,
                start=clause.start + places[first] if places else clause.start,
                end=clause.start + places[number] if places else clause.end,
                strength=strength_of(said, clause.lead_in) if binds else clause.strength,
                mark="" if first else clause.mark,
            )
        first = number + 1


def between(start: int, end: int, pieces: Sequence[Clause]) -> Iterator[tuple[int, int]]:
    """The ranges of a clause that no piece of it covers; all of it where its sentences cannot be told apart."""
    if any((piece.start, piece.end) == (start, end) for piece in pieces):
        yield start, end
        return
    place = start
    for piece in pieces:
        if piece.start > place:
            yield place, piece.start
        place = piece.end
    if place < end:
        yield place, end


def _places(raw: str, sentences: Sequence[str]) -> list[int]:
    """Where each sentence begins in the source, and where the last ends; empty where that cannot be told."""
    places = [0]
    for sentence in sentences[:-1]:
        wanted = _squeezed(without_moved(sentence))
        gaps = _GAP.finditer(raw, places[-1])
        begun = places[-1]
        place = next((gap.end() for gap in gaps if _squeezed(raw[begun : gap.start()]).endswith(wanted)), 0)
        if not place:
            return []
        places.append(place)
    return [*places, len(raw)]


def _squeezed(text: str) -> str:
    return normal(text).replace(" ", "")
