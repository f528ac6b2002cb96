"""The life of a restriction, and who may what with it: the tables of its kind (`incidents/rules/kinds.py`).

Whoever proposed it never decides it, and whoever decided it never answers a complaint about it. That somebody proposed
it gives them no right: what they do with it they do as head or backup of its department, for as long as they are.
"""

from __future__ import annotations

from collections.abc import Mapping

from incidents.audit import Act
from incidents.records import State
from incidents.rules.access import KEPT_BY_CLASS, AccessTable, Operation, Relation
from incidents.rules.transitions import Hears, Transition

_WAITING = frozenset({State.PROPOSED})
_DECIDED = frozenset({State.APPROVED})
_RUNNING = frozenset({State.IN_FORCE, State.SUSPENDED})
_LIVE = _WAITING | _DECIDED | _RUNNING
_TOLD = _DECIDED | _RUNNING
_ANSWERABLE = _TOLD | frozenset({State.ENDED})
"""A complaint is taken and answered, although the restriction has ended meanwhile."""
_OVER = frozenset({State.ENDED, State.LIFTED, State.DECLINED})
RESTRICTION_STATES = _LIVE | _OVER


def _row(
    operation: Operation, starts: frozenset[State], leads_to: State | None, recorded: Act, *tells: Hears
) -> Transition:
    return Transition(operation, starts, leads_to, recorded, frozenset(tells))


_BOTH = (Hears.AUTHOR, Hears.CHAIN)

RESTRICTION_LIFE = (
    _row(Operation.ADVISE, _WAITING, None, Act.ADVISED),
    _row(Operation.APPROVE, _WAITING, State.APPROVED, Act.APPROVED, *_BOTH),
    _row(Operation.DECLINE, _WAITING, State.DECLINED, Act.DECLINED, *_BOTH),
    _row(Operation.SEND_NOTICE, _DECIDED, State.IN_FORCE, Act.NOTICE_SENT, Hears.CAO, Hears.DECIDES),
    _row(Operation.LOG_CONTACT, frozenset({State.IN_FORCE}), None, Act.CONTACT_LOGGED),
    _row(Operation.BOOK, frozenset({State.IN_FORCE}), None, Act.BOOKED),
    _row(Operation.EXTEND, frozenset({State.IN_FORCE}), None, Act.EXTENDED, *_BOTH, Hears.CAO),
    # The notice said that it stops at its review: whoever was told so is told anew before it holds again.
    _row(Operation.EXTEND, frozenset({State.SUSPENDED}), State.APPROVED, Act.EXTENDED, *_BOTH, Hears.CAO),
    _row(Operation.CLARIFY, _LIVE, None, Act.CLARIFIED, *_BOTH),
    _row(Operation.APPEAL, _ANSWERABLE, None, Act.APPEALED, Hears.JUDGES),
    _row(Operation.UPHOLD, _ANSWERABLE, None, Act.UPHELD, *_BOTH, Hears.DECIDES),
    _row(Operation.LIFT, _ANSWERABLE, State.LIFTED, Act.LIFTED, *_BOTH, Hears.DECIDES),
    _row(Operation.TELL_OUTSIDE, _RUNNING | _OVER, None, Act.OUTSIDE_DECIDED),
    _row(Operation.END, _LIVE, State.ENDED, Act.ENDED, *_BOTH, Hears.CAO),
    _row(Operation.FINISH_TASK, RESTRICTION_STATES, None, Act.TASK_DONE, Hears.MAKER),
    _row(Operation.SNOOZE_TASK, RESTRICTION_STATES, None, Act.TASK_PUT_OFF, Hears.MAKER),
    _row(Operation.GIVE_TASK, RESTRICTION_STATES, None, Act.TASK_PASSED, Hears.MAKER),
    _row(Operation.DROP_TASK, RESTRICTION_STATES, None, Act.TASK_DROPPED, Hears.MAKER),
)
"""SEND_NOTICE alone leads into force. That its review passed, or its end, needs no act (`restriction_terms.stands`)."""

_READING = frozenset({Operation.VIEW, Operation.FOLLOW})
_COUNTER = frozenset({Operation.CHECK, Operation.LOG_CONTACT, Operation.BOOK})
"""What everybody does who meets the customer: they see the rule, and nothing else."""
_TASKS = frozenset({Operation.FINISH_TASK, Operation.GIVE_TASK, Operation.DROP_TASK})
_KEEPING = (
    _READING
    | _TASKS
    | frozenset(
        {
            Operation.ADVISE,
            Operation.SEND_NOTICE,
            Operation.EXTEND,
            Operation.CLARIFY,
            Operation.APPEAL,
            Operation.END,
            Operation.SEE_LOOKS,
            Operation.LOG_CONTACT,
            Operation.BOOK,
        }
    )
)
_DECIDING = frozenset({Operation.APPROVE, Operation.DECLINE})
_JUDGING = frozenset({Operation.UPHOLD, Operation.LIFT})
_HEAD = _KEEPING | {Operation.PROPOSE}

_ALLOWED: Mapping[Relation, frozenset[Operation]] = {
    Relation.HEAD: _HEAD,
    Relation.BACKUP: _HEAD,
    Relation.CAO: _KEEPING | {Operation.TELL_OUTSIDE, Operation.SEE_FIGURES},
    Relation.DECIDES: _READING | _DECIDING | {Operation.EXTEND, Operation.END},
    Relation.JUDGES: _READING | _JUDGING,
    Relation.RECORDS: frozenset({Operation.VIEW, Operation.SEE_LOOKS}) | KEPT_BY_CLASS,
    Relation.COLLEAGUE: _COUNTER,
    Relation.TASKED: frozenset({Operation.FINISH_TASK, Operation.SNOOZE_TASK, Operation.GIVE_TASK}),
}

_FORBIDDEN: Mapping[Relation, frozenset[Operation]] = {
    Relation.GUEST: frozenset(Operation),
    Relation.NAMED: frozenset(Operation),
    Relation.AUTHOR: _DECIDING | _JUDGING,
    Relation.DECIDED: _JUDGING,
}

OF_RESTRICTIONS = AccessTable(_ALLOWED, _FORBIDDEN)


def asked_of(roles: frozenset[str]) -> frozenset[Operation]:
    """What others wait for somebody to do. The CAO can send a notice too, but whoever keeps it is asked to."""
    decisions = _DECIDING | _JUDGING
    return decisions if "cao" in roles else decisions | {Operation.SEND_NOTICE}
