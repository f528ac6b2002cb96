"""Lines that are nothing but notices of standing: "Proposed text, not yet adopted by Council."."""

from __future__ import annotations

from knowledge.reading.sectioning.dates import last_date
from knowledge.text.language import LANGUAGE

_PARTS = LANGUAGE.pattern("notices.parts")
_PIECE, _BESIDE = LANGUAGE.pattern("notices.piece"), LANGUAGE.pattern("notices.beside")
_AGREES, _DENIES = LANGUAGE.pattern("notices.agrees"), LANGUAGE.pattern("notices.denies")
_LONGEST = 200  # characters of such a line


def notice_of(text: str) -> str:
    """The piece of a line by which it says that what it stands above is not in force, or empty.

    A line that says anything else is none, and so is one by which it was adopted later.
    """
    if len(text) > _LONGEST:
        return ""
    pieces = [piece for piece in _PARTS.split(text) if any(sign.isalnum() for sign in piece)]
    said = [piece for piece in pieces if _PIECE.fullmatch(piece)]
    others = [piece for piece in pieces if piece not in said]
    if not said or not all(map(_BESIDE.fullmatch, others)):
        return ""
    if any(map(_AGREES.search, others)) and not any(map(_DENIES.search, said)):
        return ""
    day = last_date(said[-1])
    again = (last_date(piece) for piece in others)
    return "" if day and any(one and one > day for one in again) else said[-1].strip()
