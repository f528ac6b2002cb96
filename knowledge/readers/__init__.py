"""One file per format: bytes in, text and what the format itself says about its lines out."""

from __future__ import annotations

from collections.abc import Callable

from knowledge.readers.extract import Extract
from knowledge.readers.text import read_markdown, read_text

READERS: dict[str, Callable[[bytes], Extract]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_text,
}
