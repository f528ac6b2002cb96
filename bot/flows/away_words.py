"""Who is away, in one sentence on every card that names them: until when, and who stands in; never why."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, time, timedelta

from bot.flows.times import local_of, local_time, today
from bot.locales import day, listed
from bot.messages import Fact, Text, Tone
from bot.people import Role
from bot.services import Services
from bot.words import sentence
from incidents.records import Record
from incidents.rules.absence import Absence

FAR = timedelta(days=300)
"""So far ahead a day needs its year."""

PRESENCES = ("out", "left", "until")
"""How somebody is not there."""
COVERS = ("", "_covered", "_several")
"""Nobody, one or several stand in."""


def until_words(absence: Absence, services: Services) -> str:
    """Until when somebody is away: a time today, else a day, with its time where that is not when work begins."""
    return _moment(absence.until, services, services.organisation.calendar.start)


def since_words(absence: Absence, services: Services) -> str:
    """From when on, likewise; of a whole day without a time."""
    return _moment(absence.since, services, time.min)


def _moment(at: datetime, services: Services, usual: time) -> str:
    local = local_of(at, services.organisation)
    clock = local_time(at, services.organisation)
    if local.date() == today(services):
        return clock
    near = local.date() - today(services) < FAR
    words = day(local.date(), sentence("time.weekday" if near else "time.day"))
    return words if local.time() == usual else sentence("time.moment", day=words, time=clock)


def away_line(absence: Absence, services: Services, without: Collection[str] = ()) -> str:
    """“Priya Raman is away until Monday 30 November; Dana Whitlock stands in.” Nobody of `without` stands in here."""
    name, moment = services.people.name(absence.person), until_words(absence, services)
    then = max(absence.since, services.clock.now())
    stand_ins = services.absences.stand_ins(absence.person, then, without)
    names = [services.people.name(one) for one in stand_ins]
    state, cover = presence_of(absence, services), COVERS[min(len(names), 2)]
    return sentence(f"away.{state}{cover}", name=name, moment=moment, names=listed(names))


def from_line(absence: Absence, services: Services) -> str:
    """The same of an absence that is still to come, with its beginning."""
    return sentence("away.from", since=since_words(absence, services), line=away_line(absence, services))


def presence_of(absence: Absence, services: Services) -> str:
    """How somebody is not there: "out" is back today, "left" went today and is back when work begins next, "until" is
    away for longer (J29).
    """
    calendar, organisation = services.organisation.calendar, services.organisation
    now_day = today(services)
    if local_of(absence.until, organisation).date() == now_day:
        return "out"
    left_today = local_of(absence.since, organisation).date() == now_day and absence.since > calendar.opens(
        now_day
    )
    back_next = absence.until <= calendar.opens(calendar.open_day_after(now_day))
    return "left" if left_today and back_next else "until"


def presence_facts(people: Iterable[str], services: Services) -> list[Fact]:
    """That nothing is noted of somebody in office hours; of whoever is not there a line of its own says more (J29)."""
    calendar, now = services.organisation.calendar, services.clock.now()
    day = calendar.day_of(now)
    at_work = calendar.is_open(day) and calendar.opens(day) <= now < calendar.closes(day)
    away = services.absences.now()
    there = [one for one in dict.fromkeys(people) if not away.get(one)]
    if not there or not at_work:
        return []
    return [Fact(sentence("away.presence"), sentence("away.in"))]


def away_parts(people: Iterable[str], services: Services, without: Collection[str] = ()) -> tuple[Text, ...]:
    """A line for each of these people who is away now; nobody of `without` stands in about what is asked here."""
    away = services.absences.now()
    holding = (away.get(one) for one in dict.fromkeys(people))
    return tuple(Text(away_line(one, services, without), Tone.STRONG) for one in holding if one)


def called(names: Iterable[str], services: Services) -> tuple[str, ...]:
    """The keys of listed people by the names a directory entry has for them; a name of two people is nobody's."""
    wanted = {name.strip().casefold() for name in names} - {""}
    found = [one for one in services.people.by_key.values() if one.name.casefold() in wanted]
    once = [one.key for one in found if sum(other.name == one.name for other in found) == 1]
    return tuple(once)


def instead_of_cao(record: Record, reader: str, services: Services) -> tuple[Text, ...]:
    """That somebody reads what was for whoever leads the administration because they stand in."""
    hidden = {*record.report.whose, *record.about}
    cao = services.people.holders(Role.CAO)
    absent = [one for one in cao if reader in services.absences.stand_ins(one, without=hidden)]
    return away_parts(absent, services, hidden)


def stood_in_for(record: Record, services: Services) -> tuple[Text, ...]:
    """Who of those above its author is away, where whoever stands in for them was told of a record."""
    told = {row.recipient for row in record.deliveries}
    people, department = services.people, record.report.department
    above = [
        *(people.holders(Role.HEAD, department) if department else ()),
        *(people.holders(Role.BACKUP, department) if department else ()),
        *people.holders(Role.CAO),
    ]
    hidden = {*record.report.whose, *record.about}
    absent = [
        one
        for one in above
        if one not in hidden
        and one not in told
        and told & set(services.absences.stand_ins(one, without=hidden))
    ]
    return away_parts(absent, services, hidden)
