"""Help, phrases and support: short, private, and one press from anywhere."""

from __future__ import annotations

from bot.events import Arrived
from bot.people import Identity
from tests.fakes.clock import MORNING
from tests.flows.town import PHRASES, SAM, Town


async def test_help_names_the_four_things_to_do(town: Town) -> None:
    talk = town.talk()
    await talk.say("hello")
    for words in ("Ask me", "contact parking permits", "incident", "phrases"):
        assert words in talk.words
    assert "911" in talk.words
    assert "report.open" in [button.action for button in talk.buttons]


async def test_somebody_new_is_welcomed_with_the_same_menu(town: Town) -> None:
    talk = town.talk()
    await talk.say("help")
    menu = talk.words
    await talk.does(Arrived("a", Identity("chat", "T1", SAM, "Sam", SAM), talk.where, MORNING))
    assert talk.words == menu


async def test_p39_what_is_logged_and_who_sees_it_is_two_presses_away(town: Town) -> None:
    talk = town.talk()
    await talk.say("help")
    await talk.press("What is logged?")
    assert "not kept and not shown to managers" in talk.words
    assert "Every look is logged" in talk.words


async def test_d10_phrases_are_two_presses_from_the_menu(town: Town) -> None:
    talk = town.talk()
    await talk.say("help")
    await talk.press("Ready phrases")
    for phrase in PHRASES:
        assert phrase.text in talk.words
    assert "Difficult Customers, Schedule A" in talk.words


async def test_d62_phrases_are_narrowed_by_the_way_of_speaking(town: Town) -> None:
    talk = town.talk()
    await talk.command("phrases")
    await talk.press("On the phone")
    assert PHRASES[1].text in talk.words
    assert PHRASES[2].text not in talk.words
    await talk.press("In person")
    assert PHRASES[2].text in talk.words
    assert PHRASES[1].text not in talk.words


async def test_without_phrases_a_person_is_offered(town: Town) -> None:
    town.knowledge.offered = ()
    talk = town.talk()
    await talk.command("phrases", "angry dog owners")
    assert [button.action for button in talk.buttons] == ["ask.person"]


async def test_d44_the_counselling_contact_is_shown_and_said_not_to_be_logged(town: Town) -> None:
    talk = town.talk()
    await talk.command("support")
    assert "555-0177" in talk.words
    assert "https://support.portmaribel.example/harbour-light" in talk.words
    assert "not logged" in talk.words
    assert await town.services.questions.waiting() == ()
    assert town.memory.referrals == []
