"""Who is near somebody ill or hurt is told to call and to stay, and never to leave; the numbers first (P36)."""

from __future__ import annotations

import pytest

from bot.flows.illness_words import is_illness_alone
from bot.flows.situations import Situation, situation
from tests.flows.town import Town

ILL = """help she is not breathing
someone is choking
lady fainted
someone is having a seizure
someone collapsed in the lobby
my coworker has overdosed in the washroom
he had a heart attack, come quick
I have chest pains
he's having an asthma attack
an old lady fell and isn't moving
a man fell down the stairs and hit his head, call an ambulance
he hit his head on the desk and is unconscious
she is bleeding from the nose
customer passed out
a customer is having an allergic reaction
a woman is in labour at the counter
a baby choking
a kid is drowning in the fountain
he cut himself badly
i feel faint
customer says her chest hurts, call an ambulance
a resident is having a diabetic episode
he collapsed, please call security
this printer is killing me, and somebody fainted at the desk
a drunk man passed out at the counter
my coworker fainted and is shaking
call an ambulance
my chest hurts
i feel dizzy and my chest hurts
my left arm hurts and I am sweating
my arm is numb
i cannot feel my arm
my face is drooping
half of his face is drooping
her face is swelling up
my throat is closing
a bee stung him and his throat is closing
customer is weak on one side
she cant feel her legs
i am having contractions
anaphylaxis
allergic reaction, face swelling
a customer ate nuts and cant talk
epileptic fit in the waiting room
diabetic customer is slurring and shaking
no pulse
he has no pulse
I can't find a pulse
need AED
OD in bathroom
slipped on ice and broke her leg
i broke my leg
colleague fell off the ladder
worker fell from roof
person under a bus
kid stuck in the escalator
kid alone in a hot car
person trapped in the elevator
someone drank paint thinner
a kid swallowed a battery
customer died at the counter
dead man in the washroom"""
TO_GET_SAFE_FROM = """he is choking my colleague
she collapsed after he hit her
he stabbed her and she is bleeding
a man was shot and is unconscious
smoke everywhere and she cannot breathe
someone fainted, I smell gas
he hit her head
he hit my head and I am bleeding
he is unconscious, a man with a knife is here
someone is bleeding, there was a fight
she collapsed and people are throwing chairs
he collapsed, there is a bomb in the lobby
she fell after he hit her face
he pushed her down the stairs, she isn't moving
she was beaten and is unconscious
we are being attacked, ambulance
send an ambulance and the police, he is going crazy
someone is bleeding, I am hiding in the back room
ambulance, he is drunk and won't leave
ambulance now, he is killing him
the dog bit me and I am bleeding
he broke her leg
he cut her hand
she is trapped in the elevator, he has a knife
the man who drank the paint is throwing chairs
my chest hurts, he punched me
I am locked in the office
he has a knife
help!!"""
NO_EMERGENCY = """I am drowning in paperwork
she was choking back tears of laughter
who answers for labour relations
the applicant had a heart attack and missed the deadline
what do staff do when a customer faints
the pulse of the town survey
he has no pulse on what residents want
the plan has no pulse
where is the AED
do I need an AED at the pool
who orders AED pads
anaphylaxis training is due
how do I report a fall from a ladder
my face is red from the sun
my throat is sore
my chest of drawers is here
my left arm hurts since the vaccine last week
the drooping flowers in the lobby
the account of a dead person
the customer died last month, who do I notify
a resident died, the family wants the permit transferred
dead battery in the lobby
he drank the coffee
the kid is alone in the library
a visitor fell down the stairs and wants to claim for it
customer with a broken leg asks for a ramp
her face is swollen from crying
the kid is alone in the car park
od day in the calendar"""


@pytest.mark.parametrize("text", ILL.splitlines())
async def test_p36_beside_somebody_ill_nobody_is_told_to_leave(town: Town, text: str) -> None:
    talk = town.talk()
    await talk.say(text)
    title, number, *_ = talk.words.splitlines()
    assert title == "Somebody needs help: call now"
    assert "911" in number, "only the title stands above the numbers"
    assert "stay with whoever needs help" in talk.words
    assert "Leave" not in talk.words
    assert "once you are safe" not in talk.words


@pytest.mark.parametrize("text", TO_GET_SAFE_FROM.splitlines())
def test_p36_who_is_in_danger_themselves_is_told_to_get_safe_whoever_is_hurt(text: str) -> None:
    assert not is_illness_alone(text)


async def test_p36_the_card_for_danger_stands_where_violence_hurt_somebody(town: Town) -> None:
    talk = town.talk()
    await talk.say("he stabbed her and she is bleeding")
    assert talk.words.splitlines()[0] == "Get safe first"
    assert "Leave if you can" in talk.words


@pytest.mark.parametrize("text", NO_EMERGENCY.splitlines())
def test_p36_illness_that_is_asked_about_or_meant_otherwise_is_no_emergency(text: str) -> None:
    assert situation(text) is Situation.QUESTION


async def test_d43_who_wants_to_die_is_given_numbers_and_support_and_no_word_of_leaving(town: Town) -> None:
    talk = town.talk()
    await talk.say("I want to die")
    assert "911" in talk.words.splitlines()[1]
    assert "555-0177" in talk.words
    assert "Leave" not in talk.words
