"""What safety markers offer to flows."""

from __future__ import annotations

from typing import Protocol

from incidents.looks import Look
from incidents.marker import Marker, MarkerFile, MarkerProblem, MarkerTold
from incidents.records import ActOutcome
from incidents.rules.access import Operation
from incidents.rules.marker_rules import MarkerRules


class Marking(Protocol):
    """What `incidents.markers.Markers` offers to flows; who may what is decided at each look."""

    @property
    def rules(self) -> MarkerRules:
        """The profile of the organisation."""

    def may(self, person: str, operation: Operation) -> bool:
        """Whether somebody may do what is about no marker yet: decide on one, list them."""

    async def decide(self, marker: Marker, draft: str) -> tuple[tuple[MarkerProblem, ...], MarkerFile | None]:
        """Let whoever meets the person be told, or say everything that is wrong with it."""

    async def view(self, name: str, viewer: str) -> MarkerFile | None:
        """One by id or reference; None where it is absent or not for this viewer."""

    async def listed(self, viewer: str) -> tuple[MarkerFile, ...]:
        """Every marker this person keeps."""

    async def end(
        self, record_id: str, by: str, reason: str, draft: str
    ) -> tuple[ActOutcome, MarkerFile | None]:
        """End one before its day; from one draft once. Raises ValueError without a reason."""

    async def looks(self, record_id: str, viewer: str) -> tuple[Look, ...] | None:
        """Who was told, and who looked at it; None where it is absent or not for this viewer."""

    async def told(self, record_id: str, person: str) -> tuple[MarkerTold, ...]:
        """What somebody is told who is to meet whom an appointment or a message is about."""
