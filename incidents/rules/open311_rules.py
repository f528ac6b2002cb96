"""Which requests go to the city's own system as well, by the organisation's file. Pure.

Services alone go out: never a complaint, never what has a lane with readers of its own, never an emergency, which is
rung through and waits for no other system.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from incidents.records import State
from incidents.request import Matter, RequestPriority

_OPEN = frozenset({State.RECEIVED, State.CONFIRMED, State.ASSIGNED, State.INVESTIGATING})


@dataclass(frozen=True, slots=True)
class Open311Rules:
    """What the other system is called here, its `service_code` of each category, and whether the name and the contact
    of whoever brings a request go along.
    """

    name: str = ""
    services: Mapping[str, str] = field(default_factory=dict)
    contact: bool = False


NO_OPEN311 = Open311Rules()


def service_for(
    rules: Open311Rules,
    matter: Matter,
    lane: str,
    category: str,
    priority: RequestPriority,
    state: State | None,
) -> str:
    """The service code a request goes out with as it stands; empty where it stays here."""
    if matter is not Matter.SERVICE or lane or priority is RequestPriority.EMERGENCY or state not in _OPEN:
        return ""
    return rules.services.get(category, "")
