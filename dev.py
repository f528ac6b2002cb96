#!/usr/bin/env python3
"""Set up and run Counterpoise with nothing but Python 3.11.

    python3 dev.py run     set up, then open the local page on the sample organisation
    python3 dev.py test    set up, then every check and the whole test suite
    python3 dev.py check   formatting, types and import rules only
    python3 dev.py bench   benchmarks beside bare baselines
    python3 dev.py sync    set up only
    python3 dev.py lock    solve the dependencies again and write requirements.lock

Standard library only. The lock holds versions and hashes and names no package index, so it works
behind an agency's own mirror; whatever index pip and uv are configured for is used.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
TOOLS = HERE / ".tools"
LOCK = HERE / "requirements.lock"
STAMP = VENV / ".synced"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PIP = ("pip", "--quiet")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def main(arguments: list[str]) -> int:
    """Run one command; returns its exit code."""
    commands = {"run": run, "test": test, "check": check, "bench": bench, "sync": sync, "lock": lock}
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python runs this file before anything can check
        print("Counterpoise needs Python 3.11 or newer.", file=sys.stderr)
        return 2
    if not arguments or arguments[0] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    return commands[arguments[0]](arguments[1:])


def run(extra: list[str]) -> int:
    """Set up, then serve the sample organisation on the local page."""
    return sync([]) or call([tool("counterpoise"), "serve", "--local", *extra])


def test(extra: list[str]) -> int:
    """Set up, check, then run the suite; extra arguments go to pytest."""
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


def sync(_: list[str]) -> int:
    """Make the virtual environment equal to the lock; does nothing when it already is."""
    wanted = hashlib.sha256(LOCK.read_bytes() + (HERE / "pyproject.toml").read_bytes()).hexdigest()
    if STAMP.exists() and STAMP.read_text() == wanted:
        return 0
    uv = find_uv()
    code = 0 if BIN.exists() else call([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)])
    code = code or install(uv) or call([uv, *PIP, "install", "--no-deps", *python(), "--editable", str(HERE)])
    if code == 0:
        STAMP.write_text(wanted)
    return code


def install(uv: str) -> int:
    """Install what the lock names; once more with the system's certificates, for networks that need their own."""
    command = [uv, *PIP, "sync", "--require-hashes", *python(), str(LOCK)]
    if subprocess.run(command, cwd=HERE, check=False, capture_output=True).returncode == 0:
        return 0
    os.environ["UV_SYSTEM_CERTS"] = os.environ["UV_NATIVE_TLS"] = "1"  # the newer and the older name
    return call(command)


def lock(extra: list[str]) -> int:
    """Solve pyproject.toml for every platform into requirements.lock, with hashes."""
    solve = "pip compile --universal --python-version 3.11 --generate-hashes --no-header --quiet"
    sources = ["--extra", "dev", "pyproject.toml", "--output-file", LOCK.name]
    return call([find_uv(), *solve.split(), *sources, *extra])


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


def find_uv() -> str:
    """Return uv from PATH, else put it into a private folder with pip."""
    private = TOOLS / "bin" / ("uv.exe" if os.name == "nt" else "uv")
    if found := shutil.which("uv"):
        return found
    if not private.exists():
        # A venv of its own: Debian's Python refuses `pip install` outside one (PEP 668).
        subprocess.run([sys.executable, "-m", "venv", str(TOOLS)], check=True)
        subprocess.run([str(TOOLS / BIN.name / "python"), "-m", "pip", "install", "-q", "uv"], check=True)
        private = TOOLS / BIN.name / private.name
    return str(private)


def python() -> list[str]:
    return ["--python", tool("python")]


def tool(name: str) -> str:
    return str(BIN / (name + ".exe" if os.name == "nt" else name))


def call(command: list[str]) -> int:
    try:
        return subprocess.run(command, cwd=HERE, check=False).returncode
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
