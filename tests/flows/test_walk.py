"""Every button, form and command, sent by people without a right with the values of somebody who has seen the card.

Nothing of others comes back, and nothing of others changes. A new flow takes part by itself; it must be said here
whose thing it is about, so that nobody adds one without thinking of the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from bot.dispatch import Bot
from bot.events import ActionChosen, CommandInvoked, Event, FormSubmitted, MessageReceived
from bot.flows.parts import short
from bot.people import Identity, ReplyTarget, Standing
from bot.replies import Reply
from bot.routes import all_routes
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from tests.fakes.clock import MORNING
from tests.fakes.conversation import PLATFORMS
from tests.fixtures.thorough import share
from tests.flows.crafted import OWN_TRACES, Planted, changed, filled, grown, leaks, plant, rows
from tests.flows.town import WEN, Town

NOBODYS = "nothing of anybody: the policies, the directory, or what the asker just wrote"
OWN = "what the asker wrote: the store gives it to its writer alone"
RECORD = "a record: the desk decides at every look"
QUESTION = "a question: its owner, or who keeps all policies"
ABSENCE = "an absence: the person, whoever is above them, and the backup"
UPKEEP = "a thing to keep up: its owner, or who keeps all policies"

CALL = "a call for help: whoever called or was asked to come"
PLAN = "the plan of a meeting: its person, the companion, the head and the backup"
RESTRICTION = "a restriction: the register decides at every look; who meets the customer sees the rule alone"
MARKER = "a safety marker: those who decide, the CAO and the records officer, asked at every look"
REQUEST = "a request: its lane or its department, asked at every look"

MESSAGE = "a message for a colleague: whoever took it and whoever has it, asked at every look"

TASK = "a task: whoever has it, and who answers for its record"

LOG = "the violent-incident log: those who keep it"

FIGURES = "the month in figures: those of an audience of figures.yaml"

KEEPING = "the keeping of closed records: the records officer"

ENTRY = "an entry of the directory: its owner, or who keeps all policies"

OF_NOBODY = """
ask.customer ask.more ask.not_it ask.open ask.other ask.person ask.phrases ask.policies ask.question ask.right ask.share
help.show request.new refer.choose refer.given refer.matter refer.person refer.who refer.wrong report.ended report.open
supervisor.show support.show
"""
OF_THE_WRITER = """
drafts.mine questions.mine form.open form.discard command.run tasks.mine task.nudges worklist.page worklist.sheet
worklist.choose requests.queue file.add file.drop
"""
OF_A_RECORD = """
file.open record.attach record.files
links.decide links.earlier links.link notice.acknowledge notice.view pack.paper pack.show record.act record.details
record.letter_file record.letter_form record.letters record.looks record.paper record.steps report.amend report.complete
reports.mine staff.part staff.state task.promise
"""
OF_A_RESTRICTION = """
restriction.act restriction.figures restriction.letter restriction.list restriction.more restriction.propose
restriction.read restriction.show
"""
OF_A_MARKER = "marker.list marker.show marker.read marker.looks marker.new marker.end"
OF_THE_OFFICER = (
    "retention.choose retention.one retention.why retention.hold certificate.list certificate.paper"
)
OF_THE_LOG = "log.write log.take log.more log.lines"
OF_ONESELF = "call.start call.at call.where call.elsewhere plan.new"
OF_A_CALL = "call.coming call.not_coming call.over call.again call.report"
OF_A_PLAN = "plan.show plan.fine plan.over plan.more plan.need plan.drop"
OF_A_MESSAGE = "message.read"
OF_A_TASK = "task.show task.read task.done task.more task.act"
OF_A_REQUEST = """
request.show request.read request.more request.text request.act request.write request.send request.open311
"""
OF_A_QUESTION = "question.answer question.decline question.pass"
OF_UPKEEP = """
upkeep.change upkeep.confirm upkeep.dismiss upkeep.list upkeep.reviewed upkeep.still_right
"""
OF_AN_ENTRY = "numbers.correct numbers.given numbers.right"
ABOUT = {
    **dict.fromkeys(OF_NOBODY.split(), NOBODYS),
    **dict.fromkeys(OF_THE_WRITER.split(), OWN),
    **dict.fromkeys(OF_A_RECORD.split(), RECORD),
    **dict.fromkeys(("away.say", "away.back", "away.drop"), ABSENCE),
    **dict.fromkeys(OF_A_RESTRICTION.split(), RESTRICTION),
    **dict.fromkeys(OF_A_MARKER.split(), MARKER),
    **dict.fromkeys(OF_THE_OFFICER.split(), KEEPING),
    **dict.fromkeys(OF_THE_LOG.split(), LOG),
    **dict.fromkeys(OF_ONESELF.split(), OWN),
    **dict.fromkeys(("figures.show", "figures.take"), FIGURES),
    **dict.fromkeys(OF_A_CALL.split(), CALL),
    **dict.fromkeys(OF_A_PLAN.split(), PLAN),
    **dict.fromkeys(OF_A_MESSAGE.split(), MESSAGE),
    **dict.fromkeys(OF_A_TASK.split(), TASK),
    **dict.fromkeys(OF_A_REQUEST.split(), REQUEST),
    **dict.fromkeys(OF_A_QUESTION.split(), QUESTION),
    **dict.fromkeys(OF_UPKEEP.split(), UPKEEP),
    **dict.fromkeys(OF_AN_ENTRY.split(), ENTRY),
}
FORMS_ABOUT = {
    "act": RECORD,
    "amend": RECORD,
    "away": ABSENCE,
    "answer_question": QUESTION,
    "arrived": OWN,
    "call_place": OWN,
    "plan": OWN,
    "ask_person": OWN,
    "curated": UPKEEP,
    "details": RECORD,
    "decline_question": QUESTION,
    "dismiss": UPKEEP,
    "link": RECORD,
    "marker": MARKER,
    "marker_end": MARKER,
    "message": OWN,
    "incident_log": LOG,
    "record": NOBODYS,
    "report": RECORD,
    "record_letter": RECORD,
    "restriction_act": RESTRICTION,
    "restriction_propose": OWN,
    "request": NOBODYS,
    "request_act": REQUEST,
    "request_open311": REQUEST,
    "request_reply": REQUEST,
    "retention": KEEPING,
    "retention_hold": KEEPING,
    "right_number": ENTRY,
    "statement": RECORD,
    "task_act": TASK,
    "worklist": RECORD,
    "wrong_number": NOBODYS,
}
CORE = frozenset({"form.open", "form.discard", "command.run"})
"""Actions that `bot/dispatch.py` answers itself."""

STRANGER = Identity("chat", "T1", "U0NEW", "Nia New", "nia.new@portmaribel.example")
EMPLOYEE = Identity("chat", "T1", "U0WEN", "Wen Zhao", WEN)
NAMESAKE = Identity("chat", "T1", "U0SAME", "Ruth Castellano")
"""An account without an address that shows the name of an owner."""

GUESTS = [
    Identity("chat", "T1", "U0GUEST", "Gus", "gus@elsewhere.example", Standing.GUEST),
    Identity("chat", "T1", "U0ROLF", "Rolf", "rolf.amundsen@portmaribel.example"),
    Identity("chat", "T1", "U0UNKNOWN", "Una", standing=Standing.UNKNOWN),
]


def test_of_every_button_and_form_it_is_said_whose_thing_it_is_about() -> None:
    routes = all_routes()
    assert set(ABOUT) == set(routes.actions) | CORE, "say whose thing the new action is about"
    assert set(FORMS_ABOUT) == set(routes.forms), "say whose thing the new form is about"
    assert set(routes.builders) <= set(routes.forms)


def events(
    who: Identity,
    planted: Planted,
    bot_actions: frozenset[str],
    forms: frozenset[str],
    *,
    few: bool = False,
) -> list[Event]:
    """Everything somebody could send; with `few`, of the values of others one of each kind."""
    where = ReplyTarget(who.platform, who.tenant, f"D-{who.user}")
    made: list[Event] = [
        ActionChosen(new_id(), who, where, MORNING, action, value, can_open_form=True)
        for action in sorted(bot_actions)
        for value in (planted.few if few else planted.values_of(action))
    ]
    for form in sorted(forms):
        for context in planted.few if few else planted.values_in_form(form):
            for variant in ("empty", "half", "whole"):
                key = new_id()
                made.append(FormSubmitted(key, who, where, MORNING, form, key, filled(variant), context))
        for draft in planted.drafts:
            values = filled("half")
            made.append(FormSubmitted(draft, who, where, MORNING, form, draft, values, planted.questions[0]))
    for command in sorted(all_routes().commands):
        made += [CommandInvoked(new_id(), who, where, MORNING, command, text) for text in planted.few]
    typed = [f"{word} {one}" for word in ("reports", "questions") for one in planted.all]
    made += [MessageReceived(new_id(), who, where, MORNING, text) for text in typed]
    return made


async def walk(bot: Bot, who: Identity, planted: Planted, *, half: int | None = None) -> list[str]:
    """Send everything, or one half of it; returns what gave a word of others away."""
    routes = bot._routes
    sent: Sequence[Event] = events(who, planted, frozenset(routes.actions) | CORE, frozenset(routes.forms))
    found = []
    for event in sent if half is None else share(sent, half, 2):
        replies = await bot.handle(event)
        if leaks(replies):
            name = (
                getattr(event, "action", "")
                or getattr(event, "form", "")
                or getattr(event, "command", "text")
            )
            found.append(f"{type(event).__name__} {name}")
    return sorted(set(found))


WALKS = [(EMPLOYEE, None), (STRANGER, 0), (NAMESAKE, 1)]
"""An employee sends everything; of two accounts that stand in no relation to anything, each one half."""


@pytest.mark.parametrize(("who", "half"), WALKS, ids=[who.name for who, _ in WALKS])
async def test_nothing_of_others_comes_back_to_staff_without_a_right_and_nothing_changes(
    town: Town, who: Identity, half: int | None
) -> None:
    planted = await plant(town.services)
    before = await rows(town.db)
    assert await walk(town.bot, who, planted, half=half) == []
    after = await rows(town.db)
    assert changed(before, after) == []
    # What they wrote themselves may be there; what only owners and authors write may not.
    written = {
        "drafts",
        "questions",
        "records",
        "referrals",
        "jobs",
        "deliveries",
        "wrong_numbers",
        "nudges",
        "calls",
        "call_notices",
        "safety_plans",
        "requests",
    }
    assert grown(before, after, OWN_TRACES | written) == []
    for kind in ("records", "questions", "wrong_numbers", "nudges", "calls", "safety_plans"):
        new = [row for key, row in after[kind].items() if key not in before[kind]]
        assert all(who.person in row for row in new), f"a row of {kind} is not theirs"


@pytest.mark.parametrize("who", GUESTS, ids=lambda who: who.name)
async def test_a_guest_gets_one_sentence_whatever_they_send_and_leaves_no_trace(
    town: Town, who: Identity
) -> None:
    planted = await plant(town.services)
    before = await rows(town.db)
    sent = events(who, planted, frozenset(ABOUT), frozenset(FORMS_ABOUT), few=True)
    for event in share(
        sent, GUESTS.index(who), len(GUESTS)
    ):  # Refused before it is looked at what they send.
        (reply,) = await town.bot.handle(event)
        assert sentence("core.guest") in repr(reply)
        assert not leaks([reply])
    assert await rows(town.db) == before


async def test_the_walk_finds_a_flow_without_a_right(town: Town) -> None:
    """The control: a flow that shows a question to whoever sends its reference, and one that redraws a form."""

    async def shows(event: ActionChosen, services: Services) -> list[Reply]:
        question = await services.questions.get(event.value)
        return short(question.text if question else "nothing")

    async def redraws(event: FormSubmitted, services: Services) -> list[Reply]:
        question = await services.questions.get(event.context)
        return short(question.text if question else "nothing")

    planted = await plant(town.services)
    routes = all_routes()
    routes = replace(routes, actions={"new.show": shows}, forms={"new_form": redraws})
    bot = Bot(town.services, PLATFORMS, routes)
    assert await walk(bot, EMPLOYEE, planted) == ["ActionChosen new.show", "FormSubmitted new_form"]
