"""Words of a PDF's page that are printed over others: drawn a second time on one place, or across the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from statistics import median

from knowledge.reading.readers.pdf_words import Word

_LARGER = 3.0  # times the usual size, from which words that lie across others are a watermark
_ACROSS = 2  # others
_HIGH = 0.7  # of the size, how high letters are


def once(words: Iterable[Word]) -> tuple[list[Word], list[str]]:
    """The words, each once where it is drawn again on the same place (as heavy print is made); and the repeats."""
    kept: list[Word] = []
    repeats: list[str] = []
    seen: set[tuple[str, int, int, int]] = set()
    for word in words:
        left, base = round(word.left), round(word.base)
        near = ((word.text, word.turn, left + x, base + y) for x in (-1, 0, 1) for y in (-1, 0, 1))
        if word.turn >= 0 and any(place in seen for place in near):
            repeats.append(word.text)
            continue
        seen.add((word.text, word.turn, left, base))
        kept.append(word)
    return kept, repeats


def with_watermarks(words: Sequence[Word]) -> Iterator[Word]:
    """The words, large ones that lie across others as slanting ones, which are no part of the text."""
    usual = median(word.size for word in words) if words else 0.0
    small = [word for word in words if word.turn >= 0 and word.size < _LARGER * usual]
    for word in words:
        large = word.turn >= 0 and word.size >= _LARGER * usual
        yield replace(word, turn=-1) if large and _across(word, small) else word


def _across(word: Word, others: Iterable[Word]) -> bool:
    inside = (
        other
        for other in others
        if other.turn == word.turn
        and word.left <= (other.left + other.right) / 2 <= word.right
        and word.base <= other.base + 0.3 * other.size <= word.base + _HIGH * word.size
    )
    return len([other for other, _ in zip(inside, range(_ACROSS), strict=False)]) == _ACROSS
