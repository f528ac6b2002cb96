"""A text cut into sections and dropped ranges, each character in exactly one of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import pairwise

from knowledge.reading.document import Clause, Section
from knowledge.reading.sectioning.clauses import clauses_of
from knowledge.reading.sectioning.headings import HeadingLine
from knowledge.reading.sectioning.lines import Line

_Head = tuple[tuple[str, ...], str]
Dropped = tuple[tuple[int, int, str], ...]


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """What is known of a text's lines before it is cut; lines by their index, `pages` by offset."""

    lines: list[Line]
    headings: list[HeadingLine]
    paths: list[tuple[str, ...]]
    dropped: dict[int, str]
    signature: list[int]
    pages: tuple[int, ...]
    insets: tuple[tuple[int, int], ...] = ()


def cut(name: str, text: str, plan: SectionPlan) -> tuple[tuple[Section, ...], Dropped]:
    """Sections in order, and the dropped ranges.

    A section runs from its heading to the next one. Its `text` is the document's text over that range with the
    dropped ranges inside taken out. A signature block is a section of its own without a heading. A heading with
    nothing below it is a section without clauses: it is there to be counted, not to be quoted.
    """
    ranges = _ranges(plan, len(text))
    heads: dict[int, _Head] = {
        h.line: (path, h.number) for h, path in zip(plan.headings, plan.paths, strict=True)
    }
    heads |= _taken_up(plan, heads)
    heads |= dict.fromkeys(plan.signature[:1], ((), ""))
    titles = frozenset(
        line for h in plan.headings if not h.run_in for line in (h.line, h.more) if line is not None
    )
    starts = _starts(plan, heads)
    bounds = pairwise([0, *(plan.lines[i].start for i in starts[1:]), len(text)])
    sections: list[Section] = []
    taken: Counter[str] = Counter()
    empty: list[tuple[int, int, str]] = []
    for first, after, (start, end) in zip(starts, [*starts[1:], len(plan.lines)], bounds, strict=True):
        path, number = heads.get(first, ((), ""))
        gaps = _gaps(start, end, ranges)
        kept = "".join(text[low:high] for low, high in gaps)
        if not kept.strip() and not path:
            empty.extend((low, high, "white space") for low, high in gaps)
            continue
        page = bisect_right(plan.pages, start) if plan.pages else 0
        clauses = _clauses(plan, titles, first, after, path[-1] if path else "")
        sections.append(Section(_id(name, path, taken), path, number, kept, start, end, page, clauses))
    return tuple(sections), _merge((*ranges, *empty))


def _taken_up(plan: SectionPlan, heads: Mapping[int, _Head]) -> dict[int, _Head]:
    """The lines behind insets, with the heading that stood before each; none where another heading follows."""
    found: dict[int, _Head] = {}
    open_insets: list[tuple[int, _Head]] = []
    waiting = list(reversed(plan.insets))
    current: _Head = ((), "")
    for index, line in enumerate(plan.lines):
        if index in plan.dropped or line.blank:
            continue
        before = current
        while open_insets and open_insets[-1][0] <= line.start:
            current = open_insets.pop()[1]
        while waiting and waiting[-1][0] <= line.start:
            _, end = waiting.pop()
            if end > line.start:
                open_insets.append((end, current))
        if index in heads:
            current = heads[index]
        elif current != before:
            found[index] = current
    return found


def _starts(plan: SectionPlan, heads: Collection[int]) -> list[int]:
    """The lines at which sections start; text before the first heading is one too."""
    first = next((i for i, line in enumerate(plan.lines) if i not in plan.dropped and not line.blank), 0)
    return sorted(heads) if first in heads else sorted({0, *heads})


def _clauses(
    plan: SectionPlan, titles: frozenset[int], first: int, after: int, heading: str
) -> tuple[Clause, ...]:
    """The clauses of a section's lines; a signature block is one clause."""
    body = [i for i in range(first, after) if i not in plan.dropped and i not in titles]
    signed = [plan.lines[i] for i in body if i in plan.signature]
    words = " ".join(line.text for line in signed)
    signature = [Clause(words, signed[0].start, signed[-1].end)] if signed else []
    return (*signature, *clauses_of([plan.lines[i] for i in body if i not in plan.signature], heading))


def _ranges(plan: SectionPlan, length: int) -> Dropped:
    """Dropped lines with their line breaks; neighbours of one reason become one range."""
    lines = ((plan.lines[i], why) for i, why in sorted(plan.dropped.items()))
    return _merge(tuple((line.start, min(line.end + 1, length), why) for line, why in lines))


def _merge(ranges: Dropped) -> Dropped:
    merged: list[tuple[int, int, str]] = []
    for start, end, why in sorted(ranges):
        if end <= start:
            continue
        if merged and merged[-1][1] >= start and merged[-1][2] == why:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]), why)
        else:
            merged.append((start, end, why))
    return tuple(merged)


def _gaps(start: int, end: int, ranges: Dropped) -> list[tuple[int, int]]:
    """What is left of a range between the dropped ones."""
    gaps: list[tuple[int, int]] = []
    place = start
    for low, high, _ in ranges[max(0, bisect_right(ranges, start, key=lambda r: r[0]) - 1) :]:
        if low >= end:
            break
        if high > place:
            gaps.append((place, max(low, place)))
            place = high
    gaps.append((place, end))
    return [(low, high) for low, high in gaps if low < high]


def _id(name: str, path: tuple[str, ...], taken: Counter[str]) -> str:
    """A name for the section that survives changes elsewhere in the document."""
    slug = "-".join(re.findall(r"[^\W_]+", path[-1].lower()))[:60] if path else "opening"
    base = f"{name}#{slug or 'section'}"
    taken[base] += 1
    return base if taken[base] == 1 else f"{base}.{taken[base]}"
