"""Ask: the policies' own words, the useful thing first, an honest no, and private before public."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.events import ReplyLost
from bot.flows import answer_card
from bot.flows.next_steps import public
from bot.messages import Button, Buttons, Heading, Links, Message, Part, Phrases, Quote, Text, Tone
from bot.people import Place
from bot.replies import Audience, CloseForm, FormErrors, OpenForm, Replace, Say
from bot.words import sentence
from knowledge.answers.answer import Answer, Passage, Phrase
from knowledge.reading.document import Strength
from tests.fakes.clock import MORNING
from tests.fakes.conversation import Conversation, in_words
from tests.flows.town import MAY_END, PHRASES, RUTH, SAM, TELL_HEAD, Town, answer

QUESTION = "how do I handle an abusive caller"


def message(talk: Conversation, at: int = 0) -> Message:
    reply = talk.replies[at]
    assert isinstance(reply, Say)
    return reply.message


def of(kind: type[Part], shown: Message) -> list[Part]:
    return [part for part in shown.parts if isinstance(part, kind)]


def labels(talk: Conversation) -> list[str]:
    return [button.label for button in talk.buttons]


async def asked(town: Town, given: Answer, place: Place = Place.DIRECT) -> Conversation:
    town.knowledge.answer = given
    talk = town.talk(place=place)
    await talk.say(given.question)
    return talk


async def test_the_useful_thing_comes_first_and_word_for_word(town: Town) -> None:
    talk = await asked(town, answer(QUESTION, MAY_END, TELL_HEAD))
    first = message(talk).parts[0]
    assert isinstance(first, Quote)
    assert first.text == MAY_END.text
    assert first.lead_in == MAY_END.lead_in
    assert first.citation.startswith(MAY_END.citation)
    assert first.label == "You may"
    assert first.url == MAY_END.url


async def test_the_best_clause_is_quoted_rather_than_its_section(town: Town) -> None:
    section = replace(MAY_END, text="4.2 Warn once.\n4.3 End it.", clause="End it.", lead_in="")
    talk = await asked(town, answer(QUESTION, section))
    quote = message(talk).parts[0]
    assert isinstance(quote, Quote)
    assert (quote.text, quote.label) == ("End it.", "You may")


async def test_the_next_steps_are_buttons(town: Town) -> None:
    talk = await asked(town, answer(QUESTION, MAY_END, TELL_HEAD))
    assert labels(talk)[:2] == ["Guide me now", "More"], "one that fits, the others under one button"
    await talk.press("More")
    assert {"Report an incident", "Who to call", "Not what I needed"} <= set(labels(talk))
    assert "Share here" not in labels(talk)
    report = next(button for button in talk.buttons if button.action == "report.open")
    assert report.opens_form


@pytest.mark.parametrize(
    "passage", [replace(MAY_END, url=""), replace(MAY_END, url="https://town.example/p", curated=True)]
)
async def test_d05_without_a_public_page_nothing_is_offered_for_the_customer(
    town: Town, passage: Passage
) -> None:
    talk = await asked(town, answer("how long do we keep phone messages", passage))
    assert "ask.customer" not in [button.action for button in talk.buttons]
    await talk.choose("ask.customer", "how long do we keep phone messages")
    assert passage.text not in talk.words
    assert "Ask a person" in labels(talk)


async def test_d01_a_difficult_contact_is_offered_the_guided_way(town: Town) -> None:
    talk = await asked(town, answer(QUESTION))
    assert "report.ended" in [button.action for button in talk.buttons]
    talk = await asked(town, answer("how long do we keep phone messages"))
    assert "report.ended" not in [button.action for button in talk.buttons]


async def test_r01_an_overdue_review_is_told_with_the_citation(town: Town) -> None:
    talk = await asked(town, answer(QUESTION, TELL_HEAD))
    quote = message(talk).parts[0]
    assert isinstance(quote, Quote)
    assert "6 May 2025" in quote.warning
    talk = await asked(town, answer(QUESTION, MAY_END))
    quote = message(talk).parts[0]
    assert isinstance(quote, Quote)
    assert quote.warning == ""


async def test_differing_clauses_stand_side_by_side(town: Town) -> None:
    talk = await asked(town, answer(QUESTION, MAY_END, TELL_HEAD, disagreeing=((0, 1),)))
    quotes = of(Quote, message(talk))
    assert [part.text for part in quotes if isinstance(part, Quote)] == [MAY_END.text, TELL_HEAD.text]
    assert "differ" in talk.words
    talk = await asked(town, answer(QUESTION, MAY_END, TELL_HEAD))
    assert len(of(Quote, message(talk))) == 1


async def test_a_difference_between_other_passages_stays_out_of_the_answer(town: Town) -> None:
    third = replace(TELL_HEAD, citation="Third, 1", text="Something else.")
    talk = await asked(town, answer(QUESTION, MAY_END, TELL_HEAD, third, disagreeing=((1, 2),)))
    assert len(of(Quote, message(talk))) == 1
    assert "differ" not in talk.words


async def test_d62_phrases_fit_the_way_of_speaking(town: Town) -> None:
    talk = await asked(town, answer("what can I say to an abusive caller on the phone", phrases=PHRASES))
    assert of(Phrases, message(talk))
    assert PHRASES[1].text in talk.words
    assert PHRASES[2].text not in talk.words


@pytest.mark.parametrize(
    "said",
    [
        "You can document your concerns in writing, and I give you the form.",
        "I will take that down: please fill in this form.",
        "Would you like to put it in writing?",
    ],
)
async def test_d63_where_a_sentence_offers_the_form_it_is_opened_with_how_to_reach_them(
    town: Town, said: str
) -> None:
    town.knowledge.offered = (*PHRASES, Phrase(said, "Difficult Customers, Schedule A"))
    talk = town.talk()
    await talk.say("phrases")
    await talk.press(sentence("promise.write_down"))
    assert talk.form
    assert {"description", "contact"} <= {one.name for one in talk.form.fields}
    town.knowledge.offered = (*PHRASES, Phrase("I am writing this down.", "Difficult Customers, Schedule A"))
    await talk.say("phrases")
    assert sentence("promise.write_down") not in {one.label for one in talk.buttons}


async def test_d10_a_difficult_contact_always_comes_with_phrases(town: Town) -> None:
    talk = await asked(town, answer(QUESTION))
    assert PHRASES[1].text in talk.words
    assert PHRASES[2].text not in talk.words
    talk = await asked(town, answer("how long do we keep phone messages"))
    assert of(Phrases, message(talk)) == []


async def test_the_other_clauses_of_the_section_follow_whole(town: Town) -> None:
    talk = await asked(town, answer(QUESTION))
    for clause in MAY_END.neighbours:
        assert clause in talk.words


async def test_j39_each_quotation_names_its_source_and_who_keeps_it(town: Town) -> None:
    talk = await asked(town, answer(QUESTION, MAY_END, TELL_HEAD, disagreeing=((0, 1),)))
    cited = [one.citation for one in message(talk).parts if isinstance(one, Quote)]
    assert cited == [
        f"{MAY_END.citation}, kept by Town Clerk",
        f"{TELL_HEAD.citation}, kept by nobody listed",
    ]
    talk = await asked(town, answer(QUESTION, MAY_END, TELL_HEAD))
    assert TELL_HEAD.citation not in talk.words


async def test_d60_who_approved_a_policy_stands_with_its_citation(town: Town) -> None:
    talk = await asked(town, answer(QUESTION, replace(MAY_END, approver="Municipal Clerk")))
    (cited, *_) = (one.citation for one in message(talk).parts if isinstance(one, Quote))
    assert cited == f"{MAY_END.citation}, approved by Municipal Clerk, kept by Town Clerk"


async def test_what_the_passage_does_not_state_is_said(town: Town) -> None:
    talk = await asked(town, answer("how do I reach the clerk of the court", missing="phone number"))
    first = message(talk).parts[0]
    assert isinstance(first, Text)
    assert "does not state a phone number" in first.text


async def test_a_repaired_question_is_shown_as_it_was_read(town: Town) -> None:
    talk = await asked(town, Answer("abusiv caler", "abusive caller", True, 0.9, (MAY_END,)))
    assert "“abusive caller”" in talk.words
    talk = await asked(town, answer(QUESTION))
    assert "I read your question" not in talk.words


async def test_p36_an_answer_about_violence_begins_with_the_emergency_number(town: Town) -> None:
    talk = await asked(town, answer("what if a customer has a knife?"))
    first = message(talk).parts[0]
    assert isinstance(first, Links)
    assert first.tone is Tone.DANGER
    assert first.links[0].url == "tel:911"


async def test_p36_danger_now_gets_the_numbers_before_anything_else(town: Town) -> None:
    town.knowledge.answer = answer("x")
    talk = town.talk()
    await talk.say("he has a knife")
    assert len(talk.replies) == 1
    assert "911" in talk.words
    assert "worth being hurt for" in talk.words
    await talk.say("he has a knife, what do I do right now?")
    assert "911" in in_words(talk.replies[0])
    assert MAY_END.text in in_words(talk.replies[1])


async def test_p36_danger_comes_first_by_command_and_by_referral_too(town: Town) -> None:
    talk = town.talk()
    for command in ("policy", "contact"):
        await talk.command(command, "a man pulled out a gun, who do I call")
        assert "911" in in_words(talk.replies[0])


async def test_d42_a_contact_that_just_ended_leads_to_the_report(town: Town) -> None:
    talk = town.talk()
    await talk.say("I hung up on him")
    await talk.press("Report an incident")
    assert talk.form is not None
    ended = next(field for field in talk.form.fields if field.name == "ended")
    assert getattr(ended, "initial", "") == "yes"


async def test_d44_distress_is_answered_with_support(town: Town) -> None:
    talk = town.talk()
    await talk.say("I can't stop shaking")
    assert "555-0177" in talk.words
    await talk.say("I want to kill myself")
    assert "911" in talk.words
    assert "555-0177" in talk.words


@pytest.mark.parametrize("text", ["Good morning!", "thanks!", "sdfghjkl", "  ", "what can you do"])
async def test_store_36_small_talk_gets_a_short_reply_and_a_way_forward(town: Town, text: str) -> None:
    talk = town.talk()
    await talk.say(text)
    assert len(talk.replies) == 1
    assert talk.words
    assert town.knowledge.asked == []


async def test_the_policies_are_searched_off_the_event_loop(town: Town) -> None:
    threads: list[threading.Thread] = []
    plain = town.knowledge.ask

    def ask(question: str, *, limit: int = 5, earlier: Sequence[str] = ()) -> Answer:
        threads.append(threading.current_thread())
        return plain(question, limit=limit, earlier=earlier)

    town.knowledge.ask = ask  # type: ignore[method-assign]  # watched for this test only
    await town.talk().say("how long may I keep a caller on hold")
    assert threads
    assert threading.main_thread() not in threads


async def test_an_answer_in_a_channel_is_for_the_asker_alone(town: Town) -> None:
    talk = await asked(town, answer(QUESTION, MAY_END, TELL_HEAD), Place.CHANNEL)
    assert all(isinstance(reply, Say) and reply.audience is Audience.ASKER for reply in talk.replies)
    await talk.press("More")
    assert "Share here" in labels(talk)


async def test_sharing_shows_the_passage_and_nothing_of_the_asker(town: Town) -> None:
    question = "may I hang up on Mrs Alvarez of 14 Harbour Street"
    talk = await asked(town, answer(question, MAY_END, TELL_HEAD), Place.CHANNEL)
    await talk.press("More")
    await talk.press("Share here")
    reply, card = talk.replies
    assert isinstance(reply, Say)
    assert reply.audience is Audience.HERE
    everything = f"{reply.message}"
    assert MAY_END.text in everything
    assert "Alvarez" not in everything
    assert "Okafor" not in everything
    assert isinstance(card, Replace), "in the place of the further steps stands that it was shared"
    assert sentence("ask.shared") in talk.words
    assert "Share here" not in labels(talk)


@pytest.mark.parametrize("second", [SAM, RUTH], ids=["the same person", "a colleague"])
async def test_the_same_passages_are_shared_once_in_a_place(town: Town, second: str) -> None:
    """Pressed twice, or by two people who asked the same: the conversation reads it once."""
    first = await asked(town, answer(QUESTION, MAY_END, TELL_HEAD), Place.CHANNEL)
    await first.press("More")
    await first.press("Share here")
    talk = town.talk(second)
    talk.where = first.where
    await talk.choose("ask.share", QUESTION)
    (card,) = talk.replies
    assert isinstance(card, Replace)
    assert sentence("ask.shared_before") in talk.words


async def test_what_could_not_be_posted_can_be_shared_again(town: Town) -> None:
    talk = await asked(town, answer(QUESTION, MAY_END, TELL_HEAD), Place.CHANNEL)
    await talk.press("More")
    await talk.press("Share here")
    passages = talk.replies[0]
    assert isinstance(passages, Say)
    lost = ReplyLost("lost", talk.who, talk.where, MORNING, passages.message, talk.where, public=True)
    await talk.does(lost)
    assert talk.words.startswith(sentence("core.not_posted"))
    await talk.choose("ask.share", QUESTION)
    assert talk.replies[0] == passages


async def test_nothing_is_shared_when_the_policies_do_not_say(town: Town) -> None:
    talk = town.talk(place=Place.CHANNEL)
    await talk.choose("ask.share", "anything")
    (reply,) = talk.replies
    assert isinstance(reply, Say)
    assert reply.audience is Audience.ASKER


async def test_a14_details_of_a_customer_in_a_channel_are_warned_about(town: Town) -> None:
    question = "may I hang up on Mrs Alvarez"
    talk = await asked(town, answer(question), Place.CHANNEL)
    assert "take out any details" in talk.words
    talk = await asked(town, answer(question, answered=False), Place.CHANNEL)
    assert "take out any details" in talk.words
    talk = await asked(town, answer(question), Place.DIRECT)
    assert "take out any details" not in talk.words
    talk = await asked(town, answer(QUESTION), Place.CHANNEL)
    assert "take out any details" not in talk.words


async def test_other_passages_stay_behind_their_button(town: Town) -> None:
    talk = await asked(town, answer(QUESTION, MAY_END, TELL_HEAD))
    assert TELL_HEAD.text not in talk.words
    await talk.press("More")
    await talk.press("Other passages")
    assert TELL_HEAD.text in talk.words
    plain = "how long do we keep phone messages"
    for found, offered in ((answer(plain, MAY_END, TELL_HEAD), True), (answer(plain, MAY_END), False)):
        talk = await asked(town, found)
        await talk.press("More")
        assert ("Other passages" in labels(talk)) is offered


async def test_p36_the_emergency_number_comes_first_where_nothing_answers_a_question_about_violence(
    town: Town,
) -> None:
    asking = "what may I do if a customer attacks me"
    first = message(await asked(town, answer(asking, TELL_HEAD, answered=False))).parts[0]
    assert isinstance(first, Links)
    assert first.links[0].url == "tel:911"


async def test_unanswered_says_so_and_marks_the_nearest(town: Town) -> None:
    talk = await asked(town, answer("may I bring my parrot", TELL_HEAD, answered=False))
    first = message(talk).parts[0]
    assert isinstance(first, Heading)
    assert first.text == "Your policies don't say"
    assert "may not answer it" in talk.words
    assert TELL_HEAD.text in talk.words
    assert "Ask a person" in labels(talk)


async def test_a_question_to_a_person_is_tracked_with_its_owner(town: Town) -> None:
    talk = await asked(town, answer("may I bring my parrot", MAY_END, answered=False))
    await talk.press("Ask a person")
    assert talk.form is not None
    await talk.submit({"question": "May I bring my parrot?"})
    (tracked,) = await town.services.questions.waiting()
    assert (tracked.text, tracked.owner) == ("May I bring my parrot?", RUTH)
    assert tracked.reference in talk.words
    assert "Ruth Castellano" in talk.words


async def test_without_a_listed_owner_the_policy_owner_is_asked(town: Town) -> None:
    talk = await asked(town, answer("may I bring my parrot", TELL_HEAD, answered=False))
    await talk.press("Ask a person")
    await talk.submit({"question": "May I?"})
    assert [one.owner for one in await town.services.questions.waiting()] == [RUTH]


async def test_the_same_question_sent_twice_is_one_question(town: Town) -> None:
    talk = await asked(town, answer("may I bring my parrot", answered=False))
    await talk.press("Ask a person")
    form = talk.form
    await talk.submit({"question": "May I?"})
    first = talk.words
    talk.form = form
    await talk.submit({"question": "May I?"})
    assert talk.words == first
    assert len(await town.services.questions.waiting()) == 1


async def test_an_empty_question_keeps_the_form_open(town: Town) -> None:
    talk = town.talk()
    await talk.choose("ask.person", "")
    await talk.submit({"question": "  "})
    (reply,) = talk.replies
    assert isinstance(reply, FormErrors)
    assert await town.services.questions.waiting() == ()


async def test_not_what_i_needed_always_leads_on(town: Town) -> None:
    talk = await asked(town, answer(QUESTION, MAY_END, TELL_HEAD))
    await talk.press("More")
    await talk.press("Not what I needed")
    assert {"Other passages", "Who to call", "Ask a person"} == set(labels(talk))
    await talk.press("Who to call")
    assert "Priya Raman" in talk.words
    await talk.press("Find the department")
    assert "Town Hall Front Desk" in talk.words


async def test_a_long_question_still_fits_into_its_buttons(town: Town) -> None:
    long = "how do I handle an abusive caller " * 2000
    town.knowledge.answer = answer(long, MAY_END, TELL_HEAD)
    talk = town.talk(place=Place.CHANNEL)
    await talk.say(long)
    assert talk.buttons
    assert all(len(button.value) <= 1500 for button in talk.buttons)


async def test_nobody_answers_where_there_is_nothing_at_all(town: Town) -> None:
    talk = town.talk()
    await talk.choose("ask.other", "may I bring my parrot")
    assert "refer.who" in [button.action for button in talk.buttons]


passages = st.builds(
    Passage,
    document=st.text(),
    title=st.text(),
    heading=st.text(),
    citation=st.text(),
    text=st.text(min_size=1),
    strength=st.sampled_from(Strength),
    score=st.floats(0, 1),
    neighbours=st.lists(st.text()).map(tuple),
    clause=st.text(),
    review_overdue_since=st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1)),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.lists(passages, min_size=1, max_size=5), question=st.text(max_size=200))
def test_every_card_quotes_verbatim_and_shows_at_most_six_buttons(
    town: Town, found: list[Passage], question: str
) -> None:
    pairs = tuple((0, other) for other in range(1, len(found)))
    shown = answer_card.answered(answer(question, *found, disagreeing=pairs), town.services)
    quoted = [part.text for part in shown.parts if isinstance(part, Quote)]
    assert quoted == [one.clause or one.text for one in found]
    buttons = [button for part in shown.parts if isinstance(part, Buttons) for button in part.buttons]
    assert len(buttons) <= 6
    assert Button("More", "ask.more", question) in buttons


async def test_the_form_to_a_person_opens_with_the_question(town: Town) -> None:
    talk = town.talk()
    (reply,) = await talk.choose("ask.person", "may I bring my parrot")
    assert isinstance(reply, OpenForm)
    assert getattr(reply.form.fields[0], "initial", "") == "may I bring my parrot"
    await talk.submit({"question": "may I?"})
    assert isinstance(talk.replies[0], CloseForm)


def test_a_clause_with_an_open_place_is_said_to_be_incomplete_also_in_the_summary_and_is_not_for_customers(
    town: Town,
) -> None:
    open_one = Passage(
        "desk.md",
        "Desk",
        "Letters",
        "Desk, Letters",
        "Staff must answer within ____ days.",
        Strength.MUST,
        1.0,
        url="https://town.example/desk",
        left_open=("____",),
    )
    shown = answer_card.answered(answer("how soon do I answer", open_one), town.services)
    assert "not complete" in shown.summary
    assert not public(open_one)
    assert public(replace(open_one, left_open=()))
