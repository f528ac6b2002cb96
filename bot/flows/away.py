"""I am away: until when, and who stands in; said by the person, whoever is above them, or the backup (D20, J29)."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.away_text import away_of_somebody, back_of_somebody, read_away
from bot.drafts import Draft
from bot.events import ActionChosen, CommandInvoked, FieldValue, FormSubmitted
from bot.flows.away_words import away_line
from bot.flows.parts import Asking, new_draft, open_form, sent_draft, short, titled, words_of
from bot.flows.refer_person import people_called
from bot.flows.report_given import Values, text_in
from bot.flows.times import local_moment
from bot.forms import DateTimeField, Form, FormNotice, Option, PersonField
from bot.messages import Button, Buttons, Message, Part, Text, Tone
from bot.people import Role
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.rules.absence import Absence

LONGEST_AWAY = timedelta(days=2 * 365)
"""Nobody says earlier that they are away: such a year is a slip."""


async def say(event: CommandInvoked | ActionChosen, services: Services) -> list[Reply]:
    """Keep what was typed, or ask for what is missing of it in a form."""
    who = event.who.person
    if services.people.get(who) is None or not services.absences.may_say(who, who):
        return short(sentence("away.unlisted"))
    if isinstance(event, ActionChosen):
        return _change(event, services)
    text, person = words_of(event), who
    if of_other := away_of_somebody(text):
        named, text = of_other
        person = await _person(named, event, services)
        if not person:
            return short(sentence("away.nobody"))
        if not services.absences.may_say(who, person):
            return short(sentence("away.not_yours", name=services.people.name(person)))
    now = services.clock.now()
    typed = read_away(text, services.organisation.calendar, now)
    deputy = await _person(typed.deputy, event, services) if typed.deputy else ""
    fits = typed.until is not None and not _wrong(typed.since, typed.until, now)
    unknown = bool(typed.deputy) and (not deputy or deputy == person)
    if fits and not unknown and typed.until:
        absence = Absence(new_id(), person, typed.since or now, typed.until, deputy, who)
        return await _keep(absence, services)
    given: dict[str, FieldValue] = {
        "away_who": person,
        "away_deputy": "" if unknown else deputy,
        "away_since": typed.since,
        "away_until": typed.until,
    }
    return open_form(new_draft(event, "away", services, given), away_form, services)


def _change(event: ActionChosen, services: Services) -> list[Reply]:
    """The form as it was noted, of oneself or of whom a card names."""
    person = event.value or event.who.person
    if services.people.get(person) is None:
        return short(sentence("away.nobody"))
    if not services.absences.may_say(event.who.person, person):
        return short(sentence("away.not_yours", name=services.people.name(person)))
    noted = services.absences.now().get(person)
    given: dict[str, FieldValue] = {"away_who": person}
    if noted:
        given |= {"away_until": noted.until, "away_deputy": noted.deputy}
    return open_form(new_draft(event, "away", services, given), away_form, services)


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
    )


async def submit(event: FormSubmitted, services: Services) -> list[Reply]:
    """Keep it; what does not fit stays in the form with one sentence."""
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
    return [CloseForm(tuple(one for one in await _keep(absence, services) if isinstance(one, Say)))]


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
    name = services.people.name(person)
    if not await services.absences.end(person, who):
        return short(sentence("away.none") if person == who else sentence("away.back_already", name=name))
    mine = (Button(sentence("command.tasks_title"), "tasks.mine"),) if person == who else ()
    return short(sentence("away.back", name=name), *mine)


def kept_card(absence: Absence, services: Services) -> Message:
    """What was noted, what follows from it, and the way back."""
    now = services.clock.now()
    line, name = away_line(absence, services), services.people.name(absence.person)
    mine = absence.person == absence.said_by
    back_words = sentence("away.back_button") if mine else sentence("away.back_of", name=name)
    buttons = (
        *((Button(back_words, "away.back", absence.person),) if absence.holds(now) else ()),
        Button(sentence("away.change"), "away.say", absence.person, opens_form=True),
    )
    covered = services.absences.stand_ins(absence.person)
    parts: list[Part] = []
    if not absence.holds(now):
        since = local_moment(absence.since, services.organisation)
        line = sentence("away.from", since=since, line=line)
        parts.append(Text(sentence("away.later")))
    elif covered:
        parts.append(Text(sentence("away.kept")))
    else:
        parts.append(Text(sentence("away.kept_alone", name=name)))
    parts += [Text(sentence("away.still_can"), Tone.QUIET), Buttons(buttons)]
    return titled(line, *parts)


def told_card(absence: Absence, reader: str, services: Services) -> Message:
    """What whoever stands in hears, and whoever is said to be away by somebody else."""
    line, name = away_line(absence, services), services.people.name(absence.person)
    if not absence.holds(services.clock.now()):
        line = sentence("away.from", since=local_moment(absence.since, services.organisation), line=line)
    if reader == absence.person:
        by = services.people.name(absence.said_by)
        here = Button(sentence("away.back_button"), "away.back", absence.person)
        text = Text(sentence("away.said_of_you_next"))
        return titled(sentence("away.said_of_you", name=by, line=line), text, Buttons((here,)))
    title = sentence("away.you_stand_in", name=name)
    return titled(title, Text(line, Tone.STRONG), Text(sentence("away.you_stand_in_next", name=name)))


def over_card(person: str, reference: str, services: Services) -> Message:
    """What whoever stood in hears of a report that is with somebody again who is back."""
    name = services.people.name(person)
    text = sentence("away.over", name=name, reference=reference)
    return titled(sentence("away.over_title", name=name), Text(text))


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
ACTIONS: dict[str, Flow[ActionChosen]] = {"away.say": say, "away.back": back}
FORMS: dict[str, Flow[FormSubmitted]] = {"away": submit}
FORM_BUILDERS: dict[str, FormBuilder] = {"away": away_form}
