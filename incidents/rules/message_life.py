"""The life of a message for a colleague, and who may what with it: the tables of its kind (`incidents/rules/kinds.py`).

Whoever took it reads what they wrote, and takes it back; whoever has its task reads it and does it. Those who answer
for the department of whom it is for hear that it is overdue and give it to somebody, and read nothing: whoever they
give it to does.
"""

from __future__ import annotations

from collections.abc import Mapping

from incidents.audit import Act
from incidents.records import State
from incidents.rules.access import KEPT_BY_CLASS, AccessTable, Operation, Relation
from incidents.rules.transitions import Hears, Transition

_OPEN = frozenset({State.RECEIVED})
MESSAGE_STATES = _OPEN | {State.CLOSED}
_MAKER = frozenset({Hears.MAKER})

MESSAGE_LIFE = (
    Transition(Operation.FINISH_TASK, _OPEN, State.CLOSED, Act.TASK_DONE, _MAKER),
    Transition(Operation.SNOOZE_TASK, _OPEN, None, Act.TASK_PUT_OFF),
    Transition(Operation.GIVE_TASK, _OPEN, None, Act.TASK_PASSED, _MAKER),
    Transition(Operation.ATTACH, _OPEN, None, Act.ATTACHED),
    Transition(Operation.DROP_TASK, _OPEN, State.CLOSED, Act.TASK_DROPPED, _MAKER),
)

_ANSWERING = frozenset({Operation.FOLLOW, Operation.FINISH_TASK, Operation.GIVE_TASK, Operation.DROP_TASK})

_ALLOWED: Mapping[Relation, frozenset[Operation]] = {
    Relation.AUTHOR: frozenset({Operation.VIEW, Operation.DROP_TASK, Operation.ATTACH}),
    Relation.TASKED: frozenset(
        {
            *(Operation.VIEW, Operation.ATTACH),
            *(Operation.FINISH_TASK, Operation.SNOOZE_TASK, Operation.GIVE_TASK),
        }
    ),
    Relation.HEAD: _ANSWERING,
    Relation.BACKUP: _ANSWERING,
    Relation.CAO: _ANSWERING,
    Relation.RECORDS: KEPT_BY_CLASS,
}

OF_MESSAGES = AccessTable(_ALLOWED, {Relation.GUEST: frozenset(Operation)})
