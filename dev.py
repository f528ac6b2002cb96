#!/usr/bin/env python3
"""Set up and run Counterpoise with nothing but Python 3.11.

    python3 dev.py run     set up what running needs, then open the local page on the sample organisation
    python3 dev.py test    set up everything, then every check and the whole test suite
    python3 dev.py check   formatting, types and import rules only
    python3 dev.py bench   benchmarks beside bare baselines
    python3 dev.py figures measure the tables of docs/retrieval.md again; with names, these tables only
    python3 dev.py sync    set up everything only
    python3 dev.py lock    solve the dependencies again and write requirements.lock and requirements-dev.lock

Standard library only. The locks hold versions and hashes and name no package index, so they work
behind an agency's own mirror; whatever index pip and uv are configured for is used.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
TOOLS = HERE / ".tools"
LOCK = HERE / "requirements.lock"
DEV_LOCK = HERE / "requirements-dev.lock"
STAMP = VENV / ".synced"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PIP = ("pip", "--quiet")
SOLVE = ("pip", "compile", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-header")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
RUNNING, EVERYTHING = "running", "everything"
"""What an environment holds: the second has all of the first, and the tools for tests and checks."""

STILL_AT_IT_SECONDS = 10.0


def main(arguments: list[str]) -> int:
    """Run one command; returns its exit code."""
    commands = {
        "run": run,
        "test": test,
        "check": check,
        "bench": bench,
        "figures": figures,
        "sync": sync,
        "lock": lock,
    }
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python runs this file before anything can check
        print("Counterpoise needs Python 3.11 or newer.", file=sys.stderr)
        return 2
    if not arguments or arguments[0] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        return commands[arguments[0]](arguments[1:])
    except KeyboardInterrupt:
        return 130


def run(extra: list[str]) -> int:
    """Set up, then serve the sample organisation on the local page and open it in a browser."""
    is_first = not (VENV / ".started").exists()
    code = set_up(RUNNING)
    if code:
        return code
    say("Starting; the first time takes longer ..." if is_first else "Starting ...")
    (VENV / ".started").touch()
    return call([tool("counterpoise"), "serve", "--local", "--open", *extra])


def test(extra: list[str]) -> int:
    """Set up, check, then run the suite; extra arguments go to pytest."""
    # Many tests start the program: where nothing compiled is kept, each start compiles a thousand files again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    return sync([]) or check([]) or browser() or call([tool("pytest"), *extra])


def check(_: list[str]) -> int:
    """Formatting, lint, strict types and the import rules."""
    return sync([]) or max(
        call([tool("ruff"), "format", "--check", "."]),
        call([tool("ruff"), "check", "."]),
        call([tool("mypy")]),
        call([tool("lint-imports")]),
    )


def bench(extra: list[str]) -> int:
    """Set up, then measure against bare baselines."""
    return sync([]) or call([tool("python"), "-m", "tests.bench", *extra])


def figures(extra: list[str]) -> int:
    """Set up, then measure how well questions are answered and write the tables."""
    return sync([]) or call([tool("python"), "-m", "knowledge.quality.figures", *extra])


def sync(_: list[str]) -> int:
    """Make the virtual environment equal to the lock of everything."""
    return set_up(EVERYTHING)


def set_up(what: str) -> int:
    """Make the virtual environment equal to a lock; does nothing when it already holds as much."""
    made = STAMP.read_text() if STAMP.exists() else ""
    if made in (stamp(what), stamp(EVERYTHING)):
        return 0
    if made.startswith(EVERYTHING):
        what = EVERYTHING  # A newer lock takes no tools away.
    uv = find_uv()
    if uv is None:
        return 1
    new = [uv, "venv", "--quiet", "--python", sys.executable, str(VENV)]
    link = [uv, *PIP, "install", "--no-deps", *python(), "--editable", str(HERE)]
    code = 0 if BIN.exists() else step("Making an environment in .venv", lambda: call(new))
    code = code or step(words_of(what), lambda: install(uv, lock_of(what)))
    code = code or step("Setting up the counterpoise command", lambda: call(link))
    if code == 0:
        STAMP.write_text(stamp(what))
    return code


def stamp(what: str) -> str:
    """What an environment is made from, in one line."""
    sources = (lock_of(what), HERE / "pyproject.toml")
    return f"{what} {hashlib.sha256(b''.join(path.read_bytes() for path in sources)).hexdigest()}"


def lock_of(what: str) -> Path:
    return LOCK if what == RUNNING else DEV_LOCK


def words_of(what: str) -> str:
    if what == RUNNING:
        return "Installing what running needs: about 80 MB to download, 350 MB on disk"
    return "Installing what tests and checks need as well: about 170 MB to download, 550 MB on disk"


def step(words: str, work: Callable[[], int]) -> int:
    """Say what is being done, that it goes on, and how long it took; returns what the work returns."""
    began, done = time.monotonic(), threading.Event()

    def still() -> None:
        while not done.wait(STILL_AT_IT_SECONDS):
            say(f"  still at it, {time.monotonic() - began:.0f} s")

    say(f"{words} ...")
    speaking = threading.Thread(target=still, daemon=True)
    speaking.start()
    try:
        code = work()
    finally:
        done.set()
        speaking.join()
    say(f"  {'failed after' if code else 'done in'} {time.monotonic() - began:.0f} s")
    return code


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def install(uv: str, lock: Path) -> int:
    """Install what a lock names, compiled, so that no start has to do that; once more with the system's certificates,
    for networks that need their own.
    """
    command = [uv, *PIP, "sync", "--compile-bytecode", "--require-hashes", *python(), str(lock)]
    if subprocess.run(command, cwd=HERE, check=False, capture_output=True).returncode == 0:
        return 0
    os.environ["UV_SYSTEM_CERTS"] = os.environ["UV_NATIVE_TLS"] = "1"  # the newer and the older name
    return call(command)


def lock(extra: list[str]) -> int:
    """Solve pyproject.toml for every platform into both locks, with hashes; what both name is one version."""
    uv = find_uv()
    if uv is None:
        return 1
    solve = [uv, *SOLVE, "--quiet", "pyproject.toml", "--output-file"]
    everything = [DEV_LOCK.name, "--extra", "dev", "--constraint", LOCK.name]
    return call([*solve, LOCK.name, *extra]) or call([*solve, *everything, *extra])


def browser() -> int:
    """Install Debian's Chromium for the browser tests where that is possible; they skip elsewhere."""
    present = os.environ.get("CHROMIUM") or any(shutil.which(name) for name in BROWSERS)
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if present or not (is_root and shutil.which("apt-get")):
        return 0
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ("update", "install --yes --no-install-recommends chromium fonts-noto-color-emoji"):
        done = subprocess.run(["apt-get", "-qq", *command.split()], env=quiet, check=False)
        if done.returncode:
            print("Chromium could not be installed; the browser tests will be skipped.", file=sys.stderr)
            return 0
    return 0


def find_uv() -> str | None:
    """Return uv from PATH, else put it into a private folder with pip; None where that fails."""
    if found := shutil.which("uv"):
        return found
    private = TOOLS / BIN.name / ("uv.exe" if os.name == "nt" else "uv")
    words = "Getting uv, which installs the rest: about 20 MB to download"
    if private.exists() or step(words, get_uv) == 0:
        return str(private)
    say("uv could not be installed: this needs Python's venv module and a package index that pip can reach.")
    return None


def get_uv() -> int:
    """Install uv into the private folder with the pip that is there, else with one made for it."""
    if importlib.util.find_spec("pip") and os.name != "nt":  # Windows would put it elsewhere in that folder.
        os.environ.setdefault("PIP_ROOT_USER_ACTION", "ignore")  # A folder of our own harms no system.
        return call([sys.executable, "-m", "pip", "install", "-q", "--target", str(TOOLS), "uv"])
    # A venv of its own: Debian's Python refuses `pip install` outside one (PEP 668). It takes four times as long.
    make = [sys.executable, "-m", "venv", str(TOOLS)]
    return call(make) or call([str(TOOLS / BIN.name / "python"), "-m", "pip", "install", "-q", "uv"])


def python() -> list[str]:
    return ["--python", tool("python")]


def tool(name: str) -> str:
    return str(BIN / (name + ".exe" if os.name == "nt" else name))


def call(command: list[str]) -> int:
    """Run a command to its end; Ctrl+C reaches it as well, and it may finish what is under way."""
    process = subprocess.Popen(command, cwd=HERE)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
