"""A file somebody gives the bot at a terminal: `attach PATH`, or `attach PATH to REFERENCE`."""

from __future__ import annotations

import re
from pathlib import Path

from bot.events import FileTrouble, SharedFile
from incidents.rules.file_limits import LARGEST

_ATTACH = re.compile(r"attach\s+(?P<path>.+?)(?:\s+to\s+(?P<to>[\w-]{6,7}))?\s*", re.IGNORECASE)
_LIKE_A_PATH = re.compile(r"[/\\]|\.\w{1,5}$")


def file_in(typed: str) -> tuple[Path, str] | None:
    """The file a line names, and the reference it is for; None for other words ("attach the letter to my report")."""
    found = _ATTACH.fullmatch(typed)
    if found is None:
        return None
    said = found["path"].strip("\"'")
    path = _path(said)
    return (path, found["to"] or "") if _LIKE_A_PATH.search(said) or _is_file(path) else None


def _path(said: str) -> Path:
    """The path as it was said; "~" is the home of whoever it names, where there is such a person."""
    try:
        return Path(said).expanduser()
    except RuntimeError:
        return Path(said)


def _is_file(path: Path) -> bool:
    """Whether there is such a file; words that are too long for a name are none."""
    try:
        return path.is_file()
    except OSError:
        return False


def shared(path: Path) -> SharedFile:
    """The file with its bytes, as far as so many are taken; raises OSError."""
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        return SharedFile(path.name, trouble=FileTrouble.TOO_LARGE)
    return SharedFile(path.name, content)
