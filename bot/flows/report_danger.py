"""Words of a narrative that sound like danger, by the kind of behaviour they speak of (P36, D17, D22).

A false alarm costs one question and a miss may leave somebody alone, so the cues are wide; what is denied
("he had no weapon") is no cue.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from bot.flows.report_cue import Cue
from bot.flows.report_cues import CUES
from bot.flows.report_cues_other import OTHER_CUES
from bot.flows.report_cues_threat import THREAT_CUES
from bot.flows.report_cues_told import TOLD_CUES
from bot.flows.report_kinds import DANGERS
from bot.typed import TYPED
from incidents.records import Behaviour

ENGLISH = (*CUES, *TOLD_CUES, *THREAT_CUES)

_DENIED = TYPED.pattern("report_danger.denied")
_MEANT = TYPED.pattern("report_danger.meant")
BEFORE_CHARACTERS = 40
"""How far before a cue it is looked whether it is denied, or meant and not done."""


def untold_dangers(texts: Iterable[str], ticked: Iterable[str]) -> tuple[Behaviour, ...]:
    """The kinds of danger that texts speak of and no ticked box does, the most urgent first."""
    said = " ".join("\n".join(texts).replace("’", "'").split())
    chosen = frozenset(ticked)
    bare = "".join(one for one in unicodedata.normalize("NFKD", said) if not unicodedata.combining(one))
    found = {
        cue.kind
        for text, cues in ((said, ENGLISH), (bare, OTHER_CUES))
        for cue in cues
        if not cue.ticked & chosen and _speaks(cue, text)
    }
    return tuple(one for one in DANGERS if one in found)


def _speaks(cue: Cue, said: str) -> bool:
    for found in cue.pattern.finditer(said):
        before = said[max(0, found.start() - BEFORE_CHARACTERS) : found.start()]
        denied = cue.kind is not Behaviour.SELF_HARM and _DENIED.search(before)
        # "He would hit me" is no violence yet; that it is a threat another cue finds.
        meant = cue.kind is Behaviour.VIOLENCE and _MEANT.search(before)
        if not denied and not meant:
            return True
    return False
