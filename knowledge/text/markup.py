"""Markdown and HTML marks taken off a piece of text, so that people read words."""

from __future__ import annotations

import html
import re
from itertools import zip_longest

# Every repetition is bounded: a hostile line must not cost more than one pass.
_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\(\s*<?([^()\s<>]{0,500})>?[^()]{0,200}\)")
# Only tags that pages are made of: "<name of the caller>" and "<clerk@town.example>" are words.
_TAG_NAMES = """a abbr address article aside b big blockquote body br caption center cite code col colgroup dd del
    details div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head header hr
    html i iframe img input ins kbd label legend li link main mark meta nav ol option p picture pre q s
    samp script section select small source span strike strong style sub summary sup svg table tbody td
    tfoot th thead time title tr tt u ul var video wbr"""
TAGS = frozenset(_TAG_NAMES.split())
"""The names of tags that are taken off."""
_TAG = re.compile(
    rf"</?(?:{'|'.join(sorted(TAGS, key=len, reverse=True))})(?=[\s/>])[^<>]{{0,300}}>", re.IGNORECASE
)
_AUTOLINK = re.compile(r"<((?:https?://|mailto:|www\.)?[^\s<>]{1,200}[@.][^\s<>]{1,200})>")
_PARTING_TAG = re.compile(
    r"</?(?:br|hr|p|div|li|[uod]l|d[td]|tr|t[dh]|table|h[1-6]|summary|details|section|article|aside|blockquote)\b[^<>]{0,300}>",
    re.IGNORECASE,
)
_BOLD = re.compile(r"\*\*(?=\S)([^*\n]{1,2000})(?<=\S)\*\*|__(?=[^\s_])([^_\n]{1,2000})(?<=\S)__")
_ITALIC = re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]{1,1000})(?<=\S)\*(?![\w*])")
_UNDERLINED = re.compile(r"(?<![\w\\])_(?=[^\s_])([^_\n]{1,1000})(?<=\S)_(?!\w)")
_CODE = re.compile(r"`([^`\n]{1,500})`")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>&])")
_PATH = re.compile(r"(?<![^\s(\"“'‘:])(?:[A-Za-z]:\\|\\\\(?=[\w.$-]{1,60}\\))[^\s<>|\"*?]{0,300}")
_SPACE = re.compile(r"[^\S\t]+")
_HASHES = re.compile(r"^ {0,3}(#{1,6})(?=\s|$)\s*")
_CLOSING_HASHES = re.compile(r"\s#{1,6}\s*$")
_WHOLLY_BOLD = re.compile(r"^\s*(?:\*\*[^*]+\*\*:?|__[^_]+__:?|<(?:b|strong)>[^<]+</(?:b|strong)>:?)\s*$")


def plain(text: str) -> str:
    """Take off emphasis, links, tags, entities and escapes; white space becomes one space, tabs stay."""
    if "\\" in text and (paths := _PATH.findall(text)):
        # The backslashes of a path are no escapes: it is kept as it was written, between pieces that are not.
        pieces = _PATH.split(text)
        marked = [
            piece
            for pair in zip_longest((_unmarked(p) for p in pieces), paths, fillvalue="")
            for piece in pair
        ]
        return _SPACE.sub(" ", "".join(marked)).strip()
    return _SPACE.sub(" ", _unmarked(text)).strip()


def _unmarked(text: str) -> str:
    if any(sign in text for sign in "[<*_`\\&"):
        text = _LINK.sub(r"\1", text)
        text = _AUTOLINK.sub(r"\1", text)
        text = _TAG.sub("", _PARTING_TAG.sub(" ", text))
        text = _CODE.sub(r"\1", text)
        text = _BOLD.sub(r"\1\2", text)
        text = _ITALIC.sub(r"\1", text)
        text = _UNDERLINED.sub(r"\1", text)
        text = html.unescape(_ESCAPE.sub(r"\1", text))
    return text


def hash_level(line: str) -> int:
    """The level of a Markdown heading written with hashes, 0 where it is none."""
    found = _HASHES.match(line)
    return len(found.group(1)) if found else 0


def without_hashes(line: str) -> str:
    """The line without the hashes of a Markdown heading."""
    return _CLOSING_HASHES.sub("", _HASHES.sub("", line)) if hash_level(line) else line


def wholly_bold(line: str) -> bool:
    """Whether all of the line is set in bold."""
    return bool(_WHOLLY_BOLD.match(without_hashes(line)))


def links_in(text: str) -> list[tuple[str, str, int]]:
    """Every Markdown link as (words, target, offset)."""
    return [(m.group(1), m.group(2), m.start()) for m in _LINK.finditer(text)]


def normal(text: str) -> str:
    """Text for comparing: lower case, words and digits only."""
    return " ".join(re.findall(r"[^\W_]+", plain(text).lower()))
