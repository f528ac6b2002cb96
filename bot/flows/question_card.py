"""How a tracked question looks to its owner and to its asker."""

from __future__ import annotations

from typing import assert_never

from bot.flows.next_steps import who_button
from bot.flows.times import day_words, local_moment
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Part, Quote, Text, Tone
from bot.services import Services
from bot.words import sentence
from knowledge.curation.questions import Outcome, Question


def owner_card(question: Question, services: Services) -> Message:
    """A question for who is to answer it; who asked stands there only if they agreed."""
    facts = [Fact(sentence("question.asked_at"), local_moment(question.at, services.organisation))]
    if question.named:
        facts.append(Fact(sentence("question.asked_by"), services.people.name(question.asker)))
    parts: list[Part] = [Heading(sentence("question.for_you", reference=question.reference))]
    parts += [Text(question.text), Facts(tuple(facts)), Text(sentence("question.for_you_next"), Tone.QUIET)]
    parts.append(Buttons(owner_buttons(question, services)))
    return Message(sentence("question.for_you_summary", reference=question.reference), tuple(parts))


def owner_buttons(question: Question, services: Services) -> tuple[Button, ...]:
    """What an owner can do with a question; who keeps all policies has nobody to pass it to."""
    reference = question.reference
    answer = Button(sentence("question.answer"), "question.answer", reference, Tone.STRONG, opens_form=True)
    decline = Button(sentence("question.decline"), "question.decline", reference, opens_form=True)
    if question.owner == services.organisation.policy_owner:
        return answer, decline
    return answer, Button(sentence("question.not_mine"), "question.pass", reference), decline


def asker_card(question: Question, services: Services) -> Message:
    """What became of a question: the owner's words, marked as theirs and not as those of a policy."""
    title = sentence("question.yours", reference=question.reference)
    state = state_line(question, services)
    parts: list[Part] = [Heading(title), Text(question.text, Tone.QUIET)]
    match question.outcome:
        case None:
            parts.append(Text(state))
        case Outcome.ANSWERED:
            label = sentence("question.person_label")
            parts += [Quote(question.answer, state, label=label), Text(sentence("question.not_policy"))]
        case Outcome.DECLINED:
            parts += [Text(state), Text(question.answer), Buttons((who_button(question.text),))]
        case _:
            assert_never(question.outcome)
    return Message(f"{title}. {state}", tuple(parts))


def state_line(question: Question, services: Services) -> str:
    """Where a question stands, with name and day."""
    if question.outcome is None or question.closed_at is None:
        return sentence("question.waits", owner=services.people.name(question.owner))
    name = services.people.name(question.closed_by)
    day = day_words(question.closed_at.astimezone(services.organisation.timezone).date())
    if question.outcome is Outcome.ANSWERED:
        return sentence("question.answered_by", name=name, day=day)
    return sentence("question.declined_by", name=name, day=day)
