"""What a link in an e-mail carries: the record, until when it works, and a signature over the notice it was sent for.

The notice names its record, its level and its reader, so the signature binds the link to them; none of them can be read
out of it. A key of the ring made for this purpose alone signs.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from foundation.sealing import KeyRing

LASTS = timedelta(hours=36)
"""Longer than an e-mail is tried for."""

PURPOSE = "acknowledge by a link"
_TOKEN = re.compile(r"(?P<record>[0-9a-f]{32})-(?P<until>[0-9a-f]{1,8})-(?P<mac>[A-Za-z0-9_-]{43})")
"""Seconds of eight digits last until the year 2106; longer ones are none of ours, and more than a calendar holds."""


def link_token(ring: KeyRing, record_id: str, notice_key: str, until: datetime) -> str:
    """The token for whoever a notice was sent to."""
    seconds = int(until.timestamp())
    return f"{record_id}-{seconds:x}-{_mac(ring, ring.current, notice_key, seconds)}"


def record_in(token: str) -> str:
    """The id of the record a token is for; empty for what is none."""
    found = _TOKEN.fullmatch(token)
    return found["record"] if found else ""


def until_in(token: str) -> datetime | None:
    """Until when a token works; whether it is genuine is another question."""
    found = _TOKEN.fullmatch(token)
    return datetime.fromtimestamp(int(found["until"], 16), UTC) if found else None


def notice_of(ring: KeyRing, token: str, notice_keys: Iterable[str], now: datetime) -> str:
    """Which of these notices a token was made for; empty where it is forged, of another notice, or too old."""
    found, until = _TOKEN.fullmatch(token), until_in(token)
    if found is None or until is None or until <= now:
        return ""
    given, seconds, genuine = found["mac"].encode(), int(found["until"], 16), ""
    for key in notice_keys:
        for key_id in ring.keys:
            if hmac.compare_digest(_mac(ring, key_id, key, seconds).encode(), given):
                genuine = key
    return genuine


def _mac(ring: KeyRing, key_id: str, notice_key: str, seconds: int) -> str:
    said = f"{notice_key}|{seconds}".encode()
    made = hmac.digest(ring.derived(PURPOSE, key_id), said, hashlib.sha256)
    return urlsafe_b64encode(made).decode().rstrip("=")
