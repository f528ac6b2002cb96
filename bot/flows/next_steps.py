"""Where one can go from an answer: report, be guided, ask a department or a person, see more, share."""

from __future__ import annotations

from bot.flows.parts import carried, report_button
from bot.flows.prefill import write_prefill
from bot.flows.situations import channel_of, is_difficult
from bot.messages import Button
from bot.words import sentence
from incidents.records import Channel
from knowledge.answers.answer import Answer, Passage

BUTTONS = 6
READY_PHRASES = 3
"""Phrases shown with an answer; more are one press away."""


def next_steps(answer: Answer, *, share: bool) -> tuple[Button, ...]:
    """What to do after an answer, the likeliest first; `share` offers to show it to the whole channel."""
    steps = _every_step(answer, share=share)
    if len(steps) <= BUTTONS:
        return steps
    return (*steps[: BUTTONS - 1], Button(sentence("ask.more"), "ask.more", carried(answer.question)))


def more_steps(answer: Answer, *, share: bool) -> tuple[Button, ...]:
    """The steps for which the card of an answer has no room."""
    return _every_step(answer, share=share)[BUTTONS - 1 :]


def who_button(question: str) -> Button:
    """The way from a question to the department that handles it."""
    return Button(sentence("ask.who"), "refer.who", carried(question))


def person_button(question: str) -> Button:
    """The way from a question to somebody who answers for the policies."""
    return Button(sentence("ask.person"), "ask.person", carried(question), opens_form=True)


def public(passage: Passage) -> bool:
    """Whether the words may be handed on: a policy with a public page, and no answer of a colleague."""
    return passage.url.startswith("https://") and not passage.curated


def _every_step(answer: Answer, *, share: bool) -> tuple[Button, ...]:
    question = carried(answer.question)
    steps = [report_button(_prefill(answer.question))]
    if is_difficult(answer.question):
        steps.append(Button(sentence("report.guide"), "report.ended"))
    steps.append(Button(sentence("ask.right"), "ask.right", question))
    steps.append(Button(sentence("ask.not_it"), "ask.not_it", question))
    if share:
        steps.append(Button(sentence("ask.share"), "ask.share", question))
    steps.append(who_button(question))
    if len(answer.passages) > 1:
        steps.append(Button(sentence("ask.others"), "ask.other", question))
    if answer.passages and public(answer.passages[0]):
        steps.append(Button(sentence("ask.customer"), "ask.customer", question))
    if len(answer.phrases) > READY_PHRASES:
        steps.append(Button(sentence("ask.more_phrases"), "ask.phrases", question))
    return tuple(steps)


def _prefill(question: str) -> str:
    channels = {"phone": Channel.PHONE, "in person": Channel.IN_PERSON}
    channel = channels.get(channel_of(question))
    return write_prefill({"channel": channel}) if channel else ""
