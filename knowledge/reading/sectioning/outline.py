"""The path of every heading: the number decides its level, then the format, then how it is set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from knowledge.reading.sectioning.headings import NUMBERED, HeadingLine, HeadingStyle
from knowledge.text.language import LANGUAGE

_FIRST = frozenset(("1", "1.0", "A", "a", "I", "i"))
_TOP_WORDS = LANGUAGE.words("headings.top")


def paths_of(
    headings: list[HeadingLine], title: HeadingLine | None, until: Mapping[int, int]
) -> list[tuple[str, ...]]:
    """One path per heading, outermost first; the document's title stands in its own path only.

    `until` says by the line of a heading in an inset at which line that ends.
    """
    stack: list[HeadingLine] = []
    paths: list[tuple[str, ...]] = []
    for heading in headings:
        if heading is title:
            paths.append((heading.text,))
            continue
        stack = [above for above in stack if above.style is not HeadingStyle.QUESTION]
        if heading.style is HeadingStyle.QUESTION:
            stack = [*stack, heading]
            paths.append(tuple(h.text for h in stack))
            continue
        stack = [above for above in stack if until.get(above.line, heading.line + 1) > heading.line]
        placed = _lettered(stack, heading)
        stack = [*_ancestors(stack, placed), placed]
        paths.append(tuple(h.text for h in stack))
    return paths


def _lettered(stack: list[HeadingLine], new: HeadingLine) -> HeadingLine:
    """ "I." after "H." is a letter, whatever it looks like."""
    before = chr(ord(new.number) - 1) if new.style is HeadingStyle.ROMAN and len(new.number) == 1 else ""
    follows = any(other.style is HeadingStyle.LETTER and other.number == before for other in stack)
    return replace(new, style=HeadingStyle.LETTER) if follows else new


def _ancestors(stack: list[HeadingLine], new: HeadingLine) -> list[HeadingLine]:
    if any(new.number.lower().startswith(word) for word in _TOP_WORDS):
        return []
    if (digits := _digits(new.number)) and (place := _by_number(stack, digits)) is not None:
        return stack[:place]
    if new.level:
        return [h for i, h in enumerate(stack) if all(0 < a.level < new.level for a in stack[: i + 1])]
    return _by_style(stack, new)


def _digits(number: str) -> tuple[int, ...]:
    found = re.search(r"\d+(?:[.-]\d+)*", number)
    digits = tuple(int(part) for part in re.split("[.-]", found.group())) if found else ()
    # "1.0 Purpose" is what others write as "1. Purpose".
    return digits[:-1] if len(digits) > 1 and digits[-1] == 0 else digits


def _by_number(stack: list[HeadingLine], digits: tuple[int, ...]) -> int | None:
    """Where a numbered heading belongs: below its prefix (3 above 3.1), else beside one of its own length."""
    numbers = [_digits(h.number) for h in stack]
    for place in range(len(stack) - 1, -1, -1):
        theirs = numbers[place]
        if theirs and len(theirs) < len(digits) and digits[: len(theirs)] == theirs:
            return place + 1
    return next((place for place, theirs in enumerate(numbers) if len(theirs) >= len(digits)), None)


def _by_style(stack: list[HeadingLine], new: HeadingLine) -> list[HeadingLine]:
    for place, other in enumerate(stack):
        if other.style is new.style and other.number.split(" ")[0] == new.number.split(" ")[0]:
            return stack[:place]
        if other.style is new.style and new.style is not HeadingStyle.WORD:
            return stack[:place]
    if new.style in NUMBERED:
        # "1." right below "B." counts within it, whichever of the two a document has above.
        within = new.number in _FIRST and bool(stack) and stack[-1].style in NUMBERED
        return [h for h in stack if within or h.style not in NUMBERED or h.style < new.style]
    if new.directly:
        return stack
    for place, other in enumerate(stack):
        if other.style in NUMBERED and any(new.look) and other.look == new.look:
            return stack[:place]
    # An unnumbered heading ends the numbered run that began below an unnumbered one.
    unnumbered = [place for place, other in enumerate(stack) if other.style not in NUMBERED]
    if unnumbered and len(unnumbered) < len(stack):
        stack = stack[: unnumbered[-1] + 1]
    while stack and stack[-1].style > new.style and stack[-1].style not in NUMBERED:
        stack = stack[:-1]
    return stack
