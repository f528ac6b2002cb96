"""Reading a file whole, and only what is one: a pipe, a socket or a device would be waited for without an end."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


BLOCK = 65_536  # bytes


class NotPlain(OSError):
    """It is no ordinary file."""

    def __init__(self) -> None:
        super().__init__(errno.EINVAL, "It is no ordinary file")


class TooLarge(OSError):
    """It holds more than was asked for; `size` is what it holds."""

    def __init__(self, size: int) -> None:
        super().__init__(errno.EFBIG, "It is too large")
        self.size = size


@contextmanager
def open_plain(path: Path) -> Iterator[BinaryIO]:
    """An ordinary file, open for reading; raises OSError."""
    handle = os.open(path, _FLAGS)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise NotPlain
        yield file


def read_plain(path: Path, most: int) -> bytes:
    """The bytes of an ordinary file; raises OSError, TooLarge where it has more than `most` bytes."""
    with open_plain(path) as file:
        size = os.fstat(file.fileno()).st_size
        content = b"" if size > most else file.read(size)
        # It may have grown since it was opened.
        while size <= most and (more := file.read(BLOCK)):
            content += more
            size = len(content)
        if size > most:
            raise TooLarge(size)
        return content
