"""Writes down what somebody decided about two records: an entry of both, and the decision that holds now."""

from __future__ import annotations

from datetime import datetime

from foundation.db import Connection
from incidents import store_audit, store_links, store_records
from incidents.act_json import ActSaid
from incidents.audit import Act
from incidents.rules.acts import LinkKind
from incidents.store_links import StoredLink
from incidents.store_records import StoredEntry, StoredRecord
from incidents.vault import Vault


def write_link(
    conn: Connection,
    vault: Vault,
    record: StoredRecord,
    other: StoredRecord,
    by: str,
    now: datetime,
    done: ActSaid,
    draft: str,
) -> None:
    """Add the decision to the other record too and let it hold; both records are locked."""
    about = ActSaid(done.operation, {**done.said, "link_to": record.reference})
    name, sealed = vault.seal_entry(other.id, other.key, f"{by}|{draft}", about)
    if store_records.add_entry(conn, other.id, StoredEntry(name, sealed)):
        store_audit.append(conn, now, Act.LINKED, record_id=other.id, actor=by, detail=name)
    store_links.put(conn, StoredLink(record.id, other.id, LinkKind(str(done.said["link_kind"])), by, now))
