"""My drafts: the forms somebody began and did not send, to go on with or to throw away."""

from __future__ import annotations

from bot.drafts import KEPT
from bot.events import ActionChosen, CommandInvoked
from bot.flows.draft_card import listed
from bot.flows.parts import short
from bot.replies import Reply, Say
from bot.router import Flow
from bot.services import Services
from bot.words import sentence


async def show(event: CommandInvoked | ActionChosen, services: Services) -> list[Reply]:
    """The person's own, without a word of what stands in them."""
    now = services.clock.now()
    kept = await services.drafts.kept(event.who.person, now - KEPT)
    own = [draft for draft in kept if draft.typed]
    if not own:
        return short(sentence("draft.none"))
    await services.drafts.told([draft.key for draft in own], now)
    return [Say(listed(own, services))]


COMMANDS: dict[str, Flow[CommandInvoked]] = {"drafts": show}
ACTIONS: dict[str, Flow[ActionChosen]] = {"drafts.mine": show}
