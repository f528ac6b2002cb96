"""The kinds of behaviour that mean danger (P36)."""

from __future__ import annotations

from incidents.records import Behaviour

DANGERS = (
    Behaviour.WEAPON,
    Behaviour.VIOLENCE,
    Behaviour.SELF_HARM,
    Behaviour.THREAT,
    Behaviour.PROPERTY,
)
"""What means danger, the most urgent first."""
