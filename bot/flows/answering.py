"""Answer a colleague's question: in chat, as a person; the answer can be kept for everybody who asks the same."""

from __future__ import annotations

from dataclasses import replace

from bot.drafts import Draft
from bot.events import ActionChosen, FormSubmitted
from bot.flows.curated_form import CuratedRefused, keep_fields, read_kept
from bot.flows.owners import next_owner
from bot.flows.parts import kept_open, new_draft, open_form, sent_draft, short, titled
from bot.flows.question_card import state_line
from bot.flows.record_view import pieces
from bot.flows.teaching import grounded, teach
from bot.flows.upkeep_rights import may_answer
from bot.forms import Form, FormNotice, TextField
from bot.messages import Text
from bot.replies import CloseForm, FormErrors, Replace, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from knowledge.curation.curation import CuratedAnswer
from knowledge.curation.questions import Outcome, Question

LONGEST = 3000


async def open_answer(event: ActionChosen, services: Services) -> list[Reply]:
    """The form for an answer."""
    return await _open(event, "answer_question", answer_form, services)


async def open_decline(event: ActionChosen, services: Services) -> list[Reply]:
    """The form that asks why there is no answer."""
    return await _open(event, "decline_question", decline_form, services)


async def pass_on(event: ActionChosen, services: Services) -> list[Reply]:
    """It is somebody else's: the next owner gets it at once."""
    question = await _theirs(event.value, event.who.person, services)
    if question is None:
        return short(sentence("question.not_yours"))
    to = next_owner(question.owner, services)
    now = services.clock.now()
    if not to or not await services.questions.pass_on(question.reference, question.owner, to, now):
        return [Replace(titled(await _state(question.reference, services)))]
    return [Replace(titled(sentence("question.passed", owner=services.people.name(to))))]


def answer_form(draft: Draft, services: Services) -> Form:
    """An answer, and whether it is kept; the context is the question's reference."""
    return Form(
        name="answer_question",
        title=sentence("question.answer_title"),
        items=(
            *_asked(draft),
            FormNotice(sentence("question.answer_notice")),
            _text("answer", sentence("question.answer_label"), draft),
            *keep_fields(draft, services),
        ),
        submit=sentence("question.answer_submit"),
        draft=draft.key,
        context=draft.context,
    )


def decline_form(draft: Draft, _: Services) -> Form:
    """One reason, which the asker reads."""
    return Form(
        name="decline_question",
        title=sentence("question.decline_title"),
        items=(*_asked(draft), _text("answer", sentence("question.decline_label"), draft)),
        submit=sentence("question.decline_submit"),
        draft=draft.key,
        context=draft.context,
    )


async def submit_answer(event: FormSubmitted, services: Services) -> list[Reply]:
    """Commit the answer with what is kept of it; the asker is told at once."""
    question = await _theirs(event.context, event.who.person, services)
    if question is None:
        return _not_yours(event, answer_form, services)
    kept = read_kept(event, services) if event.values.get("keep") is True else None
    if isinstance(kept, CuratedRefused):
        return [FormErrors(answer_form(_sent(event, question, services), services), kept.errors)]
    kept = await grounded(kept, services) if kept else None
    return await _close(event, question, Outcome.ANSWERED, answer_form, services, kept)


async def submit_decline(event: FormSubmitted, services: Services) -> list[Reply]:
    """Commit the reason; the asker is told at once."""
    question = await _theirs(event.context, event.who.person, services)
    if question is None:
        return _not_yours(event, decline_form, services)
    return await _close(event, question, Outcome.DECLINED, decline_form, services)


async def _open(event: ActionChosen, form: str, build: FormBuilder, services: Services) -> list[Reply]:
    question = await _theirs(event.value, event.who.person, services)
    if question is None:
        return short(sentence("question.not_yours"))
    if question.outcome is not None:
        return short(state_line(question, services))
    values = {"asked": question.text, "questions": " ".join(question.text.split())}
    return open_form(new_draft(event, form, services, values, question.reference), build, services)


async def _theirs(reference: str, person: str, services: Services) -> Question | None:
    """A question somebody may answer; None where it is absent or another's, without a difference."""
    question = await services.questions.get(reference)
    return question if question is not None and may_answer(person, question, services) else None


def _not_yours(event: FormSubmitted, build: FormBuilder, services: Services) -> list[Reply]:
    """What was asked is not shown again: it may be somebody else's by now. What was typed is."""
    return kept_open(build(sent_draft(event, services), services), sentence("question.not_yours"), "answer")


async def _close(
    event: FormSubmitted,
    question: Question,
    outcome: Outcome,
    build: FormBuilder,
    services: Services,
    keep: CuratedAnswer | None = None,
) -> list[Reply]:
    text = event.values.get("answer")
    if not isinstance(text, str) or not text.strip():
        form = build(_sent(event, question, services), services)
        return [FormErrors(form, {"answer": sentence("question.answer_empty")})]
    reference, by, now = question.reference, event.who.person, services.clock.now()
    closed = await services.questions.close(reference, by, now, outcome, text.strip(), keep)
    if not closed and not _is_repeated(question, by, text.strip()):
        form = build(_sent(event, question, services), services)
        return kept_open(form, await _state(reference, services), "answer")
    if keep is not None:
        await teach(services)
        return [CloseForm((Say(titled(_told(question), Text(sentence("question.kept")))),))]
    return [CloseForm((Say(titled(_told(question))),))]


def _sent(event: FormSubmitted, question: Question, services: Services) -> Draft:
    """What came back, with the words that were asked, which are no field of the form."""
    draft = sent_draft(event, services)
    return replace(draft, values={**draft.values, "asked": question.text})


def _is_repeated(question: Question, by: str, text: str) -> bool:
    """Whether the same form was sent before."""
    return (question.closed_by, question.answer) == (by, text)


def _told(question: Question) -> str:
    return sentence("question.told", reference=question.reference)


async def _state(reference: str, services: Services) -> str:
    question = await services.questions.get(reference)
    return state_line(question, services) if question else sentence("question.not_yours")


def _asked(draft: Draft) -> tuple[FormNotice, ...]:
    asked = draft.values.get("asked") or draft.values.get("questions")
    if not isinstance(asked, str):
        return ()
    words = sentence("question.asked", reference=draft.context, question=asked)
    return tuple(FormNotice(piece) for piece in pieces(words))


def _text(name: str, label: str, draft: Draft) -> TextField:
    text = draft.values.get(name)
    initial = text if isinstance(text, str) else ""
    return TextField(name, label, required=True, multiline=True, initial=initial, limit=LONGEST)


ACTIONS: dict[str, Flow[ActionChosen]] = {
    "question.answer": open_answer,
    "question.decline": open_decline,
    "question.pass": pass_on,
}
FORMS: dict[str, Flow[FormSubmitted]] = {
    "answer_question": submit_answer,
    "decline_question": submit_decline,
}
FORM_BUILDERS: dict[str, FormBuilder] = {
    "answer_question": answer_form,
    "decline_question": decline_form,
}
