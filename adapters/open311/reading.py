"""What an Open311 system answers, read with caution: the specification leaves room, and servers take more of it.

Lists of one stand where one thing is meant, numbers where texts are, and a text can hold anything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from incidents.open311 import Open311Said, Open311Status, Open311Taken, is_number_there

LONGEST_WORDS = 2_000


class NotGeoReport(ValueError):
    """It answered something else than the specification says."""


@dataclass(frozen=True, slots=True)
class Open311Service:
    """A service it takes requests for; `asks_more` says that it wants fields that are not sent."""

    code: str
    name: str
    asks_more: bool


def read_taken(body: bytes) -> Open311Taken:
    """What it says of a request it took; raises NotGeoReport, also where it names neither number nor token: some answer
    so, with the status of success, to what they did not take.
    """
    first = _first(body)
    number, token = _name(first.get("service_request_id")), _name(first.get("token"))
    if not (number or token):
        raise NotGeoReport("no number and no token")
    return Open311Taken(number, token, _words(first.get("service_notice")))


def read_number(body: bytes) -> str:
    """The number of a token, empty while there is none; raises NotGeoReport."""
    return _name(_first(body).get("service_request_id"))


def read_said(body: bytes) -> dict[str, Open311Said]:
    """What it says of requests, by number; a status it should not know is passed over. Raises NotGeoReport."""
    found = {}
    for one in _list(body):
        number, status = _name(one.get("service_request_id")), str(one.get("status", "")).strip().casefold()
        if number and status in (Open311Status.OPEN, Open311Status.CLOSED):
            found[number] = Open311Said(Open311Status(status), _words(one.get("status_notes")))
    return found


def read_services(body: bytes) -> tuple[Open311Service, ...]:
    """The services it has; raises NotGeoReport."""
    return tuple(
        Open311Service(
            str(one.get("service_code", "")),
            _words(one.get("service_name")),
            str(one.get("metadata", "")).casefold() == "true",
        )
        for one in _list(body)
    )


def read_error(body: bytes) -> str:
    """Why it does not take something, in its words; empty where it says nothing that can be read."""
    try:
        return _words(_first(body).get("description"))
    except NotGeoReport:
        return ""


def _list(body: bytes) -> list[Mapping[str, Any]]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotGeoReport("no JSON") from error
    found = data if isinstance(data, list) else [data]
    if not all(isinstance(one, dict) for one in found):
        raise NotGeoReport("no objects")
    return found


def _first(body: bytes) -> Mapping[str, Any]:
    found = _list(body)
    if not found:
        raise NotGeoReport("nothing")
    return found[0]


def _name(value: object) -> str:
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text if is_number_there(text) else ""


def _words(value: object) -> str:
    """A text without signs that nobody sees."""
    text = value if isinstance(value, str) else ""
    return "".join(one for one in text if one.isprintable() or one == "\n").strip()[:LONGEST_WORDS]
