"""Questions people attach to a clause ("also asked as"): a reviewable file that lifts finding more than any method.

`questions.yaml` in the organisation's folder:

    questions:
      - document: front-desk.md
        contains: Visitors wear a badge
        ask:
          - do guests need a pass?
          - what if someone forgot their badge
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from foundation.datafile import Entry, read_data_file
from knowledge.sectioning.markup import normal
from knowledge.windows import Window


@dataclass(frozen=True, slots=True)
class Attached:
    """Example questions for the passage of `document` that contains a text; where the file says so."""

    document: str
    contains: str
    ask: tuple[str, ...]
    entry: Entry


class Placed(NamedTuple):
    """An attached question with the clause of the window it asks for; -1 where its words run over several."""

    window: int
    clause: int
    question: str


def read_questions(path: Path) -> tuple[Attached, ...]:
    """Read a file of attached questions; raises DataFileError with file and line."""
    data = read_data_file(path)
    data.only("questions")
    return tuple(_attached(entry) for entry in data.entries("questions"))


def _attached(entry: Entry) -> Attached:
    entry.only("document", "contains", "ask")
    ask = entry.texts("ask")
    if not ask:
        raise entry.error("ask", "“ask” holds no question.", "at least one question, one “- ” line each")
    document, contains = entry.text("document", required=True), entry.text("contains", required=True)
    return Attached(document, contains, ask, entry)


def attach(attached: Sequence[Attached], windows: Sequence[Window]) -> tuple[Placed, ...]:
    """The questions with their places; raises DataFileError where a document or its words are not in the index."""
    documents = {window.document.name for window in windows}
    placed: list[Placed] = []
    for entry in attached:
        if entry.document not in documents:
            names = ", ".join(sorted(documents)[:5])
            raise entry.entry.error(
                "document", f"“{entry.document}” is not an indexed file.", f"one of {names}"
            )
        place = place_of(entry.document, entry.contains, windows)
        if place is None:
            raise entry.entry.error(
                "contains", f"No passage of {entry.document} contains these words.", "words copied from it"
            )
        placed += [Placed(*place, question) for question in entry.ask]
    return tuple(placed)


def place_of(document: str, contains: str, windows: Sequence[Window]) -> tuple[int, int] | None:
    """The first window of a document that has these words, and the clause in it; None where it has none."""
    wanted = normal(contains)
    for number, window in enumerate(windows):
        if window.document.name == document and wanted in window.words:
            clauses = enumerate(window.clauses)
            return number, next((place for place, one in clauses if wanted in normal(one.text)), -1)
    return None
