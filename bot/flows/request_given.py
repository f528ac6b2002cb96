"""What a filled form says: a request, or what is missing from it, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.flows.report_given import Values, text_in
from bot.flows.request_form import WRITTEN
from bot.flows.request_named import NO, YES, about_of
from bot.services import Services
from bot.words import sentence
from incidents.request import ABOUT_PEOPLE, Matter, RequestPriority, ServiceRequest
from incidents.rules.request_words import guess_category

MISSING = (
    *("description", "request_channel", "contact_wanted", "contact", "why_urgent", "handled_outcome"),
    *("about_department", "category"),
)
"""What can be missing, and said so."""

THANKS = frozenset({Matter.COMPLIMENT, Matter.SUGGESTION})


@dataclass(frozen=True, slots=True)
class GivenRequest:
    """A request as the form says it; `because` is the word by which its category was found, where nobody chose one."""

    request: ServiceRequest
    because: str = ""


def read_request(matter: Matter, values: Values, taken_by: str, services: Services) -> GivenRequest:
    """The request of a form's values, whatever is missing from them."""
    rules, words = services.requests.rules, {name: text_in(values, name).strip() for name in WRITTEN}
    about = about_of(values, services)
    of_people = matter in ABOUT_PEOPLE
    chosen = rules.category(text_in(values, "category"))
    department = text_in(values, "about_department")
    guess = None
    if not of_people and chosen is None and not (matter in THANKS and department):
        guess = guess_category(rules, words["description"])
    category = chosen or (guess.category if guess else None)
    word = text_in(values, "request_priority")
    known = {one.value: one for one in RequestPriority}
    return GivenRequest(
        ServiceRequest(
            taken_by=taken_by,
            matter=matter,
            description=words["description"],
            channel=_among(values, "request_channel", rules.channels),
            customer=words["customer"],
            contact=words["contact"],
            contact_wanted=text_in(values, "contact_wanted") == YES,
            place=words["place"],
            ward=_among(values, "ward", rules.wards),
            special=words["special"],
            office=_among(values, "office", tuple(one.name for one in rules.offices)),
            category=category.key if category and not of_people else "",
            priority=RequestPriority.ROUTINE if of_people else known.get(word, RequestPriority.ROUTINE),
            priority_reason="" if of_people else words["why_urgent"],
            about=about if of_people else (),
            about_department=department if of_people or matter in THANKS else "",
            handled="" if of_people else words["handled"],
            disposition="" if of_people else _among(values, "handled_outcome", rules.dispositions),
        ),
        guess.because if guess else "",
    )


def errors_in(given: GivenRequest, values: Values) -> dict[str, str]:
    """What is missing, by field; nothing where it can be taken."""
    return {name: sentence(f"request.missing_{name}") for name in _missing(given.request, values)}


def _missing(request: ServiceRequest, values: Values) -> Iterator[str]:
    if not any(one.isprintable() and not one.isspace() for one in request.description):
        yield "description"
    if not request.channel:
        yield "request_channel"
    if text_in(values, "contact_wanted") not in (YES, NO):
        yield "contact_wanted"
    if request.contact_wanted and not request.contact:
        yield "contact"
    if request.priority is RequestPriority.EMERGENCY and not request.priority_reason:
        yield "why_urgent"
    if request.handled and not request.disposition:
        yield "handled_outcome"
    if request.matter in THANKS and not (request.category or request.about_department):
        yield "about_department"
    elif request.matter not in ABOUT_PEOPLE and request.matter not in THANKS and not request.category:
        yield "category"


def _among(values: Values, name: str, known: tuple[str, ...]) -> str:
    said = text_in(values, name)
    return said if said in known else ""
