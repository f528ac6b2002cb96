"""Under a real alarm stands what somebody does now, or nothing: no definition, nothing for when it is over (P36)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.flows.danger_steps import of_that_danger
from knowledge.answers.answer import Passage, Step
from knowledge.answers.binding import binding
from knowledge.reading.document import Strength
from tests.flows.test_danger_steps import DANGER, END_CALL, FIRE, HOLD, TIME_OFF, cards, passage
from tests.flows.town import Town, answer

DEFINED = replace(
    FIRE,
    heading="What violence is",
    text="Damage to property is violence.",
    clause="Damage to property is violence.",
    strength=Strength.NONE,
    steps=(Step("Violence has to be reported.", binding(Strength.MUST, ""), Strength.MUST),),
)
TOLD_LATER = passage(
    "Abuse and threats",
    "Staff should give one calm warning.",
    "An employee who has ended a contact must tell the head by the incident report.",
    "If there is any danger, staff must leave and call for help.",
    at=1,
    procedure=True,
)
ALONE = passage("When it gets loud", "Staff must not go into the glass room alone.")
RESTORED = passage("Fire", "After a fire, the head must replace the extinguishers within 3 days.")


@pytest.mark.parametrize(
    ("text", "found", "clause"),
    [
        ("he is hitting his wife in the lobby", (DEFINED, DANGER), "An employee in danger must get away"),
        ("customer threw a chair at Dana", (TOLD_LATER, HOLD), "If there is any danger, staff must leave"),
        ("there is a fight at the counter", (TOLD_LATER, DANGER), "If there is any danger, staff must leave"),
        ("he grabbed my arm and won't let go", (TIME_OFF, DANGER), "An employee in danger must get away"),
        ("there is a fire in the gym", (RESTORED, FIRE), "Whoever sees it must pull the alarm."),
        ("a man just punched me", (END_CALL, TOLD_LATER), "If there is any danger, staff must leave"),
    ],
)
def test_p36_a_clause_that_gets_somebody_safe_comes_before_what_is_done_when_it_is_over(
    text: str, found: tuple[Passage, ...], clause: str
) -> None:
    ruled = of_that_danger(answer(text, *found), text)
    assert ruled
    assert ruled.passages[0].clause.startswith(clause)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("he is hitting his wife in the lobby", (DEFINED, HOLD)),
        ("there is a fire in the gym", (RESTORED, HOLD)),
        ("somebody collapsed and hit his head", (DANGER, FIRE)),
        ("he fell and hit his head", (DANGER,)),
        ("someone is choking", (DANGER, END_CALL)),
        ("a kid is drowning in the fountain", (DANGER, FIRE)),
    ],
)
def test_p36_where_no_clause_is_for_the_moment_none_is_shown(text: str, found: tuple[Passage, ...]) -> None:
    assert of_that_danger(answer(text, *found), text) is None


async def test_p36_whoever_is_told_to_stay_is_given_no_rule_to_leave(town: Town) -> None:
    for text in ("someone is choking", "someone is choking, what do I do"):
        town.knowledge.answer = answer(text, DANGER)
        (only,) = cards(await town.talk().say(text))
        assert "get away" not in only.summary
    town.knowledge.answer = answer("x", TIME_OFF)
    _, below = cards(await town.talk().say("someone fainted, what do I do?"))
    assert "offer a break" in below.summary


@pytest.mark.parametrize("text", ["fire in the kitchen help", "smoke coming from the elevator"])
async def test_p36_danger_told_of_by_likeness_alone_is_no_question_for_the_policies(
    town: Town, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(town.knowledge, "moment", lambda _: "danger")
    town.knowledge.answer = answer(text, ALONE)
    assert len(cards(await town.talk().say(text))) == 1
    town.knowledge.answer = answer(text, ALONE, FIRE)
    _, below = cards(await town.talk().say(text))
    assert "pull the alarm" in below.summary


async def test_p36_a_question_beside_danger_told_of_by_likeness_is_still_answered(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(town.knowledge, "moment", lambda _: "danger")
    town.knowledge.answer = answer("x", ALONE)
    _, below = cards(await town.talk().say("He poured petrol on the floor. May I go into the glass room?"))
    assert "glass room" in below.summary
