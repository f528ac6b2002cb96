"""A question the policies do not answer reaches a person, and their answer comes back as a person's answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dispatch import Bot
from bot.messages import Message, Quote
from bot.people import People, Person, Role
from bot.replies import CloseForm, FormErrors, Replace, Say
from foundation.outbox.sending import NotDelivered
from knowledge.reading.document import Document, DocumentFacts
from tests.fakes.conversation import PLATFORMS, Conversation, in_words
from tests.fakes.messenger import besides_figures
from tests.flows.town import HECTOR, MAY_END, PRIYA, RUTH, SAM, WEN, Town, answer

PARROT = "May I bring my parrot?"
GONE = NotDelivered("user_not_found", again=False)
DOWN = NotDelivered("ratelimited", again=True, retry_after=30)


async def ask(town: Town, owner: str = "Town Clerk", **values: bool) -> str:
    """Sam asks a person; returns the reference."""
    nearest = replace(MAY_END, owner=owner)
    town.knowledge.documents = (Document(nearest.document, "", "", DocumentFacts(owner=owner), ()),)
    town.knowledge.answer = answer(PARROT, nearest, answered=False)
    talk = town.talk()
    await talk.say(PARROT)
    await talk.press("Ask a person")
    await talk.submit({"question": PARROT, "named": True, **values})
    (question,) = [one for one in await town.services.questions.asked_by(SAM) if one.text == PARROT]
    assert question.reference in talk.words
    await town.pass_time(seconds=1)
    return question.reference


def said(message: Message) -> str:
    return in_words(Say(message))


async def answered(town: Town, reference: str, who: str = RUTH, **values: object) -> Conversation:
    talk = town.talk(who)
    await talk.choose("question.answer", reference)
    await talk.submit({"answer": "Yes, in a cage.", **values})  # type: ignore[dict-item]  # any value of a field
    return talk


async def test_the_owner_gets_the_question_at_once_with_what_they_can_do(town: Town) -> None:
    reference = await ask(town)
    (card,) = town.messenger.to(RUTH)
    assert PARROT in said(card)
    assert reference in said(card)
    assert "[Answer]" in said(card)


async def test_who_asked_is_shown_because_they_agreed_and_the_form_says_so(town: Town) -> None:
    talk = town.talk()
    await talk.choose("ask.person", PARROT)
    assert talk.form is not None
    named = next(field for field in talk.form.fields if field.name == "named")
    assert named.label == "Show my name to Ruth Castellano"
    await ask(town)
    assert "Sam Okafor" in said(town.messenger.to(RUTH)[0])


async def test_who_asked_is_nowhere_on_the_card_if_they_did_not_agree(town: Town) -> None:
    await ask(town, named=False)
    (card,) = town.messenger.to(RUTH)
    assert "Sam" not in f"{card}"
    assert SAM not in f"{card}"


async def test_the_answer_goes_back_with_name_and_day_and_is_not_called_policy(town: Town) -> None:
    reference = await ask(town)
    talk = await answered(town, reference)
    assert isinstance(talk.replies[0], CloseForm)
    await town.pass_time(seconds=1)
    (told,) = town.messenger.to(SAM)
    quote = next(part for part in told.parts if isinstance(part, Quote))
    assert quote.text == "Yes, in a cage."
    assert quote.citation == "Answer of Ruth Castellano, 2 March 2026"
    assert quote.label == "A person's answer"
    assert "not the text of a policy" in said(told)
    assert PARROT in said(told)


async def test_the_asker_sees_where_the_question_stands(town: Town) -> None:
    talk = town.talk()
    await talk.choose("questions.mine")
    assert "not asked anybody yet" in talk.words
    reference = await ask(town)
    await talk.choose("questions.mine")
    assert f"{reference}: Ruth Castellano has the question" in talk.words
    await answered(town, reference)
    await talk.choose("questions.mine")
    assert f"{reference}: Answer of Ruth Castellano, 2 March 2026" in talk.words
    await talk.press(f"Show {reference}")
    assert "Yes, in a cage." in talk.words


async def test_my_questions_show_nothing_of_others(town: Town) -> None:
    reference = await ask(town)
    talk = town.talk(PRIYA)
    await talk.choose("questions.mine", reference)
    assert PARROT not in talk.words
    assert reference not in talk.words


async def test_the_confirmation_leads_to_my_questions(town: Town) -> None:
    town.knowledge.answer = answer(PARROT, answered=False)
    talk = town.talk()
    await talk.choose("ask.person", PARROT)
    await talk.submit({"question": PARROT, "named": True})
    await talk.press("My questions")
    assert "Your questions" in talk.words


async def test_a_document_owner_is_asked_first_and_can_pass_it_on(town: Town) -> None:
    reference = await ask(town, owner="Director of Public Works")
    assert town.messenger.to(RUTH) == []
    (card,) = town.messenger.to(HECTOR)
    assert "[Not mine]" in said(card)
    talk = town.talk(HECTOR)
    (reply,) = await talk.choose("question.pass", reference)
    assert isinstance(reply, Replace)
    assert "Ruth Castellano has the question now" in talk.words
    await town.pass_time(seconds=1)
    (card,) = town.messenger.to(RUTH)
    assert PARROT in said(card)
    assert "[Not mine]" not in said(card), "nobody is left to pass it to"


async def test_passing_on_twice_passes_on_once(town: Town) -> None:
    reference = await ask(town, owner="Director of Public Works")
    talk = town.talk(HECTOR)
    await talk.choose("question.pass", reference)
    await talk.choose("question.pass", reference)
    assert "with somebody else" in talk.words
    await town.pass_time(seconds=1)
    assert len(besides_figures(town.messenger.to(RUTH))) == 1


async def test_an_owner_who_cannot_be_reached_loses_nothing_the_policy_owner_is_asked(town: Town) -> None:
    town.messenger.refusals[HECTOR] = GONE
    reference = await ask(town, owner="Director of Public Works")
    (card,) = town.messenger.to(RUTH)
    assert reference in said(card)
    talk = town.talk()
    await talk.choose("questions.mine")
    assert "Ruth Castellano has the question" in talk.words


async def test_a_platform_that_is_down_is_tried_again_and_then_somebody_else(town: Town) -> None:
    town.messenger.refusals[HECTOR] = DOWN
    await ask(town, owner="Director of Public Works")
    assert town.messenger.to(RUTH) == []
    await town.pass_time(seconds=29)
    assert len(town.messenger.attempts) == 1, "never before Retry-After ends"
    await town.pass_time(seconds=2)
    assert town.messenger.attempts == [(HECTOR, 1), (HECTOR, 2)]
    await town.pass_time(hours=25)
    assert len(besides_figures(town.messenger.to(RUTH))) == 1


async def test_a_question_that_reaches_nobody_stays_in_the_owners_list(town: Town) -> None:
    town.messenger.refusals[RUTH] = GONE
    reference = await ask(town)
    assert town.messenger.brought == []
    talk = town.talk(RUTH)
    await talk.say("upkeep")
    await talk.press("Questions without an answer")
    assert reference in talk.words
    await talk.press("Answer")
    await talk.submit({"answer": "Yes."})
    await town.pass_time(seconds=1)
    assert "Yes." in said(town.messenger.to(SAM)[0])


async def test_a_restart_between_the_question_and_its_letter_loses_nothing(town: Town) -> None:
    await town.services.questions.open(PARROT, SAM, RUTH, town.clock.now(), draft="d", named=True)
    again = Town(town.db, clock=town.clock)
    await again.pass_time(seconds=1)
    assert PARROT in said(again.messenger.to(RUTH)[0])


async def test_a_question_answered_meanwhile_asks_nobody_any_more(town: Town) -> None:
    town.messenger.refusals[RUTH] = DOWN
    reference = await ask(town)
    await answered(town, reference)
    town.messenger.refusals.clear()
    await town.pass_time(minutes=5)
    assert town.messenger.to(RUTH) == []
    assert len(town.messenger.to(SAM)) == 1


async def test_somebody_else_can_neither_answer_nor_pass_on(town: Town) -> None:
    reference = await ask(town)
    talk = town.talk(PRIYA)
    for action in ("question.answer", "question.decline", "question.pass"):
        await talk.choose(action, reference)
        assert "with somebody else" in talk.words
        assert PARROT not in talk.words
    own = town.talk(RUTH)
    await own.choose("question.answer", reference)
    talk.form = own.form
    await talk.submit({"answer": "No!"})
    assert "with somebody else" in talk.words
    assert PARROT not in repr(talk.replies)
    assert len(await town.services.questions.waiting()) == 1


async def test_the_form_to_the_owner_cannot_be_turned_to_anybody_else(town: Town) -> None:
    town.knowledge.answer = answer(PARROT, answered=False)
    talk = town.talk()
    await talk.choose("ask.person", PARROT)
    assert talk.form is not None
    talk.form = replace(talk.form, context=PRIYA)
    await talk.submit({"question": PARROT})
    (question,) = await town.services.questions.waiting()
    assert question.owner == RUTH


async def test_what_cannot_be_answered_is_told_with_the_reason(town: Town) -> None:
    reference = await ask(town)
    talk = town.talk(RUTH)
    await talk.choose("question.decline", reference)
    await talk.submit({"answer": "Please ask the vet."})
    await town.pass_time(seconds=1)
    (told,) = town.messenger.to(SAM)
    assert "could not answer" in said(told)
    assert "Please ask the vet." in said(told)
    assert "[Who to call]" in said(told)


async def test_the_second_of_two_answers_is_told_who_answered(town: Town) -> None:
    second = Person("olga@example.org", "Olga Second", "olga@example.org", frozenset({Role.POLICY_OWNER}))
    people = People.of((*town.services.people.by_key.values(), second))
    town.bot = Bot(replace(town.services, people=people), PLATFORMS)
    reference = await ask(town)
    late = town.talk(second.key)
    await late.choose("question.answer", reference)
    await answered(town, reference)
    await late.submit({"answer": "No."})
    assert "Answer of Ruth Castellano" in late.words
    (reply,) = late.replies
    assert isinstance(reply, FormErrors)
    assert "No." in repr(reply.form), "what was typed stays"
    await town.pass_time(seconds=1)
    assert [said(one).count("Yes, in a cage.") for one in town.messenger.to(SAM)] == [1]


async def test_the_same_answer_sent_twice_is_one_answer(town: Town) -> None:
    reference = await ask(town)
    talk = town.talk(RUTH)
    await talk.choose("question.answer", reference)
    form = talk.form
    await talk.submit({"answer": "Yes."})
    first = talk.words
    talk.form = form
    await talk.submit({"answer": "Yes."})
    assert talk.words == first
    await town.pass_time(seconds=1)
    assert len(town.messenger.to(SAM)) == 1


@pytest.mark.parametrize("action", ["question.answer", "question.decline"])
async def test_an_empty_answer_keeps_the_form_open_with_the_question(town: Town, action: str) -> None:
    reference = await ask(town)
    talk = town.talk(RUTH)
    await talk.choose(action, reference)
    (reply,) = await talk.submit({"answer": "  "})
    assert isinstance(reply, FormErrors)
    assert PARROT in f"{reply.form.items}"


async def test_a_platform_without_forms_asks_for_the_answer_line_by_line(town: Town) -> None:
    reference = await ask(town)
    talk = town.talk(RUTH, platform="plain")
    await talk.choose("question.answer", reference)
    for line in ("Yes, in a cage.", "no", "send"):
        await talk.say(line)
    await town.pass_time(seconds=1)
    assert "Yes, in a cage." in said(town.messenger.to(SAM)[0])


async def test_an_owner_of_one_document_sees_the_questions_that_wait_for_them(town: Town) -> None:
    reference = await ask(town, owner="Director of Public Works")
    talk = town.talk(HECTOR)
    await talk.say("upkeep")
    await talk.press("Questions without an answer")
    assert reference in talk.words
    talk = town.talk(WEN)
    await talk.say("upkeep")
    assert "The owners of the policies look after this" in talk.words
