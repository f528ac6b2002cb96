"""The public keys Microsoft signs with, fetched without ever stalling the bot.

botbuilder's own key code blocks the event loop and locks Teams out at a key rollover until the next day
(platforms.md T5). Here an unknown key id causes one fetch for all who wait, at most one a minute, and the
old keys stay in force whenever a fetch fails.
"""

from __future__ import annotations

import asyncio
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

BETWEEN_FETCHES = timedelta(minutes=1)
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


class KeyCache:
    """Signing keys by key id, from an OpenID metadata document."""

    def __init__(self, metadata_url: str, fetch: Fetch, clock: Clock) -> None:
        self._metadata_url = metadata_url
        self._fetch = fetch
        self._clock = clock
        self._keys: dict[str, SigningKey] = {}
        self._tried_at: datetime | None = None
        self._fetched_at: datetime | None = None
        self._fetching: asyncio.Task[None] | None = None

    async def get(self, kid: str) -> SigningKey | None:
        """The key, or None for an id that is not published; raises KeysUnavailable before the first fetch."""
        known = self._keys.get(kid)
        if known is None:
            await self._fetch_once()
            known = self._keys.get(kid)
        elif self._is_older(self._fetched_at, FRESH):
            self._start_fetch()
        if not self._keys:
            raise KeysUnavailable
        return known

    async def warm(self) -> None:
        """Fetch now, so that the first request need not wait; a failure is only logged."""
        await self._fetch_once()

    async def close(self) -> None:
        """Give up a fetch that is under way."""
        if self._fetching:
            self._fetching.cancel()
            await asyncio.gather(self._fetching, return_exceptions=True)

    async def _fetch_once(self) -> None:
        if task := self._start_fetch():
            await asyncio.shield(task)

    def _start_fetch(self) -> asyncio.Task[None] | None:
        """The fetch under way, a new one, or None where the last was less than a minute ago."""
        if self._fetching and not self._fetching.done():
            return self._fetching
        if not self._is_older(self._tried_at, BETWEEN_FETCHES):
            return None
        self._tried_at = self._clock.now()
        self._fetching = asyncio.create_task(self._refresh())
        return self._fetching

    def _is_older(self, moment: datetime | None, age: timedelta) -> bool:
        # A clock that was set back must not keep the cache from fetching.
        return moment is None or not timedelta(0) <= self._clock.now() - moment < age

    async def _refresh(self) -> None:
        try:
            async with asyncio.timeout(FETCH_SECONDS):
                metadata = await self._fetch(self._metadata_url)
                keys = await self._fetch(_same_site(self._metadata_url, metadata["jwks_uri"]))
            now = self._clock.now()
            fresh = _read(keys, now)
        except Exception as error:  # noqa: BLE001 - whatever is wrong over there, the old keys stay in force
            log.warning("teams_keys_not_fetched", error=type(error).__name__)
            return
        kept = {kid: key for kid, key in self._keys.items() if now - key.seen_at < KEPT}
        self._keys = {**kept, **fresh}
        self._fetched_at = now


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
