"""My drafts: the forms somebody began and did not send, to go on with or to throw away."""

from __future__ import annotations

from bot.drafts import KEPT
from bot.events import ActionChosen, CommandInvoked
from bot.flows.draft_card import listed
from bot.flows.opened import opened_card
from bot.flows.parts import short
from bot.replies import Reply, Say
from bot.router import Flow
from bot.services import Services
from bot.words import sentence

OPENED = 2
"""Reports to complete that are shown."""


async def show(event: CommandInvoked | ActionChosen, services: Services) -> list[Reply]:
    """The person's own, without a word of what stands in them, and the reports they opened and have to complete."""
    now = services.clock.now()
    kept = await services.drafts.kept(event.who.person, now - KEPT)
    own = [draft for draft in kept if draft.typed]
    # A report that was opened at the end of a contact is filed, and its rest is what its author means to go on with.
    written = await services.incidents.mine(event.who.person)
    opened = [Say(opened_card(one, services)) for one in written if not one.is_whole][:OPENED]
    if not own:
        return [*opened] or short(sentence("draft.none"))
    await services.drafts.told([draft.key for draft in own], now)
    return [Say(listed(own, services)), *opened]


COMMANDS: dict[str, Flow[CommandInvoked]] = {"drafts": show}
ACTIONS: dict[str, Flow[ActionChosen]] = {"drafts.mine": show}
