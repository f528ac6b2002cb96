"""Plain text, tidy or messy: bytes to characters."""

from __future__ import annotations

from knowledge.readers.extract import Extract, Unreadable


def decode(content: bytes) -> str:
    """The characters of a text file: UTF-8 or UTF-16 with its mark, else Windows-1252; line breaks become newlines."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
    if text.count("\0") > len(text) // 100:
        raise Unreadable("not-text", "The file is not text, whatever its name says.")
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").replace("\r\n", "\n").replace("\r", "\n")


def read_text(content: bytes) -> Extract:
    """Plain text, tidy or messy."""
    return Extract(decode(content))
