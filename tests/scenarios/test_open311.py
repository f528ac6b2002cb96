"""A request also goes to the city's own system over Open311: its number and state come back, and it is sent once."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.words import sentence
from knowledge.library import Library
from tests.scenarios.house import SAM, House, Vendors, house
from tests.scenarios.person import Person
from tests.scenarios.test_requests import CALLUM, INGRID, number_in
from tests.standins.open311_server import Open311Server

both_databases = pytest.mark.parametrize("database_kind", ["sqlite", "postgres"])
SYSTEM = "County 311"
POTHOLE: dict[str, Any] = {
    "description": "Leo Oake says: a pothole broke my wheel. Mrs. Wexford saw it. Ring 902-555-0198.",
    "place": "14 Harbour Street, behind Leo Oake's car",
    "customer": "Leo Oake",
    "contact_wanted": "yes",
    "contact": "leo@customer.example",
    "request_channel": "Phone",
}


@pytest.fixture
async def city() -> AsyncIterator[Open311Server]:
    async with Open311Server() as started:
        yield started


@pytest.fixture
async def it(
    around: Vendors, tmp_path: Path, database_url: str, library: Library, city: Open311Server
) -> AsyncIterator[House]:
    """The program, connected to the city's own system."""
    async with house(around, tmp_path / "data", database_url, library, open311=city) as running:
        yield running


async def takes(person: Person, **changes: Any) -> str:
    """Take a request down; returns its number."""
    await person.writes("request a pothole")
    await person.presses(sentence("core.open_form_button"))
    await person.fills({**POTHOLE, **changes})
    await person.sends()
    assert not person.form, person.form
    return number_in(person)


async def card(person: Person, reference: str) -> str:
    await person.writes(f"requests {reference}")
    return person.told[-1]


async def reads(person: Person, reference: str) -> str:
    await card(person, reference)
    await person.presses(sentence("request.read"))
    return person.form


async def settles(person: Person, reference: str, **found: str) -> None:
    await card(person, reference)
    await person.presses(sentence("act.more"))
    await person.presses(sentence("open311.settle"))
    await person.fills(found)
    await person.sends()
    assert not person.form, person.form


@both_databases
@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_a_request_reaches_the_citys_system_and_its_number_and_state_come_back(
    it: House, city: Open311Server, platform: str
) -> None:
    sam, ingrid = await it.person(platform, SAM), await it.person(platform, INGRID)
    reference = await takes(sam)
    (sent,) = city.taken
    assert (sent["service_code"], reference in sent["description"]) == ("001", True)
    for word in ("Leo", "Oake", "Wexford", "555-0198", "customer.example", "Sam", "Okafor"):
        assert word not in repr(sent), "nobody is named there unless the file says so"
    assert "14 Harbour Street" in sent["address_string"]
    assert sentence("open311.number", number="638001") in await card(ingrid, reference)
    city.says("638001", "closed", "zyxq filled the hole.")
    await it.pass_time(minutes=20)
    told = sentence("open311.told_open311_closed", reference=reference, system=SYSTEM)
    assert told in ingrid.told[-1]
    shown = await card(ingrid, reference)
    assert "Number 638001, closed there since" in shown
    assert "zyxq" not in "".join((*ingrid.told, *sam.told)), "no card holds a word of it"
    story = await reads(ingrid, reference)
    for words in ("zyxq filled the hole.", "a pothole broke my wheel", f"{SYSTEM} gave it the number 638001"):
        assert words in story
    assert f"{SYSTEM}: closed" in story
    await it.pass_time(minutes=15)
    assert sum(told in one for one in ingrid.told) == 1, "what did not change is no news"
    assert "zyxq" not in await reads(sam, reference), "whoever only took it reads what they wrote"


@both_databases
@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_what_got_no_answer_may_have_arrived_and_is_not_sent_twice_until_somebody_looked(
    it: House, city: Open311Server, platform: str
) -> None:
    sam, ingrid = await it.person(platform, SAM), await it.person(platform, INGRID)
    city.posts.append("lost")
    reference = await takes(sam)
    told = sentence("open311.told_open311_unsure", reference=reference, system=SYSTEM)
    assert sum(told in one for one in ingrid.told) == 1
    await it.pass_time(minutes=40)
    assert len(city.taken) == 1
    assert sentence("open311.unsure") in await card(ingrid, reference)
    await settles(ingrid, reference, open311_found="again")
    assert len(city.taken) == 2, "a person looked and said so"
    assert sentence("open311.number", number="638002") in await card(ingrid, reference)
    assert "Ingrid Solheim let it be sent to County 311 again" in await reads(ingrid, reference)


@pytest.mark.parametrize("platform", ["slack", "teams"])
async def test_whoever_finds_it_there_notes_its_number_and_from_then_on_its_state_comes_back(
    it: House, city: Open311Server, platform: str
) -> None:
    sam, callum = await it.person(platform, SAM), await it.person(platform, CALLUM)
    city.posts.append("lost")
    reference = await takes(sam)
    await card(callum, reference)
    await callum.presses(sentence("act.more"))
    await callum.presses(sentence("open311.settle"))
    await callum.fills({"open311_found": "there", "open311_number": "no number"})
    await callum.sends()
    assert callum.form, "that is no number: the form stays open and says so"
    await callum.fills({"open311_number": "AB-77"})
    await callum.sends()
    assert sentence("open311.noted", system=SYSTEM) in callum.told[-1]
    city.says("AB-77", "closed")
    await it.pass_time(minutes=20)
    assert "Number AB-77, closed there" in await card(callum, reference)
    assert len(city.taken) == 1


async def test_while_nobody_answers_there_it_waits_health_says_so_and_it_goes_once(
    it: House, city: Open311Server
) -> None:
    sam, ingrid = await it.person("slack", SAM), await it.person("slack", INGRID)
    port = city.port
    await city.break_down()
    reference = await takes(sam)
    assert sentence("open311.waiting") in await card(ingrid, reference)
    await it.pass_time(minutes=20)
    _, said = await it.get("/healthz")
    assert "Requests that wait to be sent to the city's system (Open311): 1." in repr(said)
    await city.begin(port)
    await it.pass_time(minutes=6)
    assert len(city.taken) == 1
    assert sentence("open311.number", number="638001") in await card(ingrid, reference)
    await city.break_down()
    await it.pass_time(hours=3)
    _, said = await it.get("/healthz")
    assert "Requests of which the city's system (Open311) has said nothing for hours: 1." in repr(said)


async def test_what_it_does_not_take_is_told_to_whoever_has_it_in_its_own_words(
    it: House, city: Open311Server
) -> None:
    sam, ingrid = await it.person("slack", SAM), await it.person("teams", INGRID)
    city.posts.append("400")
    reference = await takes(sam)
    assert sentence("open311.told_open311_refused", reference=reference, system=SYSTEM) in ingrid.told[-1]
    assert sentence("open311.refused") in await card(ingrid, reference)
    assert "it says no" in await reads(ingrid, reference)
