"""Identifiers nobody can guess, and references somebody can say on the phone."""

from __future__ import annotations

import secrets

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: letters and digits that sound or look alike on a bad line.
SPOKEN = "34679ACDEFGHJKMNPQRTWXY"


def new_id() -> str:
    """A random 128-bit identifier, 32 hexadecimal digits."""
    return secrets.token_hex(16)


def new_reference() -> str:
    """A reference to say aloud, such as `K4M-7TR`: in one half at least letters and digits; unique by database rule.

    "493-664" would be read as a telephone number, "pay-day" as a word, "MAY-773" as neither for sure: of 23^6, 113
    million are left.
    """
    while True:
        halves = ["".join(secrets.choice(SPOKEN) for _ in range(3)) for _ in range(2)]
        if any(not half.isdigit() and not half.isalpha() for half in halves):
            return "-".join(halves)
