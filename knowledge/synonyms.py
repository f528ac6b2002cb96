"""Words that mean the same to the people who ask: ours for work with the public, and the organisation's own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

from foundation.datafile import Entry, parse_data, read_data_file
from knowledge.terms import terms

Group = tuple[str, ...]
Alternatives = Mapping[int, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Groups of words or short phrases, found by the stem of their first word."""

    by_first: Mapping[str, tuple[tuple[tuple[str, ...], int], ...]]
    groups: tuple[tuple[tuple[str, ...], ...], ...]

    @classmethod
    def of(cls, groups: Iterable[Group]) -> Synonyms:
        """Index groups of words as they are written."""
        stemmed = tuple(tuple(filter(None, (tuple(terms(words)) for words in group))) for group in groups)
        by_first: dict[str, list[tuple[tuple[str, ...], int]]] = defaultdict(list)
        for number, group in enumerate(stemmed):
            for phrase in dict.fromkeys(group):
                by_first[phrase[0]].append((phrase, number))
        return cls({first: tuple(found) for first, found in by_first.items()}, stemmed)

    def alternatives(self, asked: Sequence[str]) -> Alternatives:
        """For places in a question's stems: other stems to look for, each with its share of the phrase."""
        found: dict[int, dict[str, float]] = defaultdict(dict)
        for place, term in enumerate(asked):
            for phrase, number in self.by_first.get(term, ()):
                if tuple(asked[place : place + len(phrase)]) == phrase:
                    for other in self.groups[number]:
                        if other != phrase:
                            for word in other:
                                found[place][word] = max(found[place].get(word, 0.0), 1 / len(other))
        return found


def read_synonyms(path: Path) -> tuple[Group, ...]:
    """Read an organisation's `synonyms.yaml`; raises DataFileError with file and line."""
    return _groups(read_data_file(path))


@cache
def shipped_synonyms() -> tuple[Group, ...]:
    """The groups that come with the program."""
    name = "synonyms.yaml"
    text = (resources.files("knowledge") / "english" / name).read_text("utf-8")
    return _groups(parse_data(text, name))


def _groups(data: Entry) -> tuple[Group, ...]:
    data.only("synonyms")
    return tuple(_group(entry) for entry in data.entries("synonyms"))


def _group(entry: Entry) -> Group:
    entry.only("words")
    words = entry.texts("words")
    if len(words) < 2:
        raise entry.error("words", "“words” has fewer than two words.", "two or more that mean the same")
    return words
