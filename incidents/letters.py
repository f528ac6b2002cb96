"""Letters that were written, to take along again as they are: for whoever may read their record at that moment."""

from __future__ import annotations

from foundation.db import Connection
from incidents import store_letters, store_records
from incidents.casefile import passing_over
from incidents.desk import Desk
from incidents.records import RecordKind
from incidents.restrictions import Restrictions


class Letters:
    """Hands over what `act` of the desk and of the register kept."""

    def __init__(self, desk: Desk, restrictions: Restrictions) -> None:
        self._desk = desk
        self._restrictions = restrictions

    async def file(self, record_id: str, entry: str, wanted: str, viewer: str) -> bytes | None:
        """The file of an entry in a format, "docx" or "pdf"; None where it is absent or not for this viewer.

        That it was taken along is in the log where it was, once; else that its record was asked for.
        """
        of_restriction = await self._desk.kind_of(record_id) is RecordKind.RESTRICTION
        view = self._restrictions.view if of_restriction else self._desk.view

        def read(conn: Connection) -> bytes | None:
            record = store_records.find(conn, record_id)
            with passing_over(record.reference if record else record_id):
                return store_letters.kept(conn, self._desk.vault, record_id, record, entry, wanted)
            return None

        content = await self._desk.db.read(read)
        # It is looked up first, so that nothing is logged as taken along that is not there.
        allowed = await view(record_id, viewer, printed=content is not None) is not None
        return content if allowed else None
