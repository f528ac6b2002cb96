"""Who gets the month in figures and what of it: audiences of `figures.yaml`. Values only; nobody else gets anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from incidents.rules.figures import Month
from incidents.rules.ladder import Roster

GUEST = "guest"


class FigureSection(StrEnum):
    """A part of the month. CARE is emergencies, what came of requests afterwards, and what was promised."""

    REQUESTS = "requests"
    TIMES = "times"
    CARE = "care"
    INCIDENTS = "incidents"
    TRAINING = "training"
    RESTRICTIONS = "restrictions"
    QUESTIONS = "questions"
    REFERRALS = "referrals"
    CONFIDENTIAL = "confidential"


@dataclass(frozen=True, slots=True)
class FigureAudience:
    """Some people and what they see. `lanes` are confidential ones whose own number they see who read the lane today.

    With `own_department` they see the rows of their own department and what is of all. `text` stands on every paper.
    With `by_email` each of them gets the paper and the spreadsheet by e-mail as well.
    """

    name: str
    title: str
    shows: frozenset[FigureSection]
    role: str = ""
    people: tuple[str, ...] = ()
    lanes: tuple[str, ...] = ()
    own_department: bool = False
    text: str = ""
    by_email: bool = False

    def has(self, person: str, roster: Roster) -> bool:
        """Whether somebody belongs to it today; nobody without a department to one that sees its own."""
        roles = roster.roles_of(person)
        if self.own_department and not roster.department_of(person):
            return False
        return GUEST not in roles and (person in self.people or (bool(self.role) and self.role in roles))


@dataclass(frozen=True, slots=True)
class FigureRules:
    """Every audience, in the order of the file."""

    audiences: tuple[FigureAudience, ...] = ()

    def of(self, person: str, roster: Roster) -> tuple[FigureAudience, ...]:
        """The audiences somebody belongs to today."""
        return tuple(one for one in self.audiences if one.has(person, roster))

    def people(self, roster: Roster) -> Sequence[str]:
        """Everybody of any audience today."""
        return tuple(dict.fromkeys(key for one in self.audiences for key in _people(one, roster)))

    def by_mail(self, roster: Roster) -> Sequence[tuple[str, str]]:
        """Name of the audience and person, for everybody who gets them by e-mail today."""
        return tuple(
            (one.name, key) for one in self.audiences if one.by_email for key in _people(one, roster)
        )


def _people(audience: FigureAudience, roster: Roster) -> Sequence[str]:
    named = (*audience.people, *roster.holders(audience.role))
    return tuple(key for key in dict.fromkeys(named) if audience.has(key, roster))


NO_FIGURES = FigureRules()


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month as somebody sees it: as which audience, of which department (all where it is empty), with which lanes."""

    month: Month
    audience: FigureAudience
    others: tuple[FigureAudience, ...] = ()
    department: str = ""
    lanes: tuple[str, ...] = ()

    @property
    def first(self) -> date:
        """The first day of the month."""
        return self.month.first
