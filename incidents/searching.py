"""Which records a search finds: those that name a customer like it, and those that hold all its words.

It decides by tokens and opened names alone; who may read what was found is asked by the list.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, false, or_

from foundation.db import Connection
from incidents import store_tokens
from incidents.indexing import Indexing
from incidents.known_customers import known_customers
from incidents.rules.names import read_name
from incidents.rules.words import stems
from incidents.tables import records

LONGEST = 200
MOST_WORDS = 12


def searched(conn: Connection, indexing: Indexing, text: str) -> ColumnElement[bool]:
    """What a record must be to be found; nothing is found by words that are everywhere, or by none."""
    text = text[:LONGEST]
    name, words = read_name(text), sorted(stems(text))[:MOST_WORDS]
    ways: list[ColumnElement[bool]] = []
    if not name.says_nothing:
        known = known_customers(conn, indexing.vault, indexing.names, name)
        ways.append(records.c.id.in_([one.record.id for one in known]))
    if words:
        ways.append(store_tokens.has_words([indexing.words.tokens(word) for word in words]))
    return or_(false(), *ways)
