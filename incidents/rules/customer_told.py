"""Whether the customer knows that a report was handed over, and what comes next (P17)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from incidents.audit import Act
from incidents.records import RecordEntry, State


def customer_untold(entries: Sequence[RecordEntry], state: State | None) -> bool:
    """Whether it was handed over, and nobody has noted that the customer knows (P17).

    A contact counts that took place after; of a report that is closed no contact can be noted, so it asks for none.
    """
    handed = next((one for one in reversed(entries) if one.act == Act.HANDED_OVER), None)
    if handed is None or handed.said.get("customer_told") is True or state in (State.CLOSING, State.CLOSED):
        return False
    minute = handed.at.replace(second=0, microsecond=0)  # A form asks for no seconds.
    spoken = (one.said.get("contacted_at") for one in entries if one.act == Act.CONTACTED)
    return not any(isinstance(one, datetime) and one >= minute for one in spoken)
