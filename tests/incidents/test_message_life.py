"""A message for a colleague: who may what with it, cell by cell, and where an act leads."""

from __future__ import annotations

import pytest

from incidents.records import State
from incidents.rules.access import Operation, Relation, may
from incidents.rules.message_life import MESSAGE_LIFE, OF_MESSAGES
from incidents.rules.transitions import possible

TABLE = {
    Operation.VIEW: {Relation.AUTHOR, Relation.TASKED},
    Operation.ATTACH: {Relation.AUTHOR, Relation.TASKED},
    Operation.FOLLOW: {Relation.HEAD, Relation.BACKUP, Relation.CAO},
    Operation.FINISH_TASK: {Relation.TASKED, Relation.HEAD, Relation.BACKUP, Relation.CAO},
    Operation.SNOOZE_TASK: {Relation.TASKED},
    Operation.GIVE_TASK: {Relation.TASKED, Relation.HEAD, Relation.BACKUP, Relation.CAO},
    Operation.DROP_TASK: {Relation.AUTHOR, Relation.HEAD, Relation.BACKUP, Relation.CAO},
    **{one: {Relation.RECORDS} for one in (Operation.HOLD, Operation.LIFT_HOLD, Operation.DESTROY)},
}


@pytest.mark.parametrize("operation", Operation)
def test_who_may_what_with_a_message(operation: Operation) -> None:
    allowed = {one for one in Relation if may(frozenset({one}), operation, OF_MESSAGES)}
    assert allowed == TABLE.get(operation, set())
    for one in allowed:
        assert not may(frozenset({one, Relation.GUEST}), operation, OF_MESSAGES)


def test_a_message_is_closed_once_it_is_done_or_dropped_and_nothing_follows() -> None:
    leads = {one.operation: one.leads_to for one in possible(State.RECEIVED, MESSAGE_LIFE)}
    assert leads == {
        Operation.FINISH_TASK: State.CLOSED,
        Operation.SNOOZE_TASK: None,
        Operation.GIVE_TASK: None,
        Operation.DROP_TASK: State.CLOSED,
        Operation.ATTACH: None,
    }
    assert not list(possible(State.CLOSED, MESSAGE_LIFE))
