"""What an organisation's file says of telling a history of violence: the profile of its jurisdiction, as data. Pure.

violent_history:                             # a part of restrictions.yaml; without it nobody is told anything
  rule: "Ontario OHSA, s. 32.0.5(3)"         # the law it is told under; kept with each decision
  may_be_told: There was violence before.    # the one sentence; never the story, never a name
  precautions:                               # what can stand beside it
    two: Two of you meet them.
  longest: 12 months                         # of the calendar; nothing is told after its end
  decides: [cao]                             # roles that decide, each with reasons
  told: [staff]                              # who hears at a look before contact: roles, or staff for all who work here
Whoever has an appointment or a message with the person meets them, and is told whatever their role is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from foundation.calendar import Wait, WaitUnit

STAFF = "staff"
"""Everybody who works here."""
LONGEST = Wait(12, WaitUnit.MONTHS)


@dataclass(frozen=True, slots=True)
class MarkerRules:
    """The profile. `precautions` are words by key, `decides` and `told` roles."""

    rule: str = ""
    may_be_told: str = ""
    precautions: Mapping[str, str] = field(default_factory=dict)
    longest: Wait = LONGEST
    decides: tuple[str, ...] = ("cao",)
    told: tuple[str, ...] = (STAFF,)

    @property
    def is_set_up(self) -> bool:
        """Whether anything is told here."""
        return bool(self.may_be_told)

    def chosen(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        """The words of these precautions, in the order of the file."""
        return tuple(words for key, words in self.precautions.items() if key in keys)


NO_MARKERS = MarkerRules()
