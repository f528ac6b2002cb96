"""Plans of meetings: made, shown, answered in one press, and the word that calls for help without showing it (D38)."""

from __future__ import annotations

from bot.events import ActionChosen, CommandInvoked, FormSubmitted, MessageReceived
from bot.flows.call_card import asked_card
from bot.flows.call_words import says_fine
from bot.flows.calls import typed_call
from bot.flows.parts import new_draft, open_form, sent_draft, short, titled
from bot.flows.plan_card import new_button, others_card, over_card, own_card, plan_line
from bot.flows.plan_form import plan_form, read_plan
from bot.flows.times import local_moment
from bot.messages import Button, Buttons, Listing, ListItem, Message
from bot.replies import CloseForm, FormErrors, Replace, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from foundation.db import DatabaseUnavailable
from incidents.safety.call import CallOutcome
from incidents.safety.plan import PlanOutcome, SafetyPlan

LONGER = (15, 30)
"""Minutes more that a button gives."""

SHOWN = 5
"""Plans with a button each."""


async def show(event: CommandInvoked | ActionChosen, services: Services) -> list[Reply]:
    """The meetings of somebody, and those they look out for."""
    person = event.who.person
    mine, others = await services.plans.mine(person), await services.plans.of_others(person)
    if not mine and not others:
        return short(sentence("plan.none"), new_button())
    lines = [ListItem(plan_line(one, services, own=True)) for one in mine]
    lines += [ListItem(plan_line(one, services, own=False)) for one in others]
    buttons = [
        Button(sentence("plan.open", number=number), "plan.show", one.id)
        for number, one in enumerate((*mine, *others)[:SHOWN], 1)
    ]
    listing = Listing("", tuple(lines), ordered=True)
    return [Say(titled(sentence("plan.list"), listing, Buttons((*buttons, new_button()))))]


async def one(event: ActionChosen, services: Services) -> list[Reply]:
    """One plan, for whoever may see it."""
    plan = await services.plans.view(event.value, event.who.person)
    return [Say(_card(plan, event.who.person, services))] if plan else short(sentence("plan.nothing"))


async def new(event: ActionChosen, services: Services) -> list[Reply]:
    """Open the form of a new plan."""
    return open_form(new_draft(event, "plan", services, {}), plan_form, services)


async def submit(event: FormSubmitted, services: Services) -> list[Reply]:
    """Keep the plan, or say what does not fit."""
    wanted = read_plan(event.values, event.who.person, services)
    if isinstance(wanted, dict):
        return [FormErrors(plan_form(sent_draft(event, services), services), wanted)]
    plan = await services.plans.make(event.who.person, wanted, event.draft)
    lead = sentence("plan.kept", time=local_moment(plan.check_at, services.organisation))
    return [CloseForm(), Say(own_card(plan, services, lead=lead))]


async def fine(event: ActionChosen, services: Services) -> list[Reply]:
    """All is well."""
    return _answered(*await services.plans.fine(event.value, event.who.person))


async def drop(event: ActionChosen, services: Services) -> list[Reply]:
    """It is not taking place."""
    return _answered(*await services.plans.drop(event.value, event.who.person))


async def more(event: ActionChosen, services: Services) -> list[Reply]:
    """It takes longer."""
    longer, _, plan_id = event.value.partition(":")
    minutes = next((one for one in LONGER if str(one) == longer), LONGER[0])
    outcome, plan = await services.plans.more(plan_id, event.who.person, minutes)
    if outcome is not PlanOutcome.DONE or plan is None:
        return _answered(outcome, plan)
    lead = sentence("plan.was_moved", time=local_moment(plan.check_at, services.organisation))
    return [Replace(own_card(plan, services, lead=lead))]


async def need(event: ActionChosen, services: Services) -> list[Reply]:
    """Somebody is needed at the meeting."""
    outcome, plan = await services.plans.need(event.value, event.who.person)
    call = await services.calls.open_of(event.who.person) if plan else None
    if outcome is PlanOutcome.DONE and call is not None:
        return [Replace(asked_card(CallOutcome.MADE, call, services))]
    return _answered(outcome, plan)


async def comes_first(event: MessageReceived, services: Services) -> list[Reply]:
    """What is looked for in every text before anything else: the duress word, an answer to a check-in, a call.

    The word and the answer lead to the same words on the screen. Nothing for any other text.
    """
    person = event.who.person
    try:
        plan = await services.plans.heard(person, event.text)
        if plan is None and says_fine(event.text) and (asked := await services.plans.waiting(person)):
            _, plan = await services.plans.fine(asked.id, person)
        if plan is not None:
            return [Say(over_card(plan))]
        return await typed_call(event, services)
    except DatabaseUnavailable:
        return []


def _answered(outcome: PlanOutcome, plan: SafetyPlan | None) -> list[Reply]:
    if outcome is PlanOutcome.NOTHING or plan is None:
        return short(sentence("plan.nothing"))
    return [Replace(over_card(plan))]


def _card(plan: SafetyPlan, viewer: str, services: Services) -> Message:
    if viewer != plan.need.person:
        return others_card(plan, services)
    return own_card(plan, services) if plan.is_watched else over_card(plan)


COMMANDS: dict[str, Flow[CommandInvoked]] = {"plan": show}
ACTIONS: dict[str, Flow[ActionChosen]] = {
    "plan.show": one,
    "plan.new": new,
    "plan.fine": fine,
    "plan.more": more,
    "plan.need": need,
    "plan.drop": drop,
}
FORMS: dict[str, Flow[FormSubmitted]] = {"plan": submit}
FORM_BUILDERS: dict[str, FormBuilder] = {"plan": plan_form}
