"""Plain text, tidy or messy: bytes to characters, and lines as people read them."""

from __future__ import annotations

import re

from knowledge.reading.readers.extract import Extract, Unreadable
from knowledge.reading.readers.hyphens import rejoined
from knowledge.reading.readers.invisible import without_invisible
from knowledge.reading.readers.text_force import in_force

_WIDE = ("utf-16-le", "utf-16-be")
_NO_TEXT = re.compile("[\x01-\x08\x0e-\x1a\x7f\x80-\x84\x86-\x9f\N{REPLACEMENT CHARACTER}]")
"""Signs no text holds in numbers: the rest of a file that is something else."""

_OTHER_BREAKS = re.compile("\r\n|[\r\v\x1c-\x1e\x85\u2028\u2029]")


def decode(content: bytes) -> str:
    """The characters of a text file: UTF-8 or UTF-16, with a mark or without, else Windows-1252.

    Line breaks of every kind become newlines, a form feed a line of its own; signs that are not seen are taken out.
    """
    text = _characters(content)
    if len(_NO_TEXT.findall(text)) > len(text) // 50 or text.count("\0") > len(text) // 100:
        raise Unreadable("not-text", "The file is not text, whatever its name says.")
    text = _OTHER_BREAKS.sub("\n", text.replace("\0", "\N{REPLACEMENT CHARACTER}"))
    text = re.sub(r"\n?\f\n?", "\n\f\n", text) if "\f" in text else text
    return without_invisible(text)


def _characters(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    if wide := _without_mark(content):
        return content.decode(wide, errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _without_mark(content: bytes) -> str:
    """Which UTF-16 bytes are without a mark: half of nearly every letter is a zero, always the same half."""
    sample = content[: 4_000 // 2 * 2]
    pairs = len(sample) // 2
    if pairs < 2:
        return ""
    high, low = sample[1::2].count(0), sample[0::2].count(0)
    if max(high, low) < 0.3 * pairs or min(high, low) > 0.05 * pairs:
        return ""
    return _WIDE[0] if high > low else _WIDE[1]


def read_text(content: bytes) -> Extract:
    """Plain text, tidy or messy; form feeds begin pages, and words that a line's end divides are joined."""
    force = in_force(decode(content), marked_up=False)
    text = rejoined(force.text)
    pages = tuple(found.end() for found in re.finditer(r"\f\n", text))
    return Extract(text, pages=(0, *pages) if pages else (), findings=force.findings)
