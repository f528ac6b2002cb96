"""The files of the page: an HTML shell filled with the catalogue's words, style sheets and scripts."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from adapters.web.show import words
from bot.locales import spoken_tag

STATIC = Path(__file__).parent / "static"
MEDIA_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
WORD = re.compile(r"\{\{(\w+)\}\}")


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that may be served."""

    content: bytes
    media_type: str


def shell() -> str:
    """The page's HTML with every `{{word}}` filled in from the catalogue."""
    return _filled("page.html")


def locked() -> str:
    """What stands there for whoever is not let in: how to get in, and nothing else."""
    return _filled("locked.html")


def asset(name: str) -> Asset | None:
    """A file by its path below `static`; only the files found there at the start can be named."""
    return _assets().get(name)


def _filled(name: str) -> str:
    known = words()
    template = (STATIC / name).read_text(encoding="utf-8")
    template = template.replace('<html lang="en">', f'<html lang="{spoken_tag()}">')
    return WORD.sub(lambda found: html.escape(str(known[found[1]])), template)


@cache
def _assets() -> dict[str, Asset]:
    return {
        path.relative_to(STATIC).as_posix(): Asset(path.read_bytes(), MEDIA_TYPES[path.suffix])
        for path in STATIC.rglob("*")
        if path.suffix in MEDIA_TYPES
    }
