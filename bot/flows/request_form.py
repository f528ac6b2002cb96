"""The form that takes a request: what, where, how urgent; who reads it stands above the words (R31-R35, R41).

A matter that is about people asks whom first. Its lane follows from that, so who reads it is said before the form asks
for a word of it: `context` is the matter, then the lane that was shown.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.answers import RECORD_CHARACTERS
from bot.drafts import Draft
from bot.flows.first_aid import is_urgent
from bot.flows.parts import emergency_text
from bot.flows.report_given import Values, text_in, texts_in
from bot.flows.request_acts import meanings
from bot.forms import ChoiceField, Field, Form, FormNotice, Item, Option, PersonField, TextField, When
from bot.locales import listed
from bot.services import Services
from bot.words import sentence
from incidents.request import ABOUT_PEOPLE, Matter, RequestPriority, ServiceRequest
from incidents.rules.request_lanes import LaneChoice

LINE_CHARACTERS = 500
OPEN = tuple(one for one in Matter if one not in ABOUT_PEOPLE)
"""Matters among which the form itself lets choose."""

YES, NO = "yes", "no"
WRITTEN = ("description", "place", "customer", "contact", "special", "handled", "why_urgent")
CHOSEN = ("category", "contact_wanted", "request_channel", "ward", "office", "handled_outcome")
"""The fields of the form, by what they hold; a few more have a way of their own."""


def matter_of(context: str, values: Values) -> Matter:
    """What the form is about: what it was opened for, or what was chosen in it."""
    known = {one.value: one for one in Matter}
    opened = known.get(context.partition(":")[0], Matter.SERVICE)
    return opened if opened in ABOUT_PEOPLE else known.get(text_in(values, "request_matter"), opened)


def shown_lane(context: str) -> str:
    """The lane whose readers stood above the words; empty before they did."""
    return context.partition(":")[2]


def context_with(matter: Matter, way: LaneChoice | None) -> str:
    """The context of a form that says who reads it."""
    return f"{matter}:{way.lane.name}" if way and way.lane else matter.value


def request_form(draft: Draft, services: Services) -> Form:
    """The form with everything the draft holds."""
    matter, lane = matter_of(draft.context, draft.values), shown_lane(draft.context)
    items: list[Item] = []
    if is_urgent(text_in(draft.values, "description")):
        items.append(FormNotice(emergency_text(services.organisation), danger=True))
    if matter in ABOUT_PEOPLE:
        items += _whom(draft.values, services)
        if lane:
            items += [FormNotice(readers_words(lane, draft.values, services)), *_words(draft.values)]
    else:
        items += [_matter(matter), *_words(draft.values), *_where(draft.values, services)]
    asks_words = bool(lane) or matter not in ABOUT_PEOPLE
    if asks_words:
        items += [*_customer(draft.values, services), FormNotice(sentence("request.rest"))]
        items += _rest(draft.values, services)
    return Form(
        name="request",
        title=sentence("request.form"),
        items=tuple(items),
        submit=sentence("request.submit" if asks_words else "request.submit_whom"),
        draft=draft.key,
        context=draft.context,
    )


def readers_words(lane_name: str, values: Values, services: Services) -> str:
    """Who alone reads what is written now (R16-R28)."""
    lane = services.requests.rules.lane(lane_name)
    way = services.requests.way(whom_in(Matter.PERSON, values, lane_name, services))
    readers = way.readers if way and way.lane == lane else ()
    names = listed(services.people.name(one) for one in readers)
    return sentence("request.readers", lane=lane.title if lane else lane_name, names=names)


def whom_in(matter: Matter, values: Values, lane_name: str, services: Services) -> ServiceRequest:
    """As much of a request as decides its way; a lane that takes no complaint about a person takes fraud."""
    lane = services.requests.rules.lane(lane_name)
    if lane and matter not in lane.takes:
        matter = Matter.FRAUD
    about, department = texts_in(values, "about"), text_in(values, "about_department")
    return ServiceRequest("", matter, "", "", about=about, about_department=department)


def _matter(chosen: Matter) -> Field:
    options = tuple(Option(one.value, sentence(f"request.matter_{one}")) for one in OPEN)
    return ChoiceField(
        "request_matter", sentence("request.field_matter"), options, required=True, initial=chosen
    )


def _whom(values: Values, services: Services) -> Iterator[Item]:
    people = sorted(services.people.by_key.values(), key=lambda one: one.name.casefold())
    options = tuple(Option(one.key, one.name) for one in people)
    label, hint = sentence("request.field_about"), sentence("request.field_about_hint")
    yield PersonField("about", label, options, hint, initial=texts_in(values, "about"), many=True)
    yield _department(values, services, sentence("request.field_about_department_hint"))


def _department(values: Values, services: Services, hint: str, when: When | None = None) -> Field:
    names = {one.department for one in services.people.by_key.values() if one.department}
    options = tuple(Option(one, one) for one in sorted(names))
    chosen = text_in(values, "about_department")
    label = sentence("request.field_about_department")
    return ChoiceField("about_department", label, options, hint, initial=chosen, when=when)


def _words(values: Values) -> Iterator[Item]:
    yield _text("description", values, needed=True, long=True)
    yield _text("place", values)


def _where(values: Values, services: Services) -> Iterator[Item]:
    rules = services.requests.rules
    options = tuple(Option(one.key, one.name) for one in rules.categories)
    yield _choice("category", options, values)
    thanks = When("request_matter", (Matter.COMPLIMENT.value, Matter.SUGGESTION.value))
    yield _department(values, services, sentence("request.field_department_hint"), thanks)
    urgency = tuple(
        Option(one.value, sentence(f"request.priority_{one}")) for one in reversed(RequestPriority)
    )
    chosen = text_in(values, "request_priority") or RequestPriority.ROUTINE.value
    label = sentence("request.priority")
    yield ChoiceField("request_priority", label, urgency, meanings(services), required=True, initial=chosen)
    urgent = When("request_priority", (RequestPriority.EMERGENCY.value, RequestPriority.EXPEDITED.value))
    yield _text("why_urgent", values, when=urgent)


def _customer(values: Values, services: Services) -> Iterator[Item]:
    yield _text("customer", values)
    answers = tuple(Option(one, sentence(f"request.contact_{one}")) for one in (YES, NO))
    yield _choice("contact_wanted", answers, values, needed=True)
    yield _text("contact", values, when=When("contact_wanted", (YES,)))
    channels = tuple(Option(one, one) for one in services.requests.rules.channels)
    yield _choice("request_channel", channels, values, needed=True)


def _rest(values: Values, services: Services) -> Iterator[Item]:
    rules = services.requests.rules
    if rules.wards:
        yield _choice("ward", tuple(Option(one, one) for one in rules.wards), values)
    yield _text("special", values)
    if rules.offices:
        yield _choice("office", tuple(Option(one.name, one.name) for one in rules.offices), values)
    yield _text("handled", values)
    dispositions = tuple(Option(one, one) for one in rules.dispositions)
    yield _choice("handled_outcome", dispositions, values)


def _text(
    name: str, values: Values, *, needed: bool = False, long: bool = False, when: When | None = None
) -> TextField:
    return TextField(
        name,
        sentence(f"request.field_{name}"),
        sentence(f"request.field_{name}_hint"),
        required=needed,
        multiline=long,
        initial=text_in(values, name),
        limit=RECORD_CHARACTERS if long else LINE_CHARACTERS,
        when=when,
    )


def _choice(name: str, options: tuple[Option, ...], values: Values, *, needed: bool = False) -> ChoiceField:
    label, hint = sentence(f"request.field_{name}"), sentence(f"request.field_{name}_hint")
    return ChoiceField(name, label, options, hint, required=needed, initial=text_in(values, name))
