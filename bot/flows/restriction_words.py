"""What a restriction says, in words: options, scope, days, how it stands, what was done with it."""

from __future__ import annotations

from datetime import datetime

from bot.flows.times import day_words, local_moment, local_of
from bot.locales import listed
from bot.services import Services
from bot.words import sentence
from incidents.restriction import QuotaCount, RestrictionFile
from incidents.rules.restriction_life import RESTRICTION_LIFE

EVENTS = (
    "proposed",
    "suspended",
    "not_delivered",
    "task_overdue",
    *(one.recorded for one in RESTRICTION_LIFE),
)
"""What stands in the story of a restriction."""

TOLD = (
    "proposed",
    "suspended",
    "still_suspended",
    "review_soon",
    *(one.recorded for one in RESTRICTION_LIFE if one.tells),
)
"""What somebody is told of."""


def day_of(at: datetime, services: Services) -> str:
    """A day where the organisation is, such as 31 March 2026."""
    return day_words(local_of(at, services.organisation).date())


def option_names(keys: tuple[str, ...], services: Services) -> str:
    """Options by their names; one that the file no longer has by its key."""
    rules = services.restrictions.rules
    found = ((key, rules.option(key)) for key in keys)
    return listed(f"{key} {one.name}" if one else key for key, one in found)


def scope_words(
    channels: tuple[str, ...], sites: tuple[str, ...], matters: tuple[str, ...], services: Services
) -> str:
    """Where and in what it applies; empty where that is everything."""
    scopes = services.restrictions.rules.scopes
    said = {"channels": channels, "sites": sites, "matters": matters}
    words = [scopes.get(name, {}).get(one, one) for name, keys in said.items() for one in keys]
    return listed(words) if words else ""


def quota_words(quota: QuotaCount, services: Services) -> str:
    """How many requests came in, and when they are counted anew."""
    day = day_of(quota.resets, services)
    return sentence(
        "restriction.quota_over" if quota.is_over else "restriction.quota",
        used=quota.used,
        quota=quota.quota,
        day=day,
    )


def state_of(one: RestrictionFile, services: Services) -> str:
    """How it stands now."""
    if one.state == "in_force" and not one.applies:
        return sentence("restriction.starts_on", day=day_of(one.wanted.starts, services))
    return sentence(f"restriction.state_{one.state}")


def story_lines(one: RestrictionFile, services: Services) -> list[str]:
    """Who did what and when, oldest first."""
    return [
        sentence(
            "notice.happened",
            time=local_moment(entry.at, services.organisation),
            what=sentence(
                f"restriction.event_{entry.kind}",
                person=services.people.name(entry.actor) if entry.actor else "",
            ),
        )
        for entry in one.timeline
        if entry.kind in EVENTS
    ]
