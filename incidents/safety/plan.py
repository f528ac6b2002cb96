"""The plan of a meeting: where, when, how long, who knows, when it is asked whether all is well (D38).

Place and duress word stand sealed; of the word only what it can be compared with, and nobody is shown that.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from incidents.rules.helpers import InNeed


class PlanState(StrEnum):
    """Where a plan stands: to come or under way, ASKED whether all is well, answered FINE, DROPPED, or a call for help
    was made. DURESS is a call that whoever meets is shown as FINE.
    """

    PLANNED = "planned"
    ASKED = "asked"
    FINE = "fine"
    DROPPED = "dropped"
    CALLED = "called"
    DURESS = "duress"


class PlanNoticeKind(StrEnum):
    """What is told of a plan: PLAN_NEWS to the companion, PLAN_REMIND before it to both, PLAN_ASK at check-in time."""

    PLAN_NEWS = "plan_news"
    PLAN_REMIND = "plan_remind"
    PLAN_ASK = "plan_ask"


class PlanOutcome(StrEnum):
    """What became of an answer: it is DONE, the plan is OVER already, or there is NOTHING for this person."""

    DONE = "done"
    OVER = "over"
    NOTHING = "nothing"


WATCHED = frozenset({PlanState.PLANNED, PlanState.ASKED})
"""States in which a missed check-in is noticed."""


@dataclass(frozen=True, slots=True)
class NewPlan:
    """What somebody plans; `duress` is the word as they typed it, or empty."""

    place: str
    meets_at: datetime
    minutes: int
    check_at: datetime
    companion: str = ""
    duress: str = ""


@dataclass(frozen=True, slots=True)
class SafetyPlan:
    """One plan as its reader sees it. That there is a duress word is told to nobody: somebody may read along."""

    id: str
    need: InNeed
    place: str
    meets_at: datetime
    minutes: int
    check_at: datetime
    state: PlanState
    asked_at: datetime | None = None

    @property
    def ends_at(self) -> datetime:
        """When the meeting should be over."""
        return self.meets_at + timedelta(minutes=self.minutes)

    @property
    def is_watched(self) -> bool:
        """Whether a missed check-in would be noticed."""
        return self.state in WATCHED


@dataclass(frozen=True, slots=True)
class PlanNotice:
    """One thing to tell one person of a plan, as it stands at this moment."""

    kind: PlanNoticeKind
    key: str
    recipient: str
    plan: SafetyPlan
    attempt: int = 1
