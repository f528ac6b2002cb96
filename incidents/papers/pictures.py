"""A small picture of a picture, to recognise it by: bounded in memory, and without a word of what is beside the dots.

What a camera notes of place and time stays in the file that was sent, and is never shown.
"""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from incidents.attachment import PICTURES, FileKind

SIDE = 360
"""Dots of the longer side."""

QUALITY = 70
MOST_DOTS = 40_000_000
"""Dots of a picture that is taken apart as a whole: 160 MB at most."""

MOST_DOTS_OF_PHOTOS = 250_000_000
"""Dots of a photo, which is taken apart at an eighth of its size; one that is stored layer by layer cannot be."""

PHOTOS = frozenset({"JPEG", "MPO"})
"""Formats of photos: phones put a smaller picture, or one of depth, behind the first, and such a file is MPO."""

Image.MAX_IMAGE_PIXELS = (
    None  # The numbers above are asked for every picture, before anything is taken apart.
)


def is_boundless(content: bytes, kind: FileKind) -> bool:
    """Whether a picture says that it has so many dots that opening it would hurt whoever does."""
    if kind not in PICTURES:
        return False
    try:
        with Image.open(io.BytesIO(content), formats=[kind.value.upper()]) as picture:
            return _is_boundless(picture)
    except Exception:  # noqa: BLE001 - a broken picture is a file like others; its library raises all kinds
        return False


def thumbnail(content: bytes, kind: FileKind) -> bytes:
    """A JPEG of at most SIDE dots a side; empty for what is no picture, too large, or broken."""
    if kind not in PICTURES:
        return b""
    try:
        with Image.open(io.BytesIO(content), formats=[kind.value.upper()]) as picture:
            if _is_boundless(picture):
                return b""
            picture.draft("RGB", (SIDE, SIDE))
            picture.thumbnail((SIDE, SIDE))
            turned = ImageOps.exif_transpose(picture)
            return _as_jpeg(turned)
    except Exception:  # noqa: BLE001 - as above
        return b""


def _as_jpeg(picture: Image.Image) -> bytes:
    """Only the dots, on white: nothing else of what was sent comes along."""
    dots = picture.convert("RGBA")
    plain = Image.new("RGB", dots.size, "white")
    plain.paste(dots, mask=dots.getchannel("A"))
    drawn = io.BytesIO()
    plain.save(drawn, "JPEG", quality=QUALITY)
    return drawn.getvalue()


def _is_boundless(picture: Image.Image) -> bool:
    in_layers = bool(picture.info.get("progressive"))
    most = MOST_DOTS_OF_PHOTOS if picture.format in PHOTOS and not in_layers else MOST_DOTS
    return picture.size[0] * picture.size[1] > most
