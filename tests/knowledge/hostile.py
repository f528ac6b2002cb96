"""Hostile and broken files, made on the spot: by name, each as bytes."""

from __future__ import annotations

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable

from tests.knowledge.making import encrypted_pdf, pdf, word_xml, zipped

GOOD_PDF = pdf([[("Policy", 18, True, 700), ("Staff must answer.", 11, False, 670)]])
GOOD_DOCX = word_xml("<w:p><w:r><w:t>Staff must answer.</w:t></w:r></w:p>")
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10))
    + "]>"
)


def _noise(size: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(size)


def _bomb(name: str = "word/document.xml", size: int = 250_000_000) -> bytes:
    """A ZIP of one member of zeros that states its true size."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w", force_zip64=True) as member,
    ):
        for _ in range(size // 1_000_000):
            member.write(bytes(1_000_000))
    return out.getvalue()


def _lying_bomb() -> bytes:
    """A ZIP bomb whose table of contents claims ten bytes."""
    packed = bytearray(_bomb("policy.txt", 60_000_000))
    place = packed.rfind(b"PK\x01\x02")
    packed[place + 24 : place + 28] = struct.pack("<I", 10)
    return bytes(packed)


def _flagged_encrypted(content: bytes) -> bytes:
    packed = bytearray(content)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = packed.find(mark)
        packed[place + offset] |= 1
    return bytes(packed)


def _spoilt(content: bytes) -> bytes:
    spoilt = bytearray(content)
    for place in range(60, len(spoilt), 37):
        spoilt[place] ^= 0x5A
    return bytes(spoilt)


def _stream_bomb_pdf() -> bytes:
    """A PDF whose one page unpacks to 300 MB."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(300)) + packer.flush()
    body = b"<</Length %d/Filter/FlateDecode>>\nstream\n%s\nendstream" % (len(packed), packed)
    return GOOD_PDF.replace(b"<</Length", body + b"\nendobj\n99 0 obj\n<</Length", 1)


def _deep_pdf() -> bytes:
    return pdf([[("x", 10, False, 700)]], trailer=b"/Info " + b"[" * 200_000 + b"]" * 200_000)


# Files that must be refused, each with the finding's word.
REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "empty.pdf": ("broken", lambda: b""),
    "empty.docx": ("broken", lambda: b""),
    "empty.zip": ("broken", lambda: b""),
    "truncated.pdf": ("broken", lambda: GOOD_PDF[:40]),
    "truncated.docx": ("broken", lambda: GOOD_DOCX[: len(GOOD_DOCX) // 2]),
    "truncated.zip": ("broken", lambda: zipped({"a.md": b"# A\n" * 90})[:60]),
    "noise.pdf": ("broken", lambda: _noise(50_000)),
    "noise.docx": ("broken", lambda: _noise(50_000)),
    "noise.zip": ("broken", lambda: _noise(50_000)),
    "noise.txt": ("not-text", lambda: bytes(2_000) + _noise(2_000)),
    "noise.md": ("not-text", lambda: bytes(2_000) + _noise(2_000)),
    "noise-alone.md": ("not-text", lambda: _noise(3_000)),
    "noise-alone.txt": ("not-text", lambda: _noise(400)),
    "picture-called.html": ("not-text", lambda: b"<p>Staff must listen.</p>" + _noise(2_000)),
    "text-called.pdf": ("broken", lambda: b"# Policy\n\nStaff must answer."),
    "text-called.docx": ("broken", lambda: b"# Policy\n\nStaff must answer."),
    "pdf-called.docx": ("broken", lambda: GOOD_PDF),
    "docx-called.pdf": ("broken", lambda: GOOD_DOCX),
    "docx-called.txt": ("not-text", lambda: GOOD_DOCX + bytes(400)),
    "zip-called.docx": ("broken", lambda: zipped({"a.md": b"# A"})),
    "encrypted.pdf": ("encrypted", encrypted_pdf),
    "encrypted.docx": ("encrypted", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + _noise(4_000)),
    "encrypted.zip": ("encrypted", lambda: _flagged_encrypted(zipped({"a.md": b"# A"}))),
    "scanned.pdf": ("scanned-page", lambda: pdf([[], []], picture=True)),
    "bomb.zip": ("too-big", lambda: _bomb("policy.md")),
    "bomb.docx": ("too-big", _bomb),
    "million-files.zip": ("too-big", lambda: zipped({f"{n}.md": b"" for n in range(6_000)})),
    "laughs.docx": ("broken", lambda: word_xml(PARAGRAPH.format("&k;"), prolog=LAUGHS)),
    "deep.docx": (
        "broken",
        lambda: word_xml("<w:sdt><w:sdtContent>" * 5_000 + "</w:sdtContent></w:sdt>" * 5_000),
    ),
    "not-xml.docx": ("broken", lambda: word_xml("<w:p><w:r>")),
    "huge.txt": ("too-big", lambda: b"Staff must answer.\n" * 2_800_000),
    "huge.pdf": ("too-big", lambda: GOOD_PDF + bytes(50_000_000)),
    "unknown.xyz": ("unknown-format", lambda: b"anything"),
    "without-ending": ("unknown-format", lambda: b"anything"),
    "program.exe": ("unknown-format", lambda: b"MZ" + _noise(500)),
}

# Files that may be read or refused, but must do no harm and must not take long.
ODD: dict[str, Callable[[], bytes]] = {
    "empty.txt": lambda: b"",
    "empty.html": lambda: b"",
    "only-spaces.md": lambda: b" \n\t\n" * 500,
    "nuls.txt": lambda: b"Policy\n\nStaff\0must answer\0the telephone.\n" * 60,
    "invalid-utf8.txt": lambda: b"Policy\n\n\xff\xfe\x80 caf\xe9 \xc3\x28\n\nStaff must answer.\n",
    "utf16.txt": lambda: "Policy\n\nStaff must answer.\n".encode("utf-16"),
    "lone-surrogates.html": lambda: b"<h1>&#xD800;&#xDFFF;</h1><p>x</p>",
    "one-long-line.txt": lambda: b"word " * 1_000_000,
    "one-long-word.md": lambda: b"a" * 5_000_000,
    "stars.md": lambda: b"**a " * 52_000,
    "comments.md": lambda: b"<!--\n" * 39_800,
    "comments-that-end-in-a-line.md": lambda: b"<!--\n" * 39_000 + b"--> x\n",
    "brackets.md": lambda: b"[" * 300_000 + b"](#)" * 1_000,
    "underscores.txt": lambda: b"_a" * 105_000,
    "tags.txt": lambda: b"<" * 210_000,
    "quotes.md": lambda: b">" * 100_000 + b" x",
    "deep-lists.md": lambda: b"".join(b" " * (2 * n) + b"- x\n" for n in range(1_500)),
    "many-headings.md": lambda: b"# Same\n\nText of it.\n\n" * 9_500,
    "many-tabs.txt": lambda: (b"a\tb\tc\t1\n") * 100_000,
    "many-numbers.txt": lambda: b"\n\n".join(b"%d" % n for n in range(100_000)),
    "front-matter-laughs.md": lambda: (
        b"---\na: &a [x,x]\n"
        + b"".join(b"%c: &%c [*%c,*%c,*%c]\n" % (98 + n, 98 + n, 97 + n, 97 + n, 97 + n) for n in range(20))
        + b"title: *u\n---\n# A\n"
    ),
    "front-matter-deep.md": lambda: b"---\n" + b"[" * 9_000 + b"\n---\n# A\n",
    "commas.txt": lambda: b"if when " * 60_000 + b",\n",
    "deep.html": lambda: b"<div>" * 100_000 + b"x",
    "deep-table.html": lambda: b"<table><tr><td>" * 5_000 + b"x",
    "wide.html": lambda: b"<ul>" + b"<li>x" * 12_000,
    "laughs.html": lambda: LAUGHS.encode() + b"<p>&k;</p>",
    "xxe.html": lambda: b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><p>&e;</p>',
    "xxe.docx": lambda: word_xml(
        PARAGRAPH.format("&e;"), prolog='<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    ),
    "wide.docx": lambda: word_xml(PARAGRAPH.format("Staff must answer.") * 60_000),
    "long-text.docx": lambda: word_xml(PARAGRAPH.format("x" * 8_000_000)),
    "spoilt.pdf": lambda: _spoilt(GOOD_PDF),
    "spoilt.docx": lambda: _spoilt(GOOD_DOCX),
    "spoilt.zip": lambda: _spoilt(zipped({"a.md": _noise(900).hex().encode()})),
    "no-pages.pdf": lambda: pdf([]),
    "many-pages.pdf": lambda: pdf([[("x", 10, False, 700)]] * 3_000),
    "many-letters.pdf": lambda: pdf([[("x" * 90, 10, False, 790 - n % 780) for n in range(20_000)]]),
    "stream-bomb.pdf": _stream_bomb_pdf,
    "deep.pdf": _deep_pdf,
    "lying-bomb.zip": _lying_bomb,
    "nested.zip": lambda: zipped({"inner.zip": zipped({"a.md": b"# A"}), "b.md": b"# B\n\nText."}),
    "climbing.zip": lambda: zipped({"../../etc/passwd.md": b"# A\n\nText."}),
    "mixed.zip": lambda: zipped({"good.md": b"# A\n\nText.", "bad.pdf": b"no", "photo.jpg": b"no"}),
}
