"""Repair misspelt words of a question before it is searched: against the policies' own words first.

The encoder suffers more from typing errors than word search does, so this runs before both. A list of
English words keeps real words as they are: "swearing" must not become "sharing" because only that occurs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.text.language import LANGUAGE, known_words

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
SHORTEST = 4
COMMON = 20_000  # English words this frequent are offered as repairs where the policies have none.
RARE = 8_000  # Rarer ones give way to a policy's word of the same letters: "handel" to "handle".
SHORT = 7  # letters up to which two edits make another word of one no list knows: "narcan" to "norman".
LONGEST_QUESTION = 200  # words; what is longer was pasted and is left as it is after that many.
_HURRIED = frozenset(LANGUAGE.words("asking.hurried"))
"""Words typed without their apostrophe: they are right as they stand."""


class Speller:
    """Repairs words towards one vocabulary. Safe to use from several threads; every word is looked up once."""

    def __init__(self, vocabulary: Mapping[str, int], known: Iterable[str] = (), most: int = 2) -> None:
        """`vocabulary`: the policies' lower-case words with their counts; `known`: more words to leave alone.

        `most` is how many letters of a word may be repaired; with 0 every word stays as it is.
        """
        self._counts = {word: count for word, count in vocabulary.items() if word.isalpha()}
        self._known = frozenset(known)
        self._most = most
        self._own = [word for word in self._counts if len(word) >= SHORTEST]
        self._repaired = lru_cache(maxsize=20_000)(self._repair)

    def repair(self, text: str) -> str:
        """The text with misspelt words replaced; everything else stays as it was typed."""
        seen = 0

        def better(match: re.Match[str]) -> str:
            nonlocal seen
            seen += 1
            word = match.group()
            if seen > LONGEST_QUESTION or len(word) < SHORTEST or not word.isalpha():
                return word
            return like(self._repaired(word.lower()), word)

        return WORD.sub(better, text)

    def knows(self, word: str) -> bool:
        """Whether a lower-case word is one of the vocabulary, of those to leave alone, or of the language."""
        return word in self._counts or word in _HURRIED or word in self._known or word in known_words()

    def _repair(self, word: str) -> str:
        if not self._most or word in self._counts or word in self._known or word in _HURRIED:
            return word
        rank = known_words().get(word)
        if rank is not None:
            return self._same_letters(word) if rank > RARE else word
        most = min(1 if len(word) <= 5 else 2, self._most)
        own = nearest(word, self._own, most, self._counts)
        common = nearest(word, common_words(), most if len(word) > SHORT else 1, {})
        if own and (not common or OSA.distance(word, own) <= OSA.distance(word, common)):
            return own
        return common or word

    def _same_letters(self, word: str) -> str:
        own = nearest(word, self._own, 1, self._counts)
        return own if own and sorted(own) == sorted(word) else word


def nearest(word: str, choices: list[str], most: int, counts: Mapping[str, int]) -> str:
    """The choice fewest edits away, at most `most`; the same first letter, then the higher count decide ties."""
    found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=most, limit=8)
    ranked = sorted(found, key=lambda hit: (hit[1], hit[0][0] != word[0], -counts.get(hit[0], 0), hit[2]))
    return ranked[0][0] if ranked else ""


def like(repaired: str, typed: str) -> str:
    """The repaired word, written with the capitals of the typed one; the typed one where nothing changed."""
    if repaired == typed.lower():
        return typed
    return repaired.upper() if typed.isupper() else repaired.capitalize() if typed[0].isupper() else repaired


@cache
def common_words() -> list[str]:
    """Frequent English words long enough to be repairs."""
    return [word for word, rank in known_words().items() if rank < COMMON and len(word) >= SHORTEST]
