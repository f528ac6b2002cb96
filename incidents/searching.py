"""Which records a search finds: those that name a customer like it, and those that hold all its words.

It decides by tokens and opened names alone; who may read what was found is asked by the list.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, or_, select

from foundation.db import Connection
from incidents import store_tokens
from incidents.indexing import Indexing
from incidents.known_customers import known_customers
from incidents.rules.names import read_name
from incidents.rules.words import stems
from incidents.tables import records

LONGEST = 200
MOST_WORDS = 12
FEW = 300
"""Records that have a rare word."""


def searched(conn: Connection, indexing: Indexing, text: str) -> ColumnElement[bool]:
    """What a record must be to be found; nothing is found by words that are everywhere, or by none."""
    text = text[:LONGEST]
    name, words = read_name(text), [indexing.words.tokens(one) for one in sorted(stems(text))[:MOST_WORDS]]
    known = known_customers(conn, indexing.vault, indexing.names, name) if not name.says_nothing else ()
    ids = {one.record.id for one in known}
    common = []
    for word in words:
        few = store_tokens.few_with(conn, word, FEW)
        if few is None:
            common.append(word)
            continue
        # One rare word names the records: of the others it is only asked whether those have them too.
        has_rest = store_tokens.has_words([one for one in words if one is not word])
        rest = select(records.c.id).where(records.c.id.in_(few), has_rest)
        return records.c.id.in_(sorted(ids | set(conn.execute(rest).scalars())))
    with_words = store_tokens.has_words(common) if common else false()
    return or_(records.c.id.in_(sorted(ids)), with_words)
