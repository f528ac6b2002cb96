"""The address of a record: in chat it opens what its reader may see, anywhere else it says the same of everything."""

from __future__ import annotations

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.record_page import record_routes
from bot.record_link import address_of, linked_in
from bot.references import reference_in

URL = "https://bot.portmaribel.example"


@pytest.mark.parametrize(
    "text",
    [
        f"{URL}/record/K4M-7TR",
        f"please look at {URL}/record/k4m-7tr.",
        "http://localhost:8080/record/K4M-7TR?from=mail",
        f"abc-d3f: see {URL}/record/K4M-7TR",
    ],
)
def test_an_address_stands_for_the_reference_in_it(text: str) -> None:
    assert linked_in(text) == reference_in(text) == "K4M-7TR"


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{URL}/record/",
        f"{URL}/record/K4M-7TRX",
        f"{URL}/w/K4M-7TR",
        "/record/K4M-7TR",
        f"{URL}/record/K4M7TR",
    ],
)
def test_what_is_no_address_of_a_record_stands_for_none(text: str) -> None:
    assert linked_in(text) == ""


def test_where_people_reach_the_program_nowhere_a_record_has_no_address() -> None:
    assert address_of("K4M-7TR", URL) == f"{URL}/record/K4M-7TR"
    assert address_of("K4M-7TR", "") == ""


async def test_the_page_says_the_same_of_every_reference_and_looks_nothing_up() -> None:
    app = web.Application()
    app.add_routes(record_routes())
    async with TestClient(TestServer(app)) as client:
        pages = []
        for reference in ("K4M-7TR", "aaa-aaa"):
            answer = await client.get(f"/record/{reference}")
            assert answer.status == 200
            assert answer.headers["Cache-Control"] == "no-store"
            pages.append((await answer.text()).replace(reference.upper(), ""))
        assert pages[0] == pages[1]
        for nothing in ("/record/K4M-7TRX", "/record/<script>", "/record/"):
            assert (await client.get(nothing)).status == 404
