"""English words of a narrative that sound like danger, by the kind of behaviour they speak of (P36, D17, D22)."""

from __future__ import annotations

from bot.flows.report_cue import cue
from bot.typed import TYPED
from incidents.records import Behaviour

CUES = (
    cue(
        Behaviour.WEAPON,
        *TYPED.several("report_cues.weapon"),
    ),
    cue(
        Behaviour.VIOLENCE,
        *TYPED.several("report_cues.violence"),
    ),
    cue(
        Behaviour.SELF_HARM,
        *TYPED.several("report_cues.self_harm"),
    ),
    cue(
        Behaviour.THREAT,
        *TYPED.several("report_cues.threat"),
        also=(Behaviour.VIOLENCE, Behaviour.WEAPON),
    ),
    cue(
        Behaviour.PROPERTY,
        *TYPED.several("report_cues.property"),
        also=(Behaviour.VIOLENCE,),
    ),
    cue(
        Behaviour.PROPERTY,
        *TYPED.several("report_cues.property_2"),
        also=(Behaviour.VIOLENCE, Behaviour.THREAT),
    ),
)
