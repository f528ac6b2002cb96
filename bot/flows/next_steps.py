"""Where one can go from an answer: the one step that fits, and the others under one button."""

from __future__ import annotations

from dataclasses import replace

from bot.flows.call_card import call_button
from bot.flows.correspondence import written_in
from bot.flows.parts import carried, report_button
from bot.flows.prefill import write_prefill
from bot.flows.situations import channel_of, is_about_violence, is_difficult, names_a_life
from bot.messages import Button, Tone
from bot.typed import TYPED
from bot.words import sentence
from incidents.records import Channel
from knowledge.answers.answer import Answer, Passage

READY_PHRASES = 2
"""Phrases shown with an answer; more are one press away."""

MOST = 6
"""Steps that a platform shows in one message."""

REACHED_ELSEWHERE = ("ask.other", "refer.who")
"""What “Not what I needed” leads to as well."""

_REPORTS = TYPED.pattern("next_steps.reports")
_IS_REPORTED = TYPED.pattern("next_steps.is_reported")


def next_steps(answer: Answer) -> tuple[Button, ...]:
    """The one step that fits this moment, and the way to the others; a fact of a document leads to no act."""
    more = Button(sentence("ask.more"), "ask.more", carried(answer.question))
    return (more,) if answer.of_document else (replace(_first_step(answer), tone=Tone.STRONG), more)


def more_steps(answer: Answer, *, share: bool) -> tuple[Button, ...]:
    """Every other step, the likeliest first; `share` offers to show the answer to the whole channel."""
    shown = {step.action for step in next_steps(answer)}
    steps = [step for step in _every_step(answer, share=share) if step.action not in shown]
    for action in REACHED_ELSEWHERE:
        if len(steps) > MOST:
            steps = [step for step in steps if step.action != action]
    if len(steps) < MOST and _may_be_ended(answer) and not answer.of_document:
        steps.insert(1, call_button())
    return tuple(steps)


def _first_step(answer: Answer) -> Button:
    """Be guided through a difficult contact, report what a report is asked of, else who to call."""
    best = answer.passages[0] if answer.passages else None
    if not _REPORTS.search(answer.question) and _may_be_ended(answer):
        return _guide_button()
    said = f"{best.lead_in} {best.clause or best.text}" if best else ""
    reports = _REPORTS.search(answer.question) or is_about_violence(answer.question)
    return (
        report_button(_prefill(answer.question))
        if reports or _IS_REPORTED.search(said)
        else who_button(answer.question)
    )


def _may_be_ended(answer: Answer) -> bool:
    """Whether being guided to the end of a contact fits: not beside what is ruled where a life is at stake."""
    best = answer.passages[0] if answer.passages else None
    of_life = best is not None and names_a_life(f"{best.heading}. {best.clause or best.text}")
    return is_difficult(answer.question) and not of_life


def _guide_button() -> Button:
    return Button(sentence("report.guide"), "report.ended")


def who_button(question: str) -> Button:
    """The way from a question to the department that handles it."""
    return Button(sentence("ask.who"), "refer.who", carried(question))


def person_button(question: str) -> Button:
    """The way from a question to somebody who answers for the policies."""
    return Button(sentence("ask.person"), "ask.person", carried(question), opens_form=True)


def public(passage: Passage) -> bool:
    """Whether the words may be handed on: a policy with a public page and no open place, and no colleague's answer."""
    return passage.url.startswith("https://") and not passage.curated and not passage.left_open


def _every_step(answer: Answer, *, share: bool) -> tuple[Button, ...]:
    question = carried(answer.question)
    steps = [report_button(_prefill(answer.question))]
    if _may_be_ended(answer) and not answer.of_document:
        steps.append(_guide_button())
    if share:
        steps.append(Button(sentence("ask.share"), "ask.share", question))
    steps.append(who_button(question))
    steps.append(Button(sentence("ask.right"), "ask.right", question))
    steps.append(Button(sentence("ask.not_it"), "ask.not_it", question))
    if len(answer.passages) > 1:
        steps.append(Button(sentence("ask.others"), "ask.other", question))
    if answer.passages and public(answer.passages[0]):
        steps.append(Button(sentence("ask.customer"), "ask.customer", question))
    if len(answer.phrases) > READY_PHRASES:
        steps.append(Button(sentence("ask.more_phrases"), "ask.phrases", question))
    return tuple(steps)


def _prefill(question: str) -> str:
    channels = {"phone": Channel.PHONE, "in person": Channel.IN_PERSON}
    channel = written_in(question) or channels.get(channel_of(question))
    return write_prefill({"channel": channel}) if channel else ""
