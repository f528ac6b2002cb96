"""Footnotes at the foot of a PDF's pages: one that goes on at the foot of the next page is put together again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from knowledge.reading.readers.layout import PrintedLine

_SMALL = 0.92  # times the size of the text above
_NOTE = re.compile(r"^\s*(?:\[?(?:\d{1,3}|[*†‡]{1,3})[\]).]?(?=\s|[^\W\d_])|[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})")
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
    open_page: int | None = None  # Whose last note may go on.
    for number, (page, gone) in enumerate(zip(pages, dropped, strict=True)):
        foot = _foot(page, gone)
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


def _stands_alone(done: Feet, page: int, text: str) -> bool:
    """Whether small print begins a sentence after a note that ended one, so that nothing says it goes on with it."""
    said = [row.text for i, row in enumerate(done.pages[page]) if i not in done.dropped[page]]
    return bool(_ENDED.search(said[-1])) and not text[:1].islower()


def _foot(page: Sequence[PrintedLine], gone: set[int]) -> list[int]:
    """The lines in small print below the last one of the text; none where all of a page is set alike."""
    shown = [i for i in range(len(page)) if i not in gone]
    foot: list[int] = []
    largest = max((page[i].size for i in shown), default=0.0)
    text = [page[i].size for i in shown if page[i].size > _SMALL * largest or len(page[i].text) > 40]
    usual = max(set(text), key=text.count, default=0.0)
    for i in reversed(shown):
        row = page[i]
        if row.size > _SMALL * usual or row.table is not None or row.flow < 0:
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
