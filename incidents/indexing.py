"""Writes what records are found by: when one is filed, when something is added, and afterwards for what is there.

After an upgrade, and after the keys were rotated, every record is indexed anew, a few at a time beside everything
else; whoever is stopped in the middle goes on where it was.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Self

import structlog

from foundation.db import Connection, Database, DatabaseUnavailable
from foundation.sealed_tables import PAUSE_SECONDS
from incidents import store_records, store_tokens
from incidents.act_json import ActSaid
from incidents.casefile import passing_over
from incidents.customer_index import BlindKeys, CustomerIndex
from incidents.marker import Marker
from incidents.records import Report, Statement
from incidents.restriction import Restriction
from incidents.rules.access import RECOUNTING
from incidents.rules.acts import ACT_FIELDS
from incidents.rules.fields import FIELDS
from incidents.rules.names import NameForm, identifiers, read_name
from incidents.rules.words import stems
from incidents.store_records import StoredEntry, StoredRecord
from incidents.store_tokens import MARKER, RECORD, RESTRICTION
from incidents.vault import Vault

log = structlog.get_logger()

VERSION = 2
"""Of the rules by which records are indexed: raise it where they change, and every record is indexed anew."""
BATCH = 25
WORDS = "words of records"
"""What the keys of words are derived for."""
_IN_WORDS = tuple(one.name for one in FIELDS if one.is_words)
_LATER = {act: tuple(one.name for one in ACT_FIELDS[act] if one.is_words) for act in RECOUNTING}
"""What a report's author writes later in their own words, on its further pages as in an act."""
AGAIN_SECONDS = 60 * 60.0
TROUBLE_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Indexing:
    """Indexes records whose content is at hand."""

    vault: Vault
    names: CustomerIndex
    words: BlindKeys

    @classmethod
    def over(cls, vault: Vault) -> Self:
        """With the keys of the vault."""
        return cls(vault, CustomerIndex(vault.ring), BlindKeys(vault.ring, WORDS))

    def write(
        self,
        conn: Connection,
        record_id: str,
        report: Report,
        added: Iterable[str] = (),
        *,
        is_new: bool = False,
    ) -> None:
        """Let a record be found by all it says until now; one that is filed just now was found by nothing before.

        `added` is what its author said later, as `words_added` gives it.
        """
        added = tuple(added)
        self.names.write(conn, RECORD, record_id, names_of(report, added), is_new=is_new)
        own = (one.shown for one in report.own)
        said = " ".join((*(str(getattr(report, name)) for name in _IN_WORDS), *own, *added))
        current = self.words.current
        tokens = (self.words.token(one, current) for one in stems(said))
        store_tokens.replace_words(conn, record_id, tokens, is_new=is_new)
        store_tokens.note_indexed(conn, RECORD, record_id, self.names.blind.current, VERSION)

    def write_restriction(self, conn: Connection, record_id: str, body: Restriction) -> None:
        """Let a restriction be found by the name it is about, and by nothing else."""
        self.names.write(conn, RESTRICTION, record_id, (read_name(body.customer),))
        store_tokens.note_indexed(conn, RECORD, record_id, self.names.blind.current, VERSION)

    def write_marker(self, conn: Connection, record_id: str, body: Marker) -> None:
        """The same of a safety marker."""
        self.names.write(conn, MARKER, record_id, (read_name(body.customer),))
        store_tokens.note_indexed(conn, RECORD, record_id, self.names.blind.current, VERSION)

    def write_anew(self, conn: Connection, record: StoredRecord) -> None:
        """The same of a stored record; raises what is in UNREADABLE."""
        content = self.vault.open(record.id, record.key, record.sealed)
        if isinstance(content.body, Restriction):
            self.write_restriction(conn, record.id, content.body)
            return
        if isinstance(content.body, Marker):
            self.write_marker(conn, record.id, content.body)
            return
        self.write(conn, record.id, content.report, self.added(conn, record))

    def added(self, conn: Connection, record: StoredRecord) -> list[str]:
        """What the author of a record said later and can be opened here."""
        entries = store_records.entries_of(conn, [record.id])[record.id]
        return words_added(self.vault, record, entries)


def words_added(vault: Vault, record: StoredRecord, entries: Iterable[StoredEntry]) -> list[str]:
    """What the author of a record said later, in statements, on the pages after the first form and in acts of theirs.

    What those who handle it write is not among it: not everybody who finds the record may read that.
    """
    found: list[str] = []
    for one in entries:
        with passing_over(record.reference):
            found += _words_of(vault.open_entry(record.id, record.key, one.id, one.sealed))
    return found


def _words_of(entry: Statement | ActSaid) -> list[str]:
    if isinstance(entry, Statement):
        return [entry.text]
    if entry.operation not in _LATER:
        return []
    said = (entry.said.get(name) for name in _LATER[entry.operation])
    return [one for one in (*said, *(own.shown for own in entry.own)) if isinstance(one, str)]


def names_of(report: Report, added: Iterable[str] = ()) -> tuple[NameForm, ...]:
    """What a report calls the customer, with the numbers and addresses that stand beside it or were `added` later."""
    beside = identifiers(report.customer_description)
    for one in added:
        beside |= identifiers(one)
    named = read_name(report.customer)
    known = (named, NameForm(identifiers=beside))
    return tuple(one for one in known if not one.says_nothing)


async def index_all(db: Database, indexing: Indexing) -> int:
    """Index every record that was not by these rules under the current key; returns how many. Safe to interrupt."""
    done, passed = 0, frozenset[str]()
    while True:
        work = partial(_some, indexing=indexing, passed=passed)
        indexed, shut = await db.write(work)
        if not indexed and not shut:
            return done
        done, passed = done + indexed, passed | shut
        await asyncio.sleep(PAUSE_SECONDS)


async def keep_indexed(db: Database, indexing: Indexing) -> None:
    """Index what was not, again and again, until cancelled: the keys may be rotated while the program runs."""
    while True:
        pause = AGAIN_SECONDS
        try:
            if done := await index_all(db, indexing):
                log.info("records_indexed", records=done)
        except DatabaseUnavailable as error:
            log.warning("indexing_interrupted", trouble=error.trouble)
            pause = TROUBLE_SECONDS
        except Exception as error:  # noqa: BLE001 - a loop that ended would leave what comes later unfound
            log.error("indexing_failed", cause=type(error).__name__)  # noqa: TRY400 - a trace may quote a name
        await asyncio.sleep(pause)


def _some(conn: Connection, indexing: Indexing, passed: frozenset[str]) -> tuple[int, frozenset[str]]:
    """Index the next few; how many were, and those that cannot be opened here, which are passed over."""
    current = indexing.names.blind.current
    ids = store_tokens.not_indexed(conn, current, VERSION, BATCH + len(passed))
    # Locked: what is added to one meanwhile waits, and is indexed by whoever adds it.
    locked = (store_records.locked(conn, one) for one in ids if one not in passed)
    page = [one for one in locked if one][:BATCH]
    shut = {one.id for one in page}
    for one in page:
        with passing_over(one.reference):
            indexing.write_anew(conn, one)
            shut.remove(one.id)
    return len(page) - len(shut), frozenset(shut)
