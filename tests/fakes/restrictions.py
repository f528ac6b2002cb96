"""No restrictions, for tests that are not about them."""

from __future__ import annotations

from collections.abc import Mapping

from incidents.papers.letter import LetterFile
from incidents.records import ActOutcome, Said
from incidents.restriction import ContactCheck, Problem, Restriction, RestrictionFigures, RestrictionFile
from incidents.rules.access import Operation
from incidents.rules.restriction_rules import NO_RESTRICTIONS, RestrictionRules


class FakeRestrictions:
    """Implements `bot.services.Restricting`: the organisation has none."""

    rules: RestrictionRules = NO_RESTRICTIONS

    def may(self, person: str, operation: Operation) -> bool:
        """Nobody."""
        return False

    async def propose(
        self, wanted: Restriction, draft: str
    ) -> tuple[tuple[Problem, ...], RestrictionFile | None]:
        """Nothing is proposed."""
        return (Problem.NOT_SET_UP,), None

    async def view(self, name: str, viewer: str, *, printed: bool = False) -> RestrictionFile | None:
        """None."""
        return None

    async def register(self, viewer: str) -> tuple[RestrictionFile, ...]:
        """None."""
        return ()

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
        """Nothing is done."""
        return ActOutcome.NOT_ALLOWED, None

    async def check(self, name: str, viewer: str) -> ContactCheck:
        """Nothing is on file."""
        return ContactCheck()

    async def figures(self, viewer: str) -> RestrictionFigures | None:
        """None."""
        return None

    async def waiting(self, viewer: str) -> int:
        """None."""
        return 0
