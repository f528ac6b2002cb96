"""Places of a template, such as {customer}: found, and filled with plain words. Nothing in one is ever executed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping

PLACE = re.compile(r"\{(\w*)\}")
_BRACES = str.maketrans("{}", "()")
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Marks of direction, halves of characters and the like."""
_JOINERS = "\u200c\u200d"
"""Names in Persian or Sinhala are other names without them, and a family of one picture is several people."""
_KEPT = frozenset(f"\n{_JOINERS}")
_JOINING = dict.fromkeys(map(ord, _JOINERS))
_BREAK = re.compile("\r\n?|[\u2028\u2029]")
_GAPS = dict.fromkeys(map(ord, "\t\v\f\x1c\x1d\x1e\x1f\x85"), " ")
"""Characters of control that part words."""


def places(template: str) -> frozenset[str]:
    """What a template names."""
    return frozenset(PLACE.findall(template))


def filled(
    template: str, values: Mapping[str, str], optional: Collection[str] = (), needed: Collection[str] = ()
) -> str:
    """The template with these values; what is not known stays as it is written, so that it is seen.

    A line that names something `optional` of which there is none is left out, unless it says something `needed`.
    """
    lines = (one for one in template.split("\n") if not is_left_out(one, one, values, optional, needed))
    return PLACE.sub(lambda found: plain_words(values.get(found[1], "")) or found[0], "\n".join(lines))


def is_left_out(
    line: str,
    within: str,
    values: Mapping[str, str],
    optional: Collection[str],
    needed: Collection[str] = (),
) -> bool:
    """Whether a line, or a paragraph, names something optional of which there is none.

    `within` is everything that would go with it: where something needed stands there, all of it stays, and the place
    that is empty is seen.
    """
    said = frozenset(name for name in places(f"{line}\n{within}") if plain_words(values.get(name, "")))
    return bool(places(line) & frozenset(optional) - said) and not said & frozenset(needed)


def goes_along(
    line: str, within: str, optional: Collection[str], needed: Collection[str]
) -> tuple[str, str] | None:
    """Something needed that would be left out with a line, and the optional place that line names."""
    may_lack, lost = places(line) & frozenset(optional), places(f"{line}\n{within}") & frozenset(needed)
    return (min(lost), min(may_lack)) if may_lack and lost else None


def plain_words(value: str) -> str:
    """What a place is filled with: nothing in it looks like another place, or turns what stands around it about.

    Empty where it holds nothing that is seen.
    """
    return shown_words(value).translate(_BRACES)


def shown_words(value: str) -> str:
    """The words without what is not seen; what joins letters stays, and what parts words or lines parts them still."""
    parted = _BREAK.sub("\n", value).translate(_GAPS)
    shown = "".join(one for one in parted if one in _KEPT or unicodedata.category(one) not in _UNSHOWN)
    return shown if shown.translate(_JOINING).strip() else ""
