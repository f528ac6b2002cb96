"""Documents kept between runs: a file that has not changed is not read again."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

from foundation.atomic_files import keep
from foundation.fingerprint import code, fingerprint, packages
from foundation.values import MalformedValue, plain_of, value_of_json
from knowledge.reading.document import Document, Finding
from knowledge.reading.policy_files import Source, read_source, sha256_of
from knowledge.reading.sandbox import Sandbox
from knowledge.text.language import LANGUAGE, shipped

Progress = Callable[[str, int, int], None]
PASSING = frozenset({"too-slow", "no-reader", "unreadable"})
"""Findings that say something of this machine at that moment, not of the file: it is read again before long."""
READ_BY = (
    "knowledge.reading.readers",
    "knowledge.reading.sectioning",
    "knowledge.reading.phrases",
    "knowledge.reading.document",
    "foundation.values",
    "knowledge.reading.sandbox_child",
    "knowledge.reading.sandbox",
    "knowledge.reading.policy_files",
    "knowledge.text.markup",
    "knowledge.text.labels",
    "knowledge.text.language",
    "knowledge.text.calendar_words",
    "knowledge.text.duty_words",
)
"""The code that makes a document of a file."""

READ_WITH = ("pypdfium2", "lxml", "markdown-it-py", "tinycss2", "cssselect")
"""The libraries that do."""

Read = tuple[tuple[Document, ...], tuple[Finding, ...]]


class DocumentCache:
    """One file a source in a cache folder, named by content, name and reader. Without a folder: nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder / "documents" if folder else None

    def read(self, sources: Sequence[Source], progress: Progress | None = None) -> Read:
        """The documents and findings of all sources, in order; reads only what is not kept.

        `progress` hears "reading" with how many sources are done, and of a file of many pages its name with those read.
        """
        documents: list[Document] = []
        findings: list[Finding] = []
        used: set[str] = set()
        with Sandbox(files=[source.path for source in sources]) as sandbox:
            for done, source in enumerate(sources, start=1):
                if progress:
                    sandbox.listener = partial(progress, source.name)
                name = _file_name(source)
                found = self._take(name) or self._put(name, source, sandbox)
                documents += found[0]
                findings += found[1]
                used.add(name)
                if progress:
                    progress("reading", done, len(sources))
        self._forget_all_but(used)
        return tuple(documents), tuple(findings)

    def _take(self, name: str) -> Read | None:
        if not (self._folder and name):
            return None
        try:
            read: Read = value_of_json(Read, (self._folder / name).read_bytes())  # type: ignore[arg-type]
        except (OSError, MalformedValue):
            return None  # Not there, cut off or of another release: read the source again.
        return read

    def _put(self, name: str, source: Source, sandbox: Sandbox) -> Read:
        found = read_source(source, sandbox)
        passing = any(finding.kind in PASSING for finding in found.findings)
        # A file saved while it was being read is not what its hash says.
        if self._folder and name and not passing and name == _file_name(source):
            content = json.dumps(plain_of((found.documents, found.findings))).encode()
            keep(self._folder / name, lambda file: file.write(content))
        return found.documents, found.findings

    def _forget_all_but(self, used: set[str]) -> None:
        for path in self._folder.glob("*.json") if self._folder else ():
            if path.name not in used:
                with suppress(OSError):
                    path.unlink()


def _file_name(source: Source) -> str:
    """Empty where the file cannot be opened: its reader says so, and nothing is kept."""
    try:
        content = sha256_of(source.path)
    except OSError:
        return ""
    return fingerprint([reader(), content, source.name]) + ".json"


@cache
def reader() -> str:
    """A hash over all that reads: documents read by another release are read again."""
    made_by = code(*READ_BY)
    words = (LANGUAGE.stamp, shipped("words.txt"))
    return fingerprint([*made_by, *words, *packages(*READ_WITH)])
