"""What kind of moment somebody writes from: nobody in danger gets a quotation first."""

from __future__ import annotations

import time

import pytest

from bot.flows.orders import order_in
from bot.flows.privacy import has_personal_data
from bot.flows.refer import looks_like_referral
from bot.flows.situations import Situation, channel_of, is_about_violence, is_difficult, situation, told_in
from bot.flows.supervisors import asks_for_supervisor
from bot.references import reference_in
from bot.words import sentence
from tests.flows.town import Town

DANGER = [
    "she threw a chair at me",
    "caller says he will shoot up the office",
    "he's punching my colleague",
    "fire!",
    "he has a knife",
    "there's a man with a gun in the lobby",
    "He’s threatening me right now",
    "a customer is threatening to kill my colleague",
    "she just hit me",
    "someone is throwing chairs at the counter",
    "they won't let me leave",
    "I don't feel safe",
    "the man at my desk said he will shoot us",
    "a visitor collapsed in the lobby",
    "help he is attacking my coworker what do I do",
    "what do I do he has a knife right now",
    "we got a bomb threat",
    "a guy pulled out a machete",
    "somebody is following me to my car",
]
NO_DANGER = [
    "I am punching the numbers into the form",
    "what if a customer has a knife?",
    "how do I handle an abusive caller",
    "a customer is threatening to sue the town",
    "he is threatening to call the mayor",
    "what is the policy on threats?",
    "who do I call about a gun permit",
    "customer with a gun licence question",
    "how should I report a customer who hit me yesterday?",
    "can I hang up when someone swears at me",
    "a resident has a bat in her attic",
    "the printer is on fire sale",
    "he keeps calling about the same pothole",
]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("what's the emergency number?", Situation.DANGER),
        ("how do I call security", Situation.DANGER),
        ("number of the police non-emergency line", Situation.QUESTION),
        ("what's the number for counselling", Situation.SUPPORT),
        ("is there an EFAP", Situation.SUPPORT),
    ],
)
def test_p36_d44_numbers_for_staff_themselves_are_recognised(text: str, kind: Situation) -> None:
    assert situation(text) is kind


@pytest.mark.parametrize("text", DANGER)
def test_p36_danger_now_is_recognised(text: str) -> None:
    assert situation(text) is Situation.DANGER


@pytest.mark.parametrize("text", NO_DANGER)
def test_a_question_about_danger_is_a_question(text: str) -> None:
    assert situation(text) is Situation.QUESTION


@pytest.mark.parametrize(
    "text",
    [
        "I hung up on him",
        "just ended the call",
        "I just hung up on an abusive caller",
        "I had to end the call",
        "we terminated the conversation with him",
        "I told her to leave",
        "I walked away from the man at the counter",
        "I’ve ended the meeting",
        "After three warnings I ended the call",
        "I gave no warning before I hung up",
        "what now? I just hung up on her",
        "when I hung up he called back",
    ],
)
def test_d20_a_contact_that_just_ended_is_recognised(text: str) -> None:
    assert situation(text) is Situation.ENDED


@pytest.mark.parametrize(
    "text",
    [
        "can I hang up?",
        "what happens if I hung up on somebody",
        "may I end the call",
        "how many warnings do I give before I hang up",
        "how often do I warn before I end the call",
        "hi, how long do I wait before we end the conversation",
        "after how many warnings can I walk away and I ask him to leave",
        "at what point do I tell him to leave",
        "when do I end the conversation",
        "I want to know how many warnings I give before I hang up",
        "I warn her twice before I hang up, is that right",
        "number of warnings before I hang up",
    ],
)
def test_asking_about_ending_is_a_question(text: str) -> None:
    assert situation(text) is Situation.QUESTION


@pytest.mark.parametrize(
    "text",
    [
        "I want to know how many warnings I give before I hang up",
        "number of warnings before I hang up",
        "how many warnings before hanging up",
    ],
)
async def test_asking_how_often_to_warn_before_an_end_is_taken_for_no_end_by_likeness(
    town: Town, text: str
) -> None:
    talk = town.talk()
    await talk.say(text)
    assert sentence("report.just_ended") not in talk.words


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I am still shaking after that call", Situation.DISTRESS),
        ("I can't take this anymore", Situation.DISTRESS),
        ("I feel awful", Situation.DISTRESS),
        ("I need someone to talk to", Situation.DISTRESS),
        ("I want to kill myself", Situation.CRISIS),
        ("the customer is upset about her bill", Situation.QUESTION),
        ("a resident feels awful about the noise", Situation.QUESTION),
    ],
)
def test_d43_distress_of_staff_is_recognised_and_that_of_customers_is_not(text: str, kind: Situation) -> None:
    assert situation(text) is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", Situation.EMPTY),
        (" \n ", Situation.EMPTY),
        ("Hi!", Situation.GREETING),
        ("hello?", Situation.GREETING),
        ("hola", Situation.GREETING),
        ("what can you do?", Situation.HELP),
        ("who are you?", Situation.HELP),
        ("help?", Situation.HELP),
        ("thank you for your help", Situation.THANKS),
        ("merci beaucoup", Situation.THANKS),
        ("bye", Situation.THANKS),
        ("good morning", Situation.GREETING),
        ("Thanks so much!", Situation.THANKS),
        ("ok", Situation.THANKS),
        ("what can you do", Situation.HELP),
        ("??", Situation.HELP),
        ("12345 !!", Situation.UNCLEAR),
        ("sdfghjkl", Situation.UNCLEAR),
        ("🙂🙂", Situation.UNCLEAR),
        ("hello, how long may I keep a caller on hold", Situation.QUESTION),
        ("strengthen privacy", Situation.QUESTION),
        ("ساعات العمل", Situation.QUESTION),
    ],
)
def test_small_talk_is_told_from_questions(text: str, kind: Situation) -> None:
    assert situation(text) is kind


@pytest.mark.parametrize(
    "text",
    [
        "who handles a pothole?",
        "Who do I call to report a pothole",
        "which department does parking permits",
        "what's the number for the library",
        "where do I send someone with old paint",
        "where is the tax office",
        "who is responsible for garbage",
        "who handles a noise complaint",
        "where do I send a parking complaint",
        "what is the phone number of the police non-emergency line",
        "transfer a caller to someone about a water bill",
    ],
)
def test_asking_who_handles_something_is_a_referral(text: str) -> None:
    assert looks_like_referral(text)


@pytest.mark.parametrize(
    "text",
    [
        "who must I notify when I hang up on a caller?",
        "who do I call when a customer threatens me",
        "who do I call he has a knife",
        "how long may I keep a caller on hold",
        "what is the policy on who handles complaints",
        "where do I send a compliment",
        "where do I send a complaint about a colleague",
        "where should I direct feedback",
        "who handles complaints about the mayor",
        "where do I send a report of fraud",
        "who deals with customers who complain",
        "can I end the call",
        "",
    ],
)
def test_asking_what_a_policy_says_is_not_a_referral(text: str) -> None:
    assert not looks_like_referral(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mrs. Alvarez called again",
        "her number is 902-555-0134",
        "write to joe.bloggs@example.com",
        "account number is on file",
        "a customer named Pat came in",
        "he lives at 14 Harbour Street",
        "SIN 123 456 789",
    ],
)
def test_a14_details_of_a_person_are_recognised(text: str) -> None:
    assert has_personal_data(text)


@pytest.mark.parametrize(
    "text",
    [
        "how do I handle an abusive caller",
        "reply within 24 hours or 2 working days?",
        "what changed on 2026-11-22 in section 3.1.2",
        "the customer called twice",
        "see bylaw 2024",
    ],
)
def test_ordinary_questions_hold_no_personal_data(text: str) -> None:
    assert not has_personal_data(text)


def test_d62_the_way_of_speaking_is_read_from_the_words() -> None:
    assert channel_of("what can I say to a caller") == "phone"
    assert channel_of("someone at the counter is rude") == "in person"
    assert channel_of("what can I say") == ""


def test_difficult_and_violent_matters_are_told_apart_from_plain_ones() -> None:
    assert is_difficult("can I hang up on somebody who swears")
    assert not is_difficult("how long do we keep records")
    assert is_about_violence("what if someone has a knife")
    assert not is_about_violence("how do I transfer a call")


@pytest.mark.parametrize(
    "text",
    [
        "my " * 40_000,
        "please get me the " * 5_000,
        "show me all the " * 6_000,
        "k4m " * 30_000,
        "a" * 100_000,
        "1" * 100_000,
        "i am " * 20_000,
        "a@" * 50_000,
        "1 Ab " * 20_000,
        "x\n" * 50_000,
    ],
)
def test_trust_25_no_text_takes_long_to_read(text: str) -> None:
    """The least of three tries: a slow text is slow each time, a busy machine is not."""
    assert min(_seconds_to_read(text) for _ in range(3)) < 0.25


def _seconds_to_read(text: str) -> float:
    began = time.thread_time()
    situation(text)
    looks_like_referral(text)
    has_personal_data(text)
    told_in(text)
    order_in(text)
    asks_for_supervisor(text)
    reference_in(text)
    return time.thread_time() - began
