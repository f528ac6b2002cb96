"""Whether a request really comes from the Bot Connector: its bearer token, checked by us.

botbuilder accepts tokens without an expiry, any service URL and any tenant, and answers most bad ones with
a server error (platforms.md T5). Rules: learn.microsoft.com, "Bot Connector authentication", step by step.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

import jwt
from jwt.types import Options

from adapters.teams import limits
from adapters.teams.keys import KeyCache, SigningKey
from foundation.clock import Clock, possible

CHANNEL = "msteams"
KID_CHARACTERS = 256
MOST_VERIFIED = 1_000
"""Tokens remembered; the Connector renews its own about once an hour."""


class Refused(Exception):
    """A request that proves nothing, or is none of ours: `reason` is a fixed word to count and no part of it."""

    def __init__(self, reason: str, status: int = 401) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


@dataclass(frozen=True, slots=True)
class Proof:
    """What a good token says: the service URL that the activity must name too."""

    service_url: str


@dataclass(frozen=True, slots=True)
class _Verified:
    """That this key signed these claims, which stays true; whether key and times still hold is asked each time."""

    kid: str
    key: SigningKey
    claims: dict[str, Any]


class TokenValidator:
    """Checks bearer tokens for one bot; `issuer` is who signs them.

    The Connector sends one token with every activity of an hour, so a signature that was verified is remembered:
    by a digest of the token and of the settings it was verified under, for the very key that signed it.
    """

    def __init__(self, app_id: str, issuer: str, keys: KeyCache, clock: Clock) -> None:
        if not app_id.strip():
            raise ValueError("A Teams app id is needed: without one no token can be checked.")
        self._app_id = app_id
        self._issuer = issuer
        self._keys = keys
        self._clock = clock
        self._verified: OrderedDict[bytes, _Verified] = OrderedDict()

    async def check(self, authorization: str | None) -> Proof:
        """Check an Authorization header; raises Refused, or KeysUnavailable while nobody can be believed."""
        token = _bearer(authorization)
        digest = hashlib.sha256(f"{self._app_id}\0{self._issuer}\0{token}".encode()).digest()
        known = self._verified.pop(digest, None)
        kid = known.kid if known else _kid(token)
        if not self._keys.knows(kid):
            # Nobody is asked for a key to a token that would be refused anyway.
            self._proof(known.claims if known else self._claims(token, None))
        key = await self._keys.get(kid)
        if key is None:
            raise Refused("unknown_key")
        if key.endorsements is not None and CHANNEL not in key.endorsements:
            raise Refused("key_not_for_teams")
        if known is None or known.key is not key:
            known = _Verified(kid, key, self._claims(token, key))
        proof = self._proof(known.claims)
        self._verified[digest] = known
        if len(self._verified) > MOST_VERIFIED:
            self._verified.popitem(last=False)
        return proof

    def _proof(self, claims: dict[str, Any]) -> Proof:
        self._check_times(claims)
        service_url = claims.get("serviceurl")
        if not isinstance(service_url, str) or not service_url:
            raise Refused("no_service_url")
        return Proof(service_url)

    def _claims(self, token: str, key: SigningKey | None) -> dict[str, Any]:
        """The claims of a token for us from the right issuer; without a key they are only what it says."""
        # Times are ours to check: PyJWT asks the system's clock.
        options: Options = {
            "verify_signature": key is not None,
            "verify_aud": True,
            "verify_iss": True,
            "verify_exp": False,
            "verify_nbf": False,
            "verify_iat": False,
            "strict_aud": True,
            "require": ["exp", "nbf", "iss", "aud", "serviceurl"],
        }
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                key.key if key else "",
                algorithms=["RS256"],
                audience=self._app_id,
                issuer=self._issuer,
                options=options,
            )
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
            raise Refused(type(error).__name__) from None
        return claims

    def _check_times(self, claims: dict[str, Any]) -> None:
        moments = possible(self._clock)
        expires, begins = claims["exp"], claims["nbf"]
        if type(expires) is not int or type(begins) is not int:
            raise Refused("times_are_no_numbers")
        if min(moments) >= expires + limits.CLOCK_SKEW_SECONDS:
            raise Refused("expired")
        if max(moments) < begins - limits.CLOCK_SKEW_SECONDS:
            raise Refused("not_yet_valid")


def _bearer(authorization: str | None) -> str:
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.casefold() != "bearer" or not token:
        raise Refused("no_token")
    if len(token) > limits.TOKEN_CHARACTERS or not token.isascii() or token.count(".") != 2:
        raise Refused("no_jwt")
    return token


def _kid(token: str) -> str:
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError):
        raise Refused("bad_header") from None
    kid = header.get("kid")
    if header.get("alg") != "RS256":
        raise Refused("algorithm")
    if not isinstance(kid, str) or not 0 < len(kid) <= KID_CHARACTERS:
        raise Refused("no_key_id")
    return kid
