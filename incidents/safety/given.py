"""What comes from outside before it reaches the database or a card: the name of a call or a plan, and a place."""

from __future__ import annotations

import re
import unicodedata

_ID = re.compile(r"[0-9a-f]{32}")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_JOINER = "\u200d"


def is_id(said: str) -> bool:
    """Whether a text can be the id of anything; a button may carry what no database takes."""
    return bool(_ID.fullmatch(said))


def seen(said: str) -> str:
    """A place as it is read: one line, without signs that are not seen or that turn the line round."""
    spaced = "".join(" " if one.isspace() else one for one in said)
    kept = (one for one in spaced if one == _JOINER or unicodedata.category(one) not in _UNSEEN)
    return " ".join("".join(kept).split()).strip(_JOINER)
