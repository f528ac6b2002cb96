"""Which of many named things a question is about: by word stems, by rarity, and in spite of misspellings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.text.language import LANGUAGE, LETTERS, known_words
from knowledge.text.stems import stem

LEAST = 0.5  # Below this share of the question and the phrase, a match is chance.
NEAR = 0.85  # Who comes this near to the best is asked about too.
INFLECTED = 0.6  # What a word counts that agrees in its stem alone: "parks" is not quite "parking".
# A word nobody lists speaks against a match: in a few words it is the subject, in a story one of many.
UNKNOWN, UNKNOWN_IN_STORY, STORY = 1.5, 0.5, 4
MOST = 5  # More than five choices are no question but a list.

# Words that say how one asks, not about what.
_ASKING = frozenset(LANGUAGE.words("asking.small_words"))
_PLURAL = LANGUAGE.exact("asking.plural")


@dataclass(frozen=True, slots=True)
class Match:
    """One thing a question may be about, the phrase of it that matched, and how well (0 to 1)."""

    key: str
    phrase: str
    score: float


@dataclass(frozen=True, slots=True)
class _Phrase:
    key: str
    text: str
    stems: frozenset[str]
    words: frozenset[str]
    subject: bool = False  # one word of a name; agreeing in the stem alone is not enough for it


class Matcher:
    """Finds the keys whose phrases (names, topics) fit a question; small, in memory, deterministic."""

    def __init__(self, phrases: Mapping[str, Sequence[str]]) -> None:
        self._phrases = [phrase for key, texts in phrases.items() for phrase in _phrases_of(key, texts)]
        self._words = sorted({word for texts in phrases.values() for text in texts for word in _words(text)})
        self._joined = _joined_words(text for texts in phrases.values() for text in texts)
        holders = Counter(
            held for key in phrases for held in {s for p in self._phrases if p.key == key for s in p.stems}
        )
        self._weight = {held: 1 + log(len(phrases) / count) for held, count in holders.items()}

    def match(self, question: str) -> tuple[Match, ...]:
        """The best keys, best first: none, one, or two to five that cannot be told apart."""
        asked = self._asked(question)
        if not asked:
            return ()
        best: dict[str, Match] = {}
        for phrase in self._phrases:
            score = self._score(asked, phrase)
            if score >= LEAST and (phrase.key not in best or score > best[phrase.key].score):
                best[phrase.key] = Match(phrase.key, phrase.text, score)
        ranked = sorted(best.values(), key=lambda match: -match.score)
        return tuple(match for match in ranked if match.score >= NEAR * ranked[0].score)[:MOST]

    def _score(self, asked: dict[str, str], phrase: _Phrase) -> float:
        """The harmonic mean of how much of the phrase is asked for and how much of the question it answers."""
        shared = sum(
            self._weight[held]
            * (1 if _singular(asked[held]) in phrase.words else 0 if phrase.subject else INFLECTED)
            for held in asked.keys() & phrase.stems
        )
        if not shared:
            return 0.0
        of_phrase = shared / sum(self._weight[held] for held in phrase.stems)
        unknown = UNKNOWN if len(asked) < STORY else UNKNOWN_IN_STORY
        of_question = shared / sum(self._weight.get(held, unknown) for held in asked)
        return 2 * of_phrase * of_question / (of_phrase + of_question)

    def _asked(self, question: str) -> dict[str, str]:
        """The stems of a question, each with the word it comes from, repaired and put together or apart."""
        words = [self._repaired(word) for word in _words(question)]
        asked = {stem(word): word for word in words if word not in _ASKING}
        for written in (*words, *(a + b for a, b in pairwise(words))):
            for word in () if written in self._words else self._joined.get(stem(written), ()):
                asked[stem(word)] = word
        return asked

    def _repaired(self, word: str) -> str:
        """The listed word this one is a misspelling of; English words are never bent."""
        if (
            len(word) < 4
            or word in _ASKING
            or word in self._words
            or stem(word) in self._weight
            or word in known_words()
        ):
            return word
        allowed = 1 if len(word) < 7 else 2
        found = process.extractOne(word, self._words, scorer=OSA.distance, score_cutoff=allowed)
        return found[0] if found and len(found[0]) >= 4 else word


def _phrases_of(key: str, texts: Sequence[str]) -> list[_Phrase]:
    """The phrases of one key, and each word that its name shares with others: that word alone is its subject too."""
    said = [_Phrase(key, text, stems, _singulars(text)) for text in texts if (stems := _stems_of(text))]
    if not said:
        return []
    shared = Counter(held for phrase in said for held in phrase.stems)
    words = frozenset(word for phrase in said for word in phrase.words)
    subjects = [held for held in sorted(said[0].stems) if shared[held] > 1]
    return said + [_Phrase(key, said[0].text, frozenset([held]), words, subject=True) for held in subjects]


def _singulars(text: str) -> frozenset[str]:
    return frozenset(map(_singular, _words(text)))


def _words(text: str) -> list[str]:
    return re.findall(rf"[{LETTERS}0-9]+", text.lower().replace("'", "").replace("’", ""))


def _singular(word: str) -> str:
    return _PLURAL.sub("", word)


def _stems_of(text: str) -> frozenset[str]:
    words = _words(text)
    return frozenset(stem(word) for word in words if word not in _ASKING) or frozenset(map(stem, words))


def _joined_words(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Two words that people write as one ("streetlight") and one that they part ("pot hole"), by the joined stem."""
    joined: dict[str, tuple[str, ...]] = {}
    for text in texts:
        words = _words(text)
        for parts in (*pairwise(words), *((word,) for word in words if len(word) >= 6)):
            if not _ASKING & set(parts):
                joined.setdefault(stem("".join(parts)), parts)
    return joined
