"""Golden questions: what must be answered with which words, and what must be refused, in a file staff can extend.

`golden.yaml` in the organisation's folder:

    golden:
      - ask: does a plumber need a badge upstairs
        document: front-desk.md
        contains: Every visitor beyond the lobby
      - ask: how do I claim overtime
        unanswered: true
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from foundation.datafile import DataEntry, read_data_file
from knowledge.quality.evaluate import EvalOutcome, EvalQuestion


def read_golden(path: Path) -> tuple[EvalQuestion, ...]:
    """Read a file of golden questions, each with its line as `id`; raises DataFileError with file and line."""
    data = read_data_file(path)
    data.only("golden")
    return tuple(_question(entry) for entry in data.entries("golden", required=True))


def _question(entry: DataEntry) -> EvalQuestion:
    entry.only("ask", "document", "contains", "unanswered")
    ask, number = entry.text("ask", required=True), f"line {entry.line}"
    if not entry.flag("unanswered"):
        place = entry.text("document", required=True), entry.text("contains", required=True)
        return EvalQuestion(number, ask, "", (place,))
    for name in ("document", "contains"):
        if entry.text(name):
            raise entry.error(name, f"“{name}” stands beside “unanswered”.", "only one of them")
    return EvalQuestion(number, ask, "", ())


def broken(outcomes: Sequence[EvalOutcome]) -> tuple[EvalOutcome, ...]:
    """Those that no longer hold: not answered with the right passage first, or answered where nothing answers."""
    return tuple(
        one for one in outcomes if one.answered != one.answerable or (one.answerable and one.rank != 1)
    )
