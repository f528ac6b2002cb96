"""Earlier contacts and linked reports: for who may read both, decided by a person, taken back, never merged."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from foundation.ids import new_id
from incidents.audit import Act
from incidents.earlier import Related
from incidents.records import ActOutcome, Filed, Said
from incidents.rules.access import Operation
from incidents.rules.acts import LinkKind
from incidents.tables import audit, links
from tests.fakes.roster import AUTHOR, BACKUP, CAO, COLLEAGUE, HEAD, OTHER_HEAD, PARKS, RECORDS
from tests.fixtures.at_hand import database_kind, db
from tests.fixtures.office import Office

__all__ = ["database_kind", "db"]


async def file(office: Office, customer: str, **changes: object) -> Filed:
    """A report of a customer, a minute later than the one before."""
    office.clock.advance(timedelta(minutes=1))
    return await office.desk.submit(office.report(customer=customer, **changes), new_id())


async def decide(office: Office, one: Filed, other: Filed, kind: LinkKind, by: str = HEAD) -> ActOutcome:
    """Decide something about two records."""
    said = {"link_to": other.reference, "link_kind": kind}
    outcome, _ = await office.desk.act(one.id, by, Operation.LINK, said, new_id())
    return outcome


def names(found: Related) -> list[str]:
    """The references of earlier contacts."""
    return [one.record.reference for one in found.contacts]


async def test_those_who_answer_for_a_record_see_earlier_contacts_of_the_same_customer(
    office: Office,
) -> None:
    first = await file(office, "Joan Smyth")
    second = await file(office, "John Smith")
    await file(office, "Peter Jones")
    newest = await file(office, "Smith, John")
    for who in (HEAD, BACKUP, CAO):
        assert names(await office.desk.related(newest.id, who)) == [second.reference, first.reference]


async def test_nobody_sees_others_records_through_it_and_nothing_hints_at_them(office: Office) -> None:
    theirs = await file(office, "John Smith", author=COLLEAGUE)
    parks = await file(office, "John Smith", department=PARKS)
    shut = await office.desk.submit(
        office.report(customer="John Smith"), new_id(), excluded=frozenset({HEAD})
    )
    mine = await file(office, "John Smith")
    for who in (AUTHOR, COLLEAGUE, RECORDS, OTHER_HEAD, "nobody@example.gov"):
        assert await office.desk.related(mine.id, who) == Related(), who
    assert names(await office.desk.related(mine.id, HEAD)) == [theirs.reference]
    assert set(names(await office.desk.related(mine.id, CAO))) == {
        *(theirs.reference, parks.reference, shut.reference)
    }


async def test_a_decision_is_kept_on_both_can_be_undone_and_never_merges(office: Office) -> None:
    one, other = await file(office, "John Smith"), await file(office, "Joan Smyth")
    assert await decide(office, one, other, LinkKind.OTHER_CUSTOMER) is ActOutcome.DONE
    (contact,) = (await office.desk.related(other.id, HEAD)).contacts
    assert contact.is_other
    assert (await office.desk.related(other.id, HEAD)).theirs == ()
    assert await decide(office, other, one, LinkKind.SAME_CUSTOMER, BACKUP) is ActOutcome.DONE
    (contact,) = (await office.desk.related(one.id, HEAD)).theirs
    assert contact.decided
    assert (contact.decided.kind, contact.decided.by) == (LinkKind.SAME_CUSTOMER, BACKUP)
    assert await decide(office, one, other, LinkKind.UNDONE) is ActOutcome.DONE
    (contact,) = (await office.desk.related(one.id, HEAD)).contacts
    assert contact.decided is None
    assert await office.db.read(lambda conn: conn.execute(select(links)).all()) == []
    query = select(audit.c.record_id, audit.c.actor).where(audit.c.kind == Act.LINKED.value)
    logged = await office.db.read(lambda conn: [tuple(row) for row in conn.execute(query)])
    assert len(logged) == 6, "each decision is an entry of both records"
    seen = [await office.desk.view(name, HEAD) for name in (one.id, other.id)]
    assert [record.report.customer for record in seen if record] == ["John Smith", "Joan Smyth"]
    await office.worker.run_due()
    assert (await office.auditor.look()).ok


async def test_a_decision_that_was_taken_finds_a_customer_of_quite_another_name(office: Office) -> None:
    one, other = await file(office, "John Smith"), await file(office, "Zoltan Varga")
    await decide(office, one, other, LinkKind.SAME_CUSTOMER)
    assert names(await office.desk.related(other.id, HEAD)) == [one.reference]


async def test_whoever_only_reads_learns_nothing_of_a_decision(office: Office) -> None:
    """The author reads their own record: not that there is another, not what it is called."""
    one = await file(office, "John Smith")
    other = await file(office, "John Smith", author=COLLEAGUE)
    await decide(office, one, other, LinkKind.RELATED)
    for who in (AUTHOR, RECORDS):
        seen = await office.desk.view(one.id, who)
        assert seen
        assert all(entry.kind != Act.LINKED for entry in seen.timeline)
        assert all(entry.act != Act.LINKED for entry in seen.entries)
        assert other.reference not in repr(seen)
    head = await office.desk.view(one.id, HEAD)
    assert head
    assert [entry.act for entry in head.entries] == [Act.LINKED]
    assert other.reference not in repr(head), "who may read the other is asked at each look"


async def test_related_reports_are_shown_on_both_to_who_may_read_both(office: Office) -> None:
    one, other = await file(office, "John Smith"), await file(office, "Zoltan Varga")
    await decide(office, one, other, LinkKind.DUPLICATE_OF)
    (link,) = (await office.desk.related(one.id, AUTHOR)).links
    assert (link.record.reference, link.kind, link.reverse) == (other.reference, LinkKind.DUPLICATE_OF, False)
    (link,) = (await office.desk.related(other.id, RECORDS)).links
    assert (link.record.reference, link.reverse) == (one.reference, True)
    assert (await office.desk.related(one.id, AUTHOR)).contacts == ()


async def test_a_record_that_is_absent_or_not_theirs_cannot_be_linked(office: Office) -> None:
    one = await file(office, "John Smith")
    parks = await file(office, "John Smith", department=PARKS)
    said = {"link_kind": LinkKind.RELATED}
    for name in (parks.reference, "K4M-7TR", one.reference, ""):
        if name:
            outcome, _ = await office.desk.act(
                one.id, HEAD, Operation.LINK, {**said, "link_to": name}, new_id()
            )
            assert outcome is ActOutcome.NO_SUCH_RECORD, name
    assert await office.db.read(lambda conn: conn.execute(select(links)).all()) == []


async def test_the_same_matter_with_different_staff_is_proposed(office: Office) -> None:
    """D03: the same topic, another employee, within half a year."""
    first = await file(office, "John Smith", author=COLLEAGUE, topic="Parking permit refused")
    own = await file(office, "John Smith", topic="the water bill")
    again = await file(office, "J Smith", topic="parking permits")
    found = await office.desk.related(again.id, HEAD)
    assert {one.record.reference: one.maybe_matter for one in found.contacts} == {
        first.reference: True,
        own.reference: False,
    }
    await decide(office, again, first, LinkKind.OTHER_MATTER)
    assert not any(one.maybe_matter for one in (await office.desk.related(again.id, HEAD)).contacts)


async def test_what_was_added_on_a_later_page_counts_as_if_it_had_been_said_first(office: Office) -> None:
    first = await file(office, "unknown", author=COLLEAGUE)
    second = await file(office, "")
    for one, by in ((first, COLLEAGUE), (second, AUTHOR)):
        said = {"customer_description": "rings from 555-0142", "topic": "parking permits"}
        outcome, _ = await office.desk.act(one.id, by, Operation.ADD_DETAILS, said, new_id())
        assert outcome is ActOutcome.DONE
    found = await office.desk.related(second.id, HEAD)
    assert {one.record.reference: one.maybe_matter for one in found.contacts} == {first.reference: True}


async def test_looking_is_one_look_at_all_that_was_shown(office: Office) -> None:
    first, newest = await file(office, "John Smith"), await file(office, "John Smith")
    await office.desk.related(newest.id, HEAD)
    looks = await office.desk.looks(first.id, AUTHOR)
    assert looks
    assert [(one.by, one.in_a_list) for one in looks] == [(HEAD, True)]


async def test_a_record_is_handed_over_with_what_was_tried_to_whoever_is_above(office: Office) -> None:
    one = await file(office, "John Smith")
    for who, to, told in ((AUTHOR, "head", HEAD), (HEAD, "cao", CAO)):
        said: dict[str, Said] = {"handed_to": to, "attempts": "Explained it twice.", "customer_told": False}
        outcome, _ = await office.desk.act(one.id, who, Operation.HAND_OVER, said, new_id())
        assert outcome is ActOutcome.DONE
        await office.worker.run_due()
        (notice,) = [
            n for n in office.notifier.notices if n.recipient == told and n.entry and n.entry.by == who
        ]
        assert notice.entry
        assert notice.entry.said["attempts"] == "Explained it twice."
    outcome, _ = await office.desk.act(
        one.id, HEAD, Operation.HAND_OVER, {**said, "handed_to": "head"}, new_id()
    )
    assert outcome is ActOutcome.NOBODY, "nobody hands over to themselves"
    seen = await office.desk.view(one.id, AUTHOR)
    assert seen
    assert [entry.said for entry in seen.entries if entry.by == HEAD] == [{}]
