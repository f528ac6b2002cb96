"""Ask a person: a question the policies do not answer goes to their owner, and its asker sees what became of it."""

from __future__ import annotations

from bot.drafts import Draft
from bot.events import ActionChosen, CommandInvoked, FormSubmitted
from bot.flows.asking import ask
from bot.flows.once import draft_of
from bot.flows.owners import listed, owner_of, policy_owners
from bot.flows.parts import new_draft, open_form, sent_draft, short, titled
from bot.flows.question_card import asker_card, state_line
from bot.forms import Form, FormNotice, TextField, ToggleField
from bot.messages import Button, Buttons, Fact, Facts, Heading, Message, Text
from bot.replies import CloseForm, FormErrors, Reply, Say
from bot.router import Flow, FormBuilder
from bot.services import Services
from bot.turns import ARROW
from bot.words import sentence

OFFERED = 3


async def ask_person(event: ActionChosen, services: Services) -> list[Reply]:
    """Open the question for its owner, so that details of a customer can be taken out first."""
    owner = owner_of(await ask(event.value, services), services)
    question = event.value.replace(ARROW, "\n")
    draft = new_draft(event, "ask_person", services, {"question": question, "named": True}, owner)
    return open_form(draft, person_form, services)


def person_form(draft: Draft, services: Services) -> Form:
    """One question to one person; the context holds the key of who is asked."""
    owner = services.people.name(_asked(draft.context, services))
    question = draft.values.get("question")
    return Form(
        name="ask_person",
        title=sentence("ask.person_title"),
        items=(
            FormNotice(sentence("ask.person_notice", owner=owner)),
            TextField(
                "question",
                sentence("ask.person_question"),
                required=True,
                multiline=True,
                initial=question if isinstance(question, str) else "",
            ),
            ToggleField(
                "named",
                sentence("ask.person_named", owner=owner),
                hint=sentence("ask.person_named_hint"),
                initial=draft.values.get("named") is not False,
            ),
        ),
        submit=sentence("ask.person_submit"),
        draft=draft.key,
        context=draft.context,
    )


async def submit_question(event: FormSubmitted, services: Services) -> list[Reply]:
    """Track the question and tell its reference; the same form sent twice is one question."""
    owner = _asked(event.context, services)
    draft = sent_draft(event, services)
    question = event.values.get("question")
    if not isinstance(question, str) or not question.strip():
        return [FormErrors(person_form(draft, services), {"question": sentence("ask.person_empty")})]
    reference = await services.questions.open(
        question.strip(),
        event.who.person,
        owner,
        services.clock.now(),
        draft=draft_of(event.draft, question.strip()),
        named=event.values.get("named") is True,
    )
    facts = [Fact(sentence("ask.reference"), reference)]
    known = services.people.get(owner)
    if known and known.phone:
        facts.append(Fact(sentence("ask.person_phone", name=known.name), known.phone))
    asked = sentence("ask.person_asked", owner=services.people.name(owner))
    parts = (Facts(tuple(facts)), Text(sentence("ask.person_next")), Buttons((mine_button(),)))
    return [CloseForm((Say(titled(asked, *parts)),))]


async def show_mine(event: ActionChosen | CommandInvoked, services: Services) -> list[Reply]:
    """What I asked and what became of it; with a reference, that one."""
    reference = event.value if isinstance(event, ActionChosen) else ""
    mine = await services.questions.asked_by(event.who.person)
    if found := next((one for one in mine if one.reference == reference), None):
        return [Say(asker_card(found, services))]
    if not mine:
        return short(sentence("question.none"))
    lines = tuple(Fact(one.reference, state_line(one, services)) for one in mine)
    shown = tuple(
        Button(sentence("question.open", reference=one.reference), "questions.mine", one.reference)
        for one in mine[:OFFERED]
    )
    title = sentence("question.mine")
    return [Say(Message(title, (Heading(title), Facts(lines), Buttons(shown))))]


def mine_button() -> Button:
    """The way to one's own questions."""
    return Button(sentence("question.mine_button"), "questions.mine")


def _asked(context: str, services: Services) -> str:
    """Who is asked: an owner that a form names, never anybody else whatever came back with it."""
    owners = {listed(document.facts.owner, services.people) for document in services.knowledge.documents}
    known = {*owners, *policy_owners(services)} - {""}
    return context if context in known else services.organisation.policy_owner


COMMANDS: dict[str, Flow[CommandInvoked]] = {"questions": show_mine}
ACTIONS: dict[str, Flow[ActionChosen]] = {"ask.person": ask_person, "questions.mine": show_mine}
FORMS: dict[str, Flow[FormSubmitted]] = {"ask_person": submit_question}
FORM_BUILDERS: dict[str, FormBuilder] = {"ask_person": person_form}
