"""Words that speak of danger are answered with the emergency numbers through every door, whatever else is broken."""

from __future__ import annotations

from typing import Any

import pytest

from bot.store_memory import SqlMemory
from bot.words import sentence
from foundation.db import DatabaseUnavailable, Trouble
from tests.scenarios.house import SAM, House
from tests.scenarios.person import OnSlack

SAFE = sentence("emergency.title")
KNIFE = "he has a knife"
both_platforms = pytest.mark.parametrize("platform", ["slack", "teams"])


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can be remembered of anybody, as on a disk without room."""

    async def refuse(*_: Any, **__: Any) -> Any:
        raise DatabaseUnavailable(Trouble.FULL)

    for name in ("first_time", "meet"):
        monkeypatch.setattr(SqlMemory, name, refuse)


@both_platforms
async def test_where_nothing_can_be_saved_danger_questions_and_contacts_are_answered_all_the_same(
    it: House, platform: str, request: pytest.FixtureRequest
) -> None:
    sam = await it.person(platform, SAM)
    request.getfixturevalue("full")
    for typed, answer in (
        (KNIFE, SAFE),
        ("contact parking permits", "555-0142"),
        ("how do I handle an abusive caller", "the contact"),
    ):
        before = sam.heard
        await sam.writes(typed)
        assert answer in sam.told_since(before)[0], typed


@both_platforms
async def test_danger_in_a_question_to_a_person_is_answered_with_numbers(it: House, platform: str) -> None:
    sam = await it.person(platform, SAM)
    await sam.writes("may I bring my parrot to work")
    await sam.presses(sentence("ask.person"))
    await sam.fills({"question": "There is a man with a gun at the counter right now", "named": False})
    await sam.sends()
    assert sum(SAFE in text for text in (*sam.told, sam.form)) == 1


@both_platforms
async def test_danger_in_a_note_on_a_wrong_number_is_answered_with_numbers(it: House, platform: str) -> None:
    sam = await it.person(platform, SAM)
    await sam.writes("contact parking permits")
    await sam.presses(sentence("refer.wrong"))
    await sam.fills({"note": "a man with a gun is here, help"})
    await sam.sends()
    assert sum(SAFE in text for text in (*sam.told, sam.form)) == 1


@pytest.mark.parametrize("command", ["/reports", "/support", "/drafts", "/questions", "/counterpoise"])
async def test_danger_behind_a_command_that_takes_no_words_is_answered_with_numbers(
    it: House, command: str
) -> None:
    sam = await it.person("slack", SAM)
    assert isinstance(sam, OnSlack)
    await sam.client.command(command, KNIFE)
    await it.settle()
    assert any(SAFE in text for text in sam.told)
