"""Words that everybody types on an ordinary day: as a word agreed for being under threat they would call people."""

from __future__ import annotations

from bot.typed import TYPED

SHORTEST = 4
"""Letters of the shortest duress word."""


EVERYDAY = frozenset(TYPED.words("everyday_words.everyday"))


def is_everyday(words: str) -> bool:
    """Whether every word of a comparable text is one of every day; a name of two unlike things is none."""
    return all(len(one) < SHORTEST or one in EVERYDAY for one in words.split())
