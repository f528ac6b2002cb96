"""The duress word: kept as something it can be compared with, and heard in whatever its person types.

What is compared is made under the plan's own key, so that the database holds nothing to guess against.
"""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

from foundation.sealed_rows import COLUMN
from foundation.sealing import DataKey, KeyRing

LONGEST = 8_000
"""Words of a message in which the duress word is looked for: more than any platform carries."""

MOST = 4
"""Words that a duress word has at most."""

_WORD = re.compile(r"[^\W_]+")


def comparable(said: str) -> str:
    """Words as they are compared: small letters without accents or signs, single spaces."""
    plain = unicodedata.normalize("NFKD", said).casefold()
    return " ".join(_WORD.findall("".join(one for one in plain if not unicodedata.combining(one))))


def sealed_plan(ring: KeyRing, owner: str, place: str, word: str) -> dict[str, Any]:
    """The sealed columns of a plan; of the duress word only what it can be compared with."""
    key, wrapped = ring.new_data_key(owner)
    content = {"place": place, "duress": key.name(word.encode()) if word else ""}
    return {
        "key_id": wrapped.key_id,
        "wrapped_key": wrapped.wrapped,
        COLUMN: key.seal(COLUMN, json.dumps(content).encode()),
    }


def said_in(key: DataKey, kept: str, text: str) -> bool:
    """Whether a text of any length holds the word of which `kept` was made."""
    words = comparable(text).split()[:LONGEST]
    spans = {
        " ".join(words[start : start + length])
        for length in range(1, MOST + 1)
        for start in range(len(words) - length + 1)
    }
    return any(key.name(span.encode()) == kept for span in spans)
