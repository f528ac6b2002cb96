"""Numbers that count on from line to line: which of them head sections, though nothing else says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from knowledge.reading.sectioning.lines import Line, Shape
from knowledge.reading.sectioning.wording import (
    ends_sentence,
    hangs,
    heads_nothing,
    left_hanging,
    says,
)
from knowledge.text.markup import plain

_BARE = re.compile(r"^\s*(?P<mark>\d{1,2})(?:\s{1,8}|\t+)(?P<text>[A-Z][^\t]{1,90})$")
_DASHED = re.compile(
    r"^\s*(?P<mark>(?P<part>\d{1,2})-(?P<number>\d{1,2}))\.?(?:\s{1,8}|\t+)(?P<text>[A-Z][^\t]{1,90})$"
)
_LONGEST = 10  # words of a heading that only its number tells


def with_bare_numbers(lines: list[Line]) -> list[Line]:
    """The lines, with "7 Imposing restrictions" as numbered ones where 1 is before it or 7.1 behind it."""
    found = {i: int(match["mark"]) for i, line in enumerate(lines) if (match := _bare(line))}
    deeper = {line.mark.split(".")[0] for line in lines if re.fullmatch(r"\d+(?:\.\d+)+", line.mark)}
    counted = _counted(found)
    done = list(lines)
    for i, match in _dashed(lines):
        done[i] = replace(lines[i], text=plain(match["text"]), shape=Shape.ITEM, mark=match["mark"], cells=())
    for i, number in found.items():
        match = _bare(lines[i])
        if match and (i in counted or str(number) in deeper):
            text = plain(match["text"])
            done[i] = replace(lines[i], text=text, shape=Shape.ITEM, mark=match["mark"], cells=())
    return done


def _dashed(lines: list[Line]) -> Iterator[tuple[int, re.Match[str]]]:
    """The lines that are numbered by chapter ("7-2  Bans") where the one before or behind them counts on."""
    found = [(i, match) for i, line in enumerate(lines) if (match := _DASHED.match(line.raw))]
    named = [
        (i, match)
        for i, match in found
        if not ends_sentence(match["text"]) and len(match["text"].split()) <= _LONGEST
    ]
    places = {(int(match["part"]), int(match["number"])) for _, match in named}
    for i, match in named:
        part, number = int(match["part"]), int(match["number"])
        if lines[i].shape in (Shape.TEXT, Shape.ROW) and {(part, number - 1), (part, number + 1)} & places:
            yield i, match


def _bare(line: Line) -> re.Match[str] | None:
    alone = line.shape is Shape.TEXT or (line.shape is Shape.ROW and len(line.cells) == 2)
    match = _BARE.match(line.raw) if alone and not line.hashes and not line.framed else None
    if not match or ends_sentence(match["text"]) or heads_nothing(line.raw.strip()):
        return None
    return match if len(match["text"].split()) <= _LONGEST else None


def _counted(found: dict[int, int]) -> set[int]:
    """Those that count 1, 2, 3 in the order of the text, two of them or more; a contents page counts apart."""
    runs: list[list[int]] = [[]]
    for i, number in found.items():
        if number == len(runs[-1]) + 1:
            runs[-1].append(i)
        elif number == 1:
            runs.append([i])
    return {i for run in runs if len(run) >= 2 for i in run}


def heading_runs(lines: list[Line], solid: list[int]) -> frozenset[int]:
    """Numbered lines that count on, are short, end no sentence and each have something of their own below."""
    found = {
        i
        for i, below in pairwise(solid)
        if _over_deeper(lines[i], lines[below]) or _over_text(lines[i], lines[below])
    }
    found |= {i for i in solid if _DASHED.match(lines[i].raw) and lines[i].mark and _short(lines[i])}
    for run in _runs(lines, solid):
        bodies = sum(_has_own(lines, solid, position, run) for position in run)
        if len(run) >= 2 and all(_short(lines[solid[p]]) for p in run) and 4 * bodies >= 3 * len(run):
            found.update(solid[p] for p in run)
    return frozenset(found)


def _over_deeper(line: Line, below: Line) -> bool:
    """Whether a short numbered line stands right above its own parts ("7" above "7.1")."""
    whole = line.shape is Shape.ITEM and line.mark[:1].isdigit() and not line.bulleted
    return whole and below.mark.startswith(line.mark.removesuffix(".0") + ".") and _short(line)


def _over_text(line: Line, below: Line) -> bool:
    """Whether a dotted number stands before a name and right above a sentence ("3.1 Warning the caller")."""
    dotted = line.shape is Shape.ITEM and re.fullmatch(r"\d+(?:\.\d+)+", line.mark) and not line.bulleted
    sentence = below.shape is Shape.TEXT and below.text[:1].isupper() and below.words >= 4
    return bool(dotted) and sentence and line.ends and _short(line) and not says(line.text)


def _runs(lines: list[Line], solid: list[int]) -> Iterator[list[int]]:
    """Positions in `solid` of lines whose marks are each the next of the one before, from 1, A or I."""
    running: dict[tuple[int, str], list[int]] = {}
    for position, i in enumerate(solid):
        line = lines[i]
        if line.shape is not Shape.ITEM or line.bulleted or not (kind := _kind(line.mark)):
            continue
        key = (line.indent, kind)
        run = running.get(key)
        if run and _place(line.mark) == _place(lines[solid[run[-1]]].mark) + 1:
            run.append(position)
        elif _place(line.mark) == 1:
            if run:
                yield run
            running[key] = [position]
    yield from running.values()


def _kind(mark: str) -> str:
    bare = mark.removesuffix(".0")
    return "1" if bare.isdigit() else "A" if len(bare) == 1 and bare.isupper() else ""


def _place(mark: str) -> int:
    bare = mark.removesuffix(".0")
    return int(bare) if bare.isdigit() else ord(bare) - ord("A") + 1


def _short(line: Line) -> bool:
    text = line.text.rstrip(": ")
    if line.text.endswith(":") and hangs(text):
        return False
    whole = not ends_sentence(text) and not left_hanging(text) and not heads_nothing(text)
    return whole and 0 < line.words <= _LONGEST and text[:1].isupper()


def _has_own(lines: list[Line], solid: list[int], position: int, run: Iterable[int]) -> bool:
    """Whether text or another kind of list stands between this number and the next."""
    after = position + 1
    if after >= len(solid) or after in run:
        return False
    line, below = lines[solid[position]], lines[solid[after]]
    if below.shape in (Shape.ITEM, Shape.ROW):
        return True
    return (line.ends or solid[after] - solid[position] > 1) and not below.text[:1].islower()
