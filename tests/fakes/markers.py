"""No safety markers, for tests that are not about them."""

from __future__ import annotations

from incidents.looks import Look
from incidents.marker import Marker, MarkerFile, MarkerProblem, MarkerTold
from incidents.records import ActOutcome
from incidents.rules.access import Operation
from incidents.rules.marker_rules import NO_MARKERS, MarkerRules


class FakeMarkers:
    """Implements `bot.services.Marking`: the organisation has none."""

    rules: MarkerRules = NO_MARKERS

    def may(self, person: str, operation: Operation) -> bool:
        """Nobody."""
        return False

    async def decide(self, marker: Marker, draft: str) -> tuple[tuple[MarkerProblem, ...], MarkerFile | None]:
        """Nothing is decided."""
        return (MarkerProblem.NOT_SET_UP,), None

    async def view(self, name: str, viewer: str) -> MarkerFile | None:
        """None."""
        return None

    async def listed(self, viewer: str) -> tuple[MarkerFile, ...]:
        """None."""
        return ()

    async def end(
        self, record_id: str, by: str, reason: str, draft: str
    ) -> tuple[ActOutcome, MarkerFile | None]:
        """Nothing is done."""
        return ActOutcome.NOT_ALLOWED, None

    async def looks(self, record_id: str, viewer: str) -> tuple[Look, ...] | None:
        """None."""
        return None

    async def told(self, record_id: str, person: str) -> tuple[MarkerTold, ...]:
        """Nothing."""
        return ()
