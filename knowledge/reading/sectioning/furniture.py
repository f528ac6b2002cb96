"""Lines that belong to the page and not to the policy: headers, footers, page numbers, contents pages."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import pairwise

from knowledge.reading.sectioning.lines import Line, Shape
from knowledge.text.labels import labelled
from knowledge.text.language import LANGUAGE
from knowledge.text.markup import normal

_PAGE_NUMBER = LANGUAGE.pattern("page.number")
_OPENING = 4  # lines
_TO_TOP = LANGUAGE.pattern("page.to_top")
_NAMES_PAGE = LANGUAGE.pattern("page.word")
_LONE_NUMBER = re.compile(r"^[-–—\s]*\d{1,3}[-–—\s]*$")
_LEADER = re.compile(r"^(?P<name>.{2,200}?)\s*(?:\.\s?){4,}\s*(?P<page>\d{1,3}|[ivxlc]{1,6})\s*$")
_TABBED = re.compile(r"^(?P<name>[^\t]{2,200})\t+\s*(?P<page>\d{1,3})\s*$")
_SPACED = re.compile(r"^(?P<name>\S.{1,200}?[^\W\d].{0,100}?)\s+(?P<page>\d{1,3})\s*$")
_ANCHOR = re.compile(r"^\s*(?:[-*+]|\d+\.)\s+\[(?P<name>[^\]]{1,200})\]\(#[^)]*\)\s*$")
_CONTENTS_WORD = LANGUAGE.pattern("page.contents")


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One line of a contents page: what it calls a section."""

    line: int
    name: str


def contents_pages(lines: list[Line]) -> list[list[ContentsEntry]]:
    """Runs of at least three contents lines, whose page numbers never fall and which are mostly named below."""
    runs: list[list[ContentsEntry]] = [[]]
    last_page = 0
    for index, line in enumerate(lines):
        if line.blank:
            continue
        entry = _entry(line)
        if entry is None or (entry[1] and entry[1] < last_page):
            runs.append([])
            last_page = 0
        if entry is not None:
            runs[-1].append(ContentsEntry(index, entry[0]))
            last_page = entry[1]
    found = [run for run in runs if len(run) >= 3 and _named_below(run, lines)]
    return [*found, *_bare_contents(lines, {entry.line for run in found for entry in run})]


def _bare_contents(lines: list[Line], known: Collection[int]) -> Iterator[list[ContentsEntry]]:
    """Contents without page numbers: under a heading that says so, three names or more that head something below."""
    for index, line in enumerate(lines):
        if not (_CONTENTS_WORD.match(line.text) and line.words <= 4):
            continue
        run: list[ContentsEntry] = []
        below = Counter(_name(one) for one in lines[index + 1 :] if 0 < one.words <= 20)
        for place in range(index + 1, len(lines)):
            if lines[place].blank:
                continue
            name = _name(lines[place])
            below[name] -= 1
            if place in known or below[name] < 1:
                break
            run.append(ContentsEntry(place, f"{lines[place].mark} {lines[place].text}".strip()))
        if len(run) >= 3:
            yield run


def _name(line: Line) -> str:
    return normal(f"{line.mark} {line.text}")


def _entry(line: Line) -> tuple[str, int] | None:
    text = f"{line.mark} {line.text}".strip() if line.mark else line.text
    if found := _ANCHOR.match(line.raw):
        return found.group("name"), 0
    found = _LEADER.match(text) or (_TABBED.match(text) if line.shape is Shape.ROW else None)
    found = found or (_SPACED.match(text) if line.words <= 14 else None)
    if not found:
        return None
    page = found.group("page")
    return found.group("name"), int(page) if page.isdigit() else 0


def _named_below(run: list[ContentsEntry], lines: list[Line]) -> bool:
    """A price list also ends in numbers: a contents page names what comes after it."""
    if any(_LEADER.match(lines[e.line].text) or _ANCHOR.match(lines[e.line].raw) for e in run):
        return True
    below = {normal(f"{line.mark} {line.text}") for line in lines[run[-1].line + 1 :] if 0 < line.words <= 20}
    return 2 * sum(normal(entry.name) in below for entry in run) >= len(run)


def furniture(lines: list[Line], contents: list[list[ContentsEntry]], *, laid_out: bool) -> dict[int, str]:
    """The lines to drop, by index, each with its reason; what opens the document is kept once.

    `laid_out` says that the reader knew where pages end and has dropped their headers and footers itself.
    """
    dropped: dict[int, str] = {}
    for run in contents:
        first = run[0].line
        above = next((i for i in range(first - 1, -1, -1) if not lines[i].blank), None)
        if above is not None and _CONTENTS_WORD.match(lines[above].text):
            dropped[above] = "contents"
        dropped.update({entry.line: "contents" for entry in run})
    if laid_out:
        return dropped
    solid = [i for i, line in enumerate(lines) if not line.blank and i not in dropped]
    keys = {i: _key(lines[i]) for i in solid}
    dropped.update({i: "page number" for i in solid if _PAGE_NUMBER.match(lines[i].text)})
    dropped.update({i: "navigation" for i in solid if _TO_TOP.match(lines[i].text)})
    dropped.update(_lone_numbers(lines, solid))
    dropped.update(_repeated_title(lines, solid, keys))
    dropped.update(_repeated_blocks(lines, solid, keys))
    dropped.update(_repeated_lines(lines, solid, keys, dropped))
    for i in solid[:_OPENING]:
        if dropped.get(i, "").startswith("page ") and not _NAMES_PAGE.search(lines[i].text):
            del dropped[i]
    return dropped


def _key(line: Line) -> str:
    """A line for comparing over pages: digits do not count, items and rows never repeat."""
    if line.shape is not Shape.TEXT or line.words > 14:
        return ""
    return re.sub(r"\d+", "0", normal(line.text))


def _lone_numbers(lines: list[Line], solid: list[int]) -> dict[int, str]:
    found = [(i, int(re.sub(r"\D", "", lines[i].raw))) for i in solid if _LONE_NUMBER.match(lines[i].raw)]
    rising = len(found) >= 2 and all(a[1] < b[1] for a, b in itertools.pairwise(found))
    return {i: "page number" for i, _ in found} if rising else {}


def _repeated_title(lines: list[Line], solid: list[int], keys: dict[int, str]) -> dict[int, str]:
    """The line that opens the document, when it comes back on its own, is the header of a page."""
    if not solid or not keys[solid[0]]:
        return {}
    again = [i for i in solid[1:] if keys[i] == keys[solid[0]] and _alone(lines, i)]
    return dict.fromkeys(again, "page header")


def _repeated_blocks(lines: list[Line], solid: list[int], keys: dict[int, str]) -> dict[int, str]:
    """Neighbouring short lines that come back word for word and state facts, name a page or open the document."""
    opening = {keys[i] for i in solid[:_OPENING]}
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, (first, second) in enumerate(pairwise(solid)):
        pair = (keys[first], keys[second])
        telling = any(labelled(lines[i].text) or _NAMES_PAGE.search(lines[i].text) for i in (first, second))
        if (
            all(pair)
            and pair[0] != pair[1]
            and not _body_line(lines[second])
            and (telling or {*pair} <= opening)
        ):
            places[pair].append(position)
    dropped: dict[int, str] = {}
    for positions in places.values():
        if len(positions) >= 2:
            dropped.update({solid[p + step]: "page footer" for p in positions for step in (0, 1)})
    return dropped


def _body_line(line: Line) -> bool:
    return line.words >= 6 and line.text.endswith((".", "!", "?"))


def _repeated_lines(
    lines: list[Line], solid: list[int], keys: dict[int, str], dropped: dict[int, str]
) -> dict[int, str]:
    """A line that comes three times or more where pages end: after a gap of blank lines or beside furniture."""
    counts = Counter(keys[i] for i in solid if keys[i])
    edges: Counter[str] = Counter()
    for position, i in enumerate(solid):
        near = {solid[p] for p in (position - 1, position + 1) if 0 <= p < len(solid)}
        wide_gap = i >= 2 and lines[i - 1].blank and lines[i - 2].blank
        edges[keys[i]] += (
            bool(near & dropped.keys()) or wide_gap or "\f" in lines[i - 1].raw or "\f" in lines[i].raw
        )
    return {
        i: "page header"
        for i in solid
        if keys[i] and counts[keys[i]] >= 3 and 2 * edges[keys[i]] >= counts[keys[i]]
    }


def _alone(lines: list[Line], index: int) -> bool:
    above = index == 0 or lines[index - 1].blank
    return above and (index + 1 >= len(lines) or lines[index + 1].blank or lines[index].hashes > 0)
