"""A text cut into sections and dropped ranges, each character in exactly one of them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import replace
from itertools import pairwise

from knowledge.passages import Clause, Section, Strength
from knowledge.sectioning.clauses import clauses_of
from knowledge.sectioning.headings import Heading
from knowledge.sectioning.lines import Line
from knowledge.sectioning.markup import normal
from knowledge.sectioning.strength import guidance_heading, guidance_note

Dropped = tuple[tuple[int, int, str], ...]


def cut(
    name: str,
    text: str,
    lines: list[Line],
    headings: list[Heading],
    paths: list[tuple[str, ...]],
    dropped: dict[int, str],
    signature: list[int],
    pages: tuple[int, ...],
) -> tuple[tuple[Section, ...], Dropped]:
    """Sections in order, and the dropped ranges.

    A section runs from its heading to the next one. Its `text` is the document's text over that range with the
    dropped ranges inside taken out. A signature block is a section of its own without a heading. A heading with
    nothing below it is a section without clauses: it is there to be counted, not to be quoted.
    """
    ranges = _ranges(lines, dropped, len(text))
    heads = {h.line: (path, h.number) for h, path in zip(headings, paths, strict=True)}
    run_in = {h.line for h in headings if h.run_in}
    if signature:
        heads.setdefault(signature[0], ((), ""))
    first_kept = next((i for i, line in enumerate(lines) if i not in dropped and not line.blank), 0)
    starts = sorted(heads if first_kept in heads else {0, *heads})
    bounds = [0, *(lines[i].start for i in starts[1:]), len(text)]
    sections: list[Section] = []
    taken: Counter[str] = Counter()
    empty: list[tuple[int, int, str]] = []
    for first, after, (start, end) in zip(starts, [*starts[1:], len(lines)], pairwise(bounds), strict=True):
        path, number = heads.get(first, ((), ""))
        gaps = _gaps(start, end, ranges)
        kept = "".join(text[low:high] for low, high in gaps)
        if not kept.strip() and not path:
            empty.extend((low, high, "white space") for low, high in gaps)
            continue
        body = [
            lines[i]
            for i in range(first, after)
            if i not in dropped and not (path and i == first and i not in run_in)
        ]
        clauses = _one(body) if first in signature else clauses_of(body)
        page = bisect_right(pages, start) if pages else 0
        sections.append(Section(_id(name, path, taken), path, number, kept, start, end, page, clauses))
    return _with_guidance(sections), _merge((*ranges, *empty))


def _ranges(lines: list[Line], dropped: dict[int, str], length: int) -> Dropped:
    """Dropped lines with their line breaks; neighbours of one reason become one range."""
    return _merge(
        tuple((lines[i].start, min(lines[i].end + 1, length), why) for i, why in sorted(dropped.items()))
    )


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


def _one(lines: list[Line]) -> tuple[Clause, ...]:
    solid = [line for line in lines if not line.blank]
    return (Clause(" ".join(line.text for line in solid), solid[0].start, solid[-1].end),) if solid else ()


def _id(name: str, path: tuple[str, ...], taken: Counter[str]) -> str:
    """A name for the section that survives changes elsewhere in the document."""
    slug = "-".join(re.findall(r"[^\W_]+", path[-1].lower()))[:60] if path else "opening"
    base = f"{name}#{slug or 'section'}"
    taken[base] += 1
    return base if taken[base] == 1 else f"{base}.{taken[base]}"


def _with_guidance(sections: list[Section]) -> tuple[Section, ...]:
    """Sections that call themselves best practice, or are called so by a note before them, hold guidance (J08)."""
    marked = [False] * len(sections)
    for place, section in enumerate(sections):
        if any(guidance_heading(part) for part in section.path):
            marked[place] = True
        for clause in section.clauses:
            for covered in _covered(sections, place, clause.text):
                marked[covered] = True
    return tuple(_as_guidance(s) if marked[place] else s for place, s in enumerate(sections))


def _covered(sections: list[Section], place: int, text: str) -> list[int]:
    kind = guidance_note(text)
    if kind is None:
        return []
    if kind == "document":
        return list(range(len(sections)))
    root = place
    if kind == "following":
        named = {normal(quoted) for quoted in re.findall(r"[“\"']([^”\"']{3,80})[”\"']", text)}
        after = range(place + 1, len(sections))
        root = next(
            (i for i in after if any(n and n in normal(sections[i].heading) for n in named)), place + 1
        )
    if root >= len(sections) or not sections[root].path:
        return []
    path = sections[root].path
    return [i for i, s in enumerate(sections) if i >= root and s.path[: len(path)] == path]


def _as_guidance(section: Section) -> Section:
    clauses = tuple(replace(clause, strength=Strength.GUIDANCE) for clause in section.clauses)
    return replace(section, clauses=clauses)
