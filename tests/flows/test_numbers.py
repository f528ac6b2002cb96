"""A number that is wrong: its owner hears of it, corrects it with one press, everybody sees it at once (P27, P32)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dispatch import Bot
from bot.events import FormSubmitted
from bot.flows.numbers import number_in
from bot.replies import FormErrors, Replace, Say
from foundation.outbox.sending import NotDelivered
from knowledge.directory.directory import Directory
from tests.fakes.clock import MORNING
from tests.fakes.conversation import PLATFORMS, Conversation, in_words
from tests.flows.town import DANA, GIDEON, PRIYA, RUTH, SAM, TESSA, Town

AMARA = "amara.nwosu@portmaribel.example"
HECTOR = "hector.villasenor@portmaribel.example"
MUSEUM = "It rings at the museum."
SIX = {"phone": "555-0666"}
STRANGER = "visitor@elsewhere.example"


async def report(town: Town, who: str = SAM, note: str = MUSEUM) -> Conversation:
    talk = town.talk(who)
    await talk.command("contact", "library card")
    await talk.press("Wrong number")
    await talk.submit({"note": note})
    return talk


async def correct(town: Town, number: str = "555-0199", who: str = AMARA, **more: str) -> Conversation:
    talk = town.talk(who)
    await talk.choose("numbers.correct", "library")
    await talk.submit({"phone": number, **more})
    return talk


async def card(town: Town, who: str = SAM) -> str:
    talk = town.talk(who)
    await talk.command("contact", "library card")
    return talk.words


def file_says(town: Town, phone: str, extension: str = "51") -> None:
    """The organisation's own file is edited."""
    contacts = [
        replace(one, phone=phone, extension=extension) if one.key == "library" else one
        for one in town.services.contacts.contacts
    ]
    town.services = replace(town.services, contacts=Directory(contacts, "front-desk"))
    town.bot = Bot(town.services, PLATFORMS)


async def test_p27_the_owner_gets_a_letter_with_who_asked_which_number_and_what_they_wrote(
    town: Town,
) -> None:
    talk = await report(town)
    assert "Amara Nwosu" in talk.words
    await town.pass_time(seconds=1)
    (letter,) = town.messenger.to(AMARA)
    said = in_words(Say(letter))
    for words in ("Public Library", "555-0151, extension 51", "Sam Okafor", MUSEUM):
        assert words in said


async def test_it_is_on_the_owners_list_until_it_is_looked_at_and_on_nobody_elses(town: Town) -> None:
    await report(town)
    owner = town.talk(AMARA)
    await owner.say("upkeep")
    assert "Numbers of the directory: 1" in owner.words
    await owner.press("Numbers of the directory")
    assert MUSEUM in owner.words
    other = town.talk(HECTOR)
    await other.say("upkeep")
    assert "Numbers of the directory" not in other.words
    await owner.press("The number is right")
    assert "stays as it is" in owner.words
    await owner.say("upkeep")
    assert "Numbers of the directory" not in owner.words


async def test_until_it_is_looked_at_the_card_warns_whoever_gives_the_number_out(town: Town) -> None:
    assert "called this number wrong" not in await card(town)
    await report(town)
    assert "called this number wrong on 2 March 2026" in await card(town)
    await correct(town)
    assert "called this number wrong" not in await card(town)


async def test_a_correction_is_shown_at_once_with_who_and_when_and_closes_the_reports(town: Town) -> None:
    await report(town)
    await report(town, GIDEON, "Nobody answers.")
    owner = town.talk(AMARA)
    await owner.say("upkeep")
    await owner.press("Numbers of the directory")
    await owner.press("Correct the number")
    await owner.submit({"phone": "555-0199", "extension": ""})
    assert "555-0199" in owner.words
    said = await card(town)
    assert "555-0199" in said
    assert "555-0151" not in said
    assert "Corrected by Amara Nwosu on 2 March 2026" in said
    assert await town.services.numbers.waiting() == ()


async def test_the_sentence_before_the_transfer_holds_the_corrected_number(town: Town) -> None:
    await correct(town, extension="7")
    assert "The direct number is 555-0199, extension 7" in await card(town)


async def test_every_correction_is_kept_and_the_newest_holds(town: Town) -> None:
    await correct(town, "555-0199")
    await correct(town, "555-0198")
    assert [one.right.phone for one in await town.services.numbers.history("library")] == [
        "555-0199",
        "555-0198",
    ]
    assert "555-0198" in await card(town)
    owner = town.talk(AMARA)
    await owner.say("upkeep")
    await owner.press("Numbers of the directory")
    assert "Version 1: 555-0199" in owner.words
    assert "Version 2: 555-0198" in owner.words
    assert "The file says: 555-0151, extension 51" in owner.words


async def test_it_is_named_until_the_file_says_the_same_and_then_gone_by_itself(town: Town) -> None:
    await correct(town, "555-0199", extension="51")
    owner = town.talk(AMARA)
    await owner.say("upkeep")
    assert "Numbers of the directory: 1" in owner.words
    file_says(town, "555-0199")
    owner = town.talk(AMARA)
    await owner.say("upkeep")
    assert "Numbers of the directory" not in owner.words
    said = await card(town)
    assert "555-0199" in said
    assert "Corrected by" not in said


async def test_a_file_that_was_edited_since_holds_over_an_older_correction(town: Town) -> None:
    await correct(town, "555-0199")
    file_says(town, "555-0155")
    said = await card(town)
    assert "555-0155" in said
    assert "Corrected by" not in said


@pytest.mark.parametrize("number", ["", "   ", "ask Felix"])
async def test_a_number_that_cannot_be_dialled_keeps_the_form_open(town: Town, number: str) -> None:
    talk = town.talk(AMARA)
    await talk.choose("numbers.correct", "library")
    (reply,) = await talk.submit({"phone": number})
    assert isinstance(reply, FormErrors)
    assert await town.services.numbers.newest() == ()


async def test_a_correction_sent_twice_is_one_version(town: Town) -> None:
    talk = town.talk(AMARA)
    await talk.choose("numbers.correct", "library")
    form = talk.form
    for _ in range(2):
        talk.form = form
        await talk.submit({"phone": "555-0199"})
        assert "From now on" in talk.words
    assert len(await town.services.numbers.history("library")) == 1


@pytest.mark.parametrize("who", [SAM, HECTOR, PRIYA, TESSA, STRANGER])
async def test_nobody_but_the_owner_and_who_keeps_all_policies_corrects_an_entry(
    town: Town, who: str
) -> None:
    await report(town)
    (wrong,) = await town.services.numbers.waiting()
    talk = town.talk(who)
    for action, value in (
        ("numbers.correct", "library"),
        ("numbers.right", wrong.id),
        ("numbers.correct", "x"),
    ):
        await talk.choose(action, value)
        assert talk.form is None
        assert "owner of this entry" in talk.words
        assert MUSEUM not in talk.words
    crafted = town.talk(who)
    sent = FormSubmitted("e", crafted.who, crafted.where, MORNING, "right_number", "d" * 32, SIX, "library")
    await crafted.does(sent)
    assert "owner of this entry" in crafted.words
    assert await town.services.numbers.newest() == ()
    assert len(await town.services.numbers.waiting()) == 1


async def test_who_keeps_all_policies_may_correct_any_entry(town: Town) -> None:
    await correct(town, who=RUTH)
    assert "Corrected by Ruth Castellano" in await card(town)


async def test_p32_what_was_given_before_a_transfer_is_read_by_the_owner_and_their_head(town: Town) -> None:
    talk = town.talk(SAM)
    await talk.command("contact", "parking permits")
    await talk.press("Given before transfer")
    owner = town.talk("owen.prudhomme@portmaribel.example")
    await owner.command("contact", "parking permits")
    await owner.press("Who gave it")
    assert "Sam Okafor" in owner.words
    assert "2 March" in owner.words
    await owner.command("contact", "building permit")
    await owner.press("Who gave it")
    assert "Nobody has logged" in owner.words


async def test_the_head_of_the_owners_department_reads_it_too(town: Town) -> None:
    assert (await town.services.memory.referrals_given("police-line")) == ()
    talk = town.talk(SAM)
    await talk.choose("refer.given", "police-line")  # Dana keeps the entry, Priya is her head.
    for who, reads in ((DANA, True), (PRIYA, True), (HECTOR, False), (SAM, False), (STRANGER, False)):
        reader = town.talk(who)
        await reader.command("contact", "report a theft")
        assert ("Who gave it" in [button.label for button in reader.buttons]) is reads
        await reader.choose("numbers.given", "police-line")
        assert ("Sam Okafor" in reader.words) is reads


async def test_a_report_on_an_entry_whose_owner_cannot_be_reached_goes_to_who_keeps_all_policies(
    town: Town,
) -> None:
    await report(town)
    town.messenger.refusals[AMARA] = NotDelivered("not_found", again=False)
    await town.pass_time(seconds=1)
    await town.pass_time(seconds=1)
    (letter,) = town.messenger.to(RUTH)
    assert MUSEUM in in_words(Say(letter))


async def test_a_report_closed_before_its_letter_is_sent_writes_to_nobody(town: Town) -> None:
    await report(town)
    await correct(town)
    await town.pass_time(seconds=1)
    assert town.messenger.to(AMARA) == []


async def test_a_card_in_place_of_another_is_replaced(town: Town) -> None:
    await report(town)
    (wrong,) = await town.services.numbers.waiting()
    owner = town.talk(AMARA)
    (reply,) = await owner.choose("numbers.right", wrong.id)
    assert isinstance(reply, Replace)
    await owner.choose("numbers.right", wrong.id)
    assert "Somebody has done this before" in owner.words


async def test_a_number_that_stands_in_the_note_is_filled_in_for_who_corrects_it(town: Town) -> None:
    await report(town, note="It is 555-0199 now, not 12.")
    talk = town.talk(AMARA)
    await talk.choose("numbers.correct", "library")
    assert talk.form is not None
    assert [getattr(one, "initial", "") for one in talk.form.fields if one.name == "phone"] == ["555-0199"]
    for note in ("It rings at the museum.", "Room 12, extension 51"):
        assert number_in(note) == ""
