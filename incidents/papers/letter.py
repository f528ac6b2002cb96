"""A letter as it is set on paper: the words, and what stands at the head and the foot of the sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from incidents.papers.paper import PaperSize

ITEM = "• "
"""What a line of a list begins with."""


@dataclass(frozen=True, slots=True)
class Letter:
    """Paragraphs of `text` stand apart by an empty line. `language` is a BCP 47 tag; `title` is read out, not printed.

    `unshown` is said where the fonts of this machine lack a character, which then stands as its code.
    """

    title: str
    organisation: str
    language: str
    text: str
    head: str = ""
    foot: str = ""
    unshown: str = ""
    size: PaperSize = PaperSize.A4


@dataclass(frozen=True, slots=True)
class LetterFile:
    """One letter as a file that can be sent: `format` is "docx" or "pdf"."""

    format: str
    content: bytes


def blocks_of(text: str) -> list[list[str]]:
    """The paragraphs of a letter: lines of text, or the items of a list, each beginning with ITEM."""
    return [
        list(lines)
        for paragraph in re.split(r"\n\s*\n", text)
        for _, lines in groupby(filter(str.strip, paragraph.split("\n")), lambda line: line.startswith(ITEM))
    ]
