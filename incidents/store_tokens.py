"""The tokens that records and other subjects are found by: rows in and out, nothing decided here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, and_, case, delete, exists, func, insert, or_, select, true

from foundation.db import Connection
from foundation.sealed_rows import put
from incidents.records import RecordKind
from incidents.tables import indexed, name_tokens, records, word_tokens

RECORD = "record"
RESTRICTION = "restriction"
MARKER = "marker"
"""The kind of an incident, of a restriction and of a safety marker; whatever else names customers has a kind of its
own. What is written down of indexing stands under RECORD for all three: they are rows of one table.
"""

INDEXED = (RecordKind.INCIDENT, RecordKind.RESTRICTION, RecordKind.MARKER)
"""The kinds of record that `incidents.indexing` writes, and writes anew."""

_ADD_NAMES = insert(name_tokens)
_ADD_WORDS = insert(word_tokens)


def replace_names(
    conn: Connection, kind: str, subject: str, tokens: Iterable[bytes], *, is_new: bool = False
) -> None:
    """Put these tokens in the place of those a subject has; a new one has none."""
    if not is_new:
        same = (name_tokens.c.subject == subject, name_tokens.c.kind == kind)
        conn.execute(delete(name_tokens).where(*same))
    rows = [{"token": one, "kind": kind, "subject": subject} for one in sorted(set(tokens))]
    if rows:
        conn.execute(_ADD_NAMES, rows)


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


def replace_words(conn: Connection, subject: str, tokens: Iterable[bytes], *, is_new: bool = False) -> None:
    """Put these tokens in the place of those a record has; a new one has none."""
    if not is_new:
        conn.execute(delete(word_tokens).where(word_tokens.c.subject == subject))
    rows = [{"token": one, "subject": subject} for one in sorted(set(tokens))]
    if rows:
        conn.execute(_ADD_WORDS, rows)


def few_with(conn: Connection, word: Sequence[bytes], most: int) -> list[str] | None:
    """The records that have a word, given by its tokens under every key there is; None where there are more of them."""
    query = select(word_tokens.c.subject).where(word_tokens.c.token.in_(word)).limit(most + 1)
    found = list(conn.execute(query).scalars())
    return found if len(found) <= most else None


def has_words(words: Iterable[Sequence[bytes]]) -> ColumnElement[bool]:
    """Which records have all of some words: asked of each record on its way, so that a page of a list is enough."""
    return and_(
        true(),
        *(
            exists().where(word_tokens.c.token.in_(word), word_tokens.c.subject == records.c.id)
            for word in words
        ),
    )


def note_indexed(conn: Connection, kind: str, subject: str, key_id: str, version: int) -> None:
    """Write down under which key and by which version of the rules a subject was indexed."""
    put(conn, indexed, {"subject": subject, "kind": kind, "key_id": key_id, "version": version})


def forget(conn: Connection, kind: str, subject: str) -> None:
    """Let nothing lead to a subject any more: for what is destroyed or has ended."""
    for table in (name_tokens, indexed):
        conn.execute(delete(table).where(table.c.subject == subject, table.c.kind == kind))
    if kind == RECORD:
        conn.execute(delete(word_tokens).where(word_tokens.c.subject == subject))


def not_indexed(conn: Connection, key_id: str, version: int, limit: int) -> list[str]:
    """Ids of records that were not indexed under this key by this version; of kinds that nothing finds, none."""
    both = (indexed.c.subject == records.c.id) & (indexed.c.kind == RECORD)
    found_by_it = records.c.kind.in_([one.value for one in INDEXED])
    stale = or_(indexed.c.subject.is_(None), indexed.c.key_id != key_id, indexed.c.version != version)
    query = (
        select(records.c.id)
        .outerjoin(indexed, both)
        .where(found_by_it, stale)
        .order_by(records.c.id)
        .limit(limit)
    )
    return list(conn.execute(query).scalars())
