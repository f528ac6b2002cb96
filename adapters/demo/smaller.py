"""What else happens in the invented year: contacts given, wrong numbers, questions that the policies do not answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from adapters.demo.schedule import Happenings
from adapters.demo.town import InventedTown
from bot.numbers import WrongNumber, reach_of
from foundation.ids import new_id
from knowledge.curation.questions import Outcome

QUESTIONS = (
    "Can we lend an umbrella to somebody who waits outside?",
    "Who locks the meeting room after an evening hearing?",
    "Do we take a photo of a meter that somebody brings along?",
    "What do we do with flowers that a customer leaves at the desk?",
)


@dataclass(frozen=True, slots=True)
class SmallerYear:
    """Brings the rest, day by day."""

    town: InventedTown
    happenings: Happenings

    def begin_day(self, day: date) -> None:
        """Plan what comes on an open day."""
        town = self.town
        for _ in range(town.some(1.6)):
            self.happenings.plan(town.opened_at(day), self._refer)
        if town.happens(0.07):
            self.happenings.plan(town.opened_at(day), self._wrong)
        for _ in range(town.some(0.25)):
            self.happenings.plan(town.opened_at(day), self._ask)

    async def _refer(self) -> None:
        services, contact = (
            self.town.core.services,
            self.town.one_of(self.town.core.services.contacts.contacts),
        )
        await services.memory.referral_given(contact.key, self.town.worker().key, self.happenings.clock.now())

    async def _wrong(self) -> None:
        services, contact = (
            self.town.core.services,
            self.town.one_of(self.town.core.services.contacts.contacts),
        )
        now = self.happenings.clock.now()
        wrong = WrongNumber(new_id(), contact.key, reach_of(contact), "", self.town.worker().key, now)
        await services.numbers.report(wrong, contact.owner)
        self.happenings.soon(self.town.hours(3, 90), lambda: self._look_at(wrong.id, contact.owner))

    async def _look_at(self, wrong: str, owner: str) -> None:
        await self.town.core.services.numbers.close(wrong, owner, self.happenings.clock.now())

    async def _ask(self) -> None:
        services, town = self.town.core.services, self.town
        owner, now = services.organisation.policy_owner, self.happenings.clock.now()
        reference = await services.questions.open(
            town.one_of(QUESTIONS), town.worker().key, owner, now, draft=new_id()
        )
        if town.happens(0.85):
            self.happenings.soon(town.hours(5, 200), lambda: self._answer(reference, owner))

    async def _answer(self, reference: str, owner: str) -> None:
        answered = self.town.happens(0.8)
        outcome = Outcome.ANSWERED if answered else Outcome.DECLINED
        words = "Ask at the front desk; they know." if answered else "There is no rule for this."
        now = self.happenings.clock.now()
        await self.town.core.services.questions.close(reference, owner, now, outcome, words)
