"""Add something later: asked back as a report is, told to who was told, urgent where it is danger (D54, R20, P36)."""

from __future__ import annotations

import pytest

from bot.events import FieldValue
from bot.flows.notice import draw
from bot.flows.record_view import record_form
from bot.flows.report_questions import DANGER, NONE, field_for
from bot.forms import FormNotice
from bot.replies import CloseForm, FormErrors, Say
from bot.words import sentence
from incidents.auditor import Auditor
from incidents.notices import NoticeKind
from incidents.records import Behaviour, Record, Urgency
from tests.fakes.conversation import Conversation, in_words
from tests.flows.test_notice import report
from tests.flows.town import CAO, DANA, PRIYA, RING, SAM, Town

QUIET: dict[str, FieldValue] = {
    "ended": "no",
    "behaviours": ("rude",),
    "happened": "He was rude and hung up.",
}
GUN = "He came back with a gun and said he will kill me tomorrow."
ABOUT_PRIYA = "My manager Priya told me to be silent, and it is really about her."
DANGEROUS: dict[str, FieldValue] = {DANGER: ("weapon", "threat")}


async def adding(town: Town, record: Record, statement: str, /, **answers: FieldValue) -> Conversation:
    talk = town.talk(SAM)
    await talk.choose("report.amend", record.id)
    await talk.submit({"statement": statement, **answers})
    await town.worker.run_due()
    return talk


def sent(town: Town, kind: NoticeKind) -> list[str]:
    return [one.recipient for one in town.notifier.notices if one.kind is kind]


async def now(town: Town, record: Record) -> Record:
    found = await town.desk.view(record.id, SAM)
    assert found is not None
    return found


async def healthy(town: Town) -> tuple[str, ...]:
    return (await Auditor(town.db, RING, town.clock).look()).reasons


async def test_p36_danger_in_a_later_statement_is_asked_about_before_it_is_added(town: Town) -> None:
    record = await report(town, SAM, **QUIET)
    talk = await adding(town, record, GUN)
    assert isinstance(talk.replies[0], FormErrors)
    assert talk.form is not None
    assert DANGER in {one.name for one in talk.form.fields}
    assert (await now(town, record)).added == ()
    await talk.submit({"statement": GUN, DANGER: (NONE,)})
    assert isinstance(talk.replies[0], CloseForm)
    after = await now(town, record)
    assert [one.text for one in after.added] == [GUN]
    assert after.urgency is Urgency.TELL


async def test_r20_a_colleague_in_a_later_statement_is_asked_about_before_it_is_added(town: Town) -> None:
    record = await report(town, SAM, **QUIET)
    talk = await adding(town, record, ABOUT_PRIYA)
    assert isinstance(talk.replies[0], FormErrors)
    assert talk.form is not None
    assert field_for(PRIYA) in {one.name for one in talk.form.fields}
    await talk.submit({"statement": ABOUT_PRIYA, field_for(PRIYA): "no"})
    assert await town.desk.view(record.id, PRIYA) is not None


async def test_who_reads_a_later_statement_is_said_before_it_is_written(town: Town) -> None:
    record = await report(town, SAM, **QUIET)
    talk = town.talk(SAM)
    await talk.choose("report.amend", record.id)
    assert talk.form is not None
    said = " ".join(one.text for one in talk.form.items if isinstance(one, FormNotice))
    for person in (PRIYA, DANA, CAO):
        assert town.services.people.name(person) in said
    await talk.submit({"statement": ABOUT_PRIYA + " " + GUN, field_for(PRIYA): "yes"})
    said = " ".join(one.text for one in talk.form.items if isinstance(one, FormNotice))
    first = said.split(" can read it.")[0]
    assert "Priya Raman" not in first
    assert sentence("report.about_shut_out", names="Priya Raman") in said


async def test_who_was_told_of_a_report_is_told_that_something_was_added_and_no_word_of_it(
    town: Town,
) -> None:
    record = await report(town, SAM, **QUIET)
    assert sent(town, NoticeKind.TOLD) == [PRIYA]
    for _ in range(2):
        talk = await adding(town, record, "He rang again about his bill.")
    assert sent(town, NoticeKind.ADDED) == [PRIYA, PRIYA]
    card = in_words(Say(town.pushed(PRIYA)[-1]))
    assert sentence("notice.added", reference=record.reference) in card
    assert "bill" not in card
    assert "Acknowledge" not in card
    assert "Priya Raman" in talk.words


async def test_a_danger_that_is_confirmed_later_is_asked_about_as_in_a_new_report(town: Town) -> None:
    record = await report(town, SAM, **QUIET)
    talk = await adding(town, record, GUN, **DANGEROUS)
    after = await now(town, record)
    assert after.urgency is Urgency.ACKNOWLEDGE
    assert after.behaviours == (Behaviour.RUDE, Behaviour.THREAT, Behaviour.WEAPON)
    assert sent(town, NoticeKind.ALERT) == [PRIYA]
    assert sent(town, NoticeKind.ADDED) == [], "the alert says so"
    alert = in_words(Say(draw(town.notifier.notices[-1], town.services)))
    assert sentence("notice.raised_lead") in "\n".join(in_words(Say(one)) for one in town.pushed(PRIYA))
    assert "gun" not in alert
    assert sentence("report.asked_next") in talk.words
    await town.pass_time(minutes=11)
    assert sent(town, NoticeKind.ALERT) == [PRIYA, DANA]
    await town.pass_time(minutes=11)
    await town.pass_time(minutes=10)
    assert CAO in sent(town, NoticeKind.ALERT), "the rules for violence tell the CAO within 30 minutes"
    assert await healthy(town) == ()
    assert "Said about danger" in f"{town.pushed(PRIYA)}"
    assert sentence("notice.event_raised") in f"{record_form(after, town.services)}"


async def test_the_same_dangerous_statement_sent_twice_asks_once(town: Town) -> None:
    record = await report(town, SAM, **QUIET)
    talk = town.talk(SAM)
    await talk.choose("report.amend", record.id)
    form = talk.form
    for _ in range(2):
        talk.form = form
        await talk.submit({"statement": GUN, **DANGEROUS})
        await town.worker.run_due()
    assert sent(town, NoticeKind.ALERT) == [PRIYA]
    kinds = [entry.kind for entry in (await now(town, record)).timeline]
    assert kinds.count("amended") == kinds.count("raised") == 1


async def test_t11_a_statement_about_a_colleague_sent_twice_is_added_once(town: Town) -> None:
    record = await report(town, SAM, **QUIET)
    talk = town.talk(SAM)
    await talk.choose("report.amend", record.id)
    form = talk.form
    for _ in range(2):
        talk.form = form
        await talk.submit({"statement": ABOUT_PRIYA, field_for(PRIYA): "yes"})
        await town.worker.run_due()
    after = await now(town, record)
    assert [one.text for one in after.added] == [ABOUT_PRIYA]
    assert after.about == (PRIYA,)


async def test_an_acknowledgement_does_not_stand_for_a_danger_that_is_added_after_it(town: Town) -> None:
    record = await report(town)
    await town.desk.acknowledge(record.id, PRIYA)
    await town.worker.run_due()
    before = len(sent(town, NoticeKind.ACKNOWLEDGED))
    await adding(town, record, GUN, **DANGEROUS)
    after = await now(town, record)
    assert after.acknowledged_at is None
    assert set(sent(town, NoticeKind.ALERT)[1:]) == {PRIYA, DANA, CAO}
    assert await healthy(town) == ()
    await town.pass_time(minutes=16)
    assert len(sent(town, NoticeKind.ALERT)) > 4, "asked again until somebody acknowledges"
    await town.talk(DANA).choose("notice.acknowledge", record.id)
    await town.worker.run_due()
    again = [one for one in town.notifier.notices if one.kind is NoticeKind.ACKNOWLEDGED][before:]
    assert SAM in {one.recipient for one in again}, "the author hears of it a second time"
    assert await healthy(town) == ()
    asked = len(sent(town, NoticeKind.ALERT))
    await town.pass_time(hours=2)
    assert len(sent(town, NoticeKind.ALERT)) == asked


async def test_r20_who_is_complained_of_later_reads_nothing_more_and_hears_nothing_more(town: Town) -> None:
    record = await report(town, SAM, **QUIET)
    assert await town.desk.view(record.id, PRIYA) is not None
    heard = len(town.pushed(PRIYA))
    talk = await adding(town, record, ABOUT_PRIYA, **{field_for(PRIYA): "yes"})
    assert sentence("report.about_shut_out", names="Priya Raman") in talk.words
    await adding(town, record, GUN, **DANGEROUS)
    await town.pass_time(hours=3)
    for person in (PRIYA, DANA):
        assert await town.desk.view(record.id, person) is None
        assert await town.desk.open_for(person) == ()
    assert len(town.pushed(PRIYA)) == heard
    assert CAO in sent(town, NoticeKind.TOLD), "somebody who may read it is told"
    assert set(sent(town, NoticeKind.ALERT)) == {CAO}
    mine = await town.desk.mine(SAM)
    assert mine[0].about == (PRIYA,)


async def test_r20_an_acknowledgement_of_who_is_complained_of_later_does_not_count(town: Town) -> None:
    record = await report(town)
    await town.desk.acknowledge(record.id, PRIYA)
    await adding(town, record, ABOUT_PRIYA, **{field_for(PRIYA): "yes"})
    after = await now(town, record)
    assert after.acknowledged_at is None
    assert sent(town, NoticeKind.ALERT)[1:] == [CAO]


async def test_r20_a_level_of_which_nobody_may_know_any_more_is_passed_at_once(town: Town) -> None:
    record = await report(town)
    assert sent(town, NoticeKind.ALERT) == [PRIYA]
    await adding(town, record, ABOUT_PRIYA, **{field_for(PRIYA): "yes"})
    assert sent(town, NoticeKind.ALERT) == [PRIYA, CAO]


@pytest.mark.parametrize("person", [PRIYA, CAO])
async def test_only_who_wrote_a_report_is_given_the_form_to_add_to_it(town: Town, person: str) -> None:
    record = await report(town)
    talk = town.talk(person)
    await talk.choose("report.amend", record.id)
    assert talk.form is None
    assert sentence("reports.amend_not_yours") in talk.words


@pytest.mark.parametrize("said", ["\u200b\u2060", "\u202e \x00", "\ud800", " \n"])
async def test_what_nobody_can_see_is_nothing_that_is_added_and_nobody_is_told(town: Town, said: str) -> None:
    record = await report(town)
    await town.worker.run_due()
    talk = await adding(town, record, said)
    assert isinstance(talk.replies[0], FormErrors)
    await town.worker.run_due()
    assert sent(town, NoticeKind.ADDED) == []


async def test_a_statement_stays_in_the_form_of_somebody_whose_report_it_is_not(town: Town) -> None:
    record = await report(town)
    own, other = town.talk(), town.talk(PRIYA)
    await own.choose("report.amend", record.id)
    other.form = own.form
    await other.submit({"statement": "Words zyxq of somebody else."})
    (reply,) = other.replies
    assert isinstance(reply, FormErrors)
    assert "Words zyxq of somebody else." in repr(reply.form)
    found = await town.desk.view(record.id, SAM)
    assert found
    assert "zyxq of somebody else" not in repr(found)
