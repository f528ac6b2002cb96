"""Hostile and broken files end in one clear line, soon, and harm nothing; the files beside them are read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.reading.policy_files import Reading, Source, read_folder, read_source
from knowledge.reading.sandbox import Sandbox
from tests.knowledge.hostile import ODD, REFUSED

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 10
SLACK = 2.5  # a stopped child is started again within the time of the next file


@pytest.fixture(autouse=True)
def shared_reader() -> None:
    """What is asked here of the process that reads is asked of one of its own."""


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as box:
        yield box


def processor_seconds(sandbox: Sandbox) -> float:
    """What children have taken so far, the one at work included: a busy machine makes no file slower by this clock."""
    ended, child = os.times(), sandbox._child
    live = Path(f"/proc/{child.pid}/stat") if child else None
    ticks = live.read_text().rpartition(")")[2].split()[11:13] if live and live.exists() else []
    return ended.children_user + ended.children_system + sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def read_soon(path: Path, sandbox: Sandbox) -> Reading:
    begun = processor_seconds(sandbox)
    library = read_source(Source(path.name, path), sandbox)
    assert processor_seconds(sandbox) - begun <= SECONDS + SLACK
    for finding in library.findings:
        assert path.name in finding.document
        assert finding.message.endswith(".")
        assert "\n" not in finding.message
        assert len(finding.message) <= 160
    return library


def test_there_are_more_than_forty_kinds() -> None:
    assert len(REFUSED) + len(ODD) >= 60


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_read_is_named_with_its_reason(
    name: str, tmp_path: Path, sandbox: Sandbox
) -> None:
    kind, make = REFUSED[name]
    (tmp_path / name).write_bytes(make())
    library = read_soon(tmp_path / name, sandbox)
    assert not library.documents
    assert [finding.kind for finding in library.findings] == [kind]


@pytest.mark.parametrize("name", ODD)
def test_an_odd_file_is_read_or_named_but_does_no_harm(name: str, tmp_path: Path, sandbox: Sandbox) -> None:
    (tmp_path / name).write_bytes(ODD[name]())
    library = read_soon(tmp_path / name, sandbox)
    assert library.documents or library.findings
    assert all(document.sections or document.findings for document in library.documents)
    assert not any("root:" in document.text for document in library.documents)


def test_good_files_beside_a_hostile_one_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<h1>Policy</h1><p>Staff must answer.</p>")
    (tmp_path / "b.pdf").write_bytes(ODD["deep.pdf"]())
    (tmp_path / "c.docx").write_bytes(REFUSED["laughs.docx"][1]())
    (tmp_path / "d.html").write_text("<h1>Other</h1><p>Staff should smile.</p>")
    heard: list[tuple[str, int, int]] = []
    library = read_folder([tmp_path], lambda *step: heard.append(step))
    assert {"a.html", "d.html"} <= {document.name for document in library.documents}
    assert "c.docx" in {finding.document for finding in library.findings}
    assert heard == [("a.html", 1, 4), ("b.pdf", 2, 4), ("c.docx", 3, 4), ("d.html", 4, 4)]


def test_each_member_of_an_archive_stands_for_itself(tmp_path: Path, sandbox: Sandbox) -> None:
    (tmp_path / "mixed.zip").write_bytes(ODD["mixed.zip"]())
    library = read_soon(tmp_path / "mixed.zip", sandbox)
    assert [document.name for document in library.documents] == ["mixed.zip/good.md"]
    assert {f.document: f.kind for f in library.findings} == {
        "mixed.zip/bad.pdf": "broken",
        "mixed.zip/photo.jpg": "unknown-format",
    }


def test_a_reader_that_hangs_is_stopped_and_the_next_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "slow.md").write_bytes(b"a. b\n" * 45_000)
    (tmp_path / "next.html").write_text("<p>Staff must answer.</p>")
    with Sandbox(seconds=0.2) as box:
        slow = read_source(Source("slow.md", tmp_path / "slow.md"), box)
        following = read_source(Source("next.html", tmp_path / "next.html"), box)
    assert [finding.kind for finding in slow.findings] == ["too-slow"]
    assert len(following.documents) == 1


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="Windows cannot hold a process up")
def test_a_file_that_waits_for_a_busy_machine_is_read_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>Staff must answer.</p>")
    with Sandbox(seconds=0.5) as box:
        read_source(Source("a.html", tmp_path / "a.html"), box)
        assert box._child is not None
        child = box._child.pid
        os.kill(child, signal.SIGSTOP)
        threading.Timer(1.5, os.kill, (child, signal.SIGCONT)).start()
        late = read_source(Source("a.html", tmp_path / "a.html"), box)
    assert (len(late.documents), late.findings) == (1, ())


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="Windows cannot hold a process up")
def test_a_reader_that_never_answers_is_stopped_by_the_clock(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>Staff must answer.</p>")
    with Sandbox(seconds=0.5, patience=2) as box:
        read_source(Source("a.html", tmp_path / "a.html"), box)
        assert box._child is not None
        os.kill(box._child.pid, signal.SIGSTOP)
        stopped = read_source(Source("a.html", tmp_path / "a.html"), box)
        following = read_source(Source("a.html", tmp_path / "a.html"), box)
    assert [finding.kind for finding in stopped.findings] == ["too-slow"]
    assert len(following.documents) == 1


def test_a_file_that_needs_too_much_memory_is_named_and_the_next_one_is_read(tmp_path: Path) -> None:
    (tmp_path / "wide.docx").write_bytes(ODD["wide.docx"]())
    (tmp_path / "next.html").write_text("<p>Staff must answer.</p>")
    with Sandbox(megabytes=12) as box:
        wide = read_source(Source("wide.docx", tmp_path / "wide.docx"), box)
        following = read_source(Source("next.html", tmp_path / "next.html"), box)
    if not Path("/proc/self/statm").exists():
        pytest.skip("only Linux bounds the memory of a process")
    assert [finding.kind in ("too-big", "broken") for finding in wide.findings] == [True]
    assert len(following.documents) == 1


def test_the_child_sees_none_of_our_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "not-for-readers")
    (tmp_path / "a.html").write_text("<p>x</p>")
    with Sandbox() as box:
        read_source(Source("a.html", tmp_path / "a.html"), box)
        assert box._child is not None
        environment = Path(f"/proc/{box._child.pid}/environ")
        if not environment.exists():
            pytest.skip("only Linux shows a process's environment")
        assert b"not-for-readers" not in environment.read_bytes()


def test_only_the_readers_of_the_files_at_hand_are_loaded_and_a_zip_may_need_them_all(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Policy\n\nStaff must answer.\n")
    (tmp_path / "b.pdf").write_bytes(ODD["deep.pdf"]())
    (tmp_path / "c.zip").write_bytes(ODD["mixed.zip"]())
    (tmp_path / "d.txt").write_text("Policy\n\nStaff must answer.\n")
    needed = {
        ("a.md", "d.txt"): [],
        ("a.md", "b.pdf"): ["numpy", "pdfium"],
        ("c.zip",): ["lxml", "numpy", "pdfium"],
    }
    for names, loaded in needed.items():
        files = [tmp_path / name for name in names]
        with Sandbox(files=files) as box:
            assert len(read_source(Source(names[0], files[0]), box).documents) == 1
            assert box._child is not None
            mapped = Path(f"/proc/{box._child.pid}/maps")
            if not mapped.exists():
                pytest.skip("only Linux shows what a process has loaded")
            libraries = mapped.read_text()
        assert [name for name in ("lxml", "numpy", "pdfium") if name in libraries] == loaded


def test_a_reader_of_written_sources_loads_nothing_it_does_without() -> None:
    reading = "import sys; from knowledge.reading.sandbox_child import reader_for; reader_for('.md')"
    loading = [sys.executable, "-c", f"{reading}; print(*sys.modules)"]
    ran = subprocess.run(loading, capture_output=True, text=True, check=True, cwd=ROOT)
    loaded = {name.partition(".")[0] for name in ran.stdout.split()}
    assert "markdown_it" in loaded
    assert not loaded & {"cattrs", "lxml", "tinycss2", "numpy", "pypdfium2", "docx", "onnxruntime", "Stemmer"}
