"""Ask: a question in somebody's own words, answered with the policies' own words."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.drafts import Draft
from bot.events import ActionChosen, CommandInvoked, FormSubmitted
from bot.flows import answer_card
from bot.flows.first_aid import first_aid, small_talk
from bot.flows.next_steps import person_button, who_button
from bot.flows.once import answered_before, remember_answer
from bot.flows.parts import Asking, new_draft, open_form, read_by_others, sent_draft, short, titled, words_of
from bot.flows.privacy import has_personal_data
from bot.flows.situations import READ, channel_of, is_difficult, is_question
from bot.forms import Form, Notice, TextField
from bot.messages import Button, Fact, Facts, Text
from bot.people import Place
from bot.replies import Audience, CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.words import sentence
from knowledge.passages import Answer, Passage


async def answer_text(event: Asking, services: Services) -> list[Reply]:
    """Answer whatever somebody wrote; danger, a contact that just ended and distress come first."""
    text = words_of(event)
    if talk := small_talk(text, services):
        return talk
    urgent = first_aid(text, services)
    if urgent and not is_question(text):
        return urgent
    return [*urgent, *await _answer(event, text, services)]


async def share(event: ActionChosen, services: Services) -> list[Reply]:
    """Show the passages to the whole conversation, on purpose and without the question."""
    answer = await _ask(event.value, services)
    if not answer.answered:
        return short(sentence("ask.nothing_to_share"))
    return [Say(answer_card.shared(answer), Audience.HERE)]


async def show_others(event: ActionChosen, services: Services) -> list[Reply]:
    """The passages behind the first one."""
    answer = await _ask(event.value, services)
    if not answer.passages:
        return short(sentence("ask.no_others"), who_button(event.value))
    related = [
        title
        for document in services.knowledge.documents
        if document.name == answer.passages[0].document
        for title in document.related
    ]
    return [Say(answer_card.others(answer, related))]


async def not_it(event: ActionChosen, _: Services) -> list[Reply]:
    """The answer missed: offer the next passages, a department, and a person."""
    return short(
        sentence("ask.not_it_next"),
        Button(sentence("ask.others"), "ask.other", event.value),
        who_button(event.value),
        person_button(event.value),
    )


async def ask_person(event: ActionChosen, services: Services) -> list[Reply]:
    """Open the question for its owner, so that details of a customer can be taken out first."""
    owner = _owner(await _ask(event.value, services), services)
    draft = new_draft(event, "ask_person", services, {"question": event.value}, owner)
    return open_form(draft, person_form, services)


def person_form(draft: Draft, services: Services) -> Form:
    """One question to one person; the context holds the key of who is asked."""
    owner = services.people.name(draft.context or services.organisation.policy_owner)
    question = draft.values.get("question")
    return Form(
        name="ask_person",
        title=sentence("ask.person_title"),
        items=(
            Notice(sentence("ask.person_notice", owner=owner)),
            TextField(
                "question",
                sentence("ask.person_question"),
                required=True,
                multiline=True,
                initial=question if isinstance(question, str) else "",
            ),
        ),
        submit=sentence("ask.person_submit"),
        draft=draft.key,
        context=draft.context,
    )


async def submit_question(event: FormSubmitted, services: Services) -> list[Reply]:
    """Track the question and tell its reference; the same form sent twice is one question."""
    owner = event.context or services.organisation.policy_owner
    draft = sent_draft(event, services)
    question = event.values.get("question")
    if not isinstance(question, str) or not question.strip():
        return [FormErrors(person_form(draft, services), {"question": sentence("ask.person_empty")})]
    reference = await answered_before(event.draft, services)
    if not reference:
        reference = await services.memory.open_question(
            question.strip(), event.who.person, owner, services.clock.now()
        )
        await remember_answer(draft, reference, services)
    facts = [Fact(sentence("ask.reference"), reference)]
    listed = services.people.get(owner)
    if listed and listed.phone:
        facts.append(Fact(sentence("ask.person_phone", name=listed.name), listed.phone))
    asked = sentence("ask.person_asked", owner=services.people.name(owner))
    return [CloseForm((Say(titled(asked, Facts(tuple(facts)), Text(sentence("ask.person_next")))),))]


async def _answer(event: Asking, text: str, services: Services) -> list[Reply]:
    answer = await _with_phrases(await _ask(text, services), services)
    note = sentence("ask.privacy") if read_by_others(event) and has_personal_data(text) else ""
    if not answer.answered:
        owner = services.people.name(_owner(answer, services))
        return [Say(answer_card.unanswered(answer, owner, note=note))]
    in_channel = event.where.place is not Place.DIRECT
    return [Say(answer_card.answered(answer, services, share=in_channel, note=note))]


async def _with_phrases(answer: Answer, services: Services) -> Answer:
    """Sentences to say belong to every answer about a difficult contact (D10)."""
    if answer.phrases or not is_difficult(answer.question):
        return answer
    channel = channel_of(answer.question)
    found = await asyncio.to_thread(services.knowledge.phrases, answer.question, channel)
    return replace(answer, phrases=found)


async def _ask(question: str, services: Services) -> Answer:
    return await asyncio.to_thread(services.knowledge.ask, question[:READ])


def _owner(answer: Answer, services: Services) -> str:
    """The person who keeps the nearest document, else the one for all policies."""
    owners = (_listed(passage, services) for passage in answer.passages[:1])
    return next((owner for owner in owners if owner), services.organisation.policy_owner)


def _listed(passage: Passage, services: Services) -> str:
    wanted = passage.owner.strip().casefold()
    return next(
        (
            person.key
            for person in services.people.by_key.values()
            if wanted and wanted in (person.key, person.name.casefold(), person.title.casefold())
        ),
        "",
    )


COMMANDS: dict[str, Flow[CommandInvoked]] = {"policy": answer_text}
ACTIONS: dict[str, Flow[ActionChosen]] = {
    "ask.question": answer_text,
    "ask.share": share,
    "ask.other": show_others,
    "ask.not_it": not_it,
    "ask.person": ask_person,
}
FORMS: dict[str, Flow[FormSubmitted]] = {"ask_person": submit_question}
FORM_BUILDERS: dict[str, FormBuilder] = {"ask_person": person_form}
