"""The words of a text as word search counts them: lower case, without stop words, cut to their stems."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.text.language import LANGUAGE
from knowledge.text.stems import stem

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_HYPHENED = LANGUAGE.exact("terms.hyphened")
STOP_WORDS = frozenset(LANGUAGE.words("terms.stop_words"))
_CUT = LANGUAGE.exact("terms.cut")


def terms(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order, repeated as often as they occur."""
    found = (_term(word) for word in words(text))
    return [term for term in found if term]


def words(text: str) -> list[str]:
    """The lower-case words of a text, each with one kind of apostrophe."""
    joined = _HYPHENED.sub(r"\1", text.lower())
    return [word.replace("’", "'") for word in WORD.findall(joined)]


@lru_cache(maxsize=200_000)
def _term(word: str) -> str:
    plain = _CUT.sub("", word).replace("'", "")
    return "" if plain in STOP_WORDS else stem(plain)
