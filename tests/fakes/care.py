"""Calls for help and plans of nobody, for tests that are not about them."""

from __future__ import annotations

from datetime import timedelta

from incidents.records import DeliveryState
from incidents.rules.helpers import InNeed
from incidents.safety.call import Call, CallCause, CallOutcome, Helper
from incidents.safety.plan import NewPlan, PlanOutcome, PlanState, SafetyPlan
from tests.fakes.clock import MORNING


class FakeCalls:
    """Implements `bot.safety_services.CallsForHelp`: one person is always asked, and nothing is kept."""

    async def make(self, asker: str, place: str, usual: str = "") -> tuple[CallOutcome, Call | None]:
        """A call that asks the head."""
        helpers = (Helper("hal@example.org", DeliveryState.WAITING),)
        need = InNeed(asker, "Transit")
        call = Call("c" * 32, need, place or usual, CallCause.ASKED, MORNING, 0, MORNING, helpers)
        return CallOutcome.MADE, call

    async def comes(self, call_id: str, person: str) -> tuple[CallOutcome, Call | None]:
        """Nothing."""
        return CallOutcome.NOTHING, None

    async def comes_not(self, call_id: str, person: str) -> tuple[CallOutcome, Call | None]:
        """Nothing."""
        return CallOutcome.NOTHING, None

    async def end(self, call_id: str, person: str) -> tuple[CallOutcome, Call | None]:
        """Nothing."""
        return CallOutcome.NOTHING, None

    async def ask_again(self, call_id: str, person: str) -> tuple[CallOutcome, Call | None]:
        """Nothing."""
        return CallOutcome.NOTHING, None

    async def view(self, call_id: str, viewer: str) -> Call | None:
        """None."""
        return None

    async def safe(self, asker: str) -> Call | None:
        """None."""
        return None

    async def place_of(self, asker: str) -> str:
        """Nowhere."""
        return ""

    async def over_for(self, person: str) -> Call | None:
        """None."""
        return None

    async def open_of(self, asker: str) -> Call | None:
        """None."""
        return None

    async def waiting_for(self, person: str) -> tuple[Call, ...]:
        """None."""
        return ()


class FakePlans:
    """Implements `bot.safety_services.SafetyPlans`: none is kept."""

    async def make(self, person: str, wanted: NewPlan, draft: str) -> SafetyPlan:
        """The plan, as if it were kept."""
        need = InNeed(person, "Transit", wanted.companion)
        times = wanted.meets_at, wanted.minutes, wanted.meets_at + timedelta(minutes=wanted.minutes)
        return SafetyPlan("p" * 32, need, wanted.place, *times, PlanState.PLANNED)

    async def fine(self, plan_id: str, person: str) -> tuple[PlanOutcome, SafetyPlan | None]:
        """Nothing."""
        return PlanOutcome.NOTHING, None

    async def over(self, plan_id: str, person: str) -> tuple[PlanOutcome, SafetyPlan | None]:
        """Nothing."""
        return PlanOutcome.NOTHING, None

    async def drop(self, plan_id: str, person: str) -> tuple[PlanOutcome, SafetyPlan | None]:
        """Nothing."""
        return PlanOutcome.NOTHING, None

    async def more(self, plan_id: str, person: str, minutes: int) -> tuple[PlanOutcome, SafetyPlan | None]:
        """Nothing."""
        return PlanOutcome.NOTHING, None

    async def need(self, plan_id: str, person: str) -> tuple[PlanOutcome, SafetyPlan | None]:
        """Nothing."""
        return PlanOutcome.NOTHING, None

    async def heard(self, person: str, text: str, usual: str = "") -> tuple[SafetyPlan, Call | None] | None:
        """None."""
        return None

    async def waiting(self, person: str) -> SafetyPlan | None:
        """None."""
        return None

    async def mine(self, person: str) -> tuple[SafetyPlan, ...]:
        """None."""
        return ()

    async def of_others(self, viewer: str) -> tuple[SafetyPlan, ...]:
        """None."""
        return ()

    async def view(self, plan_id: str, viewer: str) -> SafetyPlan | None:
        """None."""
        return None
