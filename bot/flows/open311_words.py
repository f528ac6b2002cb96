"""What goes to the city's own system in words: as little of anybody as the organisation's file allows (T19)."""

from __future__ import annotations

from collections.abc import Collection

from bot.flows import first_aid
from bot.services import Services
from bot.words import sentence
from foundation.addresses import is_address, is_number
from incidents.open311 import Open311Going, Open311Kept, Open311Report
from incidents.request import ServiceRequest
from incidents.rules.deidentify import Identifying, identifying, without

LONGEST = 4_000
"""Characters of a description, by the specification."""

DIGITS_OF_A_PHONE = 7

OF_COLLEAGUES = frozenset({Identifying.COLLEAGUE})
OF_WORDS = frozenset(Identifying)
OF_PLACES = OF_WORDS - {Identifying.PART, Identifying.TITLED}
"""Streets are named after people: a part of a name, or a title before one, is no reason to lose where it is."""


def report_of(
    going: Open311Going, request: ServiceRequest, services: Services
) -> Open311Report | Open311Kept:
    """What is sent of a request, or why it stays here. Colleagues are never named; whoever brings it only if the file
    says that they may be, and they want to hear from somebody (R22).
    """
    if first_aid.is_urgent(request.description):
        return Open311Kept.DANGER
    shares = services.requests.rules.open311.contact and request.contact_wanted
    place = _cut(request.place, request, services, OF_PLACES)
    if not place:
        return Open311Kept.NO_PLACE
    own = sentence("open311.our_number", reference=going.reference)
    words = _cut(request.description, request, services, OF_COLLEAGUES if shares else OF_WORDS)
    room = LONGEST - len(own) - 2
    shown = words if len(words) <= room else words[: room - 1].rstrip() + "…"
    first, last = _names(request.customer) if shares else ("", "")
    email, phone = _ways(request.contact) if shares else ("", "")
    return Open311Report(going.service_code, f"{shown}\n\n{own}", place, first, last, email, phone)


def _cut(text: str, request: ServiceRequest, services: Services, kinds: Collection[Identifying]) -> str:
    """The text without what may say who somebody is, as far as it is of these kinds."""
    colleagues = [one.name for one in services.people.by_key.values()]
    customers = [request.customer] if request.customer else []
    found = identifying(text, customers, colleagues)
    spans = [one for one in found if one.kind in kinds and _tells(one.kind, text[one.start : one.end])]
    return without(text, spans, {one: sentence(f"log.instead_{one}") for one in Identifying}).strip()


def _tells(kind: Identifying, words: str) -> bool:
    """House numbers stay, for they say where it is; what can be dialled does not."""
    return kind is not Identifying.NUMBER or sum(one.isdecimal() for one in words) >= DIGITS_OF_A_PHONE


def _names(customer: str) -> tuple[str, str]:
    first, _, last = customer.strip().rpartition(" ")
    return first.strip(), last


def _ways(contact: str) -> tuple[str, str]:
    """An e-mail address and a telephone number, as far as one of them is what was given."""
    given = contact.strip()
    if is_address(given):
        return given, ""
    return "", given if is_number(given) else ""
