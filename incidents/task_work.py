"""What follows from a task: it is brought to whoever has it, they are reminded, and overdue it climbs (D23).

Everything happens in a transaction that holds the record's lock; the task and its first job are written in one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from foundation.db import Connection
from foundation.outbox.jobs import Job
from incidents import store_audit, store_deliveries, store_records, store_tasks
from incidents.audit import Act
from incidents.cards import send
from incidents.escalation import Escalation
from incidents.jobs import Done, TaskStep, about_act, about_task, remind, step_of
from incidents.notices import NoticeKind
from incidents.records import State
from incidents.rules.ladder import holders
from incidents.rules.reminders import CLIMBS, WAKE, WANTED, come, following, stage_of
from incidents.store_records import StoredRecord
from incidents.store_tasks import StoredTask
from incidents.task import HURRIES, OF_MESSAGES, OF_ONE_ALONE, OFFERED, ReminderStage, TaskKind, TaskState

_ROLES = {
    ReminderStage.HEAD: "department_head",
    ReminderStage.BACKUP: "department_backup",
    ReminderStage.CAO: "cao",
}


@dataclass(frozen=True, slots=True)
class TaskWork:
    """Brings, reminds and climbs, with the ladder, the roster and the calendar in force.

    `named` are those a record complains of, sealed with it: none of them is ever told of its tasks.
    """

    escalation: Escalation

    def give(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        task: StoredTask,
        by: str,
        named: frozenset[str],
    ) -> tuple[str, ...]:
        """Bring a new task, or one that was passed on, to whoever has it, and look after it from now on; returns them.

        Where they are away, whoever stands in for them has it too.
        """
        step = TaskStep(task.id, task.revision)
        told = self.told_of(conn, record, task, by, named)
        urgent = task.kind in HURRIES
        given = [about_task(record.id, step, NoticeKind.TASK_GIVEN, one, now, urgent=urgent) for one in told]
        send(conn, now, given, self._next(record, task, now))
        return told

    def told_of(
        self, conn: Connection, record: StoredRecord, task: StoredTask, by: str, named: frozenset[str]
    ) -> tuple[str, ...]:
        """To whom a task is brought that somebody gives: whoever it is for, and whoever stands in for them today."""
        have = dict.fromkeys((task.assignee, *self._have(conn, record, task, named)))
        return tuple(one for one in have if one != by)

    def put_off(self, conn: Connection, now: datetime, record: StoredRecord, task: StoredTask) -> None:
        """Whoever has a task is left in peace until then, and reminded at that moment; that it climbs goes on."""
        wake = remind(record.id, TaskStep(task.id, task.revision, WAKE), task.put_off or now)
        send(conn, now, [], wake, self._next(record, task, now))

    def over(
        self, conn: Connection, now: datetime, record: StoredRecord, task: StoredTask, whom: str
    ) -> None:
        """Whoever had a task hears that it is needed no more, or that somebody else has it."""
        step = TaskStep(task.id, task.revision)
        send(conn, now, [about_task(record.id, step, NoticeKind.TASK_OVER, whom, now)])

    def look(
        self, conn: Connection, now: datetime, record: StoredRecord, job: Job, named: frozenset[str]
    ) -> None:
        """The time of a step has come: those whose turn it is hear, and the next step is planned."""
        planned, task = step_of(job), store_tasks.find(conn, step_of(job).task)
        if task is None:
            return
        step = replace(planned, number=come(planned.number, task.due, now, self.escalation.calendar))
        stage = stage_of(step.number)
        if task.kind is TaskKind.VISITOR:
            self._look_for_visitor(conn, now, record, task, step.number)
            return
        if task.kind in OFFERED and stage in CLIMBS - {ReminderStage.HEAD}:
            # Asked for on the day and on the next, and then no more (D55): the report counts without it.
            store_tasks.end(conn, task.id, TaskState.DROPPED)
            return
        if stage is not ReminderStage.WAKE:
            # What is planned next is written first: whatever else goes wrong, somebody looks again.
            send(conn, now, [], self._next(record, task, now, after=step.number))
        if stage in CLIMBS and task.kind not in OFFERED:
            self._climb(conn, now, record, task, step.number, named)
        for one in self._have(conn, record, task, named):
            if self._reminds(conn, now, task, stage, one):
                send(conn, now, [about_task(record.id, step, NoticeKind.TASK_REMINDER, one, now)])

    def not_reminded(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        job: Job,
        named: frozenset[str],
        code: str,
    ) -> None:
        """Whoever has a task cannot be told of it: those who answer for the record hear so, each once."""
        task = store_tasks.find(conn, step_of(job).task)
        if task is None or task.kind in OFFERED:
            return  # What somebody may add is no matter of those who answer for the record.
        if task.kind in OF_MESSAGES:
            once = f"{task.id}:{job.recipient}:failed"  # And not at every reminder.
            self._say(conn, now, record, Done(once, Act.NOT_DELIVERED, job.recipient))
        answers = self.escalation.rights.answerable(record.outline, named)
        people = [one for one in answers if one != task.assignee]
        step = TaskStep(task.id, task.revision, 0, task.assignee, code)
        self._tell(conn, now, record, step, people)

    def _look_for_visitor(
        self, conn: Connection, now: datetime, record: StoredRecord, task: StoredTask, number: int
    ) -> None:
        """Nobody has said that they come: whoever is with the visitor hears so; by the next day they have left."""
        if stage_of(number) in CLIMBS:
            store_tasks.end(conn, task.id, TaskState.DROPPED)
            store_records.put_into_state(conn, record.id, State.CLOSED)
            return
        send(conn, now, [], self._next(record, task, now, after=number))
        said = f"{task.id}:{task.revision}:{number}"
        self._say(conn, now, record, Done(said, Act.TASK_OVERDUE, task.assignee))

    def _say(self, conn: Connection, now: datetime, record: StoredRecord, done: Done) -> None:
        """Tell whoever took a message what becomes of it."""
        send(conn, now, [about_act(record.id, done, NoticeKind.MESSAGE, record.author, now)])

    def _climb(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        task: StoredTask,
        number: int,
        named: frozenset[str],
    ) -> None:
        """Tell the level of a step, or the first above it that has somebody who has not heard yet."""
        heard = {
            one.recipient
            for one in store_deliveries.of_record(conn, record.id)
            if one.kind is NoticeKind.TASK_LATE and f":{task.id}:{task.revision}:" in one.key
        }
        while (stage := stage_of(number)) in CLIMBS:
            people = [one for one in self._level(record, task, stage, named) if one not in heard]
            if people:
                self._tell(conn, now, record, TaskStep(task.id, task.revision, number), people)
                store_audit.append(conn, now, Act.TASK_OVERDUE, record_id=record.id, detail=people[0])
                return
            number += 1
        # Who answers is complained of, or gone: whoever is asked in their place hears.
        instead = self.escalation.rights.instead(record.outline, named)
        if others := [one for one in instead if one != task.assignee and one not in heard]:
            self._tell(conn, now, record, TaskStep(task.id, task.revision, number), others)
            store_audit.append(conn, now, Act.TASK_OVERDUE, record_id=record.id, detail=others[0])

    def _level(
        self, record: StoredRecord, task: StoredTask, stage: ReminderStage, named: frozenset[str]
    ) -> list[str]:
        rights = self.escalation.rights
        here = holders(_ROLES[stage], "", rights.roster, record.department, named)
        first = (record.handler, *here) if stage is ReminderStage.HEAD and record.handler else here
        there = rights.in_place(first, record.outline, named)
        people = dict.fromkeys(one for one in there if one and one not in (task.assignee, *record.whose))
        return [one for one in people if rights.may_be_told(one, record.outline, named)]

    def _tell(
        self, conn: Connection, now: datetime, record: StoredRecord, step: TaskStep, people: Iterable[str]
    ) -> None:
        send(conn, now, [about_task(record.id, step, NoticeKind.TASK_LATE, one, now) for one in people])

    def _have(
        self, conn: Connection, record: StoredRecord, task: StoredTask, named: frozenset[str]
    ) -> tuple[str, ...]:
        """Who has a task today: while somebody is away, whoever stands in for them, else they themselves.

        What one person alone can do stays with them.
        """
        assignee, kept_from = (task.assignee,), barred_from(conn, task)
        if task.kind in OF_ONE_ALONE:
            return assignee
        there = self.escalation.rights.in_place(assignee, record.outline, named)
        return tuple(one for one in there if one not in kept_from) or assignee

    def _reminds(
        self, conn: Connection, now: datetime, task: StoredTask, stage: ReminderStage, whom: str
    ) -> bool:
        """Whether whoever has a task is reminded at a step, as they want it."""
        quiet = stage is not ReminderStage.WAKE and task.put_off is not None and now < task.put_off
        return not quiet and stage in WANTED[store_tasks.nudges_of(conn, whom)]

    def _next(self, record: StoredRecord, task: StoredTask, now: datetime, after: int = WAKE) -> Job:
        following_step = following(task.due, now, self.escalation.calendar, after)
        step = TaskStep(task.id, task.revision, following_step.number)
        return remind(record.id, step, following_step.at)


def barred_from(conn: Connection, task: StoredTask) -> frozenset[str]:
    """Who never has a task, whoever they stand in for: who decided answers no complaint about that (D33)."""
    if task.kind is not TaskKind.APPEAL:
        return frozenset()
    story = store_audit.stories(conn, [task.record_id])[task.record_id]
    return frozenset(one.actor for one in story if one.kind in (Act.APPROVED, Act.DECLINED))
