"""What is said of a record that is not shown: there is nothing to show, or it cannot be opened here at the moment."""

from __future__ import annotations

from bot.services import Services
from bot.words import sentence


async def why_not(record: str, person: str, services: Services) -> str:
    """The sentence for somebody who got no record; only its author and who was asked about it hear that it exists."""
    reference = await services.incidents.closed_to(record, person)
    if reference:
        return sentence("reports.unopened", references=reference)
    return sentence("notice.nothing_to_show")
