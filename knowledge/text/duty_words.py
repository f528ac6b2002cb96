"""The many ways of saying a duty, a ban or a freedom, put in the few words that decide how a clause binds."""

from __future__ import annotations

from functools import lru_cache

from knowledge.text.language import LANGUAGE

_IDIOMS = LANGUAGE.patterns("strength.idioms")
_WORDS = LANGUAGE.table("strength.in_plain_words")


@lru_cache(maxsize=2_000)  # A lead-in is judged with each of its items, and every sentence more than once.
def in_plain_words(text: str) -> str:
    """A text with its idioms of duty put plainly ("are not to" as "must not"): for judging, never for quoting."""
    for name, idiom in _IDIOMS.items():
        text = idiom.sub(_WORDS[name], text)
    return text
