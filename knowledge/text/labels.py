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
