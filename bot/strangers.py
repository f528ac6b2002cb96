"""Who is not let in: guests, and accounts nobody can vouch for at the moment. Nothing else is told or written."""

from __future__ import annotations

from collections.abc import Sequence

from bot.flows.parts import emergency_parts
from bot.messages import Message, Text
from bot.people import Identity, Role, Standing
from bot.replies import Reply, Say
from bot.services import Services
from bot.words import sentence


def is_guest(who: Identity, services: Services) -> bool:
    """Whether the platform or the organisation calls this account a guest."""
    return who.standing is Standing.GUEST or Role.GUEST in services.people.known(who).roles


def guest(urgent: Sequence[Reply] = ()) -> list[Reply]:
    """Words for a guest; `urgent` is what anybody in danger is told before."""
    text = sentence("core.guest")
    return [*urgent, Say(Message(text, (Text(text),)))]


def not_checked(services: Services) -> list[Reply]:
    """Words for somebody never met while the platform does not say who they are; the emergency numbers are for all."""
    text = sentence("core.guest")
    parts = (Text(text), Text(sentence("core.not_checked")), *emergency_parts(services.organisation))
    return [Say(Message(text, parts))]
