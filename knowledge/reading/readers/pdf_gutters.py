"""Where nothing is printed between words that stand side by side: lines of a PDF's page with gutters in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.reading.readers.pdf_lines import lines_on
from knowledge.reading.readers.pdf_words import Word

_WIDE = 1.0  # of the size: the gap that shows two columns on one line
_NARROW = 0.45  # of the size: what all lines together must leave free, more than a space
_FAR = 4.0  # of the size: lines that stand further apart have nothing in common
_MOST_LINES = 400  # of a page; more are a drawing
Gutter = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Band:
    """Neighbouring lines, from the top, none of which prints anything in the gutters."""

    lines: tuple[tuple[Word, ...], ...]
    gutters: tuple[Gutter, ...]

    def cells(self, line: Sequence[Word]) -> list[list[Word]]:
        """The words of a line, column by column."""
        found: list[list[Word]] = [[] for _ in range(len(self.gutters) + 1)]
        for word in line:
            middle = (word.left + word.right) / 2
            found[sum(middle > sum(gutter) / 2 for gutter in self.gutters)].append(word)
        return found


def bands_in(words: Sequence[Word]) -> Iterator[Band]:
    """The bands of a page, from the top; each begins with words on two sides of a gutter."""
    lines = lines_on(words)
    if len(lines) > _MOST_LINES:
        return
    first = 0
    for at, line in enumerate(lines):
        gutters = _gaps(line)
        if at < first or not gutters:
            continue
        after = at + 1
        while after < len(lines) and _is_near(lines[after - 1], lines[after]):
            left = _free(gutters, lines[after])
            if len(left) < len(gutters):
                break
            gutters, after = left, after + 1
        top = at
        while first < top and _is_near(lines[top - 1], lines[top]) and _parts(gutters, lines[top - 1]):
            top -= 1  # Heads may stand closer to each other than the rows.
        first = after
        yield Band(tuple(map(tuple, lines[top:after])), tuple(gutters))


def _gaps(line: Sequence[Word]) -> list[Gutter]:
    ends = [max(word.right for word in line[: i + 1]) for i in range(len(line))]
    sizes = [max(one.size, other.size) for one, other in pairwise(line)]
    gaps = zip(ends, [word.left for word in line[1:]], sizes, strict=False)
    return [(left, right) for left, right, size in gaps if right - left > _WIDE * size]


def _free(gutters: Sequence[Gutter], line: Sequence[Word]) -> list[Gutter]:
    """What a line leaves of the gutters; one in which whole words stand becomes two."""
    free = list(gutters)
    size = max(word.size for word in line)
    for word in line:
        free = [
            part
            for left, right in free
            for part in (
                ((left, min(right, word.left)), (max(left, word.right), right))
                if word.left < right and word.right > left
                else ((left, right),)
            )
            if part[1] - part[0] >= _NARROW * size
        ]
    return free


def _parts(gutters: Sequence[Gutter], line: Sequence[Word]) -> bool:
    """Whether a line leaves the gutters as they are and has words between all of them."""
    return _free(gutters, line) == list(gutters) and all(Band((), tuple(gutters)).cells(line))


def _is_near(above: Sequence[Word], line: Sequence[Word]) -> bool:
    return above[0].base - line[0].base <= _FAR * max(above[0].size, line[0].size)
