"""Help: what one can do here by one's role, and what is logged and who sees it (P39)."""

from __future__ import annotations

from collections.abc import Iterator

from bot.events import ActionChosen, CommandInvoked
from bot.flows.owners import keepers
from bot.flows.parts import emergency_line, report_button, titled
from bot.flows.questions import mine_button
from bot.flows.tasks import tasks_button
from bot.flows.worklist import worklist_button
from bot.messages import Button, Buttons, Listing, ListItem, Message, Steps, Text
from bot.people import Role
from bot.replies import Reply, Say
from bot.router import Flow
from bot.services import Services
from bot.words import sentence

LOGGED = "logged"
MOST = 6
"""Buttons of a card."""


async def show(event: CommandInvoked | ActionChosen, services: Services) -> list[Reply]:
    """The menu, or what is logged when that was asked for."""
    if isinstance(event, ActionChosen) and event.value == LOGGED:
        return [Say(logged_card())]
    return [Say(menu(event.who.person, services))]


def menu(person: str, services: Services) -> Message:
    """What this person can do, one line each, and the number for danger now (P36)."""
    lines, ways = _for_everybody(services.people.roles_of(person), services)
    for line, way in _by_role(person, services):
        lines += [line] if line else []
        ways.append(way)
    ways = list(dict.fromkeys(ways))[: MOST - 1]
    ways.append(Button(sentence("help.logged_button"), "help.show", LOGGED))
    title = sentence("help.title", organisation=services.organisation.name)
    danger = emergency_line(services.organisation)
    return titled(title, Listing("", tuple(map(ListItem, lines))), *danger, Buttons(tuple(ways)))


def _for_everybody(roles: frozenset[str], services: Services) -> tuple[list[str], list[Button]]:
    incident = sentence("help.incident_elected" if Role.ELECTED in roles else "help.incident")
    contacts = sentence("help.contact")
    if services.restrictions.rules.is_set_up:
        contacts = f"{contacts} {sentence('help.check')}"
    if services.requests.rules.is_on:
        incident = f"{incident} {sentence('help.request')}"
    incident = f"{incident} {sentence('help.message')}"
    lines = [sentence("help.ask"), contacts, incident, sentence("help.phrases")]
    if Role.CAO not in roles:
        lines.append(sentence("help.supervisor"))
    contact = Button(sentence("help.contact_button"), "command.run", "contact")
    return lines, [
        report_button(),
        contact,
        Button(sentence("help.phrases_button"), "command.run", "phrases"),
    ]


def _by_role(person: str, services: Services) -> Iterator[tuple[str, Button]]:
    """What only some can do, and what waits for them; a way whose line stands elsewhere has none."""
    roles = services.people.roles_of(person)
    reports = Button(sentence("reports.button"), "reports.mine")
    keeps_log = services.organisation.incident_log is not None and services.incident_log.keeps(person)
    log = (sentence("help.incident_log"),) if keeps_log else ()
    if Role.CAO in roles:
        yield " ".join((sentence("help.reports_all"), *log)), reports
    elif roles & {Role.HEAD, Role.BACKUP}:
        yield sentence("help.reports_waiting"), reports
    if Role.RECORDS in roles:
        yield " ".join((sentence("help.reports_records"), *log)), reports
    if not roles & {Role.CAO, Role.HEAD, Role.BACKUP, Role.RECORDS}:
        yield sentence("help.reports"), reports
    if roles & {Role.CAO, Role.HEAD, Role.BACKUP}:
        yield sentence("help.tasks_of_others"), tasks_button()
    else:
        yield sentence("help.tasks"), tasks_button()
    if roles & {Role.CAO, Role.HEAD, Role.BACKUP} and Role.RECORDS not in roles:
        yield "", worklist_button()
    if person in keepers(services):
        yield sentence("help.upkeep"), Button(sentence("command.upkeep_title"), "command.run", "upkeep")
    else:
        yield sentence("help.questions"), mine_button()


def logged_card() -> Message:
    kept = (
        sentence("help.log_questions"),
        sentence("help.log_contacts"),
        sentence("help.log_reports"),
        sentence("help.log_support"),
    )
    return titled(sentence("help.logged_title"), Steps(kept), Text(sentence("help.logged_next")))


COMMANDS: dict[str, Flow[CommandInvoked]] = {"help": show}
ACTIONS: dict[str, Flow[ActionChosen]] = {"help.show": show}
