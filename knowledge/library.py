"""The door to knowledge: open policies, ask questions, offer phrases, notice changes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from foundation.fingerprint import file_stamp, fingerprint
from knowledge.answers.about import about_document, answered_from_facts
from knowledge.answers.answer import Answer, Phrase
from knowledge.answers.answering import answer
from knowledge.answers.history import DocumentHistory, history_of
from knowledge.answers.phrases import asks_for_words, fitting, for_the_moment
from knowledge.curation.checks import dead_links, overdue_reviews
from knowledge.curation.curated import Curated, Lessons, with_kept, with_reviews, without_dead_links
from knowledge.curation.grounds import Ground, grounds, lapsed
from knowledge.curation.own_files import OwnFiles
from knowledge.reading.document import Document, Finding
from knowledge.reading.sources import FoundFiles, look
from knowledge.reading.versions import Versions
from knowledge.search.confidence import Judge
from knowledge.search.encoder import load_encoder
from knowledge.search.index import Index
from knowledge.search.ranking import asking
from knowledge.search.urgency import moment
from knowledge.search.weights import Weights
from knowledge.snapshot import UNKNOWN_FORMAT, Progress, Snapshot, Stats, fitted, read_all

MOST_PHRASES = 6
VECTORS = "vectors.keys"
AGAIN, AGAIN_AT_MOST = 10.0, 600.0  # Seconds until what could not be read is tried again, doubled each time.


@dataclass(frozen=True, slots=True)
class _Taught:
    """What owners taught, ready to be matched; replaced as a whole."""

    lessons: Lessons = field(default_factory=Lessons)
    curated: Curated = field(default_factory=Curated)


@dataclass(frozen=True, slots=True)
class _Lapsed:
    """The kept answers whose clauses are gone, for one reading and one state of what was taught."""

    snapshot: Snapshot
    lessons: Lessons
    ids: frozenset[str]


class Library:
    """The organisation's policies, searchable. Safe to use from several threads; all calls are CPU bound."""

    def __init__(
        self, paths: Sequence[Path], cache: Path | None, today: Callable[[], date], weights: Weights
    ) -> None:
        """Use `open`."""
        self._paths = tuple(paths)
        self._cache = cache
        self._today = today
        self._weights = weights
        self._changing = threading.Lock()
        self._versions = Versions(cache)
        self._own = OwnFiles(paths)
        self._taught = _Taught()
        self._lapsed: _Lapsed | None = None
        self._closed: tuple[Finding, ...] = ()
        self._wait, self._again_at = AGAIN, 0.0
        self._state: str
        self._snapshot: Snapshot

    @classmethod
    def open(
        cls,
        paths: Sequence[Path],
        cache: Path | None = None,
        progress: Progress | None = None,
        *,
        today: Callable[[], date] = date.today,
        weights: Weights | None = None,
        fit_later: bool = False,
    ) -> Library:
        """Read and index files and folders; `cache` keeps what was read and encoded for the next time.

        `questions.yaml` and `synonyms.yaml` are looked for in each folder and, for one called `policies`,
        beside it; a mistake in them raises DataFileError. What cannot be read becomes a finding, and so does an
        example question whose words are in no policy. Without `weights`, the shipped ones count. With `fit_later` the
        line between answered and not is the standard one until the first `refresh`.
        """
        library = cls(paths, cache, today, weights or Weights())
        there = look(paths)
        library._state = library._stamp(there)
        library._read(there, progress, fit_later=fit_later)
        library._closed = there.closed
        return library

    def ask(self, question: str, *, limit: int = 5, earlier: Sequence[str] = ()) -> Answer:
        """Answer a question; `earlier` are the questions before it in the same conversation, oldest first."""
        now, taught = self._snapshot, self._taught
        found = answer(now.index, now.judge, question, limit, self._today(), earlier)
        if asked := about_document(question, now.in_force):
            found = answered_from_facts(found, asked, now.index.windows, self._today())
        found = with_reviews(found, taught.lessons.reviewed, self._today())
        found = without_dead_links(found, self._dead())
        whole = " ".join([*earlier, found.asked])
        if kept := taught.curated.match(whole, now.index.encoder, self._gone(now, taught.lessons)):
            return without_dead_links(with_kept(found, *kept, self._today(), limit), self._dead())
        if not found.answered:
            found = replace(found, unread=self._not_looked_into(now))
        if found.of_document:
            return found
        close = [
            p.section
            for p in found.passages[:3]
            if p.score >= now.index.weights.phrases_near * found.passages[0].score
        ]
        near = [offered for offered in now.phrases if offered.section in close]
        near = fitting(near, question)
        if asks_for_words(question) or any(not one.within for one in near):
            return replace(found, phrases=_offered(now, found.asked, "")[:MOST_PHRASES])
        return replace(found, phrases=tuple(one.phrase for one in near)[:MOST_PHRASES])

    def phrases(self, situation: str = "", channel: str = "") -> tuple[Phrase, ...]:
        """Sentences the policies offer, those that fit the situation first.

        `channel` is "phone", "in person" or empty for all; phrases for any channel always belong.
        """
        return _offered(self._snapshot, situation, channel)

    def moment(self, text: str) -> str:
        """What somebody tells of: "danger", "ended", "distress", or empty (see `moments`)."""
        return moment(text, self.index.encoder, self._weights)

    def learn(self, lessons: Lessons) -> None:
        """Take what owners teach besides the policies into force, in place of what they taught before.

        Kept answers count at once, also while a changed folder is being read; new example questions need the
        index built again, which is done before this returns while questions go on being answered.
        """
        self._taught = _Taught(lessons, Curated.of(lessons.kept, self.index.encoder))
        self._look_again()

    def grounds(self, questions: Sequence[str], text: str) -> tuple[Ground, ...]:
        """The clauses an answer that is to be kept stands on, each with its document (see `grounds`)."""
        now = self._snapshot
        answers = (answer(now.index, now.judge, question, 1, self._today()) for question in questions)
        return grounds(answers, text, now.index.windows)

    def history(self, document: str) -> DocumentHistory | None:
        """What is known of a document's changes; None for a name that is not indexed."""
        found = next((one for one in self.documents if one.name == document), None)
        return history_of(found, self._versions.changes(document), self._today()) if found else None

    @property
    def documents(self) -> tuple[Document, ...]:
        """Every document that was read, those that are not in force among them."""
        return self._snapshot.documents

    @property
    def withdrawn(self) -> tuple[Document, ...]:
        """Documents that were read before and cannot be read now, as they last were; nothing of them is quoted."""
        return tuple(self._last(self._snapshot))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What owners should mend, files that could not be read first."""
        now = self._snapshot
        overdue = overdue_reviews(now.documents, self._today())
        dead = dead_links(now.documents, self._dead()) if self._taught.lessons.dead else ()
        return (*self._unread(now), *now.findings, *dead, *overdue)

    @property
    def unread(self) -> tuple[Finding, ...]:
        """Files and folders that belong to the policies and of which nothing could be read, this moment."""
        return self._unread(self._snapshot)

    @property
    def lapsed(self) -> frozenset[str]:
        """The ids of kept answers that are not given, because a clause they stand on is gone."""
        return self._gone(self._snapshot, self._taught.lessons)

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

        Returns whether anything changed. Where a given folder cannot be opened, what was read of it stays.
        """
        with self._changing:
            if reranker := self._snapshot.index.reranker:
                reranker.ready()
            if self._snapshot.unfitted:
                self._snapshot = fitted(self._snapshot, self._cache)
        return self._look_again()

    def _look_again(self) -> bool:
        with self._changing:
            there = look(self._paths)
            if there.closed:
                changed, self._closed = self._closed != there.closed, there.closed
                return changed
            state = self._stamp(there)
            changed = state != self._state or self._closed != ()
            if not changed and not self._is_due():
                return False
            before, before_fit = self._snapshot.unread, self._snapshot.unfitted
            self._read(there, None, fit_later=before_fit)
            self._state, self._closed = state, ()
            return changed or self._snapshot.unread != before

    def _is_due(self) -> bool:
        """Whether time alone asks for another look: a date came, or what could not be read may be there again."""
        now = self._snapshot
        if now.until is not None and self._today() >= now.until:
            return True
        return now.passing and time.monotonic() >= self._again_at

    def _read(self, there: FoundFiles, progress: Progress | None, *, fit_later: bool = False) -> None:
        words, taught, today = self._own.read(), self._taught.lessons.examples, self._today()
        encoder = load_encoder() if self._weights.encoder else None
        self._snapshot = read_all(
            there,
            words,
            taught,
            encoder,
            self._cache,
            today,
            progress,
            self._weights,
            fit_later=fit_later,
            besides=self._own.beside(VECTORS),
        )
        self._versions.note(self._snapshot.documents, today)
        self._again_at = time.monotonic() + self._wait
        self._wait = min(2 * self._wait, AGAIN_AT_MOST) if self._snapshot.passing else AGAIN

    def _stamp(self, there: FoundFiles) -> str:
        """A hash over what tells a changed file: its name, size and times of change, or why it has none."""
        paths = [*(source.path for source in there.sources), *self._own.paths()]
        stamps = (file_stamp(path) for path in paths)
        findings = (repr(finding) for finding in there.findings)
        return fingerprint([*stamps, *findings, repr(self._taught.lessons.examples)])

    def _dead(self) -> frozenset[str]:
        today = self._today()
        return frozenset(link for link, until in self._taught.lessons.dead if until >= today)

    def _unread(self, now: Snapshot) -> tuple[Finding, ...]:
        stays = "What was read of it before stays in force."
        closed = (one for one in self._closed if one not in now.unread)
        return (*(replace(one, message=f"{one.message} {stays}") for one in closed), *now.unread)

    def _last(self, now: Snapshot) -> Iterator[Document]:
        read = {document.name for document in now.documents}
        for finding in now.unread:
            if finding.document not in read and (kept := self._versions.of(finding.document)):
                yield kept[-1].document

    def _not_looked_into(self, now: Snapshot) -> tuple[str, ...]:
        """The titles of what may hold the answer and is not in the index."""
        titles = {one.name: one.facts.title or one.name for one in self._last(now)}
        files = (one.document for one in self._unread(now) if one.kind != UNKNOWN_FORMAT)
        return tuple(dict.fromkeys(titles.get(name, name) for name in files))

    def _gone(self, now: Snapshot, lessons: Lessons) -> frozenset[str]:
        known = self._lapsed
        if known is None or known.snapshot is not now or known.lessons is not lessons:
            known = self._lapsed = _Lapsed(now, lessons, lapsed(lessons.kept, now.places.of))
        return known.ids


def _offered(now: Snapshot, situation: str, channel: str) -> tuple[Phrase, ...]:
    fitting = [
        place
        for place, offered in enumerate(now.phrases)
        if offered.phrase.channel in ("", channel) or not channel
    ]
    if situation and now.index.encoder:
        near = now.phrase_vectors @ now.index.encoder.encode(asking(now.index.speller.repair(situation)))
        fitting.sort(key=lambda place: -float(near[place]))
    elif channel:
        fitting.sort(key=lambda place: now.phrases[place].phrase.channel != channel)
    offered = [now.phrases[place] for place in fitting]
    return tuple(one.phrase for one in (for_the_moment(offered, situation) if situation else offered))
