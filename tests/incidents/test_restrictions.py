"""Restrictions are fair: two people, reasons, a notice with the way to complain, an end that needs nobody (D25-D33)."""

from __future__ import annotations

import os
import random
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.ids import new_id
from incidents.records import ActOutcome, Said, State
from incidents.restriction import Handled, Problem, RestrictionFile, Route
from incidents.restrictions import Restrictions
from incidents.rules.access import Operation, Relation, may
from incidents.rules.restriction_life import OF_RESTRICTIONS, RESTRICTION_LIFE, RESTRICTION_STATES
from incidents.rules.restriction_rules import Period
from incidents.rules.restriction_terms import blocks, counted, window
from incidents.rules.transitions import transition
from incidents.task import TaskKind
from tests.fakes.roster import AUTHOR, BACKUP, CAO, COLLEAGUE, GUEST, HEAD, HR, OTHER_HEAD, RECORDS
from tests.fixtures.at_hand import database_kind, db
from tests.fixtures.office import Office
from tests.fixtures.restrictions import HALIFAX, RULES, does, in_force, notice_for, proposal, register

__all__ = ["database_kind", "db"]

STEPS = int(os.environ.get("RESTRICTION_STEPS", "150"))
"""How many acts the walks take together."""
AT_ONCE = 250
"""How many one of them takes: reminders of tasks that nobody does would fill the days of a longer one."""

LIFE = """
               proposed  approved  in_force  suspended  ended  lifted  declined
advise         =         -         -         -          -      -       -
approve        approved  -         -         -          -      -       -
decline        declined  -         -         -          -      -       -
send_notice    -         in_force  -         -          -      -       -
log_contact    -         -         =         -          -      -       -
book           -         -         =         -          -      -       -
extend         -         -         =         approved   -      -       -
clarify        =         =         =         =          -      -       -
appeal         -         =         =         =          =      -       -
uphold         -         =         =         =          =      -       -
lift           -         lifted    lifted    lifted     lifted -       -
tell_outside   -         -         =         =          =      =       =
end            ended     ended     ended     ended      -      -       -
finish_task    =         =         =         =          =      =       =
snooze_task    =         =         =         =          =      =       =
give_task      =         =         =         =          =      =       =
drop_task      =         =         =         =          =      =       =
"""
"""Where each act leads from each state: `=` stays, `-` is not possible."""

OPERATIONS = (
    "view follow see_looks propose advise approve decline send_notice extend clarify end log_contact book check"
    " appeal uphold lift tell_outside see_figures finish_task snooze_task give_task drop_task"
    " hold lift_hold destroy"
)
ACCESS = """
                 vfl padns ecx lbc aul tg fsgd hld
author           ... ..... ... ... ... .. .... ...
head             vfl pa..s ecx lb. a.. .. f.gd ...
backup           vfl pa..s ecx lb. a.. .. f.gd ...
cao              vfl .a..s ecx lb. a.. tg f.gd ...
decides          vf. ..dn. e.x ... ... .. .... ...
judges           vf. ..... ... ... .ul .. .... ...
records_officer  v.l ..... ... ... ... .. .... hld
colleague        ... ..... ... lbc ... .. .... ...
tasked           ... ..... ... ... ... .. fsg. ...
"""
"""One column for each of OPERATIONS: a letter for yes, a dot for no. What is not here may nothing."""


def test_the_life_of_a_restriction_is_the_written_table() -> None:
    header, *rows = LIFE.strip().splitlines()
    states = [State(name) for name in header.split()]
    assert set(states) == RESTRICTION_STATES
    assert {row.split()[0] for row in rows} == {str(one.operation) for one in RESTRICTION_LIFE}
    for name, *cells in map(str.split, rows):
        for state, cell in zip(states, cells, strict=True):
            row = transition(state, Operation(name), RESTRICTION_LIFE)
            found = "-" if row is None else str(row.leads_to or "=")
            assert found == cell or (cell == "=" and found == state), (name, state)


def test_who_may_what_is_the_written_table() -> None:
    _, *rows = ACCESS.strip().splitlines()
    names = [Operation(name) for name in OPERATIONS.split()]
    written = {
        (Relation(relation), operation): mark != "."
        for relation, *marks in map(str.split, rows)
        for operation, mark in zip(names, "".join(marks), strict=True)
    }
    for relation, operation in product(Relation, Operation):
        allowed = may(frozenset({relation}), operation, OF_RESTRICTIONS)
        assert allowed is written.get((relation, operation), False), (relation, operation)


@given(st.frozensets(st.sampled_from(Relation)))
def test_who_proposed_never_decides_and_who_decided_never_judges(standing: frozenset[Relation]) -> None:
    deciding, judging = (Operation.APPROVE, Operation.DECLINE), (Operation.UPHOLD, Operation.LIFT)
    if Relation.AUTHOR in standing:
        assert not any(may(standing, one, OF_RESTRICTIONS) for one in (*deciding, *judging))
    if Relation.DECIDED in standing:
        assert not any(may(standing, one, OF_RESTRICTIONS) for one in judging)
    if standing & {Relation.GUEST, Relation.NAMED}:
        assert not any(may(standing, one, OF_RESTRICTIONS) for one in Operation)


@pytest.mark.parametrize("route", Route)
def test_only_what_is_ordinary_can_be_restricted(route: Route) -> None:
    assert blocks(route, is_applied=True) is (route is Route.ORDINARY)


DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))


@given(DAYS, st.integers(0, 900), st.integers(0, 24 * 60 - 1), st.sampled_from(Period))
def test_periods_of_a_quota_meet_without_gap_over_month_ends_and_summer_time(
    first: date, days: int, minutes: int, period: Period
) -> None:
    starts = datetime(first.year, first.month, first.day, 14, tzinfo=HALIFAX)
    moment = (starts.replace(hour=0) + timedelta(days=days)).astimezone(UTC) + timedelta(minutes=minutes)
    begins, resets = window(moment, starts, period, HALIFAX)
    assert begins <= moment < resets
    for edge in (begins, resets):
        local = edge.astimezone(HALIFAX)
        assert (local.hour, local.minute) == (0, 0), "a day begins at midnight, in winter and in summer"
    assert window(resets, starts, period, HALIFAX)[0] == resets
    assert window(begins - timedelta(microseconds=1), starts, period, HALIFAX)[1] == begins
    last = (resets - timedelta(minutes=1)).astimezone(HALIFAX).date()
    if period is Period.MONTH and first.day == 31:
        assert last.day in (27, 28, 29, 30), "the day before the last of a month, or the 30th"


def test_d29_a_quota_counts_anew_on_the_day_it_resets() -> None:
    starts = datetime(2026, 1, 31, 9, tzinfo=HALIFAX)
    wanted = proposal(starts, quota=2)
    came = [datetime(2026, 2, 27, 23, 59, tzinfo=HALIFAX), datetime(2026, 2, 28, 0, 0, tzinfo=HALIFAX)]
    before = counted(came[:1], came[0], wanted, Period.MONTH, HALIFAX)
    after = counted(came, came[1], wanted, Period.MONTH, HALIFAX)
    assert (before.used, after.used) == (1, 1)
    assert before.resets == came[1]
    assert after.resets == datetime(2026, 3, 31, tzinfo=HALIFAX)


WRONG: dict[Problem, dict[str, Any]] = {
    Problem.NO_CUSTOMER: {"customer": " "},
    Problem.NO_REASONS: {"reasons": ""},
    Problem.NO_GROUND: {"ground": "because"},
    Problem.NO_OPTION: {"options": ("Z",)},
    Problem.NOT_TOGETHER: {"options": ("A", "C2")},
    Problem.NO_NOMINATED: {"options": ("C1",)},
    Problem.NO_QUOTA: {"options": ("B2",)},
    Problem.SCOPE_UNKNOWN: {"matters": ("emergencies",)},
    Problem.INCIDENT_UNKNOWN: {"incidents": ("ABC-234",)},
    Problem.REPLACED_UNKNOWN: {"replaces": "ABC-234"},
}


async def test_a_proposal_says_everything_that_is_wrong_with_it(office: Office) -> None:
    restrictions, now = register(office), office.clock.now()
    for problem, change in WRONG.items():
        found, one = await restrictions.propose(proposal(now, **change), new_id())
        assert (found, one) == ((problem,), None)
    dates: dict[Problem, dict[str, Any]] = {
        Problem.STARTS_BEFORE: {"starts": now - timedelta(days=2)},
        Problem.REVIEW_ORDER: {"review": now + timedelta(days=181)},
        Problem.REVIEW_LATE: {"review": now + timedelta(days=220), "ends": now + timedelta(days=230)},
        Problem.TOO_LONG: {"ends": now + timedelta(days=800)},
    }
    for problem, change in dates.items():
        found, _ = await restrictions.propose(proposal(now, **change), new_id())
        assert problem in found
    assert await restrictions.register(CAO) == ()


async def test_d27_d33_two_people_advice_and_a_notice_with_the_way_to_complain_come_first(
    office: Office,
) -> None:
    restrictions, now = register(office), office.clock.now()
    found, one = await restrictions.propose(proposal(now, options=("B1",)), new_id())
    assert found == ()
    assert one
    assert (await does(restrictions, one, HEAD, Operation.APPROVE, now))[0] is ActOutcome.NOT_ALLOWED
    assert (await does(restrictions, one, CAO, Operation.APPROVE, now))[0] is Problem.ADVICE_FIRST
    assert (await does(restrictions, one, HEAD, Operation.ADVISE, now))[0] is ActOutcome.DONE
    assert (await does(restrictions, one, HEAD, Operation.SEND_NOTICE, now))[0] is ActOutcome.NOT_NOW
    with pytest.raises(ValueError, match="decision_reason"):
        await does(restrictions, one, CAO, Operation.APPROVE, now, decision_reason="")
    assert (await does(restrictions, one, CAO, Operation.APPROVE, now))[0] is ActOutcome.DONE
    assert not (await restrictions.check("Roy Hollis", COLLEAGUE)).rules, "decided is not in force"
    whole = notice_for(one)
    for part in (RULES.grounds["abuse"], RULES.appeal_words, *whole.split()[4:6]):
        short = whole.replace(part, "")
        outcome, _ = await does(restrictions, one, HEAD, Operation.SEND_NOTICE, now, notice_text=short)
        assert outcome is Problem.NOTICE_INCOMPLETE
    outcome, seen = await does(restrictions, one, HEAD, Operation.SEND_NOTICE, now)
    assert outcome is ActOutcome.DONE
    assert seen
    assert seen.notice_text == whole
    assert seen.applies
    sent = next(one for one in seen.entries if one.operation == Operation.SEND_NOTICE)
    assert len(str(sent.said["notice_hash"])) == 64
    assert (await restrictions.check("Roy Hollis", COLLEAGUE)).rules


async def test_d58_d59_being_in_force_makes_the_tasks_for_council_and_for_others_outside(
    office: Office,
) -> None:
    restrictions = register(office)
    one = await in_force(office, restrictions)
    tasks = await office.desk.tasks.mine(CAO)
    assert {task.kind for task in tasks} == {TaskKind.COUNCIL, TaskKind.OUTSIDE}
    council = next(task for task in tasks if task.kind is TaskKind.COUNCIL)
    seen = await office.desk.tasks.view(council.id, CAO, words=True)
    assert seen
    assert "Abuse after a warning" in seen.words
    assert "Hollis" not in seen.words
    assert "everywhere at the Town" in seen.words
    assert "{" not in seen.words, "a line about what there is none of is left out"
    outcome, _ = await does(restrictions, one, CAO, Operation.TELL_OUTSIDE, office.clock.now())
    assert outcome is ActOutcome.DONE
    assert [task.kind for task in await office.desk.tasks.mine(CAO)] == [TaskKind.COUNCIL]


async def test_at_its_review_it_stops_by_itself_and_the_cao_hears_within_a_day(office: Office) -> None:
    restrictions = register(office)
    one = await in_force(office, restrictions)
    await office.pass_time(days=77)
    soon = [one.recipient for one in office.notifier.notices if one.entry and one.entry.act == "review_soon"]
    assert HEAD in soon
    office.clock.advance(one.review - office.clock.now() - timedelta(minutes=1))
    assert (await restrictions.check("Roy Hollis", COLLEAGUE)).rules
    office.clock.advance(timedelta(minutes=1))
    assert not (await restrictions.check("Roy Hollis", COLLEAGUE)).rules, "although no worker ran"
    await office.worker.run_due()
    told = {one.recipient for one in office.notifier.notices if one.entry and one.entry.act == "suspended"}
    assert {HEAD, CAO} <= told
    seen = await restrictions.view(one.id, CAO)
    assert seen
    assert seen.state is State.SUSPENDED
    outcome, seen = await does(restrictions, one, CAO, Operation.EXTEND, office.clock.now())
    assert outcome is ActOutcome.DONE
    assert seen
    assert seen.state is State.APPROVED, "the customer was told that it stops"
    outcome, seen = await does(restrictions, seen, HEAD, Operation.SEND_NOTICE, office.clock.now())
    assert outcome is ActOutcome.DONE
    assert seen
    assert seen.applies
    late = one.wanted.ends + timedelta(days=1)
    assert (await does(restrictions, one, CAO, Operation.EXTEND, office.clock.now(), review_at=late))[
        0
    ] is Problem.REVIEW_ORDER


async def test_d33_a_complaint_goes_to_somebody_who_neither_proposed_nor_decided(office: Office) -> None:
    restrictions, now = register(office), office.clock.now()
    one = await in_force(office, restrictions)
    assert await restrictions.view(one.id, HR) is None
    assert (await does(restrictions, one, HEAD, Operation.APPEAL, now))[0] is ActOutcome.DONE
    assert (await does(restrictions, one, HEAD, Operation.APPEAL, now))[0] is Problem.APPEAL_OPEN
    await office.worker.run_due()
    assert [task.kind for task in await office.desk.tasks.mine(HR)] == [TaskKind.APPEAL]
    for who in (CAO, HEAD, BACKUP):
        assert (await does(restrictions, one, who, Operation.LIFT, now))[0] is ActOutcome.NOT_ALLOWED
    outcome, _ = await does(restrictions, one, HR, Operation.LIFT, now)
    assert outcome is ActOutcome.DONE
    assert await office.desk.tasks.mine(HR) == ()
    assert not (await restrictions.check("Roy Hollis", COLLEAGUE)).rules


async def test_d26_d28_what_comes_in_is_answered_or_filed_by_a_test_and_never_where_it_cannot_be_restricted(
    office: Office,
) -> None:
    restrictions, now = register(office), office.clock.now()
    one = await in_force(office, restrictions, options=("B1",))
    logs = {
        ("ordinary", "filed", ()): ActOutcome.DONE,
        ("ordinary", "answered", ()): Problem.NO_TEST,
        ("ordinary", "answered", ("serious",)): ActOutcome.DONE,
        ("access", "filed", ()): Problem.NEVER_RESTRICTED,
        ("emergency", "filed", ("serious",)): Problem.NEVER_RESTRICTED,
        ("statute", "answered", ()): ActOutcome.DONE,
    }
    for (about, done, meets), expected in logs.items():
        said: dict[str, Said] = {"came_about": about, "came_done": done, "came_meets": meets}
        outcome, shown = await does(restrictions, one, COLLEAGUE, Operation.LOG_CONTACT, now, **said)
        assert outcome is expected, (about, done, meets)
        assert shown is None, "whoever logs it at the counter does not see the record"


async def test_d29_over_quota_is_shown_with_the_day_it_counts_anew(office: Office) -> None:
    restrictions = register(office)
    one = await in_force(office, restrictions, options=("B2",), quota=2)
    for about in ("ordinary", "access", "ordinary"):
        await does(restrictions, one, COLLEAGUE, Operation.LOG_CONTACT, office.clock.now(), came_about=about)
        office.clock.advance(timedelta(minutes=5))
    (rule,) = (await restrictions.check("hollis, roy", COLLEAGUE)).rules or (
        await restrictions.check("Roy Hollis", COLLEAGUE)
    ).rules
    assert rule.quota
    assert (rule.quota.used, rule.quota.is_over) == (2, True)
    office.clock.advance(rule.quota.resets - office.clock.now())
    (rule,) = (await restrictions.check("Roy Hollis", COLLEAGUE)).rules
    assert rule.quota
    assert rule.quota.used == 0


async def test_d31_an_appointment_is_a_task_for_both_who_sit_in(office: Office) -> None:
    restrictions, now = register(office), office.clock.now()
    one = await in_force(office, restrictions, options=("C2",))
    said = {"meet_with": AUTHOR, "witness": COLLEAGUE}
    assert (await does(restrictions, one, COLLEAGUE, Operation.BOOK, now, **said))[0] is ActOutcome.DONE
    assert [task.kind for task in await office.desk.tasks.mine(AUTHOR)] == [TaskKind.MEETING]
    assert [task.kind for task in await office.desk.tasks.mine(COLLEAGUE)] == [TaskKind.WITNESS]


async def test_one_that_takes_the_place_of_another_ends_it_once_it_is_in_force(office: Office) -> None:
    restrictions = register(office)
    former = await in_force(office, restrictions)
    later = await in_force(office, restrictions, replaces=former.reference, options=("C1",), nominated=AUTHOR)
    seen = await restrictions.view(former.id, CAO)
    assert seen
    assert seen.state is State.ENDED
    (rule,) = (await restrictions.check("Roy Hollis", COLLEAGUE)).rules
    assert (rule.record, rule.nominated) == (later.id, AUTHOR)


EVERYBODY = {
    "clerk": COLLEAGUE,
    "head": HEAD,
    "backup": BACKUP,
    "other_head": OTHER_HEAD,
    "cao": CAO,
    "hr": HR,
    "records": RECORDS,
    "councillor": "cou@example.gov",
    "guest": GUEST,
    "nobody": "nobody@example.gov",
}
SEES = """
             view  register  check  figures  propose
clerk        -     -         x      -        -
head         x     x         x      -        x
backup       x     x         x      -        x
other_head   -     -         x      -        x
cao          x     x         x      x        -
hr           -     -         x      -        -
records      x     -         x      -        -
councillor   -     -         -      -        -
guest        -     -         -      -        -
nobody       -     -         -      -        -
"""


async def test_who_sees_the_register_the_rule_and_the_figures_is_the_written_table(office: Office) -> None:
    office.roster.people["cou@example.gov"] = ("Council", frozenset({"elected"}))
    restrictions = register(office)
    one = await in_force(office, restrictions)
    header, *rows = SEES.strip().splitlines()
    for name, *cells in map(str.split, rows):
        who = EVERYBODY[name]
        wanted = proposal(office.clock.now(), proposer=who)
        seen = {
            "view": await restrictions.view(one.reference, who) is not None,
            "register": bool(await restrictions.register(who)),
            "check": bool((await restrictions.check("Roy Hollis", who)).rules),
            "figures": await restrictions.figures(who) is not None,
            "propose": (await restrictions.propose(wanted, new_id()))[1] is not None,
        }
        assert {key: "x" if yes else "-" for key, yes in seen.items()} == dict(
            zip(header.split(), cells, strict=True)
        ), name


async def test_absent_and_forbidden_look_alike_and_every_look_is_told_to_who_keeps_it(office: Office) -> None:
    restrictions = register(office)
    one = await in_force(office, restrictions)
    absent = await restrictions.check("Somebody Else", COLLEAGUE)
    forbidden = await restrictions.check("Roy Hollis", "nobody@example.gov")
    assert absent == forbidden
    await restrictions.check("Roy Hollis", COLLEAGUE)
    maybe = await restrictions.check("Roi Holis", COLLEAGUE)
    assert (maybe.rules, maybe.is_maybe) == ((), True)
    looks = await office.desk.looks(one.id, HEAD)
    assert looks
    assert [look.by for look in looks if look.checked] == [COLLEAGUE, COLLEAGUE]


async def test_no_incident_list_and_no_act_on_incidents_reaches_a_restriction(office: Office) -> None:
    restrictions = register(office)
    one = await in_force(office, restrictions)
    for who in (HEAD, CAO):
        assert await office.desk.view(one.reference, who) is None
        assert await office.desk.mine(who) == ()
        assert await office.desk.open_for(who) == ()
        assert (await office.desk.act(one.id, who, Operation.ASK_CAO, {"cao_request": "x"}, "x"))[
            0
        ] is ActOutcome.NOT_ALLOWED
        assert await office.desk.amend(one.id, who, "words", new_id()) is None
    assert (await office.auditor.look()).ok


PEOPLE = (HEAD, BACKUP, CAO, HR, COLLEAGUE, OTHER_HEAD, RECORDS, GUEST)
OPTIONS = ("A", "B1", "B2", "C1", "C2")


@pytest.mark.parametrize("seed", range(20, 20 + -(-STEPS // AT_ONCE)))
async def test_a_long_walk_never_restricts_anybody_unfairly(office: Office, seed: int) -> None:
    """Trust check 20: every act by anybody in any order, with time that jumps and a worker that is often away."""
    rng, restrictions = random.Random(seed), register(office)
    made: list[str] = []
    applied, told = 0, set[tuple[str, str]]()
    for step in range(min(STEPS, AT_ONCE)):
        if not made or rng.random() < 0.08:
            who, option = rng.choice((HEAD, BACKUP, OTHER_HEAD, COLLEAGUE)), rng.choice(OPTIONS)
            wanted = proposal(
                office.clock.now(),
                proposer=who,
                options=(option,),
                customer=f"Roy Hollis {step}",
                nominated=AUTHOR if option == "C1" else "",
                quota=3 if option == "B2" else 0,
                starts=office.clock.now() + timedelta(days=rng.choice((0, 3))),
                review=office.clock.now() + timedelta(days=rng.choice((4, 20, 90))),
            )
            _, one = await restrictions.propose(wanted, new_id())
            made = [*made, one.id][-6:] if one else made
        else:
            seen = await restrictions.view(rng.choice(made), CAO)
            assert seen
            said: dict[str, Said] = {}
            operation = rng.choice(LIKELY.get(seen.state, WALKED))
            if operation is Operation.SEND_NOTICE and rng.random() < 0.5:
                said["notice_text"] = rng.choice(
                    (RULES.appeal_words, "Nothing of it.", notice_for(seen)[:40])
                )
            if operation is Operation.LOG_CONTACT:
                said |= {"came_about": rng.choice(list(Route)), "came_done": rng.choice(list(Handled))}
            who = USUALLY.get(operation, CAO) if rng.random() < 0.6 else rng.choice(PEOPLE)
            outcome, _ = await does(restrictions, seen, who, operation, office.clock.now(), **said)
            if operation is Operation.LOG_CONTACT and said["came_about"] != Route.ORDINARY:
                assert said["came_done"] == Handled.ANSWERED or outcome is not ActOutcome.DONE
        office.clock.advance(timedelta(hours=rng.choice((0, 0, 0, 1, 9, 30))))
        if rng.random() < 0.4:
            await office.worker.run_due()
            told |= heard_of_ends(office)
            for one in [await one_of(restrictions, name) for name in made]:
                assert one.state is not State.SUSPENDED or (one.id, CAO) in told
        for name in made[-3:]:
            one = await one_of(restrictions, name)
            is_fair(one, office.clock.now())
            applied += one.applies
    assert applied or seed > 20, "the first walk, at least, comes where there is something to see"
    assert (await office.auditor.broken_at()) is None


WALKED = tuple(dict.fromkeys(one.operation for one in RESTRICTION_LIFE if "task" not in one.operation))
USUALLY = {
    Operation.SEND_NOTICE: HEAD,
    Operation.ADVISE: HEAD,
    Operation.LOG_CONTACT: COLLEAGUE,
    Operation.UPHOLD: HR,
    Operation.LIFT: HR,
}
LIKELY = {
    State.PROPOSED: (*[Operation.ADVISE] * 8, *[Operation.APPROVE] * 16, Operation.DECLINE, *WALKED),
    State.APPROVED: (*[Operation.SEND_NOTICE] * 30, *WALKED),
    State.IN_FORCE: (*WALKED, *[Operation.LOG_CONTACT] * 6, *[Operation.EXTEND] * 3),
    State.SUSPENDED: (*WALKED, *[Operation.EXTEND] * 3),
}


async def one_of(restrictions: Restrictions, name: str) -> RestrictionFile:
    seen = await restrictions.view(name, CAO)
    assert seen
    return seen


def is_fair(one: RestrictionFile, now: datetime) -> None:
    """What must be true of a restriction that applies, and of any complaint that was answered."""
    acts = {entry.act: entry for entry in one.entries}
    if "upheld" in acts or "lifted" in acts:
        by = (acts.get("upheld") or acts["lifted"]).by
        assert by not in (one.wanted.proposer, one.decided_by)
    if not one.applies:
        return
    kinds = [entry.kind for entry in one.timeline]
    assert kinds.index("proposed") < kinds.index("approved") < kinds.index("notice_sent")
    decision, notice = acts["approved"], acts["notice_sent"]
    assert decision.by == one.decided_by != one.wanted.proposer
    assert decision.said["decision_reason"]
    assert one.wanted.reasons
    assert one.wanted.ground in RULES.grounds
    assert set(one.wanted.options) <= {option.key for option in RULES.options}
    assert one.wanted.starts <= now < one.review <= one.wanted.ends
    assert RULES.appeal_words in str(notice.said["notice_text"])
    if any(option.advice_first for option in RULES.chosen(one.wanted.options)):
        assert kinds.index("advised") < kinds.index("approved")


def heard_of_ends(office: Office) -> set[tuple[str, str]]:
    """Who was told that which restriction stopped; what was sent is forgotten, so that a long walk stays quick."""
    told = {
        (notice.record.id, notice.recipient)
        for notice in office.notifier.notices
        if notice.entry and notice.entry.act in ("suspended", "ended")
    }
    office.notifier.notices.clear()
    return told
