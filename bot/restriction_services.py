"""What the register of contact restrictions offers to flows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from incidents.papers.letter import LetterFile
from incidents.records import (
    ActOutcome,
    Said,
)
from incidents.restriction import (
    ContactCheck,
    Problem,
    Restriction,
    RestrictionFigures,
    RestrictionFile,
)
from incidents.rules.access import Operation
from incidents.rules.restriction_rules import RestrictionRules


class Restricting(Protocol):
    """What `incidents.restrictions.Restrictions` offers to flows; who may what is decided at each look."""

    @property
    def rules(self) -> RestrictionRules:
        """What the organisation's file says."""

    def may(self, person: str, operation: Operation) -> bool:
        """Whether somebody may do what is about no restriction yet: propose one, check, see the figures."""

    async def propose(
        self, wanted: Restriction, draft: str
    ) -> tuple[tuple[Problem, ...], RestrictionFile | None]:
        """Put a proposal on the register, or say everything that is wrong with it."""

    async def view(self, name: str, viewer: str, *, printed: bool = False) -> RestrictionFile | None:
        """One by id or reference; None where it is absent or not for this viewer."""

    async def waiting(self, viewer: str) -> int:
        """How many wait for this person to decide or to send the notice; a number is no look."""

    async def register(self, viewer: str) -> tuple[RestrictionFile, ...]:
        """Every restriction this person may follow, the newest first."""

    async def act(
        self,
        record_id: str,
        by: str,
        operation: Operation,
        said: Mapping[str, Said],
        draft: str,
        *,
        letters: tuple[LetterFile, ...] = (),
    ) -> tuple[ActOutcome | Problem, RestrictionFile | None]:
        """Do something that its state and the rights of this moment allow; from one draft once."""

    async def check(self, name: str, viewer: str) -> ContactCheck:
        """The rule that holds for whoever is called so; never the story, and every look is in the log."""

    async def figures(self, viewer: str) -> RestrictionFigures | None:
        """How many there are, how long, on which grounds; nobody named. None for who may not see them."""
