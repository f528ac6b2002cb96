"""The marks of list items: which kind of list they count in, and which follows which."""

from __future__ import annotations

import re
from collections.abc import Iterable

_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_DOTTED = re.compile(r"\d+(?:\.\d+)+")


def is_dotted(mark: str) -> bool:
    """Whether a mark says by itself where it stands ("7.2.1")."""
    return bool(_DOTTED.fullmatch(mark))


def kind_of(mark: str, above: Iterable[tuple[str, str]] = ()) -> str:
    """The kind of list a mark counts in: "1", "a", "A", "i", "I", or empty for a bullet.

    `above` are the (kind, mark) of the items that are open: "i" after "h" is a letter, below "a" it is a one.
    """
    if mark.isdigit():
        return "1"
    if not mark.isalpha():
        return ""
    letter, roman = ("A", "I") if mark.isupper() else ("a", "i")
    if not re.fullmatch(r"[ivxlc]+", mark.lower()):
        return letter
    open_marks = dict(above)
    if letter in open_marks and follows(mark, open_marks[letter], letter):
        return letter
    counts_on = roman in open_marks and follows(mark, open_marks[roman], roman)
    return roman if len(mark) > 1 or counts_on or mark.lower() == "i" else letter


def follows(mark: str, before: str, kind: str) -> bool:
    """Whether a mark is the next one of its list."""
    if kind == "1":
        return mark.isdigit() and before.isdigit() and int(mark) == int(before) + 1
    if kind in ("i", "I"):
        return _roman(mark) == _roman(before) + 1
    return 0 < _letter(before) == _letter(mark) - 1


def _letter(mark: str) -> int:
    """The place of a letter; "aa" comes behind "z"."""
    one = mark[:1]
    return 26 * (len(mark) - 1) + ord(one.lower()) - ord("a") + 1 if mark and mark == one * len(mark) else 0


def _roman(mark: str) -> int:
    values = [_VALUES.get(sign, 0) for sign in mark.lower()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)
