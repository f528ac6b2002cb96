"""Numbers of directory entries: who keeps an entry corrects it with one press, or says that it is right."""

from __future__ import annotations

import re

from bot.drafts import Draft
from bot.events import ActionChosen, FormSubmitted
from bot.flows.number_card import corrected_words, entry_name, given_card, number_words
from bot.flows.parts import kept_open, new_draft, open_form, sent_draft, short, titled
from bot.flows.upkeep_rights import keeps_entry, may_read_given
from bot.forms import Form, FormNotice, TextField
from bot.numbers import Correction, Reach, reach_of
from bot.replies import CloseForm, FormErrors, Replace, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.addresses import is_number

LONGEST = 60
_GIVEN = re.compile(r"\+?\d(?:[\s().-]{0,2}\d){6,14}")
"""Seven digits or more, as numbers are written."""


async def open_correction(event: ActionChosen, services: Services) -> list[Reply]:
    """The form that asks for the right number; the value is the key of the entry."""
    if not keeps_entry(event.who.person, event.value, services):
        return short(sentence("number.not_yours"))
    contact = services.contacts.get(event.value)
    if contact is None:
        return short(sentence("refer.gone"))
    values = {"extension": contact.extension} if contact.extension else {}
    said = [one.note for one in await services.numbers.waiting() if one.contact == contact.key]
    if number := number_in(*reversed(said)):
        values["phone"] = number
    return open_form(new_draft(event, "right_number", services, values, event.value), right_form, services)


def number_in(*notes: str) -> str:
    """The telephone number that somebody gave in a note, or an empty text: its owner then has one press to do."""
    found = next(filter(None, (_GIVEN.search(note) for note in notes)), None)
    return found[0] if found else ""


def right_form(draft: Draft, services: Services) -> Form:
    """Number and extension; the context holds the key of the entry."""
    contact = services.contacts.get(draft.context)
    shown = number_words(reach_of(contact)) if contact else ""
    phone, extension = draft.values.get("phone"), draft.values.get("extension")
    return Form(
        name="right_number",
        title=sentence("number.correct"),
        items=(
            FormNotice(
                sentence("number.correct_notice", name=entry_name(draft.context, services), number=shown)
            ),
            TextField(
                "phone",
                sentence("number.right_number"),
                required=True,
                initial=phone if isinstance(phone, str) else "",
                limit=LONGEST,
            ),
            TextField(
                "extension",
                sentence("number.extension"),
                initial=extension if isinstance(extension, str) else "",
                limit=LONGEST,
            ),
        ),
        submit=sentence("number.correct_submit"),
        draft=draft.key,
        context=draft.context,
    )


async def submit_right(event: FormSubmitted, services: Services) -> list[Reply]:
    """Put the number in force at once; the same form sent twice is one version."""
    form = right_form(sent_draft(event, services), services)
    if not keeps_entry(event.who.person, event.context, services):
        return kept_open(form, sentence("number.not_yours"), "phone")
    contact = services.contacts.get(event.context)
    if contact is None:
        return kept_open(form, sentence("refer.gone"), "phone")
    right = _read(event)
    if not is_number(right.phone):
        return [FormErrors(form, {"phone": sentence("number.no_number")})]
    history = await services.numbers.history(contact.key)
    correction = Correction(
        contact=contact.key,
        version=len(history) + 1,
        right=right,
        former=reach_of(contact),
        by=event.who.person,
        at=services.clock.now(),
    )
    last = history[-1] if history else None
    same = last is not None and (last.right, last.former, last.by) == (
        right,
        correction.former,
        correction.by,
    )
    if last is None or not same:
        if not await services.numbers.correct(correction):
            return kept_open(form, sentence("upkeep.done_before"), "phone")
        last = correction
    return _close(
        sentence("number.in_force", number=number_words(right), corrected=corrected_words(last, services))
    )


async def is_right(event: ActionChosen, services: Services) -> list[Reply]:
    """The number was looked at and holds; the value is the id of a report."""
    wrong = await services.numbers.get(event.value)
    if wrong is None or not keeps_entry(event.who.person, wrong.contact, services):
        return short(sentence("number.not_yours"))
    closed = await services.numbers.close(wrong.id, event.who.person, services.clock.now())
    return [Replace(titled(sentence("number.holds" if closed else "upkeep.done_before")))]


async def show_given(event: ActionChosen, services: Services) -> list[Reply]:
    """Who gave the number of an entry before a transfer, and when; for its owner and their head."""
    if not may_read_given(event.who.person, event.value, services):
        return short(sentence("number.not_yours"))
    given = await services.memory.referrals_given(event.value)
    return [Say(given_card(entry_name(event.value, services), given, services))]


def _read(event: FormSubmitted) -> Reach:
    phone, extension = event.values.get("phone"), event.values.get("extension")
    return Reach(
        *(" ".join(one.split())[:LONGEST] if isinstance(one, str) else "" for one in (phone, extension))
    )


def _close(text: str) -> list[Reply]:
    return [CloseForm((Say(titled(text)),))]


ACTIONS: dict[str, Flow[ActionChosen]] = {
    "numbers.correct": open_correction,
    "numbers.right": is_right,
    "numbers.given": show_given,
}
FORMS: dict[str, Flow[FormSubmitted]] = {"right_number": submit_right}
FORM_BUILDERS: dict[str, FormBuilder] = {"right_number": right_form}
