"""Letters about a restriction: the organisation's templates, filled from the record, and what is missing in one.

A template says `{customer}`, `{options}` and so on; the names are `PLACES`. Days are written by whoever fills it in, in
the language of its reader.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from incidents.restriction import Restriction
from incidents.rules.restriction_rules import RestrictionLetter, RestrictionRules

PLACES = frozenset(
    {
        *("customer", "options", "scope", "ground", "from", "until", "review", "appeal"),
        *("nominated", "quota", "today", "reference", "answer"),
    }
)
"""What a template can name. `answer` is what was said about a review or a complaint."""

NEEDED: Mapping[RestrictionLetter, frozenset[str]] = {
    RestrictionLetter.NOTICE: frozenset({"ground", "options", "until", "review", "appeal"})
}
"""What a template cannot do without (D33)."""

_PLACE = re.compile(r"\{(\w*)\}")
_BRACES = str.maketrans("{}", "()")
_UNSHOWN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Marks of direction, halves of characters and the like."""


def places(template: str) -> frozenset[str]:
    """What a template names."""
    return frozenset(_PLACE.findall(template))


def filled(template: str, values: Mapping[str, str]) -> str:
    """The template with these values; what is not known stays as it is written, so that it is seen."""
    return _PLACE.sub(lambda found: plain_words(values.get(found[1], "")) or found[0], template)


def plain_words(value: str) -> str:
    """What a place is filled with: nothing in it looks like another place, or turns what stands around it about."""
    shown = "".join(one for one in value if one == "\n" or unicodedata.category(one) not in _UNSHOWN)
    return shown.translate(_BRACES)


def missing(text: str) -> tuple[str, ...]:
    """What a filled letter still lacks."""
    return tuple(sorted(places(text) & PLACES))


def plain_values(
    wanted: Restriction,
    reference: str,
    review: datetime,
    now: datetime,
    rules: RestrictionRules,
    zone: ZoneInfo,
) -> dict[str, str]:
    """What the places of a letter hold, with days as 2026-03-31."""

    def day(moment: datetime) -> str:
        return moment.astimezone(zone).date().isoformat()

    return {
        "customer": wanted.customer,
        "options": "\n".join(f"{one.name}: {one.rule}" for one in rules.chosen(wanted.options)),
        "scope": ", ".join(
            rules.scopes.get(name, {}).get(one, one)
            for name in ("channels", "sites", "matters")
            for one in getattr(wanted, name)
        ),
        "ground": rules.grounds.get(wanted.ground, ""),
        "from": day(max(wanted.starts, now)),
        "until": day(wanted.ends),
        "review": day(review),
        "appeal": rules.appeal_words,
        "nominated": wanted.nominated,
        "quota": str(wanted.quota) if wanted.quota else "",
        "today": day(now),
        "reference": reference,
    }
