"""`counterpoise demo`: an invented stretch of the sample town, written through its services, in a folder of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from adapters.configuration import CannotStart
from adapters.demo.schedule import MovedClock
from adapters.demo.year import invent, refuse_records
from adapters.serve import Core, open_core
from adapters.settings import SAMPLE, Settings
from foundation.outbox.tables import jobs
from incidents.records import RecordKind
from incidents.tables import records
from knowledge.library import Library
from tests.fixtures.sample import library as sample
from tests.fixtures.sample import sample_index

__all__ = ["sample", "sample_index"]

END = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
DAYS = 12


async def invented(folder: Path, library: Library) -> tuple[Core, int]:
    clock = MovedClock(END - timedelta(days=DAYS))
    core = await open_core(Settings(organisation=SAMPLE, data=folder), clock, library)
    return core, await invent(core, clock, END)


async def test_it_is_the_same_town_every_time_and_no_notice_of_it_waits_for_anybody(
    tmp_path: Path, sample: Library
) -> None:
    said = []
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
        await core.db.close()
        said.append([tuple(row) for row in rows])
        assert made == len(rows) > 15
        assert late == 0
        assert {row.kind for row in rows} >= {RecordKind.INCIDENT, RecordKind.REQUEST}
        people = core.services.people
        assert all(people.get(row.author) for row in rows), "people of the sample alone"
    assert said[0] == said[1]


async def test_a_folder_with_records_is_refused_and_left_as_it_was(tmp_path: Path, sample: Library) -> None:
    core, _ = await invented(tmp_path / "town", sample)
    with pytest.raises(CannotStart, match="Choose a fresh one"):
        await refuse_records(core.db)
    await core.db.close()
