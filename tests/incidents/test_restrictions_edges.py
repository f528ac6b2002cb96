"""Restrictions at their edges: who is away, what ends what, what a notice may say (D25-D33)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from foundation.datafile import DataFileError, parse_data
from foundation.ids import new_id
from incidents.absences import Absences
from incidents.papers.places import filled
from incidents.records import ActOutcome, State
from incidents.restriction import Problem
from incidents.rules.absence import Absence
from incidents.rules.access import Operation
from incidents.rules.restriction_file import read_restrictions
from incidents.rules.restriction_terms import later
from incidents.task import TaskKind
from tests.fakes.roster import AUTHOR, BACKUP, CAO, COLLEAGUE, GUEST, HEAD, HR, OTHER_HEAD
from tests.fixtures.at_hand import database_kind, db
from tests.fixtures.office import Office
from tests.fixtures.restrictions import FILE, HALIFAX, does, in_force, notice_for, proposal, register

__all__ = ["database_kind", "db"]


async def away(office: Office, person: str, deputy: str = "", days: int = 3) -> None:
    """Somebody is away from now on, and somebody stands in."""
    now, desk = office.clock.now(), office.desk
    absences = Absences(desk.db, desk.clock, desk.bell, lambda: office.roster)
    absence = Absence(new_id(), person, now, now + timedelta(days=days), deputy, person)
    assert await absences.say(absence)


def told(office: Office, act: str) -> set[str]:
    return {one.recipient for one in office.notifier.notices if one.entry and one.entry.act == act}


async def test_d33_a_complaint_never_comes_to_who_decided_as_a_stand_in(office: Office) -> None:
    restrictions = register(office)
    one = await in_force(office, restrictions)
    await away(office, HR, deputy=CAO)
    now = office.clock.now()
    assert (await does(restrictions, one, HEAD, Operation.APPEAL, now))[0] is ActOutcome.DONE
    await office.worker.run_due()
    assert TaskKind.APPEAL not in {task.kind for task in await office.desk.tasks.mine(CAO)}
    given = {notice.recipient for notice in office.notifier.notices if notice.task}
    (task,) = [task for task in await office.desk.tasks.mine(HR) if task.kind is TaskKind.APPEAL]
    assert HR in given
    for operation in (Operation.FINISH_TASK, Operation.GIVE_TASK, Operation.DROP_TASK):
        said = {"give_to": BACKUP, "drop_reason": "No."}
        outcome, _ = await office.desk.tasks.act(task.id, CAO, operation, said, new_id())
        assert outcome is ActOutcome.NOT_ALLOWED
    assert (await does(restrictions, one, CAO, Operation.UPHOLD, now))[0] is ActOutcome.NOT_ALLOWED


async def test_d33_whoever_stands_in_for_the_judge_answers_while_they_are_away(office: Office) -> None:
    restrictions = register(office)
    one = await in_force(office, restrictions)
    await away(office, HR, deputy=OTHER_HEAD)
    now = office.clock.now()
    _, seen = await does(restrictions, one, HEAD, Operation.APPEAL, now)
    assert seen
    assert seen.judges == (OTHER_HEAD,)
    await office.worker.run_due()
    assert OTHER_HEAD in told(office, "appealed")
    (task,) = [task for task in await office.desk.tasks.mine(OTHER_HEAD) if task.kind is TaskKind.APPEAL]
    assert Operation.FINISH_TASK not in task.may
    outcome, _ = await office.desk.tasks.act(task.id, OTHER_HEAD, Operation.FINISH_TASK, {}, new_id())
    assert outcome is ActOutcome.NOT_NOW
    outcome, _ = await office.desk.tasks.act(
        task.id, OTHER_HEAD, Operation.GIVE_TASK, {"give_to": COLLEAGUE}, new_id()
    )
    assert outcome is ActOutcome.NOBODY, "who may not answer is not given it"
    assert (await does(restrictions, one, OTHER_HEAD, Operation.UPHOLD, now))[0] is ActOutcome.DONE


async def test_a_proposal_that_leaves_nobody_to_answer_a_complaint_is_not_taken(office: Office) -> None:
    restrictions, now = register(office), office.clock.now()
    office.roster.people[CAO] = ("Council", frozenset({"cao", "department_head"}))
    found, one = await restrictions.propose(proposal(now, proposer=CAO), new_id())
    assert (found, one) == ((Problem.NOBODY_ANSWERS,), None)
    _, one = await restrictions.propose(proposal(now), new_id())
    assert one
    del office.roster.people[HR]
    rules = read_restrictions(parse_data(FILE.replace(f"instead: {HR}", ""), "restrictions.yaml"))
    assert rules.instead == ()
    office.escalation = type(office.escalation)(
        office.escalation.ladder, office.roster, office.escalation.calendar, restrictions=rules
    )
    office.desk.use(office.escalation)
    assert (await does(restrictions, one, CAO, Operation.APPROVE, now))[0] is Problem.NOBODY_ANSWERS


async def test_a_decision_comes_to_whoever_is_there(office: Office) -> None:
    restrictions, now = register(office), office.clock.now()
    await away(office, CAO, deputy=OTHER_HEAD)
    _, one = await restrictions.propose(proposal(now), new_id())
    assert one
    await office.worker.run_due()
    assert told(office, "proposed") == {OTHER_HEAD}
    assert (await does(restrictions, one, OTHER_HEAD, Operation.APPROVE, now))[0] is ActOutcome.DONE


@pytest.mark.parametrize("by_whom", ["the proposer", "its own end"])
async def test_d33_a_complaint_outlives_the_restriction(office: Office, by_whom: str) -> None:
    restrictions = register(office)
    one = await in_force(office, restrictions)
    await does(restrictions, one, HEAD, Operation.APPEAL, office.clock.now())
    if by_whom == "the proposer":
        await does(restrictions, one, HEAD, Operation.END, office.clock.now())
    else:
        office.clock.advance(one.wanted.ends - office.clock.now())
        await office.worker.run_due()
    seen = await restrictions.view(one.id, HR)
    assert seen
    assert seen.state is State.ENDED
    assert {Operation.UPHOLD, Operation.LIFT} <= seen.may
    now = office.clock.now()
    assert (await does(restrictions, one, HR, Operation.UPHOLD, now))[0] is ActOutcome.DONE
    assert (await does(restrictions, one, HEAD, Operation.APPEAL, now))[0] is ActOutcome.DONE, "a later one"


async def test_one_that_takes_the_place_of_another_is_about_the_same_person(office: Office) -> None:
    restrictions, now = register(office), office.clock.now()
    former = await in_force(office, restrictions)
    other = proposal(now, customer="Zoe Amundsen", replaces=former.reference)
    found, _ = await restrictions.propose(other, new_id())
    assert found == (Problem.REPLACED_OTHER,)


async def test_one_that_takes_the_place_of_another_ends_it_on_its_own_first_day_and_says_so(
    office: Office,
) -> None:
    restrictions = register(office)
    former = await in_force(office, restrictions)
    starts = office.clock.now() + timedelta(days=20)
    later = await in_force(office, restrictions, replaces=former.reference, starts=starts)
    seen = await restrictions.view(former.id, CAO)
    assert seen
    assert seen.applies, "until the new one begins"
    office.notifier.notices.clear()
    await office.pass_time(days=20)
    seen = await restrictions.view(former.id, CAO)
    assert seen
    assert seen.state is State.ENDED
    assert told(office, "ended") == {HEAD, BACKUP, CAO}
    assert "review_soon" not in {one.entry.act for one in office.notifier.notices if one.entry}
    (rule,) = (await restrictions.check("Roy Hollis", COLLEAGUE)).rules
    assert rule.record == later.id


UNFIT = {
    "unfilled": Problem.NOTICE_INCOMPLETE,
    "without what holds": Problem.NOTICE_INCOMPLETE,
    "before the decision": Problem.BEFORE_DECISION,
}


@pytest.mark.parametrize("what", UNFIT)
async def test_a_notice_that_is_not_whole_puts_nothing_in_force(office: Office, what: str) -> None:
    restrictions, now = register(office), office.clock.now()
    _, one = await restrictions.propose(proposal(now), new_id())
    assert one
    await does(restrictions, one, CAO, Operation.APPROVE, now)
    said: dict[str, dict[str, Any]] = {
        "unfilled": {"notice_text": f"{notice_for(one)} {{customer}}"},
        "without what holds": {"notice_text": notice_for(one).replace("Writing only", "")},
        "before the decision": {"notice_at": now - timedelta(days=60)},
    }
    outcome, _ = await does(restrictions, one, HEAD, Operation.SEND_NOTICE, now, **said[what])
    assert outcome is UNFIT[what]
    half = f"{notice_for(one)} \ud83d"
    outcome, seen = await does(restrictions, one, HEAD, Operation.SEND_NOTICE, now, notice_text=half)
    assert outcome is ActOutcome.DONE, "half a character is no reason to lose a notice"
    assert seen
    assert seen.notice_text.endswith("?")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"nominated": GUEST}, Problem.NOMINATED_ALONE),
        ({"nominated": GUEST, "options": ("C1",)}, Problem.NO_NOMINATED),
        ({"quota": 3}, Problem.QUOTA_ALONE),
        ({"customer": "12345"}, Problem.NAME_UNFINDABLE),
        ({"customer": "\U0001f600"}, Problem.NAME_UNFINDABLE),
    ],
)
async def test_what_could_not_work_is_said_at_the_proposal(
    office: Office, change: dict[str, Any], problem: Problem
) -> None:
    restrictions = register(office)
    found, _ = await restrictions.propose(proposal(office.clock.now(), **change), new_id())
    assert found == (problem,)


async def test_two_restrictions_of_one_person_go_together_and_every_rule_is_found(office: Office) -> None:
    restrictions, now = register(office), office.clock.now()
    await in_force(office, restrictions)
    found, _ = await restrictions.propose(proposal(now, options=("C2",)), new_id())
    assert found == (Problem.BESIDE_ANOTHER,)
    await in_force(office, restrictions, options=("B1",))
    await in_force(office, restrictions, options=("C1",), nominated=AUTHOR)
    rules = (await restrictions.check("Roy Hollis", COLLEAGUE)).rules
    assert {rule.options for rule in rules} == {("A",), ("B1",), ("C1",)}


async def test_one_that_came_in_force_meanwhile_is_seen_at_the_decision_and_at_the_notice(
    office: Office,
) -> None:
    restrictions, now = register(office), office.clock.now()
    two = [(await restrictions.propose(proposal(now, options=("C2",)), new_id()))[1] for _ in range(2)]
    waiting, decided = two
    assert waiting
    assert decided
    await does(restrictions, decided, CAO, Operation.APPROVE, now)
    await in_force(office, restrictions)
    assert (await does(restrictions, waiting, CAO, Operation.APPROVE, now))[0] is Problem.BESIDE_ANOTHER
    assert (await does(restrictions, decided, HEAD, Operation.SEND_NOTICE, now))[0] is Problem.BESIDE_ANOTHER


async def test_somebody_known_by_one_name_is_found_by_it(office: Office) -> None:
    restrictions = register(office)
    await in_force(office, restrictions, customer="Suharto")
    assert (await restrictions.check("suharto", COLLEAGUE)).rules
    assert not (await restrictions.check("Suharto Hollis", COLLEAGUE)).rules


async def test_d30_the_one_contact_person_gets_it_as_a_task(office: Office) -> None:
    restrictions = register(office)
    await in_force(office, restrictions, options=("C1",), nominated=AUTHOR)
    (task,) = await office.desk.tasks.mine(AUTHOR)
    assert task.kind is TaskKind.NOMINATED
    seen = await office.desk.tasks.view(task.id, AUTHOR, words=True)
    assert seen
    assert "Roy Hollis" in seen.words


async def test_after_its_review_those_who_keep_it_are_reminded_again(office: Office) -> None:
    restrictions = register(office)
    one = await in_force(office, restrictions)
    office.clock.advance(one.review - office.clock.now())
    await office.worker.run_due()
    assert not told(office, "still_suspended")
    await office.pass_time(days=7)
    assert told(office, "still_suspended") == {HEAD, BACKUP, CAO}


async def test_what_came_in_before_the_notice_and_a_witness_who_meets_them_are_refused(
    office: Office,
) -> None:
    restrictions, now = register(office), office.clock.now()
    one = await in_force(office, restrictions, options=("C2",))
    early = now - timedelta(days=400)
    outcome, _ = await does(restrictions, one, COLLEAGUE, Operation.LOG_CONTACT, now, came_at=early)
    assert outcome is Problem.BEFORE_NOTICE
    said = {"meet_with": AUTHOR, "witness": AUTHOR}
    assert (await does(restrictions, one, COLLEAGUE, Operation.BOOK, now, **said))[0] is Problem.SAME_PERSON


@pytest.mark.parametrize("name", ["longest", "review_within"])
@pytest.mark.parametrize("span", ["30 business days", "200 business hours", "1 year"])
def test_how_long_a_restriction_lasts_is_counted_by_the_calendar(name: str, span: str) -> None:
    text = f"{FILE}{name}: {span}\n"
    with pytest.raises(DataFileError) as refused:
        read_restrictions(parse_data(text, "restrictions.yaml"))
    assert refused.value.line == len(text.splitlines())
    assert "6 months" in str(refused.value), "it says what can stand there"


def test_a_span_ends_with_its_last_day_whatever_it_is_counted_in() -> None:
    spans = {"2 months": date(2026, 4, 28), "1 hour": date(2026, 3, 1), "48 hours": date(2026, 3, 2)}
    start = datetime(2026, 2, 28, 15, tzinfo=HALIFAX)
    for span, last in spans.items():
        rules = read_restrictions(parse_data(f"{FILE}longest: {span}\n", "restrictions.yaml"))
        assert later(start, rules.longest, HALIFAX) == datetime.combine(last, time.max, HALIFAX), span


def test_what_fills_a_letter_is_no_place_and_turns_no_words_about() -> None:
    assert filled("Dear {customer},", {"customer": "{until}\u202eRoy\ud83d"}) == "Dear (until)Roy,"
