"""The door to reading: files, folders and ZIPs of policies in; documents cut into sections and clauses out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from knowledge.passages import Document, Finding
from knowledge.readers import ENDINGS, UNREAD
from knowledge.readers.extract import Unreadable
from knowledge.sandbox import Sandbox
from knowledge.sandboxed import content_of, read_bytes

Progress = Callable[[str, int, int], None]
ARCHIVE = ".zip"
_LOOKED_AT = ENDINGS | UNREAD | {ARCHIVE}


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read and the name its documents go by: its own, with the folders below the one that was given."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class Library:
    """What was read: documents in the order of their sources, and a finding for each file that was not read."""

    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes, in hexadecimal: what a document of it carries as `sha256`."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sources_in(paths: Sequence[Path]) -> tuple[Source, ...]:
    """Every document of the given files and folders, by name; hidden ones are left out, named files never.

    Formats that cannot be read (`readers.UNREAD`) belong to them: their owner hears of it.
    """
    found: dict[str, Source] = {}
    for path in paths:
        for source in _walk(path) if path.is_dir() else [Source(path.name, path)]:
            name = source.name if source.name not in found else f"{path.name}/{source.name}"
            found.setdefault(name, Source(name, source.path))
    return tuple(sorted(found.values(), key=lambda source: source.name))


def read_document(path: Path) -> Document:
    """Read one file of a supported format; raises Unreadable with one clear sentence."""
    with Sandbox() as sandbox:
        return _read(Source(path.name, path), sandbox)


def read_source(source: Source, sandbox: Sandbox | None = None) -> Library:
    """Read one source; a ZIP gives a document for each file in it. Never raises for what is in the file."""
    with Sandbox() if sandbox is None else nullcontext(sandbox) as box:
        if source.path.suffix.lower() != ARCHIVE:
            return _library([source], lambda one: _read(one, box))
        try:
            names = box.members(source.path)
        except Unreadable as problem:
            return Library((), (_finding(source.name, problem),))
        if not names:
            return Library((), (Finding(source.name, "", "empty", "The archive holds no files."),))
        inside = {_inside(source.name, name): name for name in names}
        found = [Source(name, source.path) for name in inside]
        return _library(found, lambda one: box.read(one.path, one.name, inside[one.name]))


def read_folder(paths: Sequence[Path], progress: Progress | None = None) -> Library:
    """Read files, folders and ZIPs; `progress` hears each source's name, how many are done, how many there are."""
    sources = sources_in(paths)
    documents: list[Document] = []
    findings: list[Finding] = []
    with Sandbox() as sandbox:
        for done, source in enumerate(sources, start=1):
            library = read_source(source, sandbox)
            documents.extend(library.documents)
            findings.extend(library.findings)
            if progress:
                progress(source.name, done, len(sources))
    return Library(tuple(documents), tuple(findings))


def _inside(archive: str, member: str) -> str:
    """The name of an archive's member, which may not climb out of it."""
    return "/".join((archive, *(part for part in PurePosixPath(member).parts if part not in ("..", "/"))))


def _walk(folder: Path) -> Iterable[Source]:
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in inner.parts)
        if not hidden and path.suffix.lower() in _LOOKED_AT and path.is_file():
            yield Source(PurePosixPath(*inner.parts).as_posix(), path)


def _read(source: Source, sandbox: Sandbox) -> Document:
    if source.path.suffix.lower() not in ENDINGS:  # Nobody reads it, so no child need be started to say so.
        return read_bytes(content_of(source.path), source.path.suffix.lower(), source.name)
    return sandbox.read(source.path, source.name)


def _library(sources: Iterable[Source], read: Callable[[Source], Document]) -> Library:
    documents: list[Document] = []
    findings: list[Finding] = []
    for source in sources:
        try:
            documents.append(read(source))
        except Unreadable as problem:
            findings.append(_finding(source.name, problem))
    return Library(tuple(documents), tuple(findings))


def _finding(name: str, problem: Unreadable) -> Finding:
    return Finding(name, "", problem.kind, str(problem))
