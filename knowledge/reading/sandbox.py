"""Reads files in a child process with bounded processor time and memory, so that a hostile one harms nothing.

The child gets no settings and no secrets of ours, may write no file, and is started again after it had to be
stopped. Requests and results are JSON lines; nothing is unpickled.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from foundation.values import value_of
from knowledge.reading.document import Document
from knowledge.reading.readers import ARCHIVE, ENDINGS
from knowledge.reading.readers.extract import Unreadable
from knowledge.text.language import VARIABLE

SECONDS = 10  # of processor time for one file
PATIENCE = 12  # times as long by the clock: on a busy machine a file gets its seconds late
MEGABYTES = 256  # beyond what the child needs before its first file
_ROOT = Path(__file__).resolve().parents[2]
_STOPPED = "The file could not be read safely: its reader needed too much memory or broke down."


class Sandbox:
    """One child process, started with the first file. Not safe to use from several threads at once."""

    def __init__(
        self,
        seconds: float = SECONDS,
        megabytes: int = MEGABYTES,
        *,
        patience: float = PATIENCE,
        files: Iterable[Path] | None = None,
    ) -> None:
        """`seconds` are of processor time, counted by the child; `patience` is how many times as long is waited.

        `files` are what will be read: only their readers are loaded at the start, without them all are. What a reader
        loads later counts as needed by the file.
        """
        self._seconds = seconds
        self._wait = seconds * patience
        self._megabytes = megabytes
        self._endings = ENDINGS if files is None else _endings(files)
        self.listener: Callable[[int, int], None] | None = None
        """Hears how many pages of a file of many are read, and how many there are."""
        self._child: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str] = queue.Queue()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, path: Path, name: str, member: str = "") -> Document:
        """Read a file, or one member of a ZIP, as the document `name`; raises Unreadable."""
        answer = self._ask({"path": str(path.absolute()), "name": name, "member": member})
        try:
            return value_of(Document, answer["document"])
        except (KeyError, ValueError) as error:
            raise Unreadable("broken", _STOPPED) from error

    def members(self, path: Path) -> tuple[str, ...]:
        """The names of the files in a ZIP; raises Unreadable."""
        return tuple(
            str(name) for name in self._ask({"path": str(path.absolute()), "list": True}).get("members", ())
        )

    def close(self) -> None:
        """Stop the child."""
        if self._child is not None:
            self._child.kill()
            self._child.wait()
            for pipe in (self._child.stdin, self._child.stdout):
                if pipe:
                    pipe.close()
            self._child = None

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        child = self._started()
        assert child.stdin is not None  # noqa: S101 - opened as a pipe
        try:
            child.stdin.write(json.dumps(request) + "\n")
            child.stdin.flush()
            line = self._last_line()
        except queue.Empty:
            self.close()
            raise self._too_slow() from None
        except OSError:
            line = ""
        if not line:
            spent = _ran_out_of_time(child)
            self.close()
            raise self._too_slow() if spent else Unreadable("broken", _STOPPED)
        answer: dict[str, Any] = json.loads(line)
        if "unreadable" in answer:
            if answer.get("restart"):
                self.close()
            raise Unreadable(*answer["unreadable"])
        return answer

    def _last_line(self) -> str:
        """The answer, after what the child says of its progress; raises queue.Empty where it does not come in time."""
        until = time.monotonic() + self._wait
        while True:
            line = self._answers.get(timeout=max(0.0, until - time.monotonic()))
            if not line.startswith('{"pages"'):
                return line
            done, pages = json.loads(line)["pages"]
            if self.listener is not None:
                self.listener(done, pages)

    def _too_slow(self) -> Unreadable:
        return Unreadable("too-slow", f"Reading the file took more than {self._seconds:g} seconds.")

    def _started(self) -> subprocess.Popen[str]:
        if self._child is None or self._child.poll() is not None:
            self.close()
            self._answers = queue.Queue()
            self._child = subprocess.Popen(  # noqa: S603 - our own module, run by our own interpreter
                [
                    sys.executable,
                    "-m",
                    "knowledge.reading.sandbox_child",
                    str(self._seconds),
                    str(self._megabytes),
                    *sorted(self._endings),
                ],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"PYTHONPATH": str(_ROOT), "PATH": os.defpath, "PYTHONUTF8": "1", **_environment()},
                cwd=_ROOT,
                encoding="utf-8",
            )
            assert self._child.stdout is not None  # noqa: S101 - opened as a pipe
            threading.Thread(target=_listen, args=(self._child.stdout, self._answers), daemon=True).start()
            self._wait_until_ready()
        return self._child

    def _wait_until_ready(self) -> None:
        """The child's start is not the first file's fault: it is waited for apart."""
        try:
            ready = self._answers.get(timeout=60)
        except queue.Empty:
            ready = ""
        if not ready:
            self.close()
            raise Unreadable("no-reader", "The process that reads files could not be started.")


def _endings(files: Iterable[Path]) -> frozenset[str]:
    """Those of files there is a reader for; a ZIP may hold any."""
    found = {file.suffix.lower() for file in files}
    return ENDINGS if ARCHIVE in found else ENDINGS & found


def _ran_out_of_time(child: subprocess.Popen[str]) -> bool:
    """Whether the child was ended because its processor time was spent."""
    try:
        ended = child.wait(timeout=5)
    except subprocess.TimeoutExpired:
        return False
    return ended < 0 and signal.Signals(-ended).name in ("SIGPROF", "SIGXCPU")


def _listen(pipe: Any, answers: queue.Queue[str]) -> None:
    """Pass on every line, and an empty one at the end."""
    try:
        for line in pipe:
            answers.put(line)
    except (OSError, ValueError):
        pass
    answers.put("")


def _environment() -> dict[str, str]:
    """Windows starts no process without its own folder's name; the child reads in the language of its parent."""
    names = ("SYSTEMROOT", VARIABLE)
    return {name: os.environ[name] for name in names if name in os.environ}
