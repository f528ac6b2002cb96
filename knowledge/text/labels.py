"""The label words documents put before what they say about themselves ("Effective Date:", "Policy Owner")."""

from __future__ import annotations

import re

from knowledge.text.language import CAPITALS, LANGUAGE, LETTERS

# Normalised label -> the fact it states.
LABELS: dict[str, str] = {
    name: fact for fact, names in LANGUAGE.table("labels.facts").items() for name in names.split("|")
}

WEAK = frozenset(LANGUAGE.words("labels.weak"))
_ALONE_TOO = frozenset(LANGUAGE.words("labels.alone_too"))

_NAME = rf"^\s*([{CAPITALS}{LETTERS}][{CAPITALS}{LETTERS} /&'’().-]{{0,40}}?)"
_LABEL = re.compile(rf"{_NAME}(?:\s*(?::|\t|：)\s*|\s[–—]\s)(.*)$", re.DOTALL)
_ALONE = re.compile(rf"{_NAME}\s*:?\s*$")

_NAMES = "|".join(re.escape(name) for name in sorted(filter(None, LABELS), key=len, reverse=True))
_AT_LABEL = re.compile(rf"(?<![\w-])(?:\*\*)?(?:{_NAMES})(?:\(e?s\))?\.?\s?:", re.IGNORECASE)
_PARTED = re.compile(r"(?:[^\S\t]{2,}|[|;•·]\s*|[.,]\s+|\s/\s+)$")
_WIDE = re.compile(r"[^\S\t]{3,}")
_LONGEST = 1_000  # characters of a line that states facts
_SIGNS = " |;•·,"  # What parts one fact from the next.
_HAS_VALUE = re.compile(r":\W*\w")


def label_parts(raw: str) -> list[str]:
    """A line cut where a label with its value ends: at wide gaps, and before each further label."""
    text = raw.strip()
    places, before = [0], 0
    for found in _AT_LABEL.finditer(text) if text.count(":") > 1 and len(text) <= _LONGEST else ():
        first = found.start()
        part = text[before:first]
        if part.strip() and (_PARTED.search(part) or (_HAS_VALUE.search(part) and text[first].isupper())):
            places.append(first)
            before = first
    parts = [text[a:b].rstrip(_SIGNS) for a, b in zip(places, [*places[1:], len(text)], strict=True)]
    parts = [part.removesuffix(" /").rstrip(_SIGNS) for part in parts]
    return [piece for part in parts for piece in _gaps(part)]


def _gaps(part: str) -> list[str]:
    """The pieces between wide gaps; the one behind a label belongs to it."""
    pieces = _WIDE.split(part)
    if len(pieces) > 1 and pieces[0].endswith(":"):
        return [f"{pieces[0]} {pieces[1]}", *pieces[2:]]
    return pieces


def normal_label(words: str) -> str:
    """A label for looking up: lower case, no "(s)", no punctuation."""
    return re.sub(
        rf"[^{LETTERS}]+", " ", re.sub(r"\(e?s\)", "", words.lower().replace("’", "").replace("'", ""))
    ).strip()


def labelled(text: str) -> tuple[str, str] | None:
    """Split "Label: value" or "Label<tab>value" of a known label into (normal label, value)."""
    found = _LABEL.match(text)
    if not found:
        return None
    label = normal_label(found.group(1))
    return (label, found.group(2).strip()) if label in LABELS else None


def lone_label(text: str) -> str | None:
    """The normal label of a line that is nothing but a known label with a colon ("Approved:")."""
    found = _ALONE.match(text)
    if not found:
        return None
    label = normal_label(found.group(1))
    return label if label in _ALONE_TOO else None
