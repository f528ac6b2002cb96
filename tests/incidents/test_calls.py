"""Calls for help against a model on a clock that stands still, on both databases; and who is asked, as pure rules."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import func, select

from foundation.datafile import DataFileError
from foundation.outbox.worker import Worker
from incidents.escalation import Escalation
from incidents.rules.calling import OFTEN, SELDOM, CallRules
from incidents.rules.helpers import Helpers, InNeed
from incidents.rules.ladder import parse_ladder
from incidents.safety.call import CallNotice, CallNoticeKind, CallOutcome
from incidents.safety.tables import calls
from tests.fakes.clock import FakeClock
from tests.fakes.roster import (
    AUTHOR,
    BACKUP,
    CAO,
    COLLEAGUE,
    GUEST,
    HEAD,
    OTHER_HEAD,
    PARKS,
    TRANSIT,
    FakeRoster,
)
from tests.fixtures.office import LADDER, Office, ladder

GUARD = "guy@example.gov"
FIRST = {HEAD, BACKUP, GUARD}
EVERYBODY = FIRST | {CAO}


def roster() -> FakeRoster:
    town = FakeRoster.town()
    town.people[GUARD] = ("", frozenset({"employee"}))
    return town


@pytest.fixture
def watch(office: Office) -> Office:
    """The office with a guard, and a worker that does the jobs of calls."""
    office.roster = roster()
    office.desk.use(Escalation(ladder(), office.roster, security=(GUARD,)))
    office.worker = another_worker(office)
    return office


def another_worker(office: Office) -> Worker:
    return Worker(office.db, office.desk.safety.handlers(office.notifier), office.clock, office.desk.bell)


def asked(office: Office) -> list[tuple[str, str]]:
    """Everybody who was asked to come, with the level in the key."""
    found = (one for one in office.notifier.calls if isinstance(one, CallNotice))
    return [(one.recipient, one.key) for one in found if one.kind is CallNoticeKind.CALL]


@dataclass
class Expected:
    """What the model knows of one person's call."""

    made: datetime
    asked: datetime
    level: int = 0
    coming: set[str] = field(default_factory=set)


class CallModel:
    """The rules of a call in a few plain lines: two minutes of silence climb, whoever comes stops it."""

    def __init__(self) -> None:
        self.call: Expected | None = None
        self.rounds = 0

    def press(self, now: datetime) -> None:
        call = self.call
        if call is None or (now - call.made).total_seconds() > 3600:
            self.call = Expected(now, now)
            self.rounds += 1
        elif (now - call.asked).total_seconds() >= 30:
            self.again(now)

    def again(self, now: datetime) -> None:
        if self.call:
            self.call.coming = set()
            self._ask(max(self.call.level + 1, 2), now)

    def pass_time(self, now: datetime) -> None:
        call = self.call
        wait = SELDOM if call and call.level > OFTEN else timedelta(minutes=2)
        if call and not call.coming and now >= call.asked + wait:
            self._ask(call.level + 1, now)

    def _ask(self, level: int, now: datetime) -> None:
        assert self.call
        self.call.level, self.call.asked = level, now
        self.rounds += 1


@pytest.mark.parametrize(
    ("database_kind", "seed"), [("sqlite", 0), ("sqlite", 1), ("sqlite", 2), ("postgres", 0)]
)
async def test_any_order_of_presses_answers_and_silence_does_what_the_model_says(
    watch: Office, seed: int
) -> None:
    chance, model, help_calls = Random(seed), CallModel(), watch.desk.safety.calls
    for _ in range(120):
        now, act = watch.clock.now(), chance.choice("ppctttttteg")
        open_call = await help_calls.open_of(AUTHOR)
        if act == "p":
            await help_calls.make(AUTHOR, "Counter")
            model.press(now)
        elif act == "c" and open_call and model.call:
            who = chance.choice(sorted(EVERYBODY | {COLLEAGUE}))
            outcome, _ = await help_calls.comes(open_call.id, who)
            were_asked = EVERYBODY if model.call.level else FIRST
            assert (outcome is CallOutcome.NOTHING) == (who not in were_asked)
            model.call.coming |= {who} & were_asked
        elif act == "g" and open_call and chance.random() < 0.5:
            await help_calls.ask_again(open_call.id, AUTHOR)
            if (now - open_call.asked_at).total_seconds() >= 30:
                model.again(now)
        elif act == "e" and open_call and chance.random() < 0.3:
            await help_calls.end(open_call.id, AUTHOR)
            model.call = None
        seconds = chance.choice([5, 31, 60, 119, 120, 400]) if act == "t" else 1
        await watch.pass_time(seconds=seconds)
        model.pass_time(watch.clock.now())
        found = await help_calls.open_of(AUTHOR)
        if model.call is None:
            assert found is None
            continue
        assert found
        assert (found.level, found.asked_at) == (model.call.level, model.call.asked)
        assert {one.person for one in found.coming} == model.call.coming
    keys = [key for _, key in asked(watch)]
    assert len(keys) == len(set(keys)), "nobody is asked twice by the same notice"
    assert model.rounds > 5
    assert await watch.auditor.broken_at() is None


async def test_two_presses_at_the_same_moment_make_one_call(watch: Office) -> None:
    help_calls = watch.desk.safety.calls
    made = await asyncio.gather(*(help_calls.make(AUTHOR, "Counter") for _ in range(4)))
    assert sorted(outcome for outcome, _ in made) == [CallOutcome.ALREADY] * 3 + [CallOutcome.MADE]
    await watch.pass_time(seconds=1)
    assert sorted(who for who, _ in asked(watch)) == sorted(FIRST)
    count = select(func.count()).select_from(calls)
    assert await watch.db.read(lambda conn: conn.execute(count).scalar_one()) == 1


async def test_a_worker_that_is_killed_while_it_sends_loses_nobody(watch: Office) -> None:
    await watch.desk.safety.calls.make(AUTHOR, "Counter")
    watch.notifier.fault = lambda _: (_ for _ in ()).throw(asyncio.CancelledError())
    with contextlib.suppress(asyncio.CancelledError):
        await watch.worker.run_due()
    watch.notifier.fault = lambda _: None
    assert asked(watch) == []
    watch.clock.advance(timedelta(seconds=9))
    await another_worker(watch).run_due()
    assert {who for who, _ in asked(watch)} == FIRST


async def test_an_installation_that_sends_nothing_still_climbs_and_the_place_is_sealed(watch: Office) -> None:
    watch.notifier.refuse(*FIRST, again=True)
    await watch.desk.safety.calls.make(AUTHOR, "zyxqplace")
    for _ in range(4):
        await watch.pass_time(minutes=1)
    assert CAO in {who for who, _ in asked(watch)}
    rows = await watch.db.read(lambda conn: conn.execute(select(calls)).all())
    assert "zyxqplace" not in repr(rows)


async def test_a_key_that_is_missing_hides_the_place_and_stops_no_call(watch: Office) -> None:
    await watch.desk.safety.calls.make(AUTHOR, "Counter")
    await watch.db.write(lambda conn: conn.execute(calls.update().values(key_id="gone")).close())
    await watch.pass_time(minutes=3)
    assert {who for who, _ in asked(watch)} == EVERYBODY
    shown = next(one.call for one in watch.notifier.calls if isinstance(one, CallNotice))
    assert shown.place == ""


@pytest.mark.parametrize(
    "start", [datetime(2026, 11, 1, 4, 59, tzinfo=UTC), datetime(2026, 3, 8, 5, 59, tzinfo=UTC)]
)
async def test_two_minutes_are_two_minutes_in_the_nights_the_clocks_change(
    watch: Office, start: datetime
) -> None:
    watch.clock = FakeClock(start)
    watch.desk.clock = watch.clock
    watch.desk.safety = type(watch.desk.safety)(
        watch.db, watch.desk.vault.ring, watch.clock, watch.desk.bell, lambda: watch.desk.escalation.helpers
    )
    watch.worker = another_worker(watch)
    await watch.desk.safety.calls.make(AUTHOR, "Counter")
    await watch.pass_time(seconds=119)
    assert {who for who, _ in asked(watch)} == FIRST
    await watch.pass_time(seconds=1)
    assert {who for who, _ in asked(watch)} == EVERYBODY


def helpers() -> Helpers:
    return Helpers(CallRules(), roster(), (GUARD, GUEST, "hr"))


@pytest.mark.parametrize(
    ("who", "department", "first", "later"),
    [
        (AUTHOR, TRANSIT, {HEAD, BACKUP, GUARD, "hen@example.gov"}, {CAO}),
        (HEAD, TRANSIT, {BACKUP, GUARD, "hen@example.gov"}, {CAO}),
        (OTHER_HEAD, PARKS, {GUARD, "hen@example.gov", CAO}, set()),
        (CAO, "", {GUARD, "hen@example.gov"}, set()),
        ("new@example.gov", "", {GUARD, "hen@example.gov", CAO}, set()),
    ],
)
def test_who_is_asked_first_and_who_then(who: str, department: str, first: set[str], later: set[str]) -> None:
    need, rules = InNeed(who, department), helpers()
    assert set(rules.level(0, need)) == first
    assert set(rules.level(1, need)) == (later or first)
    for level in range(2, 6):
        assert set(rules.level(level, need)) == first | later
    assert not rules.may_help(who, need)
    assert not rules.may_help(GUEST, need)


def test_a_companion_comes_and_reads_the_plan_and_a_guest_never_does() -> None:
    rules = helpers()
    with_colleague, with_guest = InNeed(AUTHOR, TRANSIT, COLLEAGUE), InNeed(AUTHOR, TRANSIT, GUEST)
    assert COLLEAGUE in rules.level(0, with_colleague)
    readers = {one for one in rules.roster.people if rules.may_see_plan(one, with_colleague)}  # type: ignore[attr-defined]  # the fake
    assert readers == {AUTHOR, COLLEAGUE, HEAD, BACKUP}
    assert not rules.may_see_plan(GUEST, with_guest)


def test_the_file_says_how_long_and_who_and_a_mistake_has_its_line() -> None:
    rules = parse_ladder(LADDER + "calls:\n  minutes: 4\n  then:\n    - role: hr\n").calls
    assert (rules.minutes, rules.again_minutes, rules.then[0].role) == (4, 2, "hr")
    assert parse_ladder(LADDER).calls == CallRules()
    assert CallRules().wait(0) == timedelta(minutes=2)
    assert CallRules().wait(OFTEN + 1) == SELDOM
    with pytest.raises(DataFileError, match="minutes"):
        parse_ladder(LADDER + "calls:\n  minutes: 0\n")
    with pytest.raises(DataFileError, match="wizard"):
        parse_ladder(LADDER + "calls:\n  then:\n    - role: wizard\n")
