"""A history of violence is told in one sentence, to who meets the person, while a named person decided so."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy import delete

from foundation.datafile import DataFileError, parse_data
from foundation.ids import new_id
from incidents.indexing import index_all
from incidents.marker import Marker, MarkerFile, MarkerProblem, MarkerTold
from incidents.markers import Markers
from incidents.records import ActOutcome, State
from incidents.resting import rested_on
from incidents.restriction import ContactCheck
from incidents.restrictions import Restrictions
from incidents.rules.access import Operation, Relation, may
from incidents.rules.marker_life import MARKER_LIFE, MARKER_STATES, OF_MARKERS
from incidents.rules.restriction_file import read_restrictions
from incidents.rules.transitions import transition
from incidents.tables import indexed, name_tokens
from tests.fakes.roster import AUTHOR, CAO, COLLEAGUE, GUEST, HEAD, RECORDS
from tests.fixtures.at_hand import database_kind, db
from tests.fixtures.office import Office
from tests.fixtures.restrictions import FILE, does, in_force, register
from tests.flows.test_alike_answers import work

__all__ = ["database_kind", "db"]

PROFILE = """
violent_history:
  rule: OHSA s. 32.0.5(3)
  may_be_told: There was violence before.
  precautions: {two: Two of you meet them., counter: At the counter only.}
  longest: 6 months
"""
ACCESS = {
    Relation.DECIDES: "view follow see_looks mark end",
    Relation.CAO: "view follow see_looks end",
    Relation.RECORDS: "view see_looks hold lift_hold destroy",
}


def marking(office: Office, profile: str = PROFILE) -> Markers:
    """The markers of an office with a profile in force."""
    register(office)
    rules = read_restrictions(parse_data(FILE + profile, "restrictions.yaml"))
    office.escalation = replace(office.escalation, restrictions=rules)
    office.desk.use(office.escalation)
    return Markers(office.desk)


def marker(office: Office, **changes: Any) -> Marker:
    plain = Marker(
        decided_by=CAO,
        department="",
        customer="Roy Hollis",
        told="There was violence before.",
        precautions=("Two of you meet them.",),
        rule="OHSA s. 32.0.5(3)",
        reasons="He struck Jolene on 3 May.",
        ends=office.clock.now() + timedelta(days=30),
    )
    return replace(plain, **changes)


async def made(office: Office, markers: Markers, **changes: Any) -> MarkerFile:
    problems, one = await markers.decide(marker(office, **changes), new_id())
    assert not problems
    assert one
    return one


async def check(office: Office, name: str, person: str) -> ContactCheck:
    return await Restrictions(office.desk).check(name, person)


async def acts_of(office: Office, markers: Markers, one: MarkerFile) -> list[str]:
    found = await markers.looks(one.id, CAO)
    assert found is not None
    return [look.by for look in found if look.told]


def test_the_life_and_the_rights_are_the_written_tables() -> None:
    for state, operation in product(State, Operation):
        row = transition(state, operation, MARKER_LIFE)
        assert (row is not None) is (state is State.IN_FORCE and operation is Operation.END)
    assert {State.IN_FORCE, State.ENDED} == MARKER_STATES
    for relation, operation in product(Relation, Operation):
        allowed = may(frozenset({relation}), operation, OF_MARKERS)
        assert allowed is (operation in ACCESS.get(relation, "").split()), (relation, operation)
        assert not may(frozenset({relation, Relation.GUEST}), operation, OF_MARKERS)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ("  may_be_told: There was violence before.\n", "may_be_told"),
        ("  rule: OHSA s. 32.0.5(3)\n", "rule"),
        ("  precautions: {two: Two of you meet them., counter: At the counter only.}\n", "precautions"),
    ],
)
def test_a_profile_that_lacks_the_law_the_sentence_or_a_precaution_is_refused(
    changed: str, said: str
) -> None:
    with pytest.raises(DataFileError, match=said):
        read_restrictions(parse_data(FILE + PROFILE.replace(changed, ""), "restrictions.yaml"))
    for wrong in ("  told: [janitor]\n", "  decides: [staff]\n", "  longest: 3 business days\n"):
        profile = PROFILE.replace("  longest: 6 months\n", "") + wrong
        with pytest.raises(DataFileError):
            read_restrictions(parse_data(FILE + profile, "restrictions.yaml"))


async def test_who_looks_before_contact_is_told_the_sentence_and_nothing_else(office: Office) -> None:
    markers = marking(office)
    one = await made(office, markers)
    told = MarkerTold("There was violence before.", ("Two of you meet them.",), one.marker.ends)
    assert await check(office, "Roy Hollis", COLLEAGUE) == ContactCheck(told=(told,))
    assert await check(office, "Roi Holis", COLLEAGUE) == ContactCheck(is_maybe=True)
    assert await acts_of(office, markers, one) == [COLLEAGUE]
    for who in (COLLEAGUE, HEAD, GUEST):
        assert await markers.view(one.id, who) is None
        assert await markers.listed(who) == ()
        assert await markers.looks(one.id, who) is None
        assert (await markers.end(one.id, who, "No.", new_id()))[0] is ActOutcome.NOT_ALLOWED
    assert await markers.view(one.reference, RECORDS)
    assert (await office.auditor.broken_at()) is None


async def test_a_guest_and_whose_role_is_not_told_hear_what_nobody_on_file_is_answered(
    office: Office,
) -> None:
    markers = marking(office, PROFILE + "  told: [department_head]\n")
    one = await made(office, markers)
    for who in (GUEST, COLLEAGUE):
        assert await check(office, "Roy Hollis", who) == await check(office, "Nobody Ever", who)
    assert (await check(office, "Roy Hollis", HEAD)).told
    assert await acts_of(office, markers, one) == [HEAD]


async def test_it_ends_by_its_day_or_by_who_decides_and_nobody_is_told_after_that(office: Office) -> None:
    markers = marking(office)
    one = await made(office, markers)
    office.clock.advance(timedelta(days=30))
    assert await check(office, "Roy Hollis", COLLEAGUE) == ContactCheck()
    seen = await markers.view(one.id, CAO)
    assert seen
    assert (seen.state, Operation.END in seen.may) == (State.ENDED, False)
    assert (await markers.end(one.id, CAO, "Late.", new_id()))[0] is ActOutcome.NOT_NOW
    two = await made(office, markers, ends=office.clock.now() + timedelta(days=30))
    outcome, ended = await markers.end(two.id, CAO, "It was somebody else.", "draft")
    assert outcome is ActOutcome.DONE
    assert ended
    assert ended.entries[-1].said["end_reason"] == "It was somebody else."
    assert (await markers.end(two.id, CAO, "It was somebody else.", "draft"))[0] is ActOutcome.DONE
    assert await check(office, "Roy Hollis", COLLEAGUE) == ContactCheck()


async def test_only_a_named_person_with_the_right_decides_and_with_reasons(office: Office) -> None:
    markers, now = marking(office), office.clock.now()
    assert await markers.decide(marker(office, decided_by=HEAD), new_id()) == ((), None)
    wrong: dict[MarkerProblem, dict[str, Any]] = {
        MarkerProblem.NO_CUSTOMER: {"customer": " "},
        MarkerProblem.NAME_UNFINDABLE: {"customer": "!!"},
        MarkerProblem.NO_REASONS: {"reasons": " "},
        MarkerProblem.NO_PRECAUTION: {"precautions": ()},
        MarkerProblem.ENDS_BEFORE: {"ends": now},
        MarkerProblem.TOO_LONG: {"ends": now + timedelta(days=200)},
        MarkerProblem.INCIDENT_UNKNOWN: {"incidents": ("ZZZ-999",)},
    }
    for problem, change in wrong.items():
        assert await markers.decide(marker(office, **change), new_id()) == ((problem,), None)
    assert await markers.listed(CAO) == ()
    first, second = [await markers.decide(marker(office), "one draft") for _ in range(2)]
    assert first == second
    assert len(await markers.listed(CAO)) == 1


async def test_without_the_profile_nobody_decides_and_nobody_is_told(office: Office) -> None:
    markers = marking(office)
    await made(office, markers)
    markers = marking(office, "")
    assert not markers.may(CAO, Operation.MARK)
    assert await markers.decide(marker(office), new_id()) == ((), None)
    assert await check(office, "Roy Hollis", COLLEAGUE) == ContactCheck()


async def test_whoever_has_an_appointment_is_told_with_the_notice_and_at_each_look(office: Office) -> None:
    markers = marking(office, PROFILE + "  told: [department_head]\n")
    one = await made(office, markers)
    restricted = await in_force(office, Restrictions(office.desk), options=("C2",))
    now = office.clock.now()
    said = {"meet_with": COLLEAGUE, "witness": AUTHOR}
    outcome, _ = await does(Restrictions(office.desk), restricted, HEAD, Operation.BOOK, now, **said)
    assert outcome is ActOutcome.DONE
    await office.worker.run_due()
    given = {notice.recipient: notice.told for notice in office.notifier.notices if notice.told}
    assert set(given) == {COLLEAGUE, AUTHOR}
    assert {told.told for (told,) in given.values()} == {"There was violence before."}
    assert [one.told for one in await markers.told(restricted.id, COLLEAGUE)] == [
        "There was violence before."
    ]
    assert await markers.told(restricted.id, HEAD) == ()
    heard = await acts_of(office, markers, one)
    assert sorted(heard) == sorted((AUTHOR, COLLEAGUE, COLLEAGUE)), "each telling is an entry"
    await markers.end(one.id, CAO, "Over.", new_id())
    assert await markers.told(restricted.id, COLLEAGUE) == ()


async def test_a_marker_is_found_again_after_its_index_was_lost_and_its_reports_are_kept(
    office: Office,
) -> None:
    markers = marking(office)
    filed = await office.desk.submit(office.report(), new_id())
    await made(office, markers, incidents=(filed.reference,))
    await office.db.write(
        lambda conn: conn.execute(delete(name_tokens)).rowcount + conn.execute(delete(indexed)).rowcount
    )
    assert await check(office, "Roy Hollis", COLLEAGUE) == ContactCheck()
    await index_all(office.db, office.desk.indexing)
    assert (await check(office, "Roy Hollis", COLLEAGUE)).told
    resting = await office.db.read(lambda conn: rested_on(conn, office.desk.vault, office.clock.now()))
    assert filed.id in resting


async def test_a_list_asks_the_database_the_same_however_many_it_shows(office: Office) -> None:
    markers = marking(office)
    await made(office, markers)
    _, for_one = await work(lambda: markers.listed(CAO))
    for name in ("Ida Quist", "Olaf Brandt"):
        await made(office, markers, customer=name)
    found, for_three = await work(lambda: markers.listed(CAO))
    assert len(found) == 3  # type: ignore[arg-type]  # what was listed
    assert for_three == for_one
