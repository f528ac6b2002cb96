"""How a referral looks: what to dial or where to go, and the sentence to say before the transfer (P30, A08, A32)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.flows.away_words import away_parts, called, presence_facts
from bot.flows.times import day_words, local_time
from bot.messages import (
    Button,
    Buttons,
    Fact,
    Facts,
    Heading,
    Link,
    Links,
    Message,
    Part,
    Phrases,
    Text,
    Tone,
)
from bot.services import Services
from bot.words import sentence
from knowledge.directory.contacts import Contact
from knowledge.directory.hours import is_open

CHECKED_EVERY = timedelta(days=365)


def contact_card(
    contact: Contact,
    services: Services,
    *,
    lead: str = "",
    given_at: datetime | None = None,
    notes: Sequence[str] = (),
    more: Sequence[Button] = (),
) -> Message:
    """The card of one contact; `lead` stands above it, `given_at` closes the step before the transfer (P32).

    `notes` say what is to be known of its number, `more` are further buttons for who may use them.
    """
    zone = services.organisation.timezone
    now = services.clock.now()
    open_now = is_open(contact, now, zone)
    parts: list[Part] = [Text(lead)] if lead else []
    facts = _facts(contact, open_now, now.astimezone(zone).date())
    facts += presence_facts(called((contact.person,), services), services)
    parts += [Heading(contact.name), Facts(tuple(facts))]
    parts += [Text(note, Tone.STRONG) for note in notes]
    parts += away_parts(called((contact.person, contact.backup_name), services), services)
    if contact.outside:
        parts.append(Text(sentence("refer.outside", organisation=services.organisation.name)))
    if open_now is False:
        parts.append(Text(sentence("refer.closed")))
    parts.append(Phrases(sentence("refer.say"), (transfer_sentence(contact),)))
    parts += _missing(contact, services)
    if contact.url:
        parts.append(Links((Link(sentence("refer.page"), contact.url),)))
    if given_at:
        given = sentence("refer.given_at", time=local_time(given_at, services.organisation))
        parts.append(Text(given, Tone.GOOD))
    parts.append(Buttons((*_next_steps(contact, given=given_at is not None), *more)))
    return Message(sentence("refer.summary", name=contact.name, reach=_reach(contact)), tuple(parts))


def transfer_sentence(contact: Contact) -> str:
    """What to say before the transfer, with everything the directory knows (A08, P32)."""
    known = {
        "name": contact.name,
        "person": contact.person,
        "phone": contact.phone,
        "extension": contact.extension,
        "place": contact.location,
    }
    if not contact.phone:
        return sentence("refer.transfer_place", **known)
    if contact.outside:
        return sentence("refer.transfer_outside", **known)
    if contact.person and contact.extension:
        return sentence("refer.transfer_full", **known)
    if contact.person:
        return sentence("refer.transfer_person", **known)
    if contact.extension:
        return sentence("refer.transfer_extension", **known)
    return sentence("refer.transfer_number", **known)


def _facts(contact: Contact, open_now: bool | None, today: date) -> list[Fact]:
    phone = contact.phone
    if phone and contact.extension:
        phone = sentence("refer.with_extension", phone=phone, extension=contact.extension)
    backup = " ".join(filter(None, (contact.backup_name, contact.backup_phone)))
    rows = (
        (sentence("refer.phone"), phone),
        (sentence("refer.person"), contact.person),
        (sentence("refer.place"), contact.location),
        (sentence("refer.directions"), contact.directions),
        (sentence("refer.hours"), _hours(contact, open_now)),
        (sentence("refer.backup"), backup),
        (sentence("refer.email"), contact.email),
        (sentence("refer.verified"), _verified(contact.verified, today)),
    )
    return [Fact(label, value) for label, value in rows if value]


def _hours(contact: Contact, open_now: bool | None) -> str:
    if open_now is None:
        return contact.hours
    state = sentence("refer.open_now") if open_now else sentence("refer.closed_now")
    return sentence("refer.hours_now", hours=contact.hours, state=state)


def _verified(day: date | None, today: date) -> str:
    if day is None:
        return sentence("refer.never_verified")
    if today - day > CHECKED_EVERY:
        return sentence("refer.long_ago", day=day_words(day))
    return day_words(day)


def _missing(contact: Contact, services: Services) -> list[Part]:
    """What a transfer inside the house still lacks, and who can add it (A08)."""
    if contact.outside or not contact.phone:
        return []
    lacking = []
    if not contact.person:
        lacking.append(sentence("refer.lacks_person"))
    if not contact.extension:
        lacking.append(sentence("refer.lacks_extension"))
    owner = services.people.name(contact.owner)
    return [Text(sentence("refer.lacks", what=what, owner=owner), Tone.QUIET) for what in lacking]


def _next_steps(contact: Contact, *, given: bool) -> tuple[Button, ...]:
    wrong = Button(sentence("refer.wrong"), "refer.wrong", contact.key, opens_form=True)
    return (wrong,) if given else (Button(sentence("refer.given"), "refer.given", contact.key), wrong)


def _reach(contact: Contact) -> str:
    return contact.phone or contact.location
