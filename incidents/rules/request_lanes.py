"""Which way a request takes, and who reads it: by what it is and whom it is about (R15-R28). Pure.

Nobody it is about, and nobody who reports to one of them, is ever among its readers. Where that leaves nobody of a
lane, the next lane of the file that takes the matter has it.
"""

from __future__ import annotations

from dataclasses import dataclass

from incidents.request import Matter
from incidents.rules.conflict import is_barred
from incidents.rules.ladder import Roster
from incidents.rules.request_rules import RequestLane, RequestRules

HEAD, CAO = "department_head", "cao"
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class LaneChoice:
    """The way of a request: a lane, or None where a department has it; `readers` by key, whom to ask first first."""

    lane: RequestLane | None
    readers: tuple[str, ...]


def choose_lane(
    rules: RequestRules,
    roster: Roster,
    matter: Matter,
    department: str,
    about: frozenset[str] = NOBODY,
) -> LaneChoice | None:
    """The way of a new request; None where nobody is left who may read it.

    `department` is that of the category, or of the person it is about where nobody is named.
    """
    where = {department, *(roster.department_of(one) for one in about)} - {""}
    roles = frozenset().union(*(roster.roles_of(one) for one in about))
    taking = [one for one in rules.lanes if matter in one.takes]
    for lane in taking:
        if (
            lane.is_for_everybody
            or lane.about & about
            or lane.about_roles & roles
            or lane.departments & where
        ):
            readers = readers_of(rules, roster, lane.name, department, about)
            if readers:
                return LaneChoice(lane, readers)
    # Where its own lanes have nobody left, one that takes the matter of others has it rather than nobody.
    for lane in taking:
        if readers := readers_of(rules, roster, lane.name, department, about):
            return LaneChoice(lane, readers)
    if taking:
        return None
    readers = readers_of(rules, roster, "", department, about)
    return LaneChoice(None, readers) if readers else None


def readers_of(
    rules: RequestRules, roster: Roster, lane_name: str, department: str, about: frozenset[str] = NOBODY
) -> tuple[str, ...]:
    """Who reads a request today, in the order in which they are asked; nobody of a lane that is no more.

    Of a department: primary, backup, head, then the CAO, who reads nothing of any lane by that office alone.
    """
    if lane_name:
        lane = rules.lane(lane_name)
        people = _of_lane(lane, roster, department) if lane else ()
    else:
        own = rules.department(department)
        staff = (own.primary, own.backup) if own else ()
        heads = roster.holders(HEAD, department) if department else ()
        people = (*staff, *heads, *roster.holders(CAO))
    return tuple(dict.fromkeys(one for one in people if not is_barred(one, about, roster)))


def asked_first(
    rules: RequestRules, choice_lane: str, department: str, readers: tuple[str, ...]
) -> tuple[str, ...]:
    """Who hears of a new request: primary and backup of its department, or everybody of its lane (R08)."""
    own = rules.department(department)
    if choice_lane or own is None:
        return readers
    staff = tuple(one for one in (own.primary, own.backup) if one in readers)
    return staff or readers[:1]


def _of_lane(lane: RequestLane, roster: Roster, department: str) -> tuple[str, ...]:
    if lane.people:
        return lane.people
    if lane.role != HEAD:
        return roster.holders(lane.role)
    # Without a department a roster gives every head of the organisation; a department without a head has the CAO.
    return (roster.holders(HEAD, department) if department else ()) or roster.holders(CAO)
