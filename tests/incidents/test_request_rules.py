"""Requests as rules: what the file says, which lane and whose eyes, which clock, and who may what, cell by cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people import People
from foundation.calendar import WorkCalendar
from foundation.datafile import DataFileError, parse_data
from incidents.records import State
from incidents.request import ABOUT_PEOPLE, ClockGround, Matter, RequestClockKind, RequestPriority
from incidents.rules.access import Operation, Relation, may
from incidents.rules.conflict import is_barred
from incidents.rules.request_clocks import ClockFacts, ClockStage, due_by, running, steps_after
from incidents.rules.request_file import load_requests, read_rules
from incidents.rules.request_lanes import choose_lane, readers_of
from incidents.rules.request_life import OF_REQUESTS, REQUEST_LIFE
from incidents.rules.request_rights import RequestGround, RequestRights
from incidents.rules.request_rules import OFF, RequestRules
from incidents.rules.request_words import guess_category
from incidents.rules.transitions import possible
from tests.flows.town import CAO, DANA, GIDEON, HECTOR, ORGANISATION, PRIYA, SAM, TESSA, WEN, sample

FILE = ORGANISATION / "requests.yaml"
MIREILLE = "mireille.gagnon@portmaribel.example"
YUSUF = "yusuf.demir@portmaribel.example"
BEATRIZ = "beatriz.amaral@portmaribel.example"
INGRID = "ingrid.solheim@portmaribel.example"
CALLUM = "callum.byrne@portmaribel.example"
ROLF = "rolf.amundsen@portmaribel.example"


@cache
def rules() -> RequestRules:
    return load_requests(FILE)


def people() -> People:
    return sample().people


def lane_of(matter: Matter, department: str = "", *about: str) -> tuple[str, tuple[str, ...]]:
    chosen = choose_lane(rules(), people(), matter, department, frozenset(about))
    assert chosen
    return chosen.lane.name if chosen.lane else "", chosen.readers


def test_without_the_file_requests_are_off() -> None:
    assert load_requests(FILE.with_name("nothing.yaml")) is OFF
    assert not OFF.is_on


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("    backup: callum.byrne@portmaribel.example\n", "", "“backup” is missing"),
        ("backup: callum.byrne@", "backup: ingrid.solheim@", "Primary and backup are the same person"),
        ("    reason: Crews are on the road until the evening.\n", "", "has no reason"),
        ("department: Finance", "department: Fnance", "is not among the departments"),
        ("takes: [fraud]\n", "takes: [fraud]\n    about_roles: [cao]\n", "No lane takes every “fraud”"),
        ("takes: [compliment, ", "takes: [complement, ", "“complement” is no matter"),
        ("Its number is {number}.", "Its number is {numbr}.", "Nothing is filled in for “{numbr}”"),
        ("key: snow", "key: pothole", "Two categories have one key"),
        ("update: 5 business days", "update: soon", "is no time"),
        ("    role: hr\n", "    role: hr\n    people: [a@b.example]\n", "by a role or by name"),
    ],
)
def test_r08_a_mistake_in_the_file_is_named_with_its_line(old: str, new: str, said: str) -> None:
    text = FILE.read_text(encoding="utf-8")
    assert old in text
    with pytest.raises(DataFileError, match=r"line \d+") as raised:
        read_rules(parse_data(text.replace(old, new, 1), "requests.yaml"))
    assert said in str(raised.value)


def test_r16_r20_r23_r27_the_lane_follows_the_matter_and_whom_it_is_about() -> None:
    assert lane_of(Matter.SERVICE, "Finance")[0] == ""
    assert lane_of(Matter.PERSON, "", SAM) == ("hr", (MIREILLE,))
    assert lane_of(Matter.PERSON, "Finance") == ("hr", (MIREILLE,))
    assert lane_of(Matter.PERSON, "", CALLUM) == ("works", (HECTOR, INGRID))
    assert lane_of(Matter.PERSON, "Public Works")[0] == "works"
    assert lane_of(Matter.FRAUD, "", SAM) == ("audit", (BEATRIZ,))
    assert lane_of(Matter.PERSON, "", CAO) == ("mayor", (YUSUF,))
    assert lane_of(Matter.FRAUD, "", CAO) == ("mayor", (YUSUF,)), "not the review that reports to the CAO"


def test_r20_a_lane_all_of_whose_readers_are_concerned_is_passed_over() -> None:
    assert lane_of(Matter.PERSON, "", HECTOR) == ("hr", (MIREILLE,)), "his own people do not read it"
    assert lane_of(Matter.PERSON, "", INGRID) == ("works", (HECTOR,))
    assert lane_of(Matter.PERSON, "", MIREILLE) == ("mayor", (YUSUF,)), "another lane rather than nobody"
    everybody = frozenset(people().by_key)
    assert choose_lane(rules(), people(), Matter.PERSON, "", everybody) is None


def test_r21_compliments_and_suggestions_go_to_the_head_of_the_department() -> None:
    assert lane_of(Matter.COMPLIMENT, "Public Works") == ("head", (HECTOR,))
    assert lane_of(Matter.SUGGESTION, "Finance") == ("head", (BEATRIZ,))


@given(
    st.sampled_from(Matter),
    st.sampled_from(["", "Finance", "Public Works", "Nowhere"]),
    st.frozensets(st.sampled_from(sorted(sample().people.by_key)), max_size=3),
)
def test_r20_nobody_it_is_about_nor_their_chain_is_ever_a_reader(
    matter: Matter, department: str, about: frozenset[str]
) -> None:
    chosen = choose_lane(rules(), people(), matter, department, about)
    readers = chosen.readers if chosen else ()
    assert not any(is_barred(one, about, people()) for one in readers)
    if chosen and matter in ABOUT_PEOPLE:
        assert chosen.lane
        assert chosen.lane.confidential


LANES = {
    "": (INGRID, CALLUM, HECTOR, CAO),
    "hr": (MIREILLE,),
    "audit": (BEATRIZ,),
    "works": (HECTOR, INGRID),
    "mayor": (YUSUF,),
    "head": (HECTOR,),
    "gone": (),
}
EVERYBODY = (
    SAM,
    PRIYA,
    DANA,
    HECTOR,
    INGRID,
    CALLUM,
    MIREILLE,
    BEATRIZ,
    YUSUF,
    TESSA,
    CAO,
    GIDEON,
    WEN,
    ROLF,
)


@pytest.mark.parametrize("lane", LANES)
@pytest.mark.parametrize("person", EVERYBODY)
def test_r16_r27_the_words_of_a_lane_are_read_by_its_readers_alone(lane: str, person: str) -> None:
    rights = RequestRights(rules(), people())
    ground = RequestGround(SAM, lane, "Public Works")
    open_lane = lane in ("", "head")
    reads = person in LANES[lane] or (person == SAM and open_lane)
    assert rights.may(person, ground, Operation.VIEW, frozenset()) == reads
    for operation in (Operation.ASSIGN, Operation.RESOLVE, Operation.PRIORITISE):
        assert rights.may(person, ground, operation, frozenset()) == (person in LANES[lane])
    sees = person in (*LANES[lane], SAM)
    assert rights.may(person, ground, Operation.SEE_STANDING, frozenset()) == sees


@pytest.mark.parametrize("lane", LANES)
@pytest.mark.parametrize("person", [INGRID, HECTOR, CAO, SAM])
def test_r20_whoever_it_is_about_and_their_chain_may_nothing(lane: str, person: str) -> None:
    rights = RequestRights(rules(), people())
    ground = RequestGround(WEN, lane, "Public Works", handler=person)
    for about in (person, CAO):
        may_do = rights.operations(person, ground, frozenset({about}))
        assert may_do == frozenset(), (person, about)


def test_r16_whoever_took_a_complaint_about_their_own_head_sees_its_number_alone() -> None:
    rights = RequestRights(rules(), people())
    ground = RequestGround(SAM, "hr", "Customer Service")
    allowed = rights.operations(SAM, ground, frozenset({PRIYA}))
    assert allowed == {Operation.SEE_STANDING, Operation.CONFIRM, Operation.CALLED_AGAIN, Operation.ATTACH}
    assert rights.operations(SAM, ground, frozenset({SAM})) == frozenset()


def test_r14_the_office_it_came_from_sees_where_it_stands_and_no_word() -> None:
    rights = RequestRights(rules(), people())
    ground = RequestGround(SAM, "", "Finance", office="Councillor, Ward 2")
    own = {Operation.SEE_STANDING, Operation.CONFIRM, Operation.CALLED_AGAIN, Operation.ATTACH}
    assert rights.operations(TESSA, ground, frozenset()) == own
    assert not rights.may(WEN, replace(ground, department="Public Works"), Operation.VIEW, frozenset())


def test_r16_r37_of_a_confidential_lane_only_a_reader_is_given_a_request() -> None:
    rights = RequestRights(rules(), people())
    ground = RequestGround(SAM, "hr", "Finance", handler=WEN)
    assert not rights.may_handle(WEN, ground, frozenset())
    assert not rights.may(WEN, ground, Operation.VIEW, frozenset()), "given before it went into that lane"
    assert rights.may_handle(MIREILLE, ground, frozenset())
    assert rights.may_handle(WEN, replace(ground, lane=""), frozenset())


def test_every_act_of_the_life_has_somebody_who_may_and_a_veto_wins() -> None:
    acts = {row.operation for row in REQUEST_LIFE}
    assert all(may(frozenset({Relation.READER}), one, OF_REQUESTS) for one in acts)
    for veto in (Relation.NAMED, Relation.GUEST):
        assert not any(may(frozenset({Relation.READER, veto}), one, OF_REQUESTS) for one in Operation)
    assert not any(possible(State.SUBMITTED, REQUEST_LIFE))


@pytest.mark.parametrize(
    ("text", "key", "because"),
    [
        ("There is a pothole on Harbour Street", "pothole", "pothole"),
        ("potholes everywhere", "pothole", "pothole"),
        ("a big potohle at the school", "pothole", "pothole"),
        ("My water bill was charged twice", "bill", "charged twice"),
        ("no water since the water main broke", "water-main", "water main"),
    ],
)
def test_r34_the_category_is_found_in_the_words_and_says_why(text: str, key: str, because: str) -> None:
    guess = guess_category(rules(), text)
    assert guess
    assert (guess.category.key, guess.because) == (key, because)


@pytest.mark.parametrize("text", ["", "Something is wrong", "the ice in the park"])
def test_r34_where_no_word_or_two_categories_fit_nothing_is_guessed(text: str) -> None:
    assert guess_category(rules(), text) is None


HALIFAX, DENVER = ZoneInfo("America/Halifax"), ZoneInfo("America/Denver")
TOWN = WorkCalendar(HALIFAX, region="CA-NS")


def facts(at: datetime, **changes: object) -> ClockFacts:
    plain = ClockFacts(State.RECEIVED, RequestPriority.ROUTINE, "Finance", "bill", at, contact_wanted=True)
    return replace(plain, **changes)  # type: ignore[arg-type]  # any field, by name


def due_of(kind: RequestClockKind, some: ClockFacts, calendar: WorkCalendar = TOWN) -> datetime | None:
    return next((one.due for one in running(rules(), calendar, some) if one.kind is kind), None)


def local(*when: int, zone: ZoneInfo = HALIFAX) -> datetime:
    return datetime(*when, tzinfo=zone)  # type: ignore[arg-type,misc]  # whole numbers, then the zone


def test_p07_a15_it_is_confirmed_within_a_day_or_as_late_as_the_department_says_with_its_reason() -> None:
    friday = local(2026, 3, 6, 15)
    assert due_of(RequestClockKind.CONFIRM, facts(friday)) == friday + timedelta(hours=24)
    works = facts(friday, department="Public Works", category="pothole")
    clock = next(one for one in running(rules(), TOWN, works) if one.kind is RequestClockKind.CONFIRM)
    assert clock.due == local(2026, 3, 10, 17)
    assert (clock.ground, clock.reason) == (
        ClockGround.DEPARTMENT,
        "Crews are on the road until the evening.",
    )


def test_r38_an_urgent_one_has_shorter_clocks_whatever_its_department() -> None:
    at = local(2026, 3, 6, 15)
    for kind in (RequestClockKind.CONFIRM, RequestClockKind.UPDATE, RequestClockKind.TARGET):
        some = [
            due_of(kind, facts(at, department="Public Works", category="pothole", priority=one))
            for one in RequestPriority
        ]
        assert some == sorted(some, key=lambda due: due or at)
        assert len(set(some)) == 3


def test_p08_p15_an_open_one_always_has_a_date_of_its_next_update() -> None:
    at = local(2026, 3, 6, 15)
    for state in (State.RECEIVED, State.CONFIRMED, State.ASSIGNED, State.INVESTIGATING):
        for wanted in (True, False):
            kinds = {
                one.kind for one in running(rules(), TOWN, facts(at, state=state, contact_wanted=wanted))
            }
            assert RequestClockKind.UPDATE in kinds
    promised = at + timedelta(days=9)
    said = facts(at, next_update=promised, updated_at=at)
    assert due_of(RequestClockKind.UPDATE, said) == promised
    assert due_of(RequestClockKind.HOLDING, replace(said, is_holding=True)) == promised, "J21"


def test_p12_r10_r22_after_solving_it_is_asked_of_whoever_wants_to_hear() -> None:
    at = local(2026, 3, 6, 15)
    solved = facts(at, state=State.RESOLVED, resolved_at=at)
    (clock,) = running(rules(), TOWN, solved)
    assert (clock.kind, clock.due) == (RequestClockKind.FOLLOW_UP, local(2026, 3, 11, 17))
    assert running(rules(), TOWN, replace(solved, contact_wanted=False)) == ()
    assert running(rules(), TOWN, replace(solved, state=State.CLOSED)) == ()


def test_j20_days_of_work_skip_holidays_leap_days_count_and_summer_time_moves_nothing() -> None:
    easter = facts(local(2026, 4, 2, 10), department="Public Works", category="pothole")
    assert due_of(RequestClockKind.CONFIRM, easter) == local(2026, 4, 7, 17), "Good Friday is no day of work"
    leap = facts(local(2028, 2, 28, 10), department="Public Works", category="pothole")
    assert due_of(RequestClockKind.CONFIRM, leap) == local(2028, 3, 1, 17)
    spring = facts(local(2026, 3, 7, 12))
    assert due_of(RequestClockKind.CONFIRM, spring) == local(2026, 3, 8, 13), "24 hours that passed"
    autumn = facts(local(2026, 10, 30, 10), department="Public Works", category="pothole")
    assert due_of(RequestClockKind.CONFIRM, autumn) == local(2026, 11, 3, 17)
    denver = replace(TOWN, zone=DENVER, region="US-CO")
    there = facts(local(2026, 3, 6, 15, zone=DENVER), department="Public Works", category="pothole")
    assert due_of(RequestClockKind.CONFIRM, there, denver) == local(2026, 3, 10, 17, zone=DENVER)


@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2029, 1, 1)),  # noqa: DTZ001 - given its zone below
    st.sampled_from(RequestPriority),
    st.sampled_from([one.key for one in load_requests(FILE).categories]),
    st.sampled_from([HALIFAX, DENVER]),
)
def test_every_clock_runs_forward_and_each_step_comes_once_in_order(
    at: datetime, priority: RequestPriority, key: str, zone: ZoneInfo
) -> None:
    category = rules().category(key)
    assert category
    some = facts(at.replace(tzinfo=UTC), priority=priority, department=category.department, category=key)
    calendar = replace(TOWN, zone=zone)
    clocks = running(rules(), calendar, some)
    assert all(one.started < one.due for one in clocks)
    assert list(clocks) == sorted(clocks, key=lambda one: (one.due, one.kind))
    steps = steps_after(clocks, calendar, some.received_at)
    for clock in clocks:
        stages = [stage for _, one, stage in steps if one.kind is clock.kind]
        assert stages == list(ClockStage)
    for now, _, _ in steps:
        come = due_by(clocks, calendar, some.received_at, now)
        assert len({one.kind for one, _ in come}) == len(come), "of each clock the last alone"
        assert {one.kind for one, _ in come} == {one.kind for at, one, _ in steps if at <= now}


def test_p08_the_day_after_it_ran_out_whoever_is_above_hears() -> None:
    friday = local(2026, 3, 6, 12)
    clocks = running(rules(), TOWN, facts(friday, category="", contact_wanted=False))
    (clock,) = clocks
    ((at, _, stage),) = steps_after(clocks, TOWN, clock.due)
    assert stage is ClockStage.ABOVE
    assert at.astimezone(HALIFAX).date() == date(2026, 3, 16)
    later = at + timedelta(days=9)
    assert due_by(clocks, TOWN, friday, later) == [(clock, ClockStage.ABOVE)], "after days without power"


def test_r14_readers_of_a_department_are_primary_backup_head_and_cao() -> None:
    assert readers_of(rules(), people(), "", "Public Works") == (INGRID, CALLUM, HECTOR, CAO)
    assert readers_of(rules(), people(), "", "Nowhere") == (CAO,)
