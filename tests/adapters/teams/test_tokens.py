"""Who is believed: a table of tokens, key rollover, and a flood of unknown key ids (platforms.md T5)."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest

from adapters.teams.http import Http
from adapters.teams.keys import KeyCache, KeysUnavailable
from adapters.teams.tokens import Refused, TokenValidator
from tests.fakes.clock import FakeClock
from tests.fakes.patience import LOADED
from tests.standins.teams_api import APP, ISSUER, TeamsApi, private_key


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
async def api(clock: FakeClock) -> AsyncIterator[TeamsApi]:
    async with TeamsApi(clock) as running:
        yield running


@pytest.fixture
async def keys(api: TeamsApi, clock: FakeClock) -> AsyncIterator[KeyCache]:
    http = Http()
    await http.open()
    cache = KeyCache(f"{api.url}/openid", http.fetch, clock)
    yield cache
    await cache.close()
    await http.close()


@pytest.fixture
def tokens(keys: KeyCache, clock: FakeClock) -> TokenValidator:
    return TokenValidator(APP, ISSUER, keys, clock)


def part(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def forged(api: TeamsApi, header: Any, claims: Any = None, signature: str | None = None) -> str:
    """A token put together by hand; signed with the right key unless a signature is given."""
    good = jwt.decode(api.mint(), options={"verify_signature": False})
    signed = f"{part(header)}.{part(good if claims is None else claims)}"
    if signature is None:
        algorithm = jwt.get_algorithm_by_name("RS256")
        signature = part(algorithm.sign(signed.encode(), private_key(0)))
    return f"{signed}.{signature}"


def now(api: TeamsApi) -> int:
    return int(api._clock.now().timestamp())


Make = Callable[[TeamsApi], str]
RS = {"alg": "RS256", "typ": "JWT", "kid": "key-0"}

GOOD: dict[str, Make] = {
    "as sent": lambda api: api.mint(),
    "expired four minutes ago, within the tolerance": lambda api: api.mint(exp=now(api) - 240),
    "valid in four minutes, within the tolerance": lambda api: api.mint(nbf=now(api) + 240),
    "another service URL, which the activity must name too": lambda api: api.mint(serviceurl="https://x/"),
    "claims nobody asked for": lambda api: api.mint(extra={"a": [1]}, iat=now(api), sub="x", jti="y"),
    "issued in the future by the other clock": lambda api: api.mint(iat=now(api) + 400),
    "no type in the header": lambda api: forged(api, {"alg": "RS256", "kid": "key-0"}),
    "header names in another order": lambda api: forged(api, {"kid": "key-0", "typ": "JWT", "alg": "RS256"}),
}

BAD: dict[str, Make] = {
    "expired": lambda api: api.mint(exp=now(api) - 301),
    "expired exactly at the tolerance": lambda api: api.mint(exp=now(api) - 300),
    "expired long ago": lambda api: api.mint(exp=1),
    "expiry zero": lambda api: api.mint(exp=0),
    "expiry negative": lambda api: api.mint(exp=-1),
    "expiry a text": lambda api: api.mint(exp=str(now(api) + 600)),
    "expiry a fraction": lambda api: api.mint(exp=now(api) + 0.5),
    "expiry true": lambda api: api.mint(exp=True),
    "expiry a list": lambda api: api.mint(exp=[now(api) + 600]),
    "expiry an object": lambda api: api.mint(exp={"at": 1}),
    "no expiry": lambda api: api.mint(exp=None),
    "not yet valid": lambda api: api.mint(nbf=now(api) + 301),
    "start a text": lambda api: api.mint(nbf=str(now(api))),
    "start a list": lambda api: api.mint(nbf=[]),
    "no start": lambda api: api.mint(nbf=None),
    "issuer of somebody else": lambda api: api.mint(iss="https://sts.windows.net/x/"),
    "issuer with a slash too many": lambda api: api.mint(iss=ISSUER + "/"),
    "issuer in capitals": lambda api: api.mint(iss=ISSUER.upper()),
    "issuer a list": lambda api: forged(api, RS, {**_claims(api), "iss": [ISSUER]}),
    "issuer a number": lambda api: forged(api, RS, {**_claims(api), "iss": 5}),
    "issuer empty": lambda api: api.mint(iss=""),
    "no issuer": lambda api: api.mint(iss=None),
    "for another bot": lambda api: api.mint(aud="00000000-0000-0000-0000-000000000000"),
    "for nobody": lambda api: api.mint(aud=""),
    "for us in capitals": lambda api: api.mint(aud=APP.upper()),
    "for us and others": lambda api: api.mint(aud=[APP, "other"]),
    "for us in a list": lambda api: api.mint(aud=[APP]),
    "for a number": lambda api: forged(api, RS, {**_claims(api), "aud": 5}),
    "for no bot named": lambda api: api.mint(aud=None),
    "no service URL": lambda api: api.mint(serviceurl=None),
    "empty service URL": lambda api: api.mint(serviceurl=""),
    "service URL a list": lambda api: api.mint(serviceurl=["https://smba.trafficmanager.net"]),
    "service URL a number": lambda api: api.mint(serviceurl=5),
    "service URL spelt in the way of the activity": lambda api: api.mint(
        serviceurl=None, serviceUrl="https://x"
    ),
    "signed with another key under our id": lambda api: api.mint(key=1, kid="key-0"),
    "signed with a key nobody published": lambda api: api.mint(key=1),
    "key id of nobody": lambda api: api.mint(kid="nobody"),
    "key id empty": lambda api: api.mint(kid=""),
    "key id too long": lambda api: api.mint(kid="k" * 257),
    "key id a path": lambda api: api.mint(kid="../../etc/passwd"),
    "key id a number": lambda api: forged(api, {"alg": "RS256", "kid": 7}),
    "key id a list": lambda api: forged(api, {"alg": "RS256", "kid": ["key-0"]}),
    "no key id": lambda api: forged(api, {"alg": "RS256"}),
    "algorithm none": lambda api: forged(api, {"alg": "none", "kid": "key-0"}, signature=""),
    "algorithm None": lambda api: forged(api, {"alg": "None", "kid": "key-0"}, signature=""),
    "algorithm none but signed": lambda api: forged(api, {"alg": "none", "kid": "key-0"}),
    "no algorithm": lambda api: forged(api, {"kid": "key-0"}),
    "algorithm null": lambda api: forged(api, {"alg": None, "kid": "key-0"}),
    "HS256 with the public key as secret": lambda api: _hs256(api, "HS256"),
    "HS384": lambda api: _hs256(api, "HS384"),
    "HS512": lambda api: _hs256(api, "HS512"),
    "RS384": lambda api: api.mint(algorithm="RS384"),
    "RS512": lambda api: api.mint(algorithm="RS512"),
    "PS256": lambda api: api.mint(algorithm="PS256"),
    "rs256 in small letters": lambda api: forged(api, {"alg": "rs256", "kid": "key-0"}),
    "a key of its own in the header": lambda api: api.mint(key=1, kid="x"),
    "a critical extension": lambda api: forged(api, {**RS, "crit": ["exp"], "exp": 1}),
    "unencoded payload": lambda api: forged(api, {**RS, "b64": False, "crit": ["b64"]}),
    "signature cut off": lambda api: api.mint().rsplit(".", 1)[0] + ".",
    "signature changed": lambda api: api.mint()[:-10] + "AAAAAAAAAA",
    "payload changed": lambda api: _swapped(api),
    "payload no JSON": lambda api: forged(api, RS, b"nonsense"),
    "payload a list": lambda api: forged(api, RS, ["exp"]),
    "payload a text": lambda api: forged(api, RS, "exp"),
    "payload empty": lambda api: forged(api, RS, {}),
    "payload deep": lambda api: forged(api, RS, b"[" * 3000 + b"]" * 3000),
    "payload not UTF-8": lambda api: forged(api, RS, b"\xff\xfe{}"),
    "header no JSON": lambda api: forged(api, b"nonsense"),
    "header a list": lambda api: forged(api, ["RS256"]),
    "header deep": lambda api: forged(api, b"[" * 3000 + b"]" * 3000),
    "header not UTF-8": lambda api: forged(api, b"\xff\xfe"),
    "two dots missing": lambda api: "abc",
    "a dot too many": lambda api: api.mint() + ".x",
    "five parts": lambda api: "a.b.c.d.e",
    "dots alone": lambda api: "..",
    "blank inside": lambda api: api.mint().replace(".", ". ", 1),
    "not ASCII": lambda api: "é.é.é",
    "huge": lambda api: f"{part(RS)}.{'A' * 10_000}.x",
}


def _claims(api: TeamsApi) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(api.mint(), options={"verify_signature": False})
    return claims


def _hs256(api: TeamsApi, algorithm: str) -> str:
    header, claims = {"alg": algorithm, "kid": "key-0"}, part(_claims(api))
    signed = f"{part(header)}.{claims}"
    hashed = jwt.get_algorithm_by_name(algorithm)
    secret = b"the public key of the server, there for all to read, used as a shared secret"
    return f"{signed}.{part(hashed.sign(signed.encode(), secret))}"


def _swapped(api: TeamsApi) -> str:
    header, _, signature = api.mint().split(".")
    return f"{header}.{part({**_claims(api), 'exp': now(api) + 9999})}.{signature}"


def test_the_table_is_long_enough() -> None:
    assert len(GOOD) + len(BAD) >= 60


@pytest.mark.parametrize("case", GOOD)
async def test_a_good_token_is_believed(case: str, api: TeamsApi, tokens: TokenValidator) -> None:
    token = GOOD[case](api)
    proof = await tokens.check(f"Bearer {token}")
    assert proof.service_url == jwt.decode(token, options={"verify_signature": False})["serviceurl"]


@pytest.mark.parametrize("case", BAD)
async def test_a_bad_token_is_refused(case: str, api: TeamsApi, tokens: TokenValidator) -> None:
    with pytest.raises(Refused) as refused:
        await tokens.check(f"Bearer {BAD[case](api)}")
    assert len(refused.value.reason) < 40, "the reason is a fixed word, fit for a log"


@pytest.mark.parametrize(
    "header",
    [None, "", "Bearer", "Bearer ", "Basic eDp5", "bearer", "Token {}", "{}", "Bearer{}", "Bearer  {}"],
)
async def test_anything_but_a_bearer_token_is_refused(
    header: str | None, api: TeamsApi, tokens: TokenValidator
) -> None:
    with pytest.raises(Refused):
        await tokens.check(header and header.format(api.mint()))


async def test_a_key_that_may_not_sign_for_teams_is_refused(api: TeamsApi, tokens: TokenValidator) -> None:
    api.endorsements = ["webchat"]
    with pytest.raises(Refused, match="key_not_for_teams"):
        await tokens.check(f"Bearer {api.mint()}")


async def test_keys_without_endorsements_are_accepted(api: TeamsApi, tokens: TokenValidator) -> None:
    api.endorsements = None
    await tokens.check(f"Bearer {api.mint()}")


def test_an_empty_app_id_never_means_no_authentication(keys: KeyCache, clock: FakeClock) -> None:
    for nothing in ("", "   "):
        with pytest.raises(ValueError, match="app id"):
            TokenValidator(nothing, ISSUER, keys, clock)


# A verified token is remembered

LONG = 100 * 60 * 60
"""Seconds a token is good for where keys change meanwhile."""


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The tokens whose signature was looked at, in turn."""
    looked: list[str] = []
    decode = jwt.decode

    def counted(token: str, *args: Any, **options: Any) -> Any:
        looked.append(token)
        return decode(token, *args, **options)

    monkeypatch.setattr("adapters.teams.tokens.jwt.decode", counted)
    return looked


async def test_a_token_that_comes_again_is_not_verified_again(
    api: TeamsApi, tokens: TokenValidator, verified: list[str]
) -> None:
    await tokens.check(f"Bearer {api.mint()}")
    verified.clear()
    one, other = api.mint(serviceurl="https://one/"), api.mint(serviceurl="https://other/")
    for _ in range(3):
        assert (await tokens.check(f"Bearer {one}")).service_url == "https://one/"
        assert (await tokens.check(f"Bearer {other}")).service_url == "https://other/"
    assert verified == [one, other]


async def test_a_remembered_token_ends_when_it_says(
    api: TeamsApi, tokens: TokenValidator, clock: FakeClock
) -> None:
    token = api.mint(exp=now(api) + 600)
    await tokens.check(f"Bearer {token}")
    clock.advance(timedelta(seconds=600 + 299))
    await tokens.check(f"Bearer {token}")
    clock.advance(timedelta(seconds=1))
    assert await _refused(tokens, token) == "expired"


async def test_the_clocks_say_of_a_remembered_token_what_they_say_of_a_new_one(
    api: TeamsApi, tokens: TokenValidator, keys: KeyCache, clock: FakeClock
) -> None:
    token = api.mint()
    await tokens.check(f"Bearer {token}")
    said = []
    for hours in (0, 2, -2, 30, -30):
        clock.step(timedelta(hours=hours))
        said.append(await _refused(tokens, token))
        assert said[-1] == await _refused(TokenValidator(APP, ISSUER, keys, clock), token)
    assert said == ["believed", "expired", "believed", "expired", "believed"]


async def test_a_remembered_token_is_refused_once_its_key_is_withdrawn(
    api: TeamsApi, tokens: TokenValidator, clock: FakeClock
) -> None:
    token = api.mint(exp=now(api) + LONG)
    await tokens.check(f"Bearer {token}")
    api.published = [1]
    clock.advance(timedelta(hours=49))
    await tokens.check(f"Bearer {api.mint(key=1)}")
    fetches = api.key_fetches
    assert await _refused(tokens, token) == "unknown_key"
    clock.advance(timedelta(hours=60))
    assert await _refused(tokens, token) == "expired"
    assert api.key_fetches <= fetches + 1, "an ended token asks for no key"


async def test_a_remembered_token_is_verified_again_under_another_key_of_the_same_id(
    api: TeamsApi, clock: FakeClock
) -> None:
    published = [api._jwk(0)]

    async def fetch(url: str) -> dict[str, Any]:
        keys = "https://login.example/keys"
        return {"keys": list(published)} if url == keys else {"jwks_uri": keys}

    keys = KeyCache("https://login.example/openid", fetch, clock)
    tokens = TokenValidator(APP, ISSUER, keys, clock)
    token = api.mint(exp=now(api) + LONG)
    await tokens.check(f"Bearer {token}")
    published[:] = [{**api._jwk(1), "kid": "key-0"}]
    clock.advance(timedelta(hours=25))
    await keys.warm()
    assert await _refused(tokens, token) == "InvalidSignatureError"


async def test_a_remembered_token_is_refused_once_its_key_may_not_sign_for_teams(
    api: TeamsApi, tokens: TokenValidator, keys: KeyCache, clock: FakeClock
) -> None:
    token = api.mint(exp=now(api) + LONG)
    await tokens.check(f"Bearer {token}")
    api.endorsements = ["webchat"]
    clock.advance(timedelta(hours=25))
    await keys.warm()
    assert await _refused(tokens, token) == "key_not_for_teams"


@pytest.mark.parametrize(
    ("setting", "reason"), [("_app_id", "InvalidAudience"), ("_issuer", "InvalidIssuer")]
)
async def test_what_was_verified_under_other_settings_is_not_remembered(
    setting: str, reason: str, api: TeamsApi, tokens: TokenValidator
) -> None:
    token = api.mint()
    await tokens.check(f"Bearer {token}")
    setattr(tokens, setting, "another")
    assert (await _refused(tokens, token)).startswith(reason)


async def test_a_token_that_is_nearly_a_remembered_one_is_refused(
    api: TeamsApi, tokens: TokenValidator
) -> None:
    token = api.mint()
    await tokens.check(f"Bearer {token}")
    header, claims, signature = token.split(".")
    further = part({**_claims(api), "exp": now(api) + 9999})
    for forgery in (
        f"{header}.{further}.{signature}",
        f"{header}.{claims}.{'A' * len(signature)}",
        token[:-1],
    ):
        assert await _refused(tokens, forgery) != "believed"


async def test_the_tokens_remembered_are_few_and_stand_nowhere(
    api: TeamsApi, tokens: TokenValidator, verified: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.teams.tokens.MOST_VERIFIED", 3)
    first, *others = [api.mint(jti=str(number)) for number in range(5)]
    for token in (first, *others[:2], first, *others[2:]):
        await tokens.check(f"Bearer {token}")
    verified.clear()
    for token in (*others[2:], first):
        await tokens.check(f"Bearer {token}")
    assert verified == [], "what was used last is remembered longest"
    await tokens.check(f"Bearer {others[0]}")
    assert verified == [others[0]]
    kept = repr(tokens._verified)
    assert not any(token in kept or token.rsplit(".")[-1] in kept for token in (first, *others))


async def test_a_refused_token_is_not_remembered(
    api: TeamsApi, tokens: TokenValidator, clock: FakeClock
) -> None:
    await tokens.check(f"Bearer {api.mint()}")
    for claims in ({"exp": 1}, {"serviceurl": ""}, {"nbf": now(api) + 9999}):
        assert await _refused(tokens, api.mint(**claims)) != "believed"
    assert len(tokens._verified) == 1


# Keys


async def test_the_first_request_under_a_new_key_is_accepted(
    api: TeamsApi, tokens: TokenValidator, clock: FakeClock
) -> None:
    await tokens.check(f"Bearer {api.mint()}")
    api.published = [0, 1]
    clock.advance(timedelta(minutes=1))
    await tokens.check(f"Bearer {api.mint(key=1)}")
    await tokens.check(f"Bearer {api.mint(key=0)}")
    assert api.key_fetches == 2


async def test_a_key_that_vanished_is_believed_for_two_days_more(
    api: TeamsApi, tokens: TokenValidator, clock: FakeClock
) -> None:
    await tokens.check(f"Bearer {api.mint(key=0)}")
    api.published = [1]
    clock.advance(timedelta(hours=47))
    await tokens.check(f"Bearer {api.mint(key=1)}")
    await tokens.check(f"Bearer {api.mint(key=0)}")
    clock.advance(timedelta(hours=30))
    await tokens.check(f"Bearer {api.mint(key=1)}")
    await asyncio.sleep(0.1)
    with pytest.raises(Refused, match="unknown_key"):
        await tokens.check(f"Bearer {api.mint(key=0)}")


async def test_old_keys_are_kept_when_the_server_is_silent_for_days(
    api: TeamsApi, tokens: TokenValidator, clock: FakeClock
) -> None:
    await tokens.check(f"Bearer {api.mint()}")
    api.fail("/openid", status=503, times=99)
    for _ in range(5):
        clock.advance(timedelta(days=1))
        await tokens.check(f"Bearer {api.mint()}")
        await asyncio.sleep(0.02)


async def test_a_new_key_is_accepted_on_its_first_request_though_made_up_ones_have_just_been_looked_for(
    api: TeamsApi, tokens: TokenValidator
) -> None:
    await tokens.check(f"Bearer {api.mint()}")
    made_up = [_refused(tokens, api.mint(kid=f"made-up-{number}")) for number in range(50)]
    assert set(await asyncio.gather(*made_up)) == {"unknown_key"}
    fetches = api.key_fetches
    api.published = [1, 0]
    flood = [asyncio.create_task(_refused(tokens, api.mint(kid=f"more-{number}"))) for number in range(50)]
    await tokens.check(f"Bearer {api.mint(key=1)}")
    assert set(await asyncio.gather(*flood)) == {"unknown_key"}
    assert api.key_fetches == fetches + 1, "one fetch for all who wait"


async def test_a_token_that_would_be_refused_anyway_causes_no_fetch(
    api: TeamsApi, tokens: TokenValidator
) -> None:
    await tokens.check(f"Bearer {api.mint()}")
    for claims in ({"aud": "another"}, {"iss": "https://x/"}, {"exp": 1}, {"serviceurl": None}):
        assert await _refused(tokens, api.mint(kid="made-up", **claims)) != "unknown_key"
    assert api.key_fetches == 1


async def test_the_same_unknown_key_id_is_looked_for_once_a_minute(
    api: TeamsApi, tokens: TokenValidator, clock: FakeClock
) -> None:
    await tokens.check(f"Bearer {api.mint()}")
    clock.advance(timedelta(minutes=2))
    for _ in range(20):
        assert await _refused(tokens, api.mint(key=1)) == "unknown_key"
    assert api.key_fetches == 2
    api.published = [0, 1]
    clock.advance(timedelta(minutes=1))
    await tokens.check(f"Bearer {api.mint(key=1)}")


async def test_a_thousand_unknown_key_ids_cause_one_fetch_and_stall_nobody(
    api: TeamsApi, tokens: TokenValidator, clock: FakeClock
) -> None:
    await tokens.check(f"Bearer {api.mint()}")
    clock.advance(timedelta(minutes=2))
    api.fail("/openid", delay=30, times=99)
    flood = [
        asyncio.create_task(_refused(tokens, api.mint(kid=f"unknown-{number}"))) for number in range(1000)
    ]
    stall = 0.0
    good = api.mint()
    for _ in range(20):
        await asyncio.sleep(0.01)
        began = time.perf_counter()
        await tokens.check(f"Bearer {good}")
        await asyncio.sleep(0)
        stall = max(stall, time.perf_counter() - began)
    assert stall < 2, "people with good tokens are served while the fetch hangs"
    began = time.perf_counter()
    assert set(await asyncio.gather(*flood)) == {"unknown_key"}
    assert time.perf_counter() - began < 3 + LOADED, "nobody waits longer than the three seconds of a fetch"
    assert api.key_fetches == 1
    assert sum(99 - fault.times for fault in api.faults) == 1


async def test_nobody_is_believed_before_the_keys_are_there(
    api: TeamsApi, tokens: TokenValidator, clock: FakeClock
) -> None:
    api.fail("/keys", status=500)
    with pytest.raises(KeysUnavailable):
        await tokens.check(f"Bearer {api.mint()}")
    clock.advance(timedelta(minutes=1))
    await tokens.check(f"Bearer {api.mint()}")


async def test_a_clock_that_is_set_back_does_not_lock_us_out(
    api: TeamsApi, tokens: TokenValidator, clock: FakeClock
) -> None:
    await tokens.check(f"Bearer {api.mint()}")
    clock.advance(timedelta(hours=-3))
    api.published = [0, 1]
    await tokens.check(f"Bearer {api.mint(key=1)}")


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"keys": []},
        {"keys": [{"kty": "EC", "kid": "key-0"}]},
        {"keys": [{"kty": "RSA", "kid": "key-0", "n": "AQAB", "e": "AQAB"}]},
        {"keys": [{"kty": "RSA", "kid": "key-0", "n": 5, "e": "AQAB"}]},
        {"keys": ["key"]},
        {"keys": "key"},
        {"keys": [{"kty": "oct", "kid": "key-0", "k": "c2VjcmV0"}]},
    ],
)
async def test_a_list_without_a_usable_key_changes_nothing(
    document: dict[str, Any], clock: FakeClock
) -> None:
    async def fetch(url: str) -> dict[str, Any]:
        return document if url.endswith("keys") else {"jwks_uri": "https://login.example/keys"}

    with pytest.raises(KeysUnavailable):
        await KeyCache("https://login.example/openid", fetch, clock).get("key-0")


@pytest.mark.parametrize(
    "address", ["https://evil.example/keys", "http://login.example/keys", "file:///keys", 5]
)
async def test_keys_are_fetched_from_where_the_metadata_is_and_nowhere_else(
    address: Any, clock: FakeClock
) -> None:
    fetched: list[str] = []

    async def fetch(url: str) -> dict[str, Any]:
        fetched.append(url)
        return {"jwks_uri": address}

    with pytest.raises(KeysUnavailable):
        await KeyCache("https://login.example/openid", fetch, clock).get("key-0")
    assert fetched == ["https://login.example/openid"]


async def _refused(tokens: TokenValidator, token: str) -> str:
    try:
        await tokens.check(f"Bearer {token}")
    except Refused as refused:
        return refused.reason
    return "believed"
