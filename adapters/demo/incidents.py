"""The difficult contacts of the invented year, and what was done about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from adapters.demo.schedule import Happenings
from adapters.demo.town import InventedTown
from bot.people import Person, Role
from foundation.ids import new_id
from incidents.records import CHANNELS, Behaviour, Report, Said
from incidents.report import Channel, Warned
from incidents.rules.access import Operation
from incidents.task import TaskState

PLACES = {"Customer Service": 0, "Finance": 1, "Parks and Library": 3, "Public Works": 4}
SOME_DEPARTMENTS = (
    ("Customer Service",) * 5 + ("Finance",) * 4 + ("Public Works",) * 2 + ("Parks and Library",) * 2
)
_DANGER = frozenset({Behaviour.THREAT, Behaviour.PROPERTY, Behaviour.SELF_HARM})


@dataclass(frozen=True, slots=True)
class IncidentYear:
    """Brings reports, day by day."""

    town: InventedTown
    happenings: Happenings

    def begin_day(self, day: date) -> None:
        """Plan what comes on an open day."""
        for _ in range(self.town.some(0.7)):
            report, author = self._report(day)
            self.happenings.plan(
                report.occurred_at + self.town.hours(0.1, 5), partial(self._file, report, author)
            )

    def _report(self, day: date) -> tuple[Report, Person]:
        town = self.town
        author = town.worker(town.one_of(SOME_DEPARTMENTS))
        kinds = {town.behaviour()} | ({town.behaviour()} if town.happens(0.3) else set())
        places = town.core.folder.organisation.places
        channel = town.chance.choices(CHANNELS, (40, 42, 8, 2, 5, 3))[0]
        spot = places[PLACES[author.department]] if channel is Channel.IN_PERSON else ""
        kind = next(iter(sorted(kinds)))
        report = Report(
            author=author.key,
            department=author.department,
            occurred_at=town.opened_at(day),
            zone=town.core.folder.organisation.zone,
            channel=channel,
            happened=town.told("incidents", kind),
            customer=town.customer(),
            behaviours=tuple(sorted(kinds)),
            warned=Warned.YES if town.happens(0.6) else Warned.NOT_POSSIBLE,
            ended=town.happens(0.35),
            place=spot,
        )
        return report, author

    async def _file(self, report: Report, author: Person) -> None:
        filed = await self.town.core.desk.submit(report, new_id())
        head = self._head(author)
        town, plan = self.town, self.happenings.soon
        if report.ended or _DANGER & set(report.behaviours):
            plan(timedelta(minutes=town.chance.uniform(2, 25)), lambda: self._acknowledge(filed.id, head))
        if town.happens(0.3):
            plan(town.hours(18, 40), lambda: self._agree(filed.id, head, author))
        if town.happens(0.85):
            plan(town.hours(60, 300), lambda: self._close(filed.id, head))

    def _head(self, author: Person) -> str:
        people = self.town.core.services.people
        heads = [one for one in people.holders(Role.HEAD, author.department) if one != author.key]
        return heads[0] if heads else people.holders(Role.CAO)[0]

    async def _acknowledge(self, record: str, by: str) -> None:
        await self.town.core.desk.acknowledge(record, by)

    async def _agree(self, record: str, by: str, author: Person) -> None:
        """Something is agreed, with a task that is done in time or not."""
        due = self.happenings.clock.now() + timedelta(days=self.town.chance.randrange(2, 9))
        said: dict[str, Said] = {
            "agreed": "The head calls the customer and says what can be done.",
            "task_person": author.key,
            "task_due": due,
        }
        await self.town.core.desk.act(record, by, Operation.AGREE, said, new_id())
        late = self.town.happens(0.25)
        done = due + self.town.hours(4, 60) if late else due - self.town.hours(1, 30)
        self.happenings.plan(done, lambda: self._finish(record, author))

    async def _finish(self, record: str, author: Person) -> None:
        tasks = self.town.core.desk.tasks
        for one in await tasks.mine(author.key):
            if one.record == record and one.state is TaskState.OPEN:
                await tasks.act(one.id, author.key, Operation.FINISH_TASK, {}, new_id())

    async def _close(self, record: str, by: str) -> None:
        said: dict[str, Said] = {
            "outcome": self.town.one_of(["solved", "explained", "nothing_more"]),
            "report_back": "The customer was spoken to. Thank you for writing it down.",
            "file_reference": f"DC-{self.town.chance.randrange(1000, 9999)}",
            "retention_class": self.town.core.folder.organisation.retention[0].name,
        }
        await self.town.core.desk.act(record, by, Operation.CLOSE, said, new_id())
