"""Numbers first, then what the policies rule for that very danger; nothing that is for another one (P36)."""

from __future__ import annotations

from dataclasses import replace
from threading import Event

import pytest

from bot.flows import ask
from bot.flows.danger_steps import asks_what_to_do, leads_elsewhere, names_a_danger, of_that_danger
from bot.flows.next_steps import more_steps, next_steps
from bot.messages import Buttons, Heading, Links, Listing, Message, Phrases, Quote
from bot.replies import Say
from knowledge.answers.answer import Answer, Passage, Step
from knowledge.answers.binding import binding
from knowledge.reading.document import Strength
from tests.flows.town import MAY_END, PHRASES, Town, answer

MUST, SHOULD = Strength.MUST, Strength.SHOULD


def steps(*texts: str, lead_in: str = "") -> tuple[Step, ...]:
    return tuple(
        Step(text, binding(MUST, text, lead_in), MUST, f"1.{at}", lead_in, citation=f"Guide, 1.{at}")
        for at, text in enumerate(texts, 1)
    )


def passage(heading: str, *texts: str, at: int = 0, lead_in: str = "", procedure: bool = False) -> Passage:
    """A section of these clauses; the one `at` that place is quoted."""
    made = steps(*texts, lead_in=lead_in)
    whole = Passage("g.md", "Guide", heading, "Guide", "\n".join(texts), MUST, 0.9, procedure=procedure)
    return replace(whole, steps=made).at(made[at])


BOMB = passage(
    "Bomb threats",
    "Keep the caller talking.",
    "Write down every word.",
    "Wave for a colleague.",
    at=2,
    lead_in="When a bomb threat comes, staff must:",
    procedure=True,
)
LIFE = passage(
    "Callers who speak of suicide", "Staff must stay on the line.", "A colleague must call for help."
)
CHILD = passage("Handing over a child", "Staff must release a child to people on the card only.")
FIRE = passage("Fire", "Whoever sees it must pull the alarm.")
DANGER = passage(
    "In danger",
    "An employee in danger must get away first.",
    "A caller to 911 must say whether there is a weapon.",
    at=1,
    procedure=True,
)
HOLD = passage("Phone", "Staff must pick up by the third ring.")
TIME_OFF = passage("Afterwards", "The head must offer a break.")


def cards(replies: object) -> list[Message]:
    assert isinstance(replies, list)
    return [one.message for one in replies if isinstance(one, Say)]


@pytest.mark.parametrize(
    ("text", "ruled"),
    [
        ("there is a bomb threat on the phone what do I do", BOMB),
        ("bomb threat on line two", BOMB),
        ("a caller says she will end her life", LIFE),
        ("a caller is suicidal, what should I say", LIFE),
        ("the dad says he will hurt me if I do not release his son to him", CHILD),
        ("there is a fire in the gym", FIRE),
        ("he has a knife, what do I do?", DANGER),
        ("the customer gets physical", DANGER),
    ],
)
async def test_p36_the_steps_for_that_danger_follow_the_numbers_in_the_same_reply(
    town: Town, text: str, ruled: Passage
) -> None:
    town.knowledge.answer = answer(
        text, HOLD, BOMB, LIFE, CHILD, FIRE, DANGER, answered=False, phrases=PHRASES
    )
    numbers, below = cards(await town.talk().say(text))
    assert isinstance(numbers.parts[0], Heading)
    assert isinstance(numbers.parts[1], Links)
    quoted = below.parts[0]
    assert isinstance(quoted, Quote)
    assert quoted.text in {one.text for one in ruled.steps}
    assert not [one for one in below.parts if isinstance(one, Phrases | Buttons)]


async def test_p36_the_numbers_come_where_the_policies_cannot_be_asked_or_keep_them_waiting(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = Event()

    def broken(*_: object, **__: object) -> Answer:
        raise OSError

    def stuck(*_: object, **__: object) -> Answer:
        let_go.wait(20)
        return answer("x", DANGER)

    monkeypatch.setattr(ask, "PATIENT_BELOW", 0.05)
    for asked in (broken, stuck):
        monkeypatch.setattr(town.knowledge, "ask", asked)
        for text in ("he has a knife", "he has a knife, what do I do?"):
            (numbers,) = cards(await town.talk().say(text))
            assert isinstance(numbers.parts[1], Links)
    let_go.set()


async def test_p36_the_steps_begin_at_the_first_one_and_are_all_there(town: Town) -> None:
    town.knowledge.answer = answer("x", BOMB)
    _, below = cards(await town.talk().say("we have a bomb threat"))
    quoted, listed = below.parts[0], next(one for one in below.parts if isinstance(one, Listing))
    assert isinstance(quoted, Quote)
    assert (quoted.text, quoted.citation) == ("Keep the caller talking.", "Guide, 1.1")
    assert [one.text for one in listed.items] == [one.text for one in BOMB.steps]


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("he has a knife", (BOMB, HOLD)),
        ("he has a knife, what do I do", (BOMB, HOLD)),
        ("a caller is suicidal, what do I do?", (MAY_END, HOLD)),
        ("a caller says he will kill himself", (DANGER, MAY_END)),
        ("smell of gas in the hall", (FIRE, HOLD)),
        ("there is a fire in the gym", (passage("Fire", "The house burned in 1910."), HOLD)[1:]),
        ("help!!", (BOMB, DANGER)),
        ("they won't let me leave", (BOMB, DANGER)),
    ],
)
async def test_p36_what_is_for_another_danger_or_for_none_stays_away(
    town: Town, text: str, passages: tuple[Passage, ...]
) -> None:
    town.knowledge.answer = answer(text, *passages)
    assert len(cards(await town.talk().say(text))) == 1


FACES = passage(
    "Face to face",
    "Officers should see a marked customer together.",
    "If a customer becomes aggressive, leave the room and press the panic button.",
    "Only the manager may ask for a person to be removed.",
    at=2,
)
END_CALL = passage("Calls", "Where the caller makes a threat of violence, the officer may end the call.")
NUMBERED = replace(
    passage("Bomb threats", "Do not hang up.", "Use the list under your phone.", "Call Control.", at=1),
    procedure=True,
)
NUMBERED = replace(
    NUMBERED, steps=tuple(replace(one, mark=str(at)) for at, one in enumerate(NUMBERED.steps, 1))
)
ASSAULT = passage(
    "Assault on an operator",
    "Press the silent alarm.",
    "A supervisor shall not ask the operator to drive on.",
    at=1,
)


@pytest.mark.parametrize(
    ("text", "found", "clause"),
    [
        ("a man has a knife at the counter", (END_CALL, FACES), "If a customer becomes aggressive"),
        ("a man just punched me", (END_CALL, FACES), "If a customer becomes aggressive"),
        (
            "a caller says he will attack us, what do I do",
            (END_CALL, FACES),
            "Where the caller makes a threat",
        ),
        ("he threatens us, what do I do", (END_CALL,), "Where the caller makes a threat"),
        ("a caller just made a bomb threat what are the steps", (NUMBERED,), "Do not hang up."),
        ("i was just assaulted by a passenger what must I do", (ASSAULT,), "Press the silent alarm."),
        ("guy on the line says hes going to top himself what do i do", (MAY_END, LIFE), "Staff must stay"),
        ("how do I talk to somebody who threatens suicide", (LIFE,), "Staff must stay"),
    ],
)
def test_p36_the_clause_is_for_that_danger_and_where_the_writer_is(
    text: str, found: tuple[Passage, ...], clause: str
) -> None:
    ruled = of_that_danger(answer(text, *found), text)
    assert ruled
    assert ruled.passages[0].clause.startswith(clause)


def test_p36_whoever_faces_a_knife_gets_no_steps_for_the_phone() -> None:
    for text in ("a man has a knife at the counter", "she hit me with a hammer"):
        assert of_that_danger(answer(text, END_CALL, HOLD), text) is None
        assert leads_elsewhere(answer(text, END_CALL), text)


@pytest.mark.parametrize(
    ("text", "found", "guided"),
    [
        ("may I hang up on a suicidal caller?", MAY_END, False),
        ("how do I end a call when the caller is abusive and threatens suicide", MAY_END, False),
        ("what are the steps for a bomb threat", BOMB, False),
        ("may I hang up on an abusive caller?", LIFE, False),
        ("may I hang up on an abusive caller?", MAY_END, True),
        ("may I end a call with somebody who threatens me", MAY_END, True),
    ],
)
def test_nobody_is_guided_to_the_end_of_a_contact_in_which_a_life_is_at_stake(
    text: str, found: Passage, guided: bool
) -> None:
    made = answer(text, found)
    steps = (*next_steps(made), *more_steps(made, share=True))
    assert any(one.action == "report.ended" for one in steps) is guided


async def test_p36_a_question_of_its_own_beside_danger_gets_its_own_answer(town: Town) -> None:
    town.knowledge.answer = answer("x", TIME_OFF, DANGER)
    _, below = cards(await town.talk().say("a customer just hit me, may I take a break?"))
    assert "offer a break" in below.summary


async def test_p36_who_wants_to_die_gets_no_steps_that_are_for_staff_with_a_caller(town: Town) -> None:
    town.knowledge.answer = answer("x", LIFE)
    assert len(cards(await town.talk().say("I want to kill myself"))) == 1


def test_what_binds_nobody_is_no_step_for_a_danger() -> None:
    told = replace(FIRE, strength=Strength.NONE, steps=(Step("It burned once.", binding(Strength.NONE, "")),))
    assert of_that_danger(answer("x", told), "there is a fire in the gym") is None
    assert of_that_danger(answer("x", FIRE), "there is a fire in the gym")


def test_a_danger_is_told_from_words_that_look_like_one() -> None:
    assert names_a_danger("there is smoke in the hall")
    assert not names_a_danger("who signs a fire permit")
    assert asks_what_to_do("a man is shouting at the counter what do I do")
    assert not asks_what_to_do("he tells me what to think")
    assert leads_elsewhere(answer("x", BOMB), "I just hung up on her")
    assert not leads_elsewhere(answer("x", MAY_END), "I just hung up on her")
