"""The queue of requests as somebody may see it, and whose digest of it is due next (R09, R38)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from foundation.calendar import WorkCalendar
from foundation.db import Connection
from foundation.outbox.jobs import Job
from incidents import store_requests
from incidents.request import RequestStanding
from incidents.request_jobs import request_digest
from incidents.rules.access import Operation
from incidents.rules.request_lanes import readers_of
from incidents.rules.request_rights import RequestRights
from incidents.rules.request_rules import RequestRules
from incidents.store_requests import RequestsWanted

PAGE_OF_QUEUE = 4
COUNTED = 50
"""What follows in a longer queue is not counted: who may see each is asked one by one, of whom it is about as well."""

Show = Callable[[str], RequestStanding | None]
"""What a reader may see of a request, by its id; None where that is nothing."""


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One page of a queue; `total` counts what its reader may see of all of it, up to COUNTED, and `is_more` says that
    there is more; `following` is where the next page starts, 0 where none does.
    """

    requests: tuple[RequestStanding, ...] = ()
    total: int = 0
    following: int = 0
    is_more: bool = False


def read_page(conn: Connection, wanted: RequestsWanted, start: int, show: Show) -> RequestPage:
    """The page that starts at a place of the queue."""
    page: list[RequestStanding] = []
    total = following = 0
    is_more = False
    for place, one in enumerate(store_requests.queue(conn, wanted)):
        if is_more and following:
            break
        if place < start and total == COUNTED:
            continue
        shown = show(one)
        if shown is None:
            continue
        is_more = is_more or total == COUNTED
        total = min(total + 1, COUNTED)
        if place >= start and len(page) < PAGE_OF_QUEUE:
            page.append(shown)
        elif place >= start and not following:
            following = place
    return RequestPage(tuple(page), total if page else 0, following, is_more)


def count_theirs(conn: Connection, wanted: RequestsWanted, show: Show) -> int:
    """How many somebody has in hand, or is to see who does; whoever only took one down waits for others.

    One more than COUNTED stands for more than that.
    """
    theirs = (one for name in store_requests.queue(conn, wanted) if (one := show(name)) is not None)
    whose = (one for one in theirs if _is_theirs(one, wanted.handler))
    return sum(1 for _ in islice(whose, COUNTED + 1))


def _is_theirs(one: RequestStanding, person: str) -> bool:
    return one.handler == person or (not one.handler and Operation.RESOLVE in one.may)


def wanted_by(viewer: str, rights: RequestRights) -> RequestsWanted:
    """Where to look for what somebody may see; each one that is found is asked about again."""
    rules, roster = rights.rules, rights.roster
    departments = {one.name for one in rules.departments}
    own = {one for one in departments if viewer in readers_of(rules, roster, "", one)}
    # Of a lane read by heads each sees their own department's; the right of each request decides.
    lanes = {
        one.name
        for one in rules.lanes
        if any(viewer in readers_of(rules, roster, one.name, name) for name in (*departments, ""))
    }
    return RequestsWanted(frozenset(lanes), frozenset(own), handler=viewer, taken_by=viewer)


def next_digests(rules: RequestRules, calendar: WorkCalendar, now: datetime) -> list[Job]:
    """The next daily digest of everybody who sees to requests: when work begins on the next open day."""
    day = calendar.day_of(now)
    if not calendar.is_open(day) or calendar.opens(day) <= now:
        day = calendar.open_day_after(day)
    people = {one for each in rules.departments for one in (each.primary, each.backup)}
    return [request_digest(day.isoformat(), one, calendar.opens(day)) for one in sorted(people)]
