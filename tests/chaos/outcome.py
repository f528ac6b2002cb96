"""What the kill -9 trial found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found. `slowest` is the time from the last restart to the last overdue message.

    `sent` counts forms that closed, `confirmed` references that somebody was told. `unconfirmed` are forms that
    closed without a word; `unacknowledged` are acknowledgements somebody saw and the record does not know.
    """

    database: str
    kills: int
    sent: int
    confirmed: int
    records: int
    lost: int
    doubled: int
    unconfirmed: int
    unnotified: int
    acknowledged: int
    unacknowledged: int
    slowest: float
    repeats: int
    unmarked_repeats: int
    audit_whole: bool
    others: Mapping[str, int] = field(default_factory=dict)
    """What else people saw to be done: acts, tasks, calls, requests."""
    unkept: int = 0
    """Promises of those that were not kept."""
    details: tuple[str, ...] = ()
    """What each broken promise was, a line each."""

    @property
    def held(self) -> bool:
        """Whether every promise held."""
        broken = self.lost + self.doubled + self.unconfirmed + self.unnotified + self.unacknowledged
        return broken + self.unmarked_repeats + self.unkept == 0 and self.confirmed > 0 and self.audit_whole

    def table(self) -> str:
        """Two lines: the names of the figures and the figures."""
        cells = {
            "database": self.database,
            "kills": self.kills,
            "sent": self.sent,
            "confirmed": self.confirmed,
            "records": self.records,
            "lost": self.lost,
            "doubled": self.doubled,
            "unconfirmed": self.unconfirmed,
            "un-notified": self.unnotified,
            "acks": self.acknowledged,
            "acks lost": self.unacknowledged,
            "slowest s": f"{self.slowest:.1f}",
            **self.others,
            "unkept": self.unkept,
            "repeats": self.repeats,
            "unmarked": self.unmarked_repeats,
            "audit": "whole" if self.audit_whole else "BROKEN",
        }
        wide = {name: max(len(name), len(str(value))) for name, value in cells.items()}
        heads = "  ".join(name.rjust(wide[name]) for name in cells)
        return heads + "\n" + "  ".join(str(value).rjust(wide[name]) for name, value in cells.items())
