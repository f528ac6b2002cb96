"""Requests where they are hard: words that name colleagues, what is buried, who is not told, what cannot be found."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from rich.console import Console

from adapters.console.chat import chat
from adapters.console.terminal import CAPABILITIES, PLATFORM, TerminalAdapter
from bot.dispatch import Bot
from bot.events import FieldValue
from bot.flows.report_questions import field_for
from bot.flows.request_matters import matter_said
from bot.replies import FormErrors
from bot.routes import all_routes
from bot.words import sentence
from incidents.request import Matter, RequestClockKind, ServiceRequest
from incidents.rules.access import Operation
from tests.fakes.conversation import Conversation
from tests.flows import test_restrictions as restricting
from tests.flows.test_requests import COMPLAINT, POTHOLE, complains, does, number, takes, told
from tests.flows.town import CAO, DANA, PRIYA, SAM, TESSA, WEN, Town

MIREILLE = "mireille.gagnon@portmaribel.example"
CALLUM = "callum.byrne@portmaribel.example"
INGRID = "ingrid.solheim@portmaribel.example"
BILL: dict[str, FieldValue] = {
    **{name: value for name, value in COMPLAINT.items() if name != "about"},
    "request_matter": "service",
    "request_priority": "routine",
    "description": "Wen Zhao overcharged me on my tax bill and laughed.",
}


def asked_in(talk: Conversation) -> dict[str, FieldValue]:
    """The fields of the open form as they come back when nobody changes them."""
    assert talk.form
    return {one.name: one.initial for one in talk.form.fields if getattr(one, "initial", None)}


@pytest.mark.parametrize(
    ("typed", "matter"),
    [
        ("complaint about Wen Zhao, she overcharged me on my tax bill", "person"),
        ("request complaint about Wen Zhao: she laughed", "person"),
        ("complaint about a person", "person"),
        ("a customer wants to complain about Dana Whitlock", "person"),
        ("fraud at the depot", "fraud"),
        ("request fraud at the depot", "fraud"),
        ("compliment for Ingrid Solheim", "compliment"),
        ("suggestion: more benches", "suggestion"),
        ("complaint about the library", "complaint"),
        ("request pothole", "service"),
    ],
)
async def test_r15_r16_the_words_behind_a_command_open_the_form_they_are_for(
    town: Town, typed: str, matter: str
) -> None:
    talk = town.talk(SAM)
    await talk.command("request", typed.removeprefix("request "))
    assert talk.form
    names = {one.name: one for one in talk.form.fields}
    if matter in (Matter.PERSON, Matter.FRAUD):
        assert "about" in names
        assert "request_matter" not in names
    else:
        assert names["request_matter"].initial == matter
    if "Wen" in typed:
        assert names["about"].initial == (WEN,)
        assert "Mireille Gagnon (Human Resources)" in repr(talk.form)
        assert typed.removeprefix("request ") in repr(talk.form), "the words are not lost"


@pytest.mark.parametrize("matter", ["service", "complaint"])
async def test_r16_r20_who_is_complained_of_in_an_ordinary_request_never_reads_it(
    town: Town, matter: str
) -> None:
    talk = town.talk(SAM)
    await talk.command("request", "My tax bill")
    values = {**BILL, "request_matter": matter}
    await talk.submit(values)
    assert isinstance(talk.replies[0], FormErrors)
    assert "Is it a complaint about Wen Zhao?" in repr(talk.form)
    assert (await town.requests.queue(SAM)).requests == (), "nothing is taken before the question is answered"
    await talk.submit({**values, field_for(WEN): "yes"})
    assert "Mireille Gagnon (Human Resources)" in repr(talk.form), "who reads it is shown first"
    assert "laughed" in repr(talk.form), "nothing typed is lost"
    assert (await town.requests.queue(SAM)).requests == ()
    await talk.submit(asked_in(talk))
    assert "Your complaint has reached Human Resources" in talk.words
    await town.pass_time(seconds=1)
    assert {recipient for recipient, _, _ in town.messenger.brought} == {MIREILLE}
    assert (await town.requests.queue(WEN)).requests == ()


async def test_r20_a_colleague_who_is_only_named_is_no_ground_to_send_it_elsewhere(town: Town) -> None:
    talk = town.talk(SAM)
    await talk.command("request", "Callum Byrne said he fills the pothole")
    assert field_for("callum.byrne@portmaribel.example") in {one.name for one in talk.form.fields}  # type: ignore[union-attr]  # open
    values = {**POTHOLE, "description": "Callum Byrne said he fills the pothole"}
    await talk.submit({**values, field_for("callum.byrne@portmaribel.example"): "no"})
    assert "Ingrid Solheim, Callum Byrne: a notice is on its way." in talk.words


async def test_r20_a_complaint_whose_words_name_one_of_its_readers_asks_about_them_too(town: Town) -> None:
    talk = await complains(town, description="Wen laughed, and Mireille Gagnon covered it up.")
    assert isinstance(talk.replies[0], FormErrors)
    assert field_for(MIREILLE) in {one.name for one in talk.form.fields}  # type: ignore[union-attr]  # open
    assert (await town.requests.queue(SAM)).requests == ()


async def test_r21_a_compliment_for_a_colleague_asks_nothing_back(town: Town) -> None:
    talk = town.talk(SAM)
    await talk.command("request", "compliment for Ingrid Solheim, she was kind")
    assert not any(one.name.startswith("named_") for one in talk.form.fields)  # type: ignore[union-attr]  # open


async def test_r07_r16_what_is_about_a_person_cannot_be_kept_as_handled(town: Town) -> None:
    talk = town.talk(SAM)
    await talk.command("request")
    await talk.press(sentence("request.matter_person"))
    await talk.submit({"about": (WEN,)})
    assert "handled" not in {one.name for one in talk.form.fields}  # type: ignore[union-attr]  # open
    forged = {"handled": "I spoke with her.", "handled_outcome": "Explained", "read_by_hr": "hr"}
    await talk.submit({**COMPLAINT, **forged})
    await town.pass_time(seconds=1)
    assert len(told(town, MIREILLE)) == 1
    standing = await town.requests.standing(await number(town, MIREILLE), MIREILLE)
    assert standing
    assert standing.state == "received"


async def test_r36_raising_a_request_tells_who_has_it_and_says_whom_to_ring(town: Town) -> None:
    await takes(town)
    reference = await number(town)
    raised = await does(
        town, INGRID, reference, Operation.PRIORITISE, to_priority="emergency", priority_reason="Cars swerve."
    )
    assert sentence("request.call_now") in raised.words
    assert "Callum Byrne: 555-0" in raised.words
    assert sentence("request.news_priority", reference=reference) in told(town, CALLUM)
    reached = await does(town, INGRID, reference, Operation.REACH)
    assert sentence("request.call_now") not in reached.words


async def test_r05_r34_whoever_had_a_request_hears_that_it_went_to_another_category(town: Town) -> None:
    await takes(town)
    reference = await number(town)
    await does(town, INGRID, reference, Operation.CONFIRM)
    await does(town, INGRID, reference, Operation.ASSIGN, assignee=CALLUM)
    await does(town, SAM, reference, Operation.REROUTE, to_category="park")
    assert told(town, CALLUM)[-1] == sentence("request.news_moved", reference=reference)
    assert sentence("request.news_moved", reference=reference) not in told(town, INGRID), "it was with Callum"
    other = await takes(town, description="A second pothole.")
    (again,) = {one.reference for one in (await town.requests.queue(SAM)).requests} - {reference}
    assert again in other.words
    await does(town, SAM, again, Operation.REROUTE, to_category="park")
    for who in (INGRID, CALLUM):
        assert told(town, who)[-1] == sentence("request.news_moved", reference=again)


async def test_r12_whoever_took_a_request_down_has_the_text_that_it_is_done(town: Town) -> None:
    await takes(town)
    reference = await number(town)
    await does(town, INGRID, reference, Operation.RESOLVE, disposition="Done as asked")
    talk = town.talk(SAM)
    await talk.say(f"requests {reference}")
    await talk.press(sentence("act.more"))
    labels = {one.label for one in talk.buttons}
    assert sentence("request.text_update") not in labels, "nobody works on it any more"
    assert sentence("request.text_acknowledgement") not in labels, "nobody is to hear again"
    await talk.press(sentence("request.text_closing"))
    assert "Outcome: Done as asked." in talk.words
    standing = await town.requests.standing(reference, SAM)
    assert standing
    await talk.choose("request.read", standing.id)
    assert "Words about resolved_words." not in repr(talk.form), "the words of those who saw to it are theirs"


async def test_r39_the_words_for_a_customer_whose_request_is_handled_promise_nothing(town: Town) -> None:
    talk = await takes(town, handled="Filled it this morning.", handled_outcome="Done as asked")
    assert "Outcome: Done as asked." in talk.words
    assert "You hear from us again" not in talk.words


@pytest.mark.parametrize("typed", ["{0}", "number {0}", "what about {0}", "request {0}"])
async def test_p12_whoever_is_told_the_number_opens_it_or_passes_on_what_is_said(
    town: Town, typed: str
) -> None:
    await takes(town)
    reference = await number(town)
    await does(town, INGRID, reference, Operation.RESOLVE, disposition="Done as asked")
    mine = town.talk(SAM)
    await mine.say(typed.format(reference))
    assert sentence("request.title", matter="Something to be done", reference=reference) in mine.words
    other = town.talk(TESSA)
    await other.say(typed.format(reference))
    assert "pothole" not in other.words.casefold()
    assert "Public Works" not in other.words
    await other.press(sentence("request.act_called_again"))
    await other.submit({"called_words": "It is still there."})
    assert sentence("request.did_called_again") in other.words
    await town.pass_time(seconds=1)
    assert told(town, INGRID)[-1] == sentence("request.news_called", reference=reference)
    standing = await town.requests.standing(reference, SAM)
    assert standing
    assert standing.state == "investigating"


async def test_p12_of_a_confidential_request_a_number_opens_nothing_to_others(town: Town) -> None:
    await complains(town)
    reference = await number(town)
    for who in (TESSA, WEN, DANA):
        talk = town.talk(who)
        await talk.say(f"request {reference}")
        assert talk.words == sentence("request.nothing")
        standing = await town.requests.standing(reference, SAM)
        assert standing
        await talk.choose("request.act", f"called_again:{standing.id}")
        assert talk.words == sentence("request.nothing")
    mine = town.talk(SAM)
    await mine.say(f"request {reference}")
    await mine.press(sentence("request.act_called_again"))
    await mine.submit({"called_words": "She came again."})
    await town.pass_time(seconds=1)
    assert sentence("request.news_called", reference=reference) in told(town, MIREILLE)


async def test_r36_somebody_away_is_not_the_first_to_ring(town: Town) -> None:
    talk = town.talk(INGRID)
    await talk.say("away until Monday")
    urgent = {"request_priority": "emergency", "why_urgent": "Cars swerve."}
    taken = await takes(town, **urgent)
    words = taken.words
    assert words.index("Callum Byrne: 555-0") < words.index("Ingrid Solheim: 555-0")
    assert "Ingrid Solheim is away until Monday" in words
    callum = town.talk(CALLUM)
    await callum.say("away until Monday")
    taken = await takes(town, **urgent)
    assert taken.words.index("Hector Villaseñor: 555-0") < taken.words.index("Callum Byrne: 555-0")


async def test_p08_the_next_update_is_no_later_than_updates_are_apart(town: Town) -> None:
    await takes(town)
    reference = await number(town)
    far = town.clock.now() + timedelta(days=300)
    refused = await does(town, INGRID, reference, Operation.NOTE, next_update=far)
    assert sentence("request.too_far", moment="9 March 2026 at 16:30") in refused.words
    await does(town, INGRID, reference, Operation.HOLD_REPLY, next_update=far)
    standing = await town.requests.standing(reference, INGRID)
    assert standing
    assert RequestClockKind.UPDATE in {one.kind for one in standing.clocks}, "updates go on until then"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("open requests", "queue_open"),
        ("overdue requests", "queue_overdue"),
        ("requests that are late", "queue_overdue"),
        ("unassigned requests", "queue_unassigned"),
        ("requests with nobody", "queue_unassigned"),
        ("closed requests", "queue_closed"),
    ],
)
async def test_r38_the_queue_is_found_by_what_it_is_called(town: Town, typed: str, expected: str) -> None:
    talk = town.talk(INGRID)
    await talk.say(typed)
    assert talk.words.splitlines()[0].strip("# *") == sentence(f"request.{expected}")


@pytest.mark.parametrize(
    ("typed", "matter"),
    [
        ("new complaint", ""),
        ("register a complaint", ""),
        ("complaint about a person", "person"),
        ("fraud at the depot", "fraud"),
        ("complaint about Wen Zhao, she overcharged me", "person"),
        ("compliment for Ingrid Solheim", "compliment"),
        ("report a pothole", "service"),
        ("a customer wants to complain about the library", "complaint"),
        ("make a complaint about Wen Zhao", "person"),
    ],
)
async def test_r15_what_somebody_types_begins_the_request_it_says(
    town: Town, typed: str, matter: str
) -> None:
    assert all_routes().command_in(typed) is not None, typed
    name, text = all_routes().command_in(typed) or ("", "")
    assert name == "request"
    said = matter_said(text, SAM, town.services) if text else None
    assert (str(said.matter) if said and (said.description or matter) else "") == matter


@pytest.mark.parametrize(
    "typed",
    [
        "requests for access to records: how long do we have?",
        "request for access to records: how long do we have?",
        "complaint about a colleague, who do I tell?",
    ],
)
def test_a_question_that_begins_like_a_command_is_a_question(typed: str) -> None:
    assert all_routes().command_in(typed) is None


async def test_the_terminal_takes_a_request_by_its_numbers(town: Town) -> None:
    screen, sam = io.StringIO(), town.services.people.by_key[SAM]
    terminal = TerminalAdapter(sam, town.clock, Console(file=screen, width=100))
    await terminal.start(Bot(town.services, {PLATFORM: CAPABILITIES}).handle)
    await chat(terminal, io.StringIO("request\n3\nWen Zhao\n"), screen)
    after = screen.getvalue().partition("> 3")[2]
    assert sentence("request.field_about") in after
    assert sentence("request.field_about_department") in after.partition("> Wen Zhao")[2]


async def test_d25_the_rule_that_holds_for_whoever_brings_a_request_stands_beside_it(town: Town) -> None:
    await restricting.proposes(town)
    one = await restricting.the_one(town)
    await restricting.does(town, CAO, one.reference, Operation.APPROVE)
    await restricting.does(town, PRIYA, one.reference, Operation.SEND_NOTICE)
    talk = await takes(town, customer="Roy Hollis")
    assert sentence("restriction.rule_title") in talk.words
    talk = await takes(town, customer="Casey Customer")
    assert sentence("restriction.rule_title") not in talk.words


@pytest.mark.parametrize("matter", [Matter.PERSON, Matter.FRAUD])
def test_r20_of_nobody_in_the_town_a_complaint_finds_no_reader(town: Town, matter: Matter) -> None:
    for one in town.services.people.by_key:
        way = town.requests.way(ServiceRequest(SAM, matter, "", "", about=(one,)))
        assert way, one
        assert one not in way.readers


def test_r21_a_compliment_for_any_department_has_a_reader(town: Town) -> None:
    for name in {one.department for one in town.services.people.by_key.values() if one.department}:
        assert town.requests.way(ServiceRequest(SAM, Matter.COMPLIMENT, "", "", about_department=name)), name


@pytest.mark.parametrize("about", ["council meeting", "administration", "town hall"])
async def test_r05_a_service_complaint_about_any_office_has_a_category(town: Town, about: str) -> None:
    talk = await takes(town, request_matter="complaint", description=f"Nobody answers at the {about}.")
    assert "Its number is" in talk.words
