"""Who stands in for whom: rules over any absences, and the ladder, the rights and the tasks of one office by them."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.ids import new_id
from incidents.notices import NoticeKind
from incidents.records import Acknowledgement, ActOutcome
from incidents.rules.absence import Absence, Away, barring, may_say
from incidents.rules.access import Operation
from incidents.rules.conflict import is_barred
from incidents.rules.ladder import everybody, next_rung, recipients
from tests.fakes.clock import MORNING
from tests.fakes.roster import (
    AUTHOR,
    BACKUP,
    CAO,
    COLLEAGUE,
    GUEST,
    HEAD,
    HR,
    OTHER_HEAD,
    RECORDS,
    TRANSIT,
    FakeRoster,
)
from tests.fixtures.acts import said_of
from tests.fixtures.office import Office, ladder

PEOPLE = [AUTHOR, HEAD, BACKUP, CAO, COLLEAGUE, OTHER_HEAD, RECORDS, HR]
TOWN = FakeRoster.town()

absences = st.dictionaries(
    st.sampled_from(PEOPLE), st.sampled_from(["", *PEOPLE, GUEST, "gone@example.gov"]), max_size=6
).map(
    lambda found: Away(
        {
            one: Absence(one, one, MORNING, MORNING + timedelta(days=1), "" if deputy == one else deputy)
            for one, deputy in found.items()
        }
    )
)


@settings(max_examples=150, deadline=None)
@given(absences, st.sets(st.sampled_from([HEAD, BACKUP, CAO, COLLEAGUE]), max_size=2))
def test_whoever_stands_in_is_staff_there_themselves_and_not_barred(away: Away, named: set[str]) -> None:
    barred = barring(frozenset({AUTHOR}), frozenset(named), TOWN)
    for person in PEOPLE:
        for one in away.stand_ins(person, TOWN, barred):
            assert away.get(person), "nobody stands in for somebody who is there"
            assert one != person
            assert not away.get(one)
            assert one in PEOPLE, "no guest, and nobody who left"
            assert one != AUTHOR
            assert not is_barred(one, frozenset(named), TOWN)


@settings(max_examples=150, deadline=None)
@given(absences)
def test_a_ladder_asks_those_who_are_there_and_is_never_silent(away: Away) -> None:
    steps, author = ladder(), frozenset({AUTHOR})
    stands_not = barring(author, frozenset(), TOWN)

    def in_place(people: tuple[str, ...]) -> tuple[str, ...]:
        return away.in_place(people, TOWN, stands_not)

    asked, after, levels = set[str](), -1, []
    while rung := next_rung(steps, after, TOWN, TRANSIT, author, in_place=in_place):
        assert rung.recipients
        assert AUTHOR not in rung.recipients
        asked, after = asked | {*rung.recipients}, rung.level
        levels.append(rung.level)
    assert levels == sorted(set(levels))
    own = {one for level in range(3) for one in recipients(steps, level, TOWN, TRANSIT, author)}
    there = set(in_place(tuple(own)))
    assert asked == (there or own), "where everybody is away it is as if nobody was"
    last = everybody(steps, after, TOWN, TRANSIT, author, in_place=in_place)
    assert own | there == {*last.recipients}, "at the end those who are away are asked as well"


def test_the_person_whoever_is_above_them_and_the_backup_say_that_somebody_is_away() -> None:
    may = {(by, person) for by in [*PEOPLE, GUEST] for person in PEOPLE if may_say(by, person, TOWN)}
    assert {by for by, person in may if person == COLLEAGUE} == {COLLEAGUE, HEAD, BACKUP, CAO}
    assert {by for by, person in may if person == HEAD} == {HEAD, BACKUP, CAO}
    assert {by for by, person in may if person == CAO} == {CAO}
    assert not may_say(HEAD, GUEST, TOWN)


async def leaves(office: Office, person: str, deputy: str = "", **until: float) -> None:
    now = office.clock.now()
    absence = Absence(new_id(), person, now, now + timedelta(**(until or {"days": 3})), deputy, person)
    assert await office.desk.absences.say(absence)


async def test_d20_the_named_deputy_is_asked_in_the_place_of_the_head_and_reads_while_that_lasts(
    office: Office,
) -> None:
    await leaves(office, HEAD, OTHER_HEAD, minutes=25)
    filed = await office.desk.submit(office.report(), "draft")
    assert filed.notifying == (OTHER_HEAD,)
    await office.pass_time(seconds=1)
    assert office.notifier.told(NoticeKind.ALERT) == [OTHER_HEAD]
    shown = await office.desk.view(filed.id, OTHER_HEAD)
    assert shown
    assert shown.report.customer == "Casey Customer"
    assert filed.id in {one.id for one in await office.desk.open_for(OTHER_HEAD)}
    await office.pass_time(minutes=10)
    await office.pass_time(minutes=10)
    assert office.notifier.told(NoticeKind.ALERT) == [OTHER_HEAD, BACKUP, CAO]
    assert (await office.desk.acknowledge(filed.id, OTHER_HEAD))[0] is Acknowledgement.DONE
    await office.pass_time(minutes=10)
    assert await office.desk.view(filed.id, OTHER_HEAD) is None, "a right ends with its ground"
    assert await office.desk.open_for(OTHER_HEAD) == ()


async def test_who_will_read_a_report_is_said_as_it_is_today(office: Office) -> None:
    await leaves(office, HEAD, OTHER_HEAD)
    assert office.desk.readers(TRANSIT, AUTHOR).told == (OTHER_HEAD,)
    assert OTHER_HEAD not in office.desk.readers(TRANSIT, AUTHOR, frozenset({OTHER_HEAD})).everybody


async def test_the_backup_stands_in_for_the_head_and_is_asked_once(office: Office) -> None:
    await leaves(office, HEAD)
    await office.desk.submit(office.report(), "draft")
    await office.pass_time(seconds=1)
    assert office.notifier.told(NoticeKind.ALERT) == [BACKUP]
    (alert,) = office.notifier.notices[-1:]
    assert alert.goes_on, "the CAO comes next"
    await office.pass_time(minutes=10)
    assert office.notifier.told(NoticeKind.ALERT) == [BACKUP, CAO], (
        "not the backup again for a level of their own"
    )


async def test_what_was_under_way_goes_on_with_whoever_stands_in_at_the_next_step(office: Office) -> None:
    filed = await office.desk.submit(office.report(), "draft")
    await office.pass_time(seconds=1)
    await leaves(office, HEAD)
    await leaves(office, BACKUP, COLLEAGUE)
    await office.pass_time(minutes=10)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD, COLLEAGUE]
    outcome, _ = await office.desk.acknowledge(filed.id, HEAD)
    assert outcome is Acknowledgement.DONE, "who is away and looks all the same can acknowledge"


async def test_r20_nobody_complained_of_stands_in_and_reads_nothing(office: Office) -> None:
    await leaves(office, HEAD, COLLEAGUE)
    filed = await office.desk.submit(office.report(), "draft", excluded=frozenset({COLLEAGUE}))
    await office.pass_time(minutes=60)
    assert COLLEAGUE not in office.notifier.told(NoticeKind.ALERT)
    assert office.notifier.told(NoticeKind.ALERT)[0] == BACKUP
    assert await office.desk.view(filed.id, COLLEAGUE) is None


async def test_where_everybody_is_away_the_ladder_asks_as_if_nobody_was(office: Office) -> None:
    for person in (HEAD, BACKUP, CAO):
        await leaves(office, person)
    await office.desk.submit(office.report(), "draft")
    await office.pass_time(seconds=1)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD]
    await office.pass_time(minutes=10)
    assert office.notifier.told(NoticeKind.ALERT) == [HEAD, BACKUP]


async def test_an_absence_ends_by_itself_or_when_somebody_is_back(office: Office) -> None:
    await leaves(office, HEAD, minutes=30)
    await office.pass_time(minutes=30)
    filed = await office.desk.submit(office.report(), "first")
    assert filed.notifying == (HEAD,)
    await leaves(office, HEAD)
    assert (await office.desk.submit(office.report(), "second")).notifying == (BACKUP,)
    assert await office.desk.absences.end(HEAD, HEAD)
    assert (await office.desk.submit(office.report(), "third")).notifying == (HEAD,)
    assert not await office.desk.absences.end(HEAD, HEAD)


async def test_a_report_that_is_only_told_goes_to_whoever_stands_in(office: Office) -> None:
    await leaves(office, HEAD, OTHER_HEAD)
    filed = await office.desk.submit(office.report(ended=False), "draft")
    await office.pass_time(seconds=1)
    assert office.notifier.told(NoticeKind.TOLD) == [OTHER_HEAD]
    assert await office.desk.view(filed.id, OTHER_HEAD)


async def test_d23_a_task_and_its_reminders_go_to_whoever_stands_in_until_the_person_is_back(
    office: Office,
) -> None:
    filed = await office.desk.submit(office.report(), "draft")
    due = office.clock.now() + timedelta(days=1)
    await leaves(office, COLLEAGUE, OTHER_HEAD, days=2)
    given_ = said_of(Operation.ADD_TASK, task_due=due, task_person=COLLEAGUE)
    outcome, _ = await office.desk.act(filed.id, HEAD, Operation.ADD_TASK, given_, "task")
    assert outcome is ActOutcome.DONE
    await office.pass_time(seconds=1)
    assert sorted(office.notifier.told(NoticeKind.TASK_GIVEN)) == sorted([COLLEAGUE, OTHER_HEAD])
    await office.pass_time(days=1)
    assert set(office.notifier.told(NoticeKind.TASK_REMINDER)) == {OTHER_HEAD}
    (task,) = await office.desk.tasks.mine(OTHER_HEAD)
    assert await office.desk.view(filed.id, OTHER_HEAD) is None, "a task is no right to its record"
    await office.pass_time(days=1, seconds=1)
    assert await office.desk.tasks.mine(OTHER_HEAD) == ()
    outcome, _ = await office.desk.tasks.act(task.id, OTHER_HEAD, Operation.FINISH_TASK, {}, "late")
    assert outcome is ActOutcome.NOT_ALLOWED
    await leaves(office, COLLEAGUE, OTHER_HEAD)
    outcome, _ = await office.desk.tasks.act(task.id, OTHER_HEAD, Operation.FINISH_TASK, {}, "done")
    assert outcome is ActOutcome.DONE
    await office.pass_time(seconds=1)
    assert COLLEAGUE in office.notifier.told(NoticeKind.TASK_OVER)
