"""A complaint about a colleague (R20, R27): who is above whom, who is barred, who is asked instead."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from incidents.escalation import Escalation
from incidents.notices import NoticeKind
from incidents.records import Acknowledgement, DeliveryState, Filed
from incidents.rules.conflict import above, barred, next_above, superiors
from incidents.rules.ladder import parse_ladder
from incidents.tables import records
from tests.fakes.roster import (
    AUTHOR,
    BACKUP,
    CAO,
    COLLEAGUE,
    GUEST,
    HEAD,
    HR,
    OTHER_HEAD,
    PARKS,
    RECORDS,
    TRANSIT,
    FakeRoster,
)
from tests.fixtures.at_hand import database_kind, db  # noqa: F401 - fixtures
from tests.fixtures.office import Office

MAYOR = "may@example.gov"
LEAD = "lea@example.gov"


def town() -> FakeRoster:
    roster = FakeRoster.town()
    roster.people[MAYOR] = ("Council", frozenset({"elected"}))
    roster.stated[CAO] = MAYOR
    return roster


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (AUTHOR, (HEAD,)),
        (BACKUP, (HEAD,)),
        (HEAD, (CAO,)),
        (RECORDS, (CAO,)),
        (HR, (CAO,)),
        (CAO, (MAYOR,)),
        (MAYOR, ()),
        (GUEST, ()),
        ("nobody@example.gov", ()),
    ],
)
def test_who_is_above_follows_from_department_and_role(person: str, expected: tuple[str, ...]) -> None:
    assert superiors(person, town()) == expected


def test_what_the_list_says_comes_before_what_follows_from_the_department() -> None:
    roster = town()
    roster.stated[AUTHOR] = BACKUP
    assert above(AUTHOR, roster) == {BACKUP, HEAD, CAO, MAYOR}


def test_an_officer_whom_the_list_puts_above_the_cao_does_not_report_to_the_cao() -> None:
    roster = town()
    roster.people[MAYOR] = ("", frozenset({"employee"}))
    assert superiors(MAYOR, roster) == ()


def test_barred_are_the_person_named_and_whoever_reports_to_them_directly_or_through_others() -> None:
    roster = town()
    everybody = {AUTHOR, COLLEAGUE, BACKUP, HEAD, OTHER_HEAD, CAO, MAYOR}
    assert barred(everybody, frozenset({HEAD}), roster) == {AUTHOR, COLLEAGUE, BACKUP, HEAD}
    assert barred(everybody, frozenset({CAO}), roster) == everybody - {MAYOR}
    assert barred(everybody, frozenset({COLLEAGUE}), roster) == {COLLEAGUE}
    assert barred(everybody, frozenset(), roster) == frozenset()


def test_the_next_one_above_is_neither_barred_nor_the_author() -> None:
    roster = town()
    assert next_above(frozenset({HEAD}), roster) == (CAO,)
    assert next_above(frozenset({HEAD}), roster, CAO) == (MAYOR,)
    assert next_above(frozenset({HEAD, CAO}), roster) == (MAYOR,)
    assert next_above(frozenset({MAYOR}), roster) == ()


def test_a_circle_in_a_roster_ends_and_bars_everybody_in_it() -> None:
    roster = town()
    roster.stated |= {HEAD: BACKUP, BACKUP: HEAD}
    assert barred({HEAD, BACKUP, CAO}, frozenset({BACKUP}), roster) == {HEAD, BACKUP}
    assert next_above(frozenset({BACKUP}), roster) == ()


@pytest.fixture
def office(office: Office) -> Office:
    """An office whose CAO has a mayor above."""
    office.roster.people.update(town().people)
    office.roster.stated.update(town().stated)
    return office


async def _complains(office: Office, *named: str, author: str = AUTHOR) -> Filed:
    return await office.desk.submit(office.report(author=author), "draft", excluded=frozenset(named))


def _asked(office: Office) -> list[str]:
    return list(dict.fromkeys(office.notifier.told(NoticeKind.ALERT)))


async def test_where_the_first_steps_are_barred_the_first_notice_is_for_the_next_above_at_once(
    office: Office,
) -> None:
    filed = await _complains(office, HEAD)
    assert filed.notifying == (CAO,)
    await office.worker.run_due()
    assert _asked(office) == [CAO]


async def test_a_complaint_about_the_cao_reaches_only_who_stands_above(office: Office) -> None:
    filed = await _complains(office, CAO)
    assert filed.notifying == (MAYOR,)
    await office.pass_time(hours=3)
    assert _asked(office) == [MAYOR]
    for person in (HEAD, BACKUP, CAO, RECORDS, OTHER_HEAD):
        assert await office.desk.view(filed.id, person) is None
        assert await office.desk.open_for(person) == ()
        assert (await office.desk.acknowledge(filed.id, person))[0] is Acknowledgement.NOT_ALLOWED
    assert (await office.desk.acknowledge(filed.id, MAYOR))[0] is Acknowledgement.DONE


async def test_where_nobody_stands_above_the_cao_nobody_is_asked_and_it_is_written_down(
    office: Office,
) -> None:
    office.roster.stated.clear()
    filed = await _complains(office, CAO)
    assert filed.notifying == ()
    await office.pass_time(hours=3)
    assert _asked(office) == []
    assert office.notifier.told(NoticeKind.UNREACHED) == [AUTHOR]
    query = select(records.c.exhausted_at).where(records.c.id == filed.id)
    assert await office.db.read(lambda conn: conn.execute(query).scalar()) is not None


async def test_a_cao_who_complains_of_a_head_is_passed_over_for_who_stands_above(office: Office) -> None:
    assert (await _complains(office, HEAD, author=CAO)).notifying == (MAYOR,)


async def test_a_ladder_without_anybody_above_the_person_named_asks_the_next_above(office: Office) -> None:
    office.roster.people[LEAD] = (TRANSIT, frozenset({"employee"}))
    lead = f"steps:\n  - person: {LEAD}\n    minutes: 5\n  - role: department_head\n    minutes: 5\n"
    office.desk.use(Escalation(parse_ladder(lead), office.roster))
    assert (await _complains(office, HEAD)).notifying == (CAO,)


async def test_a_head_who_writes_keeps_the_team_that_reports_to_them_on_the_ladder(office: Office) -> None:
    assert (await _complains(office, COLLEAGUE, author=HEAD)).notifying == (BACKUP,)


@pytest.mark.parametrize("named", [HEAD, CAO, AUTHOR])
async def test_the_author_keeps_their_own_record_whoever_it_complains_of(office: Office, named: str) -> None:
    filed = await _complains(office, named)
    assert await office.desk.view(filed.id, AUTHOR) is not None
    assert [record.id for record in await office.desk.mine(AUTHOR)] == [filed.id]
    assert await office.desk.amend(filed.id, AUTHOR, "More.", "amendment") is not None
    assert (await office.desk.acknowledge(filed.id, AUTHOR))[0] is Acknowledgement.NOT_ALLOWED


async def test_who_was_asked_and_then_comes_to_report_to_the_person_named_reads_nothing_more(
    office: Office,
) -> None:
    # A colleague of another department is complained of, then made the head's superior.
    office.roster.people[OTHER_HEAD] = (PARKS, frozenset({"department_head"}))
    filed = await _complains(office, OTHER_HEAD)
    await office.worker.run_due()
    assert _asked(office) == [HEAD]
    office.roster.stated[HEAD] = OTHER_HEAD
    assert await office.desk.view(filed.id, HEAD) is None
    assert (await office.desk.acknowledge(filed.id, HEAD))[0] is Acknowledgement.NOT_ALLOWED
    await office.pass_time(minutes=10)
    assert _asked(office) == [HEAD, CAO]
    later = [one.recipient for one in office.notifier.notices if one.kind is not NoticeKind.ALERT]
    assert set(later) == {AUTHOR}


def _moved(roster: FakeRoster) -> None:
    roster.people[HEAD] = (PARKS, frozenset({"department_head"}))


def _demoted(roster: FakeRoster) -> None:
    roster.people[HEAD] = (TRANSIT, frozenset({"employee"}))


def _left(roster: FakeRoster) -> None:
    del roster.people[HEAD]


def _made_a_guest(roster: FakeRoster) -> None:
    roster.people[HEAD] = (TRANSIT, frozenset({"department_head", "guest"}))


ENDS = [_moved, _demoted, _left, _made_a_guest]


@pytest.mark.parametrize("ends", ENDS)
async def test_being_told_is_no_right_once_its_ground_has_ended(
    office: Office, ends: Callable[[FakeRoster], None]
) -> None:
    filed = await office.desk.submit(office.report(), "draft")
    await office.worker.run_due()
    assert await office.desk.view(filed.id, HEAD) is not None
    ends(office.roster)
    assert await office.desk.view(filed.id, HEAD) is None
    assert await office.desk.open_for(HEAD) == ()
    assert (await office.desk.acknowledge(filed.id, HEAD))[0] is Acknowledgement.NOT_ALLOWED
    assert (await office.desk.acknowledge(filed.id, BACKUP))[0] is Acknowledgement.DONE
    await office.worker.run_due()
    assert HEAD not in office.notifier.told(NoticeKind.ACKNOWLEDGED)


@pytest.mark.parametrize("ends", ENDS)
async def test_a_notice_that_waits_for_somebody_without_a_right_is_not_sent_and_the_ladder_goes_on_at_once(
    office: Office, ends: Callable[[FakeRoster], None]
) -> None:
    filed = await office.desk.submit(office.report(), "draft")
    ends(office.roster)
    await office.worker.run_due()
    assert _asked(office) == [BACKUP]
    record, own = await office.desk.view(filed.id, BACKUP), await office.desk.view(filed.id, AUTHOR)
    assert record is not None
    assert own is not None
    states = {row.recipient: (row.state, row.code) for row in record.deliveries}
    assert states[HEAD] == (DeliveryState.FAILED, "no_right")
    # Its author could guess from it that a colleague named the head: nobody whose record it is reads who lost a right.
    assert HEAD not in {row.recipient for row in own.deliveries}


async def test_an_alert_that_is_tried_again_is_withdrawn_when_its_ground_ends_meanwhile(
    office: Office,
) -> None:
    await office.desk.submit(office.report(), "draft")
    office.notifier.refuse(HEAD, code="timeout", again=True)
    await office.worker.run_due()
    office.notifier.refuse()
    _left(office.roster)
    await office.pass_time(seconds=2)
    assert _asked(office) == [BACKUP]


async def test_a_person_the_ladder_names_keeps_reading_while_it_names_them(office: Office) -> None:
    office.roster.people[LEAD] = (PARKS, frozenset({"employee"}))
    named = Escalation(parse_ladder(f"steps:\n  - person: {LEAD}\n    minutes: 5\n"), office.roster)
    other = office.desk.escalation
    office.desk.use(named)
    filed = await office.desk.submit(office.report(), "draft")
    await office.worker.run_due()
    assert await office.desk.view(filed.id, LEAD) is not None
    office.desk.use(other)
    assert await office.desk.view(filed.id, LEAD) is None


async def test_the_backup_opens_and_acknowledges_what_the_head_may_in_their_own_department(
    office: Office,
) -> None:
    filed = await office.desk.submit(office.report(), "draft")
    assert await office.desk.view(filed.id, BACKUP) is not None
    assert [record.id for record in await office.desk.open_for(BACKUP)] == [filed.id]
    office.roster.people[BACKUP] = (PARKS, frozenset({"department_backup"}))
    assert await office.desk.view(filed.id, BACKUP) is None
    office.roster.people[BACKUP] = (TRANSIT, frozenset({"department_backup"}))
    assert (await office.desk.acknowledge(filed.id, BACKUP))[0] is Acknowledgement.DONE
