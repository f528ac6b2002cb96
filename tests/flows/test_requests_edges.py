"""Requests where they are hard: words that name colleagues, what is buried, who is not told, what cannot be found."""

from __future__ import annotations

import pytest

from bot.events import FieldValue
from bot.flows.report_questions import field_for
from bot.replies import FormErrors
from bot.words import sentence
from incidents.request import Matter
from tests.fakes.conversation import Conversation
from tests.flows.test_requests import COMPLAINT, POTHOLE, complains, number, takes, told
from tests.flows.town import DANA, HECTOR, SAM, WEN, Town

MIREILLE = "mireille.gagnon@portmaribel.example"
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
        assert names["request_matter"].initial == matter  # type: ignore[union-attr]  # a choice
    if "Wen" in typed:
        assert names["about"].initial == (WEN,)  # type: ignore[union-attr]  # people
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
