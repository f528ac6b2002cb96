"""Letters as they were sent, in the database: sealed files, each with the entry that says what it is."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from foundation.db import Connection, insert_if_new
from incidents.act_json import ActSaid
from incidents.papers.letter import LetterFile
from incidents.rules.access import Operation
from incidents.store_records import StoredRecord
from incidents.tables import letters
from incidents.vault import Vault

DIGESTS = {"docx": "letter_docx", "pdf": "letter_pdf"}
"""The field of an entry that holds the digest of a file, by the file's format."""


WORDS = {
    Operation.SEND_NOTICE: ("notice_text", "notice_hash"),
    Operation.WRITE_LETTER: ("letter_text", "letter_hash"),
    Operation.SEND_REPLY: ("reply_text", "reply_hash"),
}
"""The acts that send a letter, each with the fields that hold its words and their digest."""


def digested(done: ActSaid) -> ActSaid:
    """An act with the digests of the letter it sends: of its words, and of each file."""
    if done.operation not in WORDS:
        return done
    words, digest = WORDS[done.operation]
    # Half a character, as some keyboards send it, is no text: what is kept is what can be sent.
    sent = str(done.said.get(words, "")).encode("utf-8", "replace")
    files = {DIGESTS[one.format]: hashlib.sha256(one.content).hexdigest() for one in done.letters}
    said = {**done.said, words: sent.decode(), digest: hashlib.sha256(sent).hexdigest(), **files}
    return replace(done, said=said)


def keep(
    conn: Connection, vault: Vault, record: StoredRecord, entry: str, files: Sequence[LetterFile]
) -> None:
    """Keep the files of an entry, with the key of its record; once."""
    for one in files:
        sealed = vault.seal_file(record.id, record.key, f"{entry}.{one.format}", one.content)
        row = {"entry": entry, "format": one.format, "record_id": record.id, "sealed": sealed}
        insert_if_new(conn, letters, row)


def kept(
    conn: Connection, vault: Vault, record_id: str, record: StoredRecord | None, entry: str, wanted: str
) -> bytes | None:
    """One file of an entry of a record, or None; raises what is in `vault.UNREADABLE`.

    It is looked for whether there is such a record or not, so that time does not tell.
    """
    query = select(letters.c.sealed).where(
        letters.c.entry == entry, letters.c.format == wanted, letters.c.record_id == record_id
    )
    sealed = conn.execute(query).scalar_one_or_none()
    if sealed is None or record is None:
        return None
    return vault.open_file(record.id, record.key, f"{entry}.{wanted}", sealed)
