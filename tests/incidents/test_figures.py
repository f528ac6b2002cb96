"""The month in figures: counted right, without a name, and no small number can be worked out of all that is shown."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from foundation.calendar import Wait, WaitUnit, WorkCalendar
from incidents.records import State
from incidents.report import Behaviour, Channel
from incidents.request import Matter, RequestPriority
from incidents.rules.figures import month_of
from incidents.rules.figures_cells import Breakdown, FigureCell, Measure, MonthSpan
from incidents.rules.figures_count import Counting
from incidents.rules.figures_facts import (
    AfterCare,
    Frame,
    IncidentFact,
    MonthFacts,
    QuestionFact,
    RequestFact,
    RestrictionFact,
    TaskFact,
)
from incidents.rules.figures_shown import FEW, MonthBefore, ShownFigure, ShownKind, round_count, show
from incidents.rules.figures_times import Timed, TimedCell
from incidents.rules.request_file import load_requests

ZONE = ZoneInfo("America/Halifax")
RULES = load_requests(Path(__file__).resolve().parents[2] / "organisation" / "requests.yaml")
DEPARTMENTS = tuple(one.name for one in RULES.departments)
FRAME = Frame(
    DEPARTMENTS,
    RULES.wards,
    {one.key: one.department for one in RULES.categories},
    ("Front counter", "Library desk"),
    ("hr", "audit"),
)
CALENDAR = WorkCalendar(ZONE)
COUNTING = Counting(FRAME, RULES, CALENDAR)
OCTOBER = date(2026, 10, 1)
MONTHS = 200


def chance(seed: int) -> tuple[MonthFacts, random.Random]:
    """MonthFacts around October, few or many."""
    die = random.Random(seed)
    begin = datetime(2026, 8, 10, tzinfo=UTC)

    def moment(after: datetime = begin, days: int = 95) -> datetime:
        return after + timedelta(minutes=die.randrange(days * 1440))

    def request() -> RequestFact:
        came = moment()
        states = [(came, State.RECEIVED)]
        urgent = die.choices(list(RequestPriority), (1, 2, 5))[0]
        priorities, after = [(came, urgent)], []
        if die.random() < 0.2:
            priorities.append((moment(came, 5), die.choice(list(RequestPriority))))
        if die.random() < 0.7:
            states.append((moment(came, 40), State.RESOLVED))
            if die.random() < 0.5:
                again = die.random() < 0.3
                after.append((moment(states[-1][0], 9), AfterCare.NOT_SOLVED if again else AfterCare.CONTENT))
                states.append((after[-1][0], State.INVESTIGATING if again else State.CLOSED))
        category = die.choice([*FRAME.categories, "", "gone"])
        return RequestFact(
            matter=die.choice([Matter.SERVICE, Matter.COMPLAINT, Matter.COMPLIMENT, Matter.SUGGESTION]),
            received_at=came,
            lane=die.choice(["", "", "", "", "", "hr", "audit", "elsewhere"]),
            department=FRAME.categories.get(category, die.choice([*DEPARTMENTS, "Nowhere"])),
            ward=die.choice([*RULES.wards, ""]),
            category=category,
            states=tuple(states),
            priorities=tuple(priorities),
            after=tuple(after),
            confirmed_at=moment(came, 3) if die.random() < 0.6 else None,
            contact_wanted=die.random() < 0.6,
        )

    def incident() -> IncidentFact:
        at = moment()
        kinds = frozenset(die.sample(list(Behaviour), die.randrange(3)))
        where, channel = die.choice([*FRAME.places, "", "Moon"]), die.choice(list(Channel))
        return IncidentFact(
            moment(at, 9), at, channel, die.choice([*DEPARTMENTS, "Council"]), where, kinds, moment(at, 1)
        )

    many = die.choice([3, 20, 60, 150])
    return (
        MonthFacts(
            requests=tuple(request() for _ in range(many)),
            incidents=tuple(incident() for _ in range(many // 2)),
            tasks=tuple(TaskFact(moment(), die.choice([None, moment()])) for _ in range(many // 4)),
            restrictions=tuple(
                RestrictionFact(at, die.choice([None, moment(at)]), (moment(at),))
                for at in (moment() for _ in range(many // 8))
            ),
            questions=tuple(
                QuestionFact(at, die.choice([None, moment(at, 20)]))
                for at in (moment() for _ in range(many // 5))
            ),
            referrals=tuple(moment() for _ in range(many)),
            wrong_numbers=tuple(moment() for _ in range(many // 10)),
        ),
        die,
    )


def by_hand(facts: MonthFacts) -> Counter[FigureCell]:  # noqa: C901 - a second calculation, as plain as a list
    """October counted another way: every fact is asked for every cell, on the clocks of the town."""
    found: Counter[FigureCell] = Counter()

    def in_october(at: datetime | None) -> bool:
        return at is not None and (at.astimezone(ZONE).year, at.astimezone(ZONE).month) == (2026, 10)

    def by_then(at: datetime) -> bool:
        return at.astimezone(ZONE).strftime("%Y-%m-%d") < "2026-11-01"

    def put(measure: Measure, rows: dict[Breakdown, str]) -> None:
        found[FigureCell(measure)] += 1
        for by, row in rows.items():
            found[FigureCell(measure, by, row)] += 1

    for one in facts.requests:
        if one.lane:
            if in_october(one.received_at):
                put(Measure.CONFIDENTIAL, {Breakdown.LANE: one.lane if one.lane in FRAME.lanes else ""})
            continue
        if not by_then(one.received_at):
            continue
        urgency = [value for at, value in one.priorities if by_then(at)][-1]
        category = {Breakdown.CATEGORY: one.category} if one.category in FRAME.categories else {}
        rows: dict[Breakdown, str] = {
            Breakdown.DEPARTMENT: one.department if one.department in DEPARTMENTS else "",
            Breakdown.WARD: one.ward,
            Breakdown.PRIORITY: urgency,
            Breakdown.MATTER: one.matter,
            **category,
        }
        if in_october(one.received_at):
            put(Measure.RECEIVED, rows)
            if one.priorities[0][1] is RequestPriority.EMERGENCY:
                put(Measure.EMERGENCIES, {})
                if urgency is not RequestPriority.EMERGENCY:
                    put(Measure.EMERGENCIES_WRONG, {})
        # Solved once at most here, for an October without a second time.
        solved = next((at for at, state in one.states if state is State.RESOLVED), None)
        if in_october(solved):
            put(Measure.SOLVED, rows)
        standing = [state for at, state in one.states if by_then(at)][-1]
        if standing not in (State.RESOLVED, State.CLOSED):
            days = (datetime(2026, 11, 1, tzinfo=ZONE) - one.received_at) / timedelta(days=1)
            age = "week" if days < 7 else "month" if days < 31 else "quarter" if days < 91 else "longer"
            put(Measure.PENDING, {**rows, Breakdown.AGE: age})
            if COUNTING.is_overdue(one, datetime(2026, 11, 1, tzinfo=ZONE)):
                put(Measure.OVERDUE, rows)
        for at, what in one.after:
            if in_october(at):
                put(Measure.CONTENT if what is AfterCare.CONTENT else Measure.NOT_SOLVED, {})
        if solved and one.contact_wanted:
            due = CALENDAR.due(solved, RULES.follow_up)
            if in_october(due):
                put(Measure.FOLLOW_UPS, {})
                if one.after and one.after[0][0] <= due:
                    put(Measure.KEPT, {})
    parts = [(6, "night"), (9, "early"), (12, "morning"), (15, "noon"), (18, "afternoon"), (24, "evening")]
    for told in (one for one in facts.incidents if in_october(one.created_at)):
        where = told.department if told.department in DEPARTMENTS else ""
        hour = told.occurred_at.astimezone(ZONE).hour
        put(
            Measure.INCIDENTS,
            {
                Breakdown.DEPARTMENT: where,
                Breakdown.CHANNEL: "" if told.channel is Channel.UNKNOWN else told.channel,
                Breakdown.PLACE: told.place if told.place in FRAME.places else "",
                Breakdown.HOUR: next(name for end, name in parts if hour < end),
            },
        )
        for kind in told.behaviours:
            found[FigureCell(Measure.INCIDENTS, Breakdown.BEHAVIOUR, kind)] += 1
            found[FigureCell(Measure.INCIDENTS, Breakdown.TRAINING, where, kind)] += 1
    for task in facts.tasks:
        if in_october(task.due):
            put(Measure.FOLLOW_UPS, {})
            if task.done_at and task.done_at <= task.due:
                put(Measure.KEPT, {})
    for held in facts.restrictions:
        if held.began and by_then(held.began) and not (held.over and by_then(held.over)):
            put(Measure.RESTRICTIONS, {})
        if in_october(held.began):
            put(Measure.RESTRICTED, {})
        found[FigureCell(Measure.APPEALS)] += sum(map(in_october, held.appealed))
    for asked in facts.questions:
        if in_october(asked.asked_at):
            put(Measure.QUESTIONS, {})
        if by_then(asked.asked_at) and not (asked.answered_at and by_then(asked.answered_at)):
            put(Measure.UNANSWERED, {})
    found[FigureCell(Measure.REFERRALS)] += sum(map(in_october, facts.referrals))
    found[FigureCell(Measure.WRONG_NUMBERS)] += sum(map(in_october, facts.wrong_numbers))
    return found


def test_an_independent_calculation_of_200_random_months_comes_to_the_same_in_every_cell() -> None:
    span, cells = MonthSpan.of(OCTOBER, ZONE), 0
    for seed in range(MONTHS):
        facts, _ = chance(seed)
        counted, expected = COUNTING.count(facts, span), by_hand(facts)
        assert {cell: n for cell, n in counted.items() if n} == {cell: n for cell, n in expected.items() if n}
        cells += len(counted)
    assert cells > 50_000


Values = frozenset[int]
HUGE = 400


@cache
def possible(shown: ShownFigure) -> Values:
    """Every value a cell can have, by the rule that is printed on the paper."""
    match shown.kind:
        case ShownKind.FEW:
            return frozenset(range(5))
        case ShownKind.NOTHING:
            return frozenset({0})
        case ShownKind.WITHHELD | ShownKind.UNCOUNTED:
            return frozenset(range(HUGE))
        case ShownKind.ABOUT:
            return frozenset(n for n in range(5, HUGE) if round_count(n) == shown)


@cache
def span_of(values: Values) -> tuple[int, int]:
    return min(values), max(values)


def within(values: Values, least: int, most: int) -> Values:
    low, high = span_of(values)
    return values if least <= low and high <= most else frozenset(v for v in values if least <= v <= most)


def attack(
    one: dict[tuple[FigureCell, int], Values], real: tuple[dict[FigureCell, int], dict[FigureCell, int]]
) -> None:
    """Narrow every cell of two months by all that adds up, value by value, until nothing more can be learnt."""
    totals = [
        (Measure.RECEIVED, by)
        for by in (Breakdown.DEPARTMENT, Breakdown.WARD, Breakdown.PRIORITY, Breakdown.MATTER)
    ]
    totals += [
        (measure, by)
        for measure in (Measure.SOLVED, Measure.PENDING, Measure.OVERDUE)
        for _, by in totals[:4]
    ]
    totals += [(Measure.PENDING, Breakdown.AGE), (Measure.CONFIDENTIAL, Breakdown.LANE)]
    totals += [
        (Measure.INCIDENTS, by)
        for by in (Breakdown.DEPARTMENT, Breakdown.CHANNEL, Breakdown.PLACE, Breakdown.HOUR)
    ]
    groups = []
    for ago, (measure, by) in product((0, 1), totals):
        rows = [cell for cell, when in one if when == ago and (cell.measure, cell.by) == (measure, by)]
        groups.append(((FigureCell(measure), ago), [(cell, ago) for cell in rows]))
    for ago, kind in product((0, 1), Behaviour):
        rows = [
            cell for cell, when in one if when == ago and cell.by is Breakdown.TRAINING and cell.also == kind
        ]
        groups.append(
            ((FigureCell(Measure.INCIDENTS, Breakdown.BEHAVIOUR, kind), ago), [(cell, ago) for cell in rows])
        )
    carried = [
        cell
        for cell, ago in one
        if not ago and cell.measure is Measure.PENDING and cell.by is not Breakdown.AGE
        if real[0][cell]
        == real[1][cell] + real[0][beside(cell, Measure.RECEIVED)] - real[0][beside(cell, Measure.SOLVED)]
    ]
    for _ in range(12):
        before = dict(one)
        for whole, parts in groups:
            reach = [span_of(one[part]) for part in parts]
            low, high = sum(each[0] for each in reach), sum(each[1] for each in reach)
            one[whole] = within(one[whole], low, high)
            least, most = span_of(one[whole])
            for part, (small, large) in zip(parts, reach, strict=True):
                one[part] = within(one[part], least - (high - large), most - (low - small))
        for cell in carried:
            names = [
                (cell, 0),
                (cell, 1),
                (beside(cell, Measure.RECEIVED), 0),
                (beside(cell, Measure.SOLVED), 0),
            ]
            now, then, came, went = (span_of(one[name]) for name in names)
            bounds = [
                (then[0] + came[0] - went[1], then[1] + came[1] - went[0]),
                (now[0] - came[1] + went[0], now[1] - came[0] + went[1]),
                (now[0] - then[1] + went[0], now[1] - then[0] + went[1]),
                (then[0] + came[0] - now[1], then[1] + came[1] - now[0]),
            ]
            for name, (least, most) in zip(names, bounds, strict=True):
                one[name] = within(one[name], least, most)
        if before == one:
            return


def beside(cell: FigureCell, measure: Measure) -> FigureCell:
    return FigureCell(measure, cell.by, cell.row)


def shown_of(
    facts: MonthFacts,
) -> tuple[dict[FigureCell, int], dict[FigureCell, int], dict[tuple[FigureCell, int], ShownFigure]]:
    now, then = (dict(COUNTING.count(facts, MonthSpan.of(day, ZONE))) for day in (OCTOBER, date(2026, 9, 1)))
    former = show(then, FRAME)
    shown = show(now, FRAME, before=MonthBefore(then, former))
    return (
        now,
        then,
        {**{(c, 0): one for c, one in shown.items()}, **{(c, 1): one for c, one in former.items()}},
    )


def test_whoever_knows_all_sums_the_month_before_and_every_audience_cannot_work_out_a_small_number() -> None:
    hidden = 0
    for seed in range(0, MONTHS, 2):
        now, then, shown = shown_of(chance(seed)[0])
        known = {name: possible(one) for name, one in shown.items()}
        attack(known, (now, then))
        for name, one in shown.items():
            true = (now, then)[name[1]][name[0]]
            assert true in known[name], f"{name} is shown as what it is not"
            if one == FEW or (one.kind is ShownKind.WITHHELD and true < 5):
                hidden += 1
                assert len(known[name]) > 1, f"{name} in month {seed} is {known[name]}"
    assert hidden > 5_000


def test_a_corner_that_rounding_alone_leaves_is_closed_by_withholding_the_smallest_number_beside_it() -> None:
    """Four rows of eight and one of none: their total is about 30, so that every row would have to be what it is."""
    frame = Frame(("A", "B", "C", "D", "E"))
    plain = Counting(frame, RULES, CALENDAR).count(MonthFacts(), MonthSpan.of(OCTOBER, ZONE))
    counts = dict.fromkeys(plain, 0)
    for row in "ABCD":
        counts[FigureCell(Measure.SOLVED, Breakdown.DEPARTMENT, row)] = 8
    counts[FigureCell(Measure.SOLVED)] = 32
    counts[FigureCell(Measure.SOLVED, Breakdown.WARD)] = counts[
        FigureCell(Measure.SOLVED, Breakdown.PRIORITY, "routine")
    ] = 32
    counts[FigureCell(Measure.SOLVED, Breakdown.MATTER, "service")] = 32
    shown = show(counts, frame)
    assert shown[FigureCell(Measure.SOLVED)] == ShownFigure(ShownKind.ABOUT, 30)
    rows = [shown[FigureCell(Measure.SOLVED, Breakdown.DEPARTMENT, row)].kind for row in (*"ABCDE", "")]
    assert rows.count(ShownKind.WITHHELD) == 2
    assert rows[-1] is ShownKind.WITHHELD, "it is marked as the other is, so that nobody knows which is small"
    assert rows[-2] is ShownKind.FEW


def test_no_median_is_shown_of_what_is_withheld_so_that_it_does_not_say_which_number_is_small() -> None:
    """The same corner: of the two that are withheld one is eight and one is none, and only eight have a median."""
    frame = Frame(("A", "B", "C", "D", "E"))
    at = datetime(2026, 10, 5, 14, tzinfo=UTC)
    states = ((at, State.RECEIVED), (at + timedelta(days=2), State.RESOLVED))
    solved = tuple(RequestFact(Matter.SERVICE, at, department=name, states=states) for name in "ABCD" * 8)
    month = month_of(MonthFacts(solved), OCTOBER, Counting(frame, RULES, CALENDAR))
    cells = [TimedCell(Timed.SOLVE, Breakdown.DEPARTMENT, name) for name in (*"ABCDE", "")]
    kinds = {one: month.cell(one.number).kind for one in cells}
    assert ShownKind.WITHHELD in kinds.values()
    assert {one: one in month.times for one in cells} == {
        one: kind is ShownKind.ABOUT for one, kind in kinds.items()
    }


def test_a_small_number_is_never_told_from_none_and_every_other_is_a_multiple_of_five() -> None:
    assert {round_count(n) for n in range(5)} == {FEW}
    assert {round_count(n).about % 5 for n in range(5, 300)} == {0}
    assert max(abs(round_count(n).about - n) for n in range(5, 300)) == 2


def test_facts_have_no_place_for_a_name_so_no_figure_can_hold_one() -> None:
    """Every text of a fact is a name of the organisation's files; what is in none of them is counted as “other”."""
    texts = {
        one.name
        for kind in (RequestFact, IncidentFact, TaskFact, RestrictionFact, QuestionFact)
        for one in fields(kind)
    }
    assert not texts & {
        "customer",
        "author",
        "handler",
        "about",
        "description",
        "happened",
        "taken_by",
        "by",
        "person",
    }
    at = datetime(2026, 10, 5, 14, tzinfo=UTC)
    told = IncidentFact(
        at, at, Channel.PHONE, "Casey Customer", "Casey's house", frozenset({Behaviour.THREAT})
    )
    brought = RequestFact(Matter.SERVICE, at, department="Casey", ward="Casey", category="Casey")
    month = month_of(MonthFacts((brought,) * 9, (told,) * 9), OCTOBER, COUNTING)
    assert "Casey" not in repr(month)


def test_a_confidential_matter_is_in_no_figure_but_the_one_of_confidential_matters() -> None:
    """R15-R28: with and without it every other cell is the same."""
    at = datetime(2026, 10, 5, 14, tzinfo=UTC)
    secret = RequestFact(
        Matter.PERSON, at, lane="hr", department="Finance", ward="Ward 1", contact_wanted=True
    )
    span = MonthSpan.of(OCTOBER, ZONE)
    with_it, without = (COUNTING.count(MonthFacts(requests), span) for requests in ((secret,) * 7, ()))
    changed = {cell.measure for cell in with_it if with_it[cell] != without[cell]}
    assert changed == {Measure.CONFIDENTIAL}


def test_a_department_of_which_nothing_was_recorded_in_more_than_a_year_is_named_as_such() -> None:
    at = datetime(2026, 10, 5, 14, tzinfo=UTC)
    brought = RequestFact(
        Matter.SERVICE, at, department="Finance", category="bill", states=((at, State.RECEIVED),)
    )
    month = month_of(MonthFacts((brought,)), OCTOBER, COUNTING)
    assert "Finance" not in month.silent
    assert set(month.silent) == set(DEPARTMENTS) - {"Finance"}
    assert (
        month.cell(FigureCell(Measure.RECEIVED, Breakdown.DEPARTMENT, "Planning and Permits")).kind
        is ShownKind.NOTHING
    )
    assert month.cell(FigureCell(Measure.RECEIVED, Breakdown.DEPARTMENT, "Finance")) == FEW


def test_a_request_is_overdue_in_a_month_by_the_clocks_that_ran_then_and_not_by_todays() -> None:
    """P14: a pothole of 1 September is due on the 15th; it was solved in October, and is late in September alone."""
    came, solved = datetime(2026, 9, 1, 14, tzinfo=UTC), datetime(2026, 10, 9, 14, tzinfo=UTC)
    one = RequestFact(
        Matter.SERVICE,
        came,
        department="Public Works",
        category="pothole",
        states=((came, State.RECEIVED), (solved, State.RESOLVED)),
        priorities=((came, RequestPriority.ROUTINE),),
        confirmed_at=came + timedelta(hours=1),
    )
    assert CALENDAR.due(came, Wait(10, WaitUnit.BUSINESS_DAYS)) < MonthSpan.of(came.date(), ZONE).end
    september, october = (
        COUNTING.count(MonthFacts((one,)), MonthSpan.of(day, ZONE)) for day in (came.date(), OCTOBER)
    )
    assert (september[FigureCell(Measure.OVERDUE)], september[FigureCell(Measure.SOLVED)]) == (1, 0)
    assert (
        october[FigureCell(Measure.OVERDUE)],
        october[FigureCell(Measure.PENDING)],
        october[FigureCell(Measure.SOLVED)],
    ) == (0, 0, 1)


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 11, 15), 721), (date(2027, 3, 1), 743), (date(2028, 2, 9), 696)]
)
def test_a_month_is_as_long_as_the_clocks_of_the_town_say_also_with_summer_time_and_a_leap_day(
    day: date, hours: int
) -> None:
    span = MonthSpan.of(day, ZONE)
    assert span.end.astimezone(UTC) - span.start.astimezone(UTC) == timedelta(hours=hours)


def test_p20_training_is_planned_by_kinds_of_incident_within_each_department() -> None:
    at = datetime(2026, 10, 5, 14, tzinfo=UTC)
    told = IncidentFact(at, at, Channel.PHONE, "Finance", "", frozenset({Behaviour.THREAT, Behaviour.RUDE}))
    counts = COUNTING.count(MonthFacts(incidents=(told,) * 9), MonthSpan.of(OCTOBER, ZONE))
    for kind in Behaviour:
        cell = FigureCell(Measure.INCIDENTS, Breakdown.TRAINING, "Finance", kind)
        assert counts[cell] == (9 if kind in told.behaviours else 0)
    assert counts[FigureCell(Measure.INCIDENTS)] == 9, "one with two kinds is one"


def test_p21_what_customers_said_afterwards_is_counted_when_they_said_it() -> None:
    came, solved = datetime(2026, 9, 1, 14, tzinfo=UTC), datetime(2026, 9, 8, 14, tzinfo=UTC)
    said = datetime(2026, 10, 2, 14, tzinfo=UTC)
    counts = {}
    for what in AfterCare:
        states = ((came, State.RECEIVED), (solved, State.RESOLVED), (said, State.CLOSED))
        one = RequestFact(Matter.SERVICE, came, states=states, after=((said, what),))
        counts[what] = COUNTING.count(MonthFacts((one,)), MonthSpan.of(OCTOBER, ZONE))
    assert counts[AfterCare.CONTENT][FigureCell(Measure.CONTENT)] == 1
    assert counts[AfterCare.NOT_SOLVED][FigureCell(Measure.NOT_SOLVED)] == 1
    assert counts[AfterCare.WAIVED][FigureCell(Measure.CONTENT)] == 0
