"""The texts for whoever brought a request, to copy or to send: acknowledgement, update, closing (P13, R04, R12, R17).

They name the customer, and what it is about by category and place: never the words that were written down (P06, A16).
"""

from __future__ import annotations

import re
from datetime import datetime

from bot.flows.times import local_moment
from bot.services import Services
from bot.words import sentence
from incidents.request import (
    ReplyKind,
    RequestCase,
    RequestClockKind,
    RequestStanding,
    ServiceRequest,
)
from incidents.rules.access import Operation
from incidents.rules.request_replies import ENDED

PLACE_CHARACTERS = 80
_HEARS = (RequestClockKind.UPDATE, RequestClockKind.HOLDING)
_ANY_DATE = "\0"


def acknowledgement(standing: RequestStanding, request: ServiceRequest, services: Services) -> str:
    """What they are told at once: the words of the lane, or the organisation's.

    Empty where these say when they hear more, and that is over: what is true then is an update.
    """
    lane = services.requests.rules.lane(standing.lane)
    text = lane.acknowledgement if lane else services.requests.rules.acknowledgement
    hears = _hears(standing, services)
    if hears is None:
        return "" if "{date" in text else _filled(text, standing, request, services)
    return _filled(text, standing, request, services, date=local_moment(hears, services.organisation))


def text_of(kind: ReplyKind, case: RequestCase, services: Services, until: datetime | None = None) -> str:
    """One of the texts; empty where this lane tells nothing of the kind, or nothing is to be told yet.

    What a lane found is told only where its file says so (R18, R25): without that, only its own acknowledgement is.
    `until` is when they hear more, where that is decided with the text.
    """
    return _text_of(kind, case, services, local_moment(until, services.organisation) if until else "")


def date_said(words: str, standing: RequestStanding, services: Services) -> datetime | None:
    """When they hear more, where words say just that moment."""
    hears = _hears(standing, services)
    return hears if hears and local_moment(hears, services.organisation) in words else None


def refilled(words: str, kind: ReplyKind, case: RequestCase, until: datetime, services: Services) -> str:
    """Words with another date where nobody changed them besides; as they are where somebody did."""
    parts = " ".join(_text_of(kind, case, services, _ANY_DATE).split()).split(_ANY_DATE)
    unchanged = re.fullmatch(".{1,60}?".join(map(re.escape, parts)), " ".join(words.split()))
    return text_of(kind, case, services, until) if unchanged else words


def closing(standing: RequestStanding, request: ServiceRequest, disposition: str, services: Services) -> str:
    """What they are told once it is done; empty where its lane tells nothing of the kind."""
    rules = services.requests.rules
    lane = rules.lane(standing.lane)
    if not disposition or (standing.lane and not (lane and lane.findings)):
        return ""
    date = local_moment(services.clock.now(), services.organisation)
    return _filled(rules.closing, standing, request, services, disposition=disposition, date=date)


def is_limited(standing: RequestStanding, services: Services) -> bool:
    """Whether only the lane's own words are told (R18, R25): in a confidential one, and one the file has no more."""
    lane = services.requests.rules.lane(standing.lane)
    return bool(standing.lane) and (lane is None or lane.confidential)


def subject_of(case: RequestCase, services: Services) -> str:
    """The subject of an e-mail: the number, and what it is about where everybody may know."""
    number, organisation = case.standing.reference, services.organisation.name
    category = services.requests.rules.category(case.standing.category)
    if category is None:
        return sentence("reply.subject", organisation=organisation, number=number)
    return sentence("reply.subject_about", organisation=organisation, number=number, about=category.name)


def about_of_request(
    standing: RequestStanding, request: ServiceRequest, services: Services
) -> tuple[str, ...]:
    """What it is about, in words that can go out: category and place; nothing of what a lane reads."""
    category = services.requests.rules.category(standing.category)
    if category is None or standing.lane:
        return ()
    place = " ".join(request.place.split())
    return (category.name, place) if 0 < len(place) <= PLACE_CHARACTERS else (category.name,)


def _text_of(kind: ReplyKind, case: RequestCase, services: Services, date: str) -> str:
    standing, request, rules = case.standing, case.request, services.requests.rules
    ended = standing.state in ENDED
    if kind is ReplyKind.ACKNOWLEDGEMENT:
        # The organisation's own says when they hear again, which is true only while it is open.
        return "" if ended and not standing.lane else acknowledgement(standing, request, services)
    if kind is ReplyKind.UPDATE:
        if not date:
            # Once the date they were told is over, the next is as far away as updates are apart.
            due = _hears(standing, services) or services.requests.latest_update(standing.priority)
            date = local_moment(due, services.organisation)
        return _filled(rules.update, standing, request, services, date=date) if _is_open(standing) else ""
    said = [one.said for one in case.steps if one.operation == Operation.RESOLVE]
    disposition = str(said[-1].get("disposition", "")) if said else request.disposition
    return closing(standing, request, disposition, services) if ended else ""


def _hears(standing: RequestStanding, services: Services) -> datetime | None:
    """When they hear more, which is not until when they are to be told this; None where that moment is over."""
    due = min((one.due for one in standing.clocks if one.kind in _HEARS), default=None)
    return due if due and due > services.clock.now() else None


def _is_open(standing: RequestStanding) -> bool:
    return any(one.kind in _HEARS for one in standing.clocks)


def _filled(
    text: str,
    standing: RequestStanding,
    request: ServiceRequest,
    services: Services,
    *,
    disposition: str = "",
    date: str = "",
) -> str:
    about = ", ".join(about_of_request(standing, request, services))
    return text.format(
        number=standing.reference,
        name=request.customer or sentence("request.no_name"),
        question=about or sentence(f"request.matter_{standing.matter}"),
        date=date,
        disposition=disposition,
    )
