"""A request that also goes to the city's own system over Open311 GeoReport v2: what is sent, and what comes back.

Nothing here decides what may leave the house (`incidents.rules.open311_rules`), and nothing speaks HTTP.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

_NUMBER = re.compile(r"[A-Za-z0-9][\w.:#/-]{0,63}", re.ASCII)

UNREACHED = "unreached"
"""Why it was given up: no answer for a day, and nothing was sent in that time."""


def is_number_there(text: str) -> bool:
    """Whether a text can be a number or a token of the other system: it stands in addresses and on cards."""
    return _NUMBER.fullmatch(text) is not None


class Open311State(StrEnum):
    """Where the sending stands. SENDING while one try is under way: whoever finds it so later cannot know how it
    ended, so it is UNSURE and only a person sends it again. KEPT was never sent.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    REFUSED = "refused"
    KEPT = "kept"


MENDABLE = frozenset({Open311State.UNSURE, Open311State.REFUSED, Open311State.KEPT})
"""Where somebody can say what became of it there, as where it was taken without a number."""


class Open311Kept(StrEnum):
    """Why it was not sent: it CHANGED before it could be, it has NO_PLACE, its words tell of DANGER, or sending was
    turned OFF meanwhile.
    """

    CHANGED = "changed"
    NO_PLACE = "no_place"
    DANGER = "danger"
    OFF = "off"


class Open311Status(StrEnum):
    """Where it stands there, in the words of the specification; NONE while nothing was heard."""

    NONE = ""
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Open311Report:
    """What is sent, by the names of the specification; who brings it only where the file says so."""

    service_code: str
    description: str
    address_string: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Open311Taken:
    """It took the request: with a number, or with a token that a number is had for later."""

    number: str = ""
    token: str = ""
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Open311Said:
    """What the other system says of one request now."""

    status: Open311Status
    notes: str = ""


class Open311Refused(Exception):
    """It answered that it does not take this; `words` are its own, for whoever has the request in hand."""

    def __init__(self, code: str, words: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.words = words


class Open311Lost(Exception):
    """It was sent and no answer came that tells what became of it: it may have arrived."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Open311System(Protocol):
    """The other system. Every verb raises `foundation.outbox.sending.NotDelivered` where nothing was sent or asked."""

    async def send(self, report: Open311Report) -> Open311Taken:
        """Send one request, once; raises Open311Refused or Open311Lost."""

    async def number_of(self, token: str) -> str:
        """The number a token stands for; empty while there is none."""

    async def said_of(self, numbers: Sequence[str]) -> Mapping[str, Open311Said | None]:
        """What it says of each number, None where it does not know it; those it was not asked of now are left out."""


@dataclass(frozen=True, slots=True)
class Open311Words:
    """What was sent and what came back in words; sealed with the key of the record."""

    sent: Open311Report | None = None
    notice: str = ""
    notes: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Open311Standing:
    """Where a request stands in the other system, without a word of it; `since` is when that last changed.

    `tries` names the try that counts now: a decision is about that one. `may_settle` says that its reader can note its
    number, `may_send` that they can let it be sent again.
    """

    state: Open311State
    since: datetime
    number: str = ""
    status: Open311Status = Open311Status.NONE
    why: str = ""
    tries: int = 0
    may_settle: bool = False
    may_send: bool = False


@dataclass(frozen=True, slots=True)
class Open311Going:
    """What a try begins with: which service, and our own number, which goes along so that it is found there."""

    record_id: str
    reference: str
    service_code: str
