"""The organisation's files are read again when they change; a mistake is refused and the running ones stay in force."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from adapters import folder
from adapters.settings import SAMPLE
from tests.fakes.patience import until
from tests.scenarios.house import DANA, PRIYA, SAM, Start
from tests.scenarios.person import reports
from tests.scenarios.test_across_platforms import ENDED


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An organisation's folder that can be edited; changes are seen at once."""
    monkeypatch.setattr(folder, "LOOK_AGAIN_SECONDS", 0.02)
    return shutil.copytree(SAMPLE, tmp_path / "own")


async def test_a_corrected_number_is_given_from_then_on(start: Start, own: Path) -> None:
    async with start(organisation=own) as it:
        await save(own / "directory.yaml", "555-0142", "555-0199")
        sam = await it.person("slack", SAM)
        await sam.writes("contact parking permits")
        assert "555-0199" in sam.told[-1]


MISTAKES = {
    "no phone and no place (P30)": (
        "directory.yaml",
        "  - key: parking-permits",
        "  - key: nowhere\n    name: Nowhere\n    owner: a@town.example\n  - key: parking-permits",
        "directory.yaml, line",
    ),
    "a role nobody knows": ("ladder.yaml", "role: department_head", "role: boss", "ladder.yaml, line"),
    "no YAML": ("ladder.yaml", "repeats: 3", "repeats: [3", "ladder.yaml, line"),
    "nobody's name": ("people.yaml", "  - name: Priya Raman\n", "  - title: x\n", "people.yaml, line"),
    "no such zone": ("organisation.yaml", "America/Halifax", "America/Atlantis", "organisation.yaml, line"),
}


@pytest.mark.parametrize("mistake", MISTAKES.values(), ids=MISTAKES.keys())
async def test_a_mistake_is_refused_with_file_and_line_and_what_was_read_before_stays_in_force(
    start: Start, own: Path, mistake: tuple[str, str, str, str]
) -> None:
    file, before, after, said = mistake
    async with start(organisation=own) as it:
        sam, priya = await it.person("slack", SAM), await it.person("teams", PRIYA)
        refused = await save(own / file, before, after)
        assert refused.startswith(said)
        assert "Expected" in refused
        await sam.writes("contact parking permits")
        assert "555-0142" in sam.told[-1]
        await reports(sam, ENDED)
        assert it.alerts(PRIYA) == priya.told[1:]
        assert await save(own / file, after, before) == ""


async def test_while_a_data_file_is_refused_health_says_so_and_the_other_files_are_taken(
    start: Start, own: Path
) -> None:
    async with start(organisation=own) as it:
        assert (await it.get("/healthz"))[0] == 200
        sam = await it.person("slack", SAM)
        await save(own / "ladder.yaml", "teodor.lindqvist@", "theodor.lindqvist@")
        status, said = await it.get("/healthz")
        assert status == 503
        assert "ladder.yaml" in str(said)
        assert "lindqvist" not in str(said)
        assert await save(own / "directory.yaml", "555-0142", "555-0199")
        await sam.writes("contact parking permits")
        assert "555-0199" in sam.told[-1]
        assert await save(own / "ladder.yaml", "theodor.lindqvist@", "teodor.lindqvist@") == ""
        assert (await it.get("/healthz"))[0] == 200


async def test_health_names_the_file_whose_changes_wait_for_the_mend_of_another(
    start: Start, own: Path
) -> None:
    """A backup who leaves people.yaml is missing in ladder.yaml: there the mistake shows, here nothing is in force."""
    async with start(organisation=own) as it:
        await save(own / "people.yaml", "email: teodor.lindqvist@", "email: theodor.lindqvist@")
        said = ""
        for _ in range(100):
            status, answer = await it.get("/healthz")
            said = str(answer)
            if "changed in people.yaml is not in force" in said:
                break
            await asyncio.sleep(0.05)
        assert status == 503
        assert "ladder.yaml" in said
        assert "changed in people.yaml is not in force" in said
        assert "lindqvist" not in said


async def test_a_new_ladder_holds_for_reports_under_way(start: Start, own: Path) -> None:
    async with start(organisation=own) as it:
        sam, _, _ = [await it.person("slack", one) for one in (SAM, PRIYA, DANA)]
        role, phone = "roles: [department_backup]\n    phone: 555-0112", "phone: 555-0112"
        await save(own / "people.yaml", role, phone)
        await reports(sam, ENDED)
        await save(own / "people.yaml", phone, role)
        await it.pass_time(minutes=10)
        assert len(it.alerts(DANA)) == 1


async def save(file: Path, before: str, after: str) -> str:
    """Edit a file and wait until it was looked at; what the log says of a mistake, empty for none."""
    with capture_logs() as said:
        edit(file, before, after)
        await until(lambda: any(one["event"].startswith("data_file") for one in said))
    (line,) = [one for one in said if one["event"].startswith("data_file")]
    return str(line.get("mistake", ""))


def edit(file: Path, before: str, after: str) -> None:
    """Save a file as editors do: aside, then into its place."""
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{file.name} has {text.count(before)} times {before}"
    aside = file.with_suffix(".new")
    aside.write_text(text.replace(before, after), encoding="utf-8")
    aside.replace(file)
