"""What the desk has for people in need: calls for help and plans of meetings, and what the worker does with them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from foundation.bell import Bell
from foundation.clock import Clock
from foundation.db import Database
from foundation.outbox.handlers import Handler
from foundation.sealing import KeyRing
from incidents.rules.helpers import Helpers
from incidents.safety.call_links import CallLinks
from incidents.safety.calls import HelpCalls
from incidents.safety.notifying import CallJobs, CallNotifier
from incidents.safety.plan_notifying import PlanJobs, PlanNotifier
from incidents.safety.plans import Plans


class SafetyNotifier(CallNotifier, PlanNotifier, Protocol):
    """Carries both kinds of notice."""


@dataclass(frozen=True, slots=True)
class Safety:
    """Over one database; `helpers` gives the roster and the rules in force."""

    db: Database
    ring: KeyRing
    clock: Clock
    bell: Bell
    helpers: Callable[[], Helpers]

    @property
    def calls(self) -> HelpCalls:
        """Calls for help."""
        return HelpCalls(self.db, self.ring, self.clock, self.bell, self.helpers)

    @property
    def plans(self) -> Plans:
        """Plans of meetings."""
        return Plans(self.db, self.ring, self.clock, self.bell, self.helpers)

    @property
    def links(self) -> CallLinks:
        """The links of e-mails about calls."""
        return CallLinks(self.calls)

    def handlers(self, notifier: SafetyNotifier, *, by_mail: bool = False) -> tuple[Handler, Handler]:
        """Whatever does the jobs of both; `by_mail` says that the notifier has a second way beside chat."""
        calls = CallJobs(self.ring, self.helpers, notifier, self.clock, by_mail)
        return calls, PlanJobs(self.ring, self.helpers, notifier)
