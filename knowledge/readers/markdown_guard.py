"""The guard over Markdown: the words of the page that a renderer makes of it, against the words that were read."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from markdown_it import MarkdownIt

from knowledge.passages import Finding
from knowledge.readers.guard import overlooked

_RENDERER = MarkdownIt("commonmark", {"html": True}).enable("table")
_UNSEEN = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<![A-Z][^<>]*>")


def left_out(source: str, read: Iterable[str]) -> tuple[Finding, ...]:
    """A finding where the rendered page shows words that were neither read nor taken away as marks of a generator."""
    page = _UNSEEN.sub(" ", _RENDERER.render(source))
    return overlooked((html.unescape(_TAG.sub(" ", page)),), read)
