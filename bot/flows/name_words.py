"""The words of names and of texts that may hold one, made comparable: case, accents and apostrophes do not count."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from bot.typed import TYPED
from knowledge.text.language import known_words

WORD = TYPED.exact("name_words.word")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"})

PARTICLES = frozenset(TYPED.words("name_words.particles"))
"""Small words inside names; alone they name nobody."""

PLAIN_WORDS = frozenset(TYPED.words("name_words.plain_words"))
"""Ordinary words that are names as well: one counts as a name only where it is written and placed like one."""

MONTHS = frozenset(TYPED.words("name_words.months"))
_DATES = frozenset(TYPED.words("name_words.dates"))
TITLES = frozenset(TYPED.words("name_words.titles"))

_OPENERS = frozenset('.!?:;\n“"')
"""Between two words, what begins a sentence or a quotation."""

SHORTEST_ALIKE = 4
LONG = 8
"""From this length on, two slips are forgiven; one before."""
MOST_SLIPS = 2


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a text: as written, made comparable, and where it stands."""

    written: str
    folded: str
    start: int
    end: int
    opens: bool
    """Whether it begins a sentence, where every word has a capital."""

    @property
    def is_capital(self) -> bool:
        """Whether it is written as a name is: one capital, then small letters."""
        return self.written[:1].isupper() and not self.written[1:].isupper()


def fold(word: str) -> str:
    """A word without case, accents, apostrophes and a possessive ending."""
    plain = unicodedata.normalize("NFKD", _POSSESSIVE.sub("", word)).casefold().translate(_LETTERS)
    return "".join(letter for letter in plain if letter.isalpha())


def folded_words(text: str) -> tuple[str, ...]:
    """The comparable words of a text."""
    return tuple(filter(None, (fold(word) for word in WORD.findall(text))))


def tokens_of(text: str) -> tuple[Token, ...]:
    """The words of a text in order."""
    found: list[Token] = []
    before = 0
    for match in WORD.finditer(text):
        gap = text[before : match.start()]
        opens = not found or not _OPENERS.isdisjoint(gap)
        if folded := fold(match.group()):
            found.append(Token(match.group(), folded, match.start(), match.end(), opens))
        before = match.end()
    return tuple(found)


def alike(word: str, name: str) -> bool:
    """Whether a word may be a misspelt name: a slip or two, with the same first letter or the first two swapped."""
    if min(len(word), len(name)) < SHORTEST_ALIKE or word == name:
        return word == name
    if word[0] != name[0] and word[:2] != name[1::-1]:
        return False
    most = MOST_SLIPS if len(name) >= LONG and len(word) >= LONG - 1 else 1
    return OSA.distance(word, name, score_cutoff=most) <= most


def is_english(word: str) -> bool:
    """Whether a comparable word is one of the English ones: then it is no misspelt name."""
    return word in known_words()


def is_date(tokens: tuple[Token, ...], at: int, text: str) -> bool:
    """Whether the word at a place is a month or season there ("in May", "3 May", "May 3")."""
    token = tokens[at]
    if token.folded not in MONTHS:
        return False
    beside = text[max(0, token.start - 4) : token.start] + text[token.end : token.end + 4]
    return any(letter.isdigit() for letter in beside) or (at > 0 and tokens[at - 1].folded in _DATES)


def phrase_at(tokens: tuple[Token, ...], wanted: Iterable[str], at: int) -> bool:
    """Whether these comparable words stand at a place, one slip forgiven in a longer word."""
    phrase = tuple(wanted)
    words = tokens[at : at + len(phrase)]
    return len(words) == len(phrase) and all(
        word.folded == name or (len(name) > SHORTEST_ALIKE + 1 and alike(word.folded, name))
        for word, name in zip(words, phrase, strict=True)
    )
