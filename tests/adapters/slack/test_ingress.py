"""Hostile requests: refused with a fixed status before anything reads them, and nothing reaches the bot."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.slack.adapter import SlackAdapter
from adapters.slack.ingress import Refused, parse_body, verify
from tests.adapters.slack.town import MARTA, Script, Town, served, town
from tests.adapters.slack.town import settings as slack_settings
from tests.fakes.clock import FakeClock
from tests.standins.slack_api import SECRET
from tests.standins.slack_client import FORM_TYPE, PAYLOADS, encode, payload, sign

REFUSALS = {400, 401, 403, 413, 415}
NAMES = sorted(file.stem for file in PAYLOADS.glob("*.json"))
JSON_TYPE = "application/json"


@dataclass
class Sent:
    """A request before it goes out."""

    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def genuine(lakeview: Town, name: str, kind: str = "", *, early: int = 0) -> Sent:
    """A recorded payload, signed as Slack signs it, `early` seconds ago."""
    return signed(lakeview, *encode(payload(name)), kind=kind, early=early)


def signed(
    lakeview: Town,
    body: bytes,
    media_type: str = JSON_TYPE,
    *,
    kind: str = "",
    secret: str = SECRET,
    early: int = 0,
) -> Sent:
    """Any body with a good signature."""
    moment = int(lakeview.clock.wall().timestamp()) - early
    return Sent(body, {**sign(body, secret, moment), "Content-Type": kind or media_type})


async def status(lakeview: Town, sent: Sent) -> int:
    """What the door answers."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(lakeview.url, data=sent.body, headers=sent.headers) as answer,
    ):
        text = await answer.text()
        assert answer.status == 200 or text == "", "a refusal tells nothing"
        return answer.status


@pytest.fixture
async def door() -> AsyncIterator[tuple[Town, Script]]:
    """A running bot that counts what reaches it."""
    script = Script()
    async with town(script) as lakeview:
        yield lakeview, script


Door = tuple[Town, Script]


async def test_a_genuine_request_is_taken(door: Door) -> None:
    lakeview, script = door
    assert await status(lakeview, genuine(lakeview, "message_im")) == 200
    assert len(script.events) == 1


async def test_slacks_check_of_the_address_is_answered(door: Door) -> None:
    lakeview, _ = door
    sent = genuine(lakeview, "url_verification")
    async with (
        aiohttp.ClientSession() as session,
        session.post(lakeview.url, data=sent.body, headers=sent.headers) as answer,
    ):
        assert (await answer.json())["challenge"] == payload("url_verification")["challenge"]


@pytest.mark.parametrize("name", NAMES)
async def test_no_payload_passes_with_a_wrong_signature(door: Door, name: str) -> None:
    lakeview, script = door
    body, kind = encode(payload(name))
    assert await status(lakeview, signed(lakeview, body, kind, secret="guess")) == 401
    assert script.events == []


@pytest.mark.parametrize("seconds", [-301, 301, 86_400])
async def test_a_stale_or_future_request_is_refused(door: Door, seconds: int) -> None:
    lakeview, script = door
    assert await status(lakeview, genuine(lakeview, "message_im", early=seconds)) == 401
    assert script.events == []


async def test_a_clock_that_was_fast_and_is_set_right_refuses_nobody(door: Door) -> None:
    lakeview, script = door
    lakeview.clock.step(timedelta(hours=1))
    lakeview.clock.step(timedelta(hours=-1))
    assert await status(lakeview, genuine(lakeview, "message_im")) == 200
    assert script.events


@pytest.mark.parametrize("timestamp", ["", "now", "-5", "1e9", "9" * 5000, "٣٤٥٦", " 1763800000", "0x10"])
async def test_an_odd_timestamp_is_refused(door: Door, timestamp: str) -> None:
    lakeview, _ = door
    sent = genuine(lakeview, "message_im")
    sent.headers["X-Slack-Request-Timestamp"] = timestamp
    assert await status(lakeview, sent) == 401


@pytest.mark.parametrize("signature", ["", "v0=", "v1=" + "0" * 64, "v0=" + "é" * 64, "v0=" + "0" * 8000])
async def test_an_odd_signature_is_refused(door: Door, signature: str) -> None:
    lakeview, _ = door
    sent = genuine(lakeview, "message_im")
    sent.headers["X-Slack-Signature"] = signature
    assert await status(lakeview, sent) in {400, 401}


async def test_headers_missing_altogether_are_refused(door: Door) -> None:
    lakeview, _ = door
    assert await status(lakeview, Sent(b"{}", {"Content-Type": JSON_TYPE})) == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"[1,2]",
        b'"text"',
        b"42",
        b"{",
        b"{'a':1}",
        b"\xff\xfe",
        b'{"a":NaN}',
        b'{"a":' + b"9" * 5000 + b"}",
        b'{"a":' * 33 + b"1" + b"}" * 33,
        b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
        b"[" * 100_000,
    ],
    ids=range(14),
)
async def test_a_signed_body_that_is_no_sound_object_is_refused(door: Door, body: bytes) -> None:
    """T1: the SDK alone answers 500 to these."""
    lakeview, script = door
    assert await status(lakeview, signed(lakeview, body)) == 400
    wrapped = urlencode({"payload": body}).encode()
    assert await status(lakeview, signed(lakeview, wrapped, FORM_TYPE)) in {400, 413}
    assert script.events == []


@pytest.mark.parametrize("body", [b"payload", b"payload=%FF", b"&".join([b"a=1"] * 65), b"\xff=\xff"])
async def test_signed_form_fields_that_are_not_sound_are_refused(door: Door, body: bytes) -> None:
    lakeview, _ = door
    assert await status(lakeview, signed(lakeview, body, FORM_TYPE)) == 400


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "application/xml"])
async def test_other_media_types_are_refused(door: Door, kind: str) -> None:
    lakeview, _ = door
    assert await status(lakeview, genuine(lakeview, "message_im", kind)) == 415


@pytest.mark.parametrize("size", [256 * 1024 + 1, 3 * 1024 * 1024])
async def test_a_body_beyond_the_cap_is_refused_also_without_a_stated_length(door: Door, size: int) -> None:
    lakeview, _ = door
    body = b" " * size
    assert await status(lakeview, signed(lakeview, body)) == 413

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, size, 65_536):
            yield body[start : start + 65_536]

    async with (
        aiohttp.ClientSession() as session,
        session.post(lakeview.url, data=pieces(), headers=signed(lakeview, body).headers) as answer,
    ):
        assert answer.status == 413


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
async def test_a_body_that_cannot_be_unpacked_is_refused(door: Door, packing: str) -> None:
    sent = Sent(b"not packed at all", {"Content-Type": JSON_TYPE, "Content-Encoding": packing})
    assert await status(door[0], sent) == 400
    assert door[1].events == []


@pytest.mark.parametrize("name", [name for name in NAMES if name != "url_verification"])
async def test_another_workspace_is_refused_though_its_signature_is_good(door: Door, name: str) -> None:
    lakeview, script = door
    other = json.loads(json.dumps(payload(name)).replace("T0LAKEVIEW", "T0ELSEWHERE"))
    assert await status(lakeview, signed(lakeview, *encode(other))) == 403
    assert script.events == []


async def test_a_workspace_that_is_listed_is_served_and_then_only_that_one() -> None:
    script = Script()
    async with town(script, teams="T0ELSEWHERE, T0THIRD") as lakeview:
        other = json.loads(json.dumps(payload("message_im")).replace("T0LAKEVIEW", "T0ELSEWHERE"))
        lakeview.api.users[MARTA]["team_id"] = "T0ELSEWHERE"
        assert await status(lakeview, signed(lakeview, *encode(other))) == 200
        assert await status(lakeview, genuine(lakeview, "message_im")) == 403
    assert [event.who.tenant for event in script.events] == ["T0ELSEWHERE"]


async def test_two_signing_secrets_are_good_while_one_replaces_the_other() -> None:
    async with town(Script(), signing_secret="old,new") as lakeview:
        for secret, wanted in (("old", 200), ("new", 200), ("older", 401)):
            body, kind = encode(payload("message_im"))
            assert await status(lakeview, signed(lakeview, body, kind, secret=secret)) == wanted


async def test_requests_before_the_start_are_sent_away_to_come_again() -> None:
    clock = FakeClock()
    adapter = SlackAdapter(slack_settings("http://127.0.0.1:9/api/"), clock)
    async with (
        served(adapter) as url,
        aiohttp.ClientSession() as session,
        session.post(url, data=b"{}") as answer,
    ):
        assert answer.status == 503


async def test_a_payload_nobody_knows_is_acknowledged_counted_and_does_nothing(door: Door) -> None:
    lakeview, script = door
    for name in ("block_suggestion", "reaction_added", "message_im_edited"):
        assert await status(lakeview, genuine(lakeview, name)) == 200
    assert script.events == []
    assert lakeview.api.called("users.info") == []


def without(*path: str) -> Callable[[dict[str, Any]], None]:
    """Takes away what stands at a path."""

    def spoil(data: dict[str, Any]) -> None:
        for name in path[:-1]:
            data = data[name]
        del data[path[-1]]

    return spoil


def instead(value: Any, *path: str) -> Callable[[dict[str, Any]], None]:
    """Puts something else at a path."""

    def spoil(data: dict[str, Any]) -> None:
        for name in path[:-1]:
            data = data[name]
        data[path[-1]] = value

    return spoil


NOT_SLACKS: list[tuple[str, Callable[[dict[str, Any]], None]]] = [
    ("message_im", without("event")),
    ("message_im", without("event_id")),
    ("message_im", without("type")),
    ("message_im", without("event", "type")),
    ("message_im", without("event", "channel")),
    ("message_im", without("event", "ts")),
    ("message_im", instead(7, "type")),
    ("message_im", instead([], "event")),
    ("message_im", instead(["U0MARTA"], "event", "user")),
    ("message_im", instead({"a": 1}, "event", "text")),
    ("message_im", instead(10**300, "event", "ts")),
    ("message_im_file", instead(["x"], "event", "files")),
    ("message_im_file", instead([{"size": "x"}], "event", "files")),
    ("app_mention", without("event", "ts")),
    ("app_mention", instead("x", "event", "edited")),
    ("app_mention", instead({"ts": "soon"}, "event", "edited")),
    ("app_home_opened", without("event", "channel")),
    ("slash_command", instead("", "user_id")),
    ("slash_command", without("channel_id")),
    ("slash_command", without("trigger_id")),
    ("block_actions_message", instead([], "actions")),
    ("block_actions_message", instead({}, "actions")),
    ("block_actions_message", instead([None], "actions")),
    ("block_actions_message", instead([{}], "actions")),
    ("block_actions_message", without("container")),
    ("block_actions_message", without("channel")),
    ("block_actions_message", without("user")),
    ("block_actions_message", instead(None, "user", "id")),
    ("block_actions_view", instead({}, "view")),
    ("block_actions_view", instead([], "view")),
    ("block_actions_view", instead({"values": {"happened": []}}, "view", "state")),
    ("view_submission", instead({}, "view")),
    ("view_submission", without("view")),
    ("view_submission", without("view", "private_metadata")),
    ("view_submission", instead("{", "view", "private_metadata")),
    ("view_submission", instead('{"form": [], "draft": 1}', "view", "private_metadata")),
    ("view_submission", instead([], "view", "state")),
    ("view_submission", instead({"values": []}, "view", "state")),
    (
        "view_submission",
        instead({"values": {"a": {"moment": {"selected_date_time": 10**300}}}}, "view", "state"),
    ),
    ("view_submission", instead({"values": {"a": {"choice": {"selected_option": [1]}}}}, "view", "state")),
    ("view_submission", instead("x", "view", "blocks")),
    ("view_closed", instead(5, "view", "id")),
    ("shortcut", without("callback_id")),
    ("message_action", instead([], "channel")),
    ("message_action", instead("x", "message")),
    ("url_verification", without("challenge")),
]
"""Signed by Slack's secret, of a kind we know, and not as Slack makes it."""


@pytest.mark.parametrize("number", range(len(NOT_SLACKS)))
async def test_a_signed_payload_that_is_not_made_as_slack_makes_it_is_refused(
    door: Door, number: int
) -> None:
    lakeview, script = door
    name, spoil = NOT_SLACKS[number]
    data = payload(name)
    spoil(data)
    body, kind = encode(data)
    assert await status(lakeview, signed(lakeview, body, kind)) == 400
    assert script.events == []
    assert lakeview.api.called("users.info") == []
    assert lakeview.adapter.refusals.counts == {"malformed": 1}


@pytest.mark.parametrize("kind", ["widget_touched", "function_executed"])
async def test_a_kind_slack_may_add_is_acknowledged_and_does_nothing(door: Door, kind: str) -> None:
    lakeview, script = door
    asked = payload("shortcut") | {"type": kind}
    told = payload("message_im")
    told["event"] = {"type": kind, "what": ["is", {"new": None}]}
    for data in (asked, told):
        assert await status(lakeview, signed(lakeview, *encode(data))) == 200
    assert script.events == []


async def test_half_characters_and_nul_become_readable_before_anybody_keeps_them(door: Door) -> None:
    lakeview, script = door
    body, kind = encode(payload("message_im"))
    body = body.replace(b"abusive", b"ab\\ud800us\\u0000ive")
    assert await status(lakeview, signed(lakeview, body, kind)) == 200
    (event,) = script.events
    assert "ab\ufffdusive" in getattr(event, "text", "")


Mutation = Callable[[random.Random, bytes], bytes]


def flipped(chance: random.Random, body: bytes) -> bytes:
    """One bit is another."""
    place = chance.randrange(len(body))
    return body[:place] + bytes([body[place] ^ (1 << chance.randrange(8))]) + body[place + 1 :]


def cut(chance: random.Random, body: bytes) -> bytes:
    """The end is missing."""
    return body[: chance.randrange(len(body))]


def doubled(chance: random.Random, body: bytes) -> bytes:
    """A piece is there twice."""
    place = chance.randrange(1, len(body))
    return body[:place] + body


def noise(chance: random.Random, body: bytes) -> bytes:
    """Nothing but bytes."""
    return chance.randbytes(len(body))


MUTATIONS: list[Mutation] = [flipped, cut, doubled, noise]


async def test_hundreds_of_altered_requests_reach_nothing_and_break_nothing() -> None:
    """Trust rows 1 and 8: only fixed refusals, no event, no 5xx."""
    chance = random.Random(20260302)
    script, seen = Script(), set()
    async with town(script) as lakeview:

        async def attack(session: aiohttp.ClientSession) -> None:
            sent = genuine(lakeview, chance.choice(NAMES))
            match chance.randrange(4):
                case 0:
                    sent.body = chance.choice(MUTATIONS)(chance, sent.body)
                case 1:
                    name = chance.choice(sorted(sent.headers))
                    sent.headers[name] = chance.choice(["", "0", "x" * 3000, "application/json", "v0=00"])
                    sent.body += b" " if name == "Content-Type" else b""
                case 2:
                    sent = signed(
                        lakeview, sent.body, sent.headers["Content-Type"], secret=str(chance.random())
                    )
                case _:
                    # Signed by Slack's secret, of another workspace, and odd besides.
                    body = sent.body.replace(b"T0LAKEVIEW", b"T0ELSEWHERE")
                    body = body if b"url_verification" not in body else b"{}"
                    sent = signed(
                        lakeview, chance.choice([body, cut(chance, body)]), sent.headers["Content-Type"]
                    )
            async with session.post(lakeview.url, data=sent.body, headers=sent.headers) as answer:
                seen.add(answer.status)

        async with aiohttp.ClientSession() as session:
            for _ in range(60):
                await asyncio.gather(*(attack(session) for _ in range(20)))
        assert lakeview.api.called("users.info") == []
    assert script.events == []
    assert seen <= REFUSALS


bodies = st.one_of(
    st.binary(max_size=300),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    ).map(lambda data: json.dumps(data).encode()),
    st.dictionaries(st.text(max_size=9), st.text(max_size=9)).map(lambda data: urlencode(data).encode()),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([JSON_TYPE, FORM_TYPE, "text/html"]), bodies)
def test_parsing_gives_an_object_or_a_refusal(kind: str, body: bytes) -> None:
    try:
        parsed = parse_body(kind, body)
    except Refused as refused:
        parsed = {"refused": refused.status}
    assert isinstance(parsed, dict)
    assert parsed.get("refused", 400) in {400, 415}


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["X-Slack-Request-Timestamp", "X-Slack-Signature"]), st.text(max_size=90), max_size=2
    ),
    st.binary(max_size=50),
)
def test_verifying_headers_nobody_signed_is_a_refusal(headers: dict[str, str], body: bytes) -> None:
    with pytest.raises(Refused):
        verify(headers, body, (SECRET.encode(),), (1_763_800_000.0,))


def test_the_recorded_requests_themselves_would_pass() -> None:
    """The control: with the right secret, verifying raises nothing."""
    for name in NAMES:
        body, kind = encode(payload(name))
        verify(sign(body, SECRET, 1_763_800_000), body, (b"other", SECRET.encode()), (1_763_800_000.0,))
        assert parse_body(kind, body)
