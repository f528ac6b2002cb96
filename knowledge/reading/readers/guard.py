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
SHOWN = 8
"""Overlooked words that a finding names."""


def overlooked(held: Iterable[str], read: Iterable[str], place: str = "") -> tuple[Finding, ...]:
    """A finding where a file holds words (`held`, piece by piece) that are not among those `read` or set aside."""
    missing = counted(held) - counted(read)
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
