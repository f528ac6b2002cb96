"""Statements that are built once say the same as those that are built for each question; writes alone and in groups."""

from __future__ import annotations

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, insert, select
from sqlalchemy.exc import IntegrityError

from foundation.db import Connection, Database, DatabaseUnavailable, Trouble
from foundation.db_open import open_database
from foundation.statements import RowsOf, among, change_row, rows_by

metadata = MetaData()
notes = Table(
    "notes",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("subject", String(20), nullable=False),
    Column("place", Integer),
)
ROWS = [{"name": f"n{number}", "subject": "ab"[number % 2], "place": -number} for number in range(6)]


@pytest.fixture
async def kept(db: Database) -> Database:
    """A database with some rows."""

    def work(conn: Connection) -> None:
        metadata.create_all(conn)
        conn.execute(insert(notes), ROWS)

    await db.write(work)
    return db


async def test_rows_are_asked_for_by_one_name_by_several_and_by_none(kept: Database) -> None:
    of_subjects = RowsOf.by(notes, "subject", "place")

    def work(conn: Connection) -> list[list[str]]:
        asked: list[list[str]] = [["a"], ["a", "b"], []]
        by_place = rows_by(notes, "name", "subject").with_only_columns(notes.c.name)
        alone = list(conn.execute(by_place, {"name": "n3", "subject": "b"}).scalars())
        return [*([row.name for row in of_subjects(conn, names)] for names in asked), alone]

    assert await kept.read(work) == [["n4", "n2", "n0"], ["n5", "n4", "n3", "n2", "n1", "n0"], [], ["n3"]]


async def test_a_row_is_changed_by_its_key_also_in_a_column_of_the_key(kept: Database) -> None:
    def work(conn: Connection) -> tuple[bool, bool, bool]:
        return (
            change_row(conn, notes, {"name": "n1"}, {"place": 7}),
            change_row(conn, notes, {"name": "n2", "subject": "a"}, {"subject": "c"}),
            change_row(conn, notes, {"name": "n2", "subject": "a"}, {"place": 8}),
        )

    assert await kept.write(work) == (True, True, False)
    found = await kept.read(lambda conn: {row.name: tuple(row)[1:] for row in conn.execute(select(notes))})
    assert (found["n1"], found["n2"], found["n3"]) == (("b", 7), ("c", -2), ("b", -3))


async def test_words_of_the_program_alone_stand_in_a_statement_as_they_are(kept: Database) -> None:
    some = select(notes.c.name).where(among(notes.c.subject, {"a", "z_1"})).order_by(notes.c.name)
    assert await kept.read(lambda conn: list(conn.execute(some).scalars())) == ["n0", "n2", "n4"]
    with pytest.raises(ValueError, match="words of the program"):
        among(notes.c.subject, ["a'; --"])


async def test_a_write_by_itself_that_fails_leaves_nothing_and_the_next_one_goes_on(kept: Database) -> None:
    def half(conn: Connection) -> None:
        conn.execute(insert(notes), {"name": "n9", "subject": "a"})
        conn.execute(insert(notes), {"name": "n1", "subject": "a"})

    with pytest.raises(IntegrityError):
        await kept.write(half)
    await kept.write(lambda conn: change_row(conn, notes, {"name": "n0"}, {"place": 5}))
    names = await kept.read(lambda conn: set(conn.execute(select(notes.c.name)).scalars()))
    assert names == {row["name"] for row in ROWS}


async def test_what_sqlite_rolled_back_by_itself_is_not_called_done(database_url: str) -> None:
    if not database_url.startswith("sqlite"):
        pytest.skip("PostgreSQL refuses everything after an error instead")
    db = open_database(database_url)

    def unnoticed(conn: Connection) -> None:
        conn.exec_driver_sql("ROLLBACK").close()  # As SQLite does on a full disk.

    with pytest.raises(DatabaseUnavailable) as told:
        await db.write(unnoticed)
    assert told.value.trouble is Trouble.DOWN
    await db.write(metadata.create_all)
    await db.close()
