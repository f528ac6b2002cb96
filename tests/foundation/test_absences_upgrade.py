"""A database of the release before absences: what was under way goes on with whoever stands in."""

from __future__ import annotations

from datetime import timedelta

from foundation.db_open import open_database
from foundation.schema import prepare
from incidents.notices import NoticeKind
from incidents.rules.absence import Absence
from tests.fakes.roster import BACKUP, CAO, HEAD
from tests.fixtures.office import Office
from tests.foundation.undone import back_to_tasks


async def test_a_ladder_of_the_release_before_goes_on_past_who_is_away(database_url: str) -> None:
    db = open_database(database_url)
    office = Office(db)
    await office.desk.submit(office.report(), "draft")
    await office.pass_time(seconds=1)
    await db.write(back_to_tasks)
    assert await prepare(db)
    now = office.clock.now()
    assert await office.desk.absences.say(
        Absence("a" * 32, BACKUP, now, now + timedelta(days=1), CAO, BACKUP)
    )
    await office.pass_time(minutes=10)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD, CAO]
    assert (await office.auditor.look()).ok
    await db.close()
