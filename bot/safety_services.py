"""What flows may do for people in need: calls for help, and plans of meetings."""

from __future__ import annotations

from typing import Protocol

from incidents.safety.call import Call, CallOutcome
from incidents.safety.plan import NewPlan, PlanOutcome, SafetyPlan


class CallsForHelp(Protocol):
    """What `incidents.safety.calls.HelpCalls` offers to flows; who may what is decided at each look."""

    async def make(self, asker: str, place: str, usual: str = "") -> tuple[CallOutcome, Call | None]:
        """Ask everybody behind somebody to come, all together and at once; two presses make one call.

        `usual` is where they are as a rule, for a new call where no place was said.
        """

    async def comes(self, call_id: str, person: str) -> tuple[CallOutcome, Call | None]:
        """Somebody who was asked is on their way: MADE, ALREADY, or NOTHING where it is not for them."""

    async def comes_not(self, call_id: str, person: str) -> tuple[CallOutcome, Call | None]:
        """Somebody who said that they come cannot; others are asked at once where nobody else is on the way."""

    async def end(self, call_id: str, person: str) -> tuple[CallOutcome, Call | None]:
        """Whoever called says that it is over; nobody else can."""

    async def ask_again(self, call_id: str, person: str) -> tuple[CallOutcome, Call | None]:
        """Whoever called says that nobody is there: everybody is asked again."""

    async def view(self, call_id: str, viewer: str) -> Call | None:
        """A call as whoever called or was asked sees it; None where it is absent or not for this viewer."""

    async def safe(self, asker: str) -> Call | None:
        """Whoever called is safe: their open call is over; None where there is none they can see."""

    async def open_of(self, asker: str) -> Call | None:
        """The open call of somebody, however old, unless it is kept off their screen."""

    async def place_of(self, asker: str) -> str:
        """Where somebody called from within the hour, where their call is open; else empty."""

    async def waiting_for(self, person: str) -> tuple[Call, ...]:
        """The open calls to which somebody was asked to come, the newest first."""

    async def over_for(self, person: str) -> Call | None:
        """The call to which somebody was asked that ended last, within the hour."""


class SafetyPlans(Protocol):
    """What `incidents.safety.plans.Plans` offers to flows; who may what is decided at each look."""

    async def make(self, person: str, wanted: NewPlan, draft: str) -> SafetyPlan:
        """Keep a plan and look after it; the same form makes it once."""

    async def fine(self, plan_id: str, person: str) -> tuple[PlanOutcome, SafetyPlan | None]:
        """Its person says that all is well: so far, while the meeting goes on; then for good."""

    async def over(self, plan_id: str, person: str) -> tuple[PlanOutcome, SafetyPlan | None]:
        """Its person says that the meeting is over and all is well."""

    async def drop(self, plan_id: str, person: str) -> tuple[PlanOutcome, SafetyPlan | None]:
        """Its person says that the meeting does not take place."""

    async def more(self, plan_id: str, person: str, minutes: int) -> tuple[PlanOutcome, SafetyPlan | None]:
        """Its person needs more time."""

    async def need(self, plan_id: str, person: str) -> tuple[PlanOutcome, SafetyPlan | None]:
        """Its person needs somebody now, where the meeting is."""

    async def heard(self, person: str, text: str, usual: str = "") -> tuple[SafetyPlan, Call | None] | None:
        """The plan whose duress word stands in a text, as one that was answered, with an open call of theirs as if it
        were over; `usual` is where they are as a rule. None on every other day.
        """

    async def waiting(self, person: str) -> SafetyPlan | None:
        """The plan of which somebody was asked whether all is well, and has not answered."""

    async def mine(self, person: str) -> tuple[SafetyPlan, ...]:
        """The plans of somebody that are looked after, the next check-in first."""

    async def of_others(self, viewer: str) -> tuple[SafetyPlan, ...]:
        """The plans of others this viewer looks after; the look is logged."""

    async def view(self, plan_id: str, viewer: str) -> SafetyPlan | None:
        """One plan; None where it is absent or not for this viewer."""
