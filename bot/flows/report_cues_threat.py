"""More English words of a threat: without a plain verb, by gesture, against family, by mail (P36)."""

from __future__ import annotations

from bot.flows.report_cue import cue
from bot.typed import TYPED
from incidents.records import Behaviour

THREAT_CUES = (
    cue(
        Behaviour.THREAT,
        *TYPED.several("report_cues_threat.threat"),
        also=(Behaviour.VIOLENCE, Behaviour.WEAPON),
    ),
)
