"""Public retrieval sets in the BEIR layout: `corpus.jsonl`, `queries.jsonl`, `qrels.tsv` with a header."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from knowledge.reading.document import Clause, Document, DocumentFacts, Section
from knowledge.search.confidence import Judge, judge_for
from knowledge.search.encoder import load_encoder
from knowledge.search.index import Index, build_index
from knowledge.search.intents import intents
from knowledge.search.reranker import load_reranker
from knowledge.search.vector_store import VectorStore
from knowledge.search.weights import Weights
from knowledge.search.windows import Window

Progress = Callable[[str, int, int], None]
SHORTEST = 25  # characters; a shorter sentence joins its neighbour
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z(“\"])|\n+")


class BadSet(Exception):
    """A folder is not a set in the BEIR layout; the message names file and line."""


@dataclass(frozen=True, slots=True)
class Query:
    """One query with its judged entries; `earlier` are the turns before it, where the set has conversations."""

    id: str
    text: str
    judged: Mapping[str, int]
    earlier: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BeirSet:
    """A set as read; every entry is one window, its sentences the clauses, its title the heading."""

    name: str
    windows: tuple[Window, ...]
    queries: tuple[Query, ...]
    cache: Path | None = None

    def index(self, weights: Weights, progress: Progress | None = None) -> tuple[Index, Judge]:
        """The set's index and judge; vectors are kept in `cache`."""
        encoder = load_encoder() if weights.encoder else None
        store, ours = VectorStore(self.cache), intents(encoder)
        index = build_index(
            self.windows,
            encoder,
            store,
            progress=progress,
            intents=ours,
            weights=weights,
            reranker=load_reranker() if encoder and weights.reread else None,
        )
        return index, judge_for(index)


def read_beir(folder: Path, cache: Path | None = None) -> BeirSet:
    """Read a set; raises BadSet."""
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    try:
        rows = (folder / "qrels.tsv").read_text("utf-8").splitlines()[1:]
    except OSError as error:
        raise BadSet(f"{folder}: qrels.tsv cannot be read.") from error
    for number, row in enumerate(rows, start=2):
        cells = row.split("\t")
        if len(cells) != 3 or not cells[2].lstrip("-").isdigit():
            raise BadSet(f"qrels.tsv, line {number}: expected query, entry and score with tabs between.")
        judged[cells[0]][cells[1]] = int(cells[2])
    windows = tuple(_window(*entry) for entry in _entries(folder / "corpus.jsonl"))
    queries = tuple(_queries(folder / "queries.jsonl", judged))
    return BeirSet(folder.name, windows, queries, cache)


def _lines(path: Path) -> Iterator[tuple[int, dict[str, object]]]:
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                yield number, json.loads(line)
    except OSError as error:
        raise BadSet(f"{path.name} cannot be read.") from error
    except ValueError as error:
        raise BadSet(f"{path.name} is not one JSON object a line.") from error


def _entries(path: Path) -> Iterator[tuple[str, str, str]]:
    for number, line in _lines(path):
        if not {"_id", "text"} <= line.keys():
            raise BadSet(f"{path.name}, line {number}: “_id” or “text” is missing.")
        yield str(line["_id"]), str(line.get("title") or ""), str(line["text"])


def _queries(path: Path, judged: Mapping[str, Mapping[str, int]]) -> Iterator[Query]:
    for number, line in _lines(path):
        if not {"_id", "text"} <= line.keys():
            raise BadSet(f"{path.name}, line {number}: “_id” or “text” is missing.")
        before = line.get("prev")
        earlier = tuple(str(turn) for turn in before) if isinstance(before, list) else ()
        yield Query(str(line["_id"]), str(line["text"]), judged.get(str(line["_id"]), {}), earlier)


def _window(name: str, title: str, text: str) -> Window:
    found = sentences(text)
    starts = accumulate((len(sentence) + 1 for sentence in found), initial=0)
    clauses = tuple(
        Clause(sentence, start, start + len(sentence)) for sentence, start in zip(found, starts, strict=False)
    )
    path = (title,) if title else ()
    section = Section(name, path, "", text, 0, len(text), 0, clauses)
    return Window(Document(name, "", text, DocumentFacts(), (section,)), section, clauses, text)


def sentences(text: str) -> list[str]:
    """The sentences of a text; very short ones joined to the one before."""
    found: list[str] = []
    for piece in _SENTENCE.split(text):
        sentence = piece.strip()
        if found and sentence and min(len(found[-1]), len(sentence)) < SHORTEST:
            found[-1] = f"{found[-1]} {sentence}"
        elif sentence:
            found.append(sentence)
    return found or [text]
