"""Finds who was named before under another spelling, by tokens that say nothing without a key of the ring.

A token is a keyed digest of one thing a name is found by (`incidents/rules/names.py`): the database can tell that two
subjects share one, and not what it is. Its key is derived from a key of the ring. New tokens use the current one;
what was indexed under an older key is found for as long as that is in the ring, and indexed anew by
`incidents/indexing.py`, so nothing of a retired key stays and none has to be kept.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from functools import lru_cache

from foundation.db import Connection
from foundation.sealing import KeyRing
from incidents import store_tokens
from incidents.rules.names import STRONG, WEAK, WHOLE, NameForm, NameKey, keys

PURPOSE = "customer names"
TOKEN = 16
"""Bytes of a token."""
WEIGHTS = {WHOLE: 12, STRONG: 3, WEAK: 1}
MOST = 50
"""Candidates at most: each has to be opened to be compared."""


class BlindKeys:
    """Makes tokens with keys derived from the ring for one purpose."""

    def __init__(self, ring: KeyRing, purpose: str) -> None:
        self._ring = ring
        self._derived = lru_cache(maxsize=16)(lambda key_id: ring.derived(purpose, key_id))

    @property
    def current(self) -> str:
        """The key of the ring that tokens are made with from now on, by its id."""
        return self._ring.current

    def token(self, text: str, key_id: str) -> bytes:
        """The token of a text under a key of the ring; raises KeyMissing."""
        return hmac.new(self._derived(key_id), text.encode(), hashlib.sha256).digest()[:TOKEN]

    def tokens(self, text: str) -> list[bytes]:
        """Its tokens under every key of the ring, for finding what was written under any."""
        return [self.token(text, key_id) for key_id in self._ring.keys]


class CustomerIndex:
    """The names of subjects of any kind: written beside them, in their transaction, and found again."""

    def __init__(self, ring: KeyRing) -> None:
        self.blind = BlindKeys(ring, PURPOSE)

    def write(
        self,
        conn: Connection,
        kind: str,
        subject: str,
        names: Iterable[NameForm],
        *,
        is_new: bool = False,
    ) -> None:
        """Let a subject be found by these names, and by no others. `kind` is one word; records are `RECORD`."""
        current = self.blind.current
        found = {self.blind.token(key.text, current) for name in names for key in keys(name)}
        store_tokens.replace_names(conn, kind, subject, found, is_new=is_new)

    def candidates(self, conn: Connection, kind: str, name: NameForm, most: int = MOST) -> list[str]:
        """The subjects that may name the same person, the likeliest first.

        What they say has still to be opened and compared (`incidents.rules.likeness.compare`).
        """
        weights = {token: WEIGHTS[key.weight] for key in keys(name) for token in self._tokens(key)}
        return store_tokens.named_by(conn, kind, weights, most)

    def forget(self, conn: Connection, kind: str, subject: str) -> None:
        """Let no name lead to a subject any more."""
        store_tokens.forget(conn, kind, subject)

    def _tokens(self, key: NameKey) -> list[bytes]:
        return self.blind.tokens(key.text)
