"""The bot's picture, drawn in code: a large weight and a small one in balance on one beam.

Sizes wanted: Slack 512 to 2,000 px; Teams 192 px in colour and 32 px as a white outline on nothing.
"""

from __future__ import annotations

import struct
import zlib

import numpy as np
from numpy.typing import NDArray

GROUND = (15, 92, 99)
MARK = (255, 255, 255)
FINER = 4
"""Points per pixel and direction, averaged, so that edges are smooth."""

Mask = NDArray[np.bool_]
Grid = NDArray[np.float64]


def icon_png(size: int, colour: bool = True) -> bytes:
    """A square PNG of `size` pixels: white on a teal ground, or with `colour` False white on nothing."""
    points = (np.arange(size * FINER) + 0.5) / (size * FINER)
    x, y = np.meshgrid(points, points)
    mark = _smooth(_balance(x, y), size)
    ground = _smooth(_rounded_square(x, y), size) if colour else mark
    pixels = np.empty((size, size, 4), dtype=np.uint8)
    for channel in range(3):
        blend = GROUND[channel] + (MARK[channel] - GROUND[channel]) * mark
        pixels[..., channel] = np.rint(blend) if colour else MARK[channel]
    pixels[..., 3] = np.rint(255 * ground)
    return _png(pixels)


def _balance(x: Grid, y: Grid) -> Mask:
    beam = (np.abs(y - 0.54) < 0.028) & (x > 0.2) & (x < 0.84)
    heavy = np.hypot(x - 0.31, y - 0.372) < 0.14
    light = np.hypot(x - 0.765, y - 0.437) < 0.075
    pivot = (y > 0.568) & (y < 0.77) & (np.abs(x - 0.45) < (y - 0.568) * 0.62)
    return np.asarray(beam | heavy | light | pivot)


def _rounded_square(x: Grid, y: Grid) -> Mask:
    radius = 0.2
    beyond_x = np.maximum(np.abs(x - 0.5) - (0.5 - radius), 0)
    beyond_y = np.maximum(np.abs(y - 0.5) - (0.5 - radius), 0)
    return np.asarray(np.hypot(beyond_x, beyond_y) < radius)


def _smooth(mask: Mask, size: int) -> Grid:
    averaged: Grid = mask.reshape(size, FINER, size, FINER).mean(axis=(1, 3))
    return averaged


def _png(pixels: NDArray[np.uint8]) -> bytes:
    """Eight bits of red, green, blue and alpha each, not interlaced (w3.org/TR/png-3)."""
    size = len(pixels)
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    rows = b"".join(b"\x00" + row.tobytes() for row in pixels)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
