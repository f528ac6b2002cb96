"""What holds for a restriction: whether it can be proposed, whether it is in force, what is counted. Pure.

In force it is only between its start and its review, after its notice was sent: nothing has to happen for it to stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from foundation.calendar import Wait, WaitUnit, months_after
from incidents.records import State
from incidents.restriction import Problem, QuotaCount, Restriction, Route
from incidents.rules.absence import NOBODY_AWAY, Away
from incidents.rules.ladder import Roster, holders
from incidents.rules.names import read_name
from incidents.rules.restriction_letters import missing
from incidents.rules.restriction_rules import OptionKind, Period, RestrictionRules

SCOPES = ("channels", "sites", "matters")
OF_THE_CALENDAR = frozenset({WaitUnit.MONTHS, WaitUnit.MINUTES})
"""What may measure how long something lasts: business hours and days end no day that a customer could read."""
MINUTES_OF_A_DAY = 24 * 60
ELECTED, GUEST = "elected", "guest"


def problems(
    wanted: Restriction, rules: RestrictionRules, roster: Roster, now: datetime, zone: ZoneInfo
) -> tuple[Problem, ...]:
    """Everything for which a proposal cannot be made; `now` is when it is made."""
    if not rules.is_set_up:
        return (Problem.NOT_SET_UP,)
    chosen = rules.chosen(wanted.options)
    kinds = {one.kind for one in chosen}
    scopes = ((name, getattr(wanted, name)) for name in SCOPES)
    found = {
        Problem.NO_CUSTOMER: not wanted.customer.strip(),
        Problem.NAME_UNFINDABLE: bool(wanted.customer.strip()) and read_name(wanted.customer).says_nothing,
        Problem.NO_REASONS: not wanted.reasons.strip(),
        Problem.NO_GROUND: wanted.ground not in rules.grounds,
        Problem.NO_OPTION: not chosen or len(chosen) != len(set(wanted.options)),
        Problem.NOT_TOGETHER: are_apart(wanted.options, rules),
        Problem.NO_NOMINATED: OptionKind.NOMINATED in kinds and not works_here(wanted.nominated, roster),
        Problem.NOMINATED_ALONE: OptionKind.NOMINATED not in kinds and bool(wanted.nominated),
        Problem.NO_QUOTA: OptionKind.QUOTA in kinds and wanted.quota < 1,
        Problem.QUOTA_ALONE: OptionKind.QUOTA not in kinds and wanted.quota > 0,
        Problem.SCOPE_UNKNOWN: any(
            not rules.scopes.get(name, {}).keys() >= set(said) for name, said in scopes
        ),
        Problem.STARTS_BEFORE: wanted.starts.astimezone(zone).date() < now.astimezone(zone).date(),
        Problem.REVIEW_ORDER: not wanted.starts < wanted.review <= wanted.ends,
        Problem.REVIEW_LATE: wanted.review > later(wanted.starts, rules.review_within, zone),
        Problem.TOO_LONG: wanted.ends > later(wanted.starts, rules.longest, zone),
        Problem.NOBODY_DECIDES: not (deciders := deciders_besides(wanted.proposer, rules, roster)),
        Problem.NOBODY_ANSWERS: bool(deciders)
        and not any(judges_besides(wanted.proposer, one, rules, roster) for one in deciders),
    }
    return tuple(problem for problem, is_so in found.items() if is_so)


def are_apart(options: Iterable[str], rules: RestrictionRules) -> bool:
    """Whether two of these options do not go together."""
    chosen = set(options)
    return any(pair <= chosen for pair in rules.apart)


def works_here(person: str, roster: Roster) -> bool:
    """Whether somebody is staff by the organisation's list: no guest, and not only elected."""
    roles = roster.roles_of(person)
    return bool(roles - {ELECTED}) and GUEST not in roles


def later(moment: datetime, wait: Wait, zone: ZoneInfo) -> datetime:
    """The end of the day that lies so far ahead; of months, the last day where a month is shorter.

    Raises ValueError for what is not OF_THE_CALENDAR: the file is refused before.
    """
    day = moment.astimezone(zone).date()
    match wait.unit:
        case WaitUnit.MONTHS:
            until = months_after(day, wait.count)
        case WaitUnit.MINUTES:
            until = day + timedelta(days=-(-wait.count // MINUTES_OF_A_DAY))
        case _:
            raise ValueError(f"{wait.unit} are no span of the calendar.")
    return datetime.combine(until, time.max, zone)


def deciders_besides(
    proposer: str, rules: RestrictionRules, roster: Roster, away: Away = NOBODY_AWAY
) -> tuple[str, ...]:
    """Who can decide a proposal: another person than whoever made it, and whoever stands in for one who is away."""
    return _in_turn(rules.decides, rules, roster, {proposer}, away)


def judges_besides(
    proposer: str, decided_by: str, rules: RestrictionRules, roster: Roster, away: Away = NOBODY_AWAY
) -> tuple[str, ...]:
    """Who answers a complaint about a restriction: neither who proposed it nor who decided it (D33), and neither of
    those stands in for one who is away.
    """
    return _in_turn(rules.appeals, rules, roster, {proposer, decided_by}, away)


def _in_turn(
    roles: Iterable[str], rules: RestrictionRules, roster: Roster, without: set[str], away: Away
) -> tuple[str, ...]:
    """Who holds the roles, else who is named instead: whoever is there comes before those who are away."""
    held = tuple(
        dict.fromkeys(h for role in roles for h in holders(role, "", roster, "", frozenset(without)))
    )
    instead = tuple(one for one in rules.instead if one not in without)[:1]
    for people in (held, instead):
        if there := away.in_place(people, roster, without.__contains__):
            return there
    return held or instead


def stands(state: State, starts: datetime, review: datetime, ends: datetime, now: datetime) -> State:
    """Where a restriction stands at a moment, whether or not anything has looked at it since."""
    del starts  # Before its start it is in force as well as decided: it is only not applied yet.
    if state not in (State.IN_FORCE, State.SUSPENDED):
        return state
    if now >= ends:
        return State.ENDED
    return State.SUSPENDED if now >= review else state


def applies(state: State, starts: datetime, review: datetime, ends: datetime, now: datetime) -> bool:
    """Whether contact is restricted at a moment."""
    return now >= starts and stands(state, starts, review, ends, now) is State.IN_FORCE


def blocks(route: Route, *, is_applied: bool) -> bool:
    """Whether a restriction can touch what somebody gets in touch about: never an emergency, a request for access or
    what a statute gives.
    """
    return is_applied and route is Route.ORDINARY


def window(moment: datetime, starts: datetime, period: Period, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The period of a quota that a moment lies in: from one local midnight to another, counted from the start.

    Months are counted from the first day, so that one that begins on the 31st ends on the last day of shorter ones.
    """
    first, day = starts.astimezone(zone).date(), moment.astimezone(zone).date()
    number = _number(first, day, period)
    return _midnight(_nth(first, number, period), zone), _midnight(_nth(first, number + 1, period), zone)


def _number(first: date, day: date, period: Period) -> int:
    match period:
        case Period.DAY:
            return (day - first).days
        case Period.WEEK:
            return (day - first).days // 7
        case Period.MONTH:
            number = (day.year - first.year) * 12 + day.month - first.month
            return number if months_after(first, number) <= day else number - 1


def _nth(first: date, number: int, period: Period) -> date:
    match period:
        case Period.DAY:
            return first + timedelta(days=number)
        case Period.WEEK:
            return first + timedelta(days=7 * number)
        case Period.MONTH:
            return months_after(first, number)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def counted(
    items: Iterable[datetime], now: datetime, wanted: Restriction, period: Period, zone: ZoneInfo
) -> QuotaCount:
    """How many of these requests fall into the period of now."""
    begins, resets = window(now, wanted.starts, period, zone)
    return QuotaCount(sum(begins <= one < resets for one in items), wanted.quota, resets)


def lacks(
    text: str, wanted: Restriction, review: datetime, rules: RestrictionRules, zone: ZoneInfo
) -> tuple[str, ...]:
    """What a notice does not say although it cannot be sent without: the ground, until when, when it is looked at
    again, where to complain, and what holds from now on; and every place of the letter that was not filled in.
    """
    said = " ".join(text.split())
    words = {"ground": rules.grounds.get(wanted.ground, ""), "appeal": rules.appeal_words}
    lacking = [name for name, needed in words.items() if not needed or " ".join(needed.split()) not in said]
    chosen = rules.chosen(wanted.options)
    if not all(any(" ".join(one.split()) in said for one in (each.name, each.rule)) for each in chosen):
        lacking.append("options")
    days = {"until": wanted.ends, "review": review}
    lacking += [name for name, moment in days.items() if not _says_day(said, moment.astimezone(zone).date())]
    return (*lacking, *missing(text))


def _says_day(text: str, day: date) -> bool:
    """Whether a text names a day, in whatever order its language has."""
    if day.isoformat() in text:
        return True
    return any(
        re.search(rf"(?<!\d)0?{day.day}(?!\d)", text[max(found.start() - 30, 0) : found.end() + 30])
        for found in re.finditer(rf"(?<!\d){day.year}(?!\d)", text)
    )
