"""An order is no question: what the bot can do is done, what it cannot is said, with what comes nearest.

The kinds of order stand in `orders_done`, `orders_matters` and `orders_handling`; here a text is cut down to what
is wanted, and its row found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot import commands
from bot.away_text import away_command
from bot.events import ActionChosen, CommandInvoked
from bot.flows import attachments, record_paper, reports, worklist
from bot.flows.check_words import name_before_contact
from bot.flows.help import logged_card
from bot.flows.named_records import card_beside_reports
from bot.flows.notice import acknowledge_typed
from bot.flows.order_words import NO_NAMES, Order
from bot.flows.orders_done import CALLS, DONE
from bot.flows.orders_handling import HANDLING
from bot.flows.orders_matters import MATTERS
from bot.flows.parts import Asking, carried, report_button, short
from bot.flows.record_orders import act_ordered, unsolved, ways_to
from bot.flows.situations import READ, Situation, plain, situation
from bot.flows.supervisors import asks_for_supervisor, supervisors_card
from bot.flows.tasks import nudges_button, tasks_button
from bot.flows.worklist import worklist_button
from bot.message_text import message_command
from bot.messages import Button
from bot.people import Role
from bot.references import reference_in, rest_of, up_to
from bot.replies import Reply, Say
from bot.report_for import on_behalf
from bot.router import ASKS, typed_command
from bot.services import Services
from bot.typed import TYPED
from bot.words import sentence
from incidents.rules.access import Operation
from knowledge.text.language import known_words

ORDERS = (*DONE, *MATTERS, *HANDLING, *CALLS)
ABOUT = frozenset({"handled", "history", "figures"})
"""Kinds of order that a record itself answers."""
WHERE_IT_BELONGS = frozenset({"attach", "other"})
"""Kinds of order that, beside a file, say which report it is for."""
OF_A_FILE = frozenset({"send", "export", "edit"})
"""Kinds that say so where they name the file ("save this photo in 4DH-63Y")."""
LONGEST = 25
"""Words of an order at most: who writes more tells a story."""

_POLITE = TYPED.exact("orders.polite")
_WISH = TYPED.exact("orders.wish")
_NOTED = TYPED.exact("orders.noted")
_CAPITALS = re.compile(r"(?<!^)(?<![.!?] )\b[A-Z][a-zà-ÿ'’-]+(?: [A-Z][\w'’-]+)*")
_LOWER_NAME = TYPED.exact("orders.lower_name")
_FIND = TYPED.exact("orders.find")
_TITLE_CASE = re.compile(r"(?:[A-Z][\w'’-]*[ ]?){4,}")
_ASKS_WHAT_IS_LOGGED = TYPED.exact("orders.asks_what_is_logged")
_ASKING = TYPED.exact("orders.asking")


_NAMES_A_FILE = TYPED.pattern("orders.names_a_file")
_SHOW = TYPED.exact("orders.show")
_ENDING = TYPED.exact("orders.ending")
_SHOWN_BY_NAME: Mapping[str, tuple[str, str]] = {
    word: (command.name, word if word in command.kinds else "")
    for command in commands.COMMANDS
    if command.name in {"home", "worklist", "retention", "incidentlog", "requests", "restrictions", "upkeep"}
    for word in (command.name, *command.words)
}
"""Lists that people ask to be shown; other commands share their words with questions and forms."""


@dataclass(frozen=True, slots=True)
class OrderMeant:
    """An order that was understood; `name` is the name in it, where there is one."""

    order: Order
    name: str = ""


def order_in(text: str) -> OrderMeant | None:
    """The order a text gives, or None for a question, for danger, and for anything that is told."""
    if len(text.split()) > LONGEST or situation(text) is not Situation.QUESTION:
        return None
    said = plain(_named(text))
    asked, wanted = _without(_POLITE, said), _with_small_name(_wanted(said))
    wanted = "" if ASKS.search(asked) else wanted
    wished = wanted if _WISH.match(asked) else ""
    for order in ORDERS:
        if wished and order.wish and order.wish.match(wished):
            return OrderMeant(order)
        if order.asks and (asking := order.asks.match(asked)):
            return OrderMeant(order, asking["who"].strip("‹›") if order.named else "")
        if wanted and order.order and (found := order.order.match(wanted)):
            return OrderMeant(order, found["who"].strip("‹›") if order.named else "")
    return None


def means_command(text: str) -> tuple[str, str] | None:
    """The command that does what was ordered, with what follows it; None where no command does."""
    if (about_absence := away_command(text)) and not ASKS.search(text):
        return about_absence, text
    if for_colleague := message_command(text):
        return for_colleague, text
    if on_behalf(text):
        return "incident", text
    if name := name_before_contact(text):
        return "contact", f"check {name}"
    if shown := _shown(text):
        return shown
    meant = order_in(text)
    if meant is None or not _can(meant.order):
        return None
    return meant.order.does, text if meant.order.keeps else meant.order.before + meant.name


def order_beside_file(text: str) -> str:
    """The order for a record that stands beside a file, in words that can be said alone; empty where the words do no
    more than say where the file belongs.
    """
    reference = reference_in(text)
    for said in (text, up_to(text, reference)) if reference else ():
        meant = order_in(rest_of(said, reference, "the report"))
        name = meant.order.name if meant else "other"
        if name not in WHERE_IT_BELONGS and not (name in OF_A_FILE and _NAMES_A_FILE.search(text)):
            return said
        if typed := typed_command(said):
            return said if typed[1] == reference else ""
    return ""


async def answer_order(text: str, event: Asking, services: Services) -> list[Reply]:
    """What was ordered, or an honest sentence on why not; nothing for a question."""
    if reference := reference_in(text):
        return await _of_record(text, reference, event, services)
    if _ASKS_WHAT_IS_LOGGED.fullmatch(plain(text)):
        return [Say(logged_card())]
    if asks_for_supervisor(text):
        return [Say(supervisors_card(event.who.person, services))]
    if ways := await unsolved(plain(text), event, services):
        return short(sentence("order.act"), *ways, policy_button(text))
    if name := _sought(text, event.who.person, services):
        searched = CommandInvoked(event.id, event.who, event.where, event.at, "worklist", f"find “{name}”")
        return await worklist.show(searched, services)
    is_officer = Role.RECORDS in services.people.roles_of(event.who.person)
    return said_to(text, ("retention",) if is_officer else ())


def _sought(text: str, person: str, services: Services) -> str:
    """The name that somebody who answers for reports wants to find; empty where it is another order."""
    meant = order_in(text)
    answers = services.people.roles_of(person) & {Role.CAO, Role.HEAD, Role.BACKUP}
    found = _FIND.match(_with_small_name(_wanted(plain(_named(text))))) if meant and answers else None
    return found["who"] if found and meant and meant.order.name == "history" else ""


def said_to(text: str, by_role: Sequence[str] = ()) -> list[Reply]:
    """One honest sentence and what comes nearest, for an order that no command takes; nothing for a question."""
    meant = order_in(text)
    if meant is None:
        return []
    if _can(meant.order):
        title = sentence(f"command.{meant.order.does}_title")
        return short(sentence("order.here"), Button(title, "command.run", meant.order.does))
    further = by_role if meant.order.name == "delete" else ()
    ways = (WAYS[name]() for name in (*further, *meant.order.near))
    return short(sentence(f"order.{meant.order.name}"), *ways, policy_button(text))


async def _ordered(text: str, reference: str, event: Asking, services: Services) -> list[Reply]:
    """What is ordered of what a reference names; nothing where it is only to be shown."""
    rest = rest_of(text, reference, "the report")
    meant, operation = order_in(rest), act_ordered(_without(_WISH, _without(_POLITE, plain(rest))))
    if operation and (ways := await ways_to(operation, reference, event, services)):
        return short(sentence("order.act"), *ways)
    meant = None if operation is Operation.ADD_STATEMENT else meant  # The part of whoever is named has it.
    if meant and meant.order.name == "export":
        paper = ActionChosen(event.id, event.who, event.where, event.at, "record.paper", reference)
        return await record_paper.give(paper, services)
    if meant and meant.order.name == "attach":
        add = ActionChosen(event.id, event.who, event.where, event.at, "record.attach", reference)
        return await attachments.how(add, services)
    if meant and not meant.order.does and meant.order.name not in ABOUT:
        show = Button(sentence("order.show", reference=reference), "reports.mine", reference)
        return short(sentence(f"order.{meant.order.name}"), show)
    if meant and meant.order.name == "acknowledge":
        return await acknowledge_typed(reference, event, services)
    return []


async def _of_record(text: str, reference: str, event: Asking, services: Services) -> list[Reply]:
    """What is behind a reference, in the same words for what is absent and what is not theirs to see.

    What is no report shows what can be done with it, whatever was ordered; a file is added to each kind in one way.
    """
    meant = order_in(rest_of(text, reference, "the report"))
    if not (meant and meant.order.name == "attach") and (
        other := await card_beside_reports(reference, event.who.person, services)
    ):
        return [Say(other)]
    if done := await _ordered(text, reference, event, services):
        return done
    shown = ActionChosen(event.id, event.who, event.where, event.at, "reports.mine", reference)
    return await reports.show(shown, services)


def policy_button(text: str) -> Button:
    """The way back to the policies, for a question that was taken for an order."""
    return Button(sentence("order.policies"), "ask.policies", carried(text))


def _shown(text: str) -> tuple[str, str] | None:
    """The command, with its text, that somebody wants to be shown by its name ("show me the overview")."""
    said = _ENDING.sub("", _wanted(plain(text)))
    found = _SHOW.match(said)
    return _SHOWN_BY_NAME.get(said[found.end() :]) if found else None


def _can(order: Order) -> bool:
    return any(command.name == order.does for command in commands.COMMANDS)


def _wanted(said: str) -> str:
    """What is wanted, without the words around it; empty where somebody asks."""
    before = ""
    while said != before:
        before = said
        said = _without(_WISH, _without(_POLITE, said))
    return "" if _ASKING.match(said) else said


def _without(beginning: re.Pattern[str], said: str) -> str:
    found = beginning.match(said)
    return said[found.end() :].lstrip() if found else said


def _named(text: str) -> str:
    """The text with names of people marked; titles in capitals throughout have none."""
    text = " ".join(text[:READ].split())
    if _TITLE_CASE.fullmatch(text):
        return text
    marked = _NOTED.sub(lambda found: f"‹{found[0]}›", text)
    return marked if marked != text else _CAPITALS.sub(_marked, text)


def _marked(found: re.Match[str]) -> str:
    words = found[0].casefold().split()
    return found[0] if NO_NAMES.intersection(words) else f"‹{found[0]}›"


def _with_small_name(wanted: str) -> str:
    """A name typed in small letters: two words, one of them no English word."""
    found = _LOWER_NAME.match(wanted)
    if not found or all(word in known_words() for word in found[1].split()):
        return wanted
    return f"{wanted[: found.start(1)]}‹{found[1]}›{wanted[found.end(1) :]}"


WAYS: Mapping[str, Callable[[], Button]] = {
    "report": report_button,
    "reports": lambda: Button(sentence("reports.button"), "reports.mine"),
    "tasks": tasks_button,
    "nudges": nudges_button,
    "worklist": worklist_button,
    "message": lambda: Button(sentence("command.message_title"), "command.run", "message"),
    "retention": lambda: Button(sentence("command.retention_title"), "command.run", "retention"),
    "restrictions": lambda: Button(sentence("command.restrictions_title"), "command.run", "restrictions"),
    "supervisor": lambda: Button(sentence("order.supervisor"), "supervisor.show"),
    "contact": lambda: Button(sentence("help.contact_button"), "command.run", "contact"),
    "upkeep": lambda: Button(sentence("command.upkeep_title"), "command.run", "upkeep"),
    "logged": lambda: Button(sentence("help.logged_button"), "help.show", "logged"),
    "help": lambda: Button(sentence("help.button"), "help.show"),
}
"""What comes nearest, by name."""
