"""Refer: the right department with a way to reach it, given before the transfer, never a dead end."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flows.contact_card import contact_card, transfer_sentence
from bot.people import Place
from bot.replies import Audience, FormErrors, Replace, Say
from knowledge.directory.contacts import Contact
from tests.fakes.clock import FakeClock
from tests.fakes.conversation import in_words
from tests.fakes.services import services
from tests.flows.town import SAM, Town

BARE = Contact("x", "Somewhere", "", "3 Chapel Lane", "nobody@portmaribel.example")


async def test_p30_the_card_gives_number_place_hours_and_backup(town: Town) -> None:
    talk = town.talk()
    await talk.command("contact", "parking permits")
    for words in (
        "555-0142, extension 42",
        "Rafael Osei",
        "room 214",
        "Mon-Fri 09:00-16:00",
        "Lucia Ferrante 555-0141",
    ):
        assert words in talk.words
    assert "Last checked: 3 August 2026" in talk.words


async def test_a32_directions_are_told(town: Town) -> None:
    talk = town.talk()
    await talk.say("who handles parking permits?")
    assert "then left; room 214 is at the end" in talk.words


async def test_a08_the_transfer_sentence_names_person_and_extension(town: Town) -> None:
    talk = town.talk()
    await talk.command("contact", "pothole")
    assert "I am putting you through to Ingrid Solheim at Roads and Sidewalks." in talk.words
    assert "extension 21" in talk.words
    assert "lacks" not in talk.words


async def test_a08_a_missing_extension_or_person_is_warned_about_with_its_owner(town: Town) -> None:
    talk = town.talk()
    await talk.command("contact", "burst pipe")
    assert "lacks an extension. Hector Villaseñor can add it." in talk.words


def test_a08_every_lack_has_its_own_sentence() -> None:
    contact = Contact("k", "Roads", "555-0121", "", "h@x.example")
    shown = in_words(Say(contact_card(contact, services())))
    assert "lacks the name of a person" in shown
    assert "lacks an extension" in shown


def test_p30_a_place_without_a_phone_is_still_a_referral() -> None:
    assert "3 Chapel Lane" in transfer_sentence(BARE)
    assert "lacks" not in in_words(Say(contact_card(BARE, services())))


@given(
    phone=st.sampled_from(["", "555-0100"]),
    extension=st.sampled_from(["", "12"]),
    person=st.sampled_from(["", "Ana"]),
    outside=st.booleans(),
)
def test_a08_the_transfer_sentence_says_all_that_is_known(
    phone: str, extension: str, person: str, outside: bool
) -> None:
    contact = Contact("k", "Roads", phone, "Yard", "h@x.example", extension, person, outside=outside)
    said = transfer_sentence(contact)
    assert "Roads" in said
    assert (phone or "Yard") in said
    if phone and not outside:
        assert not extension or f"extension {extension}" in said
        assert not person or person in said


async def test_p32_given_before_transfer_is_logged_with_the_time_then_confirmed(town: Town) -> None:
    talk = town.talk()
    await talk.command("contact", "parking permits")
    assert town.memory.referrals == []
    now = town.clock.now()
    (reply,) = await talk.press("Given before transfer")
    (logged,) = town.memory.referrals
    assert (logged.kind, logged.contact, logged.person, logged.at) == ("given", "parking-permits", SAM, now)
    assert isinstance(reply, Replace)
    assert "contact given at 05:00" in talk.words
    assert "Given before transfer" not in [button.label for button in talk.buttons]


async def test_p29_no_match_ends_with_the_fallback_contact(town: Town) -> None:
    talk = town.talk()
    await talk.command("contact", "my parrot needs a passport photo")
    assert "Town Hall Front Desk" in talk.words
    assert "555-0100" in talk.words


async def test_p29_between_several_one_question_is_asked(town: Town) -> None:
    talk = town.talk()
    await talk.command("contact", "permits")
    assert len(talk.replies) == 1
    assert [button.label for button in talk.buttons] == [
        "Parking Permits and Tickets",
        "Building and Planning Permits",
        "None of these",
    ]
    (reply,) = await talk.press("Building and Planning Permits")
    assert isinstance(reply, Replace)
    assert "555-0141" in talk.words


async def test_p29_none_of_these_ends_with_the_fallback_contact(town: Town) -> None:
    talk = town.talk()
    await talk.command("contact", "permits")
    await talk.press("None of these")
    assert "Town Hall Front Desk" in talk.words


async def test_p29_outside_bodies_are_named_as_such(town: Town) -> None:
    talk = town.talk()
    await talk.command("contact", "power outage")
    assert "outside Town of Port Maribel" in talk.words
    assert "555-0185" in talk.words
    assert "lacks" not in talk.words


async def test_whether_somebody_is_there_now_is_told(town: Town) -> None:
    talk = town.talk()
    await talk.command("contact", "parking permits")
    assert "closed now" in talk.words
    assert "They are closed now" in talk.words
    await town.pass_time(hours=5)
    await talk.command("contact", "parking permits")
    assert "open now" in talk.words


def test_p27_an_entry_nobody_checked_for_long_says_so() -> None:
    old = Contact("k", "Roads", "555-0121", "", "h@x.example", verified=date(2024, 1, 2))
    later = services(clock=FakeClock(datetime(2026, 3, 2, 15, tzinfo=UTC)))
    assert "2 January 2024, more than a year ago" in in_words(Say(contact_card(old, later)))
    assert "Not checked yet" in in_words(Say(contact_card(BARE, later)))


async def test_a_wrong_number_reaches_the_owner_of_the_entry(town: Town) -> None:
    talk = town.talk()
    await talk.command("contact", "library card")
    await talk.press("Wrong number")
    await talk.submit({"note": "It rings at the museum."})
    (logged,) = town.memory.referrals
    assert (logged.kind, logged.contact, logged.note) == ("wrong", "library", "It rings at the museum.")
    assert "Amara Nwosu" in talk.words


async def test_a_wrong_number_sent_twice_is_reported_once(town: Town) -> None:
    talk = town.talk()
    await talk.choose("refer.wrong", "library")
    form = talk.form
    for _ in range(2):
        talk.form = form
        await talk.submit({"note": "It rings at the museum."})
        assert "Amara Nwosu" in talk.words
    assert len(town.memory.referrals) == 1


async def test_an_empty_wrong_number_keeps_the_form_open(town: Town) -> None:
    talk = town.talk()
    await talk.choose("refer.wrong", "library")
    (reply,) = await talk.submit({})
    assert isinstance(reply, FormErrors)
    assert town.memory.referrals == []


async def test_d44_asking_for_counselling_shows_the_support_card(town: Town) -> None:
    talk = town.talk()
    await talk.say("what's the number for counselling?")
    assert "555-0177" in talk.words
    await talk.command("contact", "counselling")
    assert "555-0177" in talk.words
    assert "Front Desk" not in talk.words


async def test_contact_without_words_asks_what_about(town: Town) -> None:
    talk = town.talk()
    await talk.command("contact")
    assert "What is it about?" in talk.words


@pytest.mark.parametrize("action", ["refer.given", "refer.wrong"])
async def test_an_entry_that_is_gone_is_said_calmly(town: Town, action: str) -> None:
    talk = town.talk()
    await talk.choose(action, "no-such-desk")
    assert "no longer in the directory" in talk.words
    assert town.memory.referrals == []


async def test_p29_a_choice_that_is_gone_still_ends_somewhere(town: Town) -> None:
    talk = town.talk()
    await talk.choose("refer.choose", "no-such-desk")
    assert "555-" in talk.words


async def test_a_referral_in_a_channel_is_for_the_asker(town: Town) -> None:
    talk = town.talk(place=Place.CHANNEL)
    await talk.say("who handles parking permits?")
    (reply,) = talk.replies
    assert isinstance(reply, Say)
    assert reply.audience is Audience.ASKER
