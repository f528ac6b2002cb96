"""The doctor's part of health: what the running program says of itself, and what its database shows to anybody."""

from __future__ import annotations

import aiohttp

from adapters.audit_heads import Outside
from adapters.console.checks import Check, CheckState
from adapters.daily import Daily
from adapters.health import reasons_of
from adapters.open311.silence import of_open311
from adapters.settings import Settings
from adapters.troubles import of_the_records
from foundation.clock import SystemClock
from foundation.conditions import Conditions
from foundation.db import Database
from foundation.sealing import KeyRing

ASK_SECONDS = 3.0
"""More than `/healthz` takes at its slowest."""

MEND_EACH = "Mend what is named; `/healthz` gives the same list while the program runs."


async def running_program(settings: Settings) -> Check:
    """Ask the program that runs at the configured address; where none does, that is no fault."""
    address = f"http://{settings.host}:{settings.port}/healthz"
    name = "Running program"
    try:
        timeout = aiohttp.ClientTimeout(total=ASK_SECONDS)
        async with aiohttp.ClientSession(timeout=timeout) as session, session.get(address) as answer:
            said = await answer.json()
            reasons = [str(reason) for reason in said["reasons"]]
    except (aiohttp.ClientConnectorError, aiohttp.InvalidURL):
        return Check(name, CheckState.OFF, f"Nothing runs at {settings.host}, port {settings.port}.")
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError, KeyError, TypeError) as error:
        says = f"What runs at {settings.host}, port {settings.port} gives no health ({type(error).__name__})."
        return Check(name, CheckState.MEND, says, "See whether it is Counterpoise, and start it again.")
    if reasons:
        return Check(name, CheckState.MEND, " ".join(reasons), MEND_EACH)
    return Check(
        name, CheckState.FINE, f"It answers at {settings.host}, port {settings.port}, and all is well."
    )


async def durable_work(db: Database, ring: KeyRing, settings: Settings) -> Check:
    """What stands still, cannot be saved or opened, or was tampered with, by the database alone."""
    clock, conditions = SystemClock(), Conditions()
    await Daily(db, ring, clock, conditions, Outside.of(settings)).look()
    sources = {**of_the_records(db, ring, clock, settings.data), **of_open311(db, clock, settings)}
    found = await reasons_of(sources)
    if reasons := [*conditions.reasons(), *found]:
        return Check("Records", CheckState.MEND, " ".join(reasons), MEND_EACH)
    return Check(
        "Records", CheckState.FINE, "Nothing stands still, everything opens, and the audit log holds."
    )
