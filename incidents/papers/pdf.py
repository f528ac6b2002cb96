"""A paper as PDF, tagged for screen readers (PDF/UA-1), set by typst (Apache-2.0).

What the fonts of this machine cannot draw stands as its code: a name is not lost from a paper in silence. typst brings
fonts for the languages of Europe; for others it takes those of the machine.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

import typst

from incidents.papers.letter import ITEM, Letter, blocks_of
from incidents.papers.paper import Paper, PaperLine, PaperSection


class PaperFailed(Exception):
    """A paper could not be set. Says nothing of what stood on it."""


TAGGED: Literal["ua-1"] = "ua-1"
_UNSHOWN = ("Cc", "Cf", "Cs", "Co", "Cn")
"""Kinds of characters that show nothing, or turn the reading of what stands beside them."""

_JOINERS = "\u200c\u200d"
_TRIED_AT_MOST = 400
"""Characters of one paper that are tried one by one; the rest is taken for unknown."""

_EVERYWHERE = re.compile(r"[\n\x20-\x7e\u00a0-\u017f\u2010-\u2027]")


def as_pdf(paper: Paper) -> bytes:
    """The paper as a file; takes a tenth of a second, more where it holds characters that were never met.

    Raises PaperFailed."""
    return _whole(
        _words(paper),
        lambda missing: _drawn(_coded(paper, missing) if missing else replace(paper, unshown="")),
    )


def letter_as_pdf(letter: Letter) -> bytes:
    """A letter as a file, the same bytes for the same letter; raises PaperFailed."""
    words = f"{letter.title}{letter.organisation}{letter.text}{letter.head}{letter.foot}"
    return _whole(words, lambda missing: _letter_drawn(letter, missing))


def _whole(words: str, draw: Callable[[set[str]], bytes]) -> bytes:
    """What is drawn, with the characters that no font here has as their codes."""
    try:
        return draw(lacking(words))
    except PaperFailed:
        # A sequence can lack what its characters have, such as a digit in an enclosing mark.
        return draw(set(_strange(words)))


def lacking(words: str) -> set[str]:
    """The characters of a text that no font here can draw."""
    strange = _strange(words)
    return {one for number, one in enumerate(strange) if number >= _TRIED_AT_MOST or not _is_drawn(one)}


def coded(text: str, missing: set[str]) -> str:
    """A text with some of its characters as their codes."""
    return text.translate({ord(one): f"[U+{ord(one):04X}]" for one in missing})


def _strange(words: str) -> list[str]:
    return sorted(set(words) - set(_EVERYWHERE.findall(words)))


def _drawn(paper: Paper) -> bytes:
    return _set(_template("record.typ"), asdict(paper) | {"tag": _tag(paper.language)})


def _letter_drawn(letter: Letter, missing: set[str]) -> bytes:
    texts = {name: coded(str(text), missing) for name, text in asdict(letter).items()}
    blocks = blocks_of(texts.pop("text"))
    drawn = [
        {"items": one[0].startswith(ITEM), "lines": [line.removeprefix(ITEM) for line in one]}
        for one in blocks
    ]
    said = letter.unshown if missing else ""
    return _set(
        _template("letter.typ"), {**texts, "unshown": said, "blocks": drawn, "tag": _tag(letter.language)}
    )


def _tag(language: str) -> list[str | None]:
    """A tag in two parts, as typst takes it."""
    parts = language.replace("_", "-").split("-")
    return [parts[0] or "en", next((one for one in parts[1:] if len(one) == 2), None)]


def _set(template: bytes, values: dict[str, object]) -> bytes:
    # The keyword takes a path or the source itself; what people wrote travels beside it and is never source.
    try:
        made: bytes = typst.compile(
            template, format="pdf", sys_inputs={"paper": json.dumps(values)}, pdf_standards=TAGGED
        )
    except typst.TypstError as error:
        raise PaperFailed(type(error).__name__) from error
    return made


_PROBE = b"""
#set document(title: "-")
#set text(font: ("Libertinus Serif", "DejaVu Sans", "Noto Sans"))
#json(bytes(sys.inputs.paper)).word
"""


@cache
def _template(name: str) -> bytes:
    return files("incidents.papers").joinpath(name).read_bytes()


@lru_cache(maxsize=20_000)
def _is_drawn(character: str) -> bool:
    """Whether some font here has it: typst refuses a tagged paper that it could not draw in full."""
    if unicodedata.category(character) in _UNSHOWN and character not in _JOINERS:
        return False
    try:
        _set(_PROBE, {"word": character})
    except PaperFailed:
        return False
    return True


def _words(paper: Paper) -> str:
    said = [line.label + line.text for section in paper.sections for line in section.lines]
    headings = [section.heading for section in paper.sections]
    return "".join(
        [paper.title, paper.organisation, paper.mark, paper.foot, *paper.signatures, *headings, *said]
    )


def _coded(paper: Paper, missing: set[str]) -> Paper:
    def plain(text: str) -> str:
        return coded(text, missing)

    def line(one: PaperLine) -> PaperLine:
        return PaperLine(plain(one.label), plain(one.text))

    return replace(
        paper,
        title=plain(paper.title),
        organisation=plain(paper.organisation),
        foot=plain(paper.foot),
        signatures=tuple(plain(one) for one in paper.signatures),
        sections=tuple(
            PaperSection(plain(one.heading), tuple(map(line, one.lines)), one.table) for one in paper.sections
        ),
    )
