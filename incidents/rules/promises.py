"""What is promised to a customer, and how soon it is to be done: by the organisation's file, else by these.

    promises:
      call_back: 24 hours        # "somebody will call you back" (A13)
      manager: 1 business day    # "my manager will contact you" (D64)

Where the customer was told a day, that day counts: "tomorrow" is the next business day (D65).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from foundation.calendar import Wait, WaitUnit, read_wait
from foundation.datafile import DataEntry


class PromiseKind(StrEnum):
    """CALL_BACK: somebody calls back. MANAGER: whoever is over them gets in touch."""

    CALL_BACK = "call_back"
    MANAGER = "manager"


NEXT_BUSINESS_DAY = Wait(1, WaitUnit.BUSINESS_DAYS)

WAITS: Mapping[PromiseKind, Wait] = {
    PromiseKind.CALL_BACK: NEXT_BUSINESS_DAY,
    PromiseKind.MANAGER: NEXT_BUSINESS_DAY,
}


def read_promises(top: DataEntry) -> Mapping[PromiseKind, Wait]:
    """Read `promises`; raises DataFileError with the line."""
    entry = top.entry("promises")
    if entry is None:
        return WAITS
    entry.only(*PromiseKind)
    return {kind: read_wait(entry, kind, usual) for kind, usual in WAITS.items()}
