"""What a button may hand to the report form: short facts of the guarded sequence, never a name or a narrative."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from bot.events import FieldValue
from bot.flows.times import local_time
from bot.organisation import Organisation
from bot.words import sentence
from incidents.records import CHANNELS, Warned

_CHOICES = {
    "warned": frozenset(Warned),
    "ended": frozenset({"yes", "no"}),
    "channel": frozenset(CHANNELS),
}
WALK = re.compile(r"[0-9a-f]{32}")
"""Which way through a contact a button belongs to."""

_TIMES = ("warned_at", "ended_at")


def write_prefill(facts: Mapping[str, str]) -> str:
    """The facts as the value of a button; `warned_at` and `ended_at` are ISO times."""
    return urlencode(facts)


def read_prefill(value: str) -> dict[str, str]:
    """The facts a button carried; whatever is not ours is left out."""
    facts = dict(parse_qsl(value[:500]))
    known = {name: facts[name] for name, allowed in _CHOICES.items() if facts.get(name) in allowed}
    if WALK.fullmatch(facts.get("walk", "")):
        known["walk"] = facts["walk"]
    return known | {name: facts[name] for name in _TIMES if _is_time(facts.get(name, ""))}


def form_values(facts: Mapping[str, str], organisation: Organisation) -> dict[str, FieldValue]:
    """The facts as first values of the report form; the timed steps become its note (P34, D18)."""
    values: dict[str, FieldValue] = {name: facts[name] for name in _CHOICES if name in facts}
    notes = [
        sentence(f"report.step_{name}", time=local_time(datetime.fromisoformat(facts[name]), organisation))
        for name in _TIMES
        if name in facts
    ]
    if notes:
        values["warning_note"] = " ".join(notes)
    return values


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
