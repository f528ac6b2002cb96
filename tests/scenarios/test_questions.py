"""A question goes from one platform to its owner on the other, the answer comes back, and everybody gets it."""

from __future__ import annotations

import pytest

from bot.words import sentence
from tests.scenarios.house import RUTH, SAM, House, Start
from tests.scenarios.person import Person

PARROT = "may I bring my parrot to work"

both_ways = pytest.mark.parametrize(("here", "there"), [("slack", "teams"), ("teams", "slack")])


async def ask(person: Person, **values: object) -> None:
    """Ask what the policies do not say, and send it to a person."""
    await person.writes(PARROT)
    assert sentence("ask.none") in person.told[-1]
    await person.presses(sentence("ask.person"))
    await person.fills({"question": PARROT, **values})
    await person.sends()
    assert not person.form, person.form


@both_ways
async def test_a_question_is_answered_across_platforms_and_the_answer_kept(
    it: House, here: str, there: str
) -> None:
    sam, ruth = await it.person(here, SAM), await it.person(there, RUTH)
    await ask(sam)
    card = ruth.told[-1]
    assert PARROT in card
    assert "Sam Okafor" in card
    await ruth.presses(sentence("question.answer"))
    assert PARROT in ruth.form
    await ruth.fills({"answer": "Yes, in a cage.", "keep": True})
    await ruth.sends()
    assert not ruth.form, ruth.form
    assert "Yes, in a cage." in sam.told[-1]
    assert "Answer of Ruth Castellano, 2 March 2026" in sam.told[-1]
    await sam.writes("may I bring my parrot into work?")
    assert "Yes, in a cage." in sam.told[-1]
    assert "Answer kept by Ruth Castellano, 2 March 2026" in sam.told[-1]


@both_ways
async def test_who_does_not_show_their_name_is_not_named(it: House, here: str, there: str) -> None:
    sam, ruth = await it.person(here, SAM), await it.person(there, RUTH)
    await ask(sam, named=False)
    assert PARROT in ruth.told[-1]
    assert "Sam" not in ruth.told[-1]


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_owners_keep_everything_up_from_one_list(it: House, platform: str) -> None:
    sam, ruth = await it.person(platform, SAM), await it.person(platform, RUTH)
    await sam.writes("can people film me at the counter")
    await sam.presses(sentence("ask.more"))
    await sam.presses(sentence("ask.right"))
    assert sentence("ask.right_kept") in sam.told[-1]
    await ruth.writes("upkeep")
    await ruth.presses(sentence("upkeep.list_examples"))
    assert "can people film me at the counter" in ruth.told[-1]
    await ruth.presses(sentence("upkeep.confirm"))
    assert any(sentence("upkeep.confirmed") in text for text in ruth.told)
    await ruth.writes("upkeep")
    await ruth.presses(sentence("upkeep.list_reviews"))
    await ruth.presses(sentence("upkeep.reviewed"))
    assert any(sentence("upkeep.review_noted", title="Front Desk Guide") in text for text in ruth.told)
    await sam.writes("upkeep")
    assert sentence("upkeep.not_yours") in sam.told[-1]


async def test_what_was_kept_and_what_waits_outlive_a_restart(start: Start) -> None:
    async with start() as it:
        sam, ruth = await it.person("slack", SAM), await it.person("teams", RUTH)
        await ask(sam)
        await ruth.presses(sentence("question.answer"))
        await ruth.fills({"answer": "Yes, in a cage.", "keep": True})
        await ruth.sends()
    async with start() as it:
        await it.settle()
        sam = await it.person("slack", SAM)
        await sam.writes("may I bring my parrot into work?")
        assert "Answer kept by Ruth Castellano" in sam.told[-1]
