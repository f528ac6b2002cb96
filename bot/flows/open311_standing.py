"""Where a request stands in the city's own system, in words: on its card, in what is read of it, in its story."""

from __future__ import annotations

from collections.abc import Iterator

from bot.flows.times import local_moment
from bot.messages import Button
from bot.services import Services
from bot.words import sentence
from incidents.audit import Act
from incidents.open311 import (
    UNREACHED,
    Open311Kept,
    Open311Report,
    Open311Standing,
    Open311State,
    Open311Status,
)
from incidents.request import RequestCase, RequestEvent, RequestStanding


def system_name(services: Services) -> str:
    """What the other system is called here."""
    return services.requests.rules.open311.name or sentence("open311.system")


def open311_words(standing: Open311Standing, services: Services) -> str:
    """Where it stands there; never a word of the request."""
    match standing.state:
        case Open311State.SENT:
            return _sent_words(standing, services)
        case Open311State.KEPT:
            return _kept_words(standing.why)
        case Open311State.REFUSED:
            return sentence("open311.unreached" if standing.why == UNREACHED else "open311.refused")
        case Open311State.UNSURE:
            return sentence("open311.unsure")
        case _:
            return sentence("open311.waiting")


def settle_buttons(standing: RequestStanding) -> list[Button]:
    """What somebody can say of it who looked there."""
    if not (standing.open311 and standing.open311.may_settle):
        return []
    label = sentence("open311.settle")
    return [Button(label, "request.open311", standing.id, opens_form=True)]


def open311_rows(case: RequestCase, services: Services) -> Iterator[tuple[str, str]]:
    """What was sent and what it said, each under its label."""
    words, name = case.open311, system_name(services)
    if words is None:
        return
    if words.sent:
        yield sentence("open311.sent_words", system=name), "\n".join(_lines(words.sent))
    for text in (words.refusal, words.notice, words.notes):
        if text:
            yield sentence("open311.said", system=name), text


def is_known_open311(one: RequestEvent) -> bool:
    """Whether this version knows the status it turned to."""
    return one.kind != Act.OPEN311_SAID or one.detail in set(Open311Status)


def open311_event(one: RequestEvent, services: Services) -> str:
    """One line of its story."""
    name, person = system_name(services), services.people.name(one.by) if one.by else ""
    match one.kind:
        case Act.OPEN311_SENT if one.detail:
            return sentence("open311.event_number", system=name, number=one.detail)
        case Act.OPEN311_SENT:
            return sentence("open311.event_sent", system=name)
        case Act.OPEN311_UNSURE:
            return sentence("open311.event_unsure", system=name)
        case Act.OPEN311_NUMBER:
            return sentence("open311.event_noted", system=name, number=one.detail, person=person)
        case Act.OPEN311_AGAIN:
            return sentence("open311.event_again", system=name, person=person)
        case Act.OPEN311_SAID if one.detail:
            return sentence(f"open311.event_{one.detail}", system=name)
        case Act.OPEN311_SAID:
            return sentence("open311.event_said", system=name)
        case _:
            return _not_sent(one.detail, name)


def _sent_words(standing: Open311Standing, services: Services) -> str:
    if not standing.number:
        return sentence("open311.taken")
    if standing.status is Open311Status.NONE:
        return sentence("open311.number", number=standing.number)
    since = local_moment(standing.since, services.organisation)
    return sentence(f"open311.number_{standing.status}", number=standing.number, since=since)


def _kept_words(why: str) -> str:
    known = why if why in set(Open311Kept) else Open311Kept.CHANGED.value
    return sentence(f"open311.kept_{known}")


def _not_sent(why: str, name: str) -> str:
    if why in set(Open311Kept):
        return sentence("open311.event_kept", system=name, why=_kept_words(why))
    if why == UNREACHED:
        return sentence("open311.event_kept", system=name, why=sentence("open311.unreached"))
    return sentence("open311.event_refused", system=name)


def _lines(sent: Open311Report) -> Iterator[str]:
    yield from (sent.address_string, sent.description)
    who = " ".join(filter(None, (sent.first_name, sent.last_name, sent.email, sent.phone)))
    if who:
        yield who
