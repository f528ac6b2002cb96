"""The life of an incident as one table: which act is possible in which state, where it leads, and who hears of it.

`incidents/rules/access.py` says who may; what an act asks is in `incidents/rules/acts.py`. The tables of every kind of
record stand together in `incidents/rules/kinds.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from incidents.audit import Act
from incidents.records import State
from incidents.rules.access import Operation


class Hears(StrEnum):
    """Who is told of an act: CHAIN is everybody who was asked or told and whoever handles it, CHOSEN those whom the
    act itself names, MAKER whoever made the task that it is about, ABOVE whom a record is handed over to; of a
    restriction, DECIDES those who can decide it and JUDGES those who answer a complaint about it.
    """

    AUTHOR = "author"
    CHAIN = "chain"
    HANDLER = "handler"
    CAO = "cao"
    CHOSEN = "chosen"
    MAKER = "maker"
    ABOVE = "above"
    DECIDES = "decides"
    JUDGES = "judges"


@dataclass(frozen=True, slots=True)
class Transition:
    """One act from some states. `leads_to` is None where the state stays; `recorded` is its kind in the audit log."""

    operation: Operation
    starts: frozenset[State]
    leads_to: State | None
    recorded: Act
    tells: frozenset[Hears] = frozenset()


_NEW = frozenset({State.SUBMITTED})
_WORKED_ON = frozenset({State.UNDER_REVIEW, State.ACTION_AGREED})
_OPEN = _NEW | _WORKED_ON | {State.RETURNED}
_ENDING = frozenset({State.CLOSING, State.CLOSED})
_EVERY = _OPEN | _ENDING


def _row(
    operation: Operation, starts: frozenset[State], leads_to: State | None, recorded: Act, *tells: Hears
) -> Transition:
    return Transition(operation, starts, leads_to, recorded, frozenset(tells))


TRANSITIONS = (
    _row(Operation.ACKNOWLEDGE, _EVERY, None, Act.ACKNOWLEDGED),
    _row(Operation.AMEND, _EVERY, None, Act.AMENDED),
    _row(Operation.ATTACH, _EVERY, None, Act.ATTACHED),
    _row(Operation.ADD_DETAILS, _EVERY, None, Act.DETAILS_ADDED),
    _row(Operation.ADD_CUSTOMER, _EVERY, None, Act.CUSTOMER_ADDED),
    _row(Operation.ADD_SAFETY, _EVERY, None, Act.SAFETY_ADDED),
    _row(Operation.ADD_STAFF, _EVERY, None, Act.STAFF_ADDED),
    _row(Operation.POLICE, _EVERY, None, Act.POLICE_DECIDED, Hears.CHAIN),
    _row(Operation.ADD_STATEMENT, _EVERY, None, Act.STATEMENT_ADDED, Hears.CHAIN, Hears.AUTHOR),
    _row(Operation.TAKE_OVER, _NEW, State.UNDER_REVIEW, Act.TAKEN_OVER, Hears.AUTHOR),
    _row(Operation.TAKE_OVER, _OPEN - _NEW, None, Act.TAKEN_OVER, Hears.AUTHOR, Hears.HANDLER),
    _row(Operation.ASSIGN, _NEW, State.UNDER_REVIEW, Act.ASSIGNED, Hears.AUTHOR, Hears.CHOSEN),
    _row(Operation.ASSIGN, _OPEN - _NEW, None, Act.ASSIGNED, Hears.AUTHOR, Hears.CHOSEN),
    _row(Operation.RETURN, _NEW | _WORKED_ON, State.RETURNED, Act.RETURNED, Hears.AUTHOR),
    _row(Operation.CORRECT, frozenset({State.RETURNED}), State.UNDER_REVIEW, Act.CORRECTED, Hears.CHAIN),
    _row(Operation.CONTACT, _OPEN, None, Act.CONTACTED),
    _row(
        Operation.DECIDE_CORRESPONDENCE,
        _NEW,
        State.UNDER_REVIEW,
        Act.CORRESPONDENCE_DECIDED,
        Hears.AUTHOR,
    ),
    _row(Operation.DECIDE_CORRESPONDENCE, _OPEN - _NEW, None, Act.CORRESPONDENCE_DECIDED, Hears.AUTHOR),
    _row(Operation.WRITE_LETTER, _OPEN, None, Act.LETTER_WRITTEN),
    _row(Operation.ASK_CAO, _EVERY, None, Act.CAO_ASKED, Hears.CAO),
    _row(Operation.HAND_OVER, _OPEN, None, Act.HANDED_OVER, Hears.AUTHOR, Hears.ABOVE),
    _row(Operation.LINK, _EVERY, None, Act.LINKED),
    _row(Operation.AGREE, _OPEN, State.ACTION_AGREED, Act.AGREED, Hears.AUTHOR),
    _row(Operation.SHARE, _EVERY, None, Act.SHARED, Hears.CHOSEN),
    _row(Operation.CLOSE, _OPEN, State.CLOSING, Act.CLOSING),
    _row(Operation.TELL_IN_PERSON, frozenset({State.CLOSING}), State.CLOSED, Act.TOLD_IN_PERSON),
    _row(Operation.NOT_SOLVED, _ENDING, State.UNDER_REVIEW, Act.NOT_SOLVED, Hears.CHAIN),
    _row(Operation.REOPEN, _ENDING, State.UNDER_REVIEW, Act.REOPENED, Hears.AUTHOR),
    _row(Operation.HOLD, _EVERY, None, Act.HELD),
    _row(Operation.LIFT_HOLD, _EVERY, None, Act.HOLD_LIFTED),
    _row(Operation.CLASSIFY, frozenset({State.CLOSED}), None, Act.CLASSIFIED),
    _row(Operation.ADD_TASK, _NEW, State.UNDER_REVIEW, Act.TASK_ADDED),
    _row(Operation.ADD_TASK, _OPEN - _NEW, None, Act.TASK_ADDED),
    _row(Operation.PROMISE, _OPEN, None, Act.PROMISED),
    _row(Operation.FINISH_TASK, _EVERY, None, Act.TASK_DONE, Hears.HANDLER, Hears.MAKER),
    _row(Operation.SNOOZE_TASK, _EVERY, None, Act.TASK_PUT_OFF, Hears.HANDLER, Hears.MAKER),
    _row(Operation.GIVE_TASK, _EVERY, None, Act.TASK_PASSED, Hears.HANDLER, Hears.MAKER),
    _row(Operation.DROP_TASK, _EVERY, None, Act.TASK_DROPPED, Hears.HANDLER, Hears.MAKER),
)
"""CLOSE leads to CLOSING: what is reported back to the author closes the record once it was delivered (D35).

Whoever is given a task hears of that in a notice of its own, because they may see nothing else of the record.
Who hears that somebody acknowledged, or added a statement or a file, follows from their cards (`incidents/cards.py`,
`later.py`).
"""


def transition(
    state: State, operation: Operation, life: Sequence[Transition] = TRANSITIONS
) -> Transition | None:
    """What an act does in a state; None where it is not possible. `life` is the table of a kind."""
    return next((one for one in possible(state, life) if one.operation is operation), None)


def possible(state: State, life: Sequence[Transition] = TRANSITIONS) -> Iterator[Transition]:
    """Everything that can be done in a state, in the order of the table."""
    return (one for one in life if state in one.starts)
