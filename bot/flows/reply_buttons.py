"""The button that sends a text just as it stands on its card, for whoever may write to whoever brought the request."""

from __future__ import annotations

import hashlib

from bot.messages import Button
from bot.services import Services
from bot.words import sentence
from incidents.request import ReplyKind, RequestStanding, ServiceRequest
from incidents.rules.access import Operation
from incidents.rules.request_replies import addresses_of


def send_buttons(
    kind: ReplyKind, words: str, standing: RequestStanding, request: ServiceRequest, services: Services
) -> tuple[Button, ...]:
    """The button, which names the very words it sends by their digest; none where nothing can be sent (R22)."""
    may = Operation.SEND_REPLY in standing.may and services.mails_customers
    addresses = addresses_of(request)
    if not may or not addresses or not words:
        return ()
    digest = hashlib.sha256(f"{addresses[0]}\n{words}".encode("utf-8", "replace")).hexdigest()[:16]
    return (Button(sentence("reply.send"), "request.send", f"{kind}:{standing.id}:{digest}"),)
