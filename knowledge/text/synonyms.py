"""Words that mean the same to the people who ask: ours for work with the public, and the organisation's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from foundation.datafile import DataEntry, parse_data, read_data_file
from knowledge.text.language import shipped_text
from knowledge.text.terms import terms

Group = tuple[str, ...]
Stems = tuple[str, ...]
Alternatives = Mapping[int, Mapping[str, float]]
OTHER_WORDS = 3


@dataclass(frozen=True, slots=True)
class Listed:
    """A group of words and where the file says so."""

    words: Group
    entry: DataEntry


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Groups of words or short phrases; a phrase is found by the stem of its first word.

    `groups` pairs the stems of each phrase with the phrase as it is written.
    """

    by_first: Mapping[str, tuple[tuple[Stems, int], ...]]
    groups: tuple[tuple[tuple[Stems, str], ...], ...]

    @classmethod
    def of(cls, groups: Iterable[Group]) -> Synonyms:
        """Index groups of words as they are written."""
        stemmed = tuple(
            tuple((tuple(terms(words)), words) for words in group if terms(words)) for group in groups
        )
        by_first: dict[str, list[tuple[Stems, int]]] = defaultdict(list)
        for number, group in enumerate(stemmed):
            for phrase in dict.fromkeys(stems for stems, _ in group):
                by_first[phrase[0]].append((phrase, number))
        return cls({first: tuple(found) for first, found in by_first.items()}, stemmed)

    def alternatives(self, asked: Sequence[str]) -> Alternatives:
        """For places in a question's stems: other stems to look for, each with its share of the phrase."""
        found: dict[int, dict[str, float]] = defaultdict(dict)
        for place, others in self._others(asked):
            for stems, _ in others:
                for stem in stems:
                    found[place][stem] = max(found[place].get(stem, 0.0), 1 / len(stems))
        return found

    def other_words(self, asked: Sequence[str], occurs: Callable[[str], bool]) -> list[str]:
        """Other ways to write what is asked, from words that occur: a few for each phrase, in order."""
        found: dict[str, None] = {}
        for _, others in self._others(asked):
            fitting = (words for stems, words in others if all(occurs(stem) for stem in stems))
            found.update(dict.fromkeys(islice(fitting, OTHER_WORDS)))
        return list(found)

    def _others(self, asked: Sequence[str]) -> Iterator[tuple[int, list[tuple[Stems, str]]]]:
        for place, term in enumerate(asked):
            for phrase, number in self.by_first.get(term, ()):
                if tuple(asked[place : place + len(phrase)]) == phrase:
                    yield place, [other for other in self.groups[number] if other[0] != phrase]


def read_synonyms(path: Path) -> tuple[Group, ...]:
    """Read an organisation's `synonyms.yaml`; raises DataFileError with file and line."""
    return tuple(one.words for one in read_listed(path))


def read_listed(path: Path) -> tuple[Listed, ...]:
    """The same, each group with the place where it stands."""
    return _listed(read_data_file(path))


@cache
def shipped_synonyms() -> tuple[Group, ...]:
    """The groups that come with the program."""
    name = "synonyms.yaml"
    return tuple(one.words for one in _listed(parse_data(shipped_text(name), name)))


def _listed(data: DataEntry) -> tuple[Listed, ...]:
    data.only("synonyms")
    return tuple(Listed(_group(entry), entry) for entry in data.entries("synonyms"))


def _group(entry: DataEntry) -> Group:
    entry.only("words")
    words = entry.texts("words")
    if len(words) < 2:
        raise entry.error("words", "“words” has fewer than two words.", "two or more that mean the same")
    return words
