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
    path = Path(said).expanduser()
    return (path, found["to"] or "") if _LIKE_A_PATH.search(said) or path.is_file() else None


def shared(path: Path) -> SharedFile:
    """The file with its bytes, as far as so many are taken; raises OSError."""
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        return SharedFile(path.name, trouble=FileTrouble.TOO_LARGE)
    return SharedFile(path.name, content)
