"""When somebody is told a second way, by e-mail, because chat could not bring them a notice.

The part `second_way` of `ladder.yaml`, in minutes from the notice on:

    second_way:
      danger: 2     # violence, threats, a weapon, self-harm, or a supervisor was asked for now
      other: 10
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from foundation.datafile import DataEntry

MOST = 24 * 60


@dataclass(frozen=True, slots=True)
class MailAfter:
    """Minutes until the second way is taken."""

    danger: int = 2
    other: int = 10

    def wait(self, *, danger: bool) -> timedelta:
        """How long chat has for a notice."""
        return timedelta(minutes=self.danger if danger else self.other)


USUALLY = MailAfter()


def read_mail_after(top: DataEntry) -> MailAfter:
    """Read it; raises DataFileError."""
    entry, usual = top.entry("second_way"), USUALLY
    if entry is None:
        return usual
    entry.only("danger", "other")
    return MailAfter(
        entry.number("danger", default=usual.danger, most=MOST),
        entry.number("other", default=usual.other, most=MOST),
    )
