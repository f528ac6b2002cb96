"""What is played for the contact sheet: people of the sample town do what the bot is there for, in plain words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from bot.events import SharedFile
from bot.people import Place
from bot.words import sentence
from incidents.request import Matter, ReplyKind
from incidents.rules.absence import Absence
from incidents.rules.access import Operation
from tests.fakes.conversation import Conversation
from tests.fakes.post import FakePost
from tests.fixtures.a_file import a_picture
from tests.flows import carrying, crafted
from tests.flows import replying as replies
from tests.flows import test_calls as calls
from tests.flows import test_markers as markers
from tests.flows import test_messages as messages
from tests.flows import test_open311 as open311
from tests.flows import test_plans as plans
from tests.flows import test_requests as requests
from tests.flows import test_restrictions as restrictions
from tests.flows.test_attachments import sends
from tests.flows.town import CAO, DANA, GIDEON, PRIYA, RUTH, SAM, WEN
from tests.pictures.stage import Stage, looks_around

CALLUM, INGRID, MIREILLE = requests.CALLUM, requests.INGRID, requests.MIREILLE


async def everything_there(stage: Stage) -> None:
    """A town in which something of each kind is open, looked at by people of every role."""
    async with stage.town() as town:
        crafted.CANARY = "The caller"
        await crafted.plant(town.services)
        await town.pass_time(seconds=1)
        for person in (SAM, PRIYA, CAO, GIDEON, RUTH, MIREILLE):
            await looks_around(stage, town, person)
        await town.talk(CAO).command("figures")
        await town.pass_time(days=3)


async def a_report_carried_to_its_end(stage: Stage) -> None:
    """Filed, acknowledged, returned, corrected, agreed, closed, not solved, closed again; kept and destroyed."""
    async with stage.town() as town:
        sam, priya = town.talk(SAM), town.talk(PRIYA)
        await sam.command("incident")
        await sam.submit({**carrying.REPORT, "occurred_at": town.clock.now()})
        await town.pass_time(minutes=40)
        (record,) = await town.desk.mine(SAM)
        await priya.choose("notice.acknowledge", record.id)
        await sends(sam, SharedFile("counter.jpg", a_picture()), text=record.reference)
        await town.pass_time(seconds=1)
        for operation in (Operation.TAKE_OVER, Operation.RETURN, Operation.CONTACT, Operation.AGREE):
            await carrying.does(town, PRIYA, record.reference, operation)
        await carrying.does(town, PRIYA, record.reference, Operation.ADD_TASK, task_person=SAM)
        await carrying.does(town, PRIYA, record.reference, Operation.HAND_OVER)
        await looks_around(stage, town, PRIYA, 30)
        for task in (await town.desk.view(record.id, CAO)).open_tasks:  # type: ignore[union-attr]  # the CAO reads it
            await town.talk(task.assignee).choose("task.done", task.id)
        await carrying.does(town, PRIYA, record.reference, Operation.CLOSE, **carrying.CLOSING)
        await carrying.reads(town, SAM, record.id)
        await carrying.does(town, SAM, record.reference, Operation.NOT_SOLVED)
        await carrying.does(town, PRIYA, record.reference, Operation.CLOSE, **carrying.CLOSING)
        await carrying.reads(town, SAM, record.id)
        await town.pass_time(days=5 * 366)
        talk = town.talk(GIDEON)
        await talk.say("retention")
        await talk.press(sentence("retention.decide"))
        await looks_around(stage, town, GIDEON, 20)


async def a_contact_that_is_ended(stage: Stage) -> None:
    """Warn, still going on, end, the form later; and somebody in danger, and one whom it hit."""
    async with stage.town() as town:
        talk = town.talk()
        await talk.choose("report.ended")
        for label in ("I have warned them", "Still going on", "I have ended it"):
            if _has(talk, label):
                await talk.press(label)
        await town.pass_time(seconds=1)
        await looks_around(stage, town, SAM, 20)
        other = town.talk(WEN)
        await other.choose("report.ended")
        await other.press("I have warned them")
        await other.press("It has stopped") if _has(other, "It has stopped") else None
        for words in (
            "he has a knife",
            "I want to die",
            "I just hung up on him",
            "I cannot do this any more, it was too much today",
        ):
            await town.talk(DANA).say(words)
        await town.pass_time(hours=30)


async def questions_of_staff(stage: Stage) -> None:
    """What is answered, what is not, who handles something, who is called, what is wrong in the directory."""
    async with stage.town() as town:
        for words in (
            "How do I handle an abusive caller?",
            "May I bring my parrot to work?",
            "¿Puedo terminar la llamada?",
            "who handles parking permits?",
            "permits",
            "Dana's number",
            "who is Priya?",
            "Kim Park's phone",
            "policies",
            "hello",
            "what changed?",
            "delete my report",
        ):
            talk = town.talk()
            await talk.say(words)
            for button in talk.buttons[:6]:
                await talk.choose(button.action, button.value)
        talk = town.talk(SAM, Place.CHANNEL)
        await talk.say("How do I handle an abusive caller?")
        await talk.command("contact", "my parrot needs a passport photo")
        await talk.command("contact", "library card")
        await talk.press("Wrong number") if _has(talk, "Wrong number") else None


async def absences(stage: Stage) -> None:
    """Away, for somebody else, back again."""
    async with stage.town() as town:
        for who, words in (
            (PRIYA, "away until Monday, Dana stands in"),
            (PRIYA, "Sam Okafor is away until Friday"),
            (PRIYA, "Sam Okafor is back"),
            (WEN, "I am away"),
            (PRIYA, "I am back"),
            (SAM, "sick tomorrow"),
        ):
            talk = town.talk(who)
            await talk.say(words)
            await town.pass_time(seconds=1)
        now = town.clock.now()
        await town.services.absences.say(
            Absence("a" * 32, CALLUM, now, now + timedelta(hours=5), INGRID, CALLUM)
        )
        await town.pass_time(hours=6)


async def help_is_called(stage: Stage) -> None:
    """A call that is answered and one that is not; a meeting with its plan, fine and not."""
    async with stage.town() as town:
        await calls.called(town)
        call = await town.services.calls.open_of(SAM)
        await town.talk(DANA).choose("call.not_coming", call.id)  # type: ignore[union-attr]  # it was just made
        await town.talk(PRIYA).choose("call.coming", call.id)  # type: ignore[union-attr]
        await town.pass_time(seconds=1)
        await town.talk(SAM).command("assist")
        await town.pass_time(minutes=5)
        await town.talk(SAM).choose("call.over", call.id)  # type: ignore[union-attr]
        await town.pass_time(minutes=5)
    async with stage.town() as town:
        await calls.called(town)
        await town.pass_time(minutes=30)
        talk = town.talk(SAM)
        await talk.say("where are you?")
        await talk.choose("call.elsewhere", "")
    async with stage.town() as town:
        await plans.plans(town, plan_place="Meeting room 4")
        await town.pass_time(minutes=41)
        plan = await plans.plan_id(town)
        for person in (SAM, PRIYA, plans.JOLENE):
            await town.talk(person).choose("plan.show", plan)
        await town.talk(SAM).choose("plan.more", f"15:{plan}")
        await town.talk(SAM).choose("plan.fine", plan)
        await town.pass_time(minutes=50)
        await town.talk(SAM).choose("plan.over", plan)
        await town.pass_time(seconds=1)


async def requests_of_customers(stage: Stage) -> None:
    """Taken down, sent elsewhere, urgent, overdue, solved; a complaint about somebody; what waits every morning."""
    async with stage.town() as town:
        requests.CANARY = "They"
        await requests.takes(town)
        await requests.takes(town, request_priority="emergency", priority_reason="A car is in it.")
        await requests.complains(town, Matter.PERSON, description="They shouted at me.")
        number = await requests.number(town)
        await sends(town.talk(SAM), SharedFile("pothole.jpg", a_picture()), text=number)
        await town.pass_time(days=4)
        for person in (SAM, INGRID):
            await looks_around(stage, town, person, 40)
        await town.talk(INGRID).say(number)
        await town.pass_time(days=9)
        await town.talk(GIDEON).say(number)


async def messages_for_colleagues(stage: Stage) -> None:
    """Taken, somebody waits, called back, nobody came."""
    async with stage.town() as town:
        messages.CANARY = "Rita"
        sam = await messages.takes(town, message_caller="Rita Hollis", message_words="About the culvert.")
        reference = (await town.services.tasks.mine(CALLUM))[0].reference
        await sends(sam, SharedFile("letter.jpg", a_picture()), text=reference)
        await messages.waits(town, DANA)
        await town.pass_time(minutes=20)
        for person in (CALLUM, SAM, DANA):
            await looks_around(stage, town, person, 15)
            await town.talk(person).say(reference)
        await town.pass_time(days=5)


async def contact_is_restricted(stage: Stage) -> None:
    """Proposed, approved, told, looked up, appealed, reviewed."""
    async with stage.town() as town:
        await restrictions.proposes(town)
        reference = (await restrictions.the_one(town)).reference
        await looks_around(stage, town, CAO, 25)
        await restrictions.does(town, CAO, reference, Operation.APPROVE)
        await restrictions.does(town, PRIYA, reference, Operation.SEND_NOTICE)
        await restrictions.looks(town, SAM)
        await restrictions.looks(town, SAM, "contact check Nobody Known")
        for person in (PRIYA, WEN):
            await looks_around(stage, town, person, 25)
        await town.pass_time(days=85)


async def violence_is_told_of(stage: Stage) -> None:
    """Decided by the CAO, told before contact, held, ended; a name that is written in another way."""
    async with stage.town() as town:
        await markers.decides(town, reasons="They struck a clerk.")
        await restrictions.proposes(town)
        await markers.looks(town, SAM)
        await markers.looks(town, SAM, "Roi Holis")
        (marker,) = await town.services.markers.listed(CAO)
        chief, officer = town.talk(CAO), town.talk(GIDEON)
        for name in (marker.reference, (await restrictions.the_one(town)).reference):
            await chief.say(name)
        await officer.choose("retention.one", marker.id)
        await officer.press(sentence("retention.hold"))
        await officer.submit({"hold_kind": "legal", "hold_reason": "A lawyer asked."})
        await chief.say(f"restrictions {marker.reference}")
        await chief.press(sentence("marker.end"))
        await chief.submit({"end_reason": "It was somebody else."})


async def customers_are_written_to(stage: Stage) -> None:
    """The text to send, in words of one's own, looked through, sent and to copy; the city's own system is unsure."""
    async with stage.town(post=FakePost()) as town:
        await requests.takes(town)
        words = "Prior to your call you failed to tell us. The SR is with the the crew."
        talk = await replies.writes(town, ReplyKind.ACKNOWLEDGEMENT, reply_text=words)
        await replies.again(talk)
        await replies.writes(town, ReplyKind.ACKNOWLEDGEMENT, reply_way="copy", reply_text=words)
    async with stage.town() as town:
        it = open311.connected(town)
        town.services = replace(town.services, requests=it.requests)
        town.bot.use(town.services)
        taken = await it.takes(place="")
        await town.talk(INGRID).choose("request.open311", taken.id)


async def without_forms(stage: Stage) -> None:
    """Where no form can be opened the questions come one by one."""
    async with stage.town() as town:
        talk = town.talk(SAM, platform="plain")
        await talk.say("incident")
        for words in ("now", "phone", "Casey Customer", "shouted", "no", "no", "He shouted about his bill."):
            await talk.say(words)
        await talk.say("stop")


def _has(talk: Conversation, label: str) -> bool:
    return label in {one.label for one in talk.buttons}


SCENES: tuple[Callable[[Stage], Awaitable[None]], ...] = (
    everything_there,
    a_report_carried_to_its_end,
    a_contact_that_is_ended,
    questions_of_staff,
    absences,
    help_is_called,
    requests_of_customers,
    messages_for_colleagues,
    contact_is_restricted,
    violence_is_told_of,
    customers_are_written_to,
    without_forms,
)
