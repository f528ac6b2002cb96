"""The texts for whoever brought a request, filled in to copy: acknowledgement, update, closing (P13, R04, R12, R17)."""

from __future__ import annotations

from bot.flows.times import local_moment
from bot.services import Services
from bot.words import sentence
from incidents.records import State
from incidents.request import RequestCase, RequestClockKind, RequestStanding
from incidents.rules.access import Operation

ACKNOWLEDGEMENT, UPDATE, CLOSING = "acknowledgement", "update", "closing"
ENDED = (State.RESOLVED, State.CLOSED)
_HEARS = (RequestClockKind.UPDATE, RequestClockKind.HOLDING)


def acknowledgement(standing: RequestStanding, customer: str, services: Services) -> str:
    """What they are told at once: the words of the lane, or the organisation's."""
    lane = services.requests.rules.lane(standing.lane)
    text = lane.acknowledgement if lane else services.requests.rules.acknowledgement
    return _filled(text, standing, customer, "", services)


def text_of(kind: str, case: RequestCase, services: Services) -> str:
    """One of the texts; empty where this lane tells nothing of the kind, or nothing is to be told yet.

    What a lane found is told only where its file says so (R18, R25): without that, only its own acknowledgement is.
    """
    standing, customer, rules = case.standing, case.request.customer, services.requests.rules
    ended = standing.state in ENDED
    if kind == ACKNOWLEDGEMENT:
        # The organisation's own says when they hear again, which is true only while it is open.
        return "" if ended and not standing.lane else acknowledgement(standing, customer, services)
    if kind == UPDATE:
        return _filled(rules.update, standing, customer, "", services) if _is_open(standing) else ""
    said = [one.said for one in case.steps if one.operation == Operation.RESOLVE]
    disposition = str(said[-1].get("disposition", "")) if said else case.request.disposition
    return closing(standing, customer, disposition, services) if ended else ""


def closing(standing: RequestStanding, customer: str, disposition: str, services: Services) -> str:
    """What they are told once it is done; empty where its lane tells nothing of the kind."""
    rules = services.requests.rules
    lane = rules.lane(standing.lane)
    if not disposition or (standing.lane and not (lane and lane.findings)):
        return ""
    return _filled(rules.closing, standing, customer, disposition, services)


def _is_open(standing: RequestStanding) -> bool:
    return any(one.kind in _HEARS for one in standing.clocks)


def _filled(text: str, standing: RequestStanding, customer: str, disposition: str, services: Services) -> str:
    # What they are told is when they hear more, not until when they are to be told this.
    hears = (one.due for one in standing.clocks if one.kind in _HEARS)
    due = min(hears, default=services.clock.now())
    return text.format(
        number=standing.reference,
        name=customer or sentence("request.no_name"),
        date=local_moment(due, services.organisation),
        disposition=disposition,
    )
