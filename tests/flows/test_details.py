"""Six questions first, the rest on later pages: each field where it is needed, and nothing asked twice (D45-D54)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.events import FieldValue
from bot.flows.notice import draw
from bot.forms import Form, FormNotice
from bot.replies import CloseForm, FormErrors
from incidents.notices import NoticeKind
from incidents.records import ActOutcome, Record
from incidents.rules.access import Operation
from incidents.task import TaskKind
from tests.fakes.conversation import Conversation
from tests.flows.test_report import FILLED, filed
from tests.flows.town import DANA, PRIYA, SAM, Town


async def page(town: Town, record: Record, operation: str = "add_details", person: str = SAM) -> Conversation:
    talk = town.talk(person)
    await talk.choose("record.details", f"{operation}:{record.id}")
    return talk


async def adds(town: Town, record: Record, operation: str, /, **said: FieldValue) -> Record:
    talk = await page(town, record, operation)
    await talk.submit(said)
    assert isinstance(talk.replies[0], CloseForm), talk.words
    return await seen(town, record, SAM)


async def seen(town: Town, record: Record, person: str) -> Record:
    found = await town.desk.view(record.id, person)
    assert found is not None
    return found


def always_asked(form: Form) -> list[str]:
    return [one.name for one in form.fields if one.when is None]


async def test_the_first_form_is_six_questions_that_fit_on_one_screen(town: Town) -> None:
    """When, how, who, what happened, what kind, was it ended: ten people would be done in a minute."""
    talk = town.talk()
    await talk.command("incident")
    assert talk.form is not None
    when_how = ["occurred_at", "channel"]
    assert always_asked(talk.form) == [
        *when_how,
        "customer",
        "about",
        "happened",
        "behaviours",
        "warned",
        "ended",
        "filed_for",
    ]
    needed = {one.name for one in talk.form.fields if getattr(one, "required", False)}
    assert needed == {"occurred_at", "channel", "happened", "warned", "ended"}
    fields = [one for one in talk.form.fields if one.when is None]
    assert sum(len(one.label) + len(one.hint) for one in fields) <= 600
    notices = [one.text for one in talk.form.items if isinstance(one, FormNotice)]
    assert sum(map(len, notices)) <= 900


async def test_what_depends_on_another_answer_is_asked_with_that_alone(town: Town) -> None:
    talk = town.talk()
    await talk.command("incident")
    assert talk.form is not None
    depends = {one.name: (one.when.field, one.when.values) for one in talk.form.fields if one.when}
    assert depends == {
        "warning_note": ("warned", ("no", "not_possible")),
        "supervisor_now": ("ended", ("no",)),
    }
    await talk.submit({**FILLED, "customer": "unknown", "happened": ""})
    assert talk.form is not None
    assert "customer_description" in [one.name for one in talk.form.fields]


async def test_d49_to_d54_what_is_added_later_stands_in_the_report_and_what_was_sent_stays(
    town: Town,
) -> None:
    record = await filed(town)
    after = await adds(
        town, record, "add_details", topic="A tax bill", tried="I offered the form.", place="Desk 3"
    )
    assert after.report == record.report
    assert after.whole_report == replace(
        record.report, topic="A tax bill", tried="I offered the form.", place="Desk 3"
    )
    read = town.talk(PRIYA)
    await read.choose("notice.view", record.id)
    assert "A tax bill" in read.words or "A tax bill" in str(read.form)
    assert after.attested == (await seen(town, record, SAM)).attested
    assert after.attested is not None
    assert after.attested.holds, "later only things are added (D66)"


async def test_only_what_is_new_is_added_and_the_same_form_twice_adds_it_once(town: Town) -> None:
    record = await filed(town)
    talk = await page(town, record)
    form = talk.form
    await talk.submit({"topic": "A tax bill", "tried": "", "primary_employee": SAM})
    talk.form = form
    await talk.submit({"topic": "A tax bill", "tried": "", "primary_employee": SAM})
    assert "Nothing new" in talk.words
    after = await seen(town, record, PRIYA)
    assert [dict(one.said) for one in after.entries] == [{"topic": "A tax bill"}]


@pytest.mark.parametrize("operation", ["add_details", "add_customer", "add_safety", "add_staff"])
async def test_nobody_but_its_author_adds_to_the_pages_of_a_report(town: Town, operation: str) -> None:
    record = await filed(town)
    await town.worker.run_due()
    for person in (PRIYA, DANA, "wen.zhao@portmaribel.example"):
        talk = await page(town, record, operation, person)
        assert talk.form is None
        outcome, _ = await town.desk.act(record.id, person, Operation(operation), {}, "draft")
        assert outcome is ActOutcome.NOT_ALLOWED


async def test_p36_danger_in_a_later_page_is_asked_back_and_told(town: Town) -> None:
    record = await filed(town, behaviours=("rude",), happened="He shouted.", ended="no")
    talk = await page(town, record)
    await talk.submit({"afterwards": "He came back with a knife."})
    assert isinstance(talk.replies[0], FormErrors)
    await talk.submit({"afterwards": "He came back with a knife.", "danger": ("weapon",)})
    after = await seen(town, record, SAM)
    assert "weapon" in after.behaviours
    await town.worker.run_due()
    assert PRIYA in [one.recipient for one in town.notifier.notices if one.kind is NoticeKind.ALERT]


async def test_r20_a_colleague_named_in_a_later_page_is_asked_about_and_shut_out(town: Town) -> None:
    record = await filed(town, behaviours=("rude",), happened="He shouted.")
    talk = await page(town, record)
    said = {"afterwards": "Priya Raman told me to shut up."}
    await talk.submit(said)
    assert isinstance(talk.replies[0], FormErrors)
    (question,) = talk.replies[0].errors
    await talk.submit({**said, question: "yes"})
    assert (await seen(town, record, SAM)).about == (PRIYA,)
    assert await town.desk.view(record.id, PRIYA) is None


async def test_p18_a_refused_accommodation_has_a_reason(town: Town) -> None:
    record = await filed(town)
    talk = await page(town, record, "add_customer")
    await talk.submit({"customer_type": "guardian", "accommodation": "refused"})
    assert isinstance(talk.replies[0], FormErrors)
    assert set(talk.replies[0].errors) == {"accommodation_reason"}
    await talk.submit(
        {"customer_type": "guardian", "accommodation": "refused", "accommodation_reason": "No room was free."}
    )
    assert (await seen(town, record, PRIYA)).details["accommodation_reason"] == "No room was free."
    await adds(town, record, "add_customer", accommodation="provided")
    assert (await seen(town, record, PRIYA)).details["accommodation"] == "provided"


async def test_d16_the_police_are_the_choice_of_whoever_was_affected_alone(town: Town) -> None:
    record = await filed(town)
    await town.worker.run_due()
    said = {"police": "reported", "police_file": "PM-77"}
    for person in (PRIYA, DANA):
        outcome, _ = await town.desk.act(record.id, person, Operation.POLICE, said, "draft")
        assert outcome is ActOutcome.NOT_ALLOWED
    outcome, _ = await town.desk.act(record.id, SAM, Operation.POLICE, {"police": "undecided"}, "one")
    assert outcome is ActOutcome.DONE
    outcome, _ = await town.desk.act(record.id, SAM, Operation.POLICE, said, "two")
    assert outcome is ActOutcome.DONE
    assert (await seen(town, record, PRIYA)).details == said
    for_another = await filed(town, primary_employee=DANA)
    assert Operation.POLICE not in (await seen(town, for_another, SAM)).may
    outcome, _ = await town.desk.act(for_another.id, SAM, Operation.POLICE, said, "three")
    assert outcome is ActOutcome.NOT_ALLOWED, "nobody decides it for somebody else"


async def test_t19_a_card_shows_choices_of_later_pages_and_never_their_words(town: Town) -> None:
    record = await filed(town)
    await town.worker.run_due()
    said: dict[str, FieldValue] = {
        "severity": "grave",
        "security_called": True,
        "security_response": "Came at noon",
    }
    await adds(town, record, "add_safety", **said)
    await adds(town, record, "add_customer", language="Mi'kmaw", accompanied_by="Her son Zebulon")
    await town.worker.run_due()
    cards = [draw(one, town.services) for one in town.notifier.notices if one.recipient == PRIYA]
    fresh = str([one for one in cards if "Very serious" in str(one)])
    assert "Security was called" in fresh
    assert not any(word in str(cards) for word in ("noon", "Mi'kmaw", "Zebulon"))


async def test_d55_the_rest_is_asked_for_once_on_the_day_and_once_on_the_next_and_climbs_to_nobody(
    town: Town,
) -> None:
    record = await filed(town)
    await town.desk.acknowledge(record.id, PRIYA)
    (task,) = await town.services.tasks.mine(SAM)
    assert (task.kind, task.blocks) == (TaskKind.REST, False)
    for _ in range(10):
        await town.pass_time(hours=12)
    reminders = [one for one in town.notifier.notices if one.kind is NoticeKind.TASK_REMINDER]
    assert [one.recipient for one in reminders] == [SAM, SAM]
    assert not [one for one in town.notifier.notices if one.kind is NoticeKind.TASK_LATE]
    assert await town.services.tasks.mine(SAM) == ()


async def test_who_said_it_all_at_first_is_asked_for_nothing(town: Town) -> None:
    await filed(town, topic="A tax bill", tried="I offered the form.")
    assert await town.services.tasks.mine(SAM) == ()


async def test_what_was_typed_into_a_page_stays_where_it_is_not_theirs_to_add(town: Town) -> None:
    record = await filed(town)
    talk = await page(town, record)
    other = town.talk(PRIYA)
    other.form = talk.form
    await other.submit({"afterwards": "Words zyxq of somebody else."})
    (reply,) = other.replies
    assert isinstance(reply, FormErrors)
    assert "Words zyxq of somebody else." in repr(reply.form)
    assert (await seen(town, record, SAM)).entries == ()
