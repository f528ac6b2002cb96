"""What is attached to words of a policy, and whether those words are still there.

Example questions, golden questions and kept answers stand on words. Where the words have gone, whatever stood on
them is detached: it counts no more, its owner hears of it, and it counts again once the words are back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from knowledge.curation.attached_questions import Attached
from knowledge.reading.document import Finding
from knowledge.reading.sources import same_name
from knowledge.search.index import PlacedQuestion
from knowledge.search.windows import Window
from knowledge.text.markup import normal
from knowledge.text.synonyms import Listed
from knowledge.text.terms import terms

DETACHED = "detached"
SHOWN = 60  # characters of a quotation in a finding
_NUMBER = re.compile(r"^(?:\(?(?:\d+(?:\.\d+)*|[A-Za-z])[.)]|\d+(?:\.\d+)+)\s+")


class Places:
    """The words of all windows, asked where a text stands."""

    def __init__(self, windows: Sequence[Window]) -> None:
        self._windows = tuple(windows)
        self._of: dict[str, list[int]] = {}
        self._words: dict[int, tuple[str, ...]] = {}
        for number, window in enumerate(self._windows):
            self._of.setdefault(window.document.name, []).append(number)

    def of(self, document: str, contains: str) -> tuple[int, int] | None:
        """The first window of a document that has these words, and the clause in it (-1 over several); or None."""
        wanted = _words(contains)
        for number in self._of.get(same_name(document), ()) if wanted.strip() else ():
            clause = next((place for place, words in enumerate(self._clauses(number)) if wanted in words), -1)
            # Of a clause too long to be quoted, the window holds a part.
            if clause >= 0 or wanted in f" {self._windows[number].words} ":
                return number, clause
        return None

    def _clauses(self, number: int) -> tuple[str, ...]:
        """The words of each clause of a window, made once they are asked for."""
        if number not in self._words:
            self._words[number] = tuple(_words(clause.text) for clause in self._windows[number].clauses)
        return self._words[number]

    def documents_with(self, contains: str) -> list[str]:
        """Every document that has these words."""
        return [name for name in self._of if self.of(name, contains)]

    def has(self, document: str) -> bool:
        """Whether a document of this name is searched."""
        return same_name(document) in self._of


def attach(attached: Sequence[Attached], places: Places) -> tuple[list[PlacedQuestion], list[Attached]]:
    """The questions that fit with their places, and the entries that do not fit."""
    placed: list[PlacedQuestion] = []
    unfit: list[Attached] = []
    for entry in attached:
        if place := places.of(entry.document, entry.contains):
            placed += [PlacedQuestion(*place, question) for question in entry.ask]
        else:
            unfit.append(entry)
    return placed, unfit


def detached(entry: Attached, what: str, places: Places) -> Finding:
    """An example or a golden question whose words are gone, with the file and line where it stands."""
    where = f"{entry.entry.file}, line {entry.entry.line}"
    return unfit_finding(entry.document, entry.contains, f"{what} “{_short(entry.ask[0])}”", where, places)


def unfit_finding(document: str, contains: str, what: str, where: str, places: Places) -> Finding:
    """Something that stood on words that are gone; it is put before whoever keeps the document."""
    elsewhere = [] if places.has(document) else places.documents_with(contains)
    if places.has(document):
        why = f"no passage has the words “{_short(contains)}” any more"
    elif elsewhere:
        why = f"{document} is not among the policies in force; its words now stand in {elsewhere[0]}"
    else:
        why = f"{document} is not among the policies in force"
    message = f"{what} does not count: {why}."
    return Finding(elsewhere[0] if elsewhere else same_name(document), where, DETACHED, message)


def unused_synonyms(groups: Sequence[Listed], occurs: Callable[[str], bool]) -> Iterator[Finding]:
    """Groups of the organisation's words of which none stands in a policy any more."""
    for group in groups:
        if not any((stems := terms(words)) and all(map(occurs, stems)) for words in group.words):
            message = f"None of these words stands in a policy: {_short(', '.join(group.words))}."
            yield Finding(group.entry.file, f"line {group.entry.line}", DETACHED, message)


def _words(text: str) -> str:
    """Whole words without the number of the clause, which changes when another is put before it."""
    return f" {normal(_NUMBER.sub('', text.strip()))} "


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1].rstrip()}…"
