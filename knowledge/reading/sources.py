"""Which files are read: every document of the given files and folders, and what stands in the way of the others.

Whatever one name, link, folder or device does, the others are found: it becomes a finding.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from knowledge.reading.document import Finding
from knowledge.reading.readers import ARCHIVE, ENDINGS, UNREAD

_LOOKED_AT = ENDINGS | UNREAD | {ARCHIVE}
_NO_TEXT = frozenset({"Cc", "Cs", "Zl", "Zp"})  # control characters, bytes that are no UTF-8, line breaks


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read and the name its documents go by: its own, with the folders below the one that was given."""

    name: str
    path: Path


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """What was found; `closed` are given folders that could not be opened at all, with the system's reason."""

    sources: tuple[Source, ...]
    findings: tuple[Finding, ...] = ()
    closed: tuple[Finding, ...] = ()


def sources_in(paths: Sequence[Path]) -> tuple[Source, ...]:
    """Every document of the given files and folders, by name (see `look`)."""
    return look(paths).sources


def look(paths: Sequence[Path]) -> FoundFiles:
    """Every document of the given files and folders, by name; hidden ones are left out, named files never.

    Formats that cannot be read (`readers.UNREAD`) belong to them: their owner hears of it.
    """
    found: dict[str, Source] = {}
    findings: list[Finding] = []
    closed: list[Finding] = []
    for path in paths:
        try:
            inside = [_named(path)] if _is_file(path) else list(_walk(path, ""))
        except OSError as error:
            closed.append(_closed(shown(path.name), error))
            continue
        for one in inside:
            if isinstance(one, Finding):
                findings.append(one)
            else:
                name = _own_name(one.name, shown(path.name), found)
                found[name] = Source(name, one.path)
    ordered = sorted(found.values(), key=lambda source: source.name)
    return FoundFiles(tuple(ordered), tuple(findings), tuple(closed))


def shown(name: str) -> str:
    """A name as it can be shown in one line: what is no text is written out, such as "\\xed"."""
    plain = name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return "".join(one if _is_text(one) else one.encode("unicode_escape").decode() for one in plain)


def _is_file(path: Path) -> bool:
    """Whether a given path stands for a file; one that is not there does by its ending alone."""
    try:
        return not stat.S_ISDIR(path.stat().st_mode)
    except FileNotFoundError:
        return path.suffix.lower() in _LOOKED_AT


def _named(path: Path) -> Source | Finding:
    return Source(same_name(path.name), path) if _is_text(path.name) else _bad_name(path.name)


def same_name(name: str) -> str:
    """A name in the one form it is compared in: some systems write "é" as two characters."""
    return unicodedata.normalize("NFC", name)


def _walk(folder: Path, inner: str) -> Iterator[Source | Finding]:
    """Everything below a folder, in order; raises OSError where the folder itself cannot be opened."""
    with os.scandir(folder) as listed:
        names = sorted(entry.name for entry in listed)
    for name in names:
        if not name.startswith("."):
            yield from _entry(folder / name, f"{inner}{name}")


def _entry(path: Path, inner: str) -> Iterator[Source | Finding]:
    wanted = _ending(path.name) in _LOOKED_AT
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if wanted:
            message = (
                "The link leads nowhere." if path.is_symlink() else f"It cannot be opened ({error.strerror})."
            )
            yield Finding(shown(inner), "", "unreadable", message)
        return
    if stat.S_ISDIR(mode):
        yield from _folder(path, inner)
    elif wanted and not _is_text(path.name):
        yield _bad_name(inner)
    elif wanted and not stat.S_ISREG(mode):
        message = "It is no ordinary file but a pipe, a socket or a device, and is not read."
        yield Finding(shown(inner), "", "no-file", message)
    elif wanted:
        yield Source(same_name(inner), path)


def _folder(path: Path, inner: str) -> Iterator[Source | Finding]:
    if path.is_symlink():
        message = "The folder is a link, and links to folders are not followed: what is in it is not read."
        yield Finding(f"{shown(inner)}/", "", "linked-folder", message)
    elif not _is_text(path.name):
        yield _bad_name(f"{inner}/")
    else:
        try:
            yield from _walk(path, f"{inner}/")
        except OSError as error:
            yield _closed(f"{shown(inner)}/", error)


def _closed(name: str, error: OSError) -> Finding:
    return Finding(name, "", "unreadable", f"The folder cannot be opened ({error.strerror}).")


def _bad_name(name: str) -> Finding:
    message = "The name holds characters that are no text, so it is not read. Give it a plain name."
    return Finding(shown(name), "", "bad-name", message)


def _is_text(name: str) -> bool:
    return not any(unicodedata.category(one) in _NO_TEXT for one in name)


def _ending(name: str) -> str:
    """The ending as people see it: what is no text and blanks around it do not count."""
    seen = "".join(one for one in name if _is_text(one)).strip()
    return PurePath(seen).suffix.lower()


def _own_name(name: str, folder: str, taken: dict[str, Source]) -> str:
    """A name nobody has yet: with the folder's, or a number, where two are called the same."""
    wanted = name if name not in taken else f"{folder}/{name}"
    number, own = 2, wanted
    while own in taken:
        own, number = f"{wanted} ({number})", number + 1
    return own
