"""Everything a question needs as one value, made from files and data files and replaced as a whole."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from knowledge.answers.citing import citation
from knowledge.answers.phrases import Offered, phrase_vectors, phrases_in
from knowledge.curation.attached_questions import Attached
from knowledge.curation.checks import dead_files, incomplete, missing_related
from knowledge.curation.curated import ExampleQuestion
from knowledge.curation.fitting import Places, attach, detached, unfit_finding, unused_synonyms
from knowledge.curation.own_files import OwnWords, mistake_finding
from knowledge.reading.document import Document, Finding
from knowledge.reading.document_cache import PASSING, DocumentCache
from knowledge.reading.editions import without_older
from knowledge.reading.in_force import in_force_of, is_in_force, next_change, not_in_force
from knowledge.reading.sources import FoundFiles
from knowledge.search.confidence import Judge, judge_for, judge_until_fitted
from knowledge.search.encoder import Encoder, Vector
from knowledge.search.index import Index, PlacedQuestion, build_index
from knowledge.search.index_cache import IndexCache
from knowledge.search.intents import intents
from knowledge.search.reranker import load_reranker
from knowledge.search.vector_store import VectorStore
from knowledge.search.weights import Weights
from knowledge.search.windows import windows_of

Progress = Callable[[str, int, int], None]
UNKNOWN_FORMAT = "unknown-format"


@dataclass(frozen=True, slots=True)
class Stats:
    """What was indexed, how long that took, and the confidence from which on a question counts as answered.

    `threshold` is the margin that stands for it in this index (see `confidence.Judge`); `expected_wrongly_answered`
    and `expected_wrongly_refused` are what it is expected to cost, as shares from 0 to 1, None while that is not known.
    """

    files: int
    sections: int
    clauses: int
    seconds: float
    threshold: float
    expected_wrongly_answered: float | None = None
    expected_wrongly_refused: float | None = None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one reading of everything gave.

    `documents` are all that were read; `in_force` are those of them that count, with the rules that do. Only these are
    in the index.
    `unread` are files and folders nothing was read of. `until` is the day from which on the dates of the documents
    say something else, and `passing` that another look may read more. `unfitted` tells that the judge has the standard
    line until `fitted` is called.
    """

    documents: tuple[Document, ...]
    in_force: tuple[Document, ...]
    findings: tuple[Finding, ...]
    unread: tuple[Finding, ...]
    places: Places
    index: Index
    judge: Judge
    phrases: tuple[Offered, ...]
    phrase_vectors: Vector
    stats: Stats
    until: date | None
    passing: bool
    unfitted: bool = False


def read_all(
    there: FoundFiles,
    own: OwnWords,
    taught: Sequence[ExampleQuestion],
    encoder: Encoder | None,
    cache: Path | None,
    today: date,
    progress: Progress | None,
    weights: Weights,
    *,
    fit_later: bool = False,
    besides: Path | None = None,
) -> Snapshot:
    """Read and index what is there; raises for nothing that is in a file.

    `besides` is a folder with vectors that came with the policies (see `VectorStore`).
    """
    started = time.perf_counter()
    documents, unread = DocumentCache(cache).read(there.sources, progress)
    newest, editions = without_older([document for document in documents if is_in_force(document, today)])
    in_force = [in_force_of(document, today) for document in newest]
    names = {document.name for document in newest}
    windows = [window for document in in_force for window in windows_of(document)]
    places = Places(windows)
    placed, unfit = attach(own.questions, places)
    groups = [group.words for group in own.synonyms]
    examples = [*placed, *_taught(taught, places)]
    store, index_cache = VectorStore(cache, besides=besides), IndexCache(cache)
    index = build_index(
        windows,
        encoder,
        store,
        groups,
        examples,
        progress,
        index_cache,
        intents(encoder),
        weights,
        load_reranker() if encoder and weights.reread else None,
    )
    judge, unfitted = judge_until_fitted(index, cache) if fit_later else (judge_for(index, cache), False)
    offered = tuple(_phrases(in_force))
    # A policy that was emptied is as good as gone: somebody has to hear of it, not only its owner's list.
    emptied = tuple(one for document in documents if not document.sections for one in document.findings)
    unread = (*there.closed, *there.findings, *unread, *emptied)
    findings = (
        *(mistake_finding(mistake) for mistake in own.mistakes),
        *(detached(entry, "The example", places) for entry in unfit),
        *_detached_examples(taught, places),
        *(
            detached(entry, "The golden question", places)
            for entry in attach(own.golden, places)[1]
            if not _states(documents, entry)
        ),
        *unused_synonyms(own.synonyms, index.lexicon.postings.__contains__),
        *not_in_force([one for one in documents if one.name in names or not is_in_force(one, today)], today),
        *editions,
        *(finding for document in documents if document.sections for finding in document.findings),
        *missing_related(documents),
        *dead_files(documents, {source.name: source.path for source in there.sources}),
        *incomplete(in_force),
    )
    return Snapshot(
        documents=documents,
        in_force=tuple(in_force),
        findings=findings,
        unread=unread,
        places=places,
        index=index,
        judge=judge,
        phrases=offered,
        phrase_vectors=phrase_vectors(offered, index, VectorStore(cache / "phrases" if cache else None)),
        stats=_stats(documents, started, judge),
        until=next_change(documents, today),
        passing=any(finding.kind in PASSING for finding in unread),
        unfitted=unfitted,
    )


def fitted(snapshot: Snapshot, cache: Path | None) -> Snapshot:
    """The same with its judge fitted to the index."""
    judge = judge_for(snapshot.index, cache)
    return replace(snapshot, judge=judge, stats=_with_line(snapshot.stats, judge), unfitted=False)


def _with_line(stats: Stats, judge: Judge) -> Stats:
    """With where a judge draws the line, and what that is expected to cost."""
    return replace(
        stats,
        threshold=round(judge.threshold, 4),
        expected_wrongly_answered=judge.expected.wrongly_answered,
        expected_wrongly_refused=judge.expected.wrongly_refused,
    )


def _states(documents: Sequence[Document], entry: Attached) -> bool:
    """Whether a document says these words of itself, above its sections."""
    return any(one.name == entry.document and entry.contains in one.text for one in documents)


def _taught(taught: Sequence[ExampleQuestion], places: Places) -> Iterator[PlacedQuestion]:
    for one in taught:
        if place := places.of(one.document, one.contains):
            yield PlacedQuestion(*place, one.question)


def _detached_examples(taught: Sequence[ExampleQuestion], places: Places) -> Iterator[Finding]:
    for one in taught:
        if places.of(one.document, one.contains) is None:
            what = f"The confirmed way to ask “{one.question}”"
            yield unfit_finding(one.document, one.contains, what, "", places)


def _stats(documents: Sequence[Document], started: float, judge: Judge) -> Stats:
    counted = Stats(
        files=len({document.name for document in documents}),
        sections=sum(len(document.sections) for document in documents),
        clauses=sum(len(section.clauses) for document in documents for section in document.sections),
        seconds=round(time.perf_counter() - started, 3),
        threshold=0.0,
    )
    return _with_line(counted, judge)


def _phrases(documents: Sequence[Document]) -> Iterator[Offered]:
    for document in documents:
        cited = [(section.id, citation(document, section)) for section in document.sections]
        yield from phrases_in(document, cited)
