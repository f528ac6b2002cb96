"""The life of a safety marker, and who may what with it: the tables of its kind (`incidents/rules/kinds.py`).

Those who decide keep it and read who was told; the CAO and the records officer read it; who meets the person is told
its sentence (`MarkerRights.hears`) and reads nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping

from incidents.audit import Act
from incidents.records import State
from incidents.rules.access import KEPT_BY_CLASS, AccessTable, Operation, Relation
from incidents.rules.transitions import Transition

_IN_FORCE = frozenset({State.IN_FORCE})
MARKER_STATES = _IN_FORCE | {State.ENDED}

MARKER_LIFE = (Transition(Operation.END, _IN_FORCE, State.ENDED, Act.ENDED),)
"""Its last day needs no act: it is calculated at every look (`marker_case.MarkerCase.state_at`)."""

_READING = frozenset({Operation.VIEW, Operation.FOLLOW, Operation.SEE_LOOKS})

_ALLOWED: Mapping[Relation, frozenset[Operation]] = {
    Relation.DECIDES: _READING | {Operation.MARK, Operation.END},
    Relation.CAO: _READING | {Operation.END},
    Relation.RECORDS: frozenset({Operation.VIEW, Operation.SEE_LOOKS}) | KEPT_BY_CLASS,
}

OF_MARKERS = AccessTable(_ALLOWED, {Relation.GUEST: frozenset(Operation)})
