"""`counterpoise demo`: an invented stretch of the sample town, written through its services, in a folder of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from adapters.configuration import CannotStart
from adapters.console import demo_command
from adapters.demo.folder import begin_folder
from adapters.demo.schedule import MovedClock
from adapters.demo.year import invent
from adapters.serve import Core, open_core
from adapters.settings import SAMPLE, Settings
from foundation.outbox.tables import jobs
from incidents.records import RecordKind, State
from incidents.restriction import ContactCheck, RestrictionFile
from incidents.tables import records
from knowledge.library import Library
from tests.fixtures.sample import library as sample
from tests.fixtures.sample import sample_index

__all__ = ["sample", "sample_index"]

END = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
DAYS = 12
MARGUERITE = "marguerite.oyelaran@portmaribel.example"
SAM = "sam.okafor@portmaribel.example"


async def invented(folder: Path, library: Library) -> tuple[Core, int]:
    clock = MovedClock(END - timedelta(days=DAYS))
    core = await open_core(Settings(organisation=SAMPLE, data=folder), clock, library)
    return core, await invent(core, clock, END)


async def test_it_is_the_same_town_every_time_and_no_notice_of_it_waits_for_anybody(
    tmp_path: Path, sample: Library
) -> None:
    said, registers, checks = [], list[tuple[RestrictionFile, ...]](), list[ContactCheck]()
    for name in ("one", "two"):
        core, made = await invented(tmp_path / name, sample)
        rows = await core.db.read(
            lambda conn: conn.execute(
                select(records.c.kind, records.c.author, records.c.department, records.c.created_at).order_by(
                    records.c.created_at, records.c.author
                )
            ).all()
        )
        late = await core.db.read(
            lambda conn: conn.execute(
                select(func.count()).select_from(jobs).where(jobs.c.done_at.is_(None), jobs.c.run_at <= END)
            ).scalar_one()
        )
        registers.append(await core.services.restrictions.register(MARGUERITE))
        checks.append(await core.services.restrictions.check("Esme Farrow", SAM))
        await core.db.close()
        said.append([tuple(row) for row in rows])
        assert made == len(rows) > 15
        assert late == 0
        assert {row.kind for row in rows} >= {RecordKind.INCIDENT, RecordKind.REQUEST}
        restrictions = [one for one in registers[-1] if one.state in (State.IN_FORCE, State.PROPOSED)]
        assert len(restrictions) == 2, "one in force, and one that waits for the CAO"
        assert checks[-1].rules[0].nominated
        assert checks[-1].told[0].precautions
        people = core.services.people
        assert all(people.get(row.author) for row in rows), "people of the sample alone"
    assert said[0] == said[1]


def filled(settings: Settings, folder: Path, breaks: BaseException | None) -> int:
    assert not folder.exists() or not any(folder.iterdir()), "it is not there before it is whole"
    (settings.data / "counterpoise.db").write_text("a year")
    if breaks:
        raise breaks
    return 12


def runs(folder: Path, monkeypatch: pytest.MonkeyPatch, breaks: BaseException | None = None) -> None:
    """The command with inventing in its place, which takes minutes."""

    async def fill(settings: Settings) -> int:
        return filled(settings, folder, breaks)

    monkeypatch.setattr(demo_command, "_fill", fill)
    demo_command.run(folder)


@pytest.mark.parametrize("name", ["counterpoise.db", "keys", "index", ".hidden"])
def test_a_folder_with_anything_in_it_is_refused_and_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (folder := tmp_path / "town").mkdir()
    (folder / name).write_text("of somebody")
    with pytest.raises(CannotStart, match="fresh folder"):
        runs(folder, monkeypatch)
    assert [one.name for one in tmp_path.rglob("*")] == ["town", name]
    assert (folder / name).read_text() == "of somebody"


@pytest.mark.parametrize("is_there", [True, False])
def test_the_folder_is_there_once_the_year_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, is_there: bool
) -> None:
    folder = tmp_path / "a" / "town"
    if is_there:
        folder.mkdir(parents=True)
    runs(folder, monkeypatch)
    assert (folder / "counterpoise.db").read_text() == "a year"
    assert [one.name for one in folder.parent.iterdir()] == ["town"]
    assert "counterpoise serve" in capsys.readouterr().err


@pytest.mark.parametrize("breaks", [KeyboardInterrupt(), RuntimeError("full")])
def test_a_year_that_was_stopped_leaves_nothing_and_can_be_begun_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, breaks: BaseException
) -> None:
    with pytest.raises(type(breaks)):
        runs(tmp_path / "town", monkeypatch, breaks)
    assert not list(tmp_path.iterdir())
    runs(tmp_path / "town", monkeypatch)


def test_a_year_that_was_killed_is_said_to_be_unfinished_and_is_not_in_the_folder_of_that_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    making = begin_folder(tmp_path / "town")
    (making / "counterpoise.db").write_text("half a year")
    with pytest.raises(CannotStart, match="stopped in the middle"):
        runs(tmp_path / "town", monkeypatch)
    assert not (tmp_path / "town").exists()
    assert (making / "counterpoise.db").exists(), "another process can be at it"
