"""Who is not let in: guests, and accounts nobody can vouch for at the moment. Nothing else is told or written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.events import ActionChosen, CommandInvoked, Event
from bot.flows.parts import emergency_parts
from bot.messages import Buttons, Message, Text
from bot.organisation import Organisation
from bot.people import Identity, Role, Standing
from bot.replies import Reply, Say
from bot.services import Services
from bot.words import sentence

CALLS = frozenset({"assist", "supervisor.show"})
"""The command and the button that lead to somebody who comes, beside those of a call."""


def is_guest(who: Identity, services: Services) -> bool:
    """Whether the platform or the organisation calls this account a guest."""
    return who.standing is Standing.GUEST or Role.GUEST in services.people.known(who).roles


def guest(urgent: Sequence[Reply], organisation: Organisation, *, calls: bool = False) -> list[Reply]:
    """Words for a guest; `urgent` is what anybody in danger is told before, without buttons that would refuse them.

    Whoever `calls` for somebody to come reads the numbers: nothing else here can help them.
    """
    text = sentence("core.guest")
    numbers = emergency_parts(organisation) if calls and not urgent else ()
    return [*map(_words_alone, urgent), Say(Message(text, (*numbers, Text(text))))]


def is_call(event: Event) -> bool:
    """Whether somebody uses one of the ways to have somebody come."""
    match event:
        case CommandInvoked(command=name) | ActionChosen(action=name):
            return name in CALLS or name.startswith("call.")
        case _:
            return False


def _words_alone(reply: Reply) -> Reply:
    if not isinstance(reply, Say):
        return reply
    parts = tuple(one for one in reply.message.parts if not isinstance(one, Buttons))
    return replace(reply, message=replace(reply.message, parts=parts))


def not_checked(services: Services) -> list[Reply]:
    """Words for somebody never met while the platform does not say who they are; the emergency numbers are for all."""
    text = sentence("core.guest")
    parts = (Text(text), Text(sentence("core.not_checked")), *emergency_parts(services.organisation))
    return [Say(Message(text, parts))]
