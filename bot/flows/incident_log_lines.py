"""The lines of the violent-incident log that can be corrected: a name that slipped in does not stay for years."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.events import ActionChosen
from bot.flows.incident_log_sheet import YEARS, sheet_buttons
from bot.flows.parts import short, titled
from bot.flows.times import local_moment
from bot.messages import Button, Buttons, Listing, ListItem
from bot.replies import Reply, Say
from bot.router import Flow
from bot.services import Services
from bot.words import sentence
from incidents.rules.incident_log import LogEntry

PAGE = 5
"""Lines of a card, each with its button: with the one that leads on, as many as a row holds."""


def log_buttons() -> tuple[Button, ...]:
    """What is done with the log as a whole."""
    return (*sheet_buttons(), Button(sentence("log.lines"), "log.lines", "0"))


async def lines(event: ActionChosen, services: Services) -> list[Reply]:
    """Some lines of the last years, the newest first, each with the way to correct it."""
    now = services.clock.now()
    since = datetime(now.year - YEARS, 1, 1, tzinfo=UTC)
    found = await services.incident_log.lines(event.who.person, since, now)
    if services.organisation.incident_log is None or found is None:
        return short(sentence("log.not_yours"))
    start = int(event.value) if event.value.isdecimal() and len(event.value) < len("1000000") else 0
    page = found[::-1][start : start + PAGE]
    if not page:
        return short(sentence("log.empty"))
    end = start + len(page)
    items = tuple(ListItem(_words(one, services)) for one in page)
    buttons = [
        Button(sentence("log.correct", moment=_moment(one, services)), "log.write", one.id, opens_form=True)
        for one in page
    ]
    if end < len(found):
        buttons.append(Button(sentence("log.more"), "log.lines", str(end)))
    shown = sentence("log.shown", first=start + 1, last=end, count=len(found))
    return [Say(titled(sentence("log.lines"), Listing(shown, items), Buttons(tuple(buttons))))]


def _words(one: LogEntry, services: Services) -> str:
    return sentence(
        "log.line_said", moment=_moment(one, services), words=str(one.said.get("log_description", ""))
    )


def _moment(one: LogEntry, services: Services) -> str:
    return local_moment(one.occurred_at, services.organisation)


ACTIONS: dict[str, Flow[ActionChosen]] = {"log.lines": lines}
