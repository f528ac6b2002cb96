"""What stands on a paper: labels with what was said, in the words of its reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PaperSize(StrEnum):
    """Sizes of a sheet, by the names typst gives them."""

    LETTER = "us-letter"
    A4 = "a4"


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One label and its value. Line breaks of the value are kept."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class PaperSection:
    """A heading, then lines; where `table` is true labels and values stand beside one another."""

    heading: str
    lines: tuple[PaperLine, ...]
    table: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """One document. `language` is a BCP 47 tag. `mark` says at the head of each page how it is to be treated.

    `foot` stands at the foot of each page before its number, which `page` says with “{page}” and “{pages}”.
    `signatures` are lines to sign on, each with a `date_label` beside it. `unshown` is said where the fonts of this
    machine lack a character, which then stands as its code.
    """

    title: str
    organisation: str
    language: str
    mark: str
    foot: str
    page: str
    sections: tuple[PaperSection, ...]
    signatures: tuple[str, ...] = ()
    date_label: str = ""
    unshown: str = ""
    size: PaperSize = PaperSize.A4
