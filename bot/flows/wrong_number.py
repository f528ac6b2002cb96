"""Wrong number: whoever finds one says what is wrong, and the owner of the entry hears of it (P27)."""

from __future__ import annotations

from dataclasses import replace

from bot.drafts import Draft
from bot.events import ActionChosen, FormSubmitted
from bot.flows.entry_owners import entry_owner
from bot.flows.once import answered_before, draft_of, remember_answer
from bot.flows.parts import new_draft, open_form, sent_draft, short, titled
from bot.forms import Form, FormNotice, TextField
from bot.messages import Fact, Facts, Text
from bot.numbers import Reach, WrongNumber, corrected, reach_of
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence


async def wrong(event: ActionChosen, services: Services) -> list[Reply]:
    """Ask what is wrong with the entry."""
    if services.contacts.get(event.value) is None:
        return short(sentence("refer.gone"))
    draft = new_draft(event, "wrong_number", services, {}, event.value)
    return open_form(draft, wrong_form, services)


def wrong_form(draft: Draft, services: Services) -> Form:
    """One question about one entry; the context holds the contact's key."""
    contact = services.contacts.get(draft.context)
    note = draft.values.get("note")
    return Form(
        name="wrong_number",
        title=sentence("refer.wrong"),
        items=(
            FormNotice(sentence("refer.wrong_notice", name=contact.name if contact else draft.context)),
            TextField(
                "note",
                sentence("refer.wrong_label"),
                hint=sentence("refer.wrong_hint"),
                required=True,
                multiline=True,
                initial=note if isinstance(note, str) else "",
            ),
        ),
        submit=sentence("refer.wrong_submit"),
        draft=draft.key,
        context=draft.context,
    )


async def submit_wrong(event: FormSubmitted, services: Services) -> list[Reply]:
    """Put the fault on the list of the entry's owner, with a letter; the same form sent twice is one report."""
    draft = sent_draft(event, services)
    note = event.values.get("note")
    if not isinstance(note, str) or not note.strip():
        return [FormErrors(wrong_form(draft, services), {"note": sentence("refer.wrong_empty")})]
    key = draft_of(event.draft, note.strip())
    if not await answered_before(key, services):
        await _report(event, key, note.strip(), services)
        await remember_answer(replace(draft, key=key), event.context, services)
    owner = entry_owner(event.context, services)
    thanks = titled(
        sentence("refer.wrong_thanks"), *_told(owner, services), Text(sentence("refer.wrong_next"))
    )
    return [CloseForm((Say(thanks),))]


async def _report(event: FormSubmitted, key: str, note: str, services: Services) -> None:
    person, now = event.who.person, services.clock.now()
    await services.memory.referral_wrong(event.context, person, note, now)
    contact = services.contacts.get(event.context)
    shown = Reach("")
    if contact is not None:
        shown = reach_of(corrected(contact, await services.numbers.newest())[0])
    wrong = WrongNumber(key, event.context, shown, note, person, now)
    await services.numbers.report(wrong, entry_owner(event.context, services))


def _told(owner: str, services: Services) -> tuple[Facts]:
    return (Facts((Fact(sentence("refer.owner"), services.people.name(owner)),)),)


ACTIONS: dict[str, Flow[ActionChosen]] = {"refer.wrong": wrong}
FORMS: dict[str, Flow[FormSubmitted]] = {"wrong_number": submit_wrong}
FORM_BUILDERS: dict[str, FormBuilder] = {"wrong_number": wrong_form}
