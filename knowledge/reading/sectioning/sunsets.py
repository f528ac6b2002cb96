"""The last day of a rule that says how long it counts: "This policy shall remain in force for two years"."""

from __future__ import annotations

import re

from knowledge.reading.document import Dated, DocumentFacts
from knowledge.reading.sectioning.dates import DateOrder, after_period, dates_in
from knowledge.reading.sectioning.validity import is_unsure
from knowledge.text.language import LANGUAGE

_SO_LONG, _OWN_START = LANGUAGE.pattern("validity.for_so_long"), LANGUAGE.pattern("validity.own_start")


def sunset_of(
    sentence: str, facts: DocumentFacts, order: DateOrder
) -> tuple[re.Match[str], Dated | None] | None:
    """What a sentence says of itself, its section or its document, with the last day; no day where none can be told.

    A permission or a ban without a day that is said is that of somebody, and no sentence about a rule.
    """
    said = _SO_LONG.match(sentence)
    if said is None:
        return None
    since = said["since"] or ""
    named = tuple(dates_in(since, order))
    if not named and said["clause"]:
        return None
    start = named[0] if len(named) == 1 else None
    if not named and said["document"] and (not since or _OWN_START.match(since)):
        start = facts.effective
    renewed = any(start and day and day > start for day in (facts.revised, facts.reviewed))
    if start is None or renewed or is_unsure(sentence[said.end() :], order):
        return said, None
    return said, Dated(None, after_period(said, start))
