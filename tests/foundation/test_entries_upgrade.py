"""A database of the release before acts: its records and later statements are there afterwards, and go on."""

from __future__ import annotations

from sqlalchemy import Connection, text

from foundation.db_open import open_database
from foundation.schema import prepare
from incidents.records import ActOutcome
from incidents.rules.access import Operation
from tests.fakes.roster import AUTHOR, HEAD
from tests.fixtures.acts import said_of
from tests.fixtures.office import Office
from tests.foundation.undone import back_to_tasks


def _back(conn: Connection) -> None:
    """What 0011 and 0012 did, undone: the columns, the tables and their names as they were."""
    back_to_tasks(conn)
    for name in ("tasks", "nudges"):
        conn.execute(text(f"DROP TABLE {name}"))
    conn.execute(text("ALTER TABLE entries RENAME TO amendments"))
    conn.execute(text("DROP INDEX ix_entries_record_id"))
    conn.execute(text("CREATE INDEX ix_amendments_record_id ON amendments (record_id)"))
    for name in ("handler", "assigned_by", "shared_with"):
        conn.execute(text(f"ALTER TABLE records DROP COLUMN {name}"))
    conn.execute(text("UPDATE alembic_version SET version_num = '0010'"))


async def test_statements_of_the_release_before_are_read_and_the_record_goes_on(database_url: str) -> None:
    db = open_database(database_url)
    office = Office(db)
    filed = await office.desk.submit(office.report(), "draft")
    await office.desk.amend(filed.id, AUTHOR, "He rang again.", "later")
    await db.write(_back)
    assert await prepare(db)
    seen = await office.desk.view(filed.id, HEAD)
    assert seen
    assert [one.text for one in seen.added] == ["He rang again."]
    outcome, after = await office.desk.act(filed.id, HEAD, Operation.AGREE, said_of(Operation.AGREE), "agree")
    assert outcome is ActOutcome.DONE
    assert after
    assert after.handler == HEAD
    await office.worker.run_due()
    assert office.notifier.notices
    await db.close()
