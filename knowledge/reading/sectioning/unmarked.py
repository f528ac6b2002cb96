"""Lists whose items have no marks: lines or paragraphs that go on with "Staff must not:"."""

from __future__ import annotations

from collections.abc import Iterable

from knowledge.reading.sectioning.commands import commands
from knowledge.reading.sectioning.lines import Line, Shape
from knowledge.reading.sectioning.strength import has_subject
from knowledge.reading.sectioning.wording import ends_sentence, hangs, left_hanging, tells
from knowledge.text.duty_words import in_plain_words
from knowledge.text.labels import labelled
from knowledge.text.language import LANGUAGE

_LEADS, _BANS = LANGUAGE.pattern("strength.leads"), LANGUAGE.pattern("strength.bans")
_LONGEST = 90  # characters of a line that is an item and no wrapped paragraph
_WORDS, _SHORT = 25, 4


def unmarked_items(lines: Iterable[Line], least: int = 1, heading: str = "") -> frozenset[int]:
    """Starts of the lines that begin an item of a list without marks that has at least so many.

    A heading such as "Don't" or "Staff must not" may be what the first of them go on with.
    """
    found: set[int] = set()
    lead: Line | None = _leading(heading)
    items: list[Line] = []
    solid = _with_gaps(lines)
    for place, (line, gap) in enumerate(solid):
        below = solid[place + 1] if place + 1 < len(solid) else None
        if lead and line.shape is Shape.TEXT and _belongs(lead, items, line, gap, below):
            items.append(line)
        elif not (items and not gap and line.shape is Shape.TEXT and not items[-1].ends):
            found |= {item.start for item in items} if len(items) >= least else set()
            lead, items = line, []
    found |= {item.start for item in items} if len(items) >= least else set()
    return frozenset(found)


def _leading(heading: str) -> Line | None:
    said = in_plain_words(heading.rstrip(": "))
    if not (_LEADS.search(said) or _BANS.search(said)):
        return None
    text = f"{heading.rstrip(': ')}:"
    return Line(0, 0, text, text, Shape.TEXT)


def _with_gaps(lines: Iterable[Line]) -> list[tuple[Line, bool]]:
    """The lines that hold words, each with whether one that holds none stands above it."""
    found: list[tuple[Line, bool]] = []
    gap = False
    for line in lines:
        if not line.wordless:
            found.append((line, gap))
        gap = line.wordless
    return found


def _belongs(lead: Line, items: list[Line], line: Line, gap: bool, below: tuple[Line, bool] | None) -> bool:
    if labelled(line.text) or line.hashes or line.text.endswith(":"):
        return False
    if items:
        return _counts_on(items, line, gap)
    text = lead.text.rstrip("–—- ")
    bare = text.rstrip(": ")
    if text.endswith(":"):
        return (tells(bare) or hangs(bare)) and _opens(lead, line, gap)
    # Without a colon a sentence may only be broken by a page: then one line goes on with it and not two.
    several = below is not None and below[1] and below[0].text[:1].islower() and line.text[:1].islower()
    apart = gap or (lead.ends and lead.words < _SHORT and line.text[:1].isupper())
    return apart and left_hanging(text) and (lead.words < _SHORT or several) and _opens(lead, line, gap)


def _opens(lead: Line, line: Line, gap: bool) -> bool:
    """Whether a line is the first that goes on with half a sentence."""
    if not gap and not lead.ends:
        return False
    if line.text[:1].islower():
        return True
    return not has_subject(line.text) and (not gap or _is_entry(line))


def _counts_on(items: list[Line], line: Line, gap: bool) -> bool:
    """Whether a line is written as the items before it are."""
    first, before = items[0], items[-1]
    if first.text[:1].islower() != line.text[:1].islower():
        return False
    if has_subject(line.text) and not has_subject(first.text):
        return False
    if not gap:
        return before.ends and len(before.text) <= _LONGEST
    if line.text[:1].islower():
        return True
    return ends_sentence(before.text) == ends_sentence(line.text) and _is_entry(line)


def _is_entry(line: Line) -> bool:
    """Whether a line that begins with a capital is no sentence of its own."""
    alone = not ends_sentence(line.text) or commands(line.text)
    return alone and line.words <= _WORDS and not has_subject(line.text)
