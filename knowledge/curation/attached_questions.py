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

from dataclasses import dataclass
from pathlib import Path

from foundation.datafile import DataEntry, read_data_file


@dataclass(frozen=True, slots=True)
class Attached:
    """Example questions for the passage of `document` that contains a text; where the file says so."""

    document: str
    contains: str
    ask: tuple[str, ...]
    entry: DataEntry


def read_questions(path: Path) -> tuple[Attached, ...]:
    """Read a file of attached questions; raises DataFileError with file and line."""
    data = read_data_file(path)
    data.only("questions")
    return tuple(_attached(entry) for entry in data.entries("questions"))


def _attached(entry: DataEntry) -> Attached:
    entry.only("document", "contains", "ask")
    ask = entry.texts("ask")
    if not ask:
        raise entry.error("ask", "“ask” holds no question.", "at least one question, one “- ” line each")
    document, contains = entry.text("document", required=True), entry.text("contains", required=True)
    return Attached(document, contains, ask, entry)
