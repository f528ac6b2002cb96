"""Words that the end of a page or of a column divides."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from knowledge.reading.readers.hyphens import Divided
from knowledge.reading.readers.layout import PrintedLine


def over_breaks(
    pages: list[list[PrintedLine]], dropped: list[set[int]]
) -> tuple[list[list[PrintedLine]], list[list[str]]]:
    """The pages with each such word whole on the first of its lines, and its halves by the page that shows them."""
    done = [list(page) for page in pages]
    halves: list[list[str]] = [[] for _ in pages]
    places = [(p, i) for p, page in enumerate(pages) for i in range(len(page)) if i not in dropped[p]]
    divided: Divided | None = None
    for (page, i), (after, j) in pairwise(places):
        row, below = done[page][i], done[after][j]
        same = (page, row.flow) == (after, below.flow)
        if same or row.table or below.table or row.size != below.size or not row.text.endswith("-"):
            continue
        divided = divided or Divided(line.text for lines in pages for line in lines)
        said = divided.joined([row.text, below.text])
        if len(said) > 1 and said[0] != row.text:
            halves[page].append(row.text.split()[-1].rstrip("-"))
            halves[after].append(below.text[: len(below.text) - len(said[1])].strip())
            done[page][i], done[after][j] = replace(row, text=said[0]), replace(below, text=said[1])
    return done, halves
