"""Footnotes at the foot of a PDF's pages: one that goes on at the foot of the next page is put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from knowledge.reading.readers.invisible import raised
from knowledge.reading.readers.layout import PrintedLine

_SMALL = 0.92  # times the size of the text above
_NOTE = re.compile(r"^\s*(?:\[?(?:\d{1,3}|[*†‡]{1,3})[\]).]?(?=\s|[^\W\d_])|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})")
_COUNTED = re.compile(r"(\d{1,2})[.)]?\s+(?=\S)")
_CALLED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}")
_BARE = r"(?<=[^\W\d_]{{2}}[.,;:!?)”\"]){}(?=\s|$)"  # What is left of a raised mark where its print was lost.
_ENDED = re.compile(r"[.!?][\"'”’)\]]*$")
Pages = list[list[PrintedLine]]


@dataclass(slots=True)
class Feet:
    """The pages with every note whole on the page where it begins, and what is dropped of them; the lines that were
    moved away from each, and the numbers of pages at whose foot words stand that may go on with a note or not.
    """

    pages: Pages = field(default_factory=list)
    dropped: list[set[int]] = field(default_factory=list)
    moved: list[list[str]] = field(default_factory=list)
    unsure: list[int] = field(default_factory=list)


def notes_joined(pages: Pages, dropped: Sequence[set[int]]) -> Feet:
    """The pages of a document with their notes put together."""
    done = Feet()
    body = _body(pages, dropped)
    open_page: int | None = None  # Whose last note may go on.
    for number, (page, gone) in enumerate(zip(pages, dropped, strict=True)):
        foot = _foot(page, gone, body)
        page = _with_called_marks(page, foot)
        first = next((place for place, i in enumerate(foot) if _NOTE.match(page[i].text)), len(foot))
        going_on = foot[:first] if open_page is not None else []
        if going_on and open_page is not None and _stands_alone(done, open_page, page[going_on[0]].text):
            done.unsure.append(number + 1)
            going_on, open_page = [], None
        if going_on and open_page is not None:
            _append(done.pages[open_page], [page[i] for i in going_on], done.dropped[open_page])
        done.moved.append([page[i].text for i in going_on])
        kept = [i for i in range(len(page)) if i not in going_on]
        done.pages.append([page[i] for i in kept])
        done.dropped.append({place for place, i in enumerate(kept) if i in gone})
        if first < len(foot):
            open_page = number
        elif not going_on or len(foot) == 0:
            open_page = None
    return done


def _with_called_marks(page: Sequence[PrintedLine], foot: Sequence[int]) -> list[PrintedLine]:
    """A page on which a note that its foot counts as an item ("8. Not when ...") has the mark it is called by."""
    called = {mark for i, row in enumerate(page) if i not in foot for mark in _CALLED.findall(row.text)}
    done = list(page)
    for i in foot:
        if not (found := _COUNTED.match(page[i].text)):
            continue
        mark = raised(found[1])
        if mark not in called:
            called |= {mark} if _raise(done, foot, found[1]) else set()
        if mark in called:
            done[i] = replace(page[i], text=f"{mark} {page[i].text[found.end() :]}")
    return done


def _raise(page: list[PrintedLine], foot: Sequence[int], number: str) -> bool:
    """Raise a number behind the end of a sentence or its part that lost its print ("clean.1"), once on a page."""
    lost = re.compile(_BARE.format(number))
    above = [i for i in range(foot[0]) if page[i].table is None]
    found = [i for i in above for _ in lost.finditer(page[i].text)]
    if len(found) != 1:
        return False
    page[found[0]] = replace(page[found[0]], text=lost.sub(raised(number), page[found[0]].text, count=1))
    return True


def _stands_alone(done: Feet, page: int, text: str) -> bool:
    """Whether small print begins a sentence after a note that ended one, so that nothing says it goes on with it."""
    said = [row.text for i, row in enumerate(done.pages[page]) if i not in done.dropped[page]]
    return bool(_ENDED.search(said[-1])) and not text[:1].islower()


def _body(pages: Pages, dropped: Sequence[set[int]]) -> float:
    """The size in which most of a document is set."""
    letters: Counter[float] = Counter()
    for page, gone in zip(pages, dropped, strict=True):
        for row in (row for i, row in enumerate(page) if i not in gone):
            letters[row.size] += len(row.text)
    return max(letters, key=letters.__getitem__, default=0.0)


def _foot(page: Sequence[PrintedLine], gone: set[int], body: float) -> list[int]:
    """The lines in small print below the last one of the text; none where all of a page is set alike."""
    shown = [i for i in range(len(page)) if i not in gone]
    foot: list[int] = []
    largest = max((page[i].size for i in shown), default=0.0)
    letters: Counter[float] = Counter()
    for row in (page[i] for i in shown):
        if row.size > _SMALL * largest or len(row.text) > 40:
            letters[row.size] += len(row.text)
    usual = max(letters, key=letters.__getitem__, default=0.0)
    for i in reversed(shown):
        row = page[i]
        if row.size > _SMALL * usual or row.size >= body or row.table is not None or row.flow < 0:
            break
        foot.insert(0, i)
    return foot if len(foot) < len(shown) else []


def _append(page: list[PrintedLine], lines: Sequence[PrintedLine], gone: set[int]) -> None:
    """Put lines behind the last one of a page that is not dropped, as if they stood right below it."""
    place = max(i for i in range(len(page)) if i not in gone)
    last = page[place]
    for step, line in enumerate(lines, start=1):
        below = last.base - step * last.size
        page.insert(
            place + step, replace(line, base=below, size=last.size, bold=last.bold, flow=last.flow, edge="")
        )
    shifted = {i + len(lines) if i > place else i for i in gone}
    gone.clear()
    gone.update(shifted)
