"""Support: the counselling offer for staff. Opening it is not logged anywhere (D44)."""

from __future__ import annotations

from bot.events import ActionChosen, CommandInvoked
from bot.flows.first_aid import support_card
from bot.replies import Reply, Say
from bot.router import Flow
from bot.services import Services
from bot.words import sentence


async def show(_: CommandInvoked | ActionChosen, services: Services) -> list[Reply]:
    """The contact, privately."""
    return [Say(support_card(services.organisation, sentence("support.button")))]


COMMANDS: dict[str, Flow[CommandInvoked]] = {"support": show}
ACTIONS: dict[str, Flow[ActionChosen]] = {"support.show": show}
