"""The child process of the sandbox: bounds itself, then reads one file per line of its input."""

from __future__ import annotations

import hashlib
import json
import re
import signal
import sys
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from foundation.plain_files import TooLarge, read_plain
from knowledge.reading.document import Document
from knowledge.reading.readers import archive, reader_for
from knowledge.reading.readers.extract import Extract, Unreadable
from knowledge.reading.readers.pace import listening
from knowledge.reading.sectioning import document_of

MOST_BYTES = 30_000_000
MOST_CHARACTERS = 2_000_000  # a thousand pages
MOST_LINES = 50_000
_HALF = re.compile("[\ud800-\udfff]")


def main(seconds: float, megabytes: int, *endings: str) -> None:
    """Answer requests until the input ends; the readers of these endings are loaded before anything is bounded."""
    for ending in endings:
        reader_for(ending)
    _bound_for_good(megabytes)
    _say({"ready": True})
    for line in sys.stdin:
        _bound_time(seconds)
        _say(_answer(json.loads(line)))


def read_bytes(content: bytes, ending: str, name: str) -> Document:
    """The document of a file's bytes, by the ending of its name; raises Unreadable."""
    reader = reader_for(ending)
    if reader is None:
        what = f"“{ending}”" if ending else "A file without an ending"
        raise Unreadable(
            "unknown-format",
            f"{what} is not a format that can be read; save it as PDF, Word (.docx) or text.",
        )
    extract = _as_text(reader(content))
    if len(extract.text) > MOST_CHARACTERS or extract.text.count("\n") > MOST_LINES:
        raise Unreadable("too-big", "The file holds more text than a thousand pages and was not read.")
    return document_of(extract, name, hashlib.sha256(content).hexdigest())


def content_of(path: Path) -> bytes:
    """The bytes of a file that is not too large; raises Unreadable."""
    try:
        return read_plain(path, MOST_BYTES)
    except TooLarge as large:
        said = f"The file has {large.size // 1_000_000} MB; more than {MOST_BYTES // 1_000_000} are not read."
        raise Unreadable("too-big", said) from large
    except OSError as error:
        raise Unreadable("unreadable", f"The file cannot be opened ({error.strerror}).") from error


def _as_text(extract: Extract) -> Extract:
    """Halves of characters, which no text may hold, become the sign for what cannot be read; nothing moves."""
    facts = {name: _HALF.sub("\ufffd", value) for name, value in extract.facts.items()}
    return replace(extract, text=_HALF.sub("\ufffd", extract.text), facts=facts)


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    try:
        path = Path(request["path"])
        content = content_of(path)
        if request.get("list"):
            return {"members": archive.members(content)}
        if request["member"]:
            content = archive.member(content, request["member"])
        ending = PurePosixPath(request["member"] or path.name).suffix.lower()
        with listening(lambda done, pages: _say({"pages": [done, pages]})):
            return {"document": asdict(read_bytes(content, ending, request["name"]))}
    except Unreadable as problem:
        return {"unreadable": [problem.kind, str(problem)]}
    except MemoryError:
        return {
            "unreadable": ["too-big", "Reading the file needs more memory than a policy should."],
            "restart": True,
        }
    except RecursionError:
        return {"unreadable": ["broken", "The file is nested too deeply."], "restart": True}
    except Exception as error:  # noqa: BLE001 - whatever a broken file does to a library, the reading goes on
        return {
            "unreadable": ["broken", f"The file could not be read ({type(error).__name__})."],
            "restart": True,
        }


def _say(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer, default=date.isoformat) + "\n")
    sys.stdout.flush()


def _bound_for_good(megabytes: int) -> None:
    """Memory beyond what is mapped now, no files written, no core dumps. Windows has none of these bounds."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    statm = Path("/proc/self/statm")
    if statm.exists():
        mapped = int(statm.read_text().split()[0]) * resource.getpagesize()
        limit = mapped + megabytes * 1_000_000
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _bound_time(seconds: float) -> None:
    """So much processor time from now; passing it ends the process. A waiting or crowded-out process spends none."""
    try:
        import resource
    except ImportError:
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = usage.ru_utime + usage.ru_stime
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent + seconds) + 2, hard))


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]), *sys.argv[3:])
