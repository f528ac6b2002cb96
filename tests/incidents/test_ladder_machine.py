"""The ladder as a state machine: any order of reports, acknowledgements, outages, crashes and clock jumps.

Unacknowledged always climbs within one tick of being due; after an acknowledgement nothing is asked any
more; nobody is asked twice by the same notice; the audit chain never breaks.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import tempfile
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from foundation.db import Connection
from foundation.db_open import open_database
from foundation.outbox.jobs import GIVE_UP
from foundation.outbox.tables import jobs
from incidents.notices import NoticeKind
from incidents.records import Acknowledgement
from tests.fakes.patience import until
from tests.fakes.roster import AUTHOR, BACKUP, CAO, HEAD
from tests.fixtures.databases import TEMPLATE
from tests.fixtures.office import Office
from tests.fixtures.postgres import Server

STEPS = (10, 10, 15, 15, 15)
"""Minutes of the levels of the test ladder, the two repeats included."""

WHO = (HEAD, BACKUP, CAO, CAO, CAO)


@dataclass
class Expected:
    """What the model knows of one record: the level it stands at, and until when."""

    id: str
    level: int
    filed: datetime
    due: datetime
    asked: set[str]
    acknowledged: bool = False
    exhausted: bool = False
    attempts_at_ack: int = 0


class LadderMachine(RuleBasedStateMachine):
    """Drives an office and a model of it side by side."""

    make: Callable[[], str]
    drop: Callable[[str], None]

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.url = self.make()
        self.db = open_database(self.url)
        self.office = Office(self.db)
        self.model: dict[str, Expected] = {}
        self.drafts: list[str] = []
        self.outage = False
        self.latest = self.office.clock.now()

    def teardown(self) -> None:
        """Free the database of this run."""
        self.run(self.db.close())
        self.runner.close()
        self.drop(self.url)

    def run(self, work: Any) -> Any:
        """Run a coroutine in the loop of this machine."""
        return self.runner.run(work)

    @rule(again=st.booleans())
    def submit(self, again: bool) -> None:
        """File a new draft, or one that was filed before."""
        if not again or not self.drafts:
            self.drafts.append(uuid.uuid4().hex)
        self.file()
        self.settle()

    @rule(minutes=st.sampled_from([0.5, 1, 5, 10, 15, 61]))
    def wait(self, minutes: float) -> None:
        """Time passes in ticks of half a minute at most, as a worker that looks every second sees it."""
        for _ in range(int(minutes * 2)):
            self.office.clock.advance(timedelta(seconds=30))
            self.settle()

    @rule(hours=st.sampled_from([1, 25]))
    def jump_ahead(self, hours: int) -> None:
        """The process slept, or the clock was set: what is late is caught up at once, level by level."""
        self.office.clock.advance(timedelta(hours=hours))
        self.settle()

    @rule()
    def jump_back(self) -> None:
        """The wall clock is set back: nothing happens early or twice, and nothing late, also in an outage."""
        self.office.clock.step(-timedelta(hours=1))
        self.settle()

    @precondition(lambda self: bool(self.model))
    @rule(person=st.sampled_from([AUTHOR, HEAD, BACKUP, CAO]), data=st.data())
    def acknowledge(self, person: str, data: st.DataObject) -> None:
        """Somebody presses the button."""
        record = self.model[data.draw(st.sampled_from(sorted(self.model)))]
        outcome, _ = self.run(self.office.desk.acknowledge(record.id, person))
        if person == AUTHOR:
            assert outcome is Acknowledgement.NOT_ALLOWED
        elif record.acknowledged:
            assert outcome is Acknowledgement.ALREADY
        else:
            assert outcome is Acknowledgement.DONE
            record.acknowledged = True
            record.attempts_at_ack = self.attempts(record.id)
        self.settle()

    @rule(filing=st.booleans())
    def die_while_sending(self, filing: bool) -> None:
        """The worker is killed while it sends or climbs; another takes over when the lease has ended."""
        if filing:
            self.drafts.append(uuid.uuid4().hex)
            self.file()
        else:
            self.office.clock.advance(timedelta(minutes=10))
        before = len(self.office.notifier.attempts)
        self.office.notifier.pause = 3600

        async def half() -> None:
            work = asyncio.create_task(self.office.worker.run_due())
            with contextlib.suppress(TimeoutError):
                await until(lambda: len(self.office.notifier.attempts) > before, seconds=0.1)
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

        self.run(half())
        self.office.notifier.pause = 0
        self.office.worker = self.office.another_worker()
        self.follow()
        self.office.clock.advance(timedelta(seconds=9))
        self.settle()

    @rule(people=st.sets(st.sampled_from([HEAD, BACKUP, CAO]), min_size=1))
    def begin_outage(self, people: set[str]) -> None:
        """Some people cannot be reached for the time being."""
        self.office.notifier.refuse(*people, code="timeout", again=True)
        self.outage = True

    @rule()
    def end_outage(self) -> None:
        """Everybody can be reached again, and within half a minute everybody who was asked has been."""
        self.office.notifier.refuse()
        self.outage = False
        self.office.clock.advance(
            timedelta(seconds=31)
        )  # A clock that is caught up with runs a little slower.
        self.settle()

    def file(self) -> None:
        """File the newest draft, for the first time or again."""
        filed = self.run(self.office.desk.submit(self.office.report(), self.drafts[-1]))
        assert filed.repeated == (filed.id in self.model)
        if not filed.repeated:
            now = self.office.clock.now()
            due = now + timedelta(minutes=STEPS[0])
            self.model[filed.id] = Expected(filed.id, 0, now, due, {HEAD})

    def settle(self) -> None:
        """Let the worker do what is due and the model follow."""
        self.run(self.office.worker.run_due())
        self.follow()

    def follow(self) -> None:
        """Let the model climb where a level is over."""
        now = self.office.clock.now()
        self.latest = max(self.latest, now)
        for record in self.model.values():
            if not record.acknowledged and record.due <= now:
                self.climb(record, now)

    def climb(self, record: Expected, now: datetime) -> None:
        """The model asks the next level, and past the end everybody, again and again."""
        record.level += 1
        if record.level >= len(STEPS):
            record.exhausted = True
            record.due = now + timedelta(minutes=self.office.escalation.ladder.ask_again_minutes)
            record.asked |= {HEAD, BACKUP, CAO}
            return
        record.asked.add(WHO[record.level])
        record.due = now + timedelta(minutes=STEPS[record.level])

    def attempts(self, record_id: str) -> int:
        """How often it was tried to alert somebody about a record."""
        return sum(
            notice.kind is NoticeKind.ALERT and notice.record.id == record_id
            for notice in self.office.notifier.attempts
        )

    @invariant()
    def every_record_stands_at_the_level_of_the_model(self) -> None:
        """Unacknowledged has climbed as far as it should and no further."""

        def levels(conn: Connection) -> dict[str, int]:
            checks = select(jobs.c.subject, jobs.c.payload).where(jobs.c.kind == "check")
            found: dict[str, int] = {}
            for subject, payload in conn.execute(checks):
                found[subject] = max(found.get(subject, 0), json.loads(payload)["level"])
            return found

        wanted = {record.id: record.level for record in self.model.values()}
        assert self.run(self.db.read(levels)) == wanted

    @invariant()
    def after_an_acknowledgement_nobody_is_asked(self) -> None:
        """Not even again by an alert that was still being tried."""
        for record in self.model.values():
            if record.acknowledged:
                assert self.attempts(record.id) == record.attempts_at_ack

    @invariant()
    def everybody_who_should_be_was_asked(self) -> None:
        """Unless they cannot be reached at present, or it was tried in vain for a day."""
        told = {
            (notice.record.id, notice.recipient)
            for notice in self.office.notifier.notices
            if notice.kind is NoticeKind.ALERT
        }
        for record in self.model.values():
            if not record.acknowledged and not self.outage and self.latest - record.filed < GIVE_UP:
                assert {(record.id, person) for person in record.asked} <= told

    @invariant()
    def no_notice_arrived_twice(self) -> None:
        """Every key at most once: a cancelled send never arrived here."""
        counts = Counter(notice.key for notice in self.office.notifier.notices)
        assert not [key for key, count in counts.items() if count > 1]

    @invariant()
    def all_is_well_and_whole(self) -> None:
        """The auditor finds nothing stuck, outages aside, but what was asked of all in vain; the chain is whole."""
        in_vain = any(one.exhausted and not one.acknowledged for one in self.model.values())
        assert self.outage or self.run(self.office.auditor.look()).ok is not in_vain
        assert self.run(self.office.auditor.broken_at()) is None


def test_the_ladder_behaves_as_its_model_in_any_order_of_events(
    database_kind: str, templates: Callable[[str], Path], request: pytest.FixtureRequest
) -> None:
    template = templates(database_kind)
    sqlite = database_kind == "sqlite"

    class Machine(LadderMachine):
        @staticmethod
        def make() -> str:
            if sqlite:
                file = Path(tempfile.mkdtemp(dir=template.parent)) / "machine.db"
                shutil.copyfile(template, file)
                return f"sqlite:///{file}"
            running: Server = request.getfixturevalue("postgres_server")
            return asyncio.run(running.create(f"t{uuid.uuid4().hex}", TEMPLATE))

        @staticmethod
        def drop(url: str) -> None:
            if not sqlite:
                running: Server = request.getfixturevalue("postgres_server")
                asyncio.run(running.drop(url.rpartition("/")[2].partition("?")[0]))

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=10 if sqlite else 4,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
