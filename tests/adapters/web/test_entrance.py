"""Who gets into the page: whoever brings the address of the terminal, once, and then the cookie it gave."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientResponse
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from adapters.web.entrance import PageEntrance
from bot.events import Arrived, MessageReceived
from bot.messages import Message
from bot.replies import Say
from tests.adapters.web.browser_stand_in import EMPLOYEE, Browser, local_page
from tests.fakes.script import ScriptedBot

PRIVATE = ["/local/stream", "/local/files/x"]
POSTS = ["/local/persona", "/local/message", "/local/action", "/local/submit", "/local/dismiss"]
LOCKED = "Please open the address that the program printed"


@pytest.fixture
async def bot() -> ScriptedBot:
    return ScriptedBot({Arrived: [Say(Message("Welcome", ()))]})


@pytest.fixture
async def browser(bot: ScriptedBot) -> AsyncIterator[Browser]:
    """A browser before the page; nothing was opened yet."""
    async with Browser(local_page(), bot) as browser:
        yield browser


async def is_locked(answer: ClientResponse) -> bool:
    words = await answer.text()
    assert not answer.cookies
    assert EMPLOYEE.name not in words
    return answer.status == 403 and LOCKED in words


async def test_another_account_of_this_computer_gets_in_nowhere(browser: Browser, bot: ScriptedBot) -> None:
    """It reaches the port, sends what a browser sends, and knows no key."""
    assert await is_locked(await browser.get("/"))
    for path in PRIVATE:
        assert (await browser.get(path)).status == 403
    for path in POSTS:
        assert (await browser.post(path, {"text": "hi", "key": EMPLOYEE.key})).status == 403
    assert not bot.heard(MessageReceived)
    assert not bot.heard(Arrived)


async def test_the_printed_address_lets_a_browser_in(browser: Browser) -> None:
    answer = await browser.enters()
    assert answer.status == 200
    assert answer.history == (), "a redirect would lose a strict cookie where a link led here"
    assert (await browser.state())["me"] == EMPLOYEE.key
    assert (await browser.get("/")).status == 200
    assert (await browser.post("/local/message", {"text": "hi"})).status == 200


async def test_an_address_works_once_and_the_next_one_is_another(browser: Browser) -> None:
    address = browser.page.entrance.address
    heard: list[str] = []
    browser.page.entrance.used = lambda: heard.append(browser.page.entrance.address)
    assert (await browser.get(address)).status == 200
    browser.forget()
    assert await is_locked(await browser.get(address))
    assert heard == [browser.page.entrance.address]
    assert heard != [address]
    assert (await browser.enters()).status == 200


async def test_of_many_at_once_one_gets_in(browser: Browser) -> None:
    address = browser.page.entrance.address
    answers = await asyncio.gather(*(browser.get(address, Cookie="x=y") for _ in range(10)))
    assert sorted(answer.status for answer in answers) == [200] + [403] * 9


async def test_a_new_start_has_another_address_and_knows_no_cookie_of_the_one_before(
    bot: ScriptedBot,
) -> None:
    """A browser sends a cookie to every port of this computer, so a cookie is worth nothing after the program."""
    async with Browser(local_page(), bot) as before:
        address = before.page.entrance.address
        (cookie,) = (await before.enters()).cookies.values()
    async with Browser(local_page(), bot) as after:
        assert after.page.entrance.address != address
        assert await is_locked(await after.get(address))
        name = f"counterpoise_page_{after.port}"
        assert (await after.get("/local/stream", Cookie=f"{name}={cookie.value}")).status == 403


async def test_who_only_looks_does_not_spend_the_key(browser: Browser) -> None:
    address = browser.page.entrance.address
    assert (await browser.head(address)).status == 405
    assert await is_locked(await browser.get(address, Sec_Purpose="prefetch"))
    assert (await browser.get(address, Host="evil.example")).status == 403
    assert (await browser.get(address, X_Forwarded_For="203.0.113.9")).status == 403
    assert (await browser.enters()).status == 200


async def test_a_proxy_of_nginx_as_it_comes_is_turned_away_even_with_the_key(browser: Browser) -> None:
    """It names the host it asks, adds no header, and speaks HTTP/1.0."""
    reader, writer = await asyncio.open_connection("127.0.0.1", browser.port)
    asked = f"GET {browser.page.entrance.address} HTTP/1.0\r\nHost: 127.0.0.1:{browser.port}\r\n\r\n"
    writer.write(asked.encode())
    answer = await reader.read()
    writer.close()
    assert b" 403 " in answer.partition(b"\r\n")[0]
    assert b"cookie" not in answer.lower()
    assert (await browser.enters()).status == 200


async def test_the_locked_page_loads_nothing_that_needs_the_key(browser: Browser) -> None:
    for path in ("/local/static/page.css", "/local/static/mark.svg"):
        assert (await browser.get(path)).status == 200


@given(st.text() | st.binary().map(lambda raw: raw.decode("latin-1")))
def test_no_other_text_opens(guess: str) -> None:
    entrance = PageEntrance()
    address = entrance.address
    assert not entrance.takes(guess)
    assert not entrance.takes(URL(address).query["key"][:-1])
    assert entrance.address == address
