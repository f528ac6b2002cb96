"""Who can be asked at this moment: every transaction reads anew who is away."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from foundation.db import Connection
from incidents import store_absences
from incidents.rules.helpers import Helpers


def helpers_today(helpers: Helpers, conn: Connection, now: datetime) -> Helpers:
    """The same helpers, with whoever stands in for those who are away now."""
    return replace(helpers, away=store_absences.away(conn, now))
