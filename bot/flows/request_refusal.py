"""Why something cannot be done with a request, in one sentence."""

from __future__ import annotations

from typing import assert_never

from bot.flows.times import local_moment
from bot.services import Services
from bot.words import sentence
from incidents.request import RequestOutcome, RequestPriority, RequestStanding


def refusal_words(outcome: RequestOutcome, standing: RequestStanding | None, services: Services) -> str:
    """What whoever tried it is told."""
    match outcome:
        case RequestOutcome.NOT_REACHED:
            return sentence("request.not_reached")
        case RequestOutcome.NOT_A_READER:
            return sentence("request.not_a_reader")
        case RequestOutcome.NOBODY:
            return sentence("request.nobody_reads")
        case RequestOutcome.TOO_FAR:
            priority = standing.priority if standing else RequestPriority.ROUTINE
            latest = local_moment(services.requests.latest_update(priority), services.organisation)
            return sentence("request.too_far", moment=latest)
        case RequestOutcome.BY_OTHER:
            return sentence("reply.by_other")
        case RequestOutcome.NOT_NOW:
            return sentence("request.not_now")
        case RequestOutcome.NOT_ALLOWED | RequestOutcome.DONE:
            return sentence("request.nothing")
        case _:
            assert_never(outcome)
