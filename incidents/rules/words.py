"""The words of a report as it is searched: their stems in small letters without marks, no short or common ones."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from threading import Lock

import Stemmer

from incidents.rules.spellings_data import spellings

SHORTEST = 3
LONGEST = 40
MOST_WORDS = 2000
"""Different words of one record that count."""
_STEMMER = Stemmer.Stemmer("english")
_ONE_AT_A_TIME = Lock()
_WORD = re.compile(r"[^\W_]+")


def stems(text: str) -> frozenset[str]:
    """What a text is searched by. Words of every language are treated alike, so each finds itself."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(one for one in apart if not unicodedata.combining(one))
    words = dict.fromkeys(_WORD.findall(plain))
    said = (word for word in words if SHORTEST <= len(word) <= LONGEST and word not in spellings().common)
    return frozenset(stem(word) for word, _ in zip(said, range(MOST_WORDS), strict=False))


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The part of a word that its forms share, as English makes them."""
    with _ONE_AT_A_TIME:  # A stemmer holds the word it works on.
        return str(_STEMMER.stemWord(word))
