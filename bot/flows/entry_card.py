"""The card of a directory entry as it is now: with its number corrected, and what is in doubt said."""

from __future__ import annotations

from datetime import datetime

from bot.flows.contact_card import contact_card
from bot.flows.number_card import corrected_words
from bot.flows.times import day_words
from bot.flows.upkeep_rights import may_read_given
from bot.messages import Button, Message
from bot.numbers import corrected
from bot.services import Services
from bot.words import sentence
from knowledge.directory.contacts import Contact


async def entry_card(
    contact: Contact, viewer: str, services: Services, *, lead: str = "", given_at: datetime | None = None
) -> Message:
    """The card of one entry for one person."""
    shown, correction = corrected(contact, await services.numbers.newest())
    notes = [corrected_words(correction, services)] if correction else []
    doubts = [one for one in await services.numbers.waiting() if one.contact == contact.key]
    if doubts:
        day = doubts[-1].at.astimezone(services.organisation.timezone).date()
        notes.append(sentence("number.doubted", day=day_words(day)))
    more = (
        (Button(sentence("number.given_button"), "numbers.given", contact.key),)
        if may_read_given(viewer, contact.key, services)
        else ()
    )
    return contact_card(shown, services, lead=lead, given_at=given_at, notes=notes, more=more)
