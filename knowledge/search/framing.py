"""What frames a document or a part of it and rules nothing: purposes, scopes, contents, signatures, bare titles.

It stands back unless a question asks for just that kind: "why do we have this" wants a purpose and no scope.
"""

from __future__ import annotations

from functools import lru_cache

from knowledge.reading.document import Clause
from knowledge.search.windows import Window
from knowledge.text.language import LANGUAGE

BARE = 6
"""Words below which a clause that binds nobody is a title or a row."""

ANY = -1
_HEADINGS = LANGUAGE.patterns("about.frames")
_ASKED = LANGUAGE.patterns("about.asks_for_frame")
_WANTED = LANGUAGE.patterns("about.wants_frame")
_LABELLED = LANGUAGE.patterns("about.framing_lines")
_BITS = {name: 1 << place for place, name in enumerate(_HEADINGS)}
_COVER = "approval"


def framing(window: Window) -> int:
    """The kinds of frame a window is, one bit each; `ANY` for a row of names, 0 where it may rule something."""
    kinds = sum(bit for name, bit in _BITS.items() if _HEADINGS[name].search(window.section.heading))
    if kinds:
        return kinds
    if not _is_bare(window):
        return 0
    return ANY if window.section.heading else _BITS[_COVER]


def asked_frames(question: str) -> int:
    """The kinds of frame a question asks for, one bit each."""
    return sum(bit for name, bit in _BITS.items() if _ASKED[name].search(question))


def wanted_frames(question: str) -> int:
    """The kinds of frame a question wants and nothing besides: "which laws is this based on"; one bit each."""
    return sum(_BITS[name] for name, pattern in _WANTED.items() if pattern.search(question))


def framing_line(clause: Clause) -> int:
    """The kind of frame of a line that a label makes one ("PURPOSE: To help …"), as a bit; 0 for any other."""
    return 0 if clause.strength else _kind_of(clause.text)


def leading_lines(window: Window, asked: int) -> frozenset[int]:
    """The places of clauses that only lead to others: lines lists hang on, and frames that are not asked for."""
    lead_ins = {clause.lead_in for clause in window.clauses}
    return frozenset(
        place
        for place, clause in enumerate(window.clauses)
        if clause.text in lead_ins or framing_line(clause) & ~asked
    )


@lru_cache(maxsize=20_000)
def _kind_of(text: str) -> int:
    return next((_BITS[name] for name, pattern in _LABELLED.items() if pattern.search(text)), 0)


def _is_bare(window: Window) -> bool:
    """Whether a window holds titles and rows alone: no clause binds, hangs on a line or is a sentence."""
    return all(
        not clause.strength and not clause.lead_in and len(clause.text.split()) < BARE
        for clause in window.clauses
    )
