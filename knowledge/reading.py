"""The door to reading: a file or folder of policies in, documents cut into sections and clauses out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.passages import Document, Finding
from knowledge.readers import READERS
from knowledge.readers.extract import Unreadable
from knowledge.sectioning import document_of

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Library:
    """What was read from files and folders: documents in order of their names, and files that could not be read."""

    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes, in hexadecimal; what a Document of it carries as `sha256`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_document(path: Path) -> Document:
    """Read one file of a supported format; raises Unreadable with one clear sentence."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise Unreadable(
            "unknown-format", f"{path.suffix or 'A file without an ending'} is not a format we read."
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Unreadable("unreadable", f"The file cannot be opened ({error.strerror}).") from error
    return document_of(reader(content), path.name, hashlib.sha256(content).hexdigest())


def read_folder(paths: Sequence[Path], progress: Progress | None = None) -> Library:
    """Read files and folders (walked, hidden ones left out); `progress` hears name, files done, files in all."""
    files = list(files_in(paths))
    documents: list[Document] = []
    findings: list[Finding] = []
    for done, path in enumerate(files, start=1):
        try:
            documents.append(read_document(path))
        except Unreadable as problem:
            findings.append(Finding(path.name, "", problem.kind, str(problem)))
        if progress:
            progress(path.name, done, len(files))
    return Library(tuple(documents), tuple(findings))


def files_in(paths: Sequence[Path]) -> Iterator[Path]:
    """Every file below the given files and folders that a reader knows, sorted; named files always."""
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
            yield from (p for p in inside if p.suffix.lower() in READERS)
        else:
            yield path
