"""The numbers Word shows before paragraphs but does not store with them, counted again from `numbering.xml`."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml.etree import _Element as Element

from knowledge.reading.readers.whole import whole
from knowledge.reading.readers.word_xml import qn

_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    pattern: str
    start: int


class Numbering:
    """Counts the lists of one document in reading order."""

    def __init__(self, definitions: Element) -> None:
        """`definitions` is the root of numbering.xml."""
        levels = {_value(e, "abstractNumId"): _levels(e) for e in definitions.iter(qn("w:abstractNum"))}
        self._lists: dict[str, tuple[str, dict[int, _Level]]] = {}
        self._starts: dict[str, dict[int, int]] = {}
        self._restarts: set[str] = set()
        for num in definitions.iter(qn("w:num")):
            number, abstract = _value(num, "numId"), _child_value(num, "abstractNumId")
            self._lists[number] = (abstract, levels.get(abstract, {}))
            if starts := _restarts(num):
                self._starts[number] = starts
                self._restarts.add(number)
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)

    def mark(self, number: str, depth: int) -> str:
        """The mark of the next paragraph of list `number` at `depth`; "-" for bullets, empty for unknown lists."""
        abstract, levels = self._lists.get(number, ("", {}))
        level = levels.get(depth)
        if level is None or level.style == "none":
            return ""
        if level.style == "bullet":
            return "-"
        counts = self._counts[abstract]
        if number in self._restarts:
            self._restarts.discard(number)
            counts.clear()
        starts = self._starts.get(number, {})
        counts[depth] = counts.get(depth, starts.get(depth, level.start) - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]

        def shown(match: re.Match[str]) -> str:
            place = int(match.group(1)) - 1
            other = levels.get(place, level)
            return shown_number(counts.get(place, starts.get(place, other.start)), other.style)

        return re.sub(r"%(\d)", shown, level.pattern).strip()


def _levels(abstract: Element) -> dict[int, _Level]:
    found = {}
    for level in abstract.iter(qn("w:lvl")):
        start = _child_value(level, "start")
        depth = _value(level, "ilvl")
        found[whole(depth, 0)] = _Level(
            _child_value(level, "numFmt") or "decimal",
            _child_value(level, "lvlText"),
            whole(start, 1),
        )
    return found


def _restarts(num: Element) -> dict[int, int]:
    """Where a list begins to count again at a level, by level."""
    found = ((level, level.find(qn("w:startOverride"))) for level in num.iter(qn("w:lvlOverride")))
    return {
        whole(_value(level, "ilvl"), 0): whole(str(start.get(qn("w:val"), "")), 1)
        for level, start in found
        if start is not None
    }


def _value(element: Element, name: str) -> str:
    return str(element.get(qn(f"w:{name}"), ""))


def _child_value(element: Element, name: str) -> str:
    child = element.find(qn(f"w:{name}"))
    return "" if child is None else str(child.get(qn("w:val"), ""))


def shown_number(count: int, style: str) -> str:
    """A number in one of Word's number formats ("lowerRoman")."""
    if style in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("lowerRoman", "upperRoman"):
        roman = _roman(count)
        return roman.upper() if style == "upperRoman" else roman
    return str(count)


def _roman(count: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        while count >= value and len(written) < 20:
            written += letters
            count -= value
    return written
