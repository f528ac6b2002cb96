"""What people see seldom: what only a fault, a change of a file or a long absence brings; questions one by one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.dispatch import Bot
from bot.drafts import Draft, Kept
from bot.events import SharedFile
from bot.flows import (
    answer_card,
    away_card,
    call_card,
    curating,
    draft_card,
    first_aid,
    guarded,
    letters,
    number_card,
    plan_card,
    refer_person,
    task_card,
    upkeep,
    upkeep_card,
)
from bot.flows.notice import draw
from bot.flows.request_news import draw_digest
from bot.kept_replies import KeptReply
from bot.messages import Message, Text
from bot.numbers import Correction, Reach
from bot.questions import last_look, reading
from bot.store import Given
from incidents.notices import Notice, NoticeKind
from incidents.request_jobs import request_digest
from incidents.rules.access import Operation
from incidents.rules.file_limits import FileLimits
from incidents.task import TaskState
from knowledge.curation.curation import Example, Rating
from knowledge.curation.items import Kind
from knowledge.reading.document import Finding
from tests.fakes.clock import MORNING
from tests.fakes.conversation import PLATFORMS
from tests.fixtures.a_file import PDF, a_picture
from tests.fixtures.acts import said_of
from tests.flows import test_calls as calls
from tests.flows import test_changes as changes
from tests.flows import test_numbers as numbers
from tests.flows import test_report as reports
from tests.flows import test_requests as requests
from tests.flows import test_staff as staff
from tests.flows import test_upkeep as kept
from tests.flows.test_attachments import sends
from tests.flows.test_details import adds, page
from tests.flows.test_drafts import closes
from tests.flows.town import PRIYA, RUTH, SAM, WEN
from tests.pictures.stage import Stage, looks_around


async def files_that_wait(stage: Stage) -> None:
    """Sent without a word, and to a report that is full."""
    async with stage.town() as town:
        record = await reports.filed(town)
        await sends(town.talk(SAM), SharedFile("counter.jpg", a_picture()), SharedFile("letter.pdf", PDF))
        await sends(town.talk(SAM), SharedFile("letter.pdf", PDF), text=record.reference)
        organisation = replace(town.services.organisation, attachments=FileLimits(most=1))
        town.services = replace(town.services, organisation=organisation)
        town.bot = Bot(town.services, PLATFORMS)
        await sends(town.talk(SAM), SharedFile("counter.jpg", a_picture()), text=record.reference)


async def what_colleagues_add(stage: Stage) -> None:
    """A later statement, a later page, a colleague who is named and says what they saw; a form that was closed."""
    async with stage.town() as town:
        record = await reports.filed(town)
        talk = town.talk(SAM)
        await talk.choose("report.amend", record.id)
        await talk.submit({"statement": "He came back an hour later."})
        await adds(town, record, "add_customer", customer_description="Tall, grey coat.")
        await (await page(town, record, "add_safety")).submit({})
        named = await staff.names(town, record, witnesses=(WEN,))
        wen = town.talk(WEN)
        await wen.choose("staff.part", named.id)
        await wen.choose("staff.state", named.id)
        await wen.submit({"statement": "I saw him throw the stapler."})
        await talk.command("incident")
        await closes(talk, happened="He shouted")
        given = said_of(
            Operation.ADD_TASK,
            task_person=SAM,
            task_due=town.clock.now() + timedelta(days=2),
            task_words="Call back.",
        )
        await town.desk.act(record.id, PRIYA, Operation.ADD_TASK, given, "t" * 32)
        (task, *_) = await town.services.tasks.mine(SAM)
        await talk.choose("task.more", task.id)
        for act in (Operation.SNOOZE_TASK, Operation.GIVE_TASK, Operation.FINISH_TASK):
            await talk.choose("task.act", f"{act}:{task.id}")
        draw(Notice(NoticeKind.UNREACHED, "key", SAM, record), town.services)
        task_card.kept_card(task, SAM, town.services)
        task_card._over(replace(task, state=TaskState.DONE), town.services)


async def what_owners_mend(stage: Stage) -> None:
    """Every kind of thing to look at, a number that is wrong, an answer that is kept, a policy that changed."""
    async with stage.town() as town:
        await numbers.report(town)
        await numbers.correct(town)
        await town.pass_time(seconds=1)
        await kept.keep(town)
        ruth = town.talk(RUTH)
        await ruth.choose("upkeep.list", "curated:0")
        await looks_around(stage, town, RUTH)
        now = town.clock.now()
        amara = numbers.AMARA
        reach = Reach("555-0199"), Reach("555-0151", "51")
        number_card.correction_card(Correction("library", 1, *reach, amara, now), (), town.services)
        number_card.given_card("Public Library", (Given("library", SAM, now),), town.services)
        clause, cited = "Staff should give one calm warning.", "Difficult Customers, 4.2"
        upkeep_card._example(Example("b" * 32, "difficult.md", clause, cited, "may we hang up", now))
        upkeep_card._rating(Rating("a" * 32, "difficult.md", clause, cited, 0, 9))
        upkeep_card._finding(
            Finding("difficult.md", "4.2", "dead-link", "The link to Schedule B leads nowhere."), "0"
        )
        upkeep._next(Kind.FINDINGS, 3, 4)
        curating.curated_form(Draft("c" * 32, "curated", RUTH, {}, now), town.services)
        curating.dismiss_form(Draft("e" * 32, "dismiss", RUTH, {}, now), town.services)
    async with stage.town(policies=False) as town:
        folder = Path(stage.folder) / "changing"
        folder.mkdir()
        office = changes.Office(town, folder)
        await office.change("telephone.md", changes.CALLS.replace("24 hours", "one working day"))
        await office.asks("what changed in the telephone policy?")
        await office.asks("what has changed in the visitor badge guide")
        await office.asks("what changed in our policies")


async def what_goes_wrong(stage: Stage) -> None:
    """Nothing can be kept, nobody comes any more, an answer that comes late, somebody who is back."""
    async with stage.town() as town:
        await calls.called(town)
        call = await town.services.calls.open_of(SAM)
        assert call
        await town.talk(PRIYA).choose("call.coming", call.id)
        await town.pass_time(seconds=1)
        await town.talk(PRIYA).choose("call.not_coming", call.id)
        await town.pass_time(seconds=1)
        call_card.still_card(call)
        call_card.broken_card(town.services)
        call_card._not_coming_card(call, f"call:{PRIYA}", town.services)
        plan_card._told("Sam Okafor is fine.")
        first_aid._life_card(town.services.organisation)
        first_aid._illness_card(town.services.organisation)
        guarded._report({})
        late = KeptReply(Message("Your report is saved", (Text("Your report is saved. K4M-7TR"),)), MORNING)
        letters._late(late, town.services)
        away_card.over_card(PRIYA, "K4M-7TR", town.services)
        question = "How do I handle an abusive caller?"
        answer = town.services.knowledge.ask(question)
        answer_card.shared(answer)
        answer_card.others(answer, ("Front Desk Guide",))
        await town.talk(SAM).say("¿cómo trato a un cliente grosero?")
        await town.talk(SAM).command("contact", "Priya Ramann")
        refer_person.which_person(refer_person.people_called("Priya", SAM, town.services).exact)
        talk = town.talk(SAM)
        await talk.command("message")
        assert talk.form
        last_look(talk.form, {"message_words": "About the culvert."})
        reading(talk.form)
        draft_card.closed(Draft("d" * 32, "report", SAM, {}, MORNING), town.services)
        begun = Kept("d" * 32, "report", "", "", MORNING, typed=True, told_at=None)
        draft_card.reminder(begun, town.services, is_last=False)
    async with stage.town() as town:
        await requests.takes(town)
        await town.pass_time(days=6)
        job = request_digest("2026-03-09", requests.INGRID, town.clock.now())
        await draw_digest(job, town.services)
        await town.pass_time(days=1)


SELDOM = (files_that_wait, what_colleagues_add, what_owners_mend, what_goes_wrong)
