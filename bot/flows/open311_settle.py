"""Somebody looked into the city's own system: they note its number, or let the request be sent again."""

from __future__ import annotations

from bot.drafts import Draft
from bot.events import ActionChosen, FormSubmitted
from bot.flows.open311_standing import system_name
from bot.flows.parts import kept_open, new_draft, open_form, sent_draft, short, titled
from bot.flows.report_given import text_in
from bot.flows.request_card import standing_card
from bot.forms import ChoiceField, Form, FormNotice, Option, TextField
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents.open311 import is_number_there
from incidents.request import RequestOutcome

THERE, AGAIN = "there", "again"
DIGITS = 6
"""Of a try at most; a longer one was made by nobody here."""


async def begin(event: ActionChosen, services: Services) -> list[Reply]:
    """Open the form, for whoever has the request in hand, while it is not settled."""
    standing = await services.requests.standing(event.value, event.who.person)
    if standing is None:
        return short(sentence("request.nothing"))
    if not (standing.open311 and standing.open311.may_settle):
        return [Say(standing_card(standing, services, lead=sentence("request.not_now")))]
    tried = str(standing.open311.tries) if standing.open311.may_send else ""
    draft = new_draft(event, "request_open311", services, {}, f"{standing.id}:{tried}")
    return open_form(draft, settle_form, services)


def settle_form(draft: Draft, services: Services) -> Form:
    """What was found there; to be sent again stands there while that is possible."""
    name, options = system_name(services), [Option(THERE, sentence("open311.found_there"))]
    if _meant(draft.context)[1]:
        options.append(Option(AGAIN, sentence("open311.found_again")))
    return Form(
        name="request_open311",
        title=sentence("open311.form"),
        items=(
            FormNotice(sentence("open311.look_first", system=name)),
            ChoiceField(
                "open311_found",
                sentence("open311.found"),
                tuple(options),
                required=True,
                initial=text_in(draft.values, "open311_found"),
            ),
            TextField(
                "open311_number",
                sentence("open311.its_number"),
                sentence("open311.its_number_hint"),
                initial=text_in(draft.values, "open311_number"),
                limit=64,
            ),
        ),
        submit=sentence("act.submit"),
        draft=draft.key or new_id(),
        context=draft.context,
    )


async def submit(event: FormSubmitted, services: Services) -> list[Reply]:
    """Note it; where it cannot be, the form stays open and says why."""
    draft = sent_draft(event, services)
    found, number = text_in(event.values, "open311_found"), text_in(event.values, "open311_number")
    errors = {}
    if found not in (THERE, AGAIN):
        errors["open311_found"] = sentence("open311.found_missing")
    elif found == THERE and not is_number_there(number):
        errors["open311_number"] = sentence("open311.its_number_missing")
    if errors:
        return [FormErrors(settle_form(draft, services), errors)]
    said = number if found == THERE else ""
    record, tries = _meant(event.context)
    outcome, standing = await services.requests.settle_open311(record, event.who.person, said, tries)
    if outcome is RequestOutcome.NOT_NOW:
        return kept_open(settle_form(draft, services), sentence("request.not_now"), "open311_found")
    if outcome is not RequestOutcome.DONE or standing is None:
        return [CloseForm((Say(titled(sentence("request.nothing"))),))]
    done = sentence("open311.noted" if said else "open311.goes_again", system=system_name(services))
    return [CloseForm((Say(standing_card(standing, services, lead=done)),))]


def _meant(context: str) -> tuple[str, int]:
    """The request a form is about, and the try that can be made again; 0 where none can."""
    record, _, tries = context.partition(":")
    return record, int(tries) if tries.isdecimal() and len(tries) <= DIGITS else 0


ACTIONS: dict[str, Flow[ActionChosen]] = {"request.open311": begin}
FORMS: dict[str, Flow[FormSubmitted]] = {"request_open311": submit}
FORM_BUILDERS: dict[str, FormBuilder] = {"request_open311": settle_form}
