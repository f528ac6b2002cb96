"""Who may reach the page: this computer, its own pages, small JSON; every refusal is one calm sentence."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientResponse

from adapters.web.settings import NotLoopback, WebSettings, is_loopback
from bot.events import MessageReceived
from tests.adapters.web.browser_stand_in import Browser, local_page
from tests.fakes.script import ScriptedBot

GETS = ["/", "/local/static/page.js", "/local/stream", "/local/files/x"]
POSTS = ["/local/persona", "/local/message", "/local/action", "/local/submit", "/local/dismiss"]


@pytest.fixture
async def bot() -> ScriptedBot:
    return ScriptedBot()


@pytest.fixture
async def browser(bot: ScriptedBot) -> AsyncIterator[Browser]:
    async with Browser(local_page(), bot) as browser:
        await browser.enters()
        yield browser


async def refused(response: ClientResponse, status: int) -> None:
    """The answer is this status with one sentence for people, and nothing of the request in it."""
    assert response.status == status
    answer = await response.json()
    assert list(answer) == ["error"]
    assert answer["error"].endswith(".")
    assert "secret words" not in answer["error"]


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1", "localhost:1", "", "127.0.0.1.evil.example"]
)
@pytest.mark.parametrize("path", GETS)
async def test_a_name_that_was_pointed_at_this_computer_gets_nothing(
    browser: Browser, path: str, host: str
) -> None:
    await refused(await browser.get(path, Host=host), 403)


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "", "http://127.0.0.1:1", "https://127.0.0.1"]
)
async def test_another_page_in_the_same_browser_can_send_nothing(
    browser: Browser, bot: ScriptedBot, path: str, origin: str
) -> None:
    await refused(await browser.post(path, {"text": "secret words"}, Origin=origin), 403)
    assert not bot.heard(MessageReceived)


@pytest.mark.parametrize(
    "header",
    [
        "X_Forwarded_For",
        "X_Forwarded_Host",
        "X_Forwarded_Proto",
        "X_Forwarded_Port",
        "X_Forwarded_Anything",
        "X_Original_Host",
        "Forwarded",
        "Via",
        "X_Real_IP",
        "X_Client_IP",
        "CF_Connecting_IP",
    ],
)
async def test_what_came_through_a_tunnel_or_a_proxy_is_turned_away(browser: Browser, header: str) -> None:
    await refused(await browser.get("/", **{header: "203.0.113.9"}), 403)
    await refused(await browser.get(browser.page.entrance.address, **{header: "203.0.113.9"}), 403)
    await refused(await browser.post("/local/message", {"text": "hi"}, **{header: "203.0.113.9"}), 403)


@pytest.mark.parametrize("path", POSTS)
async def test_a_body_over_the_limit_is_refused_before_it_is_read_as_json(
    browser: Browser, bot: ScriptedBot, path: str
) -> None:
    await refused(await browser.post_bytes(path, b'{"text": "' + b"a" * (256 * 1024) + b'"}'), 413)
    assert not bot.heard(MessageReceived)


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"secret words",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"text": "half an emoji \\ud83d", "key": "\\ud83d"}',
    ],
    ids=["empty", "no json", "a list", "a text", "no utf-8", "very deep", "half an emoji"],
)
async def test_a_malformed_body_is_refused(
    browser: Browser, bot: ScriptedBot, path: str, body: bytes
) -> None:
    await refused(await browser.post_bytes(path, body), 400)
    assert not bot.heard(MessageReceived)


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
async def test_only_json_is_read_because_simple_forms_need_no_permission(
    browser: Browser, path: str, kind: str
) -> None:
    await refused(await browser.post_bytes(path, b'{"text": "hi"}', kind), 415)


@pytest.mark.parametrize(
    "data",
    [{"text": 7}, {"text": ["hi"]}, {"text": " "}, {}, {"text": "a" * 60_001}, {"text": "hi", "room": {}}],
)
async def test_fields_of_another_kind_are_refused(
    browser: Browser, bot: ScriptedBot, data: dict[str, object]
) -> None:
    await refused(await browser.post("/local/message", data), 400)
    assert not bot.heard(MessageReceived)


@pytest.mark.parametrize("path", POSTS)
async def test_without_a_session_nothing_can_be_sent(bot: ScriptedBot, path: str) -> None:
    async with Browser(local_page(), bot) as stranger:
        await refused(await stranger.post(path, {"text": "hi", "key": "kim@town.example"}), 403)
        await refused(await stranger.get("/local/stream"), 403)
        await refused(await stranger.get("/local/files/x"), 403)
        name = f"counterpoise_page_{stranger.port}"
        await refused(await stranger.post(path, {}, Cookie=f"{name}=guess"), 403)


async def test_the_session_cookie_cannot_be_guessed_read_or_sent_along_from_elsewhere() -> None:
    tokens = set()
    for _ in range(3):
        async with Browser(local_page(), None) as browser:
            cookie = (await browser.enters()).cookies[f"counterpoise_page_{browser.port}"]
            assert (cookie["samesite"], cookie["httponly"], cookie["domain"]) == ("Strict", True, "")
            assert not cookie["max-age"], "it ends with the browser, and with the program"
            assert not cookie["expires"]
            assert len(cookie.value) >= 43  # 256 bits
            tokens.add(cookie.value)
    assert len(tokens) == 3


async def test_a_session_that_is_known_keeps_its_cookie(browser: Browser) -> None:
    assert not (await browser.get("/")).cookies


@pytest.mark.parametrize(
    "name", ["../adapter.py", "..%2fadapter.py", "%2e%2e/guard.py", "page.html", "vendor", "nothing.js"]
)
async def test_only_the_files_of_the_page_are_served(browser: Browser, name: str) -> None:
    assert (await browser.get(f"/local/static/{name}")).status == 404


@pytest.mark.parametrize("path", GETS[:3])
async def test_the_page_may_load_and_send_nothing_from_or_to_anywhere_else(
    browser: Browser, path: str
) -> None:
    response = await browser.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "no-store"
    response.close()


async def test_before_the_bot_is_ready_a_question_is_answered_with_a_request_for_patience() -> None:
    async with Browser(local_page(), None) as browser:
        await browser.enters()
        await refused(await browser.post("/local/message", {"text": "hi"}), 503)
        assert (await browser.state())["entries"] == []


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.168.1.5", "town.example", "127.0.0.1.town.example", ""]
)
def test_a_server_that_others_can_reach_shows_no_page(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERPOISE_HOST", host)
    with pytest.raises(NotLoopback, match=r"this computer alone"):
        WebSettings().require_loopback()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.53", "::1", "[::1]", "localhost"])
def test_loopback_addresses_are_this_computer(host: str) -> None:
    assert is_loopback(host)
