"""The public keys Microsoft signs with, fetched without ever stalling the bot.

botbuilder's own key code blocks the event loop and locks Teams out at a key rollover until the next day
(platforms.md T5). Here an unknown key id causes one fetch for all who wait. A fetch that somebody's made-up
ids have just used up does not keep a new key out: who comes then waits seconds for the next one. The same id
is looked for once a minute, and the old keys stay in force whenever a fetch fails.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import jwt
import structlog

from foundation.clock import Clock

log = structlog.get_logger()

Fetch = Callable[[str], Awaitable[Mapping[str, Any]]]
"""Gets a JSON document; raises any exception when it cannot."""

BETWEEN_FETCHES = timedelta(seconds=3)
"""Short enough that an invoke, which Teams gives five seconds, can wait for the next fetch."""
MISSED = timedelta(minutes=1)
"""An id that was not published is not looked for again before this has passed."""
MOST_MISSED = 10_000
MOST_WAITING = 1_000
"""Requests with an unknown key id that wait for a fetch; further ones are refused."""
FRESH = timedelta(hours=24)
KEPT = timedelta(hours=48)
"""A key that is no longer published is believed this long after it was last seen."""
FETCH_SECONDS = 3.0
SMALLEST_KEY_BITS = 2048


class KeysUnavailable(Exception):
    """No key was ever fetched, so nobody can be believed yet."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One public key; `endorsements` are the channels it may sign for, None where the list says nothing."""

    key: jwt.PyJWK
    endorsements: frozenset[str] | None
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class _Moment:
    """On the clock, and on the one that nobody can set back."""

    at: datetime
    ticks: float


class KeyCache:
    """Signing keys by key id, from an OpenID metadata document."""

    def __init__(self, metadata_url: str, fetch: Fetch, clock: Clock) -> None:
        self._metadata_url = metadata_url
        self._fetch = fetch
        self._clock = clock
        self._keys: dict[str, SigningKey] = {}
        self._missed: OrderedDict[str, _Moment] = OrderedDict()
        self._waiting = 0
        self._tried: _Moment | None = None
        self._fetched: _Moment | None = None
        self._fetching: asyncio.Task[None] | None = None

    def knows(self, kid: str) -> bool:
        """Whether the key is here, so that nothing has to be fetched for it."""
        return kid in self._keys

    async def get(self, kid: str) -> SigningKey | None:
        """The key, or None for an id that is not published; raises KeysUnavailable before the first fetch."""
        known = self._keys.get(kid)
        if known is None:
            await self._look_for(kid)
            known = self._keys.get(kid)
        elif self._is_over(self._fetched, FRESH):
            self._start_fetch()
        if not self._keys:
            raise KeysUnavailable
        return known

    async def warm(self) -> None:
        """Fetch now, so that the first request need not wait; a failure is only logged."""
        await asyncio.shield(self._start_fetch())

    async def close(self) -> None:
        """Give up a fetch that is under way."""
        if self._fetching:
            self._fetching.cancel()
            await asyncio.gather(self._fetching, return_exceptions=True)

    async def _look_for(self, kid: str) -> None:
        if not self._is_over(self._missed.get(kid), MISSED) or self._waiting >= MOST_WAITING:
            return
        before = self._fetched
        self._waiting += 1
        try:
            await asyncio.shield(self._start_fetch())
        finally:
            self._waiting -= 1
        if kid not in self._keys and self._fetched is not before:
            self._missed[kid] = self._now()
            if len(self._missed) > MOST_MISSED:
                self._missed.popitem(last=False)

    def _start_fetch(self) -> asyncio.Task[None]:
        """The fetch under way, or the next one, which begins as soon as it may."""
        if self._fetching is None or self._fetching.done():
            self._fetching = asyncio.create_task(self._fetch_when_due())
        return self._fetching

    async def _fetch_when_due(self) -> None:
        if self._tried and not self._is_over(self._tried, BETWEEN_FETCHES):
            await asyncio.sleep(BETWEEN_FETCHES.total_seconds() - (self._now().ticks - self._tried.ticks))
        self._tried = self._now()
        await self._refresh()

    def _now(self) -> _Moment:
        return _Moment(self._clock.now(), asyncio.get_running_loop().time())

    def _is_over(self, moment: _Moment | None, age: timedelta) -> bool:
        # A clock that was set back must not keep the cache from fetching.
        if moment is None:
            return True
        now = self._now()
        on_the_clock = timedelta(0) <= now.at - moment.at < age
        return not on_the_clock or now.ticks - moment.ticks >= age.total_seconds()

    async def _refresh(self) -> None:
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                metadata = await self._fetch(self._metadata_url)
                keys = await self._fetch(_same_site(self._metadata_url, metadata["jwks_uri"]))
            now = self._now()
            fresh = _read(keys, now.at)
        except Exception as error:  # noqa: BLE001 - whatever is wrong over there, the old keys stay in force
            log.warning("teams_keys_not_fetched", error=type(error).__name__)
            return
        kept = {kid: key for kid, key in self._keys.items() if now.at - key.seen_at < KEPT}
        self._keys = {**kept, **fresh}
        self._fetched = now


def _read(document: Mapping[str, Any], now: datetime) -> dict[str, SigningKey]:
    found = {kid: key for published in document["keys"] for kid, key in _signing_key(published, now)}
    if not found:
        raise ValueError("no usable key")
    return found


def _signing_key(published: Mapping[str, Any], now: datetime) -> Iterator[tuple[str, SigningKey]]:
    """The key with its id; nothing for a key of another kind, so that one odd key spoils no others."""
    try:
        kid, key = str(published["kid"]), jwt.PyJWK({**published, "alg": "RS256"})
        large_enough = published["kty"] == "RSA" and key.key.key_size >= SMALLEST_KEY_BITS
    except (jwt.PyJWTError, ValueError, TypeError, KeyError, AttributeError):
        return
    if large_enough:
        channels = published.get("endorsements")
        yield kid, SigningKey(key, frozenset(map(str, channels)) if isinstance(channels, list) else None, now)


def _same_site(metadata_url: str, keys_url: str) -> str:
    """The address of the keys, which must be where the metadata is; raises ValueError otherwise."""
    if urlsplit(metadata_url)[:2] != urlsplit(keys_url)[:2]:
        raise ValueError("keys elsewhere")
    return keys_url
