"""Encryption of what must not be readable in the database file or its backups.

Every record has a data key of its own; the data key is wrapped by a key-encryption key that lives outside
the database. AES-256-GCM throughout. Associated data ties a wrapped key to its record and key id, and a
sealed value to its record and column, so that nothing can be moved to another row. Rotation wraps the
data keys again and leaves the sealed values alone.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VARIABLE = "COUNTERPOISE_KEYS"
FILE = "keys"
NONCE = 12  # bytes, NIST SP 800-38D
KEY = 32


class SealBroken(Exception):
    """The sealed value was changed, moved to another row, or sealed with another key."""


class KeyMissing(Exception):
    """A record needs a key-encryption key that is not in the ring; `key_id` names it."""

    def __init__(self, key_id: str) -> None:
        super().__init__(f"The key “{key_id}” is not among the keys of this installation.")
        self.key_id = key_id


class KeyRingError(Exception):
    """The keys cannot be used as they are configured; the message says what to do."""


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
class KeyRing:
    """Key-encryption keys by id; new records use `current`, the others still open older ones."""

    keys: Mapping[str, bytes]
    current: str

    @classmethod
    def parse(cls, text: str) -> KeyRing:
        """Read `id:base64` entries separated by commas or lines; the first is current. Raises KeyRingError."""
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
        return cls(keys, next(iter(keys)))

    @classmethod
    def load(cls, data_directory: Path, environ: Mapping[str, str] = os.environ) -> KeyRing:
        """Take the keys from COUNTERPOISE_KEYS, else from the key file, which is made when there is none."""
        if text := environ.get(VARIABLE, "").strip():
            return cls.parse(text)
        file = data_directory / FILE
        if not file.exists():
            _create_private(file, f"{secrets.token_hex(4)}:{base64.b64encode(os.urandom(KEY)).decode()}\n")
        elif os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
            raise KeyRingError(f"{file} can be read by others: run chmod 600 on it.")
        return cls.parse(file.read_text(encoding="ascii"))

    def new_data_key(self, owner: str) -> tuple[DataKey, WrappedKey]:
        """Make the key of a new record."""
        key = DataKey(owner, os.urandom(KEY))
        return key, self.wrap(key)

    def wrap(self, key: DataKey) -> WrappedKey:
        """Wrap a data key with the current key; also what rotation does to an older record."""
        context = f"{key.owner}|{self.current}"
        return WrappedKey(self.current, _encrypt(self.keys[self.current], key.secret, context))

    def unwrap(self, owner: str, key: WrappedKey) -> DataKey:
        """Get a record's data key back; raises KeyMissing or SealBroken."""
        if key.key_id not in self.keys:
            raise KeyMissing(key.key_id)
        return DataKey(owner, _decrypt(self.keys[key.key_id], key.wrapped, f"{owner}|{key.key_id}"))


def _create_private(file: Path, text: str) -> None:
    """Write aside, then link into place: processes that start together agree on one complete file."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(aside, file)
    finally:
        aside.unlink()


def _encrypt(secret: bytes, content: bytes, context: str) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(secret).encrypt(nonce, content, context.encode())


def _decrypt(secret: bytes, sealed: bytes, context: str) -> bytes:
    try:
        return AESGCM(secret).decrypt(sealed[:NONCE], sealed[NONCE:], context.encode())
    except (InvalidTag, ValueError) as error:
        raise SealBroken("A sealed value does not belong here or was changed.") from error
