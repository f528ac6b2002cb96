"""The door to reading: files, folders and ZIPs of policies in; documents cut into sections and clauses out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from foundation.plain_files import BLOCK, open_plain
from knowledge.reading.document import Document, Finding
from knowledge.reading.readers import ARCHIVE, ENDINGS
from knowledge.reading.readers.extract import Unreadable
from knowledge.reading.sandbox import Sandbox
from knowledge.reading.sandbox_child import content_of, read_bytes
from knowledge.reading.sources import Source, look, same_name, shown, sources_in

__all__ = ["Reading", "Source", "read_document", "read_folder", "read_source", "sha256_of", "sources_in"]

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: documents in the order of their sources, and a finding for each file that was not read."""

    documents: tuple[Document, ...]
    findings: tuple[Finding, ...]


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes, in hexadecimal: what a document of it carries as `sha256`."""
    digest = hashlib.sha256()
    with open_plain(path) as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def read_document(path: Path) -> Document:
    """Read one file of a supported format; raises Unreadable with one clear sentence."""
    with Sandbox(files=[path]) as sandbox:
        return _read(Source(path.name, path), sandbox)


def read_source(source: Source, sandbox: Sandbox | None = None) -> Reading:
    """Read one source; a ZIP gives a document for each file in it. Never raises for what is in the file."""
    with Sandbox(files=[source.path]) if sandbox is None else nullcontext(sandbox) as box:
        if source.path.suffix.lower() != ARCHIVE:
            return _reading([source], lambda one: _read(one, box))
        try:
            names = box.members(source.path)
        except Unreadable as problem:
            return Reading((), (_finding(source.name, problem),))
        if not names:
            return Reading((), (Finding(source.name, "", "empty", "The archive holds no files."),))
        inside = _inside(source.name, names)
        found = [Source(name, source.path) for name in inside]
        return _reading(found, lambda one: box.read(one.path, one.name, inside[one.name]))


def read_folder(paths: Sequence[Path], progress: Progress | None = None) -> Reading:
    """Read files, folders and ZIPs; `progress` hears each source's name, how many are done, how many there are."""
    there = look(paths)
    documents: list[Document] = []
    findings: list[Finding] = [*there.closed, *there.findings]
    with Sandbox(files=[source.path for source in there.sources]) as sandbox:
        for done, source in enumerate(there.sources, start=1):
            library = read_source(source, sandbox)
            documents.extend(library.documents)
            findings.extend(library.findings)
            if progress:
                progress(source.name, done, len(there.sources))
    return Reading(tuple(documents), tuple(findings))


def _inside(archive: str, members: Sequence[str]) -> dict[str, str]:
    """Members by the name their documents go by, which does not climb out of the archive and is nobody else's."""
    named: dict[str, str] = {}
    for member in members:
        parts = (part for part in PurePosixPath(member).parts if part not in ("..", "/"))
        name = wanted = same_name("/".join((archive, *map(shown, parts))))
        number = 2
        while name in named:
            name, number = f"{wanted} ({number})", number + 1
        named[name] = member
    return named


def _read(source: Source, sandbox: Sandbox) -> Document:
    if source.path.suffix.lower() not in ENDINGS:  # Nobody reads it, so no child need be started to say so.
        return read_bytes(content_of(source.path), source.path.suffix.lower(), source.name)
    return sandbox.read(source.path, source.name)


def _reading(sources: Iterable[Source], read: Callable[[Source], Document]) -> Reading:
    documents: list[Document] = []
    findings: list[Finding] = []
    for source in sources:
        try:
            documents.append(read(source))
        except Unreadable as problem:
            findings.append(_finding(source.name, problem))
        except Exception as error:  # noqa: BLE001 - whatever one file does to its reader, the others are read
            fault = Unreadable("broken", f"The file could not be read ({type(error).__name__}).")
            findings.append(_finding(source.name, fault))
    return Reading(tuple(documents), tuple(findings))


def _finding(name: str, problem: Unreadable) -> Finding:
    return Finding(name, "", problem.kind, str(problem))
