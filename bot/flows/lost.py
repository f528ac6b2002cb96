"""A message that a platform did not take: a private one is kept for its asker, a public one can be shared again."""

from __future__ import annotations

from bot.events import ReplyLost
from bot.flows.parts import short
from bot.flows.shared import share_again
from bot.kept_replies import KeptReply
from bot.replies import Reply
from bot.services import Services
from bot.words import sentence


async def lost(event: ReplyLost, services: Services) -> list[Reply]:
    """Keep what was for the asker alone; say of what was for everybody that it may be missing."""
    if event.public:
        await share_again(event.origin, event.message, services)
        return short(sentence("core.not_posted"))
    await services.replies.keep(event.id, event.who.person, KeptReply(event.message, event.at))
    return []
