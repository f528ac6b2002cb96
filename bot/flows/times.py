"""Times as people read them, in the organisation's zone and in the reader's form."""

from __future__ import annotations

from datetime import date, datetime

from bot import locales
from bot.organisation import Organisation
from bot.services import Services
from bot.words import sentence


def local_time(at: datetime, organisation: Organisation) -> str:
    """Hours and minutes, such as 14:05; with the zone, as in 01:50 ADT, where the clock shows them twice that night."""
    local = local_of(at, organisation)
    time = locales.clock(local.time(), sentence("time.clock"))
    return sentence("time.twice", time=time, zone=f"{local:%Z}") if _comes_twice(local) else time


def local_moment(at: datetime, organisation: Organisation) -> str:
    """Day and time, such as 22 November 2026 at 14:05."""
    day = day_words(local_of(at, organisation).date())
    return sentence("time.moment", day=day, time=local_time(at, organisation))


def local_of(at: datetime, organisation: Organisation) -> datetime:
    """The moment on the organisation's clocks; as it is where no clock can show it, at either end of time."""
    try:
        return at.astimezone(organisation.timezone)
    except OverflowError:
        return at


def _comes_twice(local: datetime) -> bool:
    """Whether a wall clock shows this time a second time, or showed it before; a time that is skipped never comes."""
    offsets = [local.replace(fold=fold).utcoffset() for fold in (0, 1)]
    return None not in offsets and offsets[0] > offsets[1]  # type: ignore[operator]  # neither is None


def day_words(day: date) -> str:
    """A day, such as 22 November 2026."""
    return locales.day(day, sentence("time.day"))


def month_words(month: date) -> str:
    """The month of a day, such as November 2026."""
    return locales.day(month, sentence("time.month"))


def today(services: Services) -> date:
    """The day it is where the organisation is."""
    return services.clock.now().astimezone(services.organisation.timezone).date()
