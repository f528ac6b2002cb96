"""Times as people read them, in the organisation's zone."""

from __future__ import annotations

from datetime import date, datetime

from bot.organisation import Organisation
from bot.services import Services
from bot.words import sentence


def local_time(at: datetime, organisation: Organisation) -> str:
    """Hours and minutes, such as 14:05."""
    return at.astimezone(organisation.timezone).strftime("%H:%M")


def local_moment(at: datetime, organisation: Organisation) -> str:
    """Day and time, such as 22 November 2026 at 14:05."""
    day = day_words(at.astimezone(organisation.timezone).date())
    return sentence("time.moment", day=day, time=local_time(at, organisation))


def day_words(day: date) -> str:
    """A day, such as 22 November 2026."""
    return sentence("time.day", day=day.day, month=sentence(f"time.month_{day.month}"), year=day.year)


def today(services: Services) -> date:
    """The day it is where the organisation is."""
    return services.clock.now().astimezone(services.organisation.timezone).date()
