"""The guard over Markdown: the words of the page that a renderer makes of it, against the words that were read."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt

from knowledge.reading.document import Finding
from knowledge.reading.readers.guard import overlooked

# Links and emphasis are left as they are written: their words stand there, and a hostile file makes them costly.
_RENDERER = (
    MarkdownIt("commonmark", {"html": True})
    .enable("table")
    .disable(["link", "image", "emphasis", "backticks"])
)
_MOST = 1_000_000  # characters; what is longer is no policy and is refused after it is read
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<![A-Z][^<>]*>")


def left_out(source: str, read: Iterable[str]) -> tuple[Finding, ...]:
    """A finding where the rendered page shows words that were neither read nor taken away as marks of a generator."""
    if len(source) > _MOST:
        return ()
    page = _RENDERER.render(source)
    for begin, end in (("<!--", "-->"), ("<script", "</script>"), ("<style", "</style>")):
        page = "".join(_without(page, begin, end))
    return overlooked((html.unescape(_TAG.sub(" ", page)),), read)


def _without(page: str, begin: str, end: str) -> Iterator[str]:
    """The pieces of a page between two signs left out; what never ends is left out to the last."""
    place = 0
    while (start := page.find(begin, place)) >= 0:
        yield page[place:start]
        after = page.find(end, start + len(begin))
        if after < 0:
            return
        place = after + len(end)
    yield page[place:]
