"""A desk for requests that is off."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from incidents.request import (
    RequestCase,
    RequestOutcome,
    RequestPriority,
    RequestStanding,
    ServiceRequest,
    TakenRequest,
)
from incidents.request_lists import RequestPage
from incidents.rules.request_lanes import LaneChoice
from incidents.rules.request_rules import OFF, RequestRules
from tests.fakes.clock import MORNING


class FakeRequests:
    """Takes nothing and knows of nothing."""

    rules: RequestRules = OFF

    def way(self, request: ServiceRequest) -> LaneChoice | None:
        """None."""
        return None

    async def take(self, request: ServiceRequest, draft: str) -> TakenRequest | None:
        """Nothing."""
        return None

    async def takes_word(self, name: str, person: str) -> str:
        """None."""
        return ""

    def latest_update(self, priority: RequestPriority) -> datetime:
        """A week from the morning of the tests."""
        return MORNING + timedelta(days=7)

    async def standing(self, name: str, viewer: str) -> RequestStanding | None:
        """None."""
        return None

    async def view(self, name: str, viewer: str) -> RequestCase | None:
        """None."""
        return None

    async def act(self, *_: Any) -> tuple[RequestOutcome, RequestStanding | None]:
        """Nothing is done."""
        return RequestOutcome.NOT_ALLOWED, None

    async def settle_open311(self, *_: Any) -> tuple[RequestOutcome, RequestStanding | None]:
        """Nothing is done."""
        return RequestOutcome.NOT_ALLOWED, None

    async def queue(self, viewer: str, **_: Any) -> RequestPage:
        """Empty."""
        return RequestPage()

    async def waiting(self, person: str) -> int:
        """None."""
        return 0
