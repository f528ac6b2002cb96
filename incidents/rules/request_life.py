"""The life of a request, and who may what with one: the two tables of its kind (R11, R15-R28, R36, R37).

How somebody stands to a request is in `incidents/rules/request_rights.py`. A confidential lane has readers alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from incidents.audit import Act
from incidents.records import State
from incidents.rules.access import KEPT_BY_CLASS, AccessTable, Operation, Relation
from incidents.rules.transitions import Transition

REQUEST_STATES = frozenset(
    {
        *(State.RECEIVED, State.CONFIRMED, State.ASSIGNED, State.INVESTIGATING),
        *(State.RESOLVED, State.CLOSED),
    }
)
_NEW = frozenset({State.RECEIVED})
_OPEN = frozenset({State.RECEIVED, State.CONFIRMED, State.ASSIGNED, State.INVESTIGATING})
_ENDED = frozenset({State.RESOLVED, State.CLOSED})

REQUEST_LIFE = (
    Transition(Operation.CONFIRM, _NEW, State.CONFIRMED, Act.CONFIRMED),
    Transition(Operation.CONFIRM, _OPEN - _NEW, None, Act.CONFIRMED),
    Transition(Operation.REACH, _OPEN, None, Act.REACHED),
    Transition(Operation.ASSIGN, _OPEN - {State.INVESTIGATING}, State.ASSIGNED, Act.ASSIGNED),
    Transition(Operation.ASSIGN, frozenset({State.INVESTIGATING}), None, Act.ASSIGNED),
    Transition(Operation.NOTE, _OPEN, State.INVESTIGATING, Act.NOTED),
    Transition(Operation.HOLD_REPLY, _OPEN, State.INVESTIGATING, Act.HOLDING_REPLIED),
    Transition(Operation.PRIORITISE, _OPEN, None, Act.PRIORITISED),
    Transition(Operation.REROUTE, _OPEN, State.RECEIVED, Act.REROUTED),
    Transition(Operation.RESOLVE, _OPEN, State.RESOLVED, Act.RESOLVED),
    Transition(Operation.CALLED_AGAIN, _OPEN, None, Act.NOTED),
    Transition(Operation.CALLED_AGAIN, _ENDED, State.INVESTIGATING, Act.NOT_SOLVED),
    Transition(Operation.SEND_REPLY, _OPEN | _ENDED, None, Act.REPLY_WRITTEN),
    Transition(Operation.FINISH, frozenset({State.RESOLVED}), State.CLOSED, Act.CLOSED),
    Transition(Operation.NOT_SOLVED, _ENDED, State.INVESTIGATING, Act.NOT_SOLVED),
    Transition(Operation.ATTACH, REQUEST_STATES, None, Act.ATTACHED),
    Transition(Operation.REOPEN, _ENDED, State.INVESTIGATING, Act.REOPENED),
)

_SEEING = frozenset({Operation.VIEW, Operation.FOLLOW, Operation.SEE_STANDING})
_WORKING = _SEEING | {
    *(Operation.CONFIRM, Operation.REACH, Operation.NOTE, Operation.HOLD_REPLY, Operation.RESOLVE),
    *(Operation.CALLED_AGAIN, Operation.FINISH, Operation.NOT_SOLVED, Operation.REOPEN, Operation.SEND_REPLY),
    Operation.ATTACH,
}
_LEADING = _WORKING | {Operation.ASSIGN, Operation.REROUTE, Operation.PRIORITISE}

REQUESTS_ALLOWED: Mapping[Relation, frozenset[Operation]] = {
    Relation.READER: _LEADING,
    Relation.HANDLER: _WORKING,
    # Whoever took it reads what they wrote, corrects where it goes, and tells the customer number and outcome.
    Relation.AUTHOR: frozenset(
        {
            *(Operation.VIEW, Operation.SEE_STANDING, Operation.CONFIRM, Operation.REACH),
            *(Operation.REROUTE, Operation.NOT_SOLVED, Operation.CALLED_AGAIN, Operation.SEND_REPLY),
            Operation.ATTACH,
        }
    ),
    Relation.TAKER: frozenset(
        {Operation.SEE_STANDING, Operation.CONFIRM, Operation.CALLED_AGAIN, Operation.ATTACH}
    ),
    # Whoever brought it tells its number to anybody here: they pass on what is said, and see nothing of it.
    Relation.COLLEAGUE: frozenset({Operation.CALLED_AGAIN}),
    # Of those that are over: the reference and the class, never a word.
    Relation.RECORDS: KEPT_BY_CLASS,
}

OF_REQUESTS = AccessTable(
    REQUESTS_ALLOWED,
    {Relation.NAMED: frozenset(Operation), Relation.GUEST: frozenset(Operation)},
)
