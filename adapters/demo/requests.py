"""The requests of the invented year: how they come, and what those who see to them do with each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from adapters.demo.schedule import Deed, Happenings
from adapters.demo.town import SUMMER, WINTER, InventedTown
from foundation.ids import new_id
from incidents.records import Said
from incidents.request import Matter, RequestPriority, ServiceRequest
from incidents.rules.access import Operation
from incidents.rules.request_rules import RequestCategory

OFTEN = {
    "pothole": 0.4,
    "snow": 0.3,
    "waste": 0.45,
    "water-main": 0.2,
    "bill": 0.4,
    "permit": 0.3,
    "park": 0.25,
    "service": 0.25,
    "council": 0.1,
    "administration": 0.05,
}
"""Requests of a category on an open day."""
_BUSY = {"snow": WINTER, "park": SUMMER, "pothole": (3, 4, 5)}


@dataclass(frozen=True, slots=True)
class RequestYear:
    """Brings requests, day by day."""

    town: InventedTown
    happenings: Happenings

    def begin_day(self, day: date) -> None:
        """Plan what comes on an open day."""
        town = self.town
        for category in town.core.requests.rules.categories:
            for _ in range(town.some(OFTEN.get(category.key, 0.1), day.month, _BUSY.get(category.key, ()))):
                self._plan(self._service(category), day)
        for part, matter, often in (
            ("praise", Matter.COMPLIMENT, 0.16),
            ("ideas", Matter.SUGGESTION, 0.1),
            ("persons", Matter.PERSON, 0.09),
            ("fraud", Matter.FRAUD, 0.02),
        ):
            for _ in range(town.some(often)):
                self._plan(self._other(part, matter), day)

    def _plan(self, request: ServiceRequest, day: date) -> None:
        async def come() -> None:
            taken = await self.town.core.requests.take(request, new_id())
            if taken:
                self._see_to(taken.id, request)

        self.happenings.plan(self.town.opened_at(day), come)

    def _service(self, category: RequestCategory) -> ServiceRequest:
        town = self.town
        rules = town.core.requests.rules
        weights = (7, 12, 81) if category.key in ("water-main", "snow", "pothole") else (1, 5, 94)
        priority = town.chance.choices(list(RequestPriority), weights)[0]
        complaint = category.key == "service" or town.happens(0.12)
        wanted = town.happens(0.75)
        return ServiceRequest(
            taken_by=town.worker("Customer Service" if town.happens(0.7) else category.department).key,
            matter=Matter.COMPLAINT if complaint else Matter.SERVICE,
            description=town.told("requests", category.key),
            channel=town.one_of(rules.channels),
            customer=town.customer() if town.happens(0.9) else "",
            contact=f"902-555-0{town.chance.randrange(100, 199)}" if wanted else "",
            contact_wanted=wanted,
            place=town.place(),
            ward=town.one_of(rules.wards),
            office=town.one_of(rules.offices).name if town.happens(0.06) else "",
            category=category.key,
            priority=priority,
            priority_reason="" if priority is RequestPriority.ROUTINE else "It cannot wait, they say.",
        )

    def _other(self, part: str, matter: Matter) -> ServiceRequest:
        town = self.town
        about = town.worker()
        named = matter in (Matter.PERSON, Matter.FRAUD)
        return ServiceRequest(
            taken_by=town.worker("Customer Service").key,
            matter=matter,
            description=town.told(part, "words"),
            channel=town.one_of(town.core.requests.rules.channels),
            customer=town.customer(),
            about=(about.key,) if named else (),
            about_department=about.department,
        )

    def _see_to(self, record: str, request: ServiceRequest) -> None:
        """What happens with a request that a department has."""
        town, plan = self.town, self.happenings.soon
        rules = town.core.requests.rules
        category, way = rules.category(request.category), town.core.requests.way(request)
        owner = rules.department(category.department) if category else None
        readers = (owner.primary, owner.backup) if owner else way.readers if way else ()
        if not readers:
            return
        by = readers[0] if town.happens(0.8) else readers[-1]
        urgent = request.priority is not RequestPriority.ROUTINE
        if urgent:
            plan(town.hours(0.1, 1.0), self._act(record, request.taken_by, Operation.REACH))
        if request.contact_wanted and town.happens(0.93):
            wait = town.hours(0.2, 3.0) if urgent or town.happens(0.5) else town.hours(3.0, 22.0)
            plan(wait, self._act(record, by, Operation.CONFIRM))
        if request.priority is RequestPriority.EMERGENCY and town.happens(0.3):
            plan(town.hours(1.1, 2.0), self._act(record, by, Operation.PRIORITISE))
        if town.happens(0.04):
            return  # It lies there: somebody has to be late.
        days = town.chance.lognormvariate(0.2 if urgent else 1.6, 0.7)
        if days > 4:
            plan(timedelta(days=days / 2), self._act(record, by, Operation.NOTE))
        plan(timedelta(days=days), self._act(record, by, Operation.RESOLVE))
        if request.contact_wanted and town.happens(0.9):
            after = timedelta(days=days) + town.hours(20, 90)
            solved = town.happens(0.92)
            plan(after, self._act(record, by, Operation.FINISH if solved else Operation.NOT_SOLVED))
            if not solved:
                plan(after + town.hours(30, 120), self._act(record, by, Operation.RESOLVE))
                plan(after + town.hours(150, 190), self._act(record, by, Operation.FINISH))

    def _act(self, record: str, by: str, operation: Operation) -> Deed:
        async def act() -> None:
            now = self.happenings.clock.now()
            await self.town.core.requests.act(record, by, operation, self._said(operation, now), new_id())

        return act

    def _said(self, operation: Operation, now: datetime) -> dict[str, Said]:
        town, requests = self.town, self.town.core.requests
        match operation:
            case Operation.REACH:
                return {"reached_whom": "The dispatcher", "reached_number": "555-0122", "reached_when": now}
            case Operation.CONFIRM:
                return {"confirmed_when": now, "confirmed_by": town.one_of(["phone", "email"])}
            case Operation.PRIORITISE:
                return {"to_priority": "routine", "priority_reason": "Nobody is in danger."}
            case Operation.NOTE:
                until = requests.latest_update(RequestPriority.EMERGENCY)
                return {"note_words": "It is on the list of the crew.", "next_update": until}
            case Operation.RESOLVE:
                disposition = town.one_of(requests.rules.dispositions)
                return {"disposition": disposition, "resolved_words": "It was dealt with."}
            case Operation.FINISH:
                content = town.one_of(["content", "content", "waived"])
                return {"followed_up": content, "follow_up_words": "They were asked."}
            case _:
                return {"still_open": "They say that it is as it was."}
