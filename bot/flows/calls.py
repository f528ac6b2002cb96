"""A call for help: the place in one press, who comes by name, and that it is over (D37, D41)."""

from __future__ import annotations

from bot.drafts import Draft
from bot.events import ActionChosen, CommandInvoked, FieldValue, FormSubmitted, MessageReceived
from bot.flows.call_answers import says_alone, says_coming, says_not_coming, says_waiting, says_where
from bot.flows.call_card import asked_card, broken_card, ended_card, helper_card, news_card
from bot.flows.call_places import OWN, bare
from bot.flows.call_words import asks_for_help, names_assist, needs_somebody
from bot.flows.parts import Asking, emergency_parts, new_draft, open_form, sent_draft, short, titled
from bot.flows.report_form import report_form
from bot.flows.report_given import text_in
from bot.flows.times import local_moment
from bot.forms import Form, FormNotice, TextField
from bot.messages import Button, Buttons, Message, Text
from bot.organisation import LONGEST_PLACE
from bot.replies import CloseForm, FormErrors, Replace, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.db import DatabaseUnavailable
from incidents.safety.call import Call, CallOutcome
from incidents.safety.call_work import has_lapsed
from incidents.safety.given import seen

IN_A_ROW = 6
"""Places in one row of buttons."""

FEW_WORDS = 6
"""So short a text of somebody who is asked to come is likely to be about that."""

MOST_PLACES = 12
"""Places on buttons; whoever is elsewhere types where."""


async def start(event: CommandInvoked | ActionChosen, services: Services) -> list[Reply]:
    """Ask for somebody at once where it is known where they are; else in one press more."""
    typed = event.text.strip() if isinstance(event, CommandInvoked) else ""
    return await call_from(event, typed, services)


async def call_from(event: Asking, typed: str, services: Services) -> list[Reply]:
    """The call, from the place that was typed, their own desk, or the one they said before."""
    person = services.people.get(event.who.person)
    place, desk = _known(typed, services), person.desk if person else ""
    try:
        if not place and not desk and not await services.calls.place_of(event.who.person):
            return _ask_where(services)
    except DatabaseUnavailable:
        return [Say(broken_card(services))]
    return await _call(event.who.person, place, services, desk)


async def from_place(event: ActionChosen, services: Services) -> list[Reply]:
    """One of the organisation's places was pressed."""
    if event.value not in services.organisation.places:
        return _ask_where(services)
    return await _call(event.who.person, event.value, services)


async def where(_: ActionChosen, services: Services) -> list[Reply]:
    """Whoever called is elsewhere than they said."""
    return _ask_where(services)


async def elsewhere(event: ActionChosen, services: Services) -> list[Reply]:
    """Open one field for a place that is on no button."""
    draft = new_draft(event, "call_place", services, {})
    return open_form(draft, place_form, services, *emergency_parts(services.organisation))


def place_form(draft: Draft, services: Services) -> Form:
    """Where somebody is, in one field, the first emergency numbers above it."""
    numbers = " ".join(f"{one.label}: {one.number}." for one in services.organisation.emergencies)
    place = TextField(
        "call_place",
        sentence("call.place"),
        sentence("call.place_hint"),
        required=True,
        initial=text_in(draft.values, "call_place"),
        limit=200,
    )
    items = (FormNotice(numbers, danger=True), place)
    return Form("call_place", sentence("call.where"), items, sentence("call.send"), draft.key)


async def submit_place(event: FormSubmitted, services: Services) -> list[Reply]:
    """Ask for help where they typed that they are."""
    place = seen(text_in(event.values, "call_place"))
    if not place:
        form = place_form(sent_draft(event, services), services)
        return [FormErrors(form, {"call_place": sentence("call.place_missing")})]
    return [CloseForm(), *await _call(event.who.person, place, services)]


async def comes(event: ActionChosen, services: Services) -> list[Reply]:
    """Somebody who was asked is on their way."""
    outcome, call = await services.calls.comes(event.value, event.who.person)
    if outcome is CallOutcome.NOTHING or call is None:
        return short(sentence("call.nothing"))
    return [Replace(helper_card(call, event.who.person, services))]


async def comes_not(event: ActionChosen, services: Services) -> list[Reply]:
    """Somebody who was on their way cannot come."""
    outcome, call = await services.calls.comes_not(event.value, event.who.person)
    if outcome is CallOutcome.NOTHING or call is None:
        return short(sentence("call.nothing"))
    return [Replace(helper_card(call, event.who.person, services))]


async def end(event: ActionChosen, services: Services) -> list[Reply]:
    """Whoever called is safe."""
    outcome, call = await services.calls.end(event.value, event.who.person)
    if outcome is CallOutcome.NOTHING or call is None:
        return short(sentence("call.nothing"))
    return [Replace(await ended(call, services))]


async def again(event: ActionChosen, services: Services) -> list[Reply]:
    """Nobody came: everybody is asked again; where that call of theirs is over, the press makes another."""
    person = event.who.person
    outcome, call = await services.calls.ask_again(event.value, person)
    if outcome is CallOutcome.NOTHING or call is None:
        former = await services.calls.view(event.value, person)
        if former is None or former.need.person != person:
            return short(sentence("call.nothing"))
        return await call_from(event, "", services)
    return [Say(asked_card(outcome, call, services))]


async def report(event: ActionChosen, services: Services) -> list[Reply]:
    """The report form with the place and the time of a call that is over."""
    call = await services.calls.view(event.value, event.who.person)
    if call is None or call.need.person != event.who.person:
        return short(sentence("call.nothing"))
    values: dict[str, FieldValue] = {"occurred_at": call.made_at, "place": call.place}
    draft = new_draft(event, "report", services, values)
    return open_form(draft, report_form, services, *emergency_parts(services.organisation))


async def ended(call: Call, services: Services) -> Message:
    """The card of a call that is over; where their meeting goes on, with when they are asked again."""
    plans = await services.plans.mine(call.need.person)
    under_way = next((one for one in plans if one.meets_at <= services.clock.now()), None)
    when = local_moment(under_way.check_at, services.organisation) if under_way else ""
    return ended_card(call, sentence("plan.asks_again", time=when) if when else "")


async def typed_call(event: MessageReceived, services: Services, form: bool) -> list[Reply]:
    """A call in plain words, or a short answer to one; nothing for any other text.

    Where a form waits for an answer, only what can be nothing but a call is one.
    """
    if form:
        return await call_from(event, "", services) if needs_somebody(event.text) else []
    if asked := asks_for_help(event.text):
        return await call_from(event, asked.place, services)
    if place := _assisted(event.text, services):
        return await call_from(event, place, services)
    alone, waiting = says_alone(event.text), says_waiting(event.text)
    if (alone or waiting) and (mine := await services.calls.open_of(event.who.person)):
        return await _still_waits(event, mine, services, alone=alone)
    if says_not_coming(event.text):
        return await _not_coming(event.who.person, services)
    if says_coming(event.text):
        return await _coming(event.who.person, services)
    if (place := says_where(event.text)) and await services.calls.open_of(event.who.person):
        listed = services.people.get(event.who.person)
        own = listed.desk if listed and place.casefold() in OWN else ""
        return await call_from(event, own or place, services)
    return []


async def asked_now(event: MessageReceived, services: Services) -> list[Reply]:
    """Whoever is asked to come, and types a few words that are no command, reads again what they are asked."""
    if len(event.text.split()) > FEW_WORDS:
        return []
    person, now = event.who.person, services.clock.now()
    try:
        waiting = await services.calls.waiting_for(person)
    except DatabaseUnavailable:
        return []
    fresh = [one for one in waiting if not has_lapsed(one, now)]
    return [Say(helper_card(one, person, services)) for one in fresh]


async def _coming(person: str, services: Services) -> list[Reply]:
    """To one call it is the answer; of several, each has its button; after the last one, that it is over."""
    waiting = await services.calls.waiting_for(person)
    if len(waiting) == 1:
        _, call = await services.calls.comes(waiting[0].id, person)
        waiting = (call,) if call else ()
    over = None if waiting else await services.calls.over_for(person)
    return [Say(helper_card(one, person, services)) for one in (*waiting, *filter(None, (over,)))]


async def _still_waits(event: MessageReceived, call: Call, services: Services, *, alone: bool) -> list[Reply]:
    """Whoever called says that nobody is there: everybody is asked again; else they read how their call stands."""
    if alone:
        outcome, after = await services.calls.ask_again(call.id, event.who.person)
        if outcome is not CallOutcome.NOTHING and after is not None:
            return [Say(asked_card(outcome, after, services))]
    return [Say(news_card(call, services))]


async def _not_coming(person: str, services: Services) -> list[Reply]:
    """Of every call they are on the way to; whoever is on the way to none reads what they are asked."""
    waiting = await services.calls.waiting_for(person)
    on_way = [one for one in waiting if one.has_coming(person)]
    left = [(await services.calls.comes_not(one.id, person))[1] for one in on_way]
    return [Say(helper_card(one, person, services)) for one in filter(None, left or waiting)]


def _assisted(text: str, services: Services) -> str:
    """The organisation's place named behind "assist", typed without a sign; a matter is no place."""
    said = bare(names_assist(text))
    near = [one for one in services.organisation.places if said and said in one.casefold()]
    return (near[0] if len(near) == 1 else said) if near else ""


def _known(typed: str, services: Services) -> str:
    """The organisation's own name of a place that was typed, where it has one; else the words as they are."""
    typed = seen(typed)
    said = typed.casefold()
    if len(said) > LONGEST_PLACE * 3:
        return ""
    named = [one for one in services.organisation.places if said and bare(said) in one.casefold()]
    return named[0] if len(named) == 1 else typed


def _ask_where(services: Services) -> list[Reply]:
    places = [Button(one, "call.at", one) for one in services.organisation.places[:MOST_PLACES]]
    places.append(Button(sentence("call.elsewhere"), "call.elsewhere", opens_form=True))
    rows = [Buttons(tuple(places[at : at + IN_A_ROW])) for at in range(0, len(places), IN_A_ROW)]
    numbers = emergency_parts(services.organisation)
    return [Say(titled(sentence("call.where"), *numbers, Text(sentence("call.where_next")), *rows))]


async def _call(person: str, place: str, services: Services, desk: str = "") -> list[Reply]:
    try:
        outcome, call = await services.calls.make(person, place, desk)
    except DatabaseUnavailable:
        return [Say(broken_card(services))]
    return [Say(asked_card(outcome, call, services) if call else broken_card(services))]


COMMANDS: dict[str, Flow[CommandInvoked]] = {"assist": start}
ACTIONS: dict[str, Flow[ActionChosen]] = {
    "call.start": start,
    "call.at": from_place,
    "call.where": where,
    "call.elsewhere": elsewhere,
    "call.coming": comes,
    "call.not_coming": comes_not,
    "call.over": end,
    "call.again": again,
    "call.report": report,
}
FORMS: dict[str, Flow[FormSubmitted]] = {"call_place": submit_place}
FORM_BUILDERS: dict[str, FormBuilder] = {"call_place": place_form}
