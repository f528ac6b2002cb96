"""ZIP containers: refused before anything is unpacked when they would unpack to too much."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath

from knowledge.reading.readers.extract import Unreadable

MOST_FILES = 5_000
MOST_BYTES = 200_000_000  # unpacked, all files together
MOST_RATIO = 200  # unpacked to packed; office documents stay below 50
SMALL = 1_000_000  # below this a high ratio harms nobody


def check_zip(content: bytes) -> None:
    """Raise Unreadable for a ZIP that is broken, encrypted or a bomb, judged by its own table of contents."""
    open_zip(content).close()


def open_zip(content: bytes) -> zipfile.ZipFile:
    """A ZIP that is safe to read member by member; raises Unreadable."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable("broken", "The file is damaged: its container cannot be opened.") from error
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_FILES or unpacked > MOST_BYTES or unpacked > max(SMALL, MOST_RATIO * len(content)):
        raise Unreadable(
            "too-big", "The file would unpack to far more than a policy holds and was not opened."
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("encrypted", "The file is protected by a password.")
    return archive


def members(content: bytes) -> tuple[str, ...]:
    """The names of the files in a ZIP, hidden ones and folders left out, sorted."""
    with open_zip(content) as archive:
        names = sorted({entry.filename for entry in archive.infolist() if not entry.is_dir()})
    return tuple(name for name in names if not _hidden(name))


def _hidden(name: str) -> bool:
    parts = [part for part in PurePosixPath(name).parts if part != ".."]
    return any(part.startswith((".", "__MACOSX")) for part in parts)


def member(content: bytes, name: str) -> bytes:
    """The bytes of one file in a ZIP; raises Unreadable."""
    with open_zip(content) as archive:
        try:
            return archive.read(name)
        except Exception as error:  # zlib.error and lzma.LZMAError share no base class
            raise Unreadable("broken", "The file is damaged inside its archive.") from error
