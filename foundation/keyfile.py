"""The key file: where the keys are when the environment gives none. Readable for its owner alone."""

from __future__ import annotations

import base64
import contextlib
import os
import secrets
import stat
from pathlib import Path

NAME = "keys"
KEY = 32


class KeyRingError(Exception):
    """The keys cannot be used as they are configured; the message says what to do."""


def new_entry() -> str:
    """A key nobody has yet, as the file and COUNTERPOISE_KEYS write it."""
    return f"{secrets.token_hex(4)}:{base64.b64encode(os.urandom(KEY)).decode()}"


class KeyFile:
    """A file of `id:base64` lines; the first key is current. It may change while the program runs."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def make(self) -> None:
        """Make it with one new key where there is none: processes that start together agree on one file."""
        if not self.path.exists():
            aside = self._written_aside(f"{new_entry()}\n")
            with contextlib.suppress(FileExistsError):
                os.link(aside, self.path)
            aside.unlink()

    def read(self) -> str:
        """The entries; raises KeyRingError where others can read them too, and OSError."""
        if os.name == "posix" and stat.S_IMODE(self.path.stat().st_mode) & 0o077:
            raise KeyRingError(f"{self.path} can be read by others: run chmod 600 on it.")
        return self.path.read_text(encoding="ascii")

    def add(self, entry: str) -> None:
        """Put a key in front of the others; a crash leaves the old file or the new one."""
        self._written_aside(f"{entry}\n{self.read()}").replace(self.path)

    def stamp(self) -> tuple[int, int, int]:
        """What tells a changed file; raises OSError."""
        facts = self.path.stat()
        return facts.st_mtime_ns, facts.st_size, facts.st_ino

    def _written_aside(self, text: str) -> Path:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        aside = self.path.with_name(f"{self.path.name}.{secrets.token_hex(4)}")
        descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
        except BaseException:
            aside.unlink()
            raise
        return aside
