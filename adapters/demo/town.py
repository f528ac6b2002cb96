"""The invented town: who works where, what the customers are called, and chance that is the same every time."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, TypeVar

from adapters.core import Core
from bot.people import Person, Role
from incidents.report import Behaviour

T = TypeVar("T")

SEED = 20_261
SUMMER, WINTER = (5, 6, 7, 8, 9), (12, 1, 2, 3)


@cache
def stories() -> Mapping[str, Any]:
    """What customers bring and staff met with."""
    return tomllib.loads(files("adapters.demo").joinpath("stories.toml").read_text(encoding="utf-8"))


class InventedTown:
    """Chance and people over one core."""

    def __init__(self, core: Core) -> None:
        self.core = core
        self.chance = random.Random(SEED)  # noqa: S311 - it decides what is invented
        people = core.services.people.by_key.values()
        self.staff = [
            one for one in people if one.department and not one.roles & {Role.ELECTED, Role.GUEST, Role.CAO}
        ]

    def one_of(self, things: Sequence[T]) -> T:
        """One of some things."""
        return self.chance.choice(things)

    def happens(self, share: float) -> bool:
        """Whether something does that comes so often."""
        return self.chance.random() < share

    def customer(self) -> str:
        """An invented customer; a few come again and again."""
        customers = stories()["customers"]
        return str(self.one_of(customers[:4] if self.happens(0.3) else customers))

    def place(self) -> str:
        """An invented address."""
        return f"{self.chance.randrange(1, 140)} {self.one_of(stories()['streets'])}"

    def told(self, part: str, of: str) -> str:
        """Words of a part of the stories."""
        return str(self.one_of(stories()[part][of]))

    def worker(self, department: str = "") -> Person:
        """Somebody who works in a department, or anywhere."""
        return self.one_of([one for one in self.staff if department in ("", one.department)])

    def opened_at(self, day: date) -> datetime:
        """A moment at which somebody is at work, the morning and the hour after lunch busier than the rest."""
        calendar = self.core.folder.organisation.calendar
        opens, closes = calendar.opens(day), calendar.closes(day)
        share = self.chance.betavariate(1.2, 1.9) if self.happens(0.7) else self.chance.uniform(0.55, 0.75)
        return opens + (closes - opens) * share

    def some(self, mean: float, month: int = 0, busy: Sequence[int] = ()) -> int:
        """How many come on a day: more in busy months."""
        often = mean * (1.8 if month in busy else 0.75 if busy else 1.0)
        return sum(self.happens(often / 6) for _ in range(6))

    def hours(self, least: float, most: float) -> timedelta:
        """A while."""
        return timedelta(hours=self.chance.uniform(least, most))

    def behaviour(self) -> Behaviour:
        """A kind of difficult contact; words are commoner than deeds."""
        kinds = tuple(stories()["incidents"])
        weights = (30, 22, 9, 9, 4, 5, 14, 8, 1)
        return Behaviour(self.chance.choices(kinds, weights)[0])
