"""The pictures both platforms ask for: their size, their kind, and white on nothing where it is wanted."""

from __future__ import annotations

import struct
import zlib

import pytest

from manifest.icons import icon_png


def read(png: bytes) -> tuple[int, int, list[bytes]]:
    """Width, height and rows of an RGBA PNG without filters."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    place, parts = 8, {}
    while place < len(png):
        length, kind = struct.unpack_from(">I4s", png, place)
        data = png[place + 8 : place + 8 + length]
        (check,) = struct.unpack_from(">I", png, place + 8 + length)
        assert check == zlib.crc32(kind + data)
        parts[kind] = data
        place += length + 12
    width, height, bits, kind_of_colour = struct.unpack_from(">IIBB", parts[b"IHDR"])
    assert (bits, kind_of_colour) == (8, 6)
    rows, wide = zlib.decompress(parts[b"IDAT"]), 1 + 4 * width
    return width, height, [rows[start + 1 : start + wide] for start in range(0, len(rows), wide)]


@pytest.mark.parametrize("size", [32, 192, 512])
def test_an_icon_is_a_square_png_of_the_size_asked_for(size: int) -> None:
    width, height, rows = read(icon_png(size))
    assert (width, height, len(rows)) == (size, size, size)


def test_the_colour_icon_shows_a_mark_on_a_ground() -> None:
    _, _, rows = read(icon_png(192))
    middle = rows[96]
    assert {bytes(middle[place : place + 3]) for place in range(0, len(middle), 4)} >= {
        bytes((255, 255, 255)),
        bytes((15, 92, 99)),
    }


def test_the_outline_is_white_on_nothing() -> None:
    """Teams refuses an outline icon with any other colour."""
    _, _, rows = read(icon_png(32, colour=False))
    pixels = [row[place : place + 4] for row in rows for place in range(0, len(row), 4)]
    assert {pixel[:3] for pixel in pixels} == {bytes((255, 255, 255))}
    assert {0, 255} <= {pixel[3] for pixel in pixels}


def test_the_same_icon_is_the_same_bytes() -> None:
    assert icon_png(64) == icon_png(64)
