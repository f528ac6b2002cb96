"""Plain text and Markdown: bytes to characters, front matter to facts."""

from __future__ import annotations

import re

import yaml

from knowledge.passages import Finding
from knowledge.readers.extract import Extract, Unreadable

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)


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


def read_markdown(content: bytes) -> Extract:
    """Markdown with optional YAML front matter, which becomes facts and is dropped from the sections."""
    text = decode(content)
    found = _FRONT_MATTER.match(text)
    if not found:
        return Extract(text)
    try:
        stated = yaml.safe_load(found.group(1))
    except yaml.YAMLError:
        finding = Finding(
            "", "line 1", "front-matter", "The front matter is not well-formed YAML and was not used."
        )
        return Extract(text, dropped=((0, found.end(), "front matter"),), findings=(finding,))
    facts = {str(k): _value(v) for k, v in stated.items()} if isinstance(stated, dict) else {}
    return Extract(text, dropped=((0, found.end(), "front matter"),), facts=facts)


def _value(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return "" if value is None else str(value)
