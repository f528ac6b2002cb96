"""What a file is by its content, the name it is kept by, and a small picture of it."""

from __future__ import annotations

import io
import struct
import tracemalloc
import wave
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.organisation import load_organisation
from foundation.datafile import DataFileError
from incidents.attachment import FileKind
from incidents.papers.pictures import SIDE, is_boundless, thumbnail
from incidents.rules.file_kinds import ENDINGS, LONGEST_NAME, clean_name, kind_of
from incidents.rules.file_limits import FileLimits
from tests.fixtures.a_file import PDF, SECRET_OF_THE_CAMERA, a_picture
from tests.flows.town import ORGANISATION

FRAME = b"\xff\xfb\x90\x00" + bytes(413)
"""A frame of MPEG sound, layer III, 128 kbit/s at 44.1 kHz: 417 bytes."""

EMAIL = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: Enough\r\nDate: today\r\n\r\nI come by.\r\n"


def boxes(brand: bytes, *tracks: bytes) -> bytes:
    """The container of MPEG-4 with tracks of these kinds."""
    handlers = b"".join(b"\0\0\0\x20hdlr" + bytes(8) + track + bytes(12) for track in tracks)
    return b"\0\0\0\x18ftyp" + brand + bytes(4) + brand + handlers


def outlook(*, is_message: bool) -> bytes:
    """A container of Office: of an e-mail, or of something else."""
    name = "__properties_version1.0" if is_message else "WordDocument"
    return bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + name.encode("utf-16-le") + bytes(64)


def sound() -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(8000)
        out.writeframes(bytes(80))
    return made.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says how many dots it has."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + head
    body = b"IDAT" + zlib.compress(bytes(100))
    parts = (
        struct.pack(">I", len(one) - 4) + one + struct.pack(">I", zlib.crc32(one)) for one in (chunk, body)
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + b"\0\0\0\0IEND\xaeB`\x82"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (a_picture("JPEG"), FileKind.JPEG),
        (a_picture("PNG"), FileKind.PNG),
        (a_picture("WEBP"), FileKind.WEBP),
        (boxes(b"heic"), FileKind.HEIC),
        (boxes(b"mif1"), FileKind.HEIC),
        (PDF, FileKind.PDF),
        (EMAIL, FileKind.EMAIL),
        (EMAIL.replace(b"Enough", b"Schlu\xdf"), FileKind.EMAIL),
        (outlook(is_message=True), FileKind.OUTLOOK),
        (b"ID3\x04" + bytes(20), FileKind.MP3),
        (FRAME * 3, FileKind.MP3),
        (FRAME, FileKind.MP3),
        (boxes(b"M4A ", b"soun"), FileKind.M4A),
        (boxes(b"mp42", b"soun"), FileKind.M4A),
        (sound(), FileKind.WAV),
        (b"OggS\x00\x02" + bytes(22) + b"\x01\x13OpusHead", FileKind.OGG),
        ("Er sagte: „Genug!“\n".encode(), FileKind.TEXT),
        ("Er sagte: „Genug!“, für 3 €\r\n".encode("cp1252"), FileKind.TEXT),
        (b"plain words \xe4\xf6 of an old machine", FileKind.TEXT),
        (b"\r\n" + PDF, FileKind.PDF),
        (b"\xef\xbb\xbf\n" + PDF, FileKind.PDF),
        ("wide words".encode("utf-16"), FileKind.TEXT),
        (b"<html><script>alert(1)</script></html>", FileKind.TEXT),
        (b"To: nobody, a list of words", FileKind.TEXT),
    ],
)
def test_a_file_is_what_its_content_says(content: bytes, kind: FileKind) -> None:
    assert kind_of(content) is kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"   \n",
        b"PK\x03\x04" + bytes(60),
        b"MZ" + bytes(200),
        b"\x7fELF" + bytes(60),
        b"GIF89a" + bytes(60),
        b"\xff\xfb\x90\x00" + bytes(600),
        outlook(is_message=False),
        boxes(b"mp42", b"soun", b"vide"),
        boxes(b"M4A "),
        b"RIFF\0\0\0\0AVI ",
        b"words and \x00 nothing",
        b"\xfe\xed\xfa\xce" + bytes(range(256)),
        b"words of no code page \x81 and \x9d",
        bytes(range(0xC0, 0xFF)) + b" and words of Moscow",
        b"words before %PDF-1.7 \x81",
        b"MZ" + bytes(range(0x80, 0x100)),
    ],
)
def test_what_is_on_no_list_is_not_taken(content: bytes) -> None:
    assert kind_of(content) is None


@given(st.binary(max_size=300))
def test_any_bytes_are_of_a_kind_or_of_none_and_never_a_fault(content: bytes) -> None:
    assert kind_of(content) in (None, *FileKind)
    assert thumbnail(content, FileKind.PNG) == b""


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("photo.jpg", "photo.jpg"),
        ("PHOTO.JPEG", "PHOTO.JPEG"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\sam\\a.jpg", "a.jpg"),
        ("holiday‮gpj.exe", "holidaygpj.exe.jpg"),
        ("a\x00b\nc.jpg", "abc.jpg"),
        ("letter.pdf", "letter.pdf.jpg"),
        ("page.html", "page.html.jpg"),
        ("a:b|c?.jpg", "a_b_c_.jpg"),
        ("", "file.jpg"),
        ("..", "file.jpg"),
        ("‏‏", "file.jpg"),
        ("café 1.jpg", "café 1.jpg"),
    ],
)
def test_a_name_is_kept_without_what_misleads_and_ends_as_its_kind_does(name: str, kept: str) -> None:
    assert clean_name(name, FileKind.JPEG) == kept


@given(st.text(max_size=400), st.sampled_from(FileKind))
def test_any_name_becomes_one_that_a_folder_takes(name: str, kind: FileKind) -> None:
    kept = clean_name(name, kind)
    assert 0 < len(kept) <= LONGEST_NAME
    assert kept.casefold().endswith(ENDINGS[kind])
    assert not set(kept) & set('/\\:*?"<>|\0\n‮')
    assert clean_name(kept, kind) == kept


def test_a_small_picture_holds_its_dots_and_nothing_the_camera_noted() -> None:
    for kind in (FileKind.JPEG, FileKind.PNG, FileKind.WEBP):
        sent = a_picture(kind.value.upper(), (1200, 800))
        small = thumbnail(sent, kind)
        assert SECRET_OF_THE_CAMERA.encode() in sent
        assert SECRET_OF_THE_CAMERA.encode() not in small
        with Image.open(io.BytesIO(small)) as drawn:
            assert (drawn.format, drawn.size) == ("JPEG", (SIDE, SIDE * 2 // 3))
            assert not drawn.getexif()


def test_a_photo_is_turned_as_its_camera_was() -> None:
    turned, drawn = Image.Exif(), io.BytesIO()
    turned[0x0112] = 6
    Image.new("RGB", (1200, 800)).save(drawn, "JPEG", exif=turned)
    with Image.open(io.BytesIO(thumbnail(drawn.getvalue(), FileKind.JPEG))) as small:
        assert small.size == (SIDE * 2 // 3, SIDE)


def test_a_picture_that_says_it_is_endless_is_never_taken_apart() -> None:
    bomb = png_of(60_000, 60_000)
    tracemalloc.start()
    assert is_boundless(bomb, FileKind.PNG)
    assert thumbnail(bomb, FileKind.PNG) == b""
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5_000_000
    assert not is_boundless(a_picture("PNG"), FileKind.PNG)


def test_a_large_photo_of_a_phone_with_a_second_picture_behind_the_first_is_taken() -> None:
    large, behind, drawn = Image.new("L", (8000, 6100)), Image.new("L", (80, 60)), io.BytesIO()
    large.save(drawn, "MPO", save_all=True, append_images=[behind])
    photo = drawn.getvalue()
    assert kind_of(photo) is FileKind.JPEG
    assert not is_boundless(photo, FileKind.JPEG)
    with Image.open(io.BytesIO(thumbnail(photo, FileKind.JPEG))) as small:
        assert small.size[0] == SIDE
    photo = photo.replace(b"\xff\xc0\x00\x0b\x08\x17\xd4\x1f\x40", b"\xff\xc0\x00\x0b\x08\xff\xff\xff\xff", 1)
    assert is_boundless(photo, FileKind.JPEG), "however many pictures it holds"


def test_a_broken_picture_has_no_small_one_and_is_a_file_all_the_same() -> None:
    for cut in (png_of(100, 100), a_picture("JPEG")[:300], a_picture("WEBP")[:60]):
        kind = kind_of(cut)
        assert kind
        assert not is_boundless(cut, kind)
        assert thumbnail(cut, kind) == b""


def limits_of(tmp_path: Path, lines: str) -> FileLimits:
    """The limits of the sample organisation with these lines for attachments."""
    before, _, after = (
        (ORGANISATION / "organisation.yaml").read_text(encoding="utf-8").partition("attachments:\n")
    )
    others = after[after.index("#") :]
    path = tmp_path / "organisation.yaml"
    path.write_text(f"{before}attachments:\n{lines}{others}", encoding="utf-8")
    return load_organisation(path).attachments


def test_the_organisation_says_how_large_files_may_be(tmp_path: Path) -> None:
    read = limits_of(tmp_path, "  largest: 5 MB\n  most: 3\n  together: 12 MB\n")
    assert read == FileLimits(5_000_000, 3, 12_000_000)


@pytest.mark.parametrize("line", ["largest: 5", "largest: 0 MB", "largest: 900 MB", "most: 0", "size: 5 MB"])
def test_a_mistake_in_the_limits_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    with pytest.raises(DataFileError):
        limits_of(tmp_path, f"  {line}\n")
