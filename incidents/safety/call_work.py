"""What follows in a call: people are asked, level by level; whoever called hears of it; cards are kept up to date.

Every method takes the connection of a transaction that holds the call's lock, and the present moment.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from foundation.db import Connection
from foundation.ids import new_id
from foundation.outbox import store as outbox
from foundation.outbox.jobs import Job
from foundation.sealing import KeyRing
from incidents import store_absences, store_audit
from incidents.audit import Act
from incidents.records import DeliveryState
from incidents.rules.calling import arrives_by
from incidents.rules.check_ins import LATEST
from incidents.rules.helpers import FIRST, THEN, Helpers, InNeed
from incidents.safety import call_jobs, store_calls
from incidents.safety.call import Call, CallCause, CallNoticeKind, CallOutcome, Helper
from incidents.safety.call_mailing import plan_over_mail

PRESSED_AT_ONCE = 30
"""Seconds within which a second press means the first one."""

NOBODY: frozenset[str] = frozenset()

NOT_COMING = CallNoticeKind.CALL_NOT_COMING

LONGEST = 3600
"""Seconds after which a call that nobody ended is another matter than the next one."""

SETTLED = frozenset({DeliveryState.SENT, DeliveryState.FAILED})


def has_lapsed(call: Call, now: datetime) -> bool:
    """Whether an open call is so old that whoever calls now means something else."""
    return (now - call.made_at).total_seconds() > LONGEST


def is_hushed(call: Call | None, now: datetime) -> bool:
    """Whether somebody gave their duress word in these hours and did not call openly since."""
    return call is not None and call.quiet and now - call.made_at <= LATEST


def _turn(call: Call) -> str:
    """What tells a press from the same one before: the level that was asked, and how often somebody withdrew."""
    return f"{call.level}.{call.withdrawn}" if call.withdrawn else str(call.level)


@dataclass(frozen=True, slots=True)
class CallWork:
    """Asks those who can come, with the roster and the rules in force."""

    ring: KeyRing
    helpers: Helpers

    def make(
        self,
        conn: Connection,
        now: datetime,
        need: InNeed,
        place: str,
        cause: CallCause = CallCause.ASKED,
        usual: str = "",
    ) -> tuple[CallOutcome, Call]:
        """Make a call, or ask anew in the one that is open; committed with the jobs that bring it to people.

        A second press at once means the first; a later one, or another place, asks everybody again. `usual` is where a
        new call is from where no place was said.
        """
        quiet = cause is CallCause.DURESS
        call = Call(new_id(), need, place or usual, cause, now, FIRST, now, quiet=quiet)
        if not store_calls.insert(conn, self.ring, call):
            before = store_calls.open_of(conn, self.ring, need.person, lock=True)
            if before is None:
                return self.make(conn, now, need, place, cause, usual)
            unanswered = cause is CallCause.SILENCE and is_hushed(before, now)
            if unanswered or not has_lapsed(before, now):
                return self.press_again(conn, now, before, replace(call, place=place))
            self.end(conn, now, before, "")
            store_calls.insert(conn, self.ring, call)
        store_audit.append(conn, now, Act.CALLED, record_id=call.id, actor=need.person, detail=cause.value)
        self.ask(conn, now, call, FIRST)
        return CallOutcome.MADE, self._again(conn, call)

    def press_again(
        self, conn: Connection, now: datetime, before: Call, call: Call
    ) -> tuple[CallOutcome, Call]:
        """Somebody in need presses once more: nobody decides for them that the first time was enough."""
        silent = before.quiet and call.cause is CallCause.SILENCE
        need = before.need.beside(call.need)
        same = call.place in ("", before.place) and (call.quiet == before.quiet or silent)
        missed = call.cause is CallCause.SILENCE and before.cause is CallCause.ASKED
        if (
            same
            and need == before.need
            and not missed
            and (now - before.asked_at).total_seconds() < PRESSED_AT_ONCE
        ):
            return CallOutcome.ALREADY, before
        if call.place and call.place != before.place:
            store_calls.move_to(conn, self.ring, before.id, call.place)
        cause = before.cause if before.cause is CallCause.DURESS else call.cause
        # Only a press of their own makes a quiet call loud, never that they did not answer.
        quiet = call.quiet or (before.quiet and call.cause is CallCause.SILENCE)
        store_calls.change(conn, before.id, quiet=quiet, cause=cause.value, companion=need.companion)
        after = self.ask_again(conn, now, self._again(conn, before))
        if quiet and not before.quiet:
            for card in store_calls.cards_of(conn, after.id):
                if card.recipient == after.need.person:
                    self._bring_up(conn, now, after, card.key, card.recipient, f"hushed{after.level}")
        return CallOutcome.AGAIN, after

    def ask_again(self, conn: Connection, now: datetime, call: Call) -> Call:
        """Everybody is asked again, also those who said that they come."""
        store_calls.nobody_comes(conn, call.id)
        self.ask(conn, now, call, max(call.level + 1, THEN + 1))
        return self._again(conn, call)

    def ask(
        self, conn: Connection, now: datetime, call: Call, level: int, but: frozenset[str] = NOBODY
    ) -> None:
        """Ask those of a level without some, and look again when its time is over."""
        people = [one for one in self.helpers.level(level, call.need) if one not in but]
        asks = [call_jobs.ask(call.id, level, one, now) for one in people]
        store_calls.expect(conn, asks)
        store_calls.change(conn, call.id, level=level, asked_at=now)
        later = call_jobs.check(call.id, level, now + self.helpers.rules.wait(level))
        outbox.enqueue(conn, [*asks, later], now)
        if level > FIRST or not people:
            # Of the first level, the reply to the press says who is asked; how far that came is told once it is known.
            self._tell_asker(conn, now, call, level)
        if level > FIRST:
            self._refresh(conn, now, call, f"level{level}", but=frozenset(people))
            store_audit.append(conn, now, Act.CALL_CLIMBED, record_id=call.id, detail=str(level))

    def climb(self, conn: Connection, now: datetime, call: Call) -> None:
        """Nobody of a level answered: the next one is asked. Where somebody came, everybody, whoever that was."""
        if call.coming:
            self.ask_again(conn, now, call)
        else:
            self.ask(conn, now, call, call.level + 1)

    def comes(self, conn: Connection, now: datetime, call: Call, person: str) -> Call:
        """Somebody is on their way: whoever called hears it by name, and the others see it."""
        if store_calls.comes(conn, call.id, person, now):
            if not call.quiet:
                told = call_jobs.comes(call.id, call.need.person, person, _turn(call), now)
                store_calls.expect(conn, [told])
                outbox.enqueue(conn, [told], now)
            if call.goes_on_by_itself:
                look = call_jobs.arrival(call.id, call.level, arrives_by(call.made_at, now))
                outbox.enqueue(conn, [look], now)
            self._refresh(conn, now, call, f"comes{_turn(call)}:{person}")
            store_audit.append(conn, now, Act.COMING, record_id=call.id, actor=person)
        return self._again(conn, call)

    def comes_not(self, conn: Connection, now: datetime, call: Call, *people: str) -> Call:
        """Some are not on their way any more: whoever called hears it; where nobody else is, the others are asked."""
        gone = frozenset(one for one in people if store_calls.comes_not(conn, call.id, one))
        if not gone:
            return call
        nobody, asked = not self._again(conn, call).coming, max(call.level + 1, THEN + 1)
        level = asked if nobody else call_jobs.ON_COMING
        told = [
            call_jobs.comes_not(call.id, call.need.person, one, _turn(call), now, level)
            for one in sorted(gone)
        ]
        # Written down also where nothing of it is shown to them: what comes after it is another turn.
        store_calls.expect(conn, told)
        if not call.quiet:
            outbox.enqueue(conn, told, now)
        for one in sorted(gone):
            store_audit.append(conn, now, Act.NOT_COMING, record_id=call.id, actor=one)
        after = self._again(conn, call)
        self._refresh(conn, now, after, f"comes_not{_turn(after)}")
        if nobody:
            self.ask(conn, now, after, asked, gone)
        return self._again(conn, call)

    def look(self, conn: Connection, now: datetime, call: Call, again: int) -> None:
        """The time of a level is over: of those who come, who still can is looked at again; else others are asked."""
        if not call.coming:
            self.climb(conn, now, call)
            return
        after = self.comes_not(conn, now, call, *(one.person for one in self._lost(conn, now, call)))
        if after.coming and not has_lapsed(after, now):
            at = now + self.helpers.rules.wait(THEN)
            outbox.enqueue(conn, [call_jobs.check(call.id, after.level, at, again + 1)], now)

    def _lost(self, conn: Connection, now: datetime, call: Call) -> Iterator[Helper]:
        """Who said that they come, and left the list or is away since."""
        for one in call.coming:
            said = one.coming_at or now
            if not self.helpers.may_help(one.person, call.need) or store_absences.away_since(
                conn, one.person, said, now
            ):
                yield one

    def end(self, conn: Connection, now: datetime, call: Call, by: str) -> Call:
        """It is over: everybody who was told hears so, and nobody is asked any more."""
        store_calls.change(conn, call.id, over_at=now)
        reached = (one.person for one in call.helpers if one.state is DeliveryState.SENT)
        told = [call_jobs.over(call.id, one, now) for one in reached]
        store_calls.expect(conn, told)
        outbox.enqueue(conn, told, now)
        plan_over_mail(conn, now, call)
        self._refresh(conn, now, call, "over")
        store_audit.append(conn, now, Act.CALL_OVER, record_id=call.id, actor=by)
        return self._again(conn, call)

    def settled(self, conn: Connection, now: datetime, call: Call, level: int) -> None:
        """A notice of a level arrived or will not: once that is known of all, whoever called hears how far it came.

        Where none arrived, the next level is asked at once; everybody is asked again only after a while.
        """
        asked = [
            one
            for one in store_calls.notices_of(conn, call.id)
            if one.kind is CallNoticeKind.CALL and one.level == level
        ]
        if any(one.state not in SETTLED for one in asked) or not call.is_open:
            return
        self._tell_asker(conn, now, call, level)
        failed = all(one.state is DeliveryState.FAILED for one in asked)
        if failed and level == call.level and level <= THEN and not call.coming:
            self.climb(conn, now, call)

    def mailed(self, conn: Connection, now: datetime, call: Call, level: int, person: str) -> None:
        """Somebody got an e-mail in the place of a notice: whoever called reads so on what they were told."""
        if call.is_open:
            self._refresh(conn, now, call, f"mailed{level}:{person}")
        elif level != call_jobs.ON_COMING:
            # It ended while the e-mail was under way.
            outbox.enqueue(conn, [call_jobs.mailed_over(call.id, person, now)], now)

    def catch_up(self, conn: Connection, now: datetime, call: Call, key: str) -> None:
        """A message arrived that was under way while somebody said that they come, or that it is over."""
        card = next((one for one in store_calls.cards_of(conn, call.id) if one.key == key), None)
        if card is None:
            return
        if call.quiet and card.recipient == call.need.person:
            self._bring_up(conn, now, call, card.key, card.recipient, "arrived_hushed")
            return
        if call.is_open and not call.coming and not call.withdrawn:
            return
        what = f"arrived{len(call.coming)}.{call.withdrawn}" if call.is_open else "arrived_over"
        self._bring_up(conn, now, call, card.key, card.recipient, what)
        if not call.is_open and card.kind is CallNoticeKind.CALL:
            told = call_jobs.over(call.id, card.recipient, now)
            store_calls.expect(conn, [told])
            outbox.enqueue(conn, [told], now)

    def _tell_asker(self, conn: Connection, now: datetime, call: Call, level: int) -> None:
        """One message a level, brought up to date when more is known; none where somebody may read along.

        Where a level is asked because somebody comes no more, the message that tells of it is the one.
        """
        if call.quiet:
            return
        notices = store_calls.notices_of(conn, call.id)
        told = call_jobs.news(call.id, level, call.need.person, now)
        keys = [one.key for one in notices if one.kind is NOT_COMING and one.level == level]
        stands = [one for one in (*keys, told.key) if outbox.is_known(conn, one)]
        known = sum(one.state in SETTLED for one in notices)
        for key in stands:
            self._bring_up(conn, now, call, key, call.need.person, f"known{known}")
        if stands:
            return
        store_calls.expect(conn, [told])
        outbox.enqueue(conn, [told], now)

    def _refresh(
        self, conn: Connection, now: datetime, call: Call, what: str, but: frozenset[str] = NOBODY
    ) -> None:
        """Bring every card up to date, but of those who get a new one."""
        for card in store_calls.cards_of(conn, call.id):
            if card.recipient not in but and not (call.quiet and card.recipient == call.need.person):
                self._bring_up(conn, now, call, card.key, card.recipient, what)

    def _bring_up(
        self, conn: Connection, now: datetime, call: Call, card: str, person: str, what: str
    ) -> None:
        job: Job = call_jobs.update(call.id, card, person, what, now)
        outbox.enqueue(conn, [job], now)

    def _again(self, conn: Connection, call: Call) -> Call:
        return store_calls.find(conn, self.ring, call.id) or call
