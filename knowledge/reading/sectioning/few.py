"""Few findings: one for each document and kind, with the places inside; what harms answers first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from knowledge.reading.document import Finding, FindingPart

_PLACES, _MESSAGES = 12, 3
# A difference or two between contents and headings is mended where it stands; more are one matter.
_ALONE = {"contents-differ": 2}
# Words that answers miss or must not say come before what only the owner sees.
_FIRST = (
    "not-read",
    "not-in-force",
    "scanned-page",
    "unchecked-print",
    "table",
    "loose-note",
    "slid-role-column",
    "left-open",
)


def few(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of one document, those of a kind as one, in the order in which they harm."""
    ordered = sorted(findings, key=lambda one: (_harm(one.kind), one.kind))
    kinds = (list(same) for _, same in groupby(ordered, key=lambda one: one.kind))
    return tuple(one for same in kinds for one in _together(same))


def _harm(kind: str) -> int:
    return _FIRST.index(kind) if kind in _FIRST else len(_FIRST)


def _together(same: list[Finding]) -> list[Finding]:
    if len(same) <= _ALONE.get(same[0].kind, 1):
        return same
    places = list(dict.fromkeys(one.place for one in same if one.place))
    messages = list(dict.fromkeys(one.message for one in same))
    more = f" And {len(messages) - _MESSAGES} more." if len(messages) > _MESSAGES else ""
    place = ", ".join(places[:_PLACES]) + (" …" if len(places) > _PLACES else "")
    each = (part for one in same for part in one.parts or (FindingPart(one.place, one.message),))
    parts = tuple(dict.fromkeys(each))
    return [replace(same[0], place=place, message=" ".join(messages[:_MESSAGES]) + more, parts=parts)]
