"""Several files of one policy, told by its number or its title: the newest counts, where one can be told to be it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import combinations

from rapidfuzz import fuzz

from knowledge.reading.document import Document, DocumentFacts, Finding
from knowledge.text.language import LANGUAGE
from knowledge.text.markup import normal
from knowledge.text.terms import terms

_MARKS, _KINDS = frozenset(LANGUAGE.words("editions.marks")), frozenset(LANGUAGE.words("editions.kinds"))
_FIGURES = LANGUAGE.pattern("editions.in_title")
_SAME_MATTER = 80  # Likeness (0-100) of two titles under one number from which they name one matter.
_SHARED = 0.4  # Share of the words of the shorter from which two texts of one title are one policy.
_MANY = 20  # Files of one title or number: it names no policy.


@dataclass(frozen=True)
class _Edition:
    """A document with what tells it from others of the same policy."""

    document: Document

    @cached_property
    def number(self) -> str:
        """Its number without what is written in one file and not in another."""
        return re.sub(r"[\s#–-]+", "", self.document.facts.number).upper()

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of its title that name a matter."""
        said = re.findall(r"[^\W\d_]+", normal(self.document.facts.title))
        left_out = _MARKS | _KINDS
        return frozenset(word for word in said if word not in left_out and word.upper() not in self.number)

    @cached_property
    def figures(self) -> frozenset[str]:
        """The numbers in its title ("Administrative Policy 4-11")."""
        return frozenset(_FIGURES.findall(self.document.facts.title))

    @cached_property
    def kinds(self) -> frozenset[str]:
        """What kind of document its title says that it is."""
        said = normal(self.document.facts.title).split()
        return frozenset(word.removesuffix("s") for word in said if word in _KINDS)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The words of its rules."""
        clauses = (clause for section in self.document.sections for clause in section.clauses)
        return frozenset(stem for clause in clauses for stem in terms(clause.text))

    @property
    def day(self) -> date | None:
        """The newest day from which its words hold."""
        facts = self.document.facts
        return max((day for day in (facts.effective, facts.revised) if day), default=facts.signed)

    @property
    def version(self) -> tuple[int, ...]:
        """Its version as numbers, without noughts at the end; empty where it states none."""
        parts = [int(part) for part in re.findall(r"\d+", self.document.facts.version)]
        while parts and not parts[-1]:
            parts.pop()
        return tuple(parts)


def without_older(documents: Sequence[Document]) -> tuple[tuple[Document, ...], tuple[Finding, ...]]:
    """The documents without those of which a newer edition is among them, and what owners should know of that.

    Where nobody can tell which is newer, or whether two are one policy, all of them stay.
    """
    editions = [_Edition(document) for document in documents]
    older: dict[str, Document] = {}
    unclear: dict[str, set[str]] = defaultdict(set)
    for one, other in _pairs(editions):
        if (same := _same(one, other)) is None:
            continue
        newer = _newer(one, other) if same else None
        if newer is None:
            unclear[_called(one, other)] |= {one.document.name, other.document.name}
            continue
        gone = other if newer is one else one
        before = older.get(gone.document.name)
        if before is None or _newer(newer, _Edition(before)) is newer:
            older[gone.document.name] = newer.document
    older = {name: newer for name, newer in older.items() if _leads_on(name, older)}
    kept = tuple(one for one in documents if one.name not in older)
    findings = (
        *(_replaced(one, older[one.name]) for one in documents if one.name in older),
        *(_both(left, called) for called, names in unclear.items() if len(left := names - older.keys()) > 1),
    )
    return kept, findings


def _leads_on(name: str, older: dict[str, Document]) -> bool:
    """Whether some edition stays above one, and not each has another that is newer."""
    passed: set[str] = set()
    while name in older and name not in passed:
        passed.add(name)
        name = older[name].name
    return name not in older


def _pairs(editions: Sequence[_Edition]) -> Iterator[tuple[_Edition, _Edition]]:
    """Those of one number, and those of one title, each pair once."""
    alike: dict[object, list[_Edition]] = defaultdict(list)
    for one in editions:
        if one.number:
            alike[one.number].append(one)
        if one.words:
            alike[one.words, one.kinds].append(one)
    seen: set[tuple[str, str]] = set()
    for group in alike.values():
        for one, other in combinations(group, 2) if len(group) <= _MANY else ():
            names = (one.document.name, other.document.name)
            if names not in seen:
                seen.add(names)
                yield one, other


def _same(one: _Edition, other: _Edition) -> bool | None:
    """Whether two are editions of one policy; False where nobody can tell, None where they are not."""
    same_title = bool(one.words) and one.words == other.words and one.kinds == other.kinds
    if one.number and other.number and one.number != other.number:
        return None
    if one.number == other.number != "":
        if one.kinds != other.kinds and one.kinds and other.kinds:
            return None  # A policy and its procedure.
        return same_title or _matters_alike(one, other)
    facts, others = one.document.facts, other.document.facts
    numbered = one.figures and other.figures and one.figures != other.figures
    if numbered or _differ(facts.organisation, others.organisation):
        return None
    return not _differ(facts.audience, others.audience) and _share(one, other) >= _SHARED


def _matters_alike(one: _Edition, other: _Edition) -> bool:
    return fuzz.token_set_ratio(" ".join(sorted(one.words)), " ".join(sorted(other.words))) >= _SAME_MATTER


def _differ(one: str, other: str) -> bool:
    return bool(one and other) and normal(one) != normal(other)


def _share(one: _Edition, other: _Edition) -> float:
    return len(one.stems & other.stems) / max(min(len(one.stems), len(other.stems)), 1)


def _newer(one: _Edition, other: _Edition) -> _Edition | None:
    """The newer of two by day, else by version; None where they do not say or contradict themselves."""
    by_day = by_version = None
    if one.day and other.day and one.day != other.day:
        by_day = one if one.day > other.day else other
    if one.version and other.version and one.version != other.version:
        by_version = one if one.version > other.version else other
    if by_day and by_version and by_day is not by_version:
        return None
    return by_day or by_version


def _called(one: _Edition, other: _Edition) -> str:
    if one.number and one.number == other.number:
        return f"bear the number {one.document.facts.number}"
    return f"are called “{one.document.facts.title}”"


def _replaced(one: Document, newer: Document) -> Finding:
    message = (
        f"{newer.name} ({_dated(newer.facts)}) is a newer edition of {one.name} ({_dated(one.facts)});"
        " nothing of the older one is quoted."
    )
    return Finding(one.name, "", "older-edition", message)


def _both(names: set[str], called: str) -> Finding:
    first, *others = sorted(names)
    message = (
        f"{', '.join((first, *others[:-1]))} and {others[-1]} {called}. Whether they are one policy, or which is"
        " the newer, cannot be told; all are quoted."
    )
    return Finding(first, "", "same-policy", message)


def _dated(facts: DocumentFacts) -> str:
    edition = _Edition(Document("", "", "", facts, ()))
    said = (
        f"{edition.day:%Y-%m-%d}" if edition.day else "",
        f"version {facts.version}" if facts.version else "",
    )
    return ", ".join(filter(None, said)) or "no date"
