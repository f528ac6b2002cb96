"""What is shown to a whole conversation is shown there once, whoever presses the button and how often."""

from __future__ import annotations

from hashlib import sha256

from bot.flows.times import today
from bot.messages import Message, Quote
from bot.people import ReplyTarget
from bot.services import Services

BEGINNING = 60


async def is_first_share(where: ReplyTarget, message: Message, services: Services) -> bool:
    """Whether this has not been shown there yet; from now on it has."""
    return await services.memory.first_time(_name(where, message, services), services.clock.now())


async def share_again(where: ReplyTarget, message: Message, services: Services) -> None:
    """Let it be shown there after all: it did not arrive."""
    await services.memory.forget(_name(where, message, services))


def _name(where: ReplyTarget, message: Message, services: Services) -> str:
    """The place and what is shown. A conversation without threads goes on, so there it is once a day.

    Only how each quotation begins is compared: where a platform is short of room, the rest is shortened.
    """
    day = "" if where.thread else today(services).isoformat()
    quoted = [part.text[:BEGINNING] for part in message.parts if isinstance(part, Quote)]
    shown = sha256("\n".join((message.summary, *quoted)).encode()).hexdigest()
    return f"shared:{where.platform}:{where.tenant}:{where.conversation}:{where.thread}:{day}:{shown}"
