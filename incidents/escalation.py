"""The climb up the ladder: pure of platforms and time, inside transactions that others open.

Every method takes the connection of a transaction that holds the record's lock, and the present moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from foundation.calendar import PLAIN_CALENDAR, WorkCalendar
from foundation.db import Connection
from foundation.outbox import store as outbox
from incidents import store_absences, store_audit, store_deliveries, store_records
from incidents.audit import Act
from incidents.cards import ON_THE_WAY, REACHED, UNSENT, cards_of, is_reached, send, update
from incidents.jobs import ASIDE, alert, also, back_again, check, check_key, notice
from incidents.levels import Levels
from incidents.mailing import again_by_mail
from incidents.notices import CARDS, NoticeKind
from incidents.records import DeliveryState, Report, Urgency
from incidents.rules.absence import NOBODY_AWAY, Away
from incidents.rules.conflict import is_barred
from incidents.rules.helpers import Helpers
from incidents.rules.ladder import Ladder, Roster, Rung, deadline, holders
from incidents.rules.restriction_rules import NO_RESTRICTIONS, RestrictionRules
from incidents.rules.rights import Rights
from incidents.rules.telling import Also, Plan, conditions, plan
from incidents.store_deliveries import StoredDelivery
from incidents.store_records import StoredRecord


@dataclass(frozen=True, slots=True)
class Escalation:
    """Asks one level after the other until somebody acknowledges, or tells the first who can be reached.

    `calendar` is the organisation's, by which tasks are due; `security` are roles or persons who come when called,
    `front_desk` persons who hear that somebody left;
    `restrictions` is what it says of those; `away` is who is not there, read by `today`.
    """

    ladder: Ladder
    roster: Roster
    calendar: WorkCalendar = PLAIN_CALENDAR
    security: tuple[str, ...] = ()
    front_desk: tuple[str, ...] = ()
    restrictions: RestrictionRules = NO_RESTRICTIONS
    away: Away = NOBODY_AWAY

    def today(self, conn: Connection, now: datetime) -> Escalation:
        """The same with who is away at this moment: every transaction asks anew."""
        return replace(self, away=store_absences.away(conn, now))

    @property
    def rights(self) -> Rights:
        """Who may what, by the same ladder and roster."""
        return Rights(self.ladder, self.roster, self.away)

    @property
    def levels(self) -> Levels:
        """Who is asked in which order, likewise."""
        return Levels(self.ladder, self.roster, self.away)

    @property
    def helpers(self) -> Helpers:
        """Who is asked to come when somebody calls for help, by the same roster."""
        return Helpers(self.ladder.calls, self.roster, self.security, mail_after=self.ladder.mail_after)

    def plan(self, report: Report) -> Plan:
        """What the rules in force make of a report."""
        roles = frozenset(role for one in report.whose for role in self.roster.roles_of(one))
        return plan(self.ladder.rules, conditions(report, roles))

    def begin(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        excluded: frozenset[str],
        aside: Sequence[Also],
    ) -> tuple[str, ...]:
        """The first notices of a new record; returns who is asked or told first."""
        self.look_aside(conn, now, record, aside)
        first = self.climb if record.urgency is Urgency.ACKNOWLEDGE else self.tell
        return first(conn, now, record, excluded, after=-1)

    def look_aside(
        self, conn: Connection, now: datetime, record: StoredRecord, aside: Sequence[Also]
    ) -> None:
        """See to it that those beside the ladder hear within their time."""
        looks = [
            also(record.id, one.role or one.person, now + timedelta(minutes=one.within_minutes))
            for one in aside
        ]
        outbox.enqueue(conn, looks, now)

    def tell(
        self, conn: Connection, now: datetime, record: StoredRecord, excluded: frozenset[str], after: int
    ) -> tuple[str, ...]:
        """Tell those of the level after `after` (-1 to begin); returns them, nobody at the end of the ladder.

        Where nobody of the whole ladder could be told, everybody is tried again at intervals.
        """
        rung = self.levels.next(record, excluded, after)
        if rung is None or rung.repeated:
            store_records.exhaust(conn, record.id, now)
            self._try_again_later(conn, now, record, excluded, after)
            return ()
        send(conn, now, [notice(NoticeKind.TOLD, record.id, rung.level, one, now) for one in rung.recipients])
        self._wait_for(conn, now, record, self.levels.asked_past(record, excluded, rung.level))
        return rung.recipients

    def tell_everybody(
        self, conn: Connection, now: datetime, record: StoredRecord, excluded: frozenset[str], level: int
    ) -> None:
        """Nobody could be told: everybody is tried once more, unless somebody was told meanwhile."""
        deliveries = store_deliveries.of_record(conn, record.id)
        if any(one.kind is NoticeKind.TOLD and one.state in REACHED for one in deliveries):
            return
        trying = _trying(deliveries, NoticeKind.TOLD)
        people = self.levels.everybody(record, excluded, level - 1).recipients
        told = [one for one in people if one not in trying]
        send(conn, now, [notice(NoticeKind.TOLD, record.id, level, one, now) for one in told])
        self._try_again_later(conn, now, record, excluded, level)

    def _try_again_later(
        self, conn: Connection, now: datetime, record: StoredRecord, excluded: frozenset[str], after: int
    ) -> None:
        rung = self.levels.everybody(record, excluded, after)
        outbox.enqueue(conn, [check(record.id, rung.level, now + timedelta(minutes=rung.minutes))], now)

    def tell_aside(
        self, conn: Connection, now: datetime, record: StoredRecord, excluded: frozenset[str], whom: str
    ) -> bool:
        """Let a role or a person hear of a record beside its ladder: asked while an acknowledgement is waited
        for, else told. True when nothing is left to look after.
        """
        role, person = ("", whom) if "@" in whom else (whom, "")
        named = holders(role, person, self.roster, record.department, record.whose)
        people = [one for one in named if not is_barred(one, excluded, self.roster)]
        self._wait_for(conn, now, record, self.away.asked_past(people, self.roster))
        people = list(self.rights.in_place(tuple(people), record.outline, excluded)) or people
        return self.let_hear(conn, now, record, people)

    def let_hear(self, conn: Connection, now: datetime, record: StoredRecord, people: Sequence[str]) -> bool:
        """Ask these people aside of the ladder, or tell them; True when each has heard, or is told in any case."""
        cards = [one for one in store_deliveries.of_record(conn, record.id) if one.kind in CARDS]
        asking = record.urgency is Urgency.ACKNOWLEDGE and record.acknowledged_at is None
        done, notices = True, []
        for one in people:
            theirs = [card for card in cards if card.recipient == one]
            if any(card.state in REACHED or card.kind is NoticeKind.TOLD for card in theirs):
                continue  # A notice that tells is tried until it arrives, whatever is acknowledged meanwhile.
            if not asking:
                notices.append(notice(NoticeKind.TOLD, record.id, ASIDE, one, now))
            elif not theirs:
                notices.append(alert(record.id, ASIDE, one, now))
                done = False
            elif any(card.state in ON_THE_WAY for card in theirs):
                done = False
        send(conn, now, notices)
        return done

    def _wait_for(self, conn: Connection, now: datetime, record: StoredRecord, people: Sequence[str]) -> None:
        """See to it that those who are away hear of a record when they are back."""
        absences = [one for one in map(self.away.get, people) if one and one.person not in record.whose]
        outbox.enqueue(conn, [back_again(record.id, one.person, one.id, one.until) for one in absences], now)

    def climb(
        self, conn: Connection, now: datetime, record: StoredRecord, excluded: frozenset[str], after: int
    ) -> tuple[str, ...]:
        """Ask the level after `after` (-1 to begin); returns the people asked.

        `excluded` are the people complained of: they and whoever reports to them are passed over. At the end of
        the ladder everybody on it is asked again at intervals, until somebody acknowledges.
        """
        earlier = store_deliveries.of_record(conn, record.id) if after >= 0 else []
        rung = self.levels.to_ask(record, excluded, after, earlier)
        if rung.everybody:
            store_records.exhaust(conn, record.id, now)
        asked = self._ask(conn, now, record, rung, earlier)
        self._wait_for(conn, now, record, self.levels.asked_past(record, excluded, rung.level))
        if rung.repeated:
            self._unreached(conn, now, record, earlier)
        if asked and after >= 0:
            before = {one.recipient for one in earlier if one.kind is NoticeKind.ALERT}
            act = Act.ASKED_AGAIN if before.issuperset(asked) else Act.CLIMBED
            store_audit.append(conn, now, act, record_id=record.id, detail=str(rung.level))
        return rung.recipients

    def ask_anew(
        self, conn: Connection, now: datetime, record: StoredRecord, excluded: frozenset[str]
    ) -> tuple[str, ...]:
        """Somebody had acknowledged, and that holds no more: everybody on the ladder is asked; returns them."""
        earlier = store_deliveries.of_record(conn, record.id)
        rung = self.levels.everybody(record, excluded, _latest(earlier))
        self._ask(conn, now, record, rung, earlier)
        return rung.recipients

    def hurry(self, conn: Connection, now: datetime, record: StoredRecord, excluded: frozenset[str]) -> None:
        """The time of the level that is being asked ends as it does at any hour, or now if nobody of it is left."""
        earlier = store_deliveries.of_record(conn, record.id)
        level = _latest(earlier)
        if level < 0:
            return
        asked = [one.recipient for one in earlier if one.kind is NoticeKind.ALERT and one.level == level]
        left = [one for one in asked if self.rights.may_be_told(one, record.outline, excluded)]
        rung = self.levels.level(record, excluded, level - 1)
        until = deadline(self.ladder, rung, now, any_hour=record.any_hour)
        outbox.hurry(conn, check_key(record.id, level), until if left else now)

    def begin_level(
        self, conn: Connection, now: datetime, record: StoredRecord, excluded: frozenset[str], level: int
    ) -> None:
        """What held the alerts of a level back is over: its time begins now, unless somebody had been reached."""
        if not is_reached(store_deliveries.of_record(conn, record.id), level):
            rung = self.levels.level(record, excluded, level - 1)
            until = deadline(self.ladder, rung, now, any_hour=record.any_hour)
            outbox.restart(conn, check_key(record.id, level), until)

    def _ask(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        rung: Rung,
        earlier: Sequence[StoredDelivery],
    ) -> tuple[str, ...]:
        """Alert those of a level; returns whom, without those to whom an earlier alert is still being tried.

        Of these, who got an e-mail in its place gets another one.
        """
        alerts = [delivery for delivery in earlier if delivery.kind is NoticeKind.ALERT]
        for delivery in alerts:
            if delivery.state in UNSENT:
                store_deliveries.change(conn, delivery.key, state=DeliveryState.NOT_REACHED.value)
        trying = _trying(earlier, NoticeKind.ALERT)
        asked = tuple(one for one in rung.recipients if one not in trying)
        notices = [alert(record.id, rung.level, one, now) for one in asked]
        mails = again_by_mail(record, earlier, rung.recipients, rung.level, now)
        if asked:
            others = [card for card in cards_of(alerts) if card.recipient not in rung.recipients]
            notices += [
                update(NoticeKind.CLIMBED, record, rung.level, card.recipient, card.key, now)
                for card in others
            ]
        until = deadline(self.ladder, rung, now, any_hour=record.any_hour)
        send(conn, now, notices, *mails, check(record.id, rung.level, until))
        return asked

    def _unreached(
        self, conn: Connection, now: datetime, record: StoredRecord, earlier: Sequence[StoredDelivery]
    ) -> None:
        if any(delivery.kind is NoticeKind.UNREACHED for delivery in earlier):
            return
        send(conn, now, [notice(NoticeKind.UNREACHED, record.id, 0, record.author, now)])
        store_audit.append(conn, now, Act.UNREACHED, record_id=record.id)


def _latest(deliveries: Sequence[StoredDelivery]) -> int:
    """The level that was asked last, -1 where none was."""
    asked = (one.level for one in deliveries if one.kind is NoticeKind.ALERT and one.level != ASIDE)
    return max(asked, default=-1)


def _trying(deliveries: Sequence[StoredDelivery], kind: NoticeKind) -> frozenset[str]:
    """Those to whom a notice is still being tried: after an outage nobody needs the same one twice."""
    return frozenset(one.recipient for one in deliveries if one.kind is kind and one.state in ON_THE_WAY)
