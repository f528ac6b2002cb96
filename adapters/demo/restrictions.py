"""The restrictions of the invented year: some that are over, one in force with a safety marker, one that waits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from adapters.demo.schedule import Happenings
from adapters.demo.town import InventedTown, stories
from bot.flows.restriction_letter import new_letter
from bot.people import Role
from foundation.ids import new_id
from incidents.marker import Marker
from incidents.records import Said
from incidents.restriction import Restriction, RestrictionFile
from incidents.rules.access import Operation
from incidents.rules.letters import CustomerLetter

DEPARTMENT = "Customer Service"
MONTH = timedelta(days=30)
REVIEWED_AFTER = timedelta(days=15)
"""For each month that it lasts."""

Story = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class RestrictionYear:
    """Brings what the stories tell: each on its day, so many days before the end."""

    town: InventedTown
    happenings: Happenings

    def plan(self, first: date, last: date, is_open: Callable[[date], bool]) -> None:
        """Plan all of them that lie in the time that is invented."""
        for one in stories()["restrictions"]:
            day = last - timedelta(days=int(one["ago"]))
            while first <= day and not is_open(day):
                day += timedelta(days=1)
            if first <= day:
                self.happenings.plan(self.town.opened_at(day), partial(self._propose, one))

    async def _propose(self, story: Story) -> None:
        """Proposed by a head; the CAO decides, unless it waits; then its notice is sent."""
        services, now = self.town.core.services, self.happenings.clock.now()
        head = services.people.holders(Role.HEAD, DEPARTMENT)[0]
        nominated = self.town.worker(DEPARTMENT).key if story.get("one_person") else ""
        months = int(story["months"])
        wanted = Restriction(
            proposer=head,
            department=DEPARTMENT,
            customer=str(story["customer"]),
            options=tuple(story["options"]),
            ground=str(story["ground"]),
            reasons=str(story["reasons"]),
            starts=now,
            review=now + months * REVIEWED_AFTER,
            ends=now + months * MONTH,
            nominated=nominated,
        )
        _, one = await services.restrictions.propose(wanted, new_id())
        if one is not None and not story.get("waits"):
            self.happenings.soon(self.town.hours(20, 30), partial(self._approve, one, head, story))

    async def _approve(self, one: RestrictionFile, head: str, story: Story) -> None:
        services, now = self.town.core.services, self.happenings.clock.now()
        cao = services.people.holders(Role.CAO)[0]
        said: dict[str, Said] = {"decision_reason": "It is in proportion, and nothing else helped."}
        _, seen = await services.restrictions.act(one.id, cao, Operation.APPROVE, said, new_id())
        if seen is not None:
            language = services.organisation.language
            draft = await new_letter(CustomerLetter.NOTICE, seen, language, head, services)
            notice: dict[str, Said] = {
                "notice_at": now,
                "notice_by": "letter",
                "notice_text": draft.letter.text,
                "letter_language": language,
            }
            await services.restrictions.act(one.id, head, Operation.SEND_NOTICE, notice, new_id())
        if precautions := tuple(story.get("precautions", ())):
            await self._mark(one, cao, precautions)

    async def _mark(self, one: RestrictionFile, cao: str, keys: tuple[str, ...]) -> None:
        """Whoever meets them is told, for as long as the restriction lasts."""
        markers, wanted = self.town.core.services.markers, one.wanted
        rules = markers.rules
        marker = Marker(
            decided_by=cao,
            department="",
            customer=wanted.customer,
            told=rules.may_be_told,
            precautions=rules.chosen(keys),
            rule=rules.rule,
            reasons=wanted.reasons,
            ends=wanted.ends,
        )
        await markers.decide(marker, new_id())
