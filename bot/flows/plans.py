"""Plans of meetings: made, shown, answered in one press, and the word that calls for help without showing it (D38)."""

from __future__ import annotations

from datetime import timedelta

from bot.events import ActionChosen, CommandInvoked, FormSubmitted, MessageReceived
from bot.flows.call_answers import Well, how_well, says_one_word, says_yes
from bot.flows.call_card import asked_card, still_card
from bot.flows.calls import call_from, ended, typed_call
from bot.flows.contact_check import beside_form
from bot.flows.parts import new_draft, open_form, sent_draft, short, titled
from bot.flows.plan_card import new_button, others_card, over_card, own_card, plan_line, well_card
from bot.flows.plan_form import plan_form, read_plan
from bot.flows.report_given import text_in
from bot.flows.times import local_moment
from bot.messages import Button, Buttons, Listing, ListItem, Message
from bot.replies import CloseForm, FormErrors, Replace, Reply, Say
from bot.router import Flow, FormBuilder, Typed
from bot.services import Services
from bot.words import sentence
from foundation.db import DatabaseUnavailable
from incidents.safety.call import CallCause, CallOutcome
from incidents.safety.plan import PlanOutcome, PlanState, SafetyPlan

LONGER = (15, 30)
"""Minutes more that a button gives."""

AROUND = timedelta(hours=1)
"""Before and after a meeting in which somebody who needs help is taken to be where it was; else they are asked."""

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
    # Whom they meet is looked up and not kept: a plan names no customer.
    looked_up = await beside_form(text_in(event.values, "plan_whom").strip(), event.who.person, services)
    return [CloseForm(), Say(own_card(plan, services, lead=lead)), *looked_up]


async def fine(event: ActionChosen, services: Services) -> list[Reply]:
    """All is well; where help was called meanwhile, that is over with it."""
    outcome, plan = await services.plans.fine(event.value, event.who.person)
    if outcome is PlanOutcome.OVER and plan and plan.state is PlanState.CALLED:
        call = await services.calls.safe(event.who.person)
        if call is not None:
            return [Replace(await ended(call, services))]
    if outcome is PlanOutcome.DONE and plan is not None:
        return [Replace(well_card(plan, services))]
    return _answered(outcome, plan)


async def over(event: ActionChosen, services: Services) -> list[Reply]:
    """The meeting is over and all is well."""
    return _answered(*await services.plans.over(event.value, event.who.person))


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
    """Somebody is needed at the meeting; where nobody looks after it any more, the press calls all the same."""
    outcome, plan = await services.plans.need(event.value, event.who.person)
    if outcome is PlanOutcome.OVER and plan is not None:
        return await call_from(event, _still_there(plan, services), services)
    call = await services.calls.open_of(event.who.person) if plan else None
    if outcome is PlanOutcome.DONE and call is not None:
        return [Replace(asked_card(CallOutcome.MADE, call, services))]
    return _answered(outcome, plan)


async def overhears(event: Typed, text: str, services: Services) -> list[Reply]:
    """The duress word, listened for in whatever is typed; on the screen it leads to what "I am fine" leads to."""
    person = event.who.person
    listed = services.people.get(person)
    try:
        heard = await services.plans.heard(person, text, listed.desk if listed else "")
        if heard is None:
            return []
        plan, call = heard
        return [Say(await ended(call, services) if call else well_card(plan, services))]
    except DatabaseUnavailable:
        return []


async def comes_first(event: MessageReceived, services: Services, form: bool) -> list[Reply]:
    """What is looked for in every text before anything else: an answer to a check-in, a call, an answer to one.

    Nothing for any other text. Where a `form` waits for an answer, only what can be none is taken from it.
    """
    try:
        return await _well(event, services, form) or await typed_call(event, services, form)
    except DatabaseUnavailable:
        return []


async def _well(event: MessageReceived, services: Services, form: bool) -> list[Reply]:
    """That all is well: it ends an open call of theirs, and answers a check-in; a bare "yes" only answers."""
    said, person = how_well(event.text), event.who.person
    if said is None or (form and said is not Well.FINE):
        return []
    yes, plain = says_yes(event.text), said is not Well.MAYBE
    call, plan = await services.calls.open_of(person), await services.plans.waiting(person)
    if call is not None and not form:
        if plain and not says_one_word(event.text):
            return await _safe(person, plan, services)
        if not yes or (call.cause is CallCause.SILENCE and plan is None):
            return [Say(still_card(call))]
    if plan is None and plain and not form:
        now = services.clock.now()
        plan = next((one for one in await services.plans.mine(person) if one.meets_at <= now), None)
    if plan is None or not (plain or yes):
        return []
    answer = services.plans.over if said is Well.OVER else services.plans.fine
    _, plan = await answer(plan.id, person)
    return [Say(well_card(plan, services))] if plan else []


async def _safe(person: str, plan: SafetyPlan | None, services: Services) -> list[Reply]:
    call = await services.calls.safe(person)
    if plan is not None:
        await services.plans.fine(plan.id, person)
    return [Say(await ended(call, services))] if call else []


def _answered(outcome: PlanOutcome, plan: SafetyPlan | None) -> list[Reply]:
    if outcome is PlanOutcome.NOTHING or plan is None:
        return short(sentence("plan.nothing"))
    return [Replace(over_card(plan))]


def _still_there(plan: SafetyPlan, services: Services) -> str:
    """Where the meeting was, as long as whoever met may be there still; empty long before and after it."""
    now = services.clock.now()
    near = plan.meets_at - AROUND <= now <= max(plan.ends_at, plan.check_at) + AROUND
    return plan.place if near else ""


def _card(plan: SafetyPlan, viewer: str, services: Services) -> Message:
    if viewer != plan.need.person:
        return others_card(plan, services)
    return own_card(plan, services) if plan.is_watched else over_card(plan)


COMMANDS: dict[str, Flow[CommandInvoked]] = {"plan": show}
ACTIONS: dict[str, Flow[ActionChosen]] = {
    "plan.show": one,
    "plan.new": new,
    "plan.fine": fine,
    "plan.over": over,
    "plan.more": more,
    "plan.need": need,
    "plan.drop": drop,
}
FORMS: dict[str, Flow[FormSubmitted]] = {"plan": submit}
FORM_BUILDERS: dict[str, FormBuilder] = {"plan": plan_form}
