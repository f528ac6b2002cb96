"""The three stories on the sample organisation as it ships: real policies, real directory, real records."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.dispatch import Bot
from bot.messages import Quote
from bot.replies import Say
from bot.words import sentence
from knowledge.library import Library
from tests.fakes.conversation import PLATFORMS, Conversation
from tests.flows.town import ORGANISATION, Town

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, sample: Library, sample_index: Path) -> Library:
    """The sample policies on a day of their own, from what was kept of them."""
    cache: Path = tmp_path_factory.mktemp("own") / "index"
    shutil.copytree(sample_index, cache)
    return Library.open([ORGANISATION / "policies"], cache, today=lambda: TODAY)


@pytest.fixture
def talk(town: Town, library: Library) -> Conversation:
    """Sam talks with the bot that knows the sample policies."""
    town.bot = Bot(replace(town.services, knowledge=library), PLATFORMS)
    return town.talk()


def quotes(talk: Conversation) -> list[Quote]:
    return [
        part
        for reply in talk.replies
        if isinstance(reply, Say)
        for part in reply.message.parts
        if isinstance(part, Quote)
    ]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("how do I handle an abusive caller", "one calm warning"),
        ("am I allowed to put the phone down on someone who swears", "staff may end the contact"),
        ("what if somebody does not speak English", "must offer the language line"),
        ("how long do we keep incident reports", "seven years"),
        ("someone is filming me at the counter", "may film in public areas"),
        ("how long may I keep a caller on hold", "two minutes"),
        ("who do I tell when I ended a call", "must tell the department head immediately"),
        ("can we make a man write letters only", "contact in writing only"),
    ],
)
async def test_questions_of_the_counter_are_answered(talk: Conversation, asked: str, words: str) -> None:
    await talk.say(asked)
    assert words in talk.words
    assert quotes(talk)[0].citation in talk.words


@pytest.mark.parametrize(
    "asked", ["may I bring my parrot to work", "best pizza in town", "what is the dress code"]
)
async def test_what_the_policies_do_not_say_is_admitted(talk: Conversation, asked: str) -> None:
    await talk.say(asked)
    assert talk.words.startswith("Your policies don't say")
    assert "Ask a person" in [button.label for button in talk.buttons]


async def test_b6_two_reply_times_are_shown_and_never_blended(talk: Conversation) -> None:
    await talk.say("how fast do I have to call back")
    assert "Your policies differ here" in talk.words
    assert "within one working day" in talk.words
    assert "within 24 hours" in talk.words


async def test_r01_the_overdue_guide_says_so(talk: Conversation) -> None:
    await talk.say("can visitors walk upstairs alone")
    assert "6 May 2025" in talk.words


async def test_d61_the_policys_own_phrases_are_offered(talk: Conversation) -> None:
    await talk.say("what can I say to a caller who shouts")
    assert "If the shouting goes on, I am going to end this call." in talk.words
    assert "Please take a seat" not in talk.words


async def test_d16_the_choice_about_the_police_is_quoted(talk: Conversation) -> None:
    await talk.say("can my manager stop me from going to the police")
    assert "That choice belongs to the employee alone" in talk.words


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("¿cómo trato a un cliente grosero?", "Por ahora solo entiendo inglés"),
        ("Comment dois-je traiter un client agressif ?", "je ne comprends que l'anglais"),
        ("как мне вести себя с грубым клиентом", "Please ask again in English"),
    ],
)
async def test_another_language_gets_a_short_reply_in_it_and_the_way_to_a_person(
    talk: Conversation, asked: str, said: str
) -> None:
    await talk.say(asked)
    assert said in talk.words
    assert "911" in talk.words
    assert quotes(talk) == []
    assert [button.label for button in talk.buttons] == [
        "Report an incident",
        "Ask a person",
        "Who to call",
    ]


async def test_d05_the_words_of_a_public_policy_can_be_handed_to_the_customer(talk: Conversation) -> None:
    await talk.say("when is a letter answered")
    await talk.press("More")
    assert "For the customer" in [button.label for button in talk.buttons]
    await talk.press("For the customer")
    page = "https://www.portmaribel.example/policies/customer-service"
    extract = (
        "An e-mail must be answered within 24 hours. A letter must be answered within ten working days. "
        f"(Customer Service Policy, 5. E-mail and letters, 5.1 (reviewed January 2026), {page})"
    )
    assert extract in talk.words
    assert "Customer Service Manager" not in talk.words, "who keeps it is for staff"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("he swung at me", "911"),
        ("this guy has a bat and is yelling", "911"),
        ("I put the receiver down on her", "Report"),
        ("he made me cry", "alone"),
    ],
)
async def test_p36_d20_d43_what_happens_to_staff_is_met_before_any_quotation(
    talk: Conversation, said: str, words: str
) -> None:
    await talk.say(said)
    first = talk.replies[0]
    assert isinstance(first, Say)
    assert words in repr(first.message)
    assert not any(isinstance(part, Quote) for part in first.message.parts)


async def test_p36_the_danger_card_comes_before_the_next_question_of_an_interview(town: Town) -> None:
    talk = town.talk(platform="plain")
    await talk.say("report")
    await talk.say("help he has a knife")
    card, question = talk.replies
    assert isinstance(card, Say)
    assert isinstance(question, Say)
    assert "911" in repr(card.message)
    assert card.message.summary.startswith(sentence("emergency.title"))
    assert question.message.summary != card.message.summary
