"""Files of records: held for a while, added to a record, opened; who may is decided at the moment of each."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

import structlog

from foundation.bell import Bell
from foundation.clock import Clock
from foundation.db import Connection, Database, DatabaseUnavailable, take_turns
from foundation.ids import new_id
from foundation.outbox import store as outbox
from foundation.sealed_rows import COLUMN
from foundation.sealing import DataKey, SealBroken
from foundation.values import MalformedValue, plain_of, value_of_json
from incidents import store_audit, store_files, store_records
from incidents.attached import added_files
from incidents.attachment import AttachOutcome, NewFile, OpenedFile, SealedFile
from incidents.audit import Act
from incidents.file_grounds import FileGround
from incidents.file_jobs import throw_away
from incidents.records import RecordKind
from incidents.rules.access import Operation
from incidents.rules.file_limits import FileLimits
from incidents.rules.kinds import rules_of
from incidents.rules.transitions import possible
from incidents.store_files import StoredAttachment, StoredWaiting, file_id, waiting_owner
from incidents.store_records import StoredRecord
from incidents.vault import UNREADABLE, Vault

log = structlog.get_logger()

MOST_WAITING = 20
"""Files of one person that wait at once: nobody fills the disk with what belongs to no record."""

PATIENT = 15.0
"""Seconds a part may take: whoever sent it does not wait for a word of it yet."""


@dataclass(frozen=True, slots=True)
class Attaching:
    """What flows may do with files. `grounds` decide, kind by kind; each kind that holds files adds its own."""

    db: Database
    vault: Vault
    clock: Clock
    bell: Bell
    grounds: dict[RecordKind, FileGround]

    async def hold(self, person: str, files: Sequence[NewFile]) -> str:
        """Keep what somebody sent together until they say where it belongs; returns the id of the batch.

        It is gone within the hour. Empty where too much of theirs waits already, and then nothing is kept. Raises
        DatabaseUnavailable; what was written until then is thrown away like the rest.
        """
        batch, now = new_id(), self.clock.now()
        made = [self._sealed(batch, place, person, one, now) for place, one in enumerate(files)]

        def hold(conn: Connection) -> bool:
            take_turns(conn, f"waiting_files:{person}")
            if len(store_files.waiting(conn, person)) + len(made) > MOST_WAITING:
                return False
            for one, _ in made:
                store_files.hold(conn, one)
            outbox.enqueue(conn, [throw_away(batch, now)], now)
            return True

        if not await self.db.write(hold):
            return ""
        try:
            for (one, key), file in zip(made, files, strict=True):
                await self._put(one.id, key, file.content)
        except BaseException:
            with contextlib.suppress(DatabaseUnavailable):  # Else it goes within the hour.
                await self.drop(person, batch)
            raise
        return batch

    async def waiting(self, person: str) -> Mapping[str, int]:
        """What of theirs waits: how many files, by batch, the oldest first."""
        found = await self.db.read(lambda conn: store_files.waiting(conn, person))
        return Counter(one.batch for one in found)

    async def addable(self, person: str, record_ids: Sequence[str]) -> frozenset[str]:
        """Those of these records that somebody may add files to now; telling this shows nothing of them."""

        def look(conn: Connection) -> frozenset[str]:
            found = store_records.by_id(conn, record_ids)
            return frozenset(one.id for one in found if self._may(conn, one, person, Operation.ATTACH))

        return await self.db.read(look)

    async def drop(self, person: str, batch: str) -> int:
        """Throw away what somebody sent and that still waits; returns how many files that were."""

        def drop(conn: Connection) -> int:
            return store_files.throw_away(conn, batch) if store_files.waiting(conn, person, batch) else 0

        return await self.db.write(drop)

    async def added_to(self, batch: str) -> str:
        """The id of the record that what was sent together was added to, or ""; for whoever has the id of the batch."""
        files = [file_id(batch, place) for place in range(MOST_WAITING)]
        return await self.db.read(lambda conn: store_files.record_with(conn, files))

    async def attach(
        self, person: str, batch: str, record_id: str, limits: FileLimits
    ) -> tuple[AttachOutcome, int]:
        """Add what somebody sent to a record; also how many files are new there.

        All of it or nothing; the audit log names a digest of each and no name. Who hears of it is decided by the kind
        of the record.
        """

        def attach(conn: Connection) -> tuple[AttachOutcome, int]:
            now = self.clock.now()
            record = store_records.locked(conn, record_id)
            if not self._may(conn, record, person, Operation.ATTACH) or record is None:
                name = record.id if record else ""
                store_audit.append(conn, now, Act.REFUSED, record_id=name, actor=person)
                return AttachOutcome.NOT_ALLOWED, 0
            files = [self._of_record(record, *file) for file in self._whole(conn, person, batch)]
            if not files:
                return AttachOutcome.GONE, 0
            there = store_files.of_records(conn, [record.id])[record.id]
            every = {one.id: one.size for one in (*there, *files)}
            if len(every) > limits.most or sum(every.values()) > limits.together:
                return AttachOutcome.FULL, 0
            taken = [one for one in files if store_files.take(conn, one.file)]
            if not taken:
                return AttachOutcome.GONE, 0
            added = [one.id for one in taken if store_files.keep(conn, one)]
            for name in added:
                store_audit.append(conn, now, Act.ATTACHED, record_id=record.id, actor=person, detail=name)
            if added:
                self._ground(record).added(conn, now, record, person, added[0])
            return (AttachOutcome.DONE if added else AttachOutcome.ALREADY), len(added)

        answer = await self.db.write(attach)
        self.bell.ring()
        return answer

    async def open(self, record: str, attachment: str, viewer: str) -> OpenedFile | None:
        """A file of a record for whoever may read the record now; None where it is absent or not for them.

        The look is in the log before a byte is given. Raises what is in UNREADABLE where it does not open here.
        """

        def look(conn: Connection) -> tuple[StoredRecord, StoredAttachment, int] | None:
            now = self.clock.now()
            stored = store_records.find(conn, record, lock=True)
            if not self._may(conn, stored, viewer, Operation.VIEW) or stored is None:
                name = stored.id if stored else ""
                store_audit.append(conn, now, Act.REFUSED, record_id=name, actor=viewer)
                return None
            story = store_audit.stories(conn, [stored.id])[stored.id]
            whole = self._ground(stored).sees_all(conn, stored, viewer)
            listed = [one.detail for one in added_files(story, "" if whole else viewer)]
            files = {one.id: one for one in store_files.of_records(conn, [stored.id])[stored.id]}
            if attachment not in files or attachment not in listed:
                store_audit.append(conn, now, Act.REFUSED, record_id=stored.id, actor=viewer)
                return None
            store_audit.append(
                conn, now, Act.FILE_TAKEN, record_id=stored.id, actor=viewer, detail=attachment
            )
            return stored, files[attachment], listed.index(attachment) + 1

        found = await self.db.write(look)
        if found is None:
            return None
        stored, file, number = found
        try:
            about = self.vault.open_attachment(stored.id, stored.key, file.id, file.sealed)
            return OpenedFile(number, stored.reference, about, await self._content(file.file, about))
        except UNREADABLE as error:
            log.error("attachment_not_opened", reference=stored.reference, cause=type(error).__name__)  # noqa: TRY400 - no trace
            raise

    async def _content(self, file: str, about: SealedFile) -> bytes:
        """The bytes, all of them and in their order; raises SealBroken where they are not those that were added."""
        key, whole = DataKey(waiting_owner(file), base64.b64decode(about.key)), bytearray()
        for number in range(about.parts):
            sealed = await self.db.read(partial(store_files.part, file=file, number=number), within=PATIENT)
            if sealed is None:
                raise SealBroken
            whole += await asyncio.to_thread(key.open, _part(number), sealed)
        if await asyncio.to_thread(_digest, whole) != about.digest:
            raise SealBroken
        return bytes(whole)

    async def _put(self, file: str, key: DataKey, content: bytes) -> None:
        """Keep the bytes, a part in each transaction."""
        for number, part in enumerate(store_files.cut(content)):
            sealed = await asyncio.to_thread(key.seal, _part(number), part)
            put = partial(store_files.put_part, file=file, number=number, sealed=sealed)
            await self.db.write(put, within=PATIENT)

    def _sealed(
        self, batch: str, place: int, person: str, file: NewFile, now: datetime
    ) -> tuple[StoredWaiting, DataKey]:
        name = file_id(batch, place)
        key, wrapped = self.vault.ring.new_data_key(waiting_owner(name))
        parts = len(list(store_files.cut(file.content)))
        about = SealedFile(file.name, file.kind, len(file.content), _digest(file.content), parts)
        sealed = key.seal(COLUMN, json.dumps(plain_of(about)).encode())
        return StoredWaiting(name, batch, place, person, now, wrapped, sealed), key

    def _whole(
        self, conn: Connection, person: str, batch: str
    ) -> Iterator[tuple[StoredWaiting, SealedFile, DataKey]]:
        """What waits with all its parts, locked; what was cut off by a crash was never confirmed."""
        for one in store_files.waiting(conn, person, batch, lock=True):
            try:
                key = self.vault.ring.unwrap(waiting_owner(one.id), one.key)
                about = value_of_json(SealedFile, key.open(COLUMN, one.sealed))
            except (*UNREADABLE, MalformedValue):
                continue
            if store_files.parts_there(conn, one.id) == about.parts:
                yield one, about, key

    def _of_record(
        self, record: StoredRecord, waiting: StoredWaiting, about: SealedFile, key: DataKey
    ) -> StoredAttachment:
        name = self.vault.attachment_id(record.id, record.key, about.digest)
        kept = replace(about, key=base64.b64encode(key.secret).decode())
        sealed = self.vault.seal_attachment(record.id, record.key, name, kept)
        return StoredAttachment(name, record.id, waiting.id, about.size, sealed)

    def _may(self, conn: Connection, record: StoredRecord | None, person: str, operation: Operation) -> bool:
        """Whether somebody may do this; where there is no such record, the database is asked the same."""
        if not self._ground(record).may(conn, record, person, operation) or record is None:
            return False
        if operation is Operation.VIEW:
            return True
        life = rules_of(record.kind).life
        return record.state is not None and any(
            one.operation is operation for one in possible(record.state, life)
        )

    def _ground(self, record: StoredRecord | None) -> FileGround:
        """What decides about a record; a kind that holds no files is like one that is not there."""
        found = self.grounds.get(record.kind) if record and record.kind else None
        return found or _Nothing(self.grounds[RecordKind.INCIDENT])


@dataclass(frozen=True, slots=True)
class _Nothing:
    """The ground of what holds no files: everything is asked as ever, and refused."""

    ground: FileGround

    def may(self, conn: Connection, _: StoredRecord | None, person: str, operation: Operation) -> bool:
        return self.ground.may(conn, None, person, operation)

    def sees_all(self, _: Connection, __: StoredRecord, ___: str) -> bool:
        return False

    def added(self, _: Connection, __: datetime, ___: StoredRecord, ____: str, _____: str) -> None:
        return


def _part(number: int) -> str:
    """What a part is sealed as: none can stand in the place of another."""
    return f"part|{number}"


def _digest(content: bytes | bytearray) -> str:
    return hashlib.sha256(content).hexdigest()
