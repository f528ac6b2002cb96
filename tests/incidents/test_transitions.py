"""The life of a record: the table cell by cell, a long walk through the desk against it, and two at once."""

from __future__ import annotations

import asyncio
import os
import random
from itertools import product

import pytest

from foundation.ids import new_id
from incidents.audit import Act
from incidents.records import ActOutcome, Record, RecordKind, State
from incidents.rules.access import Operation
from incidents.rules.acts import ACT_FIELDS
from incidents.rules.kinds import rules_of
from incidents.rules.transitions import TRANSITIONS, transition
from incidents.tables import audit
from incidents.task import Task, TaskKind
from tests.fakes.roster import (
    AUTHOR,
    BACKUP,
    CAO,
    COLLEAGUE,
    GUEST,
    HEAD,
    HR,
    OTHER_HEAD,
    RECORDS,
    TRANSIT,
)
from tests.fixtures.acts import said_of
from tests.fixtures.office import Office

TABLE = """
                submitted      under_review    returned      action_agreed  closing       closed
acknowledge     =              =               =             =              =             =
amend           =              =               =             =              =             =
attach          =              =               =             =              =             =
add_details     =              =               =             =              =             =
add_customer    =              =               =             =              =             =
add_safety      =              =               =             =              =             =
police          =              =               =             =              =             =
add_staff       =              =               =             =              =             =
add_statement   =              =               =             =              =             =
take_over       under_review   =               =             =              -             -
assign          under_review   =               =             =              -             -
return          returned       returned        -             returned       -             -
correct         -              -               under_review  -              -             -
contact         =              =               =             =              -             -
decide_correspondence under_review =         =             =              -             -
write_letter    =              =               =             =              -             -
ask_cao         =              =               =             =              =             =
hand_over       =              =               =             =              -             -
link            =              =               =             =              =             =
agree           action_agreed  action_agreed   action_agreed action_agreed  -             -
share           =              =               =             =              =             =
close           closing        closing         closing       closing        -             -
tell_in_person  -              -               -             -              closed        -
not_solved      -              -               -             -              under_review  under_review
reopen          -              -               -             -              under_review  under_review
add_task        under_review   =               =             =              -             -
promise         =              =               =             =              -             -
finish_task     =              =               =             =              =             =
snooze_task     =              =               =             =              =             =
give_task       =              =               =             =              =             =
drop_task       =              =               =             =              =             =
hold            =              =               =             =              =             =
lift_hold       =              =               =             =              =             =
classify        -              -               -             -              -             =
"""
"""Where each act leads from each state: `=` stays, `-` is not possible."""

MAY = {
    AUTHOR: {
        *(
            "correct",
            "ask_cao",
            "not_solved",
            "promise",
            "hand_over",
            "add_details",
            "add_customer",
            "add_safety",
            "add_staff",
            "police",
        ),
    },
    HEAD: {
        *("take_over", "assign", "return", "contact", "ask_cao", "agree", "share", "close", "tell_in_person"),
        *("reopen", "add_task", "promise", "hand_over", "write_letter", "decide_correspondence"),
    },
    CAO: {
        *("take_over", "assign", "return", "contact", "agree", "share", "close", "tell_in_person", "reopen"),
        *("add_task", "promise", "write_letter", "decide_correspondence"),
    },
    RECORDS: {"hold", "lift_hold", "classify"},
    GUEST: set(),
}
NAMED, WITNESS, FILED_FOR = "ned@example.gov", "wil@example.gov", "fay@example.gov"
"""Whom the record complains of, a colleague it names, and whom it was written for."""
MAY[BACKUP] = MAY[HEAD]
MAY[FILED_FOR] = MAY[AUTHOR]
HANDLER_MAY = MAY[HEAD] - {"share", "decide_correspondence"}
TAKES_IT = {
    *("return", "contact", "agree", "close", "tell_in_person", "reopen", "add_task", "write_letter"),
    "decide_correspondence",
}
"""Whoever does one of these with a record that nobody has in hand has it from then on."""


STEPS = int(os.environ.get("WALK_STEPS", "80"))
"""How many acts one walk takes; with ten thousand every act is tried by everybody, which is then asserted as well."""
EVERY = 5_000
A_RECORD = 80
"""Acts on one record before the next is filed: a look reads all that was done with it."""
PEOPLE = (AUTHOR, HEAD, BACKUP, CAO, RECORDS, GUEST, COLLEAGUE, OTHER_HEAD, HR, NAMED, WITNESS, FILED_FOR)


def cells() -> dict[tuple[State, str], str]:
    header, *rows = TABLE.strip().splitlines()
    states = [State(name) for name in header.split()]
    return {
        (state, name): cell
        for name, *words in map(str.split, rows)
        for state, cell in zip(states, words, strict=True)
    }


def test_the_written_table_is_the_one_the_program_goes_by() -> None:
    table = cells()
    assert {operation for _, operation in table} == {str(one.operation) for one in TRANSITIONS}
    states = rules_of(RecordKind.INCIDENT).states
    assert {state for state, _ in table} == states
    for state, operation in product(states, {one.operation for one in TRANSITIONS}):
        row = transition(state, operation)
        cell = "-" if row is None else str(row.leads_to or "=")
        assert cell == table[state, operation].replace(str(state), cell if cell == str(state) else str(state))


@pytest.mark.parametrize("seed", range(2))
async def test_a_long_walk_of_acts_by_anybody_goes_as_the_tables_read(office: Office, seed: int) -> None:
    """Every act by every relation, in any order; what is refused changes nothing."""
    rng, tried = random.Random(seed), set[tuple[str, Operation]]()
    for name in (NAMED, WITNESS, FILED_FOR):
        office.roster.people[name] = (TRANSIT, frozenset({"employee"}))
    for start in range(0, STEPS, A_RECORD):
        await walks(office, rng, min(A_RECORD, STEPS - start), tried)
    assert (await office.auditor.look()).ok
    assert STEPS < EVERY or tried == set(product(PEOPLE, ACT_FIELDS))


async def walks(office: Office, rng: random.Random, steps: int, tried: set[tuple[str, Operation]]) -> None:
    """One record from its filing on, with what the tables say beside it."""
    table = cells()
    report = office.report(filed_for=FILED_FOR, witnesses=(WITNESS,))
    filed = await office.desk.submit(report, new_id(), excluded=frozenset({NAMED}))
    await office.worker.run_due()
    state, handler, shared, taken, tasks = State.SUBMITTED, "", set[str](), 0, 0
    held = False
    for _ in range(steps):
        who, operation = rng.choice(PEOPLE), rng.choice(list(ACT_FIELDS))
        tried.add((who, operation))
        may = MAY.get(who, set()) | (HANDLER_MAY if who == handler == COLLEAGUE else set())
        cell = table[state, str(operation)]
        outcome, _ = await office.desk.act(filed.id, who, operation, said_of(operation), new_id())
        expected = ActOutcome.NOT_ALLOWED if str(operation) not in may else ActOutcome.NOT_NOW
        if (
            operation is Operation.ASSIGN
            and who == COLLEAGUE
            and expected is ActOutcome.NOT_NOW
            and cell != "-"
        ):
            expected = ActOutcome.NOBODY  # Whoever was given a record cannot give it to themselves.
        elif operation is Operation.TAKE_OVER and who == handler and cell != "-":
            expected = ActOutcome.DONE  # They have it already.
        elif operation is Operation.LIFT_HOLD and who == RECORDS and not held:
            expected = ActOutcome.NOT_HELD
        elif operation is Operation.CLOSE and expected is ActOutcome.NOT_NOW and cell != "-" and tasks:
            expected = ActOutcome.TASKS_OPEN
        elif str(operation) in may and cell != "-":
            tasks += operation in (Operation.ADD_TASK, Operation.PROMISE)
            expected, taken = ActOutcome.DONE, taken + 1
            state = state if cell == "=" else State(cell)
            handler = _handler(operation, who, handler)
            shared |= {OTHER_HEAD} if operation is Operation.SHARE else set()
            held = operation is Operation.HOLD or (held and operation is not Operation.LIFT_HOLD)
        assert outcome is expected, (state, who, operation)
        if rng.random() < 0.5:
            await office.pass_time(seconds=1)
            state = State.CLOSED if state is State.CLOSING else state
        if rng.random() < 0.1:
            taken, tasks = taken + await ends(office, filed.id, rng), 0
        seen = await office.desk.view(filed.id, CAO)
        assert seen
        assert len(given(seen)) == tasks
        assert (seen.state, seen.handler, len(seen.entries)) == (state, handler, taken)
        assert (await office.desk.view(filed.id, OTHER_HEAD) is not None) is bool(shared)


async def ends(office: Office, record_id: str, rng: random.Random) -> int:
    """Everything that is still to be done is done or needed no more; returns how much that was."""
    seen = await office.desk.view(record_id, CAO)
    assert seen
    for task in given(seen):
        who, operation = rng.choice([(CAO, Operation.DROP_TASK), (task.assignee, Operation.FINISH_TASK)])
        outcome, _ = await office.desk.tasks.act(task.id, who, operation, said_of(operation), new_id())
        assert outcome is ActOutcome.DONE
    return len(given(seen))


def given(seen: Record) -> list[Task]:
    """What is still to be done that somebody gave, or promised; who is named is asked by itself for what they saw."""
    return [one for one in seen.open_tasks if one.kind is not TaskKind.STATEMENT]


def _handler(operation: Operation, who: str, before: str) -> str:
    if operation is Operation.ASSIGN:
        return COLLEAGUE
    takes = operation is Operation.TAKE_OVER or (not before and str(operation) in TAKES_IT)
    return who if takes else before


def test_every_kind_of_the_log_fits_into_its_column() -> None:
    """PostgreSQL refuses what is longer, and with it the act; SQLite does not look."""
    assert all(len(one) <= (audit.c.kind.type.length or 0) for one in Act)  # type: ignore[attr-defined]  # a String


async def test_two_at_once_are_one_after_the_other(office: Office) -> None:
    for number in range(5):
        filed = await office.desk.submit(office.report(), f"race {number}")
        acts = [(HEAD, Operation.CLOSE), (BACKUP, Operation.CLOSE)]
        outcomes = await asyncio.gather(
            *(office.desk.act(filed.id, who, one, said_of(one), new_id()) for who, one in acts)
        )
        done = [outcome for outcome, _ in outcomes]
        seen = await office.desk.view(filed.id, CAO)
        assert seen
        assert sorted(done) == [ActOutcome.DONE, ActOutcome.NOT_NOW]
        assert seen.handler == (HEAD if done[0] is ActOutcome.DONE else BACKUP)
        assert len(seen.entries) == 1


async def test_the_same_from_the_same_draft_is_done_once_also_after_a_crash(office: Office) -> None:
    filed = await office.desk.submit(office.report(), "once")
    for _ in range(3):
        outcome, seen = await office.desk.act(
            filed.id, HEAD, Operation.CONTACT, said_of(Operation.CONTACT), "draft"
        )
        assert outcome is ActOutcome.DONE
    assert seen
    assert len(seen.entries) == 1


async def test_an_act_without_what_it_needs_is_refused(office: Office) -> None:
    filed = await office.desk.submit(office.report(), "empty")
    with pytest.raises(ValueError, match="report_back"):
        await office.desk.act(filed.id, HEAD, Operation.CLOSE, said_of(Operation.CLOSE, report_back=""), "x")
