"""The access table through the real program: people as people.yaml lists them, on every surface that shows records.

The same table as in tests/incidents/test_access.py, asked in `Bot.handle` by somebody of each row.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from bot.dispatch import Bot
from bot.events import FormSubmitted
from bot.people import Identity, People, Person, Role
from bot.replies import OpenForm
from bot.services import Services
from bot.words import sentence
from foundation.ids import new_id
from incidents import store_records, store_tasks
from incidents.escalation import Escalation
from incidents.records import Channel, Report, Said
from incidents.rules.access import Operation, Relation
from incidents.rules.acts import SAID_FIELDS, TASK_FIELDS
from incidents.rules.transitions import TRANSITIONS
from incidents.task import TaskKind
from tests.fakes.clock import MORNING
from tests.fakes.conversation import PLATFORMS, Conversation
from tests.fixtures.acts import said_of
from tests.flows.town import CAO, DANA, GIDEON, HECTOR, PRIYA, RUTH, SAM, WEN, Town
from tests.incidents.test_access import _cells

TALE = "zyxq tale"
TOLD = "told@portmaribel.example"
HR = "mireille.gagnon@portmaribel.example"
ROLF = "rolf.amundsen@portmaribel.example"
CALLUM = "callum.byrne@portmaribel.example"
NOOR = "noor.haddad@portmaribel.example"
FELIX = "felix.brandt@portmaribel.example"
LUCIA = "lucia.ferrante@portmaribel.example"
MAYOR = "yusuf.demir@portmaribel.example"

WHO = {
    Relation.AUTHOR: SAM,
    Relation.FILED_FOR: FELIX,
    Relation.TOLD: TOLD,
    Relation.HEAD: PRIYA,
    Relation.BACKUP: DANA,
    Relation.HANDLER: CALLUM,
    Relation.SHARED: RUTH,
    Relation.TASKED: NOOR,
    Relation.WITNESS: LUCIA,
    Relation.CAO: CAO,
    Relation.RECORDS: GIDEON,
    Relation.HR: HR,
    Relation.OTHER_HEAD: HECTOR,
    Relation.STAFF: WEN,
    Relation.GUEST: ROLF,
    Relation.NAMED: "ingrid.solheim@portmaribel.example",
}
SURFACES = {
    Operation.VIEW: ("button", "command", "list", "typed"),
    Operation.FOLLOW: ("list",),
    Operation.ACKNOWLEDGE: ("button",),
    Operation.AMEND: ("form",),
    **{
        operation: ("button", "forged form") if fields else ("button",)
        for operation, fields in SAID_FIELDS.items()
    },
    Operation.FINISH_TASK: ("button",),
    Operation.SEE_LOOKS: ("button",),
    Operation.ADD_STATEMENT: ("form",),
    Operation.SEE_PART: ("button", "command"),
}
ELSEWHERE = {
    *(Operation.HOLD, Operation.LIFT_HOLD, Operation.CLASSIFY, Operation.HAND_OVER, Operation.LINK),
    *(Operation.ADD_DETAILS, Operation.ADD_CUSTOMER, Operation.ADD_SAFETY, Operation.POLICE),
    Operation.ADD_STAFF,
}
"""Asked through the program in `test_retention`, `test_earlier` and `test_details`, and by the desk in every cell."""

CASES = [
    (relation, operation, surface)
    for relation, operation in product(WHO, SURFACES)
    if operation not in ELSEWHERE
    for surface in SURFACES[operation]
    if (relation, operation) != (Relation.HANDLER, Operation.TAKE_OVER)  # They have it already.
]


def test_every_row_of_the_table_is_somebody_of_the_program() -> None:
    assert set(WHO) == {relation for relation, _ in _cells()}


@pytest.fixture
def told_town(town: Town) -> Town:
    """The sample town, where the ladder asks one more person, who holds no office."""
    told = Person(TOLD, "Tod Told", TOLD, frozenset({Role.EMPLOYEE}), "Finance")
    people = People.of((*town.services.people.by_key.values(), told))
    ladder = town.desk.escalation.ladder
    step = replace(ladder.steps[0], role="", person=TOLD)
    town.desk.use(Escalation(replace(ladder, steps=(step,)), people))
    town.services = replace(town.services, people=people)
    town.bot = Bot(town.services, PLATFORMS)
    return town


async def file(services: Services, *named: str) -> tuple[str, str]:
    report = Report(SAM, "Customer Service", MORNING, "America/Halifax", Channel.PHONE, TALE, ended=True)
    report = replace(report, filed_for=FELIX, witnesses=(LUCIA,))
    filed = await services.incidents.submit(report, new_id(), excluded=frozenset(named))
    return filed.id, filed.reference


@pytest.mark.parametrize(("relation", "operation", "surface"), CASES)
async def test_the_program_answers_by_the_table_on_every_surface(
    told_town: Town, relation: Relation, operation: Operation, surface: str
) -> None:
    record, reference = await file(told_town.services, WHO[Relation.NAMED])
    await told_town.pass_time(seconds=1)
    for given, to in ((Operation.ASSIGN, {"assignee": CALLUM}), (Operation.SHARE, {"share_with": (RUTH,)})):
        if WHO[relation] in str(to):
            await told_town.desk.act(record, PRIYA, given, to, new_id())
    if relation is Relation.TASKED or operation in TASK_FIELDS:
        # Promised by its author and given on, so that nobody has the record in hand for that.
        promised = said_of(Operation.PROMISE, task_due=MORNING + timedelta(days=3))
        await told_town.desk.act(record, SAM, Operation.PROMISE, promised, new_id())
        (task,) = await told_town.desk.tasks.mine(SAM)
        given_on = said_of(Operation.GIVE_TASK, give_to=NOOR)
        await told_town.desk.tasks.act(task.id, SAM, Operation.GIVE_TASK, given_on, new_id())
    await told_town.pass_time(seconds=1)
    talk = told_town.talk(WHO[relation])
    done = await _try(told_town, talk, operation, surface, record, reference)
    assert done is _cells()[relation, operation]


async def _try(
    town: Town, talk: Conversation, operation: Operation, surface: str, record: str, reference: str
) -> bool:
    match operation, surface:
        case Operation.VIEW, _:
            return await _views(talk, surface, record, reference)
        case Operation.FOLLOW, _:
            await talk.command("reports")
            return sentence("reports.waiting") in talk.words and reference in talk.words
        case Operation.SEE_LOOKS, _:
            replies = await talk.choose("record.looks", record)
            return any(isinstance(reply, OpenForm) for reply in replies)
        case ((Operation.ADD_STATEMENT | Operation.SEE_PART), _):
            return await _of_staff(talk, operation, surface, record, reference)
        case Operation.ACKNOWLEDGE, _:
            await talk.choose("notice.acknowledge", record)
            seen = await town.desk.view(record, SAM)
            return bool(seen and seen.acknowledged_at)
        case _, _ if operation in SAID_FIELDS:
            return await _acts(town, talk, operation, surface, record)
        case _:
            await talk.choose("report.amend", record)
            if talk.form is None:
                return False
            await talk.submit({"statement": "More."})
            seen = await town.desk.view(record, SAM)
            return bool(seen and any(entry.kind == "amended" for entry in seen.timeline))


async def _views(talk: Conversation, surface: str, record: str, reference: str) -> bool:
    match surface:
        case "button":
            replies = await talk.choose("notice.view", record)
            return any(isinstance(reply, OpenForm) and TALE in repr(reply) for reply in replies)
        case "command":
            await talk.command("reports", reference)
        case "list":
            await talk.choose("reports.mine", reference)
        case _:
            await talk.say(f"reports {reference}")
    return reference in talk.words and sentence("staff.only_part") not in talk.words


async def _of_staff(
    talk: Conversation, operation: Operation, surface: str, record: str, reference: str
) -> bool:
    if operation is Operation.ADD_STATEMENT:
        await talk.choose("staff.state", record)
        if talk.form is not None:
            await talk.submit({"statement": "I was there."})
        return sentence("staff.added", reference=reference) in talk.words
    if surface == "command":
        await talk.command("reports", reference)
        return sentence("staff.only_part") in talk.words
    replies = await talk.choose("staff.part", record)
    return any(isinstance(reply, OpenForm) for reply in replies)


async def _acts(town: Town, talk: Conversation, operation: Operation, surface: str, record: str) -> bool:
    """Whether an act left an entry; the record is put into a state in which it is possible."""
    state = min(next(one for one in TRANSITIONS if one.operation is operation).starts)
    await town.db.write(lambda conn: store_records.put_into_state(conn, record, state))
    before = await town.db.read(lambda conn: len(store_records.entries_of(conn, [record])[record]))
    said = said_of(
        operation, **{name: TOWNSPEOPLE[name] for name in TOWNSPEOPLE if name in said_of(operation)}
    )
    about, button, form = record, "record.act", "act"
    if operation in TASK_FIELDS:
        tasks = await town.db.read(lambda conn: store_tasks.of_records(conn, [record])[record])
        about = next(one.id for one in tasks if one.kind is not TaskKind.STATEMENT)
        button, form = "task.act", "task_act"
    value = f"{operation}:{about}"
    if operation is Operation.WRITE_LETTER:
        button, form, value = "record.letter_form", "record_letter", f"position:en:{record}"
        said = {"letter_to": "Casey", "letter_words": "So it is."}
    if operation is Operation.FINISH_TASK:
        await talk.choose("task.done", about)
    elif surface == "button":
        await talk.choose(button, value)
        if talk.form is not None:
            await talk.submit(said)
    else:
        draft = new_id()
        event = FormSubmitted(draft, talk.who, talk.where, MORNING, form, draft, said, value)
        await talk.does(event)
    after = await town.db.read(lambda conn: len(store_records.entries_of(conn, [record])[record]))
    return after > before


TOWNSPEOPLE: dict[str, Said] = {
    "assignee": WEN,
    "share_with": (HECTOR,),
    "task_person": WEN,
    "give_to": WEN,
}


@pytest.mark.parametrize("who", [PRIYA, DANA, CAO, GIDEON, HR, HECTOR, WEN])
async def test_a_complaint_about_the_cao_is_for_the_mayor_alone(town: Town, who: str) -> None:
    """R27; policy 4.4 of the sample town."""
    record, reference = await file(town.services, CAO)
    await town.pass_time(hours=5)
    assert {one.recipient for one in town.notifier.notices} == {SAM, MAYOR, FELIX}, (
        "FELIX is whom it was written for"
    )
    talk = town.talk(who)
    for surface in SURFACES[Operation.VIEW]:
        assert not await _try(town, talk, Operation.VIEW, surface, record, reference)
    assert not await _try(town, talk, Operation.ACKNOWLEDGE, "button", record, reference)
    assert await _try(town, town.talk(MAYOR), Operation.VIEW, "button", record, reference)


async def test_a_role_only_follows_the_address_of_the_account_and_never_its_name(town: Town) -> None:
    record, reference = await file(town.services)
    who = Identity("chat", "T1", "U0SAME", "Marguerite Oyelaran")
    talk = Conversation(town.bot, who)
    assert not await _try(town, talk, Operation.VIEW, "command", record, reference)


@pytest.mark.parametrize("address", ["", "   ", "chat:T1:U0OTHER", "Marguerite Oyelaran"])
async def test_what_is_no_address_joins_nobody(town: Town, address: str) -> None:
    who = Identity("chat", "T1", "U0ODD", "Odd", address)
    assert who.person == "chat:T1:U0ODD"
