"""How soon what a customer was promised is to be done: by the organisation's file, else by the next business day.

    promises:
      call_back: 24 hours        # "somebody will call you back" (A13)
      contact: 1 business day    # "my manager will contact you" (D64)

Where the customer was told a day, that day counts: "tomorrow" is the next business day (D65).
"""

from __future__ import annotations

from collections.abc import Mapping

from foundation.calendar import Wait, WaitUnit, read_wait
from foundation.datafile import DataEntry
from incidents.rules.acts import PROMISED
from incidents.task import TaskKind

NEXT_BUSINESS_DAY = Wait(1, WaitUnit.BUSINESS_DAYS)

WAITS: Mapping[TaskKind, Wait] = dict.fromkeys(PROMISED, NEXT_BUSINESS_DAY)


def read_promises(top: DataEntry) -> Mapping[TaskKind, Wait]:
    """Read `promises`; raises DataFileError with the line."""
    entry = top.entry("promises")
    if entry is None:
        return WAITS
    entry.only(*WAITS)
    return {kind: read_wait(entry, kind, usual) for kind, usual in WAITS.items()}
