"""Words of danger in other languages, chiefly French, Spanish and German; looked for without accents (P36)."""

from __future__ import annotations

from bot.flows.report_cue import cue
from bot.typed import TYPED
from incidents.records import Behaviour

OTHER_CUES = (
    cue(
        Behaviour.WEAPON,
        *TYPED.several("report_cues_other.weapon"),
    ),
    cue(
        Behaviour.VIOLENCE,
        *TYPED.several("report_cues_other.violence"),
    ),
    cue(
        Behaviour.SELF_HARM,
        *TYPED.several("report_cues_other.self_harm"),
    ),
    cue(
        Behaviour.THREAT,
        *TYPED.several("report_cues_other.threat"),
        also=(Behaviour.VIOLENCE, Behaviour.WEAPON),
    ),
    cue(
        Behaviour.PROPERTY,
        *TYPED.several("report_cues_other.property"),
        also=(Behaviour.VIOLENCE,),
    ),
)
