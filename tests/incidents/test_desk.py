"""The desk: what is confirmed is there, once; what is hidden does not exist."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest
from sqlalchemy import select, update

from foundation.db import Connection, DatabaseUnavailable
from foundation.ids import new_id
from incidents import adding, filing
from incidents.notices import NoticeKind
from incidents.records import Acknowledgement, DeliveryState, Filed, Urgency
from incidents.tables import audit, entries, records
from tests.fakes.roster import AUTHOR, BACKUP, CAO, COLLEAGUE, GUEST, HEAD, OTHER_HEAD, RECORDS, TRANSIT
from tests.fixtures.office import Office


async def test_a_submitted_report_comes_back_whole_with_a_reference_to_say(office: Office) -> None:
    report = office.report(happened="é 😀 \u202e \x00 \ud800 " * 5000, customer="")
    filed = await office.desk.submit(report, "draft")
    record = await office.desk.view(filed.reference, AUTHOR)
    assert record is not None
    assert (record.id, record.report) == (filed.id, report)


async def test_a_reference_is_found_as_people_type_it(office: Office) -> None:
    filed = await office.desk.submit(office.report(), "draft")
    typed = filed.reference.lower().replace("-", " ")
    found = await office.desk.view(typed, AUTHOR)
    assert found is not None
    assert found.id == filed.id


async def test_d20_an_ended_contact_tells_the_department_head_at_once(office: Office) -> None:
    filed = await office.desk.submit(office.report(), "draft")
    await office.worker.run_due()
    assert filed.notifying == (HEAD,)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD]
    assert office.notifier.told(NoticeKind.PROGRESS) == [AUTHOR]


async def test_d55_of_a_report_that_can_wait_the_head_is_told_and_nobody_is_asked(office: Office) -> None:
    filed = await office.desk.submit(office.report(ended=False), "draft")
    assert (filed.notifying, filed.urgency) == ((HEAD,), Urgency.TELL)
    for _ in range(5):
        await office.pass_time(hours=1)
    told = [(one.kind, one.recipient) for one in office.notifier.notices]
    assert sorted(told) == [(NoticeKind.FILED, AUTHOR), (NoticeKind.TOLD, HEAD)]
    assert (await office.auditor.look()).ok


async def test_the_same_draft_ten_times_at_once_is_one_record_and_one_notice(office: Office) -> None:
    answers = await asyncio.gather(*(office.desk.submit(office.report(), "draft") for _ in range(10)))
    await office.worker.run_due()
    assert len({answer.id for answer in answers}) == 1
    assert sorted(answer.repeated for answer in answers) == [False] + [True] * 9
    assert {answer.notifying for answer in answers} == {(HEAD,)}
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD]
    assert len(await office.desk.mine(AUTHOR)) == 1


async def test_a_reference_that_is_taken_is_drawn_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = iter(["AAA-AAA", "AAA-AAA", "AAA-AAA", "CCC-CCC"])
    for module in (adding, filing):
        monkeypatch.setattr(module, "new_reference", lambda: next(drawn))
    first = await office.desk.submit(office.report(), "first")
    second = await office.desk.submit(office.report(), "second")
    assert (first.reference, second.reference) == ("AAA-AAA", "CCC-CCC")
    assert not second.repeated


async def test_a_draft_of_somebody_else_says_nothing_about_theirs(office: Office) -> None:
    mine = await office.desk.submit(office.report(), "draft")
    theirs = await office.desk.submit(office.report(author=COLLEAGUE), "draft")
    assert mine.id != theirs.id


async def test_a_report_without_a_draft_key_is_refused(office: Office) -> None:
    with pytest.raises(ValueError, match="draft"):
        await office.desk.submit(office.report(), "")


async def _told(office: Office) -> Filed:
    filed = await office.desk.submit(office.report(), "draft")
    await office.worker.run_due()
    return filed


async def test_an_acknowledgement_stops_the_climb_and_everybody_hears_of_it(office: Office) -> None:
    filed = await _told(office)
    await office.pass_time(minutes=10)
    outcome, record = await office.desk.acknowledge(filed.id, BACKUP)
    assert outcome is Acknowledgement.DONE
    assert record is not None
    assert record.acknowledged_by == BACKUP
    await office.pass_time(hours=3)
    assert set(office.notifier.told(NoticeKind.ACKNOWLEDGED)) == {AUTHOR, HEAD, BACKUP}
    assert CAO not in office.notifier.told(NoticeKind.ALERT)


async def test_a_second_acknowledgement_changes_nothing(office: Office) -> None:
    filed = await _told(office)
    await office.desk.acknowledge(filed.id, HEAD)
    outcome, record = await office.desk.acknowledge(filed.id, CAO)
    assert outcome is Acknowledgement.ALREADY
    assert record is not None
    assert record.acknowledged_by == HEAD


@pytest.mark.parametrize("person", [AUTHOR, COLLEAGUE, OTHER_HEAD, RECORDS, GUEST])
async def test_who_was_not_asked_cannot_acknowledge(office: Office, person: str) -> None:
    filed = await _told(office)
    outcome, _ = await office.desk.acknowledge(filed.id, person)
    assert outcome is Acknowledgement.NOT_ALLOWED
    record = await office.desk.view(filed.id, CAO)
    assert record is not None
    assert record.acknowledged_at is None


async def test_the_cao_may_acknowledge_without_having_been_asked(office: Office) -> None:
    filed = await _told(office)
    outcome, _ = await office.desk.acknowledge(filed.id, CAO)
    assert outcome is Acknowledgement.DONE


async def test_absent_and_forbidden_look_the_same(office: Office) -> None:
    filed = await _told(office)
    assert await office.desk.view(filed.id, COLLEAGUE) is None
    assert await office.desk.view("0" * 32, COLLEAGUE) is None
    assert await office.desk.acknowledge("0" * 32, COLLEAGUE) == (Acknowledgement.NOT_ALLOWED, None)
    assert await office.desk.acknowledge(filed.id, COLLEAGUE) == (Acknowledgement.NOT_ALLOWED, None)
    assert await office.desk.amend(filed.id, COLLEAGUE, "x", new_id()) is None
    assert await office.desk.amend("0" * 32, COLLEAGUE, "x", new_id()) is None


async def test_absent_and_forbidden_leave_the_same_behind_so_that_neither_is_quicker(office: Office) -> None:
    """T18: an entry and its COMMIT are most of what a look costs."""
    filed = await _told(office)

    def entries(conn: Connection) -> list[tuple[str, str]]:
        found = conn.execute(select(audit.c.kind, audit.c.actor).order_by(audit.c.seq))
        return [(row.kind, row.actor) for row in found]

    for name in (filed.reference, filed.id, "333-333", "0" * 32):
        for look in (office.desk.view(name, COLLEAGUE), office.desk.amend(name, COLLEAGUE, "x", new_id())):
            before = len(await office.desk.db.read(entries))
            assert await look is None
            assert (await office.desk.db.read(entries))[before:] == [("refused", COLLEAGUE)]


async def test_r20_the_person_complained_of_and_who_reports_to_them_never_hear_of_it(office: Office) -> None:
    filed = await office.desk.submit(office.report(), "draft", excluded=frozenset({HEAD}))
    await office.pass_time(hours=5)
    assert filed.notifying == (CAO,)
    for person in (HEAD, BACKUP):
        assert person not in {notice.recipient for notice in office.notifier.notices}
        assert await office.desk.view(filed.id, person) is None
        assert await office.desk.open_for(person) == ()


async def test_an_author_who_is_the_head_is_skipped(office: Office) -> None:
    filed = await office.desk.submit(office.report(author=HEAD), "draft")
    assert filed.notifying == (BACKUP,)
    assert (await office.desk.acknowledge(filed.id, HEAD))[0] is Acknowledgement.NOT_ALLOWED


async def test_d54_what_happened_afterwards_is_added_and_nothing_is_overwritten(office: Office) -> None:
    filed = await _told(office)
    await office.desk.amend(filed.id, AUTHOR, "They rang again.", new_id())
    record = await office.desk.amend(filed.id, AUTHOR, "And apologised.", new_id())
    assert record is not None
    added = [entry.detail for entry in record.timeline if entry.kind == "amended"]
    assert added == ["They rang again.", "And apologised."]
    assert record.report == office.report()


async def test_a_later_statement_sent_again_is_added_once_and_a_changed_one_is_not_lost(
    office: Office,
) -> None:
    filed = await _told(office)
    for text in ("They rang again.", "They rang again.", "They rang again, at noon.", "They rang again."):
        record = await office.desk.amend(filed.id, AUTHOR, text, "the same draft")
    assert record is not None
    added = [entry.detail for entry in record.timeline if entry.kind == "amended"]
    assert added == ["They rang again.", "They rang again, at noon."]


async def test_only_the_author_amends(office: Office) -> None:
    filed = await _told(office)
    assert await office.desk.amend(filed.id, CAO, "No.", new_id()) is None


async def test_a_record_whose_key_is_missing_hides_no_other_and_is_named_to_its_author(
    office: Office,
) -> None:
    first, second = await _told(office), await office.desk.submit(office.report(), "second")
    lost = update(records).where(records.c.id == first.id).values(key_id="gone")
    await office.desk.db.write(lambda conn: conn.execute(lost))
    assert [record.id for record in await office.desk.mine(AUTHOR)] == [second.id]
    assert {record.id for record in await office.desk.open_for(HEAD)} == {second.id}
    assert await office.desk.unopened(AUTHOR) == (first.reference,)
    assert await office.desk.unopened(COLLEAGUE) == ()


async def test_a_later_statement_that_cannot_be_opened_hides_neither_its_record_nor_the_others(
    office: Office,
) -> None:
    filed = await office.desk.submit(office.report(), "first")
    other = await office.desk.submit(office.report(), "second")
    for text in ("first", "second"):
        assert await office.desk.amend(filed.id, AUTHOR, text, new_id())
    one = select(entries.c.id).limit(1).scalar_subquery()
    broken = update(entries).where(entries.c.id == one).values(sealed=b"broken")
    await office.desk.db.write(lambda conn: conn.execute(broken))
    mine = {record.reference: record for record in await office.desk.mine(AUTHOR)}
    assert mine.keys() == {filed.reference, other.reference}
    words = [entry.detail for entry in mine[filed.reference].timeline if entry.kind == "amended"]
    assert sorted(words) in (["", "first"], ["", "second"])


async def test_lists_show_each_person_their_own(office: Office) -> None:
    first = await _told(office)
    second = await office.desk.submit(office.report(author=COLLEAGUE, ended=False), "other")
    assert [record.id for record in await office.desk.mine(AUTHOR)] == [first.id]
    assert {record.id for record in await office.desk.open_for(HEAD)} == {first.id, second.id}
    assert await office.desk.open_for(OTHER_HEAD) == ()
    assert await office.desk.open_for(COLLEAGUE) == ()


async def test_a_supervisor_who_opened_the_record_counts_as_having_seen_it(office: Office) -> None:
    filed = await _told(office)
    record = await office.desk.view(filed.id, HEAD)
    assert record is not None
    assert [row.state for row in record.deliveries] == [DeliveryState.SEEN]


async def test_a_head_who_moved_to_another_department_sees_nothing_new(office: Office) -> None:
    filed = await office.desk.submit(office.report(ended=False), "draft")
    later = "later@example.gov"
    office.roster.people[later] = (TRANSIT, frozenset({"department_head"}))
    assert await office.desk.view(filed.id, later) is not None
    office.roster.people[later] = ("Parks", frozenset({"department_head"}))
    assert await office.desk.view(filed.id, later) is None


async def test_a_report_that_could_not_be_saved_is_not_confirmed_and_can_be_sent_again(
    office: Office, database_url: str, database_kind: str
) -> None:
    if database_kind != "sqlite":
        pytest.skip("test_db locks a table of PostgreSQL")
    other = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnavailable):
        await office.desk.submit(office.report(), "draft")
    other.execute("ROLLBACK")
    other.close()
    assert await office.desk.mine(AUTHOR) == ()
    assert not (await office.desk.submit(office.report(), "draft")).repeated
    assert len(await office.desk.mine(AUTHOR)) == 1
