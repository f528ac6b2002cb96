"""Help says what somebody can really do, and no more: it differs by role (P39)."""

from __future__ import annotations

import pytest

from tests.flows.town import CAO, DANA, GIDEON, PRIYA, RUTH, SAM, TESSA, Town


@pytest.mark.parametrize(
    ("person", "present", "absent"),
    [
        (
            SAM,
            ("“my reports”", "“my questions”", "“my supervisor”"),
            ("upkeep", "waits for you", "Every look"),
        ),
        (PRIYA, ("for what waits for you",), ("Every look", "open any one")),
        (DANA, ("for what waits for you",), ("upkeep", "open any one")),
        (CAO, ("open any one",), ("“my supervisor”", "Every look")),
        (RUTH, ("“upkeep”", "for what waits for you"), ("“my questions”",)),
        (
            GIDEON,
            ("to read it. Every look is logged", "“retention”", "“incidentlog”"),
            ("“upkeep”",),
        ),
        (TESSA, ("as an elected member",), ("upkeep", "waits for you")),
        ("nobody@elsewhere.example", ("“my supervisor”",), ("upkeep", "waits for you")),
    ],
)
async def test_p39_each_role_is_told_what_it_can_do(
    town: Town, person: str, present: tuple[str, ...], absent: tuple[str, ...]
) -> None:
    talk = town.talk(person)
    await talk.say("help")
    for words in present:
        assert words in talk.words
    for words in absent:
        assert words not in talk.words
    assert "911" in talk.words
    assert len(talk.words.splitlines()) <= 12
    assert len(talk.buttons) <= 6


@pytest.mark.parametrize("person", [SAM, PRIYA, CAO, RUTH, GIDEON, TESSA])
async def test_every_button_of_the_menu_leads_on(town: Town, person: str) -> None:
    talk = town.talk(person)
    await talk.say("help")
    for button in talk.buttons:
        await talk.choose(button.action, button.value)
        assert "earlier version" not in talk.words
        assert "do not know that command" not in talk.words
        assert "look after this" not in talk.words, "upkeep is offered to its owners alone"
