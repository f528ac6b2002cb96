"""A file that belongs to a record: a photo, an e-mail, a voice message, a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class FileKind(StrEnum):
    """What a file is by its content; what is none of these is not taken."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    PDF = "pdf"
    EMAIL = "email"
    OUTLOOK = "outlook"
    MP3 = "mp3"
    M4A = "m4a"
    WAV = "wav"
    OGG = "ogg"
    TEXT = "text"


PICTURES = frozenset({FileKind.JPEG, FileKind.PNG, FileKind.WEBP})
"""Kinds that a small picture can be made of."""


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file somebody sent: its name as it is kept, what it is, and its bytes, which no log repeats."""

    name: str = field(repr=False)
    kind: FileKind
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SealedFile:
    """What is sealed beside a file: `size` in bytes, `digest` its SHA-256 in hexadecimal, how many `parts` it has.

    `key` is the file's own, in base64; empty while a key of the ring holds it.
    """

    name: str
    kind: FileKind
    size: int
    digest: str
    parts: int
    key: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a record as it is listed. `id` tells nothing of it; `about` is None where it cannot be opened here."""

    id: str
    by: str
    at: datetime
    about: SealedFile | None = None


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file of a record with its bytes; `number` is its place in the list, from 1."""

    number: int
    reference: str
    about: SealedFile
    content: bytes = field(repr=False)


class AttachOutcome(StrEnum):
    """What adding files led to: GONE where they wait no longer, FULL where the record holds no more, ALREADY where it
    has each of them.
    """

    DONE = "done"
    NOT_ALLOWED = "not_allowed"
    GONE = "gone"
    FULL = "full"
    ALREADY = "already"
