"""Which level of its ladder a record comes to next, and who is asked there today, whoever is away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from incidents.notices import NoticeKind
from incidents.rules.absence import NOBODY_AWAY, Away, barring
from incidents.rules.ladder import InPlace, Ladder, Roster, Rung, everybody, next_rung, recipients
from incidents.rules.rights import way_around
from incidents.store_deliveries import StoredDelivery
from incidents.store_records import StoredRecord


@dataclass(frozen=True, slots=True)
class Levels:
    """The levels of records. `excluded` are the people a record complains of: neither they nor whoever reports to
    them is asked, nor stands in for anybody.
    """

    ladder: Ladder
    roster: Roster
    away: Away = NOBODY_AWAY

    def next(self, record: StoredRecord, excluded: frozenset[str], after: int) -> Rung | None:
        """The level after `after` (-1 to begin); None at the end of the ladder."""
        ladder, forbidden, in_place = self._way(record, excluded)
        return next_rung(
            ladder,
            after,
            self.roster,
            record.department,
            forbidden,
            name=record.ladder,
            in_place=in_place,
        )

    def everybody(self, record: StoredRecord, excluded: frozenset[str], after: int) -> Rung:
        """The level at which everybody on the ladder is asked."""
        ladder, forbidden, in_place = self._way(record, excluded)
        return everybody(
            ladder,
            after,
            self.roster,
            record.department,
            forbidden,
            name=record.ladder,
            in_place=in_place,
        )

    def level(self, record: StoredRecord, excluded: frozenset[str], after: int) -> Rung:
        """The next level, which at the end of the ladder is everybody."""
        return self.next(record, excluded, after) or self.everybody(record, excluded, after)

    def to_ask(
        self, record: StoredRecord, excluded: frozenset[str], after: int, earlier: Sequence[StoredDelivery]
    ) -> Rung:
        """The same past levels whose people were asked before because they stand in for somebody of a lower one."""
        rung = self.level(record, excluded, after)
        stood_in = self._stood_in(record, excluded, after, earlier)
        while rung.recipients and not rung.repeated and stood_in.issuperset(rung.recipients):
            rung = self.level(record, excluded, rung.level)
        return rung

    def goes_on(
        self, record: StoredRecord, excluded: frozenset[str], level: int, alerts: Sequence[StoredDelivery]
    ) -> bool:
        """Whether somebody who was not asked yet by one of the alerts is asked after a level."""
        rung = self.to_ask(record, excluded, level, alerts)
        return not rung.everybody and not {one.recipient for one in alerts}.issuperset(rung.recipients)

    def asked_past(self, record: StoredRecord, excluded: frozenset[str], level: int) -> tuple[str, ...]:
        """Who is away of those whose turn it was up to a level: somebody else was asked in their place."""
        ladder, forbidden, _ = self._way(record, excluded)
        own = [
            person
            for one in range(level + 1)
            for person in recipients(
                ladder, one, self.roster, record.department, forbidden, name=record.ladder
            )
        ]
        return self.away.asked_past(own, self.roster)

    def at_its_end(self, record: StoredRecord, level: int) -> bool:
        """Whether a level is one of those at which everybody is asked again."""
        return level >= len(self.ladder.steps_for(record.department, record.ladder)) + self.ladder.repeats

    def _way(self, record: StoredRecord, excluded: frozenset[str]) -> tuple[Ladder, frozenset[str], InPlace]:
        ladder, barred = way_around(self.ladder, self.roster, record.outline, excluded)
        forbidden = barred | record.whose
        stands_not = barring(forbidden, excluded, self.roster)
        return ladder, forbidden, lambda people: self.away.in_place(people, self.roster, stands_not)

    def _stood_in(
        self, record: StoredRecord, excluded: frozenset[str], after: int, earlier: Sequence[StoredDelivery]
    ) -> frozenset[str]:
        """Who was asked up to a level although it is not theirs."""
        ladder, _, _ = self._way(record, excluded)
        nobody = frozenset[str]()
        asked = {one.recipient for one in earlier if one.kind is NoticeKind.ALERT and one.level <= after}
        own = {
            person
            for level in range(after + 1)
            for person in recipients(
                ladder, level, self.roster, record.department, nobody, name=record.ladder
            )
        }
        return frozenset(asked - own)
