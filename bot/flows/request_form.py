"""The form that takes a request: what, where, how urgent; who reads it stands above the words (R31-R35, R41).

A matter that is about people asks whom first. Its lane follows from that, so who reads it is said before the form asks
for a word of it: a field of that lane's own, which comes back with the words, tells that it was said.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.answers import RECORD_CHARACTERS
from bot.drafts import Draft
from bot.flows.first_aid import is_urgent
from bot.flows.parts import emergency_text
from bot.flows.report_given import Values, text_in, texts_in
from bot.flows.request_acts import meanings
from bot.flows.request_named import NO, YES, named_questions, says_about, whom_in
from bot.forms import ChoiceField, Field, Form, FormNotice, Item, Option, PersonField, TextField, When
from bot.locales import listed
from bot.services import Services
from bot.words import sentence
from incidents.request import ABOUT_PEOPLE, Matter, RequestPriority
from incidents.rules.request_lanes import LaneChoice
from incidents.rules.request_rules import RequestLane

LINE_CHARACTERS = 500
OPEN = tuple(one for one in Matter if one not in ABOUT_PEOPLE)
"""Matters among which the form itself lets choose."""

WRITTEN = ("description", "place", "customer", "contact", "special", "handled", "why_urgent")
CHOSEN = ("category", "contact_wanted", "request_channel", "ward", "office", "handled_outcome")
"""The fields of the form, by what they hold; a few more have a way of their own."""


def matter_of(context: str, values: Values) -> Matter:
    """What the form is about: what it was opened for, or what was chosen in it, unless it is about a person."""
    known = {one.value: one for one in Matter}
    opened = known.get(context, Matter.SERVICE)
    if opened in ABOUT_PEOPLE:
        return opened
    return Matter.PERSON if says_about(values) else known.get(text_in(values, "request_matter"), opened)


def lane_field(lane: RequestLane) -> str:
    """The field that says who reads it; each lane has its own, so that none stands for another."""
    return f"read_by_{lane.name}"


def was_shown(way: LaneChoice | None, values: Values) -> bool:
    """Whether the readers of this way stood above the words."""
    return bool(way and way.lane and text_in(values, lane_field(way.lane)))


def request_form(draft: Draft, services: Services) -> Form:
    """The form with everything the draft holds."""
    matter, values = matter_of(draft.context, draft.values), draft.values
    items: list[Item] = []
    if is_urgent(text_in(values, "description")):
        items.append(FormNotice(emergency_text(services.organisation), danger=True))
    asks_words = matter not in ABOUT_PEOPLE
    items += named_questions(matter, draft, services).fields
    if matter in ABOUT_PEOPLE:
        items += _whom(values, services)
        way = services.requests.way(whom_in(matter, values, services))
        if way is not None and way.lane is not None and was_shown(way, values):
            asks_words = True
            items += [*_readers(way.lane, way, services), *_words(values)]
        elif text_in(values, "description"):
            # It was written before anybody said whom it is about: it stays, to be sent once its readers stand there.
            items.append(_text("description", values, long=True))
    else:
        items += [_matter(matter), *_words(values), *_where(values, services)]
    if asks_words:
        items += [*_customer(values, services), FormNotice(sentence("request.rest"))]
        items += _rest(matter, values, services)
    return Form(
        name="request",
        title=sentence("request.form"),
        items=tuple(items),
        submit=sentence("request.submit" if asks_words else "request.submit_whom"),
        draft=draft.key,
        context=draft.context,
    )


def _readers(lane: RequestLane, way: LaneChoice, services: Services) -> Iterator[Item]:
    """Who alone reads what is written now (R16-R28)."""
    names = listed(services.people.name(one) for one in way.readers)
    yield FormNotice(sentence("request.readers", lane=lane.title, names=names))
    option = Option(lane.name, lane.title)
    label = sentence("request.read_by")
    yield ChoiceField(lane_field(lane), label, (option,), required=True, initial=lane.name)


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


def _rest(matter: Matter, values: Values, services: Services) -> Iterator[Item]:
    rules = services.requests.rules
    if rules.wards:
        yield _choice("ward", tuple(Option(one, one) for one in rules.wards), values)
    yield _text("special", values)
    if rules.offices:
        yield _choice("office", tuple(Option(one.name, one.name) for one in rules.offices), values)
    if matter in ABOUT_PEOPLE:
        return  # What is about a person is always read by its lane: whoever takes it down cannot have it done with.
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
