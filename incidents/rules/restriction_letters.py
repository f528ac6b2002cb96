"""What a letter about a restriction is filled with, and what is missing in one.

Days are written by whoever fills it in, in the language of its reader.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from incidents.papers.places import places
from incidents.restriction import Restriction
from incidents.rules.letters import EVERY_PLACE
from incidents.rules.restriction_rules import RestrictionRules


def missing(text: str) -> tuple[str, ...]:
    """What a filled letter still lacks."""
    return tuple(sorted(places(text) & EVERY_PLACE))


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
        )
        or rules.everywhere,
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
