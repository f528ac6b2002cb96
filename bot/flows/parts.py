"""Pieces that several conversations draw the same way."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.drafts import Draft
from bot.events import ActionChosen, CommandInvoked, FieldValue, FormSubmitted, MessageReceived
from bot.flows.phones import dial, emergency_links, phone_parts
from bot.forms import Form
from bot.messages import Button, Buttons, Fact, Facts, Heading, Link, Links, Message, Part, Text, Tone
from bot.organisation import Organisation
from bot.people import Place
from bot.replies import FormErrors, OpenForm, Reply, Say
from bot.router import FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id

VALUE_CHARACTERS = 1500
"""What a button may carry (`bot.messages.Button`)."""

Asking = MessageReceived | CommandInvoked | ActionChosen
"""Every event that can carry words to act on."""


def words_of(event: Asking) -> str:
    """The words that came with an event: typed text, or what the pressed button carried."""
    return (event.value if isinstance(event, ActionChosen) else event.text).strip()


def read_by_others(event: Asking) -> bool:
    """Whether the words of this event can be read by others than the person who wrote them."""
    return isinstance(event, MessageReceived) and event.where.place is not Place.DIRECT


def carried(text: str) -> str:
    """Text cut to what a button may carry."""
    return text[:VALUE_CHARACTERS]


def report_button(prefill: str = "") -> Button:
    """The way to the report form from anywhere; `prefill` is what `bot.flows.prefill` wrote."""
    return Button(sentence("report.button"), "report.open", prefill, opens_form=True)


def emergency_parts(organisation: Organisation) -> tuple[Part, ...]:
    """The emergency numbers as the first parts of a message (P36, P37)."""
    return (
        Text(sentence("emergency.leave"), Tone.DANGER),
        *emergency_links(organisation),
        Text(organisation.location_words),
    )


def emergency_words(organisation: Organisation) -> str:
    """The first emergency number in one short line (P36)."""
    first = organisation.emergencies[0]
    return sentence("emergency.first", label=first.label, number=first.number)


def emergency_line(organisation: Organisation) -> tuple[Part, ...]:
    """The first emergency number in one line that dials it (P36)."""
    number, words = organisation.emergencies[0].number, emergency_words(organisation)
    address = dial(number)
    return (Links((Link(words, address),), Tone.DANGER) if address else Text(words, Tone.DANGER),)


def names_emergency(text: str, organisation: Organisation) -> bool:
    """Whether a text names one of the numbers for danger."""
    numbers = "|".join(re.escape(one.number) for one in organisation.emergencies)
    return bool(re.search(rf"(?<![\d-])(?:{numbers})(?![\d-])", text))


def emergency_text(organisation: Organisation) -> str:
    """The emergency numbers as the first words of a form (P36, P37)."""
    lines = [
        sentence("emergency.line", label=entry.label, number=entry.number, when=entry.when)
        for entry in organisation.emergencies
    ]
    return "\n".join((sentence("emergency.leave"), *lines, organisation.location_words))


def support_parts(organisation: Organisation) -> tuple[Part, ...]:
    """The counselling contact (D44)."""
    support = organisation.support
    number = sentence("support.phone", number=support.phone)
    parts: list[Part] = [Text(sentence("support.offer", name=support.name))]
    parts += phone_parts([(number, support.phone)])
    if support.hours:
        parts.append(Facts((Fact(sentence("support.hours"), support.hours),)))
    if support.url:
        parts.append(Links((Link(support.name, support.url),)))
    return tuple(parts)


def short(text: str, *buttons: Button) -> list[Reply]:
    """One private sentence, with buttons where there is something to do next."""
    parts: tuple[Part, ...] = (Text(text), Buttons(buttons)) if buttons else (Text(text),)
    return [Say(Message(text, parts))]


def titled(title: str, *parts: Part) -> Message:
    """A message whose heading is also its summary."""
    return Message(title, (Heading(title), *parts))


def open_form(draft: Draft, build: FormBuilder, services: Services, *opener: Part) -> list[Reply]:
    """Open a form; `opener` stands above the button where a platform needs one pressed first."""
    form = build(draft, services)
    button = Button(sentence("core.open_form_button"), "form.open", draft.key, opens_form=True)
    return [OpenForm(form, titled(form.title, *opener, Buttons((button,))))]


def kept_open(form: Form, reason: str, field: str) -> list[Reply]:
    """The form stays with everything that was typed, and says at a field why it could not be done."""
    return [FormErrors(form, {field: sentence("act.kept", reason=reason)})]


def new_draft(
    event: Asking, form: str, services: Services, values: Mapping[str, FieldValue], context: str = ""
) -> Draft:
    """A draft with a fresh key, which is also the idempotency key of its submit."""
    return Draft(new_id(), form, event.who.person, values, services.clock.now(), context)


def sent_draft(event: FormSubmitted, services: Services) -> Draft:
    """What came back with a form as a draft, to draw the form again with it."""
    now = services.clock.now()
    return Draft(event.draft, event.form, event.who.person, event.values, now, event.context)
