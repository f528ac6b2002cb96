"""The contracts of `DraftStore` and `Memory`: the process's own, SQLite and PostgreSQL keep the same promises."""

from __future__ import annotations

import asyncio
import base64
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import text, update

from bot.answers import Values
from bot.drafts import Draft, DraftStore, Kept
from bot.people import Identity, Place, ReplyTarget, Standing
from bot.store import Memory
from bot.store_drafts import SqlDrafts
from bot.store_memory import SqlMemory
from bot.tables import accounts
from foundation.db import Database
from foundation.sealing import KeyRing
from tests.fakes.drafts import MemoryDrafts
from tests.fakes.memory import ProcessMemory

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
RING = KeyRing.parse("test:" + base64.b64encode(bytes(range(32))).decode())
ANA = Identity("slack", "T1", "U1", "Ana", "Ana@example.org")


@pytest.fixture(params=["process", "sqlite", "postgres"])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Where this run of a contract keeps its rows."""
    return str(request.param)


@pytest.fixture
def shared(database_kind: str, request: pytest.FixtureRequest) -> Database | None:
    """The database, or None where the process keeps everything itself."""
    if database_kind == "process":
        return None
    database: Database = request.getfixturevalue("db")
    return database


@pytest.fixture
def drafts(shared: Database | None) -> DraftStore:
    return SqlDrafts(shared, RING) if shared else MemoryDrafts()


@pytest.fixture
def memory(shared: Database | None) -> Memory:
    return SqlMemory(shared, RING) if shared else ProcessMemory()


def draft(key: str = "k", **changes: Any) -> Draft:
    values: Values = {
        "happened": "He shouted.",
        "ended": True,
        "behaviours": ("rude", "threat"),
        "note": None,
    }
    return replace(Draft(key, "report", "ana@example.org", values, NOW), **changes)


async def test_a_draft_comes_back_as_it_was_saved(drafts: DraftStore) -> None:
    halifax = timezone(timedelta(hours=-4))
    whole = draft(
        values={
            "text": "50 % “quoted” \U0001f468‍\U0001f469‍\U0001f467 ‮rtl\u0000\ud800" + "x" * 50_000,
            "toggle": False,
            "many": (),
            "moment": datetime(2026, 11, 1, 1, 30, tzinfo=halifax),
            "skipped": None,
        },
        context="c",
        asking="text",
        origin="o",
    )
    await drafts.save(whole)
    assert await drafts.load("k") == whole


async def test_saving_again_replaces(drafts: DraftStore) -> None:
    await drafts.save(draft())
    await drafts.save(draft(values={"happened": "Later"}, asking="*"))
    assert await drafts.load("k") == draft(values={"happened": "Later"}, asking="*")


async def test_a_saved_draft_does_not_follow_later_changes_of_the_mapping(drafts: DraftStore) -> None:
    values = {"happened": "first"}
    await drafts.save(draft(values=values))
    values["happened"] = "second"
    kept = await drafts.load("k")
    assert kept is not None
    assert kept.values == {"happened": "first"}


async def test_what_is_kept_is_a_persons_own_the_one_touched_last_first(drafts: DraftStore) -> None:
    await drafts.save(draft("old"))
    await drafts.save(draft("new", updated_at=NOW + timedelta(minutes=1), typed=True, asking="*"))
    await drafts.save(draft("foreign", person="ben@example.org", updated_at=NOW + timedelta(hours=1)))
    assert await drafts.kept("ana@example.org", NOW) == (
        Kept("new", "report", "", "*", NOW + timedelta(minutes=1), True, None),
        Kept("old", "report", "", "", NOW, False, None),
    )
    assert [one.key for one in await drafts.kept("ana@example.org", NOW + timedelta(seconds=1))] == ["new"]
    assert await drafts.kept("nobody@example.org", NOW) == ()


async def test_to_tell_somebody_of_a_draft_does_not_touch_it(drafts: DraftStore) -> None:
    await drafts.save(draft("a"))
    await drafts.save(draft("b"))
    later = NOW + timedelta(hours=1)
    await drafts.told(["a", "gone"], later)
    assert await drafts.load("a") == draft("a", told_at=later)
    assert await drafts.load("b") == draft("b")


async def test_a_discarded_draft_is_gone_and_discarding_twice_is_fine(drafts: DraftStore) -> None:
    await drafts.save(draft())
    await drafts.discard("k")
    await drafts.discard("k")
    assert await drafts.load("k") is None


async def test_a_draft_is_forgotten_thirty_days_after_it_was_touched(drafts: DraftStore) -> None:
    await drafts.save(draft("kept"))
    await drafts.save(draft("a", updated_at=NOW + timedelta(days=29)))
    assert await drafts.load("kept") is not None
    await drafts.save(draft("b", updated_at=NOW + timedelta(days=31)))
    assert await drafts.load("kept") is None
    assert await drafts.load("a") is not None


async def test_what_expired_is_gone_also_where_nobody_writes_any_more(drafts: DraftStore) -> None:
    await drafts.save(draft("old"))
    await drafts.save(draft("new", updated_at=NOW + timedelta(minutes=1)))
    await drafts.expire(NOW + timedelta(minutes=1))
    assert await drafts.load("old") is None
    assert await drafts.load("new") is not None


async def test_an_event_is_new_once(memory: Memory) -> None:
    assert await memory.first_time("e1", NOW)
    assert not await memory.first_time("e1", NOW + timedelta(hours=1))
    assert await memory.first_time("e2", NOW)


async def test_an_arrival_is_remembered_for_ever(memory: Memory) -> None:
    assert await memory.first_time("home:T1:U1", NOW, lasting=True)
    assert await memory.first_time("other", NOW + timedelta(days=400))
    assert not await memory.first_time("home:T1:U1", NOW + timedelta(days=400), lasting=True)


async def test_of_many_at_once_one_is_first(memory: Memory) -> None:
    answers = await asyncio.gather(*(memory.first_time("same", NOW) for _ in range(20)))
    assert answers.count(True) == 1


async def test_people_are_reached_where_they_were_last(memory: Memory) -> None:
    teams = Identity("teams", "tenant", "29:1", "Ana", "ana@example.org")
    in_slack = ReplyTarget("slack", "T1", "D1", route={"a": "b"})
    in_teams = ReplyTarget("teams", "tenant", "a:1")
    await memory.meet(ANA, in_slack, NOW)
    await memory.meet(teams, in_teams, NOW + timedelta(minutes=1))
    assert [found.direct for found in await memory.reach("ana@example.org")] == [in_teams, in_slack]
    await memory.meet(ANA, None, NOW + timedelta(minutes=2))
    found = await memory.reach("ana@example.org")
    assert [reachable.direct for reachable in found] == [in_slack, in_teams]
    assert found[0].identity == ANA
    assert found[0].seen_at == NOW + timedelta(minutes=2)


async def test_what_a_platform_does_not_tell_this_time_is_not_forgotten(memory: Memory) -> None:
    direct = ReplyTarget("slack", "T1", "D1")
    await memory.meet(ANA, direct, NOW)
    known = await memory.meet(Identity("slack", "T1", "U1"), None, NOW + timedelta(minutes=1))
    [found] = await memory.reach("ana@example.org")
    assert (found.identity, found.direct) == (ANA, direct)
    assert known == ANA


async def test_a_new_name_or_email_is_what_is_known_from_now_on(memory: Memory) -> None:
    await memory.meet(ANA, None, NOW)
    married = replace(ANA, name="Ana Diaz-Moss", email="ana.moss@example.org")
    assert await memory.meet(married, None, NOW) == married
    assert await memory.meet(Identity("slack", "T1", "U1"), None, NOW) == married


async def test_an_account_whose_email_becomes_known_joins_its_person(memory: Memory) -> None:
    await memory.meet(Identity("slack", "T1", "U1"), ReplyTarget("slack", "T1", "D1"), NOW)
    assert len(await memory.reach("slack:T1:U1")) == 1
    await memory.meet(ANA, None, NOW)
    assert len(await memory.reach("ana@example.org")) == 1
    assert await memory.reach("slack:T1:U1") == ()


async def test_equal_user_ids_of_two_tenants_are_two_accounts(memory: Memory) -> None:
    other = Identity("slack", "T2", "U1", "Eve", "eve@example.org")
    await memory.meet(ANA, ReplyTarget("slack", "T1", "D1"), NOW)
    await memory.meet(other, ReplyTarget("slack", "T2", "D1"), NOW)
    [found] = await memory.reach("ana@example.org")
    assert found.direct.tenant == "T1"


async def test_somebody_met_only_in_a_channel_cannot_be_reached(memory: Memory) -> None:
    await memory.meet(ANA, None, NOW)
    assert await memory.reach("ana@example.org") == ()


async def test_a_conversation_still_to_be_opened_never_takes_the_place_of_one_that_is_open(
    memory: Memory,
) -> None:
    """Teams and Slack lead from an account to a conversation, but one that somebody wrote in is surer."""
    aside, again = (ReplyTarget("slack", "T1", "", route={"user": "U1", "n": n}) for n in ("1", "2"))
    await memory.meet(ANA, aside, NOW)
    [found] = await memory.reach("ana@example.org")
    assert found.direct == aside
    await memory.meet(ANA, again, NOW)
    direct = ReplyTarget("slack", "T1", "D1")
    await memory.meet(ANA, direct, NOW)
    for later in (aside, None):
        await memory.meet(ANA, later, NOW)
        [found] = await memory.reach("ana@example.org")
        assert found.direct == direct


async def test_referrals_are_logged_as_often_as_they_happen(memory: Memory, shared: Database | None) -> None:
    for _ in range(2):
        await memory.referral_given("parking", "ana@example.org", NOW)
    await memory.referral_wrong("parking", "ana@example.org", "It rings at home", NOW)
    assert await _kinds(memory, shared) == ["given", "given", "wrong"]


async def _kinds(memory: Memory, shared: Database | None) -> list[str]:
    if shared is None:
        assert isinstance(memory, ProcessMemory)
        return sorted(logged.kind for logged in memory.referrals)
    query = text("SELECT kind FROM referrals ORDER BY kind")
    return await shared.read(lambda conn: list(conn.execute(query).scalars()))


def test_a_direct_target_survives_json() -> None:
    target = ReplyTarget("teams", "t", "c", "th", Place.GROUP, {"service": "https://example.org"})
    assert ReplyTarget.from_json(target.to_json()) == target


async def test_an_account_that_was_staff_is_known_as_such_until_it_is_turned_away(memory: Memory) -> None:
    bare = Identity("slack", "T1", "U1", standing=Standing.UNKNOWN)
    assert await memory.staff(bare) is None
    await memory.turned_away(bare)
    assert await memory.staff(bare) is None
    await memory.meet(ANA, ReplyTarget("slack", "T1", "D1"), NOW)
    assert await memory.staff(bare) == ANA
    await memory.turned_away(bare)
    assert await memory.staff(bare) is None
    assert await memory.reach("ana@example.org") == ()
    await memory.meet(ANA, None, NOW)
    assert await memory.staff(bare) == ANA


async def test_an_account_that_has_no_email_any_more_is_known_by_itself_alone(memory: Memory) -> None:
    await memory.meet(ANA, ReplyTarget("slack", "T1", "D1"), NOW)
    known = await memory.meet(Identity("slack", "T1", "U1", no_email=True), None, NOW)
    assert known.email == ""
    assert await memory.reach("ana@example.org") == ()
    assert len(await memory.reach("slack:T1:U1")) == 1


async def test_of_an_account_stored_before_only_its_address_proves_that_it_was_staff(
    shared: Database | None,
) -> None:
    """A version before this one kept accounts, guests among them, without an address while the roster was silent."""
    if shared is None:
        pytest.skip("a process remembers nothing from before")
    memory = SqlMemory(shared, RING)
    nameless = Identity("teams", "T", "29:1", "Somebody")
    await memory.meet(ANA, None, NOW)
    await memory.meet(nameless, None, NOW)
    await shared.write(lambda conn: conn.execute(update(accounts).values(staff=None)))
    assert await memory.staff(Identity("slack", "T1", "U1")) == ANA
    assert await memory.staff(nameless) is None
