"""I am away: until when, and who stands in; said by the person, whoever is above them, or the backup (D20, J29)."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.away_text import (
    ONESELF,
    asked_of,
    away_of_oneself,
    away_of_somebody,
    back_of_somebody,
    read_away,
    takes_back,
)
from bot.drafts import Draft
from bot.events import ActionChosen, CommandInvoked, FieldValue, FormSubmitted
from bot.flows.away_card import kept_card, of_a_plan, who_is_away
from bot.flows.away_words import from_line, since_words
from bot.flows.parts import Asking, kept_open, new_draft, open_form, sent_draft, short, words_of
from bot.flows.refer_person import people_called
from bot.flows.report_given import Values, text_in
from bot.flows.tasks import tasks_button
from bot.forms import DateTimeField, Form, FormNotice, Option, PersonField
from bot.messages import Buttons, Message, Part, Text, Tone
from bot.people import Role
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.rules.absence import Absence

SHOWN = 2
"""Of what is planned, with its buttons."""

LONGEST_AWAY = timedelta(days=2 * 365)
"""Nobody says earlier that they are away: such a year is a slip."""


async def say(event: CommandInvoked | ActionChosen, services: Services) -> list[Reply]:
    """Keep what was typed, or ask for what is missing of it in a form."""
    who = event.who.person
    if services.people.get(who) is None or not services.absences.may_say(who, who):
        return short(sentence("away.unlisted"))
    if isinstance(event, ActionChosen):
        return await _change(event, services)
    text, person = words_of(event), who
    if (named := asked_of(text)) is not None:
        asked = who if named.casefold() in ONESELF else await _person(named, event, services) if named else ""
        return who_is_away(asked, who, services) if asked or not named else short(sentence("away.nobody"))
    if of_other := away_of_somebody(text):
        named, text = of_other
        person = await _person(named, event, services)
        if not person:
            return short(sentence("away.nobody"))
        if not services.absences.may_say(who, person):
            return short(sentence("away.not_yours", name=services.people.name(person)))
    elif (of_oneself := away_of_oneself(text)) is not None:
        text = of_oneself
    now = services.clock.now()
    typed = read_away(text, services.organisation.calendar, now)
    deputy = await _person(typed.deputy, event, services) if typed.deputy else ""
    fits = typed.until is not None and not _wrong(typed.since, typed.until, now)
    cannot = bool(deputy) and not services.absences.may_stand_in(deputy, person)
    unknown = bool(typed.deputy) and (not deputy or cannot)
    if fits and not unknown and typed.until:
        absence = Absence(new_id(), person, typed.since or now, typed.until, deputy, who)
        return await _keep(absence, services)
    given: dict[str, FieldValue] = {
        "away_who": person,
        "away_deputy": "" if unknown else deputy,
        "away_since": typed.since,
        "away_until": typed.until,
    }
    said = short(_cannot(deputy, person, services)) if cannot else []
    return [*said, *open_form(new_draft(event, "away", services, given), away_form, services)]


def _cannot(deputy: str, person: str, services: Services) -> str:
    if deputy == person:
        return sentence("away.deputy_away")
    return sentence("away.cannot", name=services.people.name(deputy))


async def _change(event: ActionChosen, services: Services) -> list[Reply]:
    """The form as it was noted: the absence that a card is about, or that of somebody now or next."""
    absence = await services.absences.get(event.value) if event.value else None
    person = absence.person if absence else event.value or event.who.person
    if services.people.get(person) is None:
        return short(sentence("away.nobody"))
    if not services.absences.may_say(event.who.person, person):
        return short(sentence("away.not_yours", name=services.people.name(person)))
    noted = (
        absence or services.absences.now().get(person) or next(iter(services.absences.planned(person)), None)
    )
    given: dict[str, FieldValue] = {"away_who": person}
    if noted:
        given |= {"away_until": noted.until, "away_deputy": noted.deputy}
        given["away_since"] = None if noted.holds(services.clock.now()) else noted.since
    draft = new_draft(event, "away", services, given, noted.id if noted else "")
    return open_form(draft, away_form, services)


def away_form(draft: Draft, services: Services) -> Form:
    """From when until when, and who stands in; whoever answers for others says for whom."""
    zone, begins = services.organisation.zone, services.organisation.calendar.start
    others = _others(draft.person, services)
    who = PersonField(
        "away_who",
        sentence("away.who"),
        others,
        required=True,
        initial=(text_in(draft.values, "away_who") or draft.person,),
    )
    deputy = text_in(draft.values, "away_deputy")
    return Form(
        name="away",
        title=sentence("away.form"),
        items=(
            FormNotice(sentence("away.notice")),
            *((who,) if len(others) > 1 else ()),
            DateTimeField(
                "away_until",
                sentence("away.until_label"),
                zone,
                sentence("away.until_hint"),
                required=True,
                initial=_moment(draft.values, "away_until") or _usual(services),
                ahead=begins,
            ),
            DateTimeField(
                "away_since",
                sentence("away.since_label"),
                zone,
                sentence("away.since_hint"),
                initial=_moment(draft.values, "away_since"),
                ahead=begins,
            ),
            PersonField(
                "away_deputy",
                sentence("away.deputy"),
                _staff(services),
                sentence("away.deputy_hint"),
                initial=(deputy,) if deputy else (),
            ),
        ),
        submit=sentence("away.submit"),
        draft=draft.key or new_id(),
        context=draft.context,
    )


async def submit(event: FormSubmitted, services: Services) -> list[Reply]:
    """Keep it, in the place of what was to be changed; what does not fit stays in the form with one sentence."""
    values, now = event.values, services.clock.now()
    person = text_in(values, "away_who") or event.who.person
    since, until, deputy = (
        _moment(values, "away_since"),
        _moment(values, "away_until"),
        text_in(values, "away_deputy"),
    )
    errors = {}
    if until is None:
        errors["away_until"] = sentence("away.until_missing")
    elif wrong := _wrong(since, until, now):
        errors[wrong] = sentence("away.since_after" if wrong == "away_since" else "away.until_past")
    if deputy and deputy == person:
        errors["away_deputy"] = sentence("away.deputy_away")
    elif deputy and deputy not in {one.value for one in _staff(services)}:
        errors["away_deputy"] = sentence("away.deputy_unknown")
    if errors or until is None:
        return [FormErrors(away_form(sent_draft(event, services), services), errors)]
    absence = Absence(event.draft[:32], person, since or now, until, deputy, event.who.person)
    if not await services.absences.say(absence, instead_of=event.context):
        refused = sentence("away.not_yours", name=services.people.name(person))
        return kept_open(away_form(sent_draft(event, services), services), refused, "away_until")
    return [CloseForm((Say(kept_card(absence, services)),))]


async def back(event: CommandInvoked | ActionChosen, services: Services) -> list[Reply]:
    """Somebody is there again: from now on what is for them comes to them."""
    who = event.who.person
    named = back_of_somebody(words_of(event)) if isinstance(event, CommandInvoked) else ""
    person = await _person(named, event, services) if named else who
    if isinstance(event, ActionChosen) and event.value:
        person = event.value
    if not person or services.people.get(person) is None:
        return short(sentence("away.nobody"))
    if not services.absences.may_say(who, person):
        return short(sentence("away.not_yours", name=services.people.name(person)))
    return await _ended(person, event, services)


async def _ended(person: str, event: Asking, services: Services) -> list[Reply]:
    """What holds now is over; what is planned is shown, and taken back where somebody says just that of it."""
    who, name = event.who.person, services.people.name(person)
    ended = await services.absences.end(person, who)
    planned = services.absences.planned(person)
    if not ended and len(planned) == 1 and takes_back(words_of(event)):
        return await _taken_back(planned[0].id, who, services)
    if ended:
        said = sentence("away.back", name=name)
    else:
        said = sentence("away.none") if person == who else sentence("away.back_already", name=name)
    parts: list[Part] = [Text(said, Tone.GOOD if ended else Tone.PLAIN)]
    parts += [Text(from_line(one, services), Tone.STRONG) for one in planned]
    buttons = [button for one in planned[:SHOWN] for button in of_a_plan(one)]
    if ended and person == who:
        # What came while they were away was brought to them too, among everything else: they see that it waits.
        if mine := await services.tasks.mine(who):
            parts.append(Text(sentence("away.back_waits", count=len(mine)), Tone.STRONG))
        buttons.insert(0, tasks_button())
    return [Say(Message(said, (*parts, *((Buttons(tuple(buttons)),) if buttons else ()))))]


async def drop(event: ActionChosen, services: Services) -> list[Reply]:
    """Take back what was noted for later."""
    return await _taken_back(event.value, event.who.person, services)


async def _taken_back(absence_id: str, by: str, services: Services) -> list[Reply]:
    absence = await services.absences.take_back(absence_id, by)
    if absence is None:
        return short(sentence("away.gone"))
    name = services.people.name(absence.person)
    return short(sentence("away.taken_back", name=name, since=since_words(absence, services)))


async def _keep(absence: Absence, services: Services) -> list[Reply]:
    if not await services.absences.say(absence):
        return short(sentence("away.not_yours", name=services.people.name(absence.person)))
    return [Say(kept_card(absence, services))]


async def _person(name: str, event: Asking, services: Services) -> str:
    """The one listed person who is called so, or an empty text."""
    found = await asyncio.to_thread(people_called, name, event.who.person, services)
    keys = {one.person.key for one in (*found.exact, *found.by_office) if one.person}
    return keys.pop() if len(keys) == 1 else ""


def _usual(services: Services) -> datetime:
    """Back when work begins on the next day on which anybody works."""
    calendar = services.organisation.calendar
    return calendar.opens(calendar.open_day_after(calendar.day_of(services.clock.now())))


def _wrong(since: datetime | None, until: datetime, now: datetime) -> str:
    """The field whose time does not fit, or an empty text."""
    if not now < until < now + LONGEST_AWAY:
        return "away_until"
    return "away_since" if since and since >= until else ""


def _moment(values: Values, name: str) -> datetime | None:
    value = values.get(name)
    return value if isinstance(value, datetime) else None


def _others(person: str, services: Services) -> tuple[Option, ...]:
    """Those of whom somebody may say that they are away, they themselves first."""
    may = [one for one in services.people.by_key.values() if services.absences.may_say(person, one.key)]
    ordered = sorted(may, key=lambda one: (one.key != person, one.name.casefold()))
    return tuple(Option(one.key, one.name) for one in ordered)


def _staff(services: Services) -> tuple[Option, ...]:
    people = (one for one in services.people.by_key.values() if Role.GUEST not in one.roles)
    return tuple(Option(one.key, one.name) for one in sorted(people, key=lambda one: one.name.casefold()))


COMMANDS: dict[str, Flow[CommandInvoked]] = {"away": say, "back": back}
ACTIONS: dict[str, Flow[ActionChosen]] = {"away.say": say, "away.back": back, "away.drop": drop}
FORMS: dict[str, Flow[FormSubmitted]] = {"away": submit}
FORM_BUILDERS: dict[str, FormBuilder] = {"away": away_form}
