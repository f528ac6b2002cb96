"""Whether two names can be those of one person. It says SAME only where they are written alike; a person decides.

Nobody is known by their name alone: two people called the same are told apart by whoever knows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from incidents.rules.names import NameForm, sound, without_particles
from incidents.rules.spellings_data import spellings

SOUNDS_ALIKE = 0.78
"""How alike the letters of two words must be that sound the same."""
WRITTEN_ALIKE = 0.9
"""The same for two whole names whose words are divided in another way."""
SHORTEST = 3
"""Letters below which a word has no other spelling."""
_VOWELS = frozenset("aeiou")
_WRITTEN_SELDOM = frozenset("aeiouyw")


class Likeness(StrEnum):
    """How alike two names are."""

    SAME = "same"
    MAYBE = "maybe"
    NONE = "none"


class NameDifference(StrEnum):
    """Why two names are only maybe those of one person. IDENTIFIER: a phone number or an e-mail address is the same."""

    IDENTIFIER = "identifier"
    SPELLING = "spelling"
    ALPHABET = "alphabet"
    ORDER = "order"
    INITIAL = "initial"
    SHORT_FORM = "short_form"
    PART = "part"
    ONE_NAME = "one_name"


@dataclass(frozen=True, slots=True)
class NameMatch:
    """What a comparison found. `why` is empty where two names are written alike, and where they are not alike."""

    likeness: Likeness
    why: tuple[NameDifference, ...] = ()

    def __bool__(self) -> bool:
        """Whether it can be the same person at all."""
        return self.likeness is not Likeness.NONE


SAME = NameMatch(Likeness.SAME)
NO_MATCH = NameMatch(Likeness.NONE)


def compare(one: NameForm, other: NameForm) -> NameMatch:
    """Whether two names can be those of one person, the same whichever comes first."""
    if one.identifiers & other.identifiers:
        return NameMatch(Likeness.SAME, (NameDifference.IDENTIFIER,))
    if not one.parts or not other.parts:
        return NO_MATCH
    if "".join(one.parts) == "".join(other.parts):
        return _written_alike(one, other)
    if sorted(one.parts) == sorted(other.parts):
        return _maybe(NameDifference.ORDER)
    said = [without_particles(name) for name in (one, other)]
    shorter, longer = sorted(said, key=lambda parts: (len(parts), parts))
    why = _aligned(shorter, longer)
    written_differently = (one.plain == one.parts) is not (other.plain == other.parts)
    divided_differently = len(shorter) != len(longer)
    if why is None and (written_differently or divided_differently) and _joined_alike(shorter, longer):
        why = {NameDifference.SPELLING}
    return NO_MATCH if why is None else _maybe(*why)


def likeness_of(one: NameForm, other: NameForm) -> Likeness:
    """How alike two names are; somebody who is known by one word alone is found by that word."""
    found = compare(one, other)
    is_word = found.why == (NameDifference.ONE_NAME,) and one.parts == other.parts
    return Likeness.SAME if is_word and len(one.parts) == 1 else found.likeness


def _written_alike(one: NameForm, other: NameForm) -> NameMatch:
    if "".join(one.plain) != "".join(other.plain):
        return _maybe(NameDifference.ALPHABET)
    fewest = min(len(one.parts), len(other.parts))
    if fewest == max(len(one.parts), len(other.parts)) == 1:
        return _maybe(NameDifference.ONE_NAME)
    if fewest == 1:
        return _maybe(NameDifference.SPELLING)
    # “J Smith” twice: the same letters, and perhaps two people.
    whole = min(sum(len(part) > 1 for part in name.parts) for name in (one, other))
    return SAME if whole > 1 else _maybe(NameDifference.INITIAL)


def _aligned(shorter: Sequence[str], longer: Sequence[str]) -> set[NameDifference] | None:
    """Why they differ where every word of the shorter one has its own in the longer one; None where it has not."""
    pairs = sorted(
        (cost, left, right, difference)
        for left, part in enumerate(shorter)
        for right, whole in enumerate(longer)
        for cost, difference in _ways(part, whole)
    )
    given: dict[int, int] = {}
    why: set[NameDifference] = set()
    firm = False
    for cost, left, right, difference in pairs:
        if left in given or right in given.values():
            continue
        given[left] = right
        firm = firm or difference != NameDifference.INITIAL
        why |= {NameDifference(difference)} if cost else set()
    if len(given) < len(shorter) or not firm:
        return None
    if len(shorter) == 1:
        why.add(NameDifference.ONE_NAME)
    elif len(shorter) < len(longer):
        why.add(NameDifference.PART)
    elif [given[one] for one in sorted(given)] != sorted(given.values()):
        why.add(NameDifference.ORDER)
    return why or {NameDifference.SPELLING}


def _ways(one: str, other: str) -> list[tuple[int, str]]:
    """How one word can stand for another, the cheapest first."""
    if one == other:
        return [(0, "")] if len(one) > 1 else [(0, NameDifference.INITIAL)]
    if 1 in (len(one), len(other)):
        return [(3, NameDifference.INITIAL)] if one[0] == other[0] else []
    known = spellings().short_forms
    if known.get(one, frozenset()) & known.get(other, frozenset()):
        return [(1, NameDifference.SHORT_FORM)]
    return [(2, NameDifference.SPELLING)] if _alike(one, other) else []


def _alike(one: str, other: str) -> bool:
    """Whether two words can be one word written in two ways."""
    if not _VOWELS & set(one) or not _VOWELS & set(other):
        return _consonants(one) == _consonants(other)
    short, long = sorted((len(one), len(other)))
    if short < SHORTEST:
        return False
    if sound(one) == sound(other) and JaroWinkler.similarity(one, other) >= SOUNDS_ALIKE:
        return True
    allowed = 2 if long >= 8 else 1 if long > SHORTEST else 0
    distance = _distance(one, other)
    return distance <= allowed and (one[0] == other[0] or (distance == 1 and short > 6))


def _joined_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names are alike once their words are not divided."""
    left, right = "".join(one), "".join(other)
    most = 2 if JaroWinkler.similarity(left, right) >= WRITTEN_ALIKE else 1
    return min(len(left), len(right)) > 6 and _distance(left, right) <= most


def _consonants(word: str) -> str:
    """What Arabic and Hebrew write of a word: its consonants, doubled ones once."""
    said = [letter for letter in word if letter not in _WRITTEN_SELDOM]
    return "".join(letter for place, letter in enumerate(said) if not place or said[place - 1] != letter)


def _distance(one: str, other: str) -> int:
    """Letters put in, left out, changed or swapped."""
    return int(DamerauLevenshtein.distance(one, other))


def _maybe(*why: NameDifference) -> NameMatch:
    return NameMatch(Likeness.MAYBE, tuple(sorted(why, key=list(NameDifference).index)))
