"""Which line breaks were meant: the next word would still have fitted where the others are wrapped."""

from __future__ import annotations

import re
from itertools import pairwise

from knowledge.text.language import LANGUAGE

_SENTENCE_END = re.compile(r"[.!?:;][\"'”’)\]]*$")
_MIDDLE = LANGUAGE.exact("lines.middle")
_LEAST = 24  # characters of a line that reached a margin
_FULL = 60  # in a list without marks
_NEARLY = 0.75  # of the widest wrapped line: a ragged margin


def meant_breaks(raws: list[str]) -> list[bool]:
    """For each line whether it ends where its author ended it; a text that is never wrapped breaks nowhere else."""
    wrapped = []
    listing = False  # Below a colon: short lines in lower case may be a list without marks.
    for raw, below in pairwise(raws):
        listing = bool(raw.strip()) and (listing or raw.rstrip().endswith(":"))
        if _runs_on(raw, below, listing=listing):
            wrapped.append(len(raw.rstrip()))
    if not wrapped:
        return [True] * len(raws)
    width = _NEARLY * max(wrapped)
    return [_meant(raw, below, width) for raw, below in zip(raws, [*raws[1:], ""], strict=True)]


def _runs_on(raw: str, below: str, *, listing: bool) -> bool:
    """Whether a line of some length stops in the middle of a sentence that the next line goes on with."""
    if len(raw) < (_FULL if listing else _LEAST) or not below.strip() or _SENTENCE_END.search(raw.rstrip()):
        return False
    return below.strip()[:1].islower() or bool(_MIDDLE.search(raw.rstrip()))


def _meant(raw: str, below: str, width: float) -> bool:
    word = below.split(maxsplit=1)[0] if below.strip() else ""
    return len(raw.rstrip()) + 1 + len(word) <= width
