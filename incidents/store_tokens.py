"""The tokens that records and other subjects are found by: rows in and out, nothing decided here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import case, delete, func, insert, or_, select

from foundation.db import Connection
from foundation.sealed_rows import put
from incidents.records import RecordKind
from incidents.tables import indexed, name_tokens, records

RECORD = "record"
"""The kind of a record; whatever else names customers has a kind of its own."""


def replace_names(conn: Connection, kind: str, subject: str, tokens: Iterable[bytes]) -> None:
    """Put these tokens in the place of those a subject has."""
    same = (name_tokens.c.subject == subject, name_tokens.c.kind == kind)
    conn.execute(delete(name_tokens).where(*same))
    rows = [{"token": one, "kind": kind, "subject": subject} for one in sorted(set(tokens))]
    if rows:
        conn.execute(insert(name_tokens), rows)


def named_by(conn: Connection, kind: str, weights: Mapping[bytes, int], limit: int) -> list[str]:
    """The subjects that have the most of these tokens by their weights, the best first."""
    if not weights:
        return []
    by_weight: dict[int, list[bytes]] = {}
    for token, weight in weights.items():
        by_weight.setdefault(weight, []).append(token)
    worth = case(*((name_tokens.c.token.in_(some), weight) for weight, some in by_weight.items()), else_=0)
    query = (
        select(name_tokens.c.subject)
        .where(name_tokens.c.kind == kind, name_tokens.c.token.in_(sorted(weights)))
        .group_by(name_tokens.c.subject)
        .order_by(func.sum(worth).desc(), name_tokens.c.subject)
        .limit(limit)
    )
    return list(conn.execute(query).scalars())


def note_indexed(conn: Connection, kind: str, subject: str, key_id: str, version: int) -> None:
    """Write down under which key and by which version of the rules a subject was indexed."""
    put(conn, indexed, {"subject": subject, "kind": kind, "key_id": key_id, "version": version})


def forget(conn: Connection, kind: str, subject: str) -> None:
    """Let nothing lead to a subject any more: for what is destroyed or has ended."""
    for table in (name_tokens, indexed):
        conn.execute(delete(table).where(table.c.subject == subject, table.c.kind == kind))


def not_indexed(conn: Connection, key_id: str, version: int, limit: int) -> list[str]:
    """Ids of records that were not indexed under this key by this version."""
    both = (indexed.c.subject == records.c.id) & (indexed.c.kind == RECORD)
    stale = or_(indexed.c.subject.is_(None), indexed.c.key_id != key_id, indexed.c.version != version)
    # Requests have their own list; nobody finds them by the name of a customer.
    wanted = stale & (records.c.kind != RecordKind.REQUEST.value)
    query = select(records.c.id).outerjoin(indexed, both).where(wanted).order_by(records.c.id).limit(limit)
    return list(conn.execute(query).scalars())
