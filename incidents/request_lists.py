"""The queue of requests as somebody may see it, and whose digest of it is due next (R09, R38)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from foundation.calendar import WorkCalendar
from foundation.db import Connection
from foundation.outbox.jobs import Job
from incidents import store_requests
from incidents.request import RequestStanding
from incidents.request_jobs import request_digest
from incidents.rules.request_lanes import readers_of
from incidents.rules.request_rights import RequestRights
from incidents.rules.request_rules import RequestRules
from incidents.store_requests import COUNTED, RequestsWanted

__all__ = ["COUNTED", "RequestPage", "next_digests", "read_page", "wanted_by"]

PAGE_OF_QUEUE = 4


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One page of a queue; `total` counts all of it, `following` is where the next page starts, 0 where none does.

    Who may see each is asked one by one, also of whom it is about, so `total` can be a little too high.
    """

    requests: tuple[RequestStanding, ...] = ()
    total: int = 0
    following: int = 0


def read_page(
    conn: Connection, wanted: RequestsWanted, start: int, show: Callable[[str], RequestStanding | None]
) -> RequestPage:
    """The page that starts at a place of the queue; `show` gives what its reader may see of each, or None."""
    page: list[RequestStanding] = []
    following = 0
    for place, one in enumerate(store_requests.queue(conn, wanted, start), start):
        if len(page) >= PAGE_OF_QUEUE:
            following = place
            break
        shown = show(one)
        page += [shown] if shown else []
    total = store_requests.count_wanted(conn, wanted) if page else 0
    return RequestPage(tuple(page), total, following)


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
