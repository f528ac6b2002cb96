"""What a question asks for and the nearest passages do not speak of, in the asker's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.turns import subject_words
from knowledge.text.language import known_words
from knowledge.text.terms import terms

MOST = 3
EVERYDAY = 2_000
"""Rank by frequency below which a word says little."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def unspoken(question: str, passages: Iterable[str]) -> tuple[str, ...]:
    """The words of a question that stand in none of the passages, in any form, in order and as they were typed.

    Everyday words are named only where there are no others.
    """
    said = {stem for passage in passages for stem in terms(passage)}
    found = (word for word in _WORD.findall(question) if (stems := subject_words(word)) and not stems & said)
    missing = tuple(dict.fromkeys(found))
    ranks = known_words()
    telling = tuple(word for word in missing if ranks.get(word.casefold(), EVERYDAY) >= EVERYDAY)
    return (telling or missing)[:MOST]
