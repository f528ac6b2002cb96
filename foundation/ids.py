"""Identifiers nobody can guess, and references somebody can say on the phone."""

from __future__ import annotations

import secrets

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B, U/V: letters and digits that sound or look alike on a bad line.
SPOKEN = "34679ACDEFGHJKMNPQRTWXY"


def new_id() -> str:
    """A random 128-bit identifier, 32 hexadecimal digits."""
    return secrets.token_hex(16)


def new_reference() -> str:
    """A reference to say aloud, such as `K4M-7TR`: 23^6, about 148 million; unique by database rule."""
    letters = "".join(secrets.choice(SPOKEN) for _ in range(6))
    return f"{letters[:3]}-{letters[3:]}"
