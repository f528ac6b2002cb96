"""20,000 random org charts: what the desk decides against an oracle that was written apart from it (trust.md, 11).

The oracle draws the whole chart as a table of who stands below whom and reads the rules off in plain words.
"""

from __future__ import annotations

import random
from itertools import product

from bot.people import People, Person, Role
from incidents.records import Outline
from incidents.rules.access import Operation
from incidents.rules.ladder import Ladder, LadderStep
from incidents.rules.rights import Rights

CHARTS = 20_000
EVERY = tuple(Operation)
KEYS = tuple(f"p{number}@town.example" for number in range(7))
DEPARTMENTS = ("Transit", "Parks", "")
ROLES = (*Role, Role.EMPLOYEE, Role.EMPLOYEE, Role.HEAD, Role.BACKUP)


TAKES_UP = {Operation.ACKNOWLEDGE, Operation.TAKE_OVER}
SEES_TO_TASKS = {Operation.PROMISE, Operation.FINISH_TASK, Operation.GIVE_TASK}
HANDLES = {
    Operation.ASSIGN,
    Operation.RETURN,
    Operation.CONTACT,
    Operation.WRITE_LETTER,
    Operation.DECIDE_CORRESPONDENCE,
    Operation.AGREE,
    Operation.SHARE,
    Operation.CLOSE,
    Operation.TELL_IN_PERSON,
    Operation.REOPEN,
    Operation.ADD_TASK,
    Operation.DROP_TASK,
    Operation.LINK,
}
"""What whoever answers for a department does, and nobody with a record of their own."""

KEEPS = {Operation.HOLD, Operation.LIFT_HOLD, Operation.CLASSIFY, Operation.DESTROY}
"""What the records officer decides, of no record of their own."""

TELLS = {
    *(Operation.VIEW, Operation.AMEND, Operation.CORRECT, Operation.NOT_SOLVED, Operation.ASK_CAO),
    *(Operation.PROMISE, Operation.SEE_LOOKS, Operation.HAND_OVER, Operation.POLICE),
    *(
        Operation.ADD_DETAILS,
        Operation.ADD_CUSTOMER,
        Operation.ADD_SAFETY,
        Operation.ADD_STAFF,
        Operation.ATTACH,
    ),
}
"""What its author says of a record, and what they may know of it."""


def chart(rng: random.Random) -> People:
    people = []
    for key in KEYS[: rng.randint(3, 6)]:
        roles = frozenset(rng.choices(ROLES, k=rng.choice((1, 1, 1, 2))))
        stated = rng.choice(KEYS) if rng.random() < 0.2 else ""
        people.append(Person(key, key, key, roles, rng.choice(DEPARTMENTS), reports_to=stated))
    return People.of(people)


def ladder(rng: random.Random) -> Ladder:
    def step() -> LadderStep:
        if rng.random() < 0.25:
            return LadderStep(10, person=rng.choice(KEYS))
        return LadderStep(
            10, role=rng.choice(("department_head", "department_backup", "cao", "records_officer", "hr"))
        )

    return Ladder(tuple(step() for _ in range(rng.randint(1, 3))))


def below(people: People) -> dict[str, set[str]]:
    """Everybody below each person: one edge for each direct report, then closed."""
    listed = people.by_key
    caos = [key for key, one in listed.items() if "cao" in one.roles]
    over_cao: set[str] = set()
    for _ in KEYS:
        for key in (*caos, *over_cao.copy()):
            if key in listed and listed[key].reports_to:
                over_cao.add(listed[key].reports_to)
    under: dict[str, set[str]] = {key: set() for key in KEYS}
    for key, one in listed.items():
        if one.reports_to:
            under[one.reports_to].add(key)
        elif not one.roles & {"cao", "elected", "guest"} and key not in over_cao:
            mates = [k for k, o in listed.items() if one.department and o.department == one.department]
            heads = [k for k in mates if "department_head" in listed[k].roles]
            lines = heads if heads and "department_head" not in one.roles else caos
            for line in lines:
                under[line].add(key)
    for _ in KEYS:
        for key in KEYS:
            under[key] |= {deeper for each in under[key] for deeper in under[each]}
    return under


def expected(
    people: People, steps: Ladder, viewer: str, record: Outline, named: set[str], *, told: bool
) -> set[Operation]:
    listed, under = people.by_key, below(people)
    barred = set(named).union(*(under[one] for one in named)) if named else set()
    me = listed.get(viewer)
    roles = me.roles if me else frozenset()
    if "guest" in roles:
        return set()
    if viewer in barred and viewer != record.author:
        return set()
    here = bool(me and record.department and me.department == record.department)
    may: set[Operation] = set()
    if viewer == record.author:
        may |= TELLS
    office = "cao" in roles or (here and bool(roles & {"department_head", "department_backup"}))
    if office or (told and viewer in asked(people, steps, record, named, barred, under)):
        may |= {Operation.VIEW, Operation.FOLLOW, *TAKES_UP, Operation.ASK_CAO}
    if office:
        may |= HANDLES | SEES_TO_TASKS | {Operation.HAND_OVER, Operation.ATTACH, Operation.WRITE_LETTER}
    if "cao" in roles:
        may = (may | {Operation.LOG}) - {Operation.ASK_CAO, Operation.HAND_OVER}
    officers = [
        key
        for key, one in listed.items()
        if "records_officer" in one.roles and "guest" not in one.roles and key not in barred | {record.author}
    ]
    if "records_officer" in roles or ("cao" in roles and not officers):
        may |= {Operation.VIEW, Operation.SEE_LOOKS, Operation.LOG} | KEEPS
    others = TAKES_UP | HANDLES | KEEPS | {Operation.FINISH_TASK, Operation.GIVE_TASK, Operation.LOG}
    return may - others if viewer == record.author else may


def asked(
    people: People,
    steps: Ladder,
    record: Outline,
    named: set[str],
    barred: set[str],
    under: dict[str, set[str]],
) -> set[str]:
    """Whom the ladder names, and the nearest free ones above each person complained of."""
    found: set[str] = set()
    for step in steps.steps:
        if step.person:
            found.add(step.person)
        for key, one in people.by_key.items():
            local = step.role in ("department_head", "department_backup")
            if step.role in one.roles and (
                not local or (record.department and one.department == record.department)
            ):
                found.add(key)
    for complained in named:
        level, seen = directly_over(complained, people), {complained}
        while level and not (free := level - barred - {record.author}):
            seen |= level
            level = {up for each in level for up in directly_over(each, people)} - seen
        if level:
            found |= free
    return found


def directly_over(person: str, people: People) -> set[str]:
    """Read off the closed table again: those who have the person below them with nobody in between."""
    listed = people.by_key
    one = listed.get(person)
    if one is None:
        return set()
    if one.reports_to:
        return {one.reports_to}
    chain = {key for key, o in listed.items() if "cao" in o.roles}
    climbing = set(chain)
    for _ in KEYS:
        climbing |= {listed[key].reports_to for key in climbing if key in listed and listed[key].reports_to}
    over_cao = {listed[key].reports_to for key in climbing if key in listed and listed[key].reports_to}
    if one.roles & {"cao", "elected", "guest"} or person in over_cao:
        return set()
    heads = {
        key
        for key, o in listed.items()
        if one.department and o.department == one.department and "department_head" in o.roles
    }
    return heads if heads and "department_head" not in one.roles else chain


def test_20000_org_charts_decide_as_the_rules_read() -> None:
    rng = random.Random(20_26)
    wrong: list[object] = []
    allowed = 0
    for number in range(CHARTS):
        people, steps = chart(rng), ladder(rng)
        record = Outline("r", rng.choice(KEYS), rng.choice(DEPARTMENTS))
        named = set(rng.sample(KEYS, rng.choice((0, 0, 1, 1, 2))))
        viewer, told = rng.choice(KEYS), rng.random() < 0.6
        wanted = expected(people, steps, viewer, record, named, told=told)
        rights = Rights(steps, people)
        got = rights.operations(viewer, record, told=told, named=frozenset(named))
        if got != wanted:
            wrong.append((number, viewer, got, wanted))
        # What is asked for one operation alone decides as what is asked for all, and never before it may be.
        one = EVERY[number % len(EVERY)]
        alone = rights.may(viewer, record, one, told=told, named=frozenset(named))
        never = [each for each in (one, *got) if not rights.might(viewer, record, each, told=told)]
        if alone != (one in wanted) or (wanted & set(never)):
            wrong.append((number, viewer, one, wanted))
        allowed += bool(wanted)
    assert wrong[:3] == []
    assert CHARTS / 10 < allowed < CHARTS * 9 / 10, "the charts must hold rights and refusals"


def test_who_may_not_follow_a_record_is_told_nothing_of_it() -> None:
    rng = random.Random(7)
    for _ in range(2_000):
        people, steps = chart(rng), ladder(rng)
        record = Outline("r", KEYS[0], rng.choice(DEPARTMENTS))
        named = frozenset(rng.sample(KEYS, 1))
        rights = Rights(steps, people)
        for viewer, told in product(KEYS[1:], (True,)):
            told_of = rights.may_be_told(viewer, record, named)
            assert told_of == rights.may(viewer, record, Operation.FOLLOW, told=told, named=named)
