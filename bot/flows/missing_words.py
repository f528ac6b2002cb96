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

NOISE = 1_000
"""Rank by frequency below which a word says nothing of what is asked ("own", "keep")."""

BEGINNING = 3
"""Letters that two forms of a word share."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


def unspoken(question: str, passages: Iterable[str], policies: Iterable[str] = ()) -> tuple[str, ...]:
    """The words of a question that stand in none of the passages, in any form, in order and as they were typed.

    A word that stands anywhere in `policies`, whole texts, is not named: they do speak of it. Everyday words are
    named only where there are no others, and those that carry no meaning never.
    """
    said = {stem for passage in passages for stem in terms(passage)}
    found = (word for word in _WORD.findall(question) if (stems := subject_words(word)) and not stems & said)
    texts, ranks = tuple(policies), known_words()
    missing = tuple(
        word
        for word in dict.fromkeys(found)
        if ranks.get(word.casefold(), EVERYDAY) >= NOISE and not any(_stands(word, text) for text in texts)
    )
    telling = tuple(word for word in missing if ranks.get(word.casefold(), EVERYDAY) >= EVERYDAY)
    return (telling or missing)[:MOST]


def _stands(word: str, text: str) -> bool:
    """Whether any form of a word stands in a text."""
    stems = subject_words(word)
    alike = re.compile(rf"\b{re.escape(word[:BEGINNING])}[\w'’-]*", re.IGNORECASE)
    return any(stems & set(terms(form)) for form in {found[0] for found in alike.finditer(text)})
