"""A restriction put together from its rows: what was proposed, and what was done with it since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from foundation.db import Connection
from incidents import store_audit, store_records, store_tasks
from incidents.audit import Act, Entry
from incidents.cases import acts_said, readable
from incidents.records import RecordEntry, State, TimelineEntry
from incidents.restriction import ContactRule, QuotaCount, Restriction, RestrictionFile, Route
from incidents.rules.access import Operation
from incidents.rules.restriction_figures import CountedRestriction
from incidents.rules.restriction_life import RESTRICTION_LIFE
from incidents.rules.restriction_rights import RestrictionRights
from incidents.rules.restriction_rules import OptionKind, RestrictionRules
from incidents.rules.restriction_terms import applies, blocks, counted, stands
from incidents.rules.transitions import possible
from incidents.store_records import StoredEntry, StoredRecord
from incidents.vault import Vault

WITH_WORDS = frozenset(one.recorded for one in RESTRICTION_LIFE)


@dataclass(frozen=True, slots=True)
class Case:
    """One restriction with its story."""

    stored: StoredRecord
    wanted: Restriction
    story: tuple[Entry, ...]
    entries: tuple[RecordEntry, ...]

    @property
    def review(self) -> datetime:
        """When it is looked at again, as it was extended."""
        return self.stored.due_at or self.wanted.review

    @property
    def decided_by(self) -> str:
        """Who approved or declined it, or ""."""
        return next((one.actor for one in self.story if one.kind in (Act.APPROVED, Act.DECLINED)), "")

    @property
    def decided_at(self) -> datetime | None:
        """When it was approved."""
        return next((one.at for one in self.story if one.kind == Act.APPROVED), None)

    @property
    def told_at(self) -> datetime | None:
        """When its latest notice was noted as sent: not before that it is in force."""
        return next((one.at for one in reversed(self.story) if one.kind == Act.NOTICE_SENT), None)

    @property
    def begins(self) -> datetime | None:
        """Since when it has been in force, or will be; None before its notice was sent and noted."""
        return max(self.told_at, self.wanted.starts) if self.told_at else None

    @property
    def is_advised(self) -> bool:
        """Whether the customer was advised before (D27)."""
        return any(one.kind == Act.ADVISED for one in self.story)

    @property
    def appeal_open(self) -> bool:
        """Whether a complaint about it waits for an answer."""
        kinds = [one.kind for one in self.story]
        return kinds.count(Act.APPEALED) > kinds.count(Act.UPHELD) + kinds.count(Act.LIFTED)

    def allowed(self, person: str, rights: RestrictionRights) -> frozenset[Operation]:
        """Everything somebody may do with it by these rights, whatever its state allows."""
        return rights.operations(
            person, self.stored.outline, decided_by=self.decided_by, appeal_open=self.appeal_open
        )

    def state_at(self, now: datetime) -> State:
        """Where it stands at a moment."""
        state = self.stored.state or State.ENDED
        return stands(state, self.wanted.starts, self.review, self.wanted.ends, now)

    def applies_at(self, now: datetime) -> bool:
        """Whether contact is restricted at a moment."""
        state = self.stored.state or State.ENDED
        return applies(state, self.wanted.starts, self.review, self.wanted.ends, now)

    def quota_at(self, now: datetime, rules: RestrictionRules, zone: ZoneInfo) -> QuotaCount | None:
        """How many requests of this period came in; None where they are not counted."""
        chosen = rules.chosen(self.wanted.options)
        option = next((one for one in chosen if one.kind is OptionKind.QUOTA), None)
        return counted(self._requests(), now, self.wanted, option.period, zone) if option else None

    def _has(self, kind: OptionKind, rules: RestrictionRules) -> bool:
        return any(one.kind is kind for one in rules.chosen(self.wanted.options))

    def _requests(self) -> list[datetime]:
        """When the requests came in that count: what can never be restricted is not among them."""
        came = (one.said for one in self.entries if one.act == Act.CONTACT_LOGGED)
        return [
            at
            for said in came
            if isinstance(at := said.get("came_at"), datetime)
            and blocks(Route(str(said.get("came_about", Route.ORDINARY))), is_applied=True)
        ]

    def rule_at(self, now: datetime, rules: RestrictionRules, zone: ZoneInfo) -> ContactRule:
        """What front-line staff see of it."""
        said = self.wanted
        quota = self.quota_at(now, rules, zone)
        return ContactRule(
            self.stored.id,
            said.options,
            said.channels,
            said.sites,
            said.matters,
            said.nominated if self._has(OptionKind.NOMINATED, rules) else "",
            quota,
        )

    def counted_at(self, now: datetime) -> CountedRestriction:
        """As much of it as is counted; until now where it is in force."""
        state, sent = self.state_at(now), [one.at for one in self.story if one.kind == Act.NOTICE_SENT]
        over = [one.at for one in self.story if one.kind in (Act.ENDED, Act.LIFTED, Act.SUSPENDED)]
        return CountedRestriction(
            state,
            self.wanted.ground,
            self.wanted.options,
            sent[0] if sent else None,
            over[-1] if over and state is not State.IN_FORCE else min(now, self.wanted.ends),
            sum(one.kind == Act.APPEALED for one in self.story),
            is_overdue=state is State.SUSPENDED,
        )

    def shown(
        self,
        conn: Connection,
        now: datetime,
        allowed: frozenset[Operation],
        rules: RestrictionRules,
        zone: ZoneInfo,
        judges: tuple[str, ...] = (),
    ) -> RestrictionFile:
        """It as somebody sees it who may do what is `allowed`; `judges` are who answers a complaint about it."""
        state = self.state_at(now)
        may = frozenset(one.operation for one in possible(state, RESTRICTION_LIFE)) & allowed
        if not self.appeal_open:
            may -= {Operation.UPHOLD, Operation.LIFT}
        if not self._has(OptionKind.APPOINTMENT, rules):
            may -= {Operation.BOOK}
        tasks = store_tasks.of_records(conn, [self.stored.id])[self.stored.id]
        return RestrictionFile(
            id=self.stored.id,
            reference=self.stored.reference,
            wanted=self.wanted,
            state=state,
            review=self.review,
            created_at=self.stored.created_at,
            decided_by=self.decided_by,
            applies=self.applies_at(now),
            appeal_open=self.appeal_open,
            entries=self.entries,
            timeline=tuple(TimelineEntry(one.at, one.kind, one.actor) for one in self.story),
            may=may | (allowed & {Operation.SEE_LOOKS, Operation.VIEW}),
            quota=self.quota_at(now, rules, zone),
            tasks=tuple(one.shown(self.stored.reference) for one in tasks),
            begins=self.begins,
            judges=judges if self.appeal_open else (),
        )


def readable_cases(conn: Connection, vault: Vault, stored: Sequence[StoredRecord]) -> list[Case]:
    """Those of some restrictions that can be opened here (`cases.readable`)."""
    return readable(conn, vault, stored, case_of)


def read_case(conn: Connection, vault: Vault, stored: StoredRecord) -> Case:
    """One restriction; raises what is in `vault.UNREADABLE`."""
    stories, entries = store_audit.stories(conn, [stored.id]), store_records.entries_of(conn, [stored.id])
    return case_of(vault, stored, stories[stored.id], entries[stored.id])


def case_of(
    vault: Vault, stored: StoredRecord, story: Sequence[Entry], entries: Sequence[StoredEntry]
) -> Case:
    """One restriction put together from these rows; raises what is in `vault.UNREADABLE`."""
    wanted = vault.open(stored.id, stored.key, stored.sealed).restriction
    return Case(stored, wanted, tuple(story), acts_said(vault, stored, story, entries, WITH_WORDS))


def former_of(conn: Connection, vault: Vault, case: Case) -> Case | None:
    """The one that a restriction takes the place of, under the lock of its record; None where it names none."""
    if not case.wanted.replaces:
        return None
    former = store_records.find(conn, case.wanted.replaces, lock=True, kind=case.stored.kind)
    return read_case(conn, vault, former) if former else None
