"""The door to knowledge: open policies, ask questions, offer phrases, notice changes."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from knowledge.answering import answer
from knowledge.checks import missing_related, overdue_reviews
from knowledge.citing import citation
from knowledge.confidence import Judge, judge_for
from knowledge.curated import Curated, Lessons, with_kept, with_reviews
from knowledge.encoder import load_encoder
from knowledge.history import DocumentHistory, history_of
from knowledge.index import Index, build_index
from knowledge.intents import intents
from knowledge.kept import Keeper
from knowledge.moments import moment
from knowledge.passages import Answer, Document, Finding, Phrase
from knowledge.phrases import ASKS_FOR_WORDS, Offered, phrases_in
from knowledge.questions import Placed, attach, place_of, read_questions
from knowledge.reading import sources_in
from knowledge.shelf import Shelf
from knowledge.synonyms import Group, read_synonyms
from knowledge.vectors import VectorStore
from knowledge.versions import Versions
from knowledge.windows import Window, windows_of

Progress = Callable[[str, int, int], None]
MOST_PHRASES = 6
NEAR = 0.6  # Phrases are offered where their section scores at least this share of the best passage's.
QUESTIONS, SYNONYMS = "questions.yaml", "synonyms.yaml"


@dataclass(frozen=True, slots=True)
class Stats:
    """What was indexed, how long that took, and the confidence from which on a question counts as answered.

    `threshold` is the margin that stands for it in this index (see `confidence.Judge`).
    """

    files: int
    sections: int
    clauses: int
    seconds: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything one question needs, replaced as a whole when a file changed."""

    state: str
    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]
    index: Index
    judge: Judge
    phrases: tuple[Offered, ...]
    phrase_vectors: np.ndarray[tuple[int, int], np.dtype[np.float32]]
    stats: Stats


class Library:
    """The organisation's policies, searchable. Safe to use from several threads; all calls are CPU bound."""

    def __init__(self, paths: Sequence[Path], cache: Path | None, today: Callable[[], date]) -> None:
        """Use `open`."""
        self._paths = tuple(paths)
        self._cache = cache
        self._today = today
        self._changing = threading.Lock()
        self._versions = Versions(cache)
        self._lessons = Lessons()
        self._curated = Curated()
        self._snapshot: Snapshot

    @classmethod
    def open(
        cls,
        paths: Sequence[Path],
        cache: Path | None = None,
        progress: Progress | None = None,
        *,
        today: Callable[[], date] = date.today,
    ) -> Library:
        """Read and index files and folders; `cache` keeps what was read and encoded for the next time.

        `questions.yaml` and `synonyms.yaml` are looked for in each folder and, for one called `policies`,
        beside it; a mistake in them raises DataFileError. A document that cannot be read becomes a finding.
        """
        library = cls(paths, cache, today)
        library._snapshot = library._read(library._state(), progress)
        return library

    def ask(self, question: str, *, limit: int = 5, earlier: Sequence[str] = ()) -> Answer:
        """Answer a question; `earlier` are the questions before it in the same conversation, oldest first."""
        now = self._snapshot
        found = answer(now.index, now.judge, question, limit, self._today(), earlier)
        found = with_reviews(found, self._lessons.reviewed, self._today())
        whole = " ".join([*earlier, found.asked])
        if kept := self._curated.match(whole, now.index.encoder):
            return with_kept(found, *kept, self._today(), limit)
        close = [p.section for p in found.passages[:3] if p.score >= NEAR * found.passages[0].score]
        near = any(offered.section in close for offered in now.phrases)
        if near or ASKS_FOR_WORDS.search(question):
            return replace(found, phrases=self._phrases(now, found.asked, "")[:MOST_PHRASES])
        return found

    def phrases(self, situation: str = "", channel: str = "") -> tuple[Phrase, ...]:
        """Sentences the policies offer, those that fit the situation first.

        `channel` is "phone", "in person" or empty for all; phrases for any channel always belong.
        """
        return self._phrases(self._snapshot, situation, channel)

    def moment(self, text: str) -> str:
        """What somebody tells of: "danger", "ended", "distress", or empty (see `moments`)."""
        return moment(text, self.index.encoder)

    def learn(self, lessons: Lessons) -> None:
        """Take what owners teach besides the policies into force, in place of what they taught before.

        Kept answers count at once, also while a changed folder is being read; new example questions need the
        index built again, which is done before this returns while questions go on being answered. Raises
        DataFileError as `refresh` does.
        """
        self._curated = Curated.of(lessons.kept, self.index.encoder)
        self._lessons = lessons
        self.refresh()

    def history(self, document: str) -> DocumentHistory | None:
        """What is known of a document's changes; None for a name that is not indexed."""
        found = next((one for one in self.documents if one.name == document), None)
        return history_of(found, self._versions.changes(document), self._today()) if found else None

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every indexed document."""
        return self._snapshot.documents

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What owners should mend, files that could not be read first."""
        overdue = overdue_reviews(self.documents, self._today())
        return (*self._snapshot.findings, *overdue)

    @property
    def stats(self) -> Stats:
        """Counts and times of the last reading."""
        return self._snapshot.stats

    @property
    def index(self) -> Index:
        """The index in use."""
        return self._snapshot.index

    @property
    def judge(self) -> Judge:
        """What decides whether the policies say it."""
        return self._snapshot.judge

    def refresh(self) -> bool:
        """Look for changed files; index them and swap. Questions go on being answered from the old index.

        Returns whether anything changed. Raises DataFileError for a mistake in a data file; the old index stays.
        """
        with self._changing:
            state = self._state()
            if state == self._snapshot.state:
                return False
            self._snapshot = self._read(state, None)
            return True

    def _state(self) -> str:
        """A hash over what tells a changed file: its name, size and time of change."""
        digest = hashlib.sha256()
        for path in [*(source.path for source in sources_in(self._paths)), *self._data_files()]:
            try:
                facts = path.stat()
            except OSError:
                continue
            digest.update(f"{path}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
        digest.update(repr(self._lessons.examples).encode())
        return digest.hexdigest()

    def _data_files(self, name: str = "") -> list[Path]:
        folders = [path for path in self._paths if path.is_dir()]
        folders += [path.parent for path in folders if path.name == "policies"]
        names = (name,) if name else (QUESTIONS, SYNONYMS)
        return [folder / file for folder in folders for file in names if (folder / file).is_file()]

    def _read(self, state: str, progress: Progress | None) -> Snapshot:
        started = time.perf_counter()
        documents, findings = Shelf(self._cache).read(sources_in(self._paths), progress)
        windows = [window for document in documents for window in windows_of(document)]
        synonyms: list[Group] = [
            group for path in self._data_files(SYNONYMS) for group in read_synonyms(path)
        ]
        self._versions.note(documents, self._today())
        attached = self._attached(windows)
        encoder = load_encoder()
        store, keeper = VectorStore(self._cache), Keeper(self._cache)
        index = build_index(windows, encoder, store, synonyms, attached, progress, keeper, intents(encoder))
        offered = tuple(_phrases(documents))
        texts = [f"{phrase.situation}: {phrase.phrase.text}" for phrase in offered]
        judge = judge_for(index, self._cache)
        kept = VectorStore(self._cache / "phrases" if self._cache else None)
        vectors = (
            kept.vectors(texts, encoder.encode).astype(np.float32)
            if encoder
            else np.empty((0, 0), np.float32)
        )
        stats = Stats(
            files=len({document.name for document in documents}),
            sections=sum(len(document.sections) for document in documents),
            clauses=sum(len(section.clauses) for document in documents for section in document.sections),
            seconds=round(time.perf_counter() - started, 3),
            threshold=round(judge.threshold, 4),
        )
        upkeep = (finding for document in documents for finding in document.findings)
        found = (*findings, *upkeep, *missing_related(documents))
        return Snapshot(state, documents, found, index, judge, offered, vectors, stats)

    def _attached(self, windows: Sequence[Window]) -> list[Placed]:
        """Example questions by window: those of the files, then those owners confirmed; one for words that are
        no longer in the policies waits until they are there again."""
        entries = [entry for path in self._data_files(QUESTIONS) for entry in read_questions(path)]
        taught = [
            (place_of(one.document, one.contains, windows), one.question) for one in self._lessons.examples
        ]
        return [
            *attach(entries, windows),
            *(Placed(*place, question) for place, question in taught if place is not None),
        ]

    @staticmethod
    def _phrases(now: Snapshot, situation: str, channel: str) -> tuple[Phrase, ...]:
        fitting = [
            place
            for place, offered in enumerate(now.phrases)
            if offered.phrase.channel in ("", channel) or not channel
        ]
        if situation and now.index.encoder:
            near = now.phrase_vectors @ now.index.encoder.encode(now.index.speller.repair(situation))
            fitting.sort(key=lambda place: -float(near[place]))
        elif channel:
            fitting.sort(key=lambda place: now.phrases[place].phrase.channel != channel)
        return tuple(now.phrases[place].phrase for place in fitting)


def _phrases(documents: Sequence[Document]) -> list[Offered]:
    return [
        offered
        for document in documents
        for offered in phrases_in(
            document, [(section.id, citation(document, section)) for section in document.sections]
        )
    ]
