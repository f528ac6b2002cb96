"""The doctor's look at the city's own system: whether it answers, and knows the services of `requests.yaml`.

Nothing is sent.
"""

from __future__ import annotations

from adapters.configuration import CannotStart
from adapters.console.checks import Check, CheckState
from adapters.folder import Folder
from adapters.open311.client import Open311Client
from adapters.open311.reading import Open311Service
from adapters.settings import Settings
from foundation.outbox.sending import NotDelivered
from incidents.rules.open311_rules import Open311Rules

NAME = "Open311"
HELP = (
    "Set COUNTERPOISE_OPEN311_URL and COUNTERPOISE_OPEN311_API_KEY, and name services under “open311:” in "
    "requests.yaml, so that requests also reach the city's own system."
)
NO_SERVICES = "Name a service_code for each category that goes there, under “open311:” in requests.yaml."
MEND = {
    "no_public_address": "For a system inside your network set COUNTERPOISE_OPEN311_PRIVATE=true.",
    "certificate": "Set COUNTERPOISE_CA_BUNDLE for a certificate of your own.",
    "http_404": "See whether COUNTERPOISE_OPEN311_URL is the endpoint of version 2, above services.json.",
}
NO_ANSWER = "See whether COUNTERPOISE_OPEN311_URL is right and the way there is open."


async def open311(settings: Settings, folder: Folder | None) -> Check:
    """Ask for its services; never raises for what is wrong. The key shows only when a request is sent."""
    try:
        client = Open311Client.of(settings)
        if client is None:
            return Check(NAME, CheckState.OFF, "Not set up.", HELP)
        services = await client.services()
    except (CannotStart, OSError) as error:
        return Check(NAME, CheckState.MEND, str(error), HELP)
    except NotDelivered as failed:
        says = f"The city's system does not answer as it should ({failed.code})."
        return Check(NAME, CheckState.MEND, says, MEND.get(failed.code, NO_ANSWER))
    return _fitting(services, folder.requests.open311) if folder else _answers(services)


def _answers(services: tuple[Open311Service, ...]) -> Check:
    return Check(NAME, CheckState.FINE, f"It answers, with {len(services)} services.")


def _fitting(services: tuple[Open311Service, ...], rules: Open311Rules) -> Check:
    fine = _answers(services)
    if not rules.services:
        return Check(
            NAME, CheckState.NOTE, f"{fine.says} Nothing is sent: no category names one.", NO_SERVICES
        )
    known = {one.code: one for one in services}
    wrong = [f"{code} ({key})" for key, code in rules.services.items() if code not in known]
    if wrong:
        says = f"{fine.says} It has no service_code {', '.join(wrong)}."
        return Check(NAME, CheckState.MEND, says, "Correct it under “open311:” in requests.yaml.")
    more = [
        f"{one.name or one.code}" for one in services if one.asks_more and one.code in rules.services.values()
    ]
    if more:
        says = f"{fine.says} It may ask for more than is sent: {', '.join(more)}."
        return Check(NAME, CheckState.NOTE, says, "Where a field of these is required it refuses requests.")
    return fine
