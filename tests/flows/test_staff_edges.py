"""What colleagues say in a report, and to whom that is told: never whom they complained of to its author (R20)."""

from __future__ import annotations

from dataclasses import replace

from bot.events import FieldValue
from bot.flows.notice import draw
from bot.forms import PersonField
from bot.people import People, Role
from bot.replies import Say
from bot.words import sentence
from incidents.audit import Act
from incidents.notices import NoticeKind
from incidents.records import Outline, Record
from incidents.rules.access import Operation
from incidents.store_audit import stories
from tests.fakes.conversation import Conversation, in_words
from tests.flows.test_details import page, seen
from tests.flows.test_record_paper import words_on
from tests.flows.test_report import FILLED, errors, filed, opened
from tests.flows.test_staff import names, states, witnessed
from tests.flows.town import DANA, HECTOR, PRIYA, SAM, WEN, Town

GUEST = "rolf.amundsen@portmaribel.example"
COMPLAINS = "Priya Raman shouted first."


async def complains(town: Town, record: Record, text: str = COMPLAINS) -> Conversation:
    """Wen names in her statement whom it complains of."""
    talk = town.talk(WEN)
    await talk.choose("staff.state", record.id)
    said: dict[str, FieldValue] = {"statement": text}
    await talk.submit(said)
    assert talk.form is not None
    said |= {one.name: "yes" for one in talk.form.fields if one.name.startswith("named_")}
    assert len(said) > 1
    await talk.submit(said)
    await town.pass_time(seconds=3)
    return talk


async def test_r20_an_author_reads_nothing_of_whom_a_colleague_complained_or_of_what_came_of_it(
    town: Town,
) -> None:
    record = await witnessed(town)
    await town.pass_time(seconds=2)
    await complains(town, record)
    talk = town.talk(SAM)
    await talk.choose("notice.view", record.id)
    told = sentence("notice.event_not_delivered", person="Priya Raman")
    for hidden in (told, sentence("notice.event_climbed"), sentence("notice.event_asked_again")):
        assert hidden not in str(talk.form)
    await talk.say("print " + record.reference)
    printed = words_on(talk)
    assert "could not be told" not in printed
    assert sentence("notice.event_climbed") not in printed
    story = (await town.db.read(lambda conn: stories(conn, [record.id])))[record.id]
    assert [one.actor for one in story if one.kind == Act.SHUT_OUT] == [WEN]


async def test_r20_nor_where_it_is_the_author_who_is_complained_of(town: Town) -> None:
    talk = town.talk(PRIYA)
    await talk.command("incident")
    await talk.submit(FILLED)
    await town.pass_time(seconds=2)
    (record,) = await town.desk.mine(PRIYA)
    await talk.choose("record.details", f"add_staff:{record.id}")
    await talk.submit({"witnesses": (WEN,)})
    await town.pass_time(seconds=2)
    before = await seen(town, record, PRIYA)
    await complains(town, record)
    after = await seen(town, record, PRIYA)
    new = [one.kind for one in after.timeline if one not in before.timeline]
    assert new == [Act.STATEMENT_ADDED]
    assert after.about == ()


async def test_a_statement_is_told_once_as_what_its_writer_said(town: Town) -> None:
    record = await names(town, await filed(town), witnesses=(WEN, PRIYA))
    already = len(town.notifier.notices)
    await states(town, record)
    await town.pass_time(seconds=3)
    told = [one for one in town.notifier.notices[already:] if one.recipient == PRIYA]
    (acted,) = [one for one in told if one.kind is NoticeKind.ACTED]
    assert "Wen Zhao" in in_words(Say(draw(acted, town.services)))
    already = len(town.notifier.notices)
    await states(town, record, PRIYA, "I came in later.")
    await town.pass_time(seconds=3)
    told += [one for one in town.notifier.notices[already:] if one.recipient == PRIYA]
    kinds = [one.kind for one in told]
    assert (kinds.count(NoticeKind.ACTED), kinds.count(NoticeKind.ADDED)) == (1, 0)


async def test_a_guest_is_offered_for_nothing_that_is_told_and_refused_where_it_is_forged(town: Town) -> None:
    talk = await opened(town)
    assert talk.form is not None
    (for_whom,) = [one for one in talk.form.fields if one.name == "filed_for"]
    assert isinstance(for_whom, PersonField)
    assert GUEST not in {one.value for one in for_whom.options}
    await talk.submit({**FILLED, "filed_for": GUEST})
    assert errors(talk) == {"filed_for": sentence("field.choice_gone")}
    await talk.submit(FILLED)
    (record,) = await town.desk.mine(SAM)
    talk = await page(town, record, "add_staff")
    assert talk.form is not None
    naming = ("witnesses", "helpers", "escalated_to")
    for one in (one for one in talk.form.fields if one.name in naming):
        assert isinstance(one, PersonField)
        assert GUEST not in {option.value for option in one.options}
    await talk.submit(dict.fromkeys(naming, (GUEST,)))
    assert errors(talk) == dict.fromkeys(naming, sentence("field.choice_gone"))


async def test_whoever_left_or_is_a_guest_by_now_neither_reads_nor_is_told_of_a_report_for_them(
    town: Town,
) -> None:
    talk = await opened(town)
    await talk.submit({**FILLED, "filed_for": HECTOR})
    (record,) = await town.desk.mine(SAM)
    stored = Outline(id=record.id, author=SAM, department=record.report.department, filed_for=HECTOR)
    people = dict(town.services.people.by_key)
    guest = replace(people[HECTOR], roles=frozenset({Role.GUEST}))
    left = [one for one in people.values() if one.key != HECTOR]
    for there in (left, [*left, guest]):
        listed = People.of(tuple(there))
        rights = replace(town.desk.escalation.rights, roster=listed)
        assert not rights.may_be_told(HECTOR, stored, frozenset())
        assert not rights.may(HECTOR, stored, Operation.VIEW, told=False, named=frozenset())
        assert rights.may_be_told(SAM, stored, frozenset())


async def test_whom_a_report_is_for_stays_and_a_second_sending_says_so(town: Town) -> None:
    talk = await opened(town)
    form = talk.form
    await talk.submit(FILLED)
    talk.form = form
    await talk.submit({**FILLED, "filed_for": HECTOR})
    assert sentence("report.stays_own") in talk.words
    (record,) = await town.desk.mine(SAM)
    assert record.report.filed_for == ""
    assert not [one for one in town.notifier.notices if one.recipient == HECTOR]


async def test_a_witness_is_told_of_nobody_as_a_reader_of_their_statement_who_is_complained_of(
    town: Town,
) -> None:
    talk = await opened(town)
    await talk.submit({**FILLED, "about": (PRIYA,)})
    (record,) = await town.desk.mine(SAM)
    await names(town, record, witnesses=(WEN,))
    talk = town.talk(WEN)
    await talk.choose("staff.state", record.id)
    assert "Priya" not in str(talk.form)
    part = await town.desk.part(record.id, WEN)
    assert part is not None
    assert part.reads
    for one in part.reads:
        assert await town.desk.view(record.id, one) is not None


async def test_r20_naming_colleagues_says_which_of_them_are_told(town: Town) -> None:
    talk = await opened(town)
    await talk.submit({**FILLED, "about": (PRIYA,)})
    (record,) = await town.desk.mine(SAM)
    talk = await page(town, record, "add_staff")
    await talk.submit({"witnesses": (DANA, WEN)})
    assert sentence("staff.told", names="Wen Zhao") in talk.words
    record = await seen(town, record, SAM)
    talk = await page(town, record, "add_staff")
    await talk.submit({"witnesses": (DANA, WEN), "helpers": (DANA,)})
    assert sentence("staff.told_nobody") in talk.words
    await town.pass_time(seconds=2)
    assert not [one for one in town.notifier.notices if one.recipient == DANA]
