"""One line of the doctor's report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class CheckState(StrEnum):
    """How a check came out: fine, switched off on purpose, worth knowing, or broken."""

    FINE = "fine"
    OFF = "off"
    NOTE = "note"
    MEND = "mend"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the doctor's report; `mend` says what to do next."""

    name: str
    state: CheckState
    says: str
    mend: str = ""
