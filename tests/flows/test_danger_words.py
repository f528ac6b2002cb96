"""Nobody in danger is left alone: nearly every way to say it is understood, and little else is taken for it (P36)."""

from __future__ import annotations

import pytest

from bot.flows.illness_words import is_illness_alone
from bot.flows.situations import Situation, is_about_violence, is_question, situation, told_in
from bot.replies import Say
from knowledge.search.encoder import load_encoder
from knowledge.search.urgency import moment, moment_texts
from tests.fixtures.words import lines
from tests.flows.town import Town

NUMBERS = ("911", "555-0111")
GRAVE = {"danger", "life", "crisis"}


def found(text: str) -> bool:
    """As the bot decides it: by cues, then each told sentence by likeness."""
    seen = situation(text, NUMBERS)
    if seen is not Situation.QUESTION:
        return str(seen) in GRAVE
    return any(moment(one, load_encoder()) == "danger" for one in told_in(text))


def test_p36_of_two_hundred_ways_to_say_it_95_in_100_are_understood() -> None:
    said = lines("danger")
    missed = [text for text in said if not found(text)]
    assert len(said) >= 200
    assert len(missed) <= 0.05 * len(said), missed


def test_p36_of_two_hundred_everyday_sentences_95_in_100_are_left_alone() -> None:
    said = lines("no_danger")
    taken = [text for text in said if found(text)]
    assert len(said) >= 200
    assert len(taken) <= 0.05 * len(said), taken


def test_no_sentence_of_the_lists_is_an_example() -> None:
    tried = {text.casefold().rstrip(".!") for text in (*lines("danger"), *lines("no_danger"))}
    assert not tried & {text.casefold() for text in moment_texts()}


@pytest.mark.parametrize(
    "text", ["911", "9-1-1", "999!", "112 please", "call 911", "555-0111", "555 0111", "(555) 0111"]
)
def test_a_bare_emergency_number_is_a_call_for_help(text: str) -> None:
    assert situation(text, NUMBERS) is Situation.DANGER


@pytest.mark.parametrize(
    "text", ["0118", "555-0112", "room 911", "911 Harbour Street", "what is form 911", "1911", "9110"]
)
def test_any_other_number_is_none(text: str) -> None:
    assert situation(text, NUMBERS) is not Situation.DANGER


@pytest.mark.parametrize("text", ["can somebody come to the counter?", "could security come up here please?"])
def test_a_call_for_somebody_asks_no_policy(text: str) -> None:
    assert situation(text) is Situation.DANGER
    assert not is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "911",
        "555-0111",
        "emergency",
        "help!!",
        "I need help at the counter right now",
        "can somebody come to the counter?",
        "please send somebody",
        "she wont leave and is screaming",
    ],
)
async def test_d37_the_emergency_card_comes_alone_and_its_numbers_stand_first(town: Town, text: str) -> None:
    talk = town.talk()
    await talk.say(text)
    (line, *_) = [one for one in talk.words.splitlines() if "911" in one]
    assert talk.words.splitlines().index(line) == 1, "only the title stands above the numbers"
    assert "555-0111" in talk.words
    assert town.knowledge.asked == []
    assert "supervisor.show" in [button.action for button in talk.buttons]


async def test_p36_danger_comes_first_where_phrases_are_asked_for(town: Town) -> None:
    talk = town.talk()
    await talk.say("say he has a knife help")
    assert talk.words.splitlines()[0] == "Get safe first"


async def test_p36_the_number_is_in_what_a_notification_shows(town: Town) -> None:
    talk = town.talk()
    (reply,) = await talk.say("help!!")
    assert isinstance(reply, Say)
    assert "911" in reply.message.summary


async def test_d43_the_card_for_distress_holds_the_number_too(town: Town) -> None:
    talk = town.talk()
    await talk.say("I'm scared")
    assert "911" in talk.words
    assert "555-0177" in talk.words


@pytest.mark.parametrize(
    "text",
    [
        "someone says they want to kill themselves",
        "the caller says she will end her life",
        "the man at my counter said I want to die",
        'caller: "I am going to kill myself"',
        "a resident wrote that she might harm herself",
        "a caller is suicidal",
        "a visitor is threatening to jump off the bridge",
        "customer talks about ending her life",
        "she is cutting herself",
        "what do I do when a customer threatens suicide",
    ],
)
async def test_p36_a_life_that_is_not_the_writers_gets_the_numbers_first_and_no_counselling(
    town: Town, text: str
) -> None:
    talk = town.talk()
    await talk.say(text)
    assert situation(text) is Situation.LIFE
    assert "911" in talk.words.splitlines()[1], "only the title stands above the numbers"
    assert "555-0177" not in talk.words


@pytest.mark.parametrize(
    "text",
    [
        "I want to die",
        "I feel suicidal",
        "I don't want to live anymore",
        "that customer was so awful I want to kill myself",
        "after what she said I do not want to be alive",
        "im done with life",
        "I do not want to be here any more",
        "suicide",
    ],
)
async def test_d43_the_writers_own_life_gets_the_numbers_and_the_counselling(town: Town, text: str) -> None:
    talk = town.talk()
    await talk.say(text)
    assert situation(text) is Situation.CRISIS
    assert "911" in talk.words
    assert "555-0177" in talk.words


def test_p36_the_end_of_a_long_text_is_read_too() -> None:
    for filler in ("x " * 25_000, "He went on about his bill. " * 400):
        assert situation(f"{filler} he has a knife", NUMBERS) is Situation.DANGER


@pytest.mark.parametrize(
    "text",
    [
        "a customer lost his knife",
        "shooting range noise complaint",
        "how long until the shooting of the film",
        "how do I get a bomb shelter building permit",
        "knife sharpening at the market",
        "may I use a knife to open parcels",
        "how do I kill a process",
        "heart attack awareness day booking",
    ],
)
def test_no_emergency_number_stands_above_what_is_about_no_violence(text: str) -> None:
    assert situation(text, NUMBERS) is Situation.QUESTION
    assert not is_about_violence(text)


def test_d37_help_in_capitals_is_danger_and_in_small_letters_the_menu() -> None:
    assert situation("HELP") is Situation.DANGER
    assert situation("help") is situation("Help") is Situation.HELP


@pytest.mark.parametrize(
    "text",
    [
        "he grabbed a leaflet and left",
        "how do I close out a duplicate record in the suicide prevention category",
        "the fourth grade play has a scene where a guy pulls a sword, do we need props approved",
        "need to cut the cake for the party, anyone got a knife",
        "the deadline is going to kill us",
        "someone smashed the bus shelter glass over the weekend",
        "he locked his keys in the car",
        "he wants to kill the application and start again",
        "she's trapped in a phone contract and wants advice",
        "call security for a new badge",
        "I haven't slept since he grabbed me and I dread coming in tomorrow",
        "I'm done with life insurance calls for today",
        "I do not want to be here on Monday",
    ],
)
def test_p36_what_only_sounds_like_danger_gets_no_emergency_card(text: str) -> None:
    assert situation(text) is not Situation.DANGER
    assert situation(text) is not Situation.LIFE
    assert situation(text) is not Situation.CRISIS


@pytest.mark.parametrize(
    "text",
    [
        "he used to work here and he has a knife",
        "he has been shouting since noon and now he pulled a knife",
        "he grabbed my arm",
        "he is on the phone and says he'll commit suicide",
        "we are locked in the office and he is outside",
        "he wants to kill the clerk",
        "call security now",
    ],
)
def test_p36_words_that_hold_an_alarm_back_do_not_hold_back_a_real_one(text: str) -> None:
    assert situation(text) in {Situation.DANGER, Situation.LIFE, Situation.CRISIS}


HOWEVER_IT_GOES_ON = """she is not breathing how do I do CPR
a man is strangling my colleague, may I step in?
do I need to call 911, she isn't breathing
he is choking is that an emergency
she fainted, is this an emergency
someone collapsed do i have to call 911
shots fired should we hide
smoke in the hallway should we leave
there's a fire what is the evacuation policy
what should i do he is hitting the window
he is hitting me what should i do
how often do I have to say it he is hitting me
he says he will shoot me if I don't give him the permit
he will stab me if i open the door
a man with a knife says he'll hurt someone if we move
he has a gun should I run
he has a knife and what does the policy say
active shooter can we leave
there is a bomb, how do we evacuate
he was banned last month and he is hitting the door
he is hitting my colleague, it was the same last week
he threatened to kill me yesterday and he is here
he assaulted me last week and is here
The man who threatened me last week is at the counter
my ex broke my arm last year and he just walked in
pls help
please help
somebody help
need security
need police
security lobby
🔪
🔫
🆘 lobby
guy with 🔪 here
code white in the lobby
we are being held up at the counter
ambulance to the library please
security to room 204
I can't get out
he has barred the exit
he grabbed my arm
he threatened me
he has a knife
caller had a stroke
he had a heart attack, come quick
a customer had a stroke and cannot speak
he had a heart attack while waiting for an extension
he had a heart attack in the waiting room, he missed the deadline
she had a stroke and wants an ambulance, she missed the deadline
he had a stroke in the appeal hearing
in May he threatened me and he is here
she wants to die today
he says it is not worth living
she says life is not worth living in this town
it is not worth living in this town, I have pills
she says she wants to die because she missed the deadline"""
ONLY_ASKED_OR_ELSEWHERE = """what if he is hitting me
security to install cameras
I can't get out of the meeting
ambulance to hospital fees
what do we do when a customer has a knife
can I refuse service to someone who has a weapon
what should staff do during a fire
when should I call the police
what if somebody gets violent?
the retaining wall collapsed at 3 Elm
he threatened me with a lawyer
she is chasing me for a permit
he keeps following me on LinkedIn
I am being held up in traffic
I am trapped in a meeting
he attacked me in an email
somebody hit the stop sign on Elm
somebody hit my parked car
this is escalating to the CAO
he gets physical copies
physical therapy referral
the vendor is not responding
he passed out the agenda
he has no gun
nobody has a weapon
emergency number for water main breaks
I will shoot you an email
my keys are behind the desk and I'm at home
If a customer is threatening me may I leave
how do I handle a customer that is threatening me
may I hang up if he is shouting and threatens me
caller had a stroke and wants an extension
the applicant had a heart attack and missed the deadline
she had a stroke and could not pay in time
his wife had a heart attack so he paid late
he asks to waive the late fee because he had a stroke
caller says he had a heart attack in May and needs an extension
she fainted at the pool in May and asks for a refund
he has a stroke history and needs an accessible counter
she wants to die her hair
the kid wants to die his shirt blue
customer says it is not worth living in this town"""


@pytest.mark.parametrize("text", HOWEVER_IT_GOES_ON.splitlines())
def test_p36_who_tells_what_happens_gets_the_card_whatever_they_ask_besides(text: str) -> None:
    assert situation(text) in {Situation.DANGER, Situation.LIFE, Situation.CRISIS}


@pytest.mark.parametrize("text", ONLY_ASKED_OR_ELSEWHERE.splitlines())
def test_p36_what_is_only_supposed_or_meant_in_another_way_gets_none(text: str) -> None:
    assert situation(text) not in {Situation.DANGER, Situation.LIFE, Situation.CRISIS}


@pytest.mark.parametrize(
    "text",
    [
        one
        for one in ONLY_ASKED_OR_ELSEWHERE.splitlines()
        if "stroke" in one or "attack and" in one or "die" in one
    ],
)
def test_p36_a_reason_and_a_misspelt_dye_are_like_no_danger_either(text: str) -> None:
    assert not found(text)


@pytest.mark.parametrize(
    "text",
    [
        "carbon monoxide alarm",
        "carbon monoxide alarm is beeping",
        "co alarm going off",
        "bike on fire outside",
        "a bus is burning outside",
        "lithium battery is smoking",
        "smoke",
        "gas explosion",
        "missing child",
        "a child is missing in the library",
        "kidnapping",
        "he kidnapped her",
        "a customer raped my colleague",
        "she was raped in the washroom",
        "armed man",
    ],
)
def test_p36_a_place_on_fire_a_child_gone_and_a_rape_are_danger(text: str) -> None:
    assert situation(text, NUMBERS) is Situation.DANGER
    assert not is_illness_alone(text)


@pytest.mark.parametrize(
    "text",
    [
        "who do I report a missing child seat to",
        "missing child seat",
        "missing child policy",
        "a child is missing a vaccination form",
        "the child benefit form is missing",
        "who installs a carbon monoxide alarm",
        "carbon monoxide alarm bylaw",
        "do I need a CO alarm in a rental",
        "when do I call 911",
        "bike on fire sale",
        "rules on fire in the park",
        "smoke detector subsidy",
        "rapeseed field permit",
        "the old town was raped of its charm",
        "her sister was kidnapped years ago and she wants the file",
    ],
)
def test_p36_what_only_names_such_a_thing_is_none(text: str) -> None:
    assert situation(text, NUMBERS) is not Situation.DANGER
