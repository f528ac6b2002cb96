"""A database of the release before tasks: its records go on, and what is to be done about them can be kept."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, text

from foundation.db_open import open_database
from foundation.schema import prepare
from incidents.notices import NoticeKind
from incidents.records import ActOutcome
from incidents.rules.access import Operation
from tests.fakes.roster import COLLEAGUE, HEAD
from tests.fixtures.acts import said_of
from tests.fixtures.office import Office
from tests.foundation.undone import back_to_tasks


def _back(conn: Connection) -> None:
    """What 0012 did, undone."""
    back_to_tasks(conn)
    for name in ("tasks", "nudges"):
        conn.execute(text(f"DROP TABLE {name}"))
    conn.execute(text("UPDATE alembic_version SET version_num = '0011'"))


async def test_a_record_of_the_release_before_takes_tasks_and_closes_as_before(database_url: str) -> None:
    db = open_database(database_url)
    office = Office(db)
    filed, plain = [await office.desk.submit(office.report(), f"draft {number}") for number in range(2)]
    agreed = said_of(Operation.AGREE)
    await office.desk.act(filed.id, HEAD, Operation.AGREE, agreed, "agree")
    await db.write(_back)
    assert await prepare(db)
    outcome, _ = await office.desk.act(plain.id, HEAD, Operation.CLOSE, said_of(Operation.CLOSE), "close")
    assert outcome is ActOutcome.DONE
    due = office.clock.now() + timedelta(days=1)
    given = said_of(Operation.ADD_TASK, task_due=due)
    outcome, after = await office.desk.act(filed.id, HEAD, Operation.ADD_TASK, given, "task")
    assert outcome is ActOutcome.DONE
    assert after
    assert [one.assignee for one in after.open_tasks] == [COLLEAGUE]
    await office.worker.run_due()
    assert office.notifier.told(NoticeKind.TASK_GIVEN) == [COLLEAGUE]
    assert (await office.auditor.look()).ok
    await db.close()
