"""Hostile requests at the real endpoint: fixed refusals, no server error, and nothing reaches the bot."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest
import structlog
from aiohttp import web

from adapters.teams.adapter import PATH, TeamsAdapter
from adapters.teams.hosts import is_allowed
from bot.events import Event
from bot.replies import Reply
from tests.fakes.clock import FakeClock
from tests.standins.teams_api import TENANT, TeamsApi
from tests.standins.teams_client import Teams, on_teams, payload

REFUSALS = {400, 401, 403, 413, 415, 503}
CANARY = "canary-8f3a-customer-name"
Json = dict[str, Any]


@pytest.fixture
def events() -> list[Event]:
    return []


@pytest.fixture
async def teams(events: list[Event]) -> AsyncIterator[Teams]:
    async def handle(event: Event) -> list[Reply]:
        events.append(event)
        return []

    async with on_teams(handle, FakeClock()) as running:
        yield running


async def post(teams: Teams, body: bytes | AsyncIterator[bytes], **headers: str) -> int:
    sent = {"Content-Type": "application/json", "Authorization": f"Bearer {teams.api.mint()}"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    async with (
        aiohttp.ClientSession(auto_decompress=False) as session,
        session.post(
            teams.endpoint, data=body, headers={name: value for name, value in sent.items() if value}
        ) as answer,
    ):
        return answer.status


def good(teams: Teams, **changes: Any) -> Json:
    activity = payload("message_personal")
    activity |= {"serviceUrl": teams.api.service_url, "text": CANARY, **changes}
    return activity


def encoded(value: Any) -> bytes:
    return json.dumps(value).encode()


async def test_a_good_request_is_taken(teams: Teams, events: list[Event]) -> None:
    """The control: the same request, unharmed, does reach the bot."""
    teams.person("Maya Okafor", "maya@town.example")
    assert await post(teams, encoded(good(teams))) == 200
    assert await post(teams, encoded(good(teams)), Content_Type="application/json; charset=utf-8") == 200
    assert len(events) == 2


async def test_without_a_token_the_body_is_not_even_read(teams: Teams, events: list[Event]) -> None:
    chosen = random.Random(7)
    for number in range(120):
        body = chosen.randbytes(chosen.randrange(2000)) if number % 2 else encoded(good(teams))
        headers = chosen.choice(
            [{"Authorization": ""}, {"Authorization": "Bearer x.y.z"}, {"Authorization": "Basic eDp5"}]
        )
        assert await post(teams, body, **headers) == 401
    assert events == []


async def test_a_body_cut_anywhere_is_malformed(teams: Teams, events: list[Event]) -> None:
    chosen = random.Random(8)
    whole = encoded(good(teams))
    for _ in range(150):
        assert await post(teams, whole[: chosen.randrange(len(whole))]) == 400
    assert events == []


MALFORMED: list[bytes] = [
    b"", b" ", b"null", b"true", b"5", b"1e999", b'"text"', b"[]", b"[1]", b"{}", b"nonsense", b"{]", b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf{}", b"[" * 200_000, b'{"a":' * 30_000, b"[" * 40 + b"]" * 40, b'{"type":NaN}', b'{"type":Infinity}',
    b'{"n":' + b"9" * 5000 + b"}", b"{'type': 'message'}", b'{"type":"message"} {}', b'{"type":"\xed\xa0\x80"}',
    "{“type”: 1}".encode("utf-16"), b"type=message",
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(MALFORMED)))
async def test_a_body_that_is_no_activity_is_malformed(
    number: int, teams: Teams, events: list[Event]
) -> None:
    assert await post(teams, MALFORMED[number]) == 400
    assert events == []


def invoked(name: str, value: Any) -> Callable[[Json], object]:
    """An invoke that always has an object as its value, with something else."""
    return lambda activity: activity.update(type="invoke", name=name, value=value)


NO_OBJECTS: tuple[Any, ...] = (None, [], "x", 10**300)

ODD: list[Callable[[Json], object]] = [
    lambda activity: activity.pop("type"),
    lambda activity: activity.pop("id"),
    lambda activity: activity.pop("serviceUrl"),
    lambda activity: activity.pop("from"),
    lambda activity: activity.pop("conversation"),
    lambda activity: activity.pop("channelId"),
    lambda activity: activity.update(channelId="webchat"),
    lambda activity: activity.update(type=5),
    lambda activity: activity.update(type=""),
    lambda activity: activity.update(id=None),
    lambda activity: activity.update(id=["x"]),
    lambda activity: activity.update(serviceUrl=5),
    lambda activity: activity.update({"from": "29:1"}),
    lambda activity: activity.update({"from": {"id": 5}}),
    lambda activity: activity.update(conversation=[]),
    lambda activity: activity.update(conversation={"id": ""}),
    lambda activity: activity.update(text=["x"]),
    lambda activity: activity.update(attachments={"contentType": "x"}),
    lambda activity: activity.update(recipient="28:1"),
    lambda activity: activity.update(channelData=[]),
    lambda activity: activity.update(timestamp=5),
    *(
        invoked(name, value)
        for name in ("task/fetch", "task/submit", "composeExtension/fetchTask", "adaptiveCard/action")
        for value in NO_OBJECTS
    ),
]


@pytest.mark.parametrize("number", range(len(ODD)))
async def test_an_activity_without_what_every_activity_has_is_malformed(
    number: int, teams: Teams, events: list[Event]
) -> None:
    activity = good(teams)
    ODD[number](activity)
    assert await post(teams, encoded(activity)) == 400
    assert events == []


async def test_a_kind_teams_may_add_is_acknowledged_and_does_nothing(
    teams: Teams, events: list[Event]
) -> None:
    for changes in ({"type": "invoke", "name": "task/new", "value": []}, {"type": "suggestion"}):
        assert await post(teams, encoded(good(teams, **changes))) == 200
    assert events == []


@pytest.mark.parametrize(
    "changes",
    [
        {"conversation": {"id": "a:1", "conversationType": "personal", "tenantId": "another-tenant"}},
        {"channelData": {"tenant": {"id": "another-tenant"}}},
        {"conversation": {"id": "a:1"}, "channelData": {}},
        {"conversation": {"id": "a:1", "tenantId": ["x"]}, "channelData": {"tenant": TENANT}},
        {"serviceUrl": "https://smba.trafficmanager.net/amer/"},
        {"serviceUrl": "https://evil.example/"},
        {"serviceUrl": ""},
    ],
)
async def test_another_tenant_or_service_is_forbidden(
    changes: Json, teams: Teams, events: list[Event]
) -> None:
    assert await post(teams, encoded(good(teams, **changes))) in {400, 403}
    assert events == []


async def test_a_service_url_must_be_in_the_token_and_on_the_list(teams: Teams, events: list[Event]) -> None:
    evil = "https://evil.example/teams"
    body = encoded(good(teams, serviceUrl=evil))
    assert await post(teams, body, Authorization=f"Bearer {teams.api.mint(serviceurl=evil)}") == 403
    other = f"Bearer {teams.api.mint(serviceurl='https://smba.trafficmanager.net/amer/')}"
    assert await post(teams, encoded(good(teams)), Authorization=other) == 403
    same = f"Bearer {teams.api.mint(serviceurl=teams.api.service_url.rstrip('/'))}"
    teams.person("Maya Okafor", "maya@town.example")
    assert await post(teams, encoded(good(teams)), Authorization=same) == 200
    assert len(events) == 1


@pytest.mark.parametrize(
    "kind",
    ["", "text/plain", "application/xml", "multipart/form-data; boundary=x", "application/json2", "json"],
)
async def test_anything_but_json_is_unsupported(kind: str, teams: Teams, events: list[Event]) -> None:
    async with aiohttp.ClientSession(skip_auto_headers=["Content-Type"]) as session:
        headers = {"Authorization": f"Bearer {teams.api.mint()}", **({"Content-Type": kind} if kind else {})}
        async with session.post(teams.endpoint, data=encoded(good(teams)), headers=headers) as answer:
            assert answer.status == 415
    assert events == []


async def test_a_body_that_is_too_large_is_refused_however_it_comes(
    teams: Teams, events: list[Event]
) -> None:
    large = encoded(good(teams, text="x" * 300_000))

    async def pieces() -> AsyncIterator[bytes]:
        for at in range(0, len(large), 10_000):
            yield large[at : at + 10_000]

    assert await post(teams, large) == 413
    assert await post(teams, pieces()) == 413
    bomb = gzip.compress(b" " * 20_000_000)
    assert await post(teams, bomb, Content_Encoding="gzip") in {400, 413}
    assert await post(teams, b"no gzip at all", Content_Encoding="gzip") in {400, 413}
    assert events == []


async def test_halves_of_characters_and_nul_do_not_get_in(teams: Teams, events: list[Event]) -> None:
    teams.person("Maya Okafor", "maya@town.example")
    body = encoded(good(teams)).replace(CANARY.encode(), b"a\\ud800b\\u0000c \\ud83d\\ude42")
    assert await post(teams, body) == 200
    assert getattr(events[0], "text", "") == "a\ufffdbc 🙂"


async def test_requests_before_the_start_are_told_to_come_back() -> None:
    async with TeamsApi(FakeClock()) as api:
        adapter = TeamsAdapter(api.settings(), FakeClock())
        app = web.Application()
        app.add_routes(adapter.routes())
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            url = f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
            async with aiohttp.ClientSession() as session, session.post(url, json={}) as answer:
                assert answer.status == 503
        finally:
            await runner.cleanup()


async def test_nothing_of_a_refused_request_reaches_the_log(teams: Teams) -> None:
    with structlog.testing.capture_logs() as logs:
        await post(teams, encoded(good(teams)), Authorization=f"Bearer {CANARY}.{CANARY}.{CANARY}")
        await post(teams, encoded(good(teams, serviceUrl=f"https://{CANARY}/")))
        await post(teams, CANARY.encode())
        await post(teams, encoded(good(teams)))
    assert logs, "the refusals themselves are logged"
    assert CANARY not in repr(logs)


async def test_hundreds_of_random_changes_never_break_anything(teams: Teams, events: list[Event]) -> None:
    """Bytes of a signed request changed at random: refused, or taken as the harmless activity it still is."""
    chosen = random.Random(9)
    teams.person("Maya Okafor", "maya@town.example")
    whole = encoded(good(teams))
    for _ in range(200):
        body = bytearray(whole)
        for _ in range(chosen.randint(1, 20)):
            body[chosen.randrange(len(body))] = chosen.randrange(256)
        assert await post(teams, bytes(body)) in REFUSALS | {200}
    assert len(events) < 200


HOSTS = ("smba.trafficmanager.net", "127.0.0.1:8080")


@pytest.mark.parametrize(
    "url",
    [
        "https://smba.trafficmanager.net/amer/",
        "https://SMBA.trafficmanager.net/",
        "http://127.0.0.1:8080/teams/",
    ],
)
def test_a_listed_host_may_get_the_token(url: str) -> None:
    assert is_allowed(url, HOSTS)


@pytest.mark.parametrize(
    "url",
    [
        "http://smba.trafficmanager.net/", "https://smba.trafficmanager.net:8443/", "https://smba.trafficmanager.net.evil.example/",
        "https://evil.example/smba.trafficmanager.net", "https://smba.trafficmanager.net@evil.example/",
        "https://evil.example#smba.trafficmanager.net", "https://evil.example\\@smba.trafficmanager.net/",
        "https://user:pass@smba.trafficmanager.net/", "//smba.trafficmanager.net/", "smba.trafficmanager.net", "", "https://",
        "ftp://smba.trafficmanager.net/", "https://[::1]/", "https://169.254.169.254/", "https://2852039166/", "http://127.0.0.1:8081/",
        "http://127.0.0.1/", "https://smba.trafficmanager.net\n.evil.example/", "https://smba.trafficmаnager.net/", "https://[bad/",
        "file:///etc/passwd", "http://0x7f000001:8080/", "http://localhost:8080/", "https://smba.trafficmanager.net./",
    ],
)  # fmt: skip
def test_any_other_address_gets_nothing(url: str) -> None:
    assert not is_allowed(url, HOSTS)
