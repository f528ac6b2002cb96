"""Who stands behind somebody: head, backup and security with direct numbers, never the front desk (D37, P29)."""

from __future__ import annotations

import pytest

from bot.flows.supervisors import asks_for_supervisor
from bot.messages import Links
from bot.people import Place
from bot.replies import Say
from tests.flows.town import CAO, DANA, GIDEON, PRIYA, RUTH, SAM, TESSA, Town, answer

ASKED = """who is my supervisor
Who is my supervisor?
who's my boss
who is our department head
who do I report to?
who is my manager please
who is in charge here
who is above me
get my supervisor
call my supervisor
I need my manager now
how do I reach my boss
I want to talk to my supervisor
what is my supervisor's number
phone number of my manager
my supervisor
I need backup
backup please
who is my backup
who can back me up
who else can help?
who else can help me with this
is there anybody else who can help
who can I turn to
who can help me""".splitlines()
NOT_ASKED = """who must be told when I end a call
should my supervisor be told after I end a call
does my manager have to acknowledge what I reported
who is in charge of parking permits
who is responsible for garbage
can my supervisor listen to my calls
a customer wants to talk to my manager
transfer a caller to my supervisor
what does the department head decide
my supervisor told me to hang up
who handles complaints about my supervisor
back up my files
I need a backup of the database
who do I report to when a child is in danger""".splitlines()


@pytest.mark.parametrize("text", ASKED)
def test_asking_for_ones_own_people_is_understood(text: str) -> None:
    assert asks_for_supervisor(text)


@pytest.mark.parametrize("text", NOT_ASKED)
def test_asking_what_a_policy_says_of_them_is_a_question(text: str) -> None:
    assert not asks_for_supervisor(text)


@pytest.mark.parametrize(
    "text", ["who is my supervisor?", "who else can help", "I need backup", "contact my boss"]
)
async def test_d37_head_backup_and_security_are_named_with_their_numbers(town: Town, text: str) -> None:
    talk = town.talk()
    await talk.say(text)
    for words in ("Priya Raman", "555-0110", "Dana Whitlock", "555-0112", "Town Hall security", "555-0111"):
        assert words in talk.words
    assert "Front Desk" not in talk.words
    assert town.knowledge.asked == []


async def test_each_number_can_be_dialled(town: Town) -> None:
    talk = town.talk()
    (reply,) = await talk.say("who is my supervisor")
    assert isinstance(reply, Say)
    dialled = {one.url for part in reply.message.parts if isinstance(part, Links) for one in part.links}
    assert {"tel:5550110", "tel:5550112", "tel:911", "tel:5550111"} <= dialled


async def test_d37_under_an_abusive_contact_who_else_can_help_is_no_department(town: Town) -> None:
    town.knowledge.answer = answer("a caller keeps shouting abuse at me")
    talk = town.talk()
    await talk.say("a caller keeps shouting abuse at me")
    await talk.choose("refer.who", "a caller keeps shouting abuse at me")
    assert "555-0110" in talk.words
    assert "Front Desk" not in talk.words
    await talk.press("Find the department")
    assert "Town Hall Front Desk" in talk.words


async def test_p29_under_a_plain_answer_it_is_the_department(town: Town) -> None:
    talk = town.talk()
    await talk.choose("refer.who", "parking permits")
    assert "555-0142" in talk.words


@pytest.mark.parametrize(
    ("person", "named", "absent"),
    [
        (PRIYA, ("Above you: Marguerite Oyelaran", "Dana Whitlock"), "Your department head"),
        (
            DANA,
            ("Your department head: Priya Raman", "Head of administration: Marguerite Oyelaran"),
            "Dana Whitlock",
        ),
        (CAO, ("nobody above you", "Teodor Lindqvist"), "Marguerite"),
        (TESSA, ("Above you: Marguerite Oyelaran",), "Your department head"),
        (RUTH, ("Above you: Marguerite Oyelaran", "Gideon Marsh"), "Ruth Castellano"),
        (GIDEON, ("Your department head: Ruth Castellano", "Marguerite Oyelaran"), "Gideon Marsh"),
    ],
)
async def test_whoever_asks_gets_the_people_above_and_never_themselves(
    town: Town, person: str, named: tuple[str, ...], absent: str
) -> None:
    talk = town.talk(person)
    await talk.say("who is my supervisor")
    for words in named:
        assert words in talk.words
    assert absent not in talk.words
    assert "555-0111" in talk.words


async def test_p02_somebody_unlisted_is_told_so_and_gets_all_heads(town: Town) -> None:
    talk = town.talk("nobody@elsewhere.example")
    await talk.say("who is my supervisor")
    assert "not in the list of staff" in talk.words
    for words in ("Public Works: Hector Villaseñor", "555-0120", "Finance: Beatriz Amaral", "555-0111"):
        assert words in talk.words


async def test_the_people_behind_somebody_are_shown_to_them_alone(town: Town) -> None:
    talk = town.talk(SAM, place=Place.CHANNEL)
    (reply,) = await talk.say("who is my supervisor")
    assert isinstance(reply, Say)
    assert reply.audience == "asker"


async def test_the_slash_command_understands_it_as_well(town: Town) -> None:
    talk = town.talk()
    for command, text in (
        ("policy", "who is my supervisor"),
        ("contact", "my manager"),
        ("contact", "supervisor"),
    ):
        await talk.command(command, text)
        assert "555-0110" in talk.words
