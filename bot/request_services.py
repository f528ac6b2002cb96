"""What the desk for requests offers to flows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from incidents.records import (
    Said,
)
from incidents.request import (
    RequestCase,
    RequestOutcome,
    RequestPriority,
    RequestStanding,
    ServiceRequest,
    TakenRequest,
)
from incidents.request_lists import RequestPage
from incidents.rules.access import Operation
from incidents.rules.request_lanes import LaneChoice
from incidents.rules.request_rules import RequestRules


class RequestList(Protocol):
    """What `incidents.request_desk.Requests` offers to flows; who may what is decided at each look."""

    rules: RequestRules

    def way(self, request: ServiceRequest) -> LaneChoice | None:
        """Which lane or department a request takes, and who reads it; None where nobody is left who may."""

    async def take(self, request: ServiceRequest, draft: str) -> TakenRequest | None:
        """Commit it with its number and its first notices; the same draft gives the same answer."""

    async def takes_word(self, name: str, person: str) -> str:
        """The id of a request to which somebody can add what the customer says; empty where there is none for them."""

    def latest_update(self, priority: RequestPriority) -> datetime:
        """Until when the next update of a request is promised at the latest, from now."""

    async def standing(self, name: str, viewer: str) -> RequestStanding | None:
        """Where a request stands, by id or number, without a word of it."""

    async def view(self, name: str, viewer: str) -> RequestCase | None:
        """All of a request, for whoever may read it; every look is logged."""

    async def act(
        self, name: str, by: str, operation: Operation, said: Mapping[str, Said], draft: str
    ) -> tuple[RequestOutcome, RequestStanding | None]:
        """Do something with a request that the rights of this moment allow; from one draft once."""

    async def settle_open311(
        self, name: str, by: str, number: str, tries: int
    ) -> tuple[RequestOutcome, RequestStanding | None]:
        """Note which number it has in the city's own system; without one, that this try is not there and goes again."""

    async def queue(
        self,
        viewer: str,
        *,
        start: int = 0,
        overdue: bool = False,
        unassigned: bool = False,
        closed: bool = False,
    ) -> RequestPage:
        """What somebody sees to, has in hand or took down, by priority and by what is due first."""

    async def waiting(self, person: str) -> int:
        """How many requests somebody has in hand, or is to see who does; up to COUNTED, and one more for more."""
