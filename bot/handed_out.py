"""Which numbers this process gave out by a reply, so that nobody is told of them a second time.

A reply is performed by the process that made it; one that a platform does not take is kept (`bot/flows/lost.py`). So a
process that lives half a minute later has told the number, and where it died in between its successor, which knows of
none, tells it by a notice of its own.
"""

from __future__ import annotations

from collections import OrderedDict

MOST = 10_000
"""Numbers remembered; more are not taken down in half a minute."""


class HandedOut:
    """The records whose number stood in a reply, in the memory of this process alone."""

    def __init__(self) -> None:
        self._records: OrderedDict[str, None] = OrderedDict()

    def add(self, record_id: str) -> None:
        """A reply with its number goes out now."""
        self._records[record_id] = None
        while len(self._records) > MOST:
            self._records.popitem(last=False)

    def __contains__(self, record_id: str) -> bool:
        return record_id in self._records
