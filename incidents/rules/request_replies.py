"""To whom an e-mail about a request can go, and when which one is true (P13, R04, R12, R22). Pure.

Only an address that was taken down with the request is ever written to, and only where its person wants to hear.
"""

from __future__ import annotations

import re

from foundation.addresses import is_address
from incidents.records import State
from incidents.request import ReplyKind, ServiceRequest

ENDED = frozenset({State.RESOLVED, State.CLOSED})
LONGEST = 120
"""Characters of an address; one that is longer fits into no choice of a form."""

_PIECE = re.compile(r"[^\s,;:<>()\[\]\"|/]+")
_AROUND = ".'“”*!?…"
"""What people write around an address and is no part of it."""


def addresses_of(request: ServiceRequest) -> tuple[str, ...]:
    """The e-mail addresses whoever brought it left, in order; none of somebody who wants to hear nothing.

    One with letters outside of ASCII is left out: not every mail server on the way takes it.
    """
    if not request.contact_wanted:
        return ()
    found = (one.strip(_AROUND) for one in _PIECE.findall(request.contact))
    return tuple(
        dict.fromkeys(one for one in found if len(one) <= LONGEST and one.isascii() and is_address(one))
    )


def is_true_now(kind: ReplyKind, state: State, *, in_lane: bool) -> bool:
    """Whether a kind of reply can be true of a request that stands so.

    The acknowledgement of a lane promises no date, so it can be sent at any time.
    """
    if kind is ReplyKind.CLOSING:
        return state in ENDED
    return state not in ENDED or (in_lane and kind is ReplyKind.ACKNOWLEDGEMENT)
