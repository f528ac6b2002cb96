"""Records that name a customer somebody types or reports: found by tokens, opened, compared.

Rights are asked elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from foundation.db import Connection
from incidents import store_records
from incidents.casefile import passing_over
from incidents.customer_index import CustomerIndex
from incidents.indexing import names_of, words_added
from incidents.rules.likeness import NO_MATCH, Likeness, NameMatch, compare
from incidents.rules.names import NameForm
from incidents.store_records import StoredRecord
from incidents.store_tokens import RECORD
from incidents.vault import Vault


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    """A record that names somebody alike, still sealed: whoever shows it asks who may read it first."""

    record: StoredRecord
    match: NameMatch


def known_customers(
    conn: Connection, vault: Vault, names: CustomerIndex, *sought: NameForm
) -> Iterator[KnownCustomer]:
    """The records that name a customer like one of `sought`, the likeliest first; those not open here are left out."""
    found: dict[str, None] = {}
    for name in sought:
        found.update(dict.fromkeys(names.candidates(conn, RECORD, name)))
    added = store_records.entries_of(conn, list(found))
    for record in store_records.by_id(conn, list(found)):
        with passing_over(record.reference):
            report = vault.open(record.id, record.key, record.sealed).report
            if match := best_match(sought, names_of(report, words_added(vault, record, added[record.id]))):
                yield KnownCustomer(record, match)


def best_match(sought: tuple[NameForm, ...], known: tuple[NameForm, ...]) -> NameMatch:
    """The most that any two of these have in common."""
    matches = [compare(one, other) for one in sought for other in known]
    order = list(Likeness)
    return min(matches, key=lambda one: (order.index(one.likeness), len(one.why)), default=NO_MATCH)
