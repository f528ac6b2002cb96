"""Addresses of the web that are set: taken apart and looked at whole, never by how they begin."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""This computer itself: the only place an unencrypted address may lead to where something secret goes there."""

_PLAIN = re.compile(r"[!-\[\]^_`a-z{|}~]*")
"""Signs that can stand in an address; a backslash and whatever is not seen cannot."""
_NAME = re.compile(r"(?=.{1,253}\Z)(?:(?!-)[A-Za-z0-9-]{1,63}(?<!-)\.)*(?!-)[A-Za-z0-9-]{1,63}(?<!-)")


def sealed_address(value: str) -> str:
    """An address that others are led to, without a slash at its end; empty stays empty.

    Raises ValueError unless it begins with https (or leads to this computer) and says nothing but where.
    """
    if value and ("?" in value or not _is_sealed(taken_apart(value))):
        raise ValueError("an address that begins with https:// and holds no question mark")
    return value.rstrip("/")


def token_address(value: str) -> str:
    """An address that gets our secrets, or says whose are believed; raises ValueError as above."""
    if not _is_sealed(taken_apart(value)):
        raise ValueError("an address that begins with https://")
    return value


def posting_address(value: str) -> str:
    """An address that something is sent to; it may hold a key of the receiver. Raises ValueError as above.

    Unencrypted it may hold no name and password.
    """
    if value:
        parts = taken_apart(value, user=True)
        if parts.username is not None and not _is_sealed(parts):
            raise ValueError("an address that begins with https://, for it holds a password")
    return value


def taken_apart(value: str, *, user: bool = False) -> SplitResult:
    """The parts of an address with an exact host, and no fragment; raises ValueError. `user` allows a name in it."""
    parts = urlsplit(value) if _PLAIN.fullmatch(value) else SplitResult("", "", "", "", "")
    wrong = parts.scheme not in ("https", "http") or not _is_host(parts.hostname or "") or "#" in value
    if wrong or (not user and "@" in parts.netloc) or parts.port == 0:
        raise ValueError("an address that begins with https:// and a host")
    return parts


def _is_sealed(parts: SplitResult) -> bool:
    return parts.scheme == "https" or parts.hostname in LOOPBACK


def _is_host(name: str) -> bool:
    if _NAME.fullmatch(name):
        return True
    try:
        return bool(ip_address(name))
    except ValueError:
        return False
