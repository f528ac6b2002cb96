"""More English words that sound like danger: what was done with things and hands, injuries, who had to come (P36).

Beside `report_cues`, which holds the plain verbs of attack and threat.
"""

from __future__ import annotations

from bot.flows.report_cue import cue
from bot.flows.report_kinds import DANGERS
from bot.typed import TYPED
from incidents.records import Behaviour

TOLD_CUES = (
    cue(
        Behaviour.WEAPON,
        *TYPED.several("report_cues_told.weapon"),
    ),
    cue(
        Behaviour.VIOLENCE,
        *TYPED.several("report_cues_told.violence"),
    ),
    cue(
        Behaviour.SELF_HARM,
        *TYPED.several("report_cues_told.self_harm"),
    ),
    cue(
        Behaviour.PROPERTY,
        *TYPED.several("report_cues_told.property"),
        also=(Behaviour.VIOLENCE,),
    ),
    cue(
        Behaviour.THREAT,
        *TYPED.several("report_cues_told.threat"),
        also=DANGERS,
    ),
)
"""The last kind says that somebody had to come: asked about only where no danger is ticked at all."""
