"""Several files of one policy, told by its number or its title: the newest counts, where one can be told to be it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import combinations

from rapidfuzz import fuzz

from knowledge.reading.document import Document, DocumentFacts, Finding
from knowledge.reading.replacing import NamedPolicy, named, replaced_by
from knowledge.text.labels import labelled
from knowledge.text.language import LANGUAGE
from knowledge.text.markup import normal
from knowledge.text.terms import terms

_MARKS, _KINDS = frozenset(LANGUAGE.words("editions.marks")), frozenset(LANGUAGE.words("editions.kinds"))
_EVERYBODY = frozenset(LANGUAGE.words("editions.everybody")) | frozenset(LANGUAGE.words("editions.small"))
_OFFICES = frozenset(LANGUAGE.words("editions.offices")) | frozenset(LANGUAGE.words("editions.small"))
_SCOPE = LANGUAGE.pattern("editions.scope")
_FIGURES = LANGUAGE.pattern("editions.in_title")
_SAME_MATTER = 80  # Likeness (0-100) of two titles under one number from which they name one matter.
_SHARED = 0.4  # Share of the words of the shorter from which two texts of one title are one policy.
_NEARLY_ALL = 0.85  # Share of them from which two texts of different owners are.
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
        left_out = _MARKS | _KINDS
        said = _words(self.document.facts.title)
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
    def rules(self) -> tuple[str, ...]:
        """What it says but for the lines that state its facts."""
        clauses = (clause for section in self.document.sections for clause in section.clauses)
        return tuple(clause.text for clause in clauses if labelled(clause.text) is None)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The words of its rules."""
        return frozenset(stem for rule in self.rules for stem in terms(rule))

    @cached_property
    def named(self) -> NamedPolicy:
        """Its title as others name it."""
        title = named(self.document.facts.title)
        return replace(title, figures=title.figures | ({self.document.facts.number} - {""}))

    @cached_property
    def scope(self) -> frozenset[str]:
        """The words that tell for whom alone it says that it is; empty where for everybody, or it does not say."""
        found = _SCOPE.search(self.document.text)
        return frozenset(_words(found["who"])) - _EVERYBODY if found else frozenset()

    @cached_property
    def owner(self) -> frozenset[str]:
        """The words that tell its owner from others; empty where that is a person, or it does not say."""
        said = self.document.facts.owner
        words = frozenset(_words(said.partition(",")[0]))
        person = len(words) == 2 and not words & _OFFICES and said.istitle()
        return frozenset() if person else words - _OFFICES

    @property
    def names_its_owner(self) -> bool:
        """Whether its rules speak of its owner."""
        return any(not self.owner.isdisjoint(_words(rule)) for rule in self.rules)

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
    for one, other, newer in _judged(editions):
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


def _judged(editions: Sequence[_Edition]) -> Iterator[tuple[_Edition, _Edition, _Edition | None]]:
    """Those that may be of one policy, with the newer one; None where nobody can tell whether, or which."""
    claimed: set[frozenset[str]] = set()
    for one, other in _claims(editions):
        claimed.add(frozenset((one.document.name, other.document.name)))
        yield one, other, None if _apart(one, other) else one
    for one, other in _pairs(editions):
        known = frozenset((one.document.name, other.document.name)) in claimed
        if not known and (same := _same(one, other)) is not None:
            yield one, other, _newer(one, other) if same else None


def _claims(editions: Sequence[_Edition]) -> Iterator[tuple[_Edition, _Edition]]:
    """Each with those that it says it replaces, unless they are newer than it."""
    for one in editions:
        names = replaced_by(one.document)
        for other in editions if names else ():
            if other is one or _differ(one.document.facts.organisation, other.document.facts.organisation):
                continue
            if any(name.is_of(other.named) for name in names) and _newer(one, other) is not other:
                yield one, other


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
        return (same_title or _matters_alike(one, other)) and not _apart(one, other)
    facts, others = one.document.facts, other.document.facts
    numbered = one.figures and other.figures and one.figures != other.figures
    if numbered or _differ(facts.organisation, others.organisation):
        return None
    if _differ(facts.audience, others.audience) or _apart(one, other):
        return False
    return _share(one, other) >= _SHARED


def _apart(one: _Edition, other: _Edition) -> bool:
    """Whether two say that they are for others, or have other owners and differ or each speak of their own."""
    if one.scope and other.scope and one.scope.isdisjoint(other.scope):
        return True
    if not one.owner or not other.owner or not one.owner.isdisjoint(other.owner):
        return False
    return (one.names_its_owner and other.names_its_owner) or _share(one, other) < _NEARLY_ALL


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", normal(text))


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
    if one.words != other.words:
        return f"are one policy by what {one.document.name} says"
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
