"""The names, handles and titles of everybody an organisation lists, ready to be looked up word by word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.flows.name_short import digits_of, initials_of, shorter, sounds_like
from bot.flows.name_words import MOST_SLIPS, PARTICLES, SHORTEST_ALIKE, TITLES, alike, folded_words
from bot.people import People, Person
from knowledge.text.language import known_words

BEGINNING = 2
"""Letters by which titles are found: no text has many words that begin like one."""

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Who a comparable word may name: by a part of a name, by a handle, by the beginning of a title."""

    parts: Mapping[str, tuple[Person, ...]]
    handles: Mapping[str, tuple[Person, ...]]
    titles: Mapping[str, tuple[tuple[Words, tuple[Person, ...]], ...]]
    by_letter: Mapping[str, list[str]]
    by_sound: Mapping[str, tuple[str, ...]]
    shorter: Mapping[str, tuple[Person, ...]]
    initials: Mapping[str, tuple[Person, ...]]
    phones: Mapping[str, tuple[Person, ...]]

    @classmethod
    def of(cls, people: People) -> NameIndex:
        """The index of these people; made once for each list of people."""
        return _index(_Same(people))

    def parts_like(self, word: str, *, exactly: bool) -> tuple[str, ...]:
        """The parts of names a word may be: itself, else those it may be a slip of unless `exactly` is asked for."""
        if word in self.parts:
            return (word,)
        if exactly:
            return ()
        near = process.extract(
            word, self.by_letter.get(word[0], []), scorer=OSA.distance, score_cutoff=MOST_SLIPS, limit=None
        )
        found = tuple(part for part, _, _ in near if alike(word, part))
        return found or (self.by_sound.get(sounds_like(word), ()) if len(word) >= SHORTEST_ALIKE else ())


def name_parts(name: str) -> Words:
    """The parts of a name that may stand for it alone."""
    words = folded_words(name)
    parts = tuple(word for word in words if len(word) > 1 and word not in PARTICLES | TITLES)
    return parts or words


class _Same:
    """A list of people that is equal to itself alone: comparing a thousand people costs more than the index saves."""

    def __init__(self, people: People) -> None:
        self.people = people

    def __hash__(self) -> int:
        return id(self.people)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.people is self.people


@lru_cache(maxsize=2)
def _index(same: _Same) -> NameIndex:
    everybody = tuple(same.people.by_key.values())
    parts = _grouped((part, one) for one in everybody for part in name_parts(one.name))
    by_letter: dict[str, list[str]] = defaultdict(list)
    for part in parts:
        # The first two letters of a name may be swapped.
        for letter in dict.fromkeys(part[:2]):
            by_letter[letter].append(part)
    by_sound: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for part in parts:
        if len(part) >= SHORTEST_ALIKE:
            by_sound[sounds_like(part)] += (part,)
    titles: dict[str, list[tuple[Words, tuple[Person, ...]]]] = defaultdict(list)
    for title, holders in _grouped((one.title, one) for one in everybody if one.title).items():
        if words := folded_words(title):
            titles[words[0][:BEGINNING]].append((words, holders))
    return NameIndex(
        parts,
        _grouped((handle, one) for one in everybody for handle in _handles(one)),
        {beginning: tuple(found) for beginning, found in titles.items()},
        dict(by_letter),
        dict(by_sound),
        _grouped(
            (short, one) for one in everybody for part in name_parts(one.name) for short in shorter(part)
        ),
        _grouped((first, one) for one in everybody for first in _initials(one)),
        _grouped((digits_of(one.phone), one) for one in everybody if one.phone),
    )


def _initials(person: Person) -> Iterator[str]:
    """ "pr" for both names, and "r" for the last one alone, as in "Ms R."."""
    both = initials_of(person.name)
    yield from dict.fromkeys((both, both[1:])) if both else ()


def _handles(person: Person) -> Iterator[str]:
    """Names written as one word, as accounts are: "priyaraman", "praman", "priyar"."""
    parts = name_parts(person.name)
    if len(parts) > 1:
        first, last = parts[0], parts[-1]
        handles = (first + last, last + first, first[0] + last, first + last[0])
        yield from (handle for handle in handles if handle not in known_words())


def _grouped(pairs: Iterable[tuple[str, Person]]) -> dict[str, tuple[Person, ...]]:
    found: dict[str, dict[str, Person]] = defaultdict(dict)
    for name, person in pairs:
        found[name][person.key] = person
    return {name: tuple(people.values()) for name, people in found.items()}
