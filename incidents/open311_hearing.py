"""What the city's own system says of requests: asked in turn, written down, told to whoever has one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from foundation.db import Connection
from foundation.outbox import store as outbox
from foundation.outbox.jobs import Claimed
from incidents import store_open311
from incidents.audit import Act
from incidents.open311 import Open311Said, Open311State, Open311Status
from incidents.open311_jobs import LOOK_EVERY, next_part
from incidents.open311_writing import Open311Writing
from incidents.request_jobs import RequestNews
from incidents.store_open311 import StoredOpen311

AT_ONCE = 20
"""Requests that one job asks about."""

SOONER = timedelta(minutes=1)
"""A look a little before its time finds what is due with it."""


@dataclass(frozen=True, slots=True)
class Open311Hearing(Open311Writing):
    """Says whom to ask about, and writes down what came back."""

    def due(self, conn: Connection, now: datetime) -> list[StoredOpen311]:
        """Those to ask about now, those that were asked about longest ago first."""
        return store_open311.to_ask(conn, now - LOOK_EVERY + SOONER, AT_ONCE)

    def looked(
        self,
        conn: Connection,
        now: datetime,
        claimed: Claimed,
        asked: Sequence[StoredOpen311],
        numbers: Mapping[str, str],
        said: Mapping[str, Open311Said | None],
    ) -> None:
        """Write down what it answered: `numbers` by record, where a token was asked for one, and what it says by
        number. The next ones follow at once while there are more and it answers.
        """
        if not outbox.complete(conn, claimed, now):
            return
        heard = [one for one in asked if one.record_id in numbers or (one.number and one.number in said)]
        for one in sorted(heard, key=lambda one: one.record_id):
            self._hear(conn, now, one, numbers.get(one.record_id, ""), said.get(one.number))
        # Last, for whoever does something with a request locks its record first.
        store_open311.note_heard(conn, [one.record_id for one in heard], now)
        if heard and len(asked) == AT_ONCE and self.due(conn, now):
            outbox.enqueue(conn, [next_part(claimed.job, now)], now)

    def _hear(
        self, conn: Connection, now: datetime, asked: StoredOpen311, number: str, said: Open311Said | None
    ) -> None:
        if not number and said is None:
            return
        found = self.found(conn, asked.record_id)
        if found is None or found.own.state is not Open311State.SENT or found.own.number != asked.number:
            return
        if number:
            store_open311.put(conn, replace(found.own, number=number))
            self.log(conn, now, found, Act.OPEN311_SENT, number)
            return
        assert said is not None  # noqa: S101 - one of the two was heard
        before, words = found.own.status, self.words(found)
        turned = said.status is not before
        if not turned and said.notes == words.notes:
            return
        own = replace(found.own, status=said.status, changed_at=now if turned else found.own.changed_at)
        self.put(conn, found, own, replace(words, notes=said.notes))
        self.log(conn, now, found, Act.OPEN311_SAID, said.status.value if turned else "")
        if news := _news_of(before, said):
            self.tell(conn, now, found, news, now.isoformat())


def _news_of(before: Open311Status, said: Open311Said) -> RequestNews | None:
    """What its owner hears: the first word that it is open there is none."""
    if said.status is Open311Status.CLOSED and before is not Open311Status.CLOSED:
        return RequestNews.OPEN311_CLOSED
    if said.status is Open311Status.OPEN and before is Open311Status.CLOSED:
        return RequestNews.OPEN311_OPEN
    return RequestNews.OPEN311_SAID if said.notes else None
