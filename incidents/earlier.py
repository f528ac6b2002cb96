"""What a record has to do with others: earlier contacts of maybe the same customer, and what was decided about them.

Everything is asked at the moment of looking: a record that the viewer may not read is not counted and not hinted at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from foundation.clock import Clock
from foundation.db import Connection, Database
from incidents import store_audit, store_deliveries, store_links, store_records
from incidents.audit import Act
from incidents.casefile import allowed, assemble_all, for_reader, passing_over
from incidents.indexing import Indexing, names_of
from incidents.known_customers import known_customers
from incidents.lists import RightsNow
from incidents.records import Record, RecordKind
from incidents.rules.access import Operation
from incidents.rules.acts import LinkKind
from incidents.rules.likeness import NO_MATCH, Likeness, NameMatch
from incidents.rules.rights import Rights
from incidents.rules.words import stems
from incidents.store_deliveries import Told
from incidents.store_links import CUSTOMER, StoredLink
from incidents.store_records import StoredRecord

MOST = 20
"""Earlier contacts at most, the likeliest and newest first."""
SAME_MATTER_WITHIN = timedelta(days=183)
"""So far apart at most are two contacts that may be about one matter brought to different people (D03)."""
SHARED_WORDS = 0.5


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """What somebody decided about a record and another. `reverse` says that it was said of the other one."""

    record: Record
    kind: LinkKind
    by: str
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class EarlierContact:
    """A record of maybe the same customer. `decided` says so for sure; `maybe_matter` that the same matter may have
    been brought to somebody else.
    """

    record: Record
    match: NameMatch
    decided: LinkDecision | None = None
    maybe_matter: bool = False

    @property
    def is_other(self) -> bool:
        """Whether it was decided that this is somebody else."""
        return self.decided is not None and self.decided.kind is LinkKind.OTHER_CUSTOMER


@dataclass(frozen=True, slots=True)
class Related:
    """What a viewer may know of the others: `contacts` are for who answers for it, `links` for who may read both."""

    contacts: tuple[EarlierContact, ...] = ()
    links: tuple[LinkDecision, ...] = ()

    @property
    def theirs(self) -> tuple[EarlierContact, ...]:
        """The contacts that were not decided to be of somebody else."""
        return tuple(one for one in self.contacts if not one.is_other)


@dataclass(frozen=True, slots=True)
class EarlierContacts:
    """Finds what belongs together."""

    db: Database
    clock: Clock
    indexing: Indexing
    rights: RightsNow

    async def related(self, record_id: str, viewer: str, *, printed: bool = False) -> Related:
        """The others for a viewer of this record, nothing for anybody else; one look in the log for all of them."""

        def look(conn: Connection) -> Related:
            stored = store_records.find(conn, record_id, kind=RecordKind.INCIDENT)
            told = store_deliveries.told_of(conn, viewer, stored.id if stored else "")
            rights = self.rights(conn)
            if stored is None or not self._may(rights, stored, viewer, Operation.VIEW, told):
                return Related()
            return self._related(conn, rights, stored, viewer, told)

        found = await self.db.read(look)
        others = [one.record for one in found.contacts] + [one.record for one in found.links]
        if others:
            now, act = self.clock.now(), Act.PRINTED if printed else Act.VIEWED
            seen = " ".join(dict.fromkeys(one.reference for one in others))
            await self.db.write(lambda conn: store_audit.append(conn, now, act, actor=viewer, detail=seen))
        return found

    def _related(
        self, conn: Connection, rights: Rights, record: StoredRecord, viewer: str, told: Told
    ) -> Related:
        decisions = store_links.of_record(conn, record.id)
        answers = self._may(rights, record, viewer, Operation.LINK, told)
        alike = self._alike(conn, record) if answers else {}
        # Whoever only reads both learns how the reports belong together, not who their customer is.
        theirs = [one for one in decisions if answers or store_links.SUBJECTS[one.kind] == store_links.REPORT]
        beyond = {one.beyond(record.id) for one in theirs}
        found = store_records.by_id(conn, list(dict.fromkeys([*alike, *sorted(beyond)])))
        told.learn(one.id for one in found)
        may = [one for one in found if self._may(rights, one, viewer, Operation.VIEW, told)]
        shown = {
            one.id: for_reader(one, viewer, frozenset())
            for one in assemble_all(conn, self.indexing.vault, may[: MOST + len(beyond)])
        }
        links = _decided(record, theirs, shown)
        own = for_reader(assemble_all(conn, self.indexing.vault, [record])[0], viewer, frozenset())
        contacts = (
            _contact(own, one, alike.get(one.id, NO_MATCH), links)
            for one in shown.values()
            if one.id in alike or _of_customer(links.get(one.id, ()))
        )
        order = sorted(contacts, key=_place)[:MOST] if answers else []
        plain = (one for each in links.values() for one in each)
        return Related(
            tuple(order),
            tuple(one for one in plain if store_links.SUBJECTS[one.kind] != CUSTOMER),
        )

    def _alike(self, conn: Connection, record: StoredRecord) -> dict[str, NameMatch]:
        with passing_over(record.reference):
            report = self.indexing.vault.open(record.id, record.key, record.sealed).report
            sought = names_of(report, self.indexing.added(conn, record))
            known = known_customers(conn, self.indexing.vault, self.indexing.names, *sought)
            return {one.record.id: one.match for one in known if one.record.id != record.id}
        return {}

    def _may(
        self, rights: Rights, record: StoredRecord, viewer: str, operation: Operation, told: Told
    ) -> bool:
        if record.kind is not RecordKind.INCIDENT:
            return False
        with passing_over(record.reference):
            known = record.state is not None
            return known and allowed(rights, self.indexing.vault, record, viewer, operation, told)
        return False


Links = Mapping[str, tuple[LinkDecision, ...]]


def _decided(record: StoredRecord, links: Iterable[StoredLink], shown: Mapping[str, Record]) -> Links:
    found: dict[str, tuple[LinkDecision, ...]] = {}
    for one in links:
        beyond = one.beyond(record.id)
        if beyond in shown:
            reverse = one.other_id == record.id
            decision = LinkDecision(shown[beyond], one.kind, one.by, reverse)
            found[beyond] = (*found.get(beyond, ()), decision)
    return found


def _of_customer(decisions: Iterable[LinkDecision]) -> LinkDecision | None:
    return next((one for one in decisions if store_links.SUBJECTS[one.kind] == CUSTOMER), None)


def _contact(own: Record, other: Record, match: NameMatch, links: Links) -> EarlierContact:
    decisions = links.get(other.id, ())
    matter = any(store_links.SUBJECTS[one.kind] == store_links.MATTER for one in decisions)
    return EarlierContact(other, match, _of_customer(decisions), not matter and _maybe_one_matter(own, other))


def _maybe_one_matter(own: Record, other: Record) -> bool:
    """Whether two contacts with different people, not long apart, are about the same topic (D03)."""
    if own.report.author == other.report.author:
        return False
    if abs(own.report.occurred_at - other.report.occurred_at) > SAME_MATTER_WITHIN:
        return False
    one, two = (stems(record.whole_report.topic) for record in (own, other))
    return bool(one and two) and len(one & two) >= SHARED_WORDS * min(len(one), len(two))


def _place(contact: EarlierContact) -> tuple[bool, bool, int, float]:
    """Decided to be the same first, then by likeness, the newest first; somebody else at the end."""
    sure = contact.decided is not None and contact.decided.kind is LinkKind.SAME_CUSTOMER
    order = list(Likeness).index(contact.match.likeness)
    return contact.is_other, not sure, order, -contact.record.created_at.timestamp()
