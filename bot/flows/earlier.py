"""Earlier contacts of maybe the same customer: a person decides, both reports keep it, nothing is merged (D03, D12)."""

from __future__ import annotations

from bot.drafts import Draft
from bot.events import ActionChosen, FormSubmitted
from bot.flows.closed import why_not
from bot.flows.earlier_card import beside, contact_line, further_buttons, proposals
from bot.flows.notice_card import read_button
from bot.flows.parts import kept_open, new_draft, open_form, sent_draft, short, titled
from bot.flows.record_acts import card_for, refusal
from bot.flows.record_fields import drawn, errors_of, value_of
from bot.forms import Form, FormNotice
from bot.messages import Button, Buttons, Fact, Facts, Message, Part, Text, Tone
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.earlier import EarlierContact
from incidents.records import ActOutcome, Record
from incidents.rules.access import Operation
from incidents.rules.acts import LINK_FIELDS, LinkKind

LISTED = 6
OFFERED = 2
"""Contacts with buttons: three each are as many as one card has."""


async def show(event: ActionChosen, services: Services) -> list[Reply]:
    """The earlier contacts of a report that its reader may read too."""
    record = await _theirs(event.value, event.who.person, services)
    if record is None:
        return short(await why_not(event.value, event.who.person, services))
    return [Say(await _card(record, event.who.person, services))]


async def decide(event: ActionChosen, services: Services) -> list[Reply]:
    """Keep what somebody decided about two reports; the card then offers what is still open."""
    kind, _, rest = event.value.partition(":")
    record_id, _, reference = rest.partition(":")
    person = event.who.person
    record = await _theirs(record_id, person, services)
    if record is None or kind not in list(LinkKind) or not reference.strip():
        return short(await why_not(record_id, person, services))
    said = {"link_to": reference, "link_kind": kind}
    # Pressed twice it is decided once: both presses find the same report.
    once = f"{event.value}:{len(record.entries)}"
    outcome, after = await services.incidents.act(record.id, person, Operation.LINK, said, once)
    if outcome is not ActOutcome.DONE:
        return short(refusal(outcome, after, Operation.LINK))
    return [Say(await _card(after or record, person, services, sentence("earlier.done")))]


async def begin(event: ActionChosen, services: Services) -> list[Reply]:
    """Open the form that links two reports."""
    record = await _theirs(event.value, event.who.person, services)
    if record is None:
        return short(await why_not(event.value, event.who.person, services))
    return open_form(new_draft(event, "link", services, {}, record.id), link_form, services)


def link_form(draft: Draft, services: Services) -> Form:
    """The other report, what both have to do with one another, and why."""
    fields = (drawn(one, draft.values, draft.person, services) for one in LINK_FIELDS[Operation.LINK])
    return Form(
        name="link",
        title=sentence("act.link"),
        items=(FormNotice(sentence("act.link_notice")), *fields),
        submit=sentence("act.submit"),
        draft=draft.key or new_id(),
        context=draft.context,
    )


async def submit(event: FormSubmitted, services: Services) -> list[Reply]:
    """Keep the decision; where that cannot be, everything that was typed stays in the form."""
    person, draft = event.who.person, sent_draft(event, services)
    fields = LINK_FIELDS[Operation.LINK]
    if errors := errors_of(fields, event.values, person, services):
        return [FormErrors(link_form(draft, services), errors)]
    said = {one.name: value_of(one, event.values) for one in fields}
    outcome, record = await services.incidents.act(event.context, person, Operation.LINK, said, event.draft)
    if outcome is not ActOutcome.DONE:
        reason = refusal(outcome, record, Operation.LINK)
        return kept_open(link_form(draft, services), reason, fields[0].name)
    if record is None:
        return [CloseForm((Say(titled(sentence("earlier.done"))),))]
    card = card_for(record, person, services, sentence("earlier.done"))
    found = await services.incidents.related(record.id, person)
    return [CloseForm((Say(beside(card, proposals(found, services))),))]


async def _theirs(record_id: str, person: str, services: Services) -> Record | None:
    """A record whose reader decides what belongs together."""
    record = await services.incidents.view(record_id, person)
    return record if record is not None and Operation.LINK in record.may else None


async def _card(record: Record, person: str, services: Services, news: str = "") -> Message:
    found = await services.incidents.related(record.id, person)
    title = sentence("earlier.title", reference=record.reference)
    said: tuple[Part, ...] = (Text(news, Tone.GOOD),) if news else ()
    if not found.contacts:
        further = Buttons((*further_buttons(record), read_button(record)))
        return titled(title, *said, Text(sentence("earlier.none")), further)
    shown = found.contacts[:LISTED]
    rows = Facts(tuple(Fact(one.record.reference, contact_line(one, services)) for one in shown))
    ways = [way for one in _open_first(shown)[:OFFERED] for way in _ways(one, record)]
    return titled(
        title,
        *said,
        rows,
        Text(sentence("earlier.ask"), Tone.QUIET),
        Buttons((*ways, *further_buttons(record), read_button(record))),
    )


def _open_first(contacts: tuple[EarlierContact, ...]) -> list[EarlierContact]:
    """Those about whom nobody decided yet stand first."""
    return sorted(contacts, key=lambda one: one.decided is not None)


def _ways(contact: EarlierContact, record: Record) -> list[Button]:
    reference = contact.record.reference
    look = Button(sentence("reports.open", reference=reference), "reports.mine", reference)
    if contact.decided is not None:
        return [
            look,
            _decision(LinkKind.UNDONE, sentence("earlier.undo", reference=reference), contact, record),
        ]
    return [
        look,
        _decision(LinkKind.SAME_CUSTOMER, sentence("earlier.yes", reference=reference), contact, record),
        _decision(LinkKind.OTHER_CUSTOMER, sentence("earlier.no", reference=reference), contact, record),
    ]


def _decision(kind: LinkKind, label: str, contact: EarlierContact, record: Record) -> Button:
    return Button(label, "links.decide", f"{kind}:{record.id}:{contact.record.reference}")


ACTIONS: dict[str, Flow[ActionChosen]] = {
    "links.earlier": show,
    "links.decide": decide,
    "links.link": begin,
}
FORMS: dict[str, Flow[FormSubmitted]] = {"link": submit}
FORM_BUILDERS: dict[str, FormBuilder] = {"link": link_form}
