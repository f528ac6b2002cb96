"""The libraries and documents of the training corpus as policies one can open, with the questions asked of them.

`knowledge/model/training/corpus` holds invented policies of invented organisations, one JSON Lines file a document.
Those called w... stand alone, those called l... are libraries: four documents of one organisation. A release of the
package does not carry them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from knowledge.quality.evaluate import EvalQuestion

CORPUS = Path(__file__).resolve().parents[1] / "model" / "training" / "corpus"
HELD_OUT = ("le-01", "le-02", "lf-01", "lf-02")
"""Libraries no model was trained on and no weight was set on."""
TRAINED_ON = ("w", "la", "lb", "lc")
"""What the names of documents begin with that may be trained on, but for those held out."""
HELD_OUT_DOCUMENTS = ("wa-06", "wb-03", "wc-06")
"""Single documents no model was trained on, though recipes were compared by them, and no weight was set on; their near
misses are no outside questions either.
"""


@dataclass(frozen=True, slots=True)
class CorpusLibrary:
    """Its documents as Markdown by file name, and questions; those of kind "near" are answered by none of them."""

    name: str
    documents: tuple[tuple[str, str], ...]
    questions: tuple[EvalQuestion, ...]

    def written(self, folder: Path) -> Path:
        """The documents as files in a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in self.documents:
            (folder / name).write_text(text, encoding="utf-8")
        return folder


def corpus_library(name: str, corpus: Path = CORPUS) -> CorpusLibrary:
    """Read a library, or a document that stands alone, by name; one that is not there has no documents."""
    files = {
        path.stem: _entries(path)
        for path in sorted([*corpus.glob(f"{name}.jsonl"), *corpus.glob(f"{name}-*.jsonl")])
    }
    clauses = {
        f"{document}#{entry['id']}": (f"{document}.md", str(entry["x"]))
        for document, entries in files.items()
        for entry in entries
        if entry["t"] == "c"
    }
    documents = tuple((f"{document}.md", _markdown(entries)) for document, entries in files.items())
    questions = (one for document, entries in files.items() for one in _questions(document, entries, clauses))
    return CorpusLibrary(name, documents, tuple(questions))


def near_misses(corpus: Path = CORPUS) -> tuple[str, ...]:
    """What is asked near the matters of what was trained on, single documents and libraries, and answered by none."""
    found = sorted(path for kind in TRAINED_ON for path in corpus.glob(f"{kind}*.jsonl"))
    files = (path for path in found if path.stem not in HELD_OUT_DOCUMENTS)
    return tuple(str(entry["q"]) for path in files for entry in _entries(path) if entry["t"] == "n")


def _entries(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _markdown(entries: Sequence[dict[str, Any]]) -> str:
    """Title, headings where the path changes, and a paragraph a clause."""
    lines, before = list[str](), list[str]()
    for entry in entries:
        if entry["t"] == "doc":
            lines.append(f"# {entry['title']}")
        elif entry["t"] == "c":
            path = [part for part in str(entry["h"]).split(" > ") if part]
            shared = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(path, before, strict=False))))
            lines += [f"{'#' * (level + 2)} {path[level]}" for level in range(shared, len(path))]
            lines.append(str(entry["x"]))
            before = path
    return "\n\n".join(lines) + "\n"


def _questions(
    document: str, entries: Sequence[dict[str, Any]], clauses: dict[str, tuple[str, str]]
) -> Iterator[EvalQuestion]:
    for number, entry in enumerate(entries):
        name = f"{document}:{number}"
        if entry["t"] == "q":
            places = [place if "#" in place else f"{document}#{place}" for place in entry["g"]]
            gold = tuple(clauses[place] for place in places if place in clauses)
            if gold:
                yield EvalQuestion(name, str(entry["q"]), str(entry["k"]), gold)
        elif entry["t"] == "n":
            yield EvalQuestion(name, str(entry["q"]), "near", ())
