"""Help: what one can do here, and what is logged and who sees it (P39)."""

from __future__ import annotations

from bot.events import ActionChosen, CommandInvoked
from bot.flows.parts import emergency_words, report_button, titled
from bot.flows.questions import mine_button
from bot.messages import Button, Buttons, Message, Steps, Text
from bot.replies import Reply, Say
from bot.router import Flow
from bot.services import Services
from bot.words import sentence

LOGGED = "logged"


async def show(event: CommandInvoked | ActionChosen, services: Services) -> list[Reply]:
    """The menu, or what is logged when that was asked for."""
    if isinstance(event, ActionChosen) and event.value == LOGGED:
        return [Say(_logged())]
    return [Say(menu(services))]


def menu(services: Services) -> Message:
    """Four things to do, one line each, and the number for danger now (P36)."""
    lines = (
        sentence("help.ask"),
        sentence("help.contact"),
        sentence("help.incident"),
        sentence("help.phrases"),
    )
    buttons = (
        Button(sentence("help.contact_button"), "command.run", "contact"),
        report_button(),
        Button(sentence("help.phrases_button"), "command.run", "phrases"),
        mine_button(),
        Button(sentence("help.logged_button"), "help.show", LOGGED),
    )
    title = sentence("help.title", organisation=services.organisation.name)
    return titled(
        title, Text("\n".join(lines)), Text(emergency_words(services.organisation)), Buttons(buttons)
    )


def _logged() -> Message:
    kept = (
        sentence("help.log_questions"),
        sentence("help.log_contacts"),
        sentence("help.log_reports"),
        sentence("help.log_support"),
    )
    return titled(sentence("help.logged_title"), Steps(kept), Text(sentence("help.logged_next")))


COMMANDS: dict[str, Flow[CommandInvoked]] = {"help": show}
ACTIONS: dict[str, Flow[ActionChosen]] = {"help.show": show}
