"""Former versions of documents, kept when a file changes, and what differs between two of them (J40).

A version is named by the hash of the file and the day it was first seen. Clauses are compared by their words
alone and against the whole other version: what only moved, or is cut into clauses another way, has not changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from rapidfuzz import fuzz

from foundation.atomic_files import keep
from foundation.values import plain_of, value_of_json
from knowledge.reading.document import Clause, Document, Section
from knowledge.text.markup import normal

MOST = 6
"""Versions kept of one document, the present one included."""

ALIKE = 50
"""Likeness in words (0-100) from which a clause that went and one that came count as one that was changed."""


class ChangeKind(StrEnum):
    """What became of a clause."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """One clause that differs; `before` and `after` are verbatim, empty where there is none."""

    kind: ChangeKind
    heading: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class VersionChange:
    """What a new version changed. `seen` is the day it was first read, `former_seen` that of the one before."""

    seen: date
    former_seen: date
    changes: tuple[ClauseChange, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """One content of a document."""

    document: Document
    seen: date


class Versions:
    """The versions of all documents: one file each in `folder`, or in this process alone without one."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder / "versions" if folder else None
        self._kept: dict[str, tuple[Version, ...]] = {}

    def note(self, documents: Sequence[Document], today: date) -> None:
        """Keep the present content of every document that was last seen with another."""
        for document in documents:
            if self._folder is None:
                self._remember(document, today)
            else:
                self._write(document, today, self._folder)

    def of(self, name: str) -> tuple[Version, ...]:
        """The kept versions of one document, oldest first."""
        if self._folder is None:
            return self._kept.get(name, ())
        return tuple(version for file in _files(self._folder, name) for version in _read(file))

    def changes(self, name: str) -> tuple[VersionChange, ...]:
        """What each kept version changed, newest first."""
        found = [
            VersionChange(after.seen, before.seen, differences(before.document, after.document))
            for before, after in pairwise(self.of(name))
        ]
        return tuple(reversed(found))

    def _remember(self, document: Document, today: date) -> None:
        kept = self._kept.get(document.name, ())
        if not kept or kept[-1].document.sha256 != document.sha256:
            # A new value in place of the old one: somebody may be comparing these in another thread.
            self._kept[document.name] = (*kept, Version(document, today))[-MOST:]

    def _write(self, document: Document, today: date, folder: Path) -> None:
        files = _files(folder, document.name)
        # Told by names alone: an unchanged folder of thousands of documents is read in no time.
        if files and files[-1].stem.endswith(document.sha256):
            return
        number = int(files[-1].stem.split("_")[0]) + 1 if files else 0
        name = f"{number:06}_{today.isoformat()}_{document.sha256}.json"
        content = json.dumps(plain_of(document)).encode()
        if keep(_place(folder, document.name) / name, lambda stream: stream.write(content)):
            for file in files[: max(len(files) + 1 - MOST, 0)]:
                file.unlink(missing_ok=True)


def _place(folder: Path, name: str) -> Path:
    return folder / hashlib.sha256(name.encode()).hexdigest()[:32]


def _files(folder: Path, name: str) -> list[Path]:
    return sorted(_place(folder, name).glob("[0-9]*.json"))


def _read(file: Path) -> list[Version]:
    try:
        seen = date.fromisoformat(file.stem.split("_")[1])
        return [Version(value_of_json(Document, file.read_bytes()), seen)]
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return []  # Cut off or of another release: as if it had not been kept.


def differences(before: Document, after: Document) -> tuple[ClauseChange, ...]:
    """The clauses that differ, in the order of the new version; those that went come last."""
    gone, found = _missing_in(after, before), list[ClauseChange]()
    old, new = _words(before.text), _words(after.text)
    for section, clause in _missing_in(before, after):
        former = max(gone, key=lambda one: _likeness(one[1], clause), default=None)
        if former and _likeness(former[1], clause) >= ALIKE:
            gone.remove(former)
            if _words(clause.text) not in old or _words(former[1].text) not in new:
                change = ClauseChange(ChangeKind.CHANGED, section.heading, former[1].text, clause.text)
                found.append(change)
        elif _words(clause.text) not in old:
            found.append(ClauseChange(ChangeKind.ADDED, section.heading, after=clause.text))
    removed = [
        ClauseChange(ChangeKind.REMOVED, section.heading, clause.text)
        for section, clause in gone
        if _words(clause.text) not in new
    ]
    return (*found, *removed)


def _missing_in(other: Document, document: Document) -> list[tuple[Section, Clause]]:
    """The clauses of `document` that are no clause of the other."""
    known = {normal(clause.text) for section in other.sections for clause in section.clauses}
    return [
        (section, clause)
        for section in document.sections
        for clause in section.clauses
        if (text := normal(clause.text)) and text not in known
    ]


def _words(text: str) -> str:
    """Whole words, so that one text is looked for in another."""
    return f" {normal(text)} "


def _likeness(one: Clause, other: Clause) -> float:
    return fuzz.ratio(normal(one.text).split(), normal(other.text).split())
