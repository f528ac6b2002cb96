"""Numbers of directory entries in the database; what was typed is sealed. Implements `bot.numbers.Numbers`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select, update

from bot.letters import wrong_number_letter
from bot.numbers import Correction, Reach, WrongNumber
from bot.sealed import correction_name, wrong_name
from bot.tables import corrections, wrong_numbers
from foundation.bell import Bell
from foundation.db import Connection, Database, insert_if_new
from foundation.outbox.store import enqueue
from foundation.sealed_rows import opened, readable, sealed
from foundation.sealing import KeyRing
from foundation.statements import rows_by

LISTED = 200

Said = Mapping[str, Any] | None
"""What a statement asks about, by name."""

_WAITING = (
    select(wrong_numbers)
    .where(wrong_numbers.c.closed_at.is_(None))
    .order_by(wrong_numbers.c.at, wrong_numbers.c.id)
    .limit(LISTED)
)
_LAST = (
    select(corrections.c.contact, func.max(corrections.c.version).label("version"))
    .group_by(corrections.c.contact)
    .subquery()
)
_NEWEST = (
    select(corrections)
    .join(_LAST, (_LAST.c.contact == corrections.c.contact) & (_LAST.c.version == corrections.c.version))
    .order_by(corrections.c.contact)
)
_HISTORY = rows_by(corrections, "contact").order_by(corrections.c.version)


class SqlNumbers:
    """Shared by every process over one database; `bell` rings when a letter was written."""

    def __init__(self, db: Database, ring: KeyRing, bell: Bell) -> None:
        self._db = db
        self._ring = ring
        self._bell = bell

    async def report(self, wrong: WrongNumber, owner: str) -> bool:
        """Commit a report with the letter to the owner of the entry."""
        words = {"phone": wrong.shown.phone, "extension": wrong.shown.extension, "note": wrong.note}
        row = {"id": wrong.id, "contact": wrong.contact, "person": wrong.person, "at": wrong.at}
        row |= sealed(self._ring, wrong_name(wrong.id), words)

        def work(conn: Connection) -> bool:
            if not insert_if_new(conn, wrong_numbers, row):
                return False
            enqueue(conn, [wrong_number_letter(wrong.id, owner, wrong.at)], wrong.at)
            return True

        new = await self._db.write(work)
        self._bell.ring()
        return new

    async def get(self, wrong: str) -> WrongNumber | None:
        """One report, or None; None too where it cannot be opened here."""
        return next(iter(await self._reports(rows_by(wrong_numbers, "id"), {"id": wrong})), None)

    async def waiting(self) -> tuple[WrongNumber, ...]:
        """The open reports, oldest first."""
        return await self._reports(_WAITING)

    async def close(self, wrong: str, by: str, at: datetime) -> bool:
        """The number was looked at and is right."""
        still = (wrong_numbers.c.id == wrong, wrong_numbers.c.closed_at.is_(None))
        change = update(wrong_numbers).where(*still).values(closed_by=by, closed_at=at)
        return await self._db.write(lambda conn: conn.execute(change).rowcount == 1)

    async def correct(self, correction: Correction) -> bool:
        """Add a version and close every report on the entry."""
        right, former = correction.right, correction.former
        words = [right.phone, right.extension, former.phone, former.extension]
        row = {"contact": correction.contact, "version": correction.version}
        row |= {"by": correction.by, "at": correction.at}
        row |= sealed(self._ring, correction_name(correction.contact, correction.version), words)
        still = (wrong_numbers.c.contact == correction.contact, wrong_numbers.c.closed_at.is_(None))
        done = update(wrong_numbers).where(*still).values(closed_by=correction.by, closed_at=correction.at)

        def work(conn: Connection) -> bool:
            if not insert_if_new(conn, corrections, row):
                return False
            conn.execute(done)
            return True

        return await self._db.write(work)

    async def newest(self) -> tuple[Correction, ...]:
        """The newest correction of every entry."""
        return await self._corrections(_NEWEST)

    async def history(self, contact: str) -> tuple[Correction, ...]:
        """Every correction of one entry, oldest first."""
        return await self._corrections(_HISTORY, {"contact": contact})

    async def _reports(self, query: Select[Any], said: Said = None) -> tuple[WrongNumber, ...]:
        rows = await self._db.read(lambda conn: conn.execute(query, said).all())
        return readable(self._ring, wrong_numbers, rows, lambda row: wrong_name(row.id), self._wrong)

    async def _corrections(self, query: Select[Any], said: Said = None) -> tuple[Correction, ...]:
        rows = await self._db.read(lambda conn: conn.execute(query, said).all())
        return readable(self._ring, corrections, rows, _name, self._correction)

    def _wrong(self, row: Row[Any]) -> WrongNumber:
        words = opened(self._ring, wrong_name(row.id), row)
        shown = Reach(words["phone"], words["extension"])
        closed = row.closed_by or "", row.closed_at
        return WrongNumber(row.id, row.contact, shown, words["note"], row.person, row.at, *closed)

    def _correction(self, row: Row[Any]) -> Correction:
        words = opened(self._ring, _name(row), row)
        right, former = Reach(words[0], words[1]), Reach(words[2], words[3])
        return Correction(row.contact, row.version, right, former, row.by, row.at)


def _name(row: Row[Any]) -> str:
    return correction_name(row.contact, row.version)
