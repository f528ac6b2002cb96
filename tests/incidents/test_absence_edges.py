"""When somebody is back: what was sent to whoever stood in comes to them; and absences that overlap."""

from __future__ import annotations

from datetime import timedelta

from foundation.ids import new_id
from incidents.jobs import ABSENCE
from incidents.notices import NoticeKind
from incidents.records import Acknowledgement, ActOutcome, State
from incidents.rules.absence import Absence
from incidents.rules.access import Operation
from incidents.store_absences import not_ended
from tests.fakes.clock import MORNING
from tests.fakes.roster import BACKUP, CAO, COLLEAGUE, HEAD, OTHER_HEAD
from tests.fixtures.acts import said_of
from tests.fixtures.office import Office
from tests.incidents.test_absence import leaves

DAY = timedelta(days=1)


def plainly(office: Office) -> list[tuple[str, str]]:
    """Who was asked or told, in order."""
    return [
        (str(one.kind), one.recipient)
        for one in office.notifier.notices
        if one.kind in (NoticeKind.ALERT, NoticeKind.TOLD)
    ]


async def letters(office: Office) -> list[str]:
    """Who is to be told that what came to them is somebody else's again."""
    found = await office.db.read(
        lambda conn: conn.exec_driver_sql(
            f"select recipient from jobs where kind = '{ABSENCE}' and key like 'absence:over:%'"
        ).all()
    )
    return [row[0] for row in found]


async def test_whoever_is_back_is_asked_at_once_about_what_their_stand_in_was_asked(office: Office) -> None:
    await leaves(office, HEAD, OTHER_HEAD)
    filed = await office.desk.submit(office.report(), "draft")
    await office.pass_time(minutes=1)
    assert plainly(office) == [("alert", OTHER_HEAD)]
    assert await office.desk.absences.end(HEAD, HEAD)
    await office.pass_time(seconds=1)
    assert plainly(office) == [("alert", OTHER_HEAD), ("alert", HEAD)]
    assert (await office.desk.acknowledge(filed.id, HEAD))[0] is Acknowledgement.DONE
    await office.pass_time(minutes=1)
    assert plainly(office) == [("alert", OTHER_HEAD), ("alert", HEAD)], "each once"
    assert await letters(office) == [OTHER_HEAD], "and the stand-in hears with whom it is"


async def test_what_was_only_told_to_a_stand_in_is_told_to_whoever_is_back(office: Office) -> None:
    await leaves(office, HEAD, OTHER_HEAD, minutes=30)
    await office.desk.submit(office.report(ended=False), "draft")
    await office.pass_time(minutes=1)
    assert plainly(office) == [("told", OTHER_HEAD)]
    await office.pass_time(minutes=30)
    await office.pass_time(seconds=1)
    assert plainly(office) == [("told", OTHER_HEAD), ("told", HEAD)], "also where the absence ends by itself"


async def test_what_a_stand_in_acknowledged_is_handed_over_to_whoever_is_back(office: Office) -> None:
    await leaves(office, HEAD, OTHER_HEAD)
    filed = await office.desk.submit(office.report(), "draft")
    await office.pass_time(seconds=1)
    await office.desk.acknowledge(filed.id, OTHER_HEAD)
    await office.desk.absences.end(HEAD, HEAD)
    await office.pass_time(seconds=1)
    assert plainly(office) == [("alert", OTHER_HEAD), ("told", HEAD)]
    (told,) = [one for one in office.notifier.notices if one.kind is NoticeKind.TOLD]
    assert told.record.acknowledged_by == OTHER_HEAD
    await office.pass_time(seconds=1)
    assert await letters(office) == [OTHER_HEAD]


async def test_what_is_closed_comes_back_to_nobody(office: Office) -> None:
    await leaves(office, HEAD, OTHER_HEAD)
    filed = await office.desk.submit(office.report(), "draft")
    await office.pass_time(seconds=1)
    await office.desk.acknowledge(filed.id, OTHER_HEAD)
    act = office.desk.act
    for operation in (Operation.TAKE_OVER, Operation.CLOSE):
        said = said_of(operation)
        assert (await act(filed.id, OTHER_HEAD, operation, said, str(operation)))[0] is ActOutcome.DONE
    await office.pass_time(seconds=5)
    shown = await office.desk.view(filed.id, HEAD)
    assert shown
    assert shown.state is State.CLOSED
    await office.desk.absences.end(HEAD, HEAD)
    await office.pass_time(seconds=1)
    assert plainly(office) == [("alert", OTHER_HEAD)]


async def test_a_deputy_who_is_changed_meanwhile_leaves_what_is_open_to_the_new_one(office: Office) -> None:
    await leaves(office, HEAD, OTHER_HEAD)
    await office.desk.submit(office.report(), "draft")
    await office.pass_time(seconds=1)
    await leaves(office, HEAD, COLLEAGUE)
    await office.pass_time(seconds=1)
    assert plainly(office) == [("alert", OTHER_HEAD), ("alert", COLLEAGUE)]
    await leaves(office, COLLEAGUE)
    await office.pass_time(seconds=1)
    assert ("alert", BACKUP) in plainly(office), "and the office of the head, where that one leaves too"


async def test_nobody_complained_of_hears_of_it_by_being_back(office: Office) -> None:
    await leaves(office, HEAD)
    filed = await office.desk.submit(office.report(), "draft", excluded=frozenset({HEAD}))
    await office.pass_time(seconds=1)
    await office.desk.absences.end(HEAD, HEAD)
    await office.pass_time(minutes=60)
    assert HEAD not in {who for _, who in plainly(office)}
    assert await office.desk.view(filed.id, HEAD) is None


async def known(office: Office, person: str) -> list[tuple[int, int, str]]:
    """What is noted of somebody, in days from this morning, with who stands in."""
    found = await office.db.read(lambda conn: not_ended(conn, MORNING))
    return sorted(
        ((one.since - MORNING) // DAY, (one.until - MORNING) // DAY, one.deputy)
        for one in found
        if one.person == person
    )


async def notes(office: Office, since: int, until: int, deputy: str = "", instead_of: str = "") -> Absence:
    absence = Absence(new_id(), HEAD, MORNING + since * DAY, MORNING + until * DAY, deputy, HEAD)
    assert await office.desk.absences.say(absence, instead_of=instead_of)
    return absence


async def test_a_planned_absence_cuts_the_present_one_where_they_overlap_and_leaves_the_rest(
    office: Office,
) -> None:
    await notes(office, 0, 4, BACKUP)
    await notes(office, 3, 20, COLLEAGUE)
    assert await known(office, HEAD) == [(0, 3, BACKUP), (3, 20, COLLEAGUE)]
    assert office.desk.absences.now().get(HEAD), "still away today"
    await notes(office, 5, 6, CAO)
    assert await known(office, HEAD) == [(0, 3, BACKUP), (3, 5, COLLEAGUE), (5, 6, CAO), (6, 20, COLLEAGUE)]
    await notes(office, 0, 2, CAO)
    assert await known(office, HEAD) == [(0, 2, CAO), (3, 5, COLLEAGUE), (5, 6, CAO), (6, 20, COLLEAGUE)], (
        "from now on as well: what was said before is corrected, what is planned stays"
    )


async def test_being_away_longer_than_until_a_planned_absence_keeps_what_was_planned_after_it(
    office: Office,
) -> None:
    await notes(office, 3, 20, COLLEAGUE)
    await notes(office, 0, 5, BACKUP)
    assert await known(office, HEAD) == [(0, 5, BACKUP), (5, 20, COLLEAGUE)]


async def test_a_planned_absence_is_changed_or_taken_back(office: Office) -> None:
    first = await notes(office, 3, 20, COLLEAGUE)
    second = await notes(office, 8, 9, BACKUP, instead_of=first.id)
    assert await known(office, HEAD) == [(8, 9, BACKUP)]
    assert [one.id for one in office.desk.absences.planned(HEAD)] == [second.id]
    assert await office.desk.absences.take_back(second.id, OTHER_HEAD) is None, "not theirs to say"
    assert await office.desk.absences.take_back(second.id, BACKUP)
    assert await known(office, HEAD) == []


async def test_an_overdue_task_of_somebody_one_stands_in_for_is_listed_once(office: Office) -> None:
    filed = await office.desk.submit(office.report(), "draft")
    due = office.clock.now() + timedelta(hours=1)
    given = said_of(Operation.ADD_TASK, task_due=due, task_person=HEAD)
    await office.desk.act(filed.id, HEAD, Operation.ADD_TASK, given, "task")
    await leaves(office, HEAD)
    await office.pass_time(days=1)
    (mine,) = await office.desk.tasks.mine(BACKUP)
    assert mine.id not in {one.id for one in await office.desk.tasks.overdue(BACKUP)}
