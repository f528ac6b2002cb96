"""Who is asked to come when somebody calls for help, level by level, and who may look after a meeting (D37, D38).

Decided with the roster of the moment: whoever left, was moved or is a guest is asked nothing and sees nothing. In the
place of those who are away, whoever stands in for them is asked; where nobody does, they are asked all the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from incidents.rules.absence import NOBODY_AWAY, Away
from incidents.rules.calling import CallRules
from incidents.rules.ladder import Roster, holders
from incidents.rules.second_way import USUALLY, MailAfter

FIRST, THEN = 0, 1
"""Levels: those behind whoever calls with security, all together; then who the file names; then everybody again."""

GUEST = "guest"


@dataclass(frozen=True, slots=True)
class InNeed:
    """Whoever calls; `companion` is who promised to look after their meeting, where there was one.

    A call that several meetings led to has several, with a space between them: no address holds one.
    """

    person: str
    department: str
    companion: str = ""

    @property
    def companions(self) -> tuple[str, ...]:
        """All of them, the first one first."""
        return tuple(self.companion.split())

    def beside(self, other: InNeed) -> InNeed:
        """The same with the companions of another as well."""
        both = dict.fromkeys((*self.companions, *other.companions))
        return replace(self, companion=" ".join(both))


@dataclass(frozen=True, slots=True)
class Helpers:
    """Those who can be asked; `security` are roles or persons of the organisation's file, `away` who is not there.

    `mail_after` is when somebody is told a second way.
    """

    rules: CallRules
    roster: Roster
    security: tuple[str, ...] = ()
    away: Away = NOBODY_AWAY
    mail_after: MailAfter = USUALLY

    def level(self, number: int, need: InNeed) -> tuple[str, ...]:
        """Whom a level asks. Where nobody stands behind whoever calls, those of the next level are asked at once."""
        first = self._first(need)
        if number <= FIRST:
            return first
        later = tuple(one for one in self._then(need) if one not in first)
        if number == THEN and later:
            return later
        return (*first, *later)

    def may_help(self, person: str, need: InNeed) -> bool:
        """Whether somebody is among those who can be asked today; who is away and was asked before still can help."""
        return any(person in one.level(THEN + 1, need) for one in (self, replace(self, away=NOBODY_AWAY)))

    def may_see_plan(self, person: str, need: InNeed) -> bool:
        """Whether somebody may read the plan of a meeting today: its person, the companion, the head, the backup."""
        if person == need.person:
            return True
        return person in self._staff([*need.companions, *self._behind(need)], need)

    def is_staff(self, person: str) -> bool:
        """Whether somebody is on the organisation's list and no guest."""
        roles = self.roster.roles_of(person)
        return GUEST not in roles and bool(roles or self.roster.department_of(person))

    def _first(self, need: InNeed) -> tuple[str, ...]:
        behind = self._present(self._behind(need), need)
        others = () if behind else self._then(need)
        security = self._present(self._security(), need)
        return self._staff([*behind, *security, *need.companions, *others], need)

    def _then(self, need: InNeed) -> tuple[str, ...]:
        named = (
            one
            for whom in self.rules.then
            for one in holders(whom.role, whom.person, self.roster, need.department, frozenset())
        )
        return self._present(named, need)

    def _behind(self, need: InNeed) -> list[str]:
        roles = ("department_head", "department_backup")
        return [one for role in roles for one in holders(role, "", self.roster, need.department, frozenset())]

    def _security(self) -> list[str]:
        return [
            one for name in self.security for one in ([name] if "@" in name else self.roster.holders(name))
        ]

    def _present(self, people: Iterable[str], need: InNeed) -> tuple[str, ...]:
        """Staff, with whoever stands in in the place of those who are away: somebody is asked, come what may."""
        staff = self._staff(people, need)
        there = self.away.in_place(staff, self.roster, lambda one: one == need.person)
        return self._staff(there, need) or staff

    def _staff(self, people: Iterable[str], need: InNeed) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for one in people if one != need.person and self.is_staff(one)))
