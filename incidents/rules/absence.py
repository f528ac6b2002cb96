"""Who is away, and who stands in for them: asked at a moment, never stored as a state that could be forgotten. Pure.

An absence says from when until when and, where somebody was named, who stands in; nothing says why. It ends by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from incidents.rules.conflict import HEAD, above, is_barred
from incidents.rules.ladder import Roster

BACKUP, GUEST = "department_backup", "guest"


@dataclass(frozen=True, slots=True)
class Absence:
    """From when until when somebody is away. `deputy` is whom they named, "" for whoever stands in by their office;
    `said_by` is who wrote it down.
    """

    id: str
    person: str
    since: datetime
    until: datetime
    deputy: str = ""
    said_by: str = ""

    def holds(self, now: datetime) -> bool:
        """Whether they are away at this moment."""
        return self.since <= now < self.until


@dataclass(frozen=True, slots=True)
class Away:
    """Everybody who is away at one moment, by key."""

    absences: Mapping[str, Absence] = field(default_factory=dict)

    @classmethod
    def at(cls, absences: Iterable[Absence], now: datetime) -> Away:
        """Of all that were written down, oldest first, those that hold; of two of one person, the later one."""
        return cls({one.person: one for one in absences if one.holds(now)})

    def get(self, person: str) -> Absence | None:
        """The absence of somebody who is away."""
        return self.absences.get(person)

    def stand_ins(
        self, person: str, roster: Roster, barred: Callable[[str], bool] = lambda _: False
    ) -> tuple[str, ...]:
        """Who stands in for somebody while they are away: whom they named, else by office; nobody where none is there.

        Where a deputy is away as well, whoever stands in for them.
        """
        if person not in self.absences:
            return ()
        return tuple(dict.fromkeys(self._instead(person, roster, barred, {person})))

    def in_place(
        self, people: Iterable[str], roster: Roster, barred: Callable[[str], bool] = lambda _: False
    ) -> tuple[str, ...]:
        """These people, with whoever stands in in the place of those who are away."""
        found: list[str] = []
        for one in people:
            found += self.stand_ins(one, roster, barred) if one in self.absences else (one,)
        return tuple(dict.fromkeys(found))

    def asked_past(self, people: Iterable[str], roster: Roster) -> tuple[str, ...]:
        """Who of these people is away, and who of those who would stand in for them: each has to hear when back."""
        found: list[str] = []
        waiting = list(people)
        while waiting:
            one = waiting.pop(0)
            absence = self.absences.get(one)
            if absence is None or one in found:
                continue
            found.append(one)
            named = (absence.deputy,) if absence.deputy else ()
            for choice in (named, by_office(one, roster)):
                waiting += [other for other in choice if other in self.absences]
                if any(other not in self.absences and is_staff(other, roster) for other in choice):
                    break
        return tuple(found)

    def _instead(
        self, person: str, roster: Roster, barred: Callable[[str], bool], asked: set[str]
    ) -> Iterable[str]:
        absence = self.absences.get(person)
        named = (absence.deputy,) if absence and absence.deputy else ()
        for choice in (named, by_office(person, roster)):
            found: list[str] = []
            for one in choice:
                if one in asked or not is_staff(one, roster):
                    continue
                if one in self.absences:
                    found += self._instead(one, roster, barred, asked | {one})
                elif not barred(one):
                    found.append(one)
            if found:
                return found
        return ()


NOBODY_AWAY = Away()


def by_office(person: str, roster: Roster) -> tuple[str, ...]:
    """Who stands in where nobody was named: the backup of a department for its head, its head for everybody else."""
    department = roster.department_of(person)
    if not department:
        return ()
    role = BACKUP if HEAD in roster.roles_of(person) else HEAD
    return tuple(one for one in roster.holders(role, department) if one != person)


def is_staff(person: str, roster: Roster) -> bool:
    """Whether somebody is listed and no guest: nobody else stands in for anybody."""
    roles = roster.roles_of(person)
    return bool(roles or roster.department_of(person)) and GUEST not in roles


def may_say(by: str, person: str, roster: Roster) -> bool:
    """Whether somebody may write down that a person is away: they themselves, whoever is above them, the backup."""
    if not (is_staff(by, roster) and is_staff(person, roster)):
        return False
    department = roster.department_of(person)
    backups = roster.holders(BACKUP, department) if department else ()
    return by == person or by in above(person, roster) or by in backups


def barring(forbidden: frozenset[str], named: frozenset[str], roster: Roster) -> Callable[[str], bool]:
    """Who stands in for nobody about a record: its author, whom it complains of, and whoever reports to those."""
    return lambda one: one in forbidden or is_barred(one, named, roster)
