"""How the plan of a meeting looks. What is shown to its own person never says that there is a duress word (D38)."""

from __future__ import annotations

from bot.flows.parts import titled
from bot.flows.times import local_moment
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Text, Tone
from bot.services import Services
from bot.words import sentence
from incidents.safety.plan import PlanNotice, PlanNoticeKind, PlanState, SafetyPlan


def own_card(plan: SafetyPlan, services: Services, *, lead: str = "") -> Message:
    """A plan for whoever meets, with what they can say of it now."""
    title = sentence("plan.title")
    parts: list[Part] = [Heading(title)]
    if lead:
        parts.append(Text(lead, Tone.STRONG))
    parts.append(Facts(tuple(_facts(plan, services, own=True))))
    if plan.is_watched:
        parts.append(Buttons(_buttons(plan, services)))
    return Message(lead or title, tuple(parts))


def well_card(plan: SafetyPlan, services: Services) -> Message:
    """What an answer that all is well leads to, and the duress word likewise: asked again, or asked no more."""
    if not plan.is_watched:
        return over_card(plan)
    time = local_moment(plan.check_at, services.organisation)
    return own_card(plan, services, lead=sentence("plan.so_far", time=time))


def over_card(plan: SafetyPlan) -> Message:
    """What is left of a plan that is answered; the same whatever was typed."""
    text = _ends(plan.state)
    return Message(text, (Heading(sentence("plan.title")), Text(text)))


def others_card(plan: SafetyPlan, services: Services, title: str = "", note: str = "") -> Message:
    """A plan for a companion, a head or a backup."""
    notes = () if not plan.is_watched else (Text(note or sentence("plan.told_next"), Tone.QUIET),)
    return titled(title or sentence("plan.title"), Facts(tuple(_facts(plan, services, own=False))), *notes)


def draw_plan(notice: PlanNotice, services: Services) -> Message:
    """The message of a notice of a plan, as the plan stands now."""
    plan, own = notice.plan, notice.recipient == notice.plan.need.person
    name = services.people.name(plan.need.person)
    match notice.kind:
        case PlanNoticeKind.PLAN_ASK:
            return ask_card(plan, services)
        case PlanNoticeKind.PLAN_REMIND if own:
            return own_card(plan, services, lead=sentence("plan.soon"))
        case PlanNoticeKind.PLAN_REMIND:
            return others_card(plan, services, sentence("plan.soon_of", name=name))
        case PlanNoticeKind.PLAN_NEWS:
            return _news_card(notice, name, services)


def _news_card(notice: PlanNotice, name: str, services: Services) -> Message:
    """What the companion reads: that there is a meeting, that it takes longer, or how it ended."""
    match notice.plan.state:
        case PlanState.FINE:
            return _told(sentence("plan.told_fine", name=name))
        case PlanState.DROPPED:
            return _told(sentence("plan.told_dropped", name=name))
        case _ if notice.key.endswith(":so_far"):
            title, note = sentence("plan.told_so_far", name=name), sentence("plan.told_so_far_next")
            return others_card(notice.plan, services, title, note)
        case _ if notice.key.endswith(":moved"):
            longer = notice.plan.check_at > notice.plan.ends_at
            title = sentence("plan.told_moved" if longer else "plan.told_later", name=name)
            return others_card(notice.plan, services, title)
        case _:
            return others_card(notice.plan, services, sentence("plan.told", name=name))


def ask_card(plan: SafetyPlan, services: Services) -> Message:
    """ "Are you all right?": one press answers, and it says nothing that somebody beside them could use."""
    title = sentence("plan.ask")
    return titled(
        title,
        Text(sentence("plan.ask_next")),
        Facts((Fact(sentence("plan.where"), plan.place), Fact(sentence("plan.when"), _when(plan, services)))),
        Buttons(_answers(plan, services)),
    )


def new_button() -> Button:
    """The way to a new plan."""
    return Button(sentence("plan.new"), "plan.new", opens_form=True)


def _told(title: str) -> Message:
    return Message(title, (Text(title),))


def _ends(state: PlanState) -> str:
    match state:
        case PlanState.FINE:
            return sentence("plan.was_fine")
        case PlanState.DROPPED:
            return sentence("plan.was_dropped")
        case PlanState.CALLED:
            return sentence("plan.was_called")
        case _:
            return sentence("plan.over")


def _facts(plan: SafetyPlan, services: Services, *, own: bool) -> list[Fact]:
    facts = [] if own else [Fact(sentence("plan.who"), services.people.name(plan.need.person))]
    facts += [
        Fact(sentence("plan.where"), plan.place),
        Fact(sentence("plan.when"), _when(plan, services)),
        Fact(sentence("plan.length"), sentence("plan.minutes_of", count=plan.minutes)),
    ]
    if plan.need.companion and own:
        facts.append(Fact(sentence("plan.with"), services.people.name(plan.need.companion)))
    facts.append(Fact(sentence("plan.check"), local_moment(plan.check_at, services.organisation)))
    return facts


def _when(plan: SafetyPlan, services: Services) -> str:
    return local_moment(plan.meets_at, services.organisation)


def _buttons(plan: SafetyPlan, services: Services) -> tuple[Button, ...]:
    """Before it begins it can be dropped; from then on it is answered."""
    if services.clock.now() < plan.meets_at:
        return (Button(sentence("plan.drop"), "plan.drop", plan.id),)
    return _answers(plan, services)


def _answers(plan: SafetyPlan, services: Services) -> tuple[Button, ...]:
    """While the meeting goes on, that all is well so far is one answer, that it is over another."""
    goes_on = services.clock.now() < plan.ends_at
    over = (Button(sentence("plan.done"), "plan.over", plan.id),) if goes_on else ()
    return (
        Button(sentence("plan.fine"), "plan.fine", plan.id, Tone.STRONG),
        *over,
        Button(sentence("plan.more_15"), "plan.more", f"15:{plan.id}"),
        Button(sentence("plan.more_30"), "plan.more", f"30:{plan.id}"),
        Button(sentence("plan.need"), "plan.need", plan.id, Tone.DANGER),
    )


def plan_line(plan: SafetyPlan, services: Services, *, own: bool) -> str:
    """A plan in one line of a list."""
    time = local_moment(plan.meets_at, services.organisation)
    if own:
        return sentence("plan.line", time=time, place=plan.place)
    name = services.people.name(plan.need.person)
    return sentence("plan.line_of", name=name, time=time, place=plan.place)
