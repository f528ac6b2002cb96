"""The door for Slack's requests: verified on the raw bytes, then parsed with bounds, then handed on.

Bolt parses before it verifies and answers 500 to malformed requests (platforms.md T1); nothing reaches it
from here that is not a signed, well-formed object. Refusals are fixed and nothing of a request is logged.
Source: docs.slack.dev/authentication/verifying-requests-from-slack
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from adapters.slack import limits

JSON_TYPE = "application/json"
FORM_TYPE = "application/x-www-form-urlencoded"

Payload = dict[str, Any]


class Refused(Exception):
    """A request that goes no further; `status` is all that is told, `reason` a fixed word to count."""

    def __init__(self, status: int, reason: str = "malformed") -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


def verify(
    headers: Mapping[str, str], body: bytes, secrets: tuple[bytes, ...], moments: Iterable[float]
) -> None:
    """Check time and signature; raises Refused(401). `moments` is what the time may be, in seconds since 1970."""
    timestamp = headers.get("X-Slack-Request-Timestamp", "")
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        raise Refused(401, "unsigned")
    if all(abs(now - int(timestamp)) > limits.CLOCK_SECONDS for now in moments):
        raise Refused(401, "stale")
    given = headers.get("X-Slack-Signature", "").encode("utf-8", "surrogateescape")
    # Every secret is tried, so that the time taken does not tell which one matched.
    matches = [hmac.compare_digest(sign(body, secret, timestamp), given) for secret in secrets]
    if not any(matches):
        raise Refused(401, "wrong_signature")


def sign(body: bytes, secret: bytes, timestamp: str) -> bytes:
    """The signature Slack would send for this body at this time."""
    digest = hmac.new(secret, b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256)
    return b"v0=" + digest.hexdigest().encode()


def parse_body(content_type: str, body: bytes) -> Payload:
    """The payload as an object; raises Refused(415) for other media types and Refused(400) for anything odd.

    Events are JSON, commands are form fields, interactions are JSON in the form field `payload`.
    """
    try:
        if content_type == JSON_TYPE:
            return _object(body.decode("utf-8"))
        if content_type == FORM_TYPE:
            fields = parse_qsl(
                body.decode("utf-8"),
                keep_blank_values=True,
                strict_parsing=True,
                errors="strict",
                max_num_fields=limits.FORM_FIELDS,
            )
            return _object(dict(fields)["payload"]) if "payload" in dict(fields) else dict(fields)
    except (ValueError, RecursionError) as error:
        raise Refused(400) from error
    raise Refused(415, "media_type")


def _object(text: str) -> Payload:
    data = json.loads(text, parse_constant=_no_constant)
    if not isinstance(data, dict) or not _is_shallow(data):
        raise Refused(400)
    return data


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _is_shallow(data: object) -> bool:
    level: list[object] = [data]
    for _ in range(limits.BODY_DEPTH):
        below: list[object] = []
        for item in level:
            below.extend(item.values() if isinstance(item, dict) else item if isinstance(item, list) else ())
        if not below:
            return True
        level = below
    return not any(isinstance(item, dict | list) for item in level)
