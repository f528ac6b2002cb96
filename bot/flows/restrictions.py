"""The register of contact restrictions: what stands on it, one of them, and its figures (D25-D33, D58, D59)."""

from __future__ import annotations

from bot.events import ActionChosen, CommandInvoked
from bot.flows.check_words import name_before_contact
from bot.flows.contact_check import check
from bot.flows.marker_card import marker_card
from bot.flows.markers import markers_button
from bot.flows.parts import short, titled
from bot.flows.restriction_card import act_button, acts_of, letters_of, restriction_card, restriction_form
from bot.flows.restriction_words import day_of, option_names, state_of
from bot.messages import Button, Buttons, Fact, Facts, Message, Text, Tone
from bot.references import reference_in
from bot.replies import OpenForm, Reply, Say
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from incidents.restriction import RestrictionFile
from incidents.rules.access import Operation

SHOWN = 3
"""Restrictions on one card: with the ways on, that is as many buttons as one card has."""
DIGITS = 6


async def show(event: CommandInvoked | ActionChosen, services: Services) -> list[Reply]:
    """The register, page by page; a reference opens one; who keeps none hears how to look before contact."""
    text = event.text if isinstance(event, CommandInvoked) else ""
    if reference := reference_in(f"record {text}"):
        return await _opened(reference, event.who.person, services)
    if text and (name := name_before_contact(f"check {text}")):
        return await check(name, event, services)
    if not services.restrictions.rules.is_set_up:
        return short(sentence("restriction.none_set_up"))
    person, said = event.who.person, event.value if isinstance(event, ActionChosen) else ""
    start = int(said) if said.isdecimal() and len(said) <= DIGITS else 0
    found = await services.restrictions.register(person)
    if not found:
        title = sentence("restriction.register")
        return [
            Say(titled(title, Text(sentence("restriction.how_to_check")), Buttons(_ways(person, services))))
        ]
    return [Say(_list(found, start, person, services))]


def _list(found: tuple[RestrictionFile, ...], start: int, person: str, services: Services) -> Message:
    page = found[start : start + SHOWN]
    facts = tuple(
        Fact(
            one.reference,
            sentence(
                "restriction.line",
                options=option_names(one.wanted.options, services),
                state=state_of(one, services),
                day=day_of(one.review, services),
            ),
        )
        for one in page
    )
    buttons = [
        Button(sentence("restriction.open", reference=one.reference), "restriction.show", one.id)
        for one in page
    ]
    left = len(found) - start - len(page)
    if left > 0:
        buttons.append(
            Button(sentence("restriction.further", count=left), "restriction.list", str(start + SHOWN))
        )
    parts = (
        Text(sentence("restriction.count", count=len(found)), Tone.QUIET),
        Facts(facts),
        Buttons((*buttons, *_ways(person, services))),
    )
    return titled(sentence("restriction.register"), *parts)


def _ways(person: str, services: Services) -> tuple[Button, ...]:
    """What somebody can do that is about no restriction yet."""
    ways = []
    if services.restrictions.may(person, Operation.PROPOSE):
        ways.append(Button(sentence("restriction.propose"), "restriction.propose", opens_form=True))
    if services.restrictions.may(person, Operation.SEE_FIGURES):
        ways.append(Button(sentence("restriction.figures"), "restriction.figures"))
    if services.markers.may(person, Operation.FOLLOW):
        ways.append(markers_button())
    return tuple(ways)


async def one(event: ActionChosen, services: Services) -> list[Reply]:
    """The card of one restriction."""
    return await _opened(event.value, event.who.person, services)


async def _opened(name: str, person: str, services: Services) -> list[Reply]:
    found = await services.restrictions.view(name, person)
    if found:
        return [Say(restriction_card(found, services))]
    marker = await services.markers.view(name, person)
    return [Say(marker_card(marker, services))] if marker else short(sentence("restriction.nothing"))


async def read(event: ActionChosen, services: Services) -> list[Reply]:
    """The whole of it, in a form, for who may read it at this moment."""
    found = await services.restrictions.view(event.value, event.who.person)
    if found is None:
        return short(sentence("restriction.nothing"))
    return [OpenForm(restriction_form(found, services))]


async def more(event: ActionChosen, services: Services) -> list[Reply]:
    """Everything its reader can do with it now, and its letters."""
    found = await services.restrictions.view(event.value, event.who.person)
    if found is None:
        return short(sentence("restriction.nothing"))
    buttons = [act_button(operation, found, services) for operation in acts_of(found)]
    letters = [
        Button(sentence(f"restriction.letter_{kind}"), "restriction.letter", f"{kind}:{found.id}")
        for kind in letters_of(found)
    ]
    looks = (
        [Button(sentence("looks.button"), "record.looks", found.id, opens_form=True)]
        if Operation.SEE_LOOKS in found.may
        else []
    )
    title = sentence("restriction.title", reference=found.reference)
    where = Facts((Fact(sentence("restriction.stands"), state_of(found, services)),))
    return [Say(titled(title, where, Buttons((*buttons, *letters, *looks))))]


async def figures(event: ActionChosen, services: Services) -> list[Reply]:
    """How many, how long, on which grounds; nobody is named."""
    found = await services.restrictions.figures(event.who.person)
    if found is None:
        return short(sentence("restriction.nothing"))
    rules = services.restrictions.rules
    numbers = (
        (sentence("restriction.figure_in_force"), found.in_force),
        (sentence("restriction.figure_suspended"), found.suspended),
        (sentence("restriction.figure_waiting"), found.waiting),
        (sentence("restriction.figure_ended"), found.ended),
        (sentence("restriction.figure_days"), found.days),
        (sentence("restriction.figure_overdue"), found.overdue),
        (sentence("restriction.figure_appeals"), found.appeals),
        (sentence("restriction.figure_lifted"), found.lifted),
        *((rules.grounds.get(key, key), count) for key, count in found.by_ground),
        *((option_names((key,), services), count) for key, count in found.by_option),
    )
    facts = Facts(tuple(Fact(label, str(count)) for label, count in numbers))
    return [Say(titled(sentence("restriction.figures"), facts))]


COMMANDS: dict[str, Flow[CommandInvoked]] = {"restrictions": show}
ACTIONS: dict[str, Flow[ActionChosen]] = {
    "restriction.list": show,
    "restriction.show": one,
    "restriction.read": read,
    "restriction.more": more,
    "restriction.figures": figures,
}
