"""The small raised marks of notes on a PDF's lines, put to the words they stand behind or before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from knowledge.reading.readers.invisible import raised
from knowledge.reading.readers.pdf_words import Word


def with_high_marks(lines: list[list[Word]]) -> list[list[Word]]:
    """The lines with marks of notes that are raised by more than usual at the words right before them."""
    done: list[list[Word]] = []
    waiting: list[Word] = []
    for line in lines:
        if all(raised(word.text) for word in line):
            waiting.extend(line)
            continue
        hung = [mark for mark in waiting if _leads(mark, line) or any(_hangs(mark, word) for word in line)]
        alone = [[mark] for mark in waiting if mark not in hung]
        done += [*alone, [*line, *hung]]
        waiting = []
    return [*done, *([mark] for mark in waiting)]


def _hangs(mark: Word, word: Word) -> bool:
    higher = 0.1 * word.size <= mark.base - word.base <= 0.9 * word.size
    return mark.size <= 0.85 * word.size and higher and abs(mark.left - word.right) <= 0.5 * word.size


def _leads(mark: Word, line: Sequence[Word]) -> bool:
    """Whether a small raised mark stands before the first word of a line, as before a note at the foot of a page."""
    first = min(line, key=lambda word: word.left)
    higher = 0.1 * first.size <= mark.base - first.base <= 0.9 * first.size
    near = -0.2 * first.size <= first.left - mark.right <= first.size
    return mark.turn == first.turn and mark.size <= 0.85 * first.size and higher and near


def with_marks(line: list[Word]) -> list[Word]:
    """A line with the small raised marks of its notes at the words before them."""
    done: list[Word] = []
    if len(line) > 1 and raised(line[0].text) and _leads(line[0], line[1:]):
        line = [replace(line[0], text=raised(line[0].text)), *line[1:]]
    for word in line:
        before = done[-1] if done else None
        mark = raised(word.text) if before and before.turn == word.turn else ""
        small = before and word.size <= 0.85 * before.size and word.base >= before.base + 0.1 * before.size
        if before and mark and small and word.left - before.right <= 0.5 * before.size:
            done[-1] = replace(before, text=before.text + mark, right=max(word.right, before.right))
        else:
            done.append(word)
    return done
