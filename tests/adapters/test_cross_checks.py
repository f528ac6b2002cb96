"""Whoever a data file names must be there and have a telephone: else it is refused with file and line (D20)."""

from __future__ import annotations

import asyncio
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.folder import check_folder, load_folder, load_what_fits
from adapters.records import open_records
from adapters.settings import SAMPLE, Settings
from bot.numbers import Correction, Reach
from bot.store_numbers import SqlNumbers
from foundation.bell import Bell
from foundation.datafile import DataFileError
from tests.fixtures.command import Command, command
from tests.scenarios.test_data_files import edit

__all__ = ["command"]

Edit = tuple[str, str, str]
GHOST = "ghost@port.example"
AMARA = "amara.nwosu@portmaribel.example"

MISTAKES: dict[str, tuple[tuple[Edit, ...], str, str, str]] = {
    "a person of the ladder": (
        (("ladder.yaml", "teodor.lindqvist@portmaribel.example", GHOST),),
        "ladder.yaml",
        f"person: {GHOST}",
        f"“{GHOST}” is asked by the ladder and is nobody",
    ),
    "the owner of the policies": (
        (("organisation.yaml", "ruth.castellano@portmaribel.example", GHOST),),
        "organisation.yaml",
        "policy_owner:",
        f"“{GHOST}” keeps the policies and is nobody",
    ),
    "the owner of an entry": (
        (
            (
                "directory.yaml",
                "amara.nwosu@portmaribel.example\n    topics: [library",
                f"{GHOST}\n    topics: [library",
            ),
        ),
        "directory.yaml",
        f"owner: {GHOST}",
        "keeps the entry “Public Library” and is nobody",
    ),
    "a head without a phone": (
        (("people.yaml", "    phone: 555-0130\n", ""),),
        "people.yaml",
        "  - name: Beatriz Amaral",
        "Beatriz Amaral is the head of “Finance” and has no phone",
    ),
    "a backup without a phone": (
        (("people.yaml", "    phone: 555-0131\n", ""),),
        "people.yaml",
        "  - name: Noor Haddad",
        "Noor Haddad is the backup of “Finance” and has no phone",
    ),
    "an owner of an entry without a phone": (
        (
            (
                "directory.yaml",
                "ruth.castellano@portmaribel.example",
                "sam.okafor@portmaribel.example",
            ),
            ("people.yaml", "    phone: 555-0113\n", ""),
        ),
        "people.yaml",
        "  - name: Sam Okafor",
        "Sam Okafor keeps the entry “Town Clerk, Records and Council” and has no phone",
    ),
    "a role nobody holds in a department": (
        (
            (
                "people.yaml",
                "    department: Finance\n    roles: [department_backup]",
                "    department: Finance",
            ),
        ),
        "ladder.yaml",
        "  - role: department_backup",
        "department_backup, which nobody holds in “Finance”",
    ),
    "a role nobody holds at all": (
        (("people.yaml", "roles: [cao, department_head]", "roles: [department_head]"),),
        "ladder.yaml",
        "  - role: cao",
        "cao, which nobody holds.",
    ),
    "a number for danger that cannot be dialled": (
        (("organisation.yaml", "number: 555-0111", "number: security"),),
        "organisation.yaml",
        "    number: security",
        "“security” is no number that can be dialled",
    ),
    "an address that is none": (
        (("people.yaml", "email: wen.zhao@portmaribel.example", "email: wen.zhao@portmaribel"),),
        "people.yaml",
        "    email: wen.zhao@portmaribel",
        "“wen.zhao@portmaribel” is not an e-mail address",
    ),
    "an address of an entry that is none": (
        (("directory.yaml", "email: tax@portmaribel.example", "email: tax at portmaribel"),),
        "directory.yaml",
        "    email: tax at portmaribel",
        "“tax at portmaribel” is not an e-mail address",
    ),
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return shutil.copytree(SAMPLE, tmp_path / "own")


@pytest.mark.parametrize("case", MISTAKES.values(), ids=MISTAKES.keys())
def test_it_is_refused_with_file_and_line(own: Path, case: tuple[tuple[Edit, ...], str, str, str]) -> None:
    edits, file, at, says = case
    for name, before, after in edits:
        edit(own / name, before, after)
    with pytest.raises(DataFileError) as caught:
        load_folder(own)
    lines = (own / file).read_text("utf-8").splitlines()
    there = [number for number, line in enumerate(lines, 1) if line.startswith(at) or at in line]
    assert (caught.value.file, caught.value.line in there) == (file, True)
    assert says in caught.value.problem


def test_check_says_every_mistake_it_can_see(own: Path, command: Command) -> None:
    for number in ("0130", "0131", "0150"):
        edit(own / "people.yaml", f"    phone: 555-{number}\n", "")
    (own / "golden.yaml").write_text("golden:\n  - ask: a\n    document: 12\n    contains: b\n", "utf-8")
    ran = command("directory", "check", "--organisation", str(own))
    assert ran.code == 2
    assert [line.split(":")[0].split(",")[0] for line in ran.err.splitlines()] == ["people.yaml"] * 3 + [
        "golden.yaml"
    ]


def test_every_mistake_of_several_files_and_of_one_entry_is_said(own: Path, command: Command) -> None:
    edit(own / "directory.yaml", "phone: 555-0142", "phone: 0142")
    edit(own / "directory.yaml", 'extension: "42"', "extension: 042")
    edit(own / "people.yaml", "phone: 555-0132", "phone: 0132")
    ran = command("directory", "check", "--organisation", str(own))
    assert ran.err.count("write it in quotes") == 3


def test_the_start_refuses_what_nobody_answers(own: Path, command: Command) -> None:
    (own / "ladder.yaml").write_text(f"steps:\n  - person: {GHOST}\n    minutes: 5\n", "utf-8")
    ran = command("serve", "--organisation", str(own), "--local")
    assert ran.code == 2
    assert ran.err.startswith(f"ladder.yaml, line 2: “{GHOST}” is asked by the ladder")


def test_the_sample_town_has_no_mistake() -> None:
    assert len(check_folder(SAMPLE).people.by_key) == 23


def test_a_mistake_in_one_file_keeps_back_that_file_alone(own: Path) -> None:
    former = load_folder(own)
    edit(own / "ladder.yaml", "role: department_head", "role: boss")
    edit(own / "directory.yaml", "phone: 555-0142", "phone: 555-0199")
    folder = load_what_fits(own, former)
    assert folder.ladder == former.ladder
    contact = folder.directory.get("parking-permits")
    assert contact is not None
    assert contact.phone == "555-0199"


def test_of_two_files_that_do_not_fit_each_other_what_fits_the_former_is_taken(own: Path) -> None:
    former = load_folder(own)
    edit(own / "ladder.yaml", "teodor.lindqvist@portmaribel.example", GHOST)
    edit(own / "people.yaml", "phone: 555-0132", "phone: 555-0199")
    folder = load_what_fits(own, former)
    assert folder.people.by_key["wen.zhao@portmaribel.example"].phone == "555-0199"


def test_check_names_a_correction_that_the_file_does_not_say_yet(
    own: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    monkeypatch.setenv("COUNTERPOISE_DATA", str(data))
    ran = command("directory", "check", "--organisation", str(own))
    assert ran.out.count("\n") == 1
    assert not data.exists(), "a check makes nothing"
    asyncio.run(_correct(data))
    ran = command("directory", "check", "--organisation", str(own))
    assert ran.code == 0
    assert "“Public Library” has 555-0151, extension 51; Amara Nwosu corrected it to 555-0199" in ran.out
    edit(own / "directory.yaml", 'phone: 555-0151\n    extension: "51"', "phone: 555-0199")
    assert "corrected" not in command("directory", "check", "--organisation", str(own)).out


async def _correct(data: Path) -> None:
    settings = Settings.model_validate({"data": data})
    ring, db = await open_records(settings)
    amara = "amara.nwosu@portmaribel.example"
    right, former = Reach("555-0199"), Reach("555-0151", "51")
    correction = Correction("library", 1, right, former, amara, datetime(2026, 3, 2, 9, tzinfo=UTC))
    assert await SqlNumbers(db, ring, Bell()).correct(correction)
    await db.close()
