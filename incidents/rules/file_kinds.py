"""What a file is, told by its content alone, and the name it is kept by.

Own and short: libraries that guess know hundreds of kinds, with a likelihood for each, and pass over what is allowed
here (an e-mail of Outlook beside other files of its container, sound without a tag, sound in the container of films).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from email.parser import BytesHeaderParser
from pathlib import PurePosixPath

from incidents.attachment import FileKind

MEDIA_TYPES: Mapping[FileKind, str] = {
    FileKind.JPEG: "image/jpeg",
    FileKind.PNG: "image/png",
    FileKind.WEBP: "image/webp",
    FileKind.HEIC: "image/heic",
    FileKind.PDF: "application/pdf",
    FileKind.EMAIL: "message/rfc822",
    FileKind.OUTLOOK: "application/vnd.ms-outlook",
    FileKind.MP3: "audio/mpeg",
    FileKind.M4A: "audio/mp4",
    FileKind.WAV: "audio/wav",
    FileKind.OGG: "audio/ogg",
    FileKind.TEXT: "text/plain",
}
ENDINGS: Mapping[FileKind, tuple[str, ...]] = {
    FileKind.JPEG: (".jpg", ".jpeg"),
    FileKind.PNG: (".png",),
    FileKind.WEBP: (".webp",),
    FileKind.HEIC: (".heic", ".heif"),
    FileKind.PDF: (".pdf",),
    FileKind.EMAIL: (".eml",),
    FileKind.OUTLOOK: (".msg",),
    FileKind.MP3: (".mp3",),
    FileKind.M4A: (".m4a",),
    FileKind.WAV: (".wav",),
    FileKind.OGG: (".ogg", ".oga", ".opus"),
    FileKind.TEXT: (".txt",),
}
"""How the names of each kind end; the first is put on a name that ends in another way."""

LONGEST_NAME = 255
_BOX = 12
_HEADER_BYTES = 64 * 1024
_HEADERS = frozenset(
    ("from", "to", "date", "subject", "message-id", "received", "mime-version", "return-path")
)
_ENOUGH_HEADERS = 3
_HEIC = frozenset((b"heic", b"heix", b"heim", b"heis", b"mif1"))
_SOUND = frozenset((b"M4A ", b"M4B ", b"mp42", b"mp41", b"isom", b"iso2", b"3gp4", b"3gp5", b"3gp6", b"dash"))
_OUTLOOK = "__properties_version1.0".encode("utf-16-le")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_STARTS = (
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    *((b"ID3" + bytes((version,)), FileKind.MP3) for version in (2, 3, 4)),
    (b"OggS\x00", FileKind.OGG),
)
_PDF = re.compile(rb"(?:\xef\xbb\xbf)?[ \t\r\n]{0,1024}%PDF-")
"""Servers that send a PDF along put a line break before it; readers look for its beginning in the first 1024 bytes."""

_HANDLER = re.compile(rb"hdlr.{8}(soun|vide)", re.DOTALL)
_MOST_FOREIGN = 0.3
"""Signs beyond ASCII that a text of an older computer has at most; more of them are no words of western Europe."""

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def kind_of(content: bytes) -> FileKind | None:
    """What a file is; None for what is not taken, and for nothing at all."""
    for start, kind in _STARTS:
        if content.startswith(start):
            return kind
    if _PDF.match(content):
        return FileKind.PDF
    if content[:4] == b"RIFF":
        return {b"WEBP": FileKind.WEBP, b"WAVE": FileKind.WAV}.get(content[8:_BOX])
    if content[4:8] == b"ftyp":
        return _in_boxes(content)
    if content.startswith(_OLE):
        return FileKind.OUTLOOK if _OUTLOOK in content else None
    return FileKind.MP3 if _is_sound_frame(content) else _of_text(content)


def clean_name(name: str, kind: FileKind) -> str:
    """A name without folders and without signs that mislead, which ends as files of its kind do; never empty."""
    last = PurePosixPath(name.replace("\\", "/")).name
    seen = "".join(one for one in unicodedata.normalize("NFC", last) if _is_shown(one))
    plain = re.sub(r'[<>:"/\\|?*]', "_", " ".join(seen.split())).strip(". ") or "file"
    ending = PurePosixPath(plain).suffix
    if ending.casefold() in ENDINGS[kind]:
        return plain[: LONGEST_NAME - len(ending)].removesuffix(ending) + ending
    return plain[: LONGEST_NAME - len(ENDINGS[kind][0])] + ENDINGS[kind][0]


def _is_shown(sign: str) -> bool:
    """Not what steers, turns the direction of reading, or is half a character."""
    return sign == " " or unicodedata.category(sign)[0] not in "CZ"


def _in_boxes(content: bytes) -> FileKind | None:
    """A picture of a phone, or sound: the same container holds films, which say so in a track."""
    brand = content[8:_BOX]
    if brand in _HEIC:
        return FileKind.HEIC
    tracks = set(_HANDLER.findall(content)) if brand in _SOUND else set()
    return FileKind.M4A if tracks == {b"soun"} else None


def _is_sound_frame(content: bytes) -> bool:
    """Whether two frames of MPEG sound, layer III, stand behind one another: voice messages come without a tag."""
    length = _frame_length(content)
    return bool(length) and (len(content) <= length or bool(_frame_length(content[length : length + 4])))


_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_KBITS_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBITS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_LAYER_3 = 1
_MPEG_1 = 3
_TABLED = 15


def _frame_length(head: bytes) -> int:
    """Bytes of the frame that begins here; 0 where none does (ISO/IEC 11172-3)."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0 or (head[1] >> 1) & 3 != _LAYER_3:
        return 0
    version, rate, place = (head[1] >> 3) & 3, (head[2] >> 2) & 3, head[2] >> 4
    if version not in _RATES or rate == 3 or place in (0, _TABLED):
        return 0
    kbits, samples = (_KBITS_1, 144) if version == _MPEG_1 else (_KBITS_2, 72)
    return samples * kbits[place] * 1000 // _RATES[version][rate] + ((head[2] >> 1) & 1)


def _of_text(content: bytes) -> FileKind | None:
    text = _decoded(content)
    if not text.strip() or _CONTROL.search(text):
        return None
    is_email = len(_headers(content) & _HEADERS) >= _ENOUGH_HEADERS
    return FileKind.EMAIL if is_email else FileKind.TEXT


def _decoded(content: bytes) -> str:
    """The text, empty where it is none: UTF-8, UTF-16 with its mark, Windows-1252, or an e-mail of older days."""
    wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        if len(_headers(content) & _HEADERS) >= _ENOUGH_HEADERS:
            return content.decode("latin-1")
        return _of_windows(content)


def _of_windows(content: bytes) -> str:
    """Text as Windows kept it in western Europe, empty where it is none: any bytes would be some text or other."""
    foreign = len(content) - len(content.decode("ascii", "ignore"))
    try:
        return content.decode("cp1252") if foreign <= _MOST_FOREIGN * len(content) else ""
    except UnicodeDecodeError:
        return ""


def _headers(content: bytes) -> frozenset[str]:
    """The names of the header lines a text begins with."""
    head = re.split(rb"\r?\n\r?\n", content[:_HEADER_BYTES], maxsplit=1)[0]
    if not re.match(rb"[A-Za-z-]{2,40}: ?\S", head):
        return frozenset()
    return frozenset(name.casefold() for name in BytesHeaderParser().parsebytes(head))
