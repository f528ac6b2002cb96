"""What a cue of danger in a report is made of, and whom and what the words of one speak of (P36)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from incidents.records import Behaviour


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that speak of a kind of danger, and the boxes that say as much when they are ticked."""

    kind: Behaviour
    pattern: re.Pattern[str]
    ticked: frozenset[Behaviour]


def cue(kind: Behaviour, *patterns: str, also: Iterable[Behaviour] = ()) -> Cue:
    """A cue for any of several patterns, in capitals or not."""
    pattern = re.compile("|".join(f"(?:{one})" for one in patterns), re.IGNORECASE)
    return Cue(kind, pattern, frozenset({kind, *also}))
