"""The words of a text as word search counts them: lower case, without stop words, cut to their stems."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.text.stems import stem

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_HYPHENED = re.compile(r"\b(e|voice)-(?=mail)")  # "E-mail" and "email" are one word.
STOP_WORDS = frozenset(
    re.findall(
        r"\w+",
        """a about am an and any are as at be been being but by can could did do does for from had has have he
        her his how i if im in into is it its me my no not of on or our s shall she should so t than that the
        their them then there these they this to us was we were what when where which who whom why will with
        would you your may might must""",
    )
)


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
    plain = word.removesuffix("'s").replace("'", "")
    return "" if plain in STOP_WORDS else stem(plain)
