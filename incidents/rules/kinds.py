"""The kinds of record: of each its states, what can be done in which, and who may. One row for a kind.

Reference, rights, notices, files, tasks, entries and the audit log are the same for all; what a record of a kind holds
is its body, sealed (`incidents.vault.BODIES`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from incidents.records import RecordKind, State
from incidents.rules.access import OF_INCIDENTS, AccessTable
from incidents.rules.marker_life import MARKER_LIFE, MARKER_STATES, OF_MARKERS
from incidents.rules.message_life import MESSAGE_LIFE, MESSAGE_STATES, OF_MESSAGES
from incidents.rules.request_life import OF_REQUESTS, REQUEST_LIFE, REQUEST_STATES
from incidents.rules.restriction_life import OF_RESTRICTIONS, RESTRICTION_LIFE, RESTRICTION_STATES
from incidents.rules.transitions import TRANSITIONS, Transition


@dataclass(frozen=True, slots=True)
class KindRules:
    """What holds for records of one kind."""

    states: frozenset[State]
    life: tuple[Transition, ...]
    access: AccessTable


KINDS: Mapping[RecordKind, KindRules] = {
    RecordKind.INCIDENT: KindRules(
        frozenset(one for row in TRANSITIONS for one in row.starts), TRANSITIONS, OF_INCIDENTS
    ),
    RecordKind.RESTRICTION: KindRules(RESTRICTION_STATES, RESTRICTION_LIFE, OF_RESTRICTIONS),
    RecordKind.MESSAGE: KindRules(MESSAGE_STATES, MESSAGE_LIFE, OF_MESSAGES),
    RecordKind.MARKER: KindRules(MARKER_STATES, MARKER_LIFE, OF_MARKERS),
    RecordKind.REQUEST: KindRules(REQUEST_STATES, REQUEST_LIFE, OF_REQUESTS),
}

_UNKNOWN = KindRules(frozenset(), (), AccessTable({}, {}))


def rules_of(kind: RecordKind | None) -> KindRules:
    """The rules of a kind; of one that only a newer version knows, nothing is possible and nobody may."""
    return _UNKNOWN if kind is None else KINDS[kind]
