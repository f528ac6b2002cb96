"""Where names that are known stand in a text, however they are written there. Pure.

A name is compared by its letters alone, in the letters a to z, over one word of the text or several: so a hyphen, an
underscore, no space at all, letters that only look alike and another script make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise, permutations

from anyascii import anyascii

from incidents.rules.description_words import GIVEN_NAMES_TOO, describes, is_surname_too

SHORTEST = 3
"""Letters of a part of a name that is looked for by itself; a shorter one stands in too many other words."""

SHORTEST_AS_ONE = 6
"""Letters of a whole name that counts where it is written as one word."""

MOST_PARTS = 6
MOST_WORDS = 16
"""Words of a text that are taken together; each Chinese letter is one."""


class NamePlace(StrEnum):
    """What stands at a place: a WHOLE name, or two parts of one; or a PART, which may be a word like others."""

    WHOLE = "whole"
    PART = "part"


@dataclass(frozen=True, slots=True)
class NameFound:
    """A place in a text, and what stands there."""

    start: int
    end: int
    place: NamePlace


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a text: `letters` are those of a to z, `alike` the same of letters by how they look."""

    start: int
    end: int
    written: str
    letters: str
    alike: str


_TOGETHER = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Scripts without a space between words: each of their letters is a word here."""

_PIECE = re.compile(
    rf"[{_TOGETHER}]|(?:(?![{_TOGETHER}])[^\W\d_](?:['’ʼ‘`´](?=[^\W\d_])|[\u0300-\u036f])*)+", re.UNICODE
)
_HUMP = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_BETWEEN = re.compile(r"[\s,.\-‐-―_/&+'’·]{0,4}")
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_LOOKS = str.maketrans(
    "аеорсухіїјѕԁһӏвкмнтАЕОРСУХІЇЈЅԀҺӀВКМНТαεοριυνκτχΑΒΕΖΗΙΚΜΝΟΡΤΥΧɑɡı",
    "aeopcyxiijsdhlbkmhtAEOPCYXIIJSDHLBKMHTaeopiuvktxABEZHIKMNOPTYXagi",
)
"""Letters of other alphabets that look like these."""


def seen_letters(text: str) -> tuple[str, tuple[int, ...]]:
    """A text without what nobody sees in it, such as a soft hyphen, and where each of its letters stood."""
    kept = [(place, one) for place, one in enumerate(text) if unicodedata.category(one) != "Cf"]
    return "".join(one for _, one in kept), tuple(place for place, _ in kept)


def name_places(text: str, names: Collection[str]) -> Iterator[NameFound]:
    """Where these names or parts of them stand; places may overlap."""
    keys = _together(names)
    longest = max(map(len, keys.whole | keys.initials | keys.alone | keys.parts | keys.little), default=0)
    words = _words(text) if longest else []
    for first in range(len(words)):
        for run in _runs(text, words, first, longest):
            if found := _found(text, run, keys):
                yield NameFound(run[0].start, run[-1].end, found)


@dataclass(frozen=True, slots=True)
class _Keys:
    """What names are found by. `alone` are whole names of one word, `initials` a letter and a word of one name; of
    `parts` and `little` each is one word, the latter so short that it counts as it is written in names alone.
    """

    whole: frozenset[str] = frozenset()
    initials: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()
    little: frozenset[str] = frozenset()


def _runs(text: str, words: list[_Word], first: int, longest: int) -> Iterator[list[_Word]]:
    run: list[_Word] = []
    for word in words[first : first + MOST_WORDS]:
        if run and not _BETWEEN.fullmatch(text[run[-1].end : word.start]):
            return
        run = [*run, word]
        if sum(min(len(one.letters), len(one.alike)) for one in run) > longest:
            return
        yield run


def _found(text: str, run: list[_Word], keys: _Keys) -> NamePlace | None:
    spelt = {"".join(one.letters for one in run), "".join(one.alike for one in run)}
    if spelt & keys.whole and (len(run) > 1 or max(map(len, spelt)) >= SHORTEST_AS_ONE):
        return NamePlace.WHOLE
    if spelt & keys.initials and _is_initial(text, run):
        return NamePlace.WHOLE
    is_capital = run[0].written[:1].isupper()
    if spelt & keys.alone:
        return NamePlace.WHOLE if is_capital or not run[0].written.isascii() else NamePlace.PART
    return NamePlace.PART if spelt & keys.parts or (is_capital and spelt & keys.little) else None


def _is_initial(text: str, run: list[_Word]) -> bool:
    """Whether a letter and a name stand here: C. Customer, Customer C, not: a customer."""
    if len(run) < 2:
        return False
    letter, other = (run[0], run[1:]) if len(run[0].written) == 1 else (run[-1], run[:-1])
    is_dotted = text[letter.end : letter.end + 1] == "."
    is_name = other[0].written[:1].isupper()
    return len(letter.written) == 1 and letter.written.isupper() and (is_dotted or is_name)


def _words(text: str) -> list[_Word]:
    """The words of a text; CaseyCustomer is two."""
    found = []
    for piece in _PIECE.finditer(text):
        cuts = [0, *(one.start() for one in _HUMP.finditer(piece[0])), len(piece[0])]
        for start, end in pairwise(cuts):
            written = piece[0][start:end]
            plain = _POSSESSIVE.sub("", written)
            letters, alike = _letters(plain), _letters(plain.translate(_LOOKS))
            if letters:
                found.append(_Word(piece.start() + start, piece.start() + end, plain, letters, alike))
    return found


@lru_cache(maxsize=8192)
def _letters(word: str) -> str:
    return "".join(one for one in anyascii(word).casefold() if "a" <= one <= "z")


def _together(names: Collection[str]) -> _Keys:
    each = [_keys(name) for name in names]
    return _Keys(
        frozenset[str]().union(*(one.whole for one in each)),
        frozenset[str]().union(*(one.initials for one in each)),
        frozenset[str]().union(*(one.alone for one in each)),
        frozenset[str]().union(*(one.parts for one in each)),
        frozenset[str]().union(*(one.little for one in each)),
    )


@lru_cache(maxsize=4096)
def _keys(name: str) -> _Keys:
    """What one name is found by; a description (“the man in the red hat”) is no name, its whole words are a part."""
    seen, _ = seen_letters(unicodedata.normalize("NFC", name))
    words = _words(seen)[:MOST_WORDS]
    spelt = list(dict.fromkeys(one.letters for one in words))[:MOST_PARTS]
    joined = "".join(one.letters for one in words)
    rare = [one for one in spelt if not describes(one)]
    capital = {one.letters for one in words if one.written[:1].isupper() and is_surname_too(one.letters)}
    if not rare:
        return _Keys(
            parts=frozenset({joined} if len(words) > 1 else ()),
            little=frozenset(capital if len(words) == 1 else ()),
        )
    if re.fullmatch(rf"[{_TOGETHER}\s]+", seen.strip()):
        return _together_written(spelt, joined)
    if len(spelt) == 1:
        is_word = spelt[0] in GIVEN_NAMES_TOO
        return _Keys(parts=frozenset(spelt)) if is_word else _Keys(alone=frozenset(spelt))
    whole = {joined} if len(joined) >= SHORTEST else set[str]()
    initials = set()
    for count in range(2, min(len(spelt), 3) + 1):
        for some in permutations(spelt, count):
            if any(one in rare and len(one) > 1 for one in some):
                whole.add("".join(some))
    for one, other in permutations(spelt, 2):
        if len(other) >= SHORTEST:
            initials |= {one[0] + other, other + one[0]}
    parts = {one for one in rare if len(one) >= SHORTEST}
    little = frozenset(capital | {one for one in rare if len(one) == SHORTEST - 1})
    return _Keys(
        frozenset(whole), frozenset(initials), parts=frozenset(parts | _hyphened(seen)), little=little
    )


def _together_written(spelt: list[str], joined: str) -> _Keys:
    """Names such as 王小明: the family name stands first, also where it is written in Latin letters."""
    family, given = spelt[0], "".join(spelt[1:])
    whole = {joined, given + family} if given else set[str]()
    parts = frozenset({given}) if len(spelt) > 2 else frozenset[str]()
    return _Keys(frozenset(whole), alone=frozenset() if given else frozenset({joined}), parts=parts)


def _hyphened(name: str) -> set[str]:
    """Parts of a name that hold a hyphen or an apostrophe, as one."""
    return {_letters(one) for one in name.split() if re.search(r"\w['’-]\w", one)}
