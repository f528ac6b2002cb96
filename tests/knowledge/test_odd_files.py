"""One file, name, link, device or folder that cannot be read stops itself alone, and is named to its owner."""

from __future__ import annotations

import json
import os
import socket
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.library import Library
from knowledge.reading import document_cache
from knowledge.reading.document_cache import DocumentCache
from knowledge.reading.policy_files import read_source
from knowledge.reading.sandbox import Sandbox
from knowledge.reading.sources import look, shown, sources_in
from tests.knowledge.town import unfitted, written

BESIDE = ("difficult.md", "front-desk.md")
QUESTION = "do guests need a badge"


@pytest.fixture(autouse=True)
def shared_reader() -> None:
    """What is asked here of the process that reads is asked of one of its own."""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.snapshot.judge_for", unfitted)


def latin_1(folder: Path) -> None:
    name = os.fsencode(folder) + b"/pol\xedtica.md"
    Path(os.fsdecode(name)).write_text("# Conduct\n\nStaff may end a call.\n", "utf-8")


def two_lines(folder: Path) -> None:
    (folder / "a\nb.md").write_text("# Two lines\n\nStaff may end a call.\n", "utf-8")


def line_after_the_ending(folder: Path) -> None:
    (folder / "late.md\n").write_text("# Late\n\nStaff may end a call.\n", "utf-8")


def dangling(folder: Path) -> None:
    (folder / "gone.md").symlink_to(folder / "nowhere.md")


def circle(folder: Path) -> None:
    (folder / "one.md").symlink_to(folder / "two.md")
    (folder / "two.md").symlink_to(folder / "one.md")


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe.md")


def listening(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as door:
        here = Path.cwd()
        os.chdir(folder)  # The address of a socket may be no longer than a hundred bytes.
        try:
            door.bind("door.md")
        finally:
            os.chdir(here)


def device(folder: Path) -> None:
    (folder / "zero.md").symlink_to("/dev/zero")


def folder_of_its_own(folder: Path) -> None:
    (folder / "again").symlink_to(folder, target_is_directory=True)


def folder_with_a_bad_name(folder: Path) -> None:
    Path(os.fsdecode(os.fsencode(folder) + b"/\xe9t\xe9")).mkdir()


ODD: dict[Callable[[Path], None], tuple[str, str]] = {
    latin_1: ("pol\\xedtica.md", "bad-name"),
    two_lines: ("a\\nb.md", "bad-name"),
    line_after_the_ending: ("late.md\\n", "bad-name"),
    dangling: ("gone.md", "unreadable"),
    circle: ("one.md", "unreadable"),
    pipe: ("pipe.md", "no-file"),
    listening: ("door.md", "no-file"),
    device: ("zero.md", "no-file"),
    folder_of_its_own: ("again/", "linked-folder"),
    folder_with_a_bad_name: ("\\xe9t\\xe9/", "bad-name"),
}


@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)
def test_what_cannot_be_read_is_named_and_everything_beside_it_is_found(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    folder = written(tmp_path / "policies")
    make(folder)
    found = look([folder])
    assert tuple(one.name for one in found.sources) == BESIDE
    finding = found.findings[0]
    assert (finding.document, finding.kind) == ODD[make]
    said = f"{finding.document} {finding.message}"
    assert json.loads(json.dumps(said.encode().decode())) == said
    assert "\n" not in said


def test_at_the_start_and_while_running_everything_beside_what_cannot_be_read_is_in_force(
    tmp_path: Path,
) -> None:
    folder = written(tmp_path / "policies")
    for make in list(ODD)[::2]:
        make(folder)
    library = Library.open([folder], tmp_path / "cache")
    assert tuple(one.name for one in library.documents) == BESIDE
    assert library.ask(QUESTION).answered
    for make in list(ODD)[1::2]:
        make(folder)
    (folder / "parking.md").write_text("# Parking\n\nBicycles must be parked in the courtyard.\n", "utf-8")
    assert library.refresh()
    assert library.ask("where do I leave my bike?").passages[0].document == "parking.md"
    assert {one.document for one in library.unread} >= {name for name, _ in ODD.values()}
    assert set(library.unread) <= set(library.findings)


def test_a_folder_without_rights_is_named_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = written(tmp_path / "policies")
    written(folder / "locked")
    shut(monkeypatch, folder / "locked")
    library = Library.open([folder])
    assert tuple(one.name for one in library.documents) == BESIDE
    (finding,) = library.unread
    assert (finding.document, finding.kind) == ("locked/", "unreadable")


def test_a_policies_folder_that_cannot_be_opened_while_running_leaves_what_was_read_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = written(tmp_path / "policies")
    library = Library.open([folder], tmp_path / "cache")
    with monkeypatch.context() as locked:
        shut(locked, folder)
        assert library.refresh()
        assert not library.refresh(), "it is told once"
        assert library.ask(QUESTION).answered
        (finding,) = library.unread
        assert finding.message.endswith("What was read of it before stays in force.")
    assert library.refresh()
    assert library.unread == ()
    moved = folder.rename(tmp_path / "moved")
    assert library.refresh()
    assert library.ask(QUESTION).answered
    moved.rename(folder)
    assert library.refresh()
    assert library.unread == ()


def test_a_policies_folder_that_is_not_there_at_the_start_is_named_and_read_once_it_is(
    tmp_path: Path,
) -> None:
    library = Library.open([tmp_path / "policies"])
    assert [one.document for one in library.unread] == ["policies"]
    assert "before" not in library.unread[0].message
    written(tmp_path / "policies")
    assert library.refresh()
    assert library.unread == ()
    assert library.ask(QUESTION).answered


def shut(monkeypatch: pytest.MonkeyPatch, closed: Path) -> None:
    """Nobody may list this folder; the tests may run as somebody who always may."""
    listed = os.scandir

    def scandir(path: Any) -> Any:
        if Path(path) == closed:
            raise PermissionError(13, "Permission denied")
        return listed(path)

    monkeypatch.setattr(os, "scandir", scandir)


def test_a_file_that_vanishes_while_it_is_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = written(tmp_path / "policies")
    read = DocumentCache.read

    def late(box: DocumentCache, *arguments: Any) -> Any:
        (folder / "difficult.md").unlink()
        return read(box, *arguments)

    with monkeypatch.context() as patch:
        patch.setattr(DocumentCache, "read", late)
        library = Library.open([folder], tmp_path / "cache")
    assert [(one.document, one.kind) for one in library.unread] == [("difficult.md", "unreadable")]
    assert library.ask(QUESTION).answered
    library.refresh()
    assert library.unread == ()


def test_a_file_saved_while_it_was_read_is_not_kept_as_what_it_was_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, cache = written(tmp_path / "policies"), tmp_path / "cache"
    file = folder / "difficult.md"
    before, after = file.read_text("utf-8"), "# Difficult\n\nCalls are ended after two calm warnings.\n"
    read = read_source

    def changed_first(source: Any, *rest: Any) -> Any:
        if source.name == "difficult.md":
            file.write_text(after, "utf-8")
        return read(source, *rest)

    with monkeypatch.context() as patch:
        patch.setattr(document_cache, "read_source", changed_first)
        Library.open([folder], cache)
    file.write_text(before, "utf-8")
    texts = [one.text for one in Library.open([folder], cache).documents if one.name == "difficult.md"]
    assert texts == [before]


def test_a_fault_in_reading_one_file_is_a_finding_of_that_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = written(tmp_path / "policies")
    read = Sandbox.read

    def faulty(box: Sandbox, path: Path, name: str, member: str = "") -> Any:
        if name == "difficult.md":
            raise RuntimeError("a fault nobody thought of")
        return read(box, path, name, member)

    monkeypatch.setattr(Sandbox, "read", faulty)
    library = Library.open([folder])
    assert [(one.document, one.kind) for one in library.unread] == [("difficult.md", "broken")]
    assert library.ask(QUESTION).answered


def test_a_name_written_in_two_ways_is_one_name(tmp_path: Path) -> None:
    folder = written(tmp_path / "policies")
    apart = unicodedata.normalize("NFD", "café.md")
    (folder / apart).write_text("# Café\n\nCups must be brought back to the counter.\n", "utf-8")
    together = unicodedata.normalize("NFC", "café.md")
    questions = (
        f"questions:\n  - document: {together}\n    contains: Cups must\n    ask: [what about my mug]\n"
    )
    (tmp_path / "questions.yaml").write_text(questions, "utf-8")
    library = Library.open([folder])
    assert together in {one.name for one in library.documents}
    assert not any(one.kind == "detached" for one in library.findings)
    assert library.ask("what about my mug").passages[0].document == together


def test_two_files_of_one_name_are_both_read(tmp_path: Path) -> None:
    for number, form in enumerate(("NFC", "NFD")):
        name = unicodedata.normalize(form, "é.md")  # type: ignore[arg-type]  # one of the two forms
        (tmp_path / name).write_text(f"# Rule {number}\n\nText {number}.\n", "utf-8")
    three = [tmp_path / name / "policies" for name in ("a", "b", "c")]
    for number, folder in enumerate(three):
        folder.mkdir(parents=True)
        (folder / "x.md").write_text(f"# X {number}\n\nText.\n", "utf-8")
    assert len(sources_in([tmp_path])) == 5
    names = [one.name for one in sources_in(three)]
    assert names == ["policies/x.md", "policies/x.md (2)", "x.md"]


def test_an_organisation_below_a_folder_whose_name_is_no_text_is_read(tmp_path: Path) -> None:
    above = Path(os.fsdecode(os.fsencode(tmp_path) + b"/ann\xe9e"))
    folder = written(above / "policies")
    library = Library.open([folder], tmp_path / "cache")
    assert library.ask(QUESTION).answered
    assert library.unread == ()
    assert not library.refresh()


def test_a_name_is_shown_in_one_line_whatever_it_holds() -> None:
    assert shown("plain é.md") == "plain é.md"
    assert shown(os.fsdecode(b"a\xff\n\x1b.md")) == "a\\xff\\n\\x1b.md"
    assert look([]).sources == ()


@pytest.fixture
def _full(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("foundation.atomic_files.write_atomically", no_room)


@pytest.mark.usefixtures("_full")
def test_a_full_disk_keeps_nothing_and_stops_no_policy_from_arriving(tmp_path: Path) -> None:
    folder = written(tmp_path / "policies")
    library = Library.open([folder], tmp_path / "cache")
    (folder / "parking.md").write_text("# Parking\n\nBicycles must be parked in the courtyard.\n", "utf-8")
    assert library.refresh()
    assert library.ask("where do I leave my bike?").passages[0].document == "parking.md"
