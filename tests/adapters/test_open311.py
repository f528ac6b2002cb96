"""The Open311 client says what is known of what it sent: taken, refused, not arrived, or that it cannot be known."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.configuration import CannotStart, HalfConfigured
from adapters.console.checks import CheckState
from adapters.console.doctor_open311 import open311
from adapters.folder import load_folder
from adapters.mail.settings import MailSettings
from adapters.open311 import client as client_module
from adapters.open311.client import Open311Client
from adapters.settings import SAMPLE, Settings, read_settings
from foundation.outbox.sending import NotDelivered
from incidents.open311 import Open311Lost, Open311Refused, Open311Report, Open311Said, Open311Status
from incidents.rules.open311_rules import Open311Rules
from tests.standins.open311_server import JURISDICTION, KEY, Open311Server

REPORT = Open311Report("001", "A hole.\n\nOur number: K4M-7TR", "14 Harbour Street")


@pytest.fixture
async def city() -> AsyncIterator[Open311Server]:
    async with Open311Server() as started:
        yield started


def client_of(city: Open311Server, **changes: object) -> Open311Client:
    made = Open311Client.of(Settings.model_validate(city.settings(**changes)))
    assert made
    return made


async def test_a_request_is_posted_as_a_form_with_key_and_jurisdiction_and_nothing_that_is_empty(
    city: Open311Server,
) -> None:
    taken = await client_of(city).send(REPORT)
    assert (taken.number, taken.token, taken.notice) == ("638001", "", "An inspector comes.")
    assert city.taken == [
        {
            "api_key": KEY,
            "jurisdiction_id": JURISDICTION,
            "service_code": "001",
            "description": REPORT.description,
            "address_string": REPORT.address_string,
        }
    ]


async def test_a_token_becomes_a_number_once_there_is_one(city: Open311Server) -> None:
    city.gives = "token"
    taken = await client_of(city).send(REPORT)
    assert (taken.number, taken.token) == ("", "t638001")
    assert await client_of(city).number_of("t638001") == ""
    city.tokens["t638001"] = "77-12"
    assert await client_of(city).number_of("t638001") == "77-12"
    assert await client_of(city).number_of("unknown") == ""


@pytest.mark.parametrize("fault", ["lost", "500", "502", "page"])
async def test_whatever_is_no_answer_after_it_was_sent_may_have_arrived(
    city: Open311Server, fault: str
) -> None:
    city.posts.append(fault)
    with pytest.raises(Open311Lost):
        await client_of(city).send(REPORT)


async def test_an_answer_without_a_number_or_a_token_does_not_say_that_it_was_taken(
    city: Open311Server,
) -> None:
    city.gives = "nothing"
    with pytest.raises(Open311Lost):
        await client_of(city).send(REPORT)


async def test_an_answer_that_takes_too_long_may_have_arrived(
    city: Open311Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client_module, "SECONDS", 0.2)
    city.posts.append("slow")
    with pytest.raises(Open311Lost):
        await client_of(city).send(REPORT)


@pytest.mark.parametrize("fault", ["400", "404", "422"])
async def test_what_it_does_not_take_is_refused_in_its_words_without_signs_nobody_sees(
    city: Open311Server, fault: str
) -> None:
    city.posts.append(fault)
    with pytest.raises(Open311Refused) as refused:
        await client_of(city).send(REPORT)
    assert (refused.value.code, refused.value.words) == (f"http_{fault}", "it says no")


@pytest.mark.parametrize("fault", ["429", "503"])
async def test_what_it_does_not_take_now_did_not_arrive(city: Open311Server, fault: str) -> None:
    city.posts.append(fault)
    with pytest.raises(NotDelivered) as failure:
        await client_of(city).send(REPORT)
    assert failure.value.again


@pytest.mark.parametrize("fault", ["301", "307", "401"])
async def test_nothing_follows_a_redirect_and_a_key_that_is_refused_is_a_fault_of_the_installation(
    city: Open311Server, fault: str
) -> None:
    city.posts.append(fault)
    with pytest.raises(NotDelivered) as failure:
        await client_of(city).send(REPORT)
    assert failure.value.operator
    assert failure.value.held == f"Open311 http_{fault}"


async def test_where_nobody_answers_nothing_arrived(city: Open311Server) -> None:
    await city.break_down()
    with pytest.raises(NotDelivered) as failure:
        await client_of(city).send(REPORT)
    assert (failure.value.code, failure.value.again) == ("no_connection", True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_an_address_that_is_not_public_is_not_connected_to_unless_that_is_set(
    city: Open311Server, host: str
) -> None:
    url = city.url.replace("127.0.0.1", host)
    with pytest.raises(NotDelivered) as failure:
        await client_of(city, open311_private=False, open311_url=url).send(REPORT)
    assert failure.value.code == "no_public_address"
    assert city.taken == []


@pytest.mark.parametrize("knows_lists", [True, False])
async def test_several_are_asked_about_together_and_one_by_one_where_it_does_not_know_that(
    city: Open311Server, knows_lists: bool
) -> None:
    city.knows_lists = knows_lists
    city.says("11", "OPEN")
    city.says("12", "closed", "Filled.")
    found = await client_of(city).said_of(["11", "12", "13"])
    assert found == {
        "11": Open311Said(Open311Status.OPEN),
        "12": Open311Said(Open311Status.CLOSED, "Filled."),
        "13": None,
    }
    assert city.asked == (["11,12,13", "13"] if knows_lists else ["11,12,13", "11", "12", "13"])


@pytest.mark.parametrize("status", ["400", "410", "422"])
async def test_what_it_has_no_more_in_whatever_words_keeps_nobody_from_being_heard_of(
    city: Open311Server, status: str
) -> None:
    city.knows_lists = False
    city.says("19", "open")
    city.gets += ["500", status, status, status, status]
    gone = ["11", "12", "13", "14"]
    found = await client_of(city).said_of([*gone, "19"])
    assert found == {**dict.fromkeys(gone), "19": Open311Said(Open311Status.OPEN)}
    city.gets.append(status)
    assert await client_of(city).number_of("t1") == ""


async def test_where_it_answers_nothing_nothing_was_heard(city: Open311Server) -> None:
    city.gets += ["500", "500", "500"]
    with pytest.raises(NotDelivered):
        await client_of(city).said_of(["11", "12"])


def test_half_of_the_settings_is_refused_with_what_is_missing() -> None:
    with pytest.raises(HalfConfigured, match="OPEN311_API_KEY"):
        _ = Settings(open311_url="https://city.example/v2").has_open311
    assert not Settings().has_open311


async def test_a_key_file_that_holds_no_text_is_named_and_nothing_falls_over(
    city: Open311Server, tmp_path: Path
) -> None:
    file = tmp_path / "key.bin"
    file.write_bytes(b"\xff\x00key")
    settings = Settings.model_validate(city.settings(open311_api_key="", open311_api_key_file=file))
    with pytest.raises(CannotStart, match=r"key\.bin"):
        _ = settings.has_open311
    said = await open311(settings, None)
    assert (said.state, "key.bin" in said.says) == (CheckState.MEND, True)
    with pytest.raises(CannotStart, match=r"key\.bin"):
        _ = MailSettings(host="mail.example", password_file=file).configured


def test_the_key_goes_over_a_sealed_connection_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERPOISE_OPEN311_URL", "http://city.example/v2")
    with pytest.raises(CannotStart, match="COUNTERPOISE_OPEN311_URL"):
        read_settings()


async def test_the_doctor_asks_whether_it_answers_and_knows_the_services_of_the_file(
    city: Open311Server,
) -> None:
    folder, settings = load_folder(SAMPLE), Settings.model_validate(city.settings())
    assert (await open311(Settings(), folder)).state is CheckState.OFF
    asks_more = await open311(settings, folder)
    assert (asks_more.state, "Snow" in asks_more.says) == (CheckState.NOTE, True)
    rules = replace(folder.requests, open311=Open311Rules("City", {"pothole": "009"}))
    unknown = await open311(settings, replace(folder, requests=rules))
    assert (unknown.state, "009 (pothole)" in unknown.says) == (CheckState.MEND, True)
    inside = await open311(Settings.model_validate(city.settings(open311_private=False)), folder)
    assert "COUNTERPOISE_OPEN311_PRIVATE" in inside.mend
    assert city.taken == []
