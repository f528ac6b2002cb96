"""Acknowledging through the link of an e-mail: once, by whom it was sent to, as the rights are at that moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from foundation.bell import Bell
from foundation.clock import Clock
from foundation.db import Connection, Database
from incidents import store_audit, store_deliveries, store_records
from incidents.audit import Act
from incidents.cards import stop
from incidents.casefile import allowed, passing_over
from incidents.escalation import Escalation
from incidents.link_tokens import notice_of, record_in
from incidents.notice_reading import owners_of
from incidents.notices import NoticeKind
from incidents.records import DeliveryState, RecordKind
from incidents.rules.access import Operation
from incidents.store_deliveries import StoredDelivery
from incidents.store_records import StoredRecord
from incidents.vault import Vault


class MailLinkState(StrEnum):
    """What a link is good for: it WAITS to be used, was used just now (DONE), somebody acknowledged meanwhile
    (ALREADY), or nothing (SPENT: forged, too old, used before, or its reader may not any more).
    """

    WAITS = "waits"
    DONE = "done"
    ALREADY = "already"
    SPENT = "spent"


@dataclass(frozen=True, slots=True)
class LinkAnswer:
    """What the page of a link says: the reference alone, and not even that of a link that is spent."""

    state: MailLinkState
    reference: str = ""


SPENT = LinkAnswer(MailLinkState.SPENT)


@dataclass(frozen=True, slots=True)
class MailLinks:
    """Reads and takes links. `escalation` gives the rights in force, with who is away."""

    db: Database
    vault: Vault
    clock: Clock
    bell: Bell
    escalation: Callable[[Connection], Escalation]

    async def look(self, token: str) -> LinkAnswer:
        """What a link is good for now; looking changes nothing, for scanners of mail follow every link."""
        return await self.db.read(lambda conn: self._stands(conn, token)[0])

    async def take(self, token: str) -> LinkAnswer:
        """Acknowledge the record for whoever the link was sent to."""

        def take(conn: Connection) -> LinkAnswer:
            store_records.locked(conn, record_in(token))
            answer, record, mail = self._stands(conn, token)
            if answer.state is not MailLinkState.WAITS or record is None or mail is None:
                return answer
            now = self.clock.now()
            owners = owners_of(self.vault, self.escalation(conn).rights, record)
            stop(conn, now, record, mail.recipient, owners)
            store_deliveries.change(conn, mail.key, state=DeliveryState.ACKNOWLEDGED.value, at=now)
            store_audit.append(conn, now, Act.LINK_USED, record_id=record.id, actor=mail.recipient)
            return LinkAnswer(MailLinkState.DONE, record.reference)

        taken = await self.db.write(take)
        self.bell.ring()
        return taken

    def _stands(
        self, conn: Connection, token: str
    ) -> tuple[LinkAnswer, StoredRecord | None, StoredDelivery | None]:
        name, kind = record_in(token), RecordKind.INCIDENT
        record = store_records.find(conn, name, kind=kind) if name else None
        if record is None:
            return SPENT, None, None
        mails = [one for one in store_deliveries.of_record(conn, record.id) if one.kind is NoticeKind.MAILED]
        key = notice_of(self.vault.ring, token, [one.key for one in mails], self.clock.now())
        mail = next((one for one in mails if one.key == key), None)
        if mail is None or not self._may(conn, record, mail.recipient):
            return SPENT, None, None
        if record.acknowledged_at is not None:
            return LinkAnswer(MailLinkState.ALREADY, record.reference), record, mail
        # One that was used, or was sent for what was acknowledged before, is good for nothing more.
        if mail.replaced or mail.state is DeliveryState.ACKNOWLEDGED:
            return SPENT, None, None
        return LinkAnswer(MailLinkState.WAITS, record.reference), record, mail

    def _may(self, conn: Connection, record: StoredRecord, person: str) -> bool:
        rights, told = self.escalation(conn).rights, store_deliveries.told_of(conn, person)
        with passing_over(record.reference):
            return allowed(rights, self.vault, record, person, Operation.ACKNOWLEDGE, told)
        return False
