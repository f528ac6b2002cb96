"""Answers a second, latency and memory, beside plain SQLite FTS5 and the embedding alone, in one run.

python -m tests.bench.bench_answers
"""

from __future__ import annotations

import json
import random
import resource
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from knowledge.library import Library
from knowledge.reading.document import Clause, Document, DocumentFacts, Section
from knowledge.search.encoder import WIDTH, Encoder, load_encoder
from knowledge.search.index import Index, build_index
from knowledge.search.intents import intents
from knowledge.search.ranking import search
from knowledge.search.reranker import load_reranker
from knowledge.search.vector_store import VectorStore
from knowledge.search.windows import Window
from knowledge.text.terms import WORD

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
MANY = 100_000
ROUNDS = 3
READINGS = 2
QUESTIONS = (
    "How do I handle an abusive caller?",
    "someone is cussing me out on the phone",
    "how quikly must I reply to an emial",
    "What do I do with a complaint I cannot resolve myself?",
    "do guests need a badge",
    "Can we require a customer to write instead of calling?",
    "Who keeps the record of a difficult conversation?",
    "How do I claim overtime?",
)


def main() -> None:
    """Print the tables."""
    encoder = load_encoder()
    if encoder is None:
        sys.stdout.write("The encoder is not available here; nothing is measured.\n")
        return
    policies = SHARED / "policies" if (SHARED / "policies").is_dir() else ROOT / "organisation" / "policies"
    # What a start loads once is no part of a reading.
    load_reranker()
    intents(encoder)
    library = reading(policies, encoder)
    windows = library.index.windows
    questions = _questions()
    print_line(f"{len(windows)} passages of {policies.name}, {len(questions)} questions, one thread")
    head = f"{'':28}{'answers/s':>10}{'p50 ms':>9}{'p99 ms':>9}"
    print_line(head)
    sections = library.index.sections
    show("Counterpoise (whole answer)", lambda question: library.ask(question), questions, encoder)
    show("SQLite FTS5, plain", full_text([window.text for window in windows]), questions)
    show(
        "embedding alone", lambda question: (sections @ encoder.encode(question)).argmax(), questions, encoder
    )
    print_line(f"resident memory: {resident():.0f} MB")
    index = many(encoder)
    print_line(f"\n{MANY:,} passages of re-assembled sentences, random vectors, questions encoded live")
    print_line(head)
    show("Counterpoise (search)", lambda question: search(index, question), questions, encoder)
    show("SQLite FTS5, plain", full_text([window.text for window in index.windows]), questions)
    rows = index.sections
    show("embedding alone", lambda question: (rows @ encoder.encode(question)).argmax(), questions, encoder)
    print_line(f"resident memory: {resident():.0f} MB")


def reading(policies: Path, encoder: Encoder) -> Library:
    """Read and index from nothing, and say how fast, beside the encoder alone over the same sections and clauses.

    "Of a core": by the processor time of this process and of the one that reads files, whatever else runs meanwhile.
    """
    rows = []
    with TemporaryDirectory(prefix="bench-") as folder:
        copied = Path(
            shutil.copytree(policies, Path(folder) / "policies")
        )  # Apart from vectors that ship beside it.
        for _ in range(READINGS):
            encoder.forget()
            started, busy = time.perf_counter(), processor_seconds()
            library = Library.open([copied])
            rows.append((processor_seconds() - busy, time.perf_counter() - started))
    of_core, by_clock = min(rows)
    windows = library.index.windows
    encoder.forget()
    busy = processor_seconds()
    for window in windows:
        for text in (f"{window.context}. {window.text}", *(clause.text for clause in window.clauses)):
            encoder.encode(text)
    alone, sections = processor_seconds() - busy, library.stats.sections
    print_line(
        f"reading: {sections / of_core:.1f} sections/s of a core with embeddings ({sections / by_clock:.1f} by the "
        f"clock); the encoder alone, every section and every clause: {sections / alone:.1f}"
    )
    return library


def processor_seconds() -> float:
    """What this process and those it started and that ended have used."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in spent)


def show(
    name: str, ask: Callable[[str], object], questions: Sequence[str], encoder: Encoder | None = None
) -> None:
    """Ask every question some rounds, the first not counted and each as if it came for the first time; print a row."""
    spent = []
    for turn in range(ROUNDS + 1):
        for question in questions:
            if encoder:
                encoder.forget()
            started = time.perf_counter()
            ask(question)
            if turn:
                spent.append(time.perf_counter() - started)
    p50, p99 = (float(np.percentile(spent, share)) * 1000 for share in (50, 99))
    print_line(f"{name:28}{len(spent) / sum(spent):>10.0f}{p50:>9.1f}{p99:>9.1f}")


def full_text(texts: Sequence[str]) -> Callable[[str], object]:
    """Plain FTS5: any of the question's words, best 10."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE passages USING fts5(text)")
    base.executemany("INSERT INTO passages VALUES (?)", ((text,) for text in texts))

    def ask(question: str) -> object:
        words = " OR ".join(f'"{word}"' for word in WORD.findall(question))
        rows = "SELECT rowid FROM passages WHERE passages MATCH ? ORDER BY bm25(passages) LIMIT 10"
        return base.execute(rows, (words,)).fetchall()

    return ask


def many(encoder: Encoder) -> Index:
    """An index of 100,000 passages about 80 words long; vectors are random, because encoding takes half an hour."""
    chance = random.Random(7)
    documents = Library.open([ROOT / "organisation" / "policies"]).documents
    sentences = [
        clause.text for document in documents for section in document.sections for clause in section.clauses
    ]
    windows = [_window(number, " ".join(chance.choices(sentences, k=4))) for number in range(MANY)]
    bare = build_index(windows, None, VectorStore(None))
    vectors = np.random.default_rng(7).standard_normal((MANY, WIDTH), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Index(
        windows=bare.windows,
        lexicon=bare.lexicon,
        speller=bare.speller,
        synonyms=bare.synonyms,
        encoder=encoder,
        sections=vectors,
        clauses=vectors.astype(np.float16),
        starts=tuple(range(MANY + 1)),
        examples=np.empty((0, WIDTH), np.float32),
        said=bare.said,
        frames=bare.frames,
        samples=bare.samples,
        intents=intents(encoder),
    )


def _window(number: int, text: str) -> Window:
    clause = Clause(text, 0, len(text))
    section = Section(str(number), (), "", text, 0, len(text), 0, (clause,))
    return Window(Document(str(number), "", text, DocumentFacts(), (section,)), section, (clause,), text)


def _questions() -> tuple[str, ...]:
    dev = SHARED / "eval" / "dev.jsonl"
    if not dev.is_file():
        return QUESTIONS
    return tuple(json.loads(line)["question"] for line in dev.read_text("utf-8").splitlines())


def resident() -> float:
    """The most memory this process has held, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1_000_000 if sys.platform == "darwin" else 1_000)


def print_line(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
