"""Safety markers put together from their rows, found by name, and told: each telling is an entry of theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from foundation.db import Connection
from incidents import store_audit, store_records
from incidents.audit import Act, Entry
from incidents.cases import acts_said, readable
from incidents.customer_index import CustomerIndex
from incidents.marker import Marker, MarkerFile, MarkerTold
from incidents.records import RecordEntry, RecordKind, State, TimelineEntry
from incidents.rules.access import Operation
from incidents.rules.likeness import Likeness, likeness_of
from incidents.rules.marker_life import MARKER_LIFE
from incidents.rules.names import read_name
from incidents.rules.transitions import possible
from incidents.store_records import StoredEntry, StoredRecord
from incidents.store_tokens import MARKER
from incidents.vault import Vault

KIND = RecordKind.MARKER
WITH_WORDS = frozenset({Act.MARKED, *(one.recorded for one in MARKER_LIFE)})


@dataclass(frozen=True, slots=True)
class MarkerCase:
    """One marker with its story."""

    stored: StoredRecord
    marker: Marker
    story: tuple[Entry, ...]
    entries: tuple[RecordEntry, ...]

    def state_at(self, now: datetime) -> State:
        """Where it stands at a moment: nothing has to run for it to end."""
        over = self.stored.state is not State.IN_FORCE or now >= self.marker.ends
        return State.ENDED if over else State.IN_FORCE

    def applies_at(self, now: datetime) -> bool:
        """Whether anybody is told at a moment."""
        return self.state_at(now) is State.IN_FORCE

    @property
    def telling(self) -> MarkerTold:
        """All that is told of it."""
        return MarkerTold(self.marker.told, self.marker.precautions, self.marker.ends)

    def ended_at(self, now: datetime) -> datetime | None:
        """When it ended; None while it has not."""
        if self.applies_at(now):
            return None
        early = next((one.at for one in self.story if one.kind == Act.ENDED), None)
        return min(early, self.marker.ends) if early else self.marker.ends

    def shown(self, now: datetime, allowed: frozenset[Operation]) -> MarkerFile:
        """It as somebody sees it who may do what is `allowed`."""
        state = self.state_at(now)
        fitting = frozenset(one.operation for one in possible(state, MARKER_LIFE))
        acts = frozenset(one.operation for one in MARKER_LIFE)
        return MarkerFile(
            id=self.stored.id,
            reference=self.stored.reference,
            marker=self.marker,
            state=state,
            created_at=self.stored.created_at,
            entries=self.entries,
            timeline=tuple(TimelineEntry(one.at, one.kind, one.actor) for one in self.story),
            may=frozenset(allowed - (acts - fitting)),
        )


@dataclass(frozen=True, slots=True)
class MarkerSearch:
    """Finds markers by the tokens of a name, opens them, compares, and says what is told."""

    vault: Vault
    names: CustomerIndex

    def in_force(self, conn: Connection, now: datetime, name: str) -> list[tuple[Likeness, MarkerCase]]:
        """The markers of somebody called the same or maybe the same that apply now."""
        sought = read_name(name)
        ids = self.names.candidates(conn, MARKER, sought)
        found = readable_markers(conn, self.vault, store_records.by_id(conn, ids))
        alike = ((likeness_of(sought, read_name(one.marker.customer)), one) for one in found)
        return [one for one in alike if one[0] is not Likeness.NONE and one[1].applies_at(now)]

    def tell(
        self, conn: Connection, now: datetime, found: Sequence[MarkerCase], person: str
    ) -> tuple[MarkerTold, ...]:
        """What somebody is told, each telling an entry of the marker that its owner sees."""
        for one in found:
            store_audit.append(conn, now, Act.PRECAUTION_TOLD, record_id=one.stored.id, actor=person)
        return tuple(one.telling for one in found)


def readable_markers(conn: Connection, vault: Vault, stored: Sequence[StoredRecord]) -> list[MarkerCase]:
    """Those of some markers that can be opened here (`cases.readable`)."""
    return readable(conn, vault, stored, marker_of)


def marker_of(
    vault: Vault, stored: StoredRecord, story: Sequence[Entry], entries: Sequence[StoredEntry]
) -> MarkerCase:
    """One marker; raises what is in `vault.UNREADABLE`."""
    marker = vault.open(stored.id, stored.key, stored.sealed).marker
    return MarkerCase(stored, marker, tuple(story), acts_said(vault, stored, story, entries, WITH_WORDS))
