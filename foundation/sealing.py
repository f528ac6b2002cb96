"""Encryption of what must not be readable in the database file or its backups.

Every record has a data key of its own; the data key is wrapped by a key-encryption key that lives outside
the database. AES-256-GCM throughout. Associated data ties a wrapped key to its record and key id, and a
sealed value to its record and column, so that nothing can be moved to another row. Rotation wraps the
data keys again and leaves the sealed values alone.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from foundation.keyfile import KEY, NAME, KeyFile, KeyRingError
from foundation.unopened import Unopened

__all__ = ["FILE", "KEY", "DataKey", "KeyMissing", "KeyRing", "KeyRingError", "SealBroken", "WrappedKey"]

VARIABLE = "COUNTERPOISE_KEYS"
FILE = NAME
NONCE = 12  # bytes, NIST SP 800-38D


class SealBroken(Exception):
    """The sealed value was changed, moved to another row, or sealed with another key."""


class KeyMissing(Exception):
    """A record needs a key-encryption key that is not in the ring; `key_id` names it."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"The key “{key_id}” is not among the keys of this installation.")
        self.key_id = key_id


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A data key as it is stored beside the record."""

    key_id: str
    wrapped: bytes


@dataclass(frozen=True, slots=True, repr=False)
class DataKey:
    """The key of one record, in memory."""

    owner: str
    secret: bytes

    def seal(self, column: str, content: bytes) -> bytes:
        """Encrypt the value of one column."""
        return _encrypt(self.secret, content, f"{self.owner}|{column}")

    def open(self, column: str, sealed: bytes) -> bytes:
        """Decrypt what `seal` returned for the same record and column; raises SealBroken."""
        return _decrypt(self.secret, sealed, f"{self.owner}|{column}")

    def name(self, content: bytes) -> str:
        """An id that is the same for the same content and tells nothing of it: 32 hexadecimal digits."""
        return hmac.new(self.secret, self.owner.encode() + b"\0" + content, hashlib.sha256).hexdigest()[:32]


@dataclass(frozen=True, slots=True, repr=False)
class _Keys:
    """The keys at one moment."""

    by_id: Mapping[str, bytes]
    current: str


class KeyRing:
    """Key-encryption keys by id; new records use `current`, the others still open older ones.

    A ring from a key file follows that file: a key put in or taken out counts at once, so keys are rotated while
    the program runs. `unopened` counts what this process met and could not open.
    """

    def __init__(self, keys: Mapping[str, bytes], current: str, file: KeyFile | None = None) -> None:
        self._keys = _Keys(keys, current)
        self._file = file
        self._stamp: tuple[int, int, int] | None = None
        self.trouble = ""
        self.unopened = Unopened()

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `id:base64` entries separated by commas or lines; the first is current. Raises KeyRingError."""
        keys = _parsed(text)
        return cls(keys.by_id, keys.current)

    @classmethod
    def load(cls, data_directory: Path, environ: Mapping[str, str] = os.environ) -> Self:
        """Take the keys from COUNTERPOISE_KEYS, else from the key file, which is made when there is none."""
        if text := environ.get(VARIABLE, "").strip():
            return cls.parse(text)
        file = KeyFile(data_directory / FILE)
        file.make()
        keys = _parsed(file.read())
        return cls(keys.by_id, keys.current, file)

    @property
    def file(self) -> KeyFile | None:
        """The key file, where the keys are from one."""
        return self._file

    @property
    def keys(self) -> Mapping[str, bytes]:
        """The keys at this moment."""
        return self._now().by_id

    @property
    def current(self) -> str:
        """The key of what is sealed from now on."""
        return self._now().current

    def new_data_key(self, owner: str) -> tuple[DataKey, WrappedKey]:
        """Make the key of a new record."""
        key = DataKey(owner, os.urandom(KEY))
        return key, self.wrap(key)

    def wrap(self, key: DataKey) -> WrappedKey:
        """Wrap a data key with the current key; also what rotation does to an older record."""
        keys = self._now()
        context = f"{key.owner}|{keys.current}"
        return WrappedKey(keys.current, _encrypt(keys.by_id[keys.current], key.secret, context))

    def unwrap(self, owner: str, key: WrappedKey) -> DataKey:
        """Get a record's data key back; raises KeyMissing or SealBroken."""
        return DataKey(owner, _decrypt(self._key(key.key_id), key.wrapped, f"{owner}|{key.key_id}"))

    def derived(self, purpose: str, key_id: str) -> bytes:
        """A key for one purpose alone, always the same for the same key of the ring; raises KeyMissing."""
        return HKDF(SHA256(), KEY, salt=None, info=purpose.encode()).derive(self._key(key_id))

    def _key(self, key_id: str) -> bytes:
        found = self._now().by_id.get(key_id)
        if found is None:
            raise KeyMissing(key_id)
        return found

    def _now(self) -> _Keys:
        """The keys in force; what cannot be read leaves those that were read before, and `trouble` says so."""
        if self._file is None:
            return self._keys
        try:
            stamp = self._file.stamp()
            if stamp != self._stamp:
                self._keys, self._stamp = _parsed(self._file.read()), stamp
            self.trouble = ""
        except (KeyRingError, OSError, ValueError) as error:
            self.trouble = f"The key file cannot be read again ({type(error).__name__})."
        return self._keys


def _parsed(text: str) -> _Keys:
    keys: dict[str, bytes] = {}
    for entry in text.replace(",", "\n").split():
        name, _, encoded = entry.partition(":")
        try:
            keys[name] = base64.b64decode(encoded, validate=True)
        except binascii.Error:
            keys[name] = b""
        if not name or len(keys[name]) != KEY:
            raise KeyRingError(f"{VARIABLE}: each key is written id:base64 of {KEY} random bytes.")
    if not keys:
        raise KeyRingError(f"{VARIABLE}: there is no key.")
    return _Keys(keys, next(iter(keys)))


def _encrypt(secret: bytes, content: bytes, context: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(secret).encrypt(nonce, content, context.encode())


def _decrypt(secret: bytes, sealed: bytes, context: str) -> bytes:
    try:
        return AESGCM(secret).decrypt(sealed[:NONCE], sealed[NONCE:], context.encode())
    except (InvalidTag, ValueError) as error:
        raise SealBroken("A sealed value does not belong here or was changed.") from error
