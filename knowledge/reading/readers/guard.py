"""The guard: every word a file holds was read, set aside with a reason, or is reported.

It counts by other means than the reader it watches, so that what the reader overlooks is found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from unicodedata import normalize

from knowledge.reading.document import Finding
from knowledge.reading.readers.invisible import without_invisible

_WORD = re.compile(r"[^\W_]+")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}")  # The mark of a note is no part of the word before it.
_LONGEST, _MOST = 60, 2_000  # letters of a word, words that are looked at
SHOWN = 8
"""Overlooked words that a finding names."""


def overlooked(held: Iterable[str], read: Iterable[str], place: str = "") -> tuple[Finding, ...]:
    """A finding where a file holds words (`held`, piece by piece) that are not among those `read` or set aside."""
    shown, found = counted(held), counted(read)
    missing, more = shown - found, found - shown
    unglue(missing, more)
    count = sum(missing.values())
    if not count:
        return ()
    words = " ".join(list(missing)[:SHOWN]) + (" …" if len(missing) > SHOWN else "")
    said = "1 word of the file was" if count == 1 else f"{count} words of the file were"
    return (Finding("", place, "not-read", f"{said} not read: {words}"),)


def counted(pieces: Iterable[str]) -> Counter[str]:
    """How often each word stands in the pieces, small and capital letters alike."""
    apart = (_RAISED.sub(r" \g<0> ", without_invisible(piece)) for piece in pieces)
    plain = (normalize("NFKC", piece).casefold() for piece in apart)
    return Counter(word for piece in plain for word in _WORD.findall(piece))


def unglue(glued: Counter[str], apart: Counter[str]) -> None:
    """Take words out of both counts where one side has as several what the other has as one: "tenfive" is "ten" that
    was deleted with "five" right behind it, and every letter of it is accounted for.
    """
    # Numbers are never put together: those of items stand in what is read alone.
    words = [word for word in glued if len(word) <= _LONGEST and not word.isdigit()] if apart else []
    for word in words[:_MOST]:
        while glued[word] > 0 and (parts := _parts(word, apart)):
            glued[word] -= 1
            apart.subtract(parts)
        if glued[word] <= 0:
            del glued[word]


def _parts(word: str, apart: Counter[str], most: int = 3) -> list[str]:
    """Words that follow each other in a word, at most so many and two at least; none where there are no such."""
    for place in range(1, len(word) if most > 1 else 0):
        first, rest = word[:place], word[place:]
        if apart[first] <= 0:
            continue
        if apart[rest] > (rest == first):
            return [first, rest]
        apart[first] -= 1
        found = _parts(rest, apart, most - 1)
        apart[first] += 1
        if found:
            return [first, *found]
    return []
