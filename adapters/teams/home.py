"""Where a private answer belongs: a sealed note that travels in the buttons of a card.

Asked in a channel, the bot answers 1:1. "Share here" on that answer must mean the channel, so the card
carries it home. The seal keeps anybody from naming a channel of their own choice.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from bot.people import ReplyTarget

SEAL_BYTES = 16


class Homes:
    """Seals and opens places with a key made from the app's secret; nothing is stored."""

    def __init__(self, secret: str) -> None:
        self._key = hashlib.sha256(b"counterpoise home\0" + secret.encode()).digest()

    def seal(self, place: ReplyTarget, user: str) -> str:
        """The place as a text that only `user` can bring back."""
        plain = place.to_json().encode()
        return base64.urlsafe_b64encode(self._mac(plain, user) + plain).decode()

    def unseal(self, sealed: str, user: str) -> ReplyTarget | None:
        """The place, or None for a text that was not sealed here for this user."""
        try:
            raw = base64.urlsafe_b64decode(sealed.encode("ascii"))
            mac, plain = raw[:SEAL_BYTES], raw[SEAL_BYTES:]
            if hmac.compare_digest(mac, self._mac(plain, user)):
                return ReplyTarget.from_json(plain.decode())
        except (ValueError, KeyError, TypeError):
            pass
        return None

    def _mac(self, plain: bytes, user: str) -> bytes:
        return hmac.digest(self._key, user.encode() + b"\0" + plain, "sha256")[:SEAL_BYTES]
