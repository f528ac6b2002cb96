"""Who is to meet somebody, by a task of theirs, and what they are told before: the sentence of a safety marker."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from foundation.db import Connection
from incidents.casefile import passing_over
from incidents.customer_index import CustomerIndex
from incidents.escalation import Escalation
from incidents.marker import MarkerTold
from incidents.marker_case import MarkerSearch
from incidents.phone_message import PhoneMessage
from incidents.restriction import Restriction
from incidents.rules.likeness import Likeness
from incidents.rules.marker_rights import MarkerRights
from incidents.store_records import StoredRecord
from incidents.task import MEETS, TaskKind
from incidents.vault import Vault


@dataclass(frozen=True, slots=True)
class Meeting:
    """Tells with the vault, the rules and the roster in force. Whoever meets is told whatever their role is."""

    vault: Vault
    escalation: Escalation

    def tell(
        self, conn: Connection, now: datetime, record: StoredRecord, kind: TaskKind, person: str
    ) -> tuple[MarkerTold, ...]:
        """What somebody with a task of a restriction or a message is told; each telling is in the log.

        Only a name that is the same: whoever meets them cannot ask how it is spelled.
        """
        rights = MarkerRights(self.escalation.restrictions.markers, self.escalation.roster)
        if kind not in MEETS or not rights.meets(person):
            return ()
        search = MarkerSearch(self.vault, CustomerIndex(self.vault.ring))
        alike = search.in_force(conn, now, self._customer(record))
        return search.tell(conn, now, [one for likeness, one in alike if likeness is Likeness.SAME], person)

    def _customer(self, record: StoredRecord) -> str:
        with passing_over(record.reference):
            body = self.vault.open(record.id, record.key, record.sealed).body
            if isinstance(body, Restriction):
                return body.customer
            if isinstance(body, PhoneMessage):
                return body.caller
        return ""
