"""What a person wrote, as the database holds it: JSON sealed with the key of its record."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from typing import Any, TypeVar

from foundation.sealing import KeyMissing, KeyRing, SealBroken, WrappedKey
from foundation.values import MalformedValue, plain_of, value_of
from incidents.act_json import ActSaid, act_data, read_act
from incidents.attachment import SealedFile
from incidents.marker import Marker
from incidents.newer import NewerContent
from incidents.open311 import Open311Words
from incidents.phone_message import PhoneMessage
from incidents.records import RecordKind, Report, Statement
from incidents.request import ServiceRequest
from incidents.restriction import Restriction

T = TypeVar("T")

REPORT = "report"
"""What the body of a record is sealed as, whatever its kind: chosen when there was one kind, and never said."""

STATEMENT = "statement"
FILE = "file"
TASK = "task"
ATTACHMENT = "attachment"
ATTESTED = "attested"
OPEN311 = "open311"

VERSION = 2
"""The version of incidents written now. Those of version 1 say none; the first that did came with the keyed log."""

Body = Report | Restriction | ServiceRequest | PhoneMessage | Marker

BODIES: Mapping[RecordKind, tuple[type[Body], int]] = {
    RecordKind.INCIDENT: (Report, VERSION),
    RecordKind.RESTRICTION: (Restriction, 1),
    RecordKind.REQUEST: (ServiceRequest, 1),
    RecordKind.MESSAGE: (PhoneMessage, 1),
    RecordKind.MARKER: (Marker, 1),
}
"""What a record of a kind holds, and the version of it that is written now."""

RECORDS = "records"
ENTRIES = "entries"
TASKS = "tasks"
ATTACHMENTS = "attachments"
"""What `unopened` counts them as: the tables they are in."""


UNREADABLE = (KeyMissing, SealBroken, NewerContent)
"""Why something cannot be shown here. None of these may hide anything else."""


@dataclass(frozen=True, slots=True)
class Content:
    """The sealed part of a record; `excluded` are the people complained of, who never see it (R20).

    `is_whole` is False while the rest is still to come; `opened` is what the report said before it came.
    """

    body: Body
    excluded: frozenset[str] = frozenset()
    version: int = VERSION
    is_whole: bool = True
    opened: Report | None = None

    @property
    def report(self) -> Report:
        """The body of an incident; raises NewerContent for one of another kind."""
        if isinstance(self.body, Report):
            return self.body
        raise NewerContent("This record is no incident.")

    @property
    def restriction(self) -> Restriction:
        """The body of a restriction; raises NewerContent for one of another kind."""
        if isinstance(self.body, Restriction):
            return self.body
        raise NewerContent("This record is no restriction.")

    @property
    def request(self) -> ServiceRequest:
        """The body of a request; raises NewerContent for one of another kind."""
        if isinstance(self.body, ServiceRequest):
            return self.body
        raise NewerContent("This record is no request.")

    @property
    def message(self) -> PhoneMessage:
        """The body of a message; raises NewerContent for one of another kind."""
        if isinstance(self.body, PhoneMessage):
            return self.body
        raise NewerContent("This record is no message.")

    @property
    def marker(self) -> Marker:
        """The body of a safety marker; raises NewerContent for one of another kind."""
        if isinstance(self.body, Marker):
            return self.body
        raise NewerContent("This record is no marker.")


@dataclass(frozen=True, slots=True)
class Vault:
    """Seals and opens the content of records; what does not open is counted in `ring.unopened`."""

    ring: KeyRing

    def seal(self, record_id: str, content: Content) -> tuple[WrappedKey, bytes]:
        """Seal the content of a new record with a key of its own."""
        key, wrapped = self.ring.new_data_key(record_id)
        return wrapped, key.seal(REPORT, to_json(content).encode())

    def open(self, record_id: str, key: WrappedKey, sealed: bytes) -> Content:
        """Open the content; raises KeyMissing, SealBroken or NewerContent."""
        try:
            content = from_json(_decoded(self.ring.unwrap(record_id, key).open(REPORT, sealed)))
        except UNREADABLE:
            self.ring.unopened.note(RECORDS, record_id, opened=False)
            raise
        self.ring.unopened.note(RECORDS, record_id, opened=True)
        return content

    def reseal(self, record_id: str, key: WrappedKey, content: Content) -> bytes:
        """Seal the content of a record anew with the key it has."""
        return self.ring.unwrap(record_id, key).seal(REPORT, to_json(content).encode())

    def digest(self, record_id: str, key: WrappedKey, body: Body, attached: Sequence[str] = ()) -> str:
        """What an author confirmed or sent, in 32 digits that tell nothing of it without the key of the record (D66).

        `attached` are the files that were there then, by id. Fields that say nothing do not count, so that a field
        added by a later version changes no digest.
        """
        said = _said(body)
        data = json.dumps([said, sorted(attached)] if attached else said, sort_keys=True)
        return self.ring.unwrap(record_id, key).name(f"{ATTESTED}|{data}".encode())

    def seal_entry(
        self, record_id: str, key: WrappedKey, draft: str, entry: Statement | ActSaid
    ) -> tuple[str, bytes]:
        """Seal what is added to a record; its id is the same whenever the same is sent from the same draft."""
        data = act_data(entry) if isinstance(entry, ActSaid) else _statement_data(entry)
        opened = self.ring.unwrap(record_id, key)
        name = opened.name(json.dumps([draft, data]).encode())
        return name, opened.seal(f"{STATEMENT}|{name}", json.dumps(data).encode())

    def open_entry(self, record_id: str, key: WrappedKey, name: str, sealed: bytes) -> Statement | ActSaid:
        """Open what was added; raises KeyMissing, SealBroken or NewerContent."""
        try:
            opened = self.ring.unwrap(record_id, key).open(f"{STATEMENT}|{name}", sealed)
            entry = _entry(_loaded(_decoded(opened)))
        except UNREADABLE:
            self.ring.unopened.note(ENTRIES, name, opened=False)
            raise
        self.ring.unopened.note(ENTRIES, name, opened=True)
        return entry

    def seal_file(self, record_id: str, key: WrappedKey, name: str, content: bytes) -> bytes:
        """Seal a file of a record with its key."""
        return self.ring.unwrap(record_id, key).seal(f"{FILE}|{name}", content)

    def open_file(self, record_id: str, key: WrappedKey, name: str, sealed: bytes) -> bytes:
        """Open a file; raises KeyMissing or SealBroken."""
        return self.ring.unwrap(record_id, key).open(f"{FILE}|{name}", sealed)

    def seal_task(self, record_id: str, key: WrappedKey, task_id: str, words: str) -> bytes:
        """Seal what is to be done, with the key of the record it is about."""
        return self.ring.unwrap(record_id, key).seal(f"{TASK}|{task_id}", json.dumps(words).encode())

    def open_task(self, record_id: str, key: WrappedKey, task_id: str, sealed: bytes) -> str:
        """Open what is to be done; raises KeyMissing, SealBroken or NewerContent."""
        try:
            opened = self.ring.unwrap(record_id, key).open(f"{TASK}|{task_id}", sealed)
            words = _loaded(_decoded(opened))
            if not isinstance(words, str):
                raise NewerContent("A task says more than this version knows.")
        except UNREADABLE:
            self.ring.unopened.note(TASKS, task_id, opened=False)
            raise
        self.ring.unopened.note(TASKS, task_id, opened=True)
        return words

    def attachment_id(self, record_id: str, key: WrappedKey, digest: str) -> str:
        """The id of a file in a record: the same for the same bytes, and it tells nothing of them."""
        return self.ring.unwrap(record_id, key).name(f"{ATTACHMENT}|{digest}".encode())

    def seal_attachment(self, record_id: str, key: WrappedKey, name: str, about: SealedFile) -> bytes:
        """Seal what a file is called and the key of its bytes, with the key of its record."""
        data = json.dumps(plain_of(about)).encode()
        return self.ring.unwrap(record_id, key).seal(f"{ATTACHMENT}|{name}", data)

    def open_attachment(self, record_id: str, key: WrappedKey, name: str, sealed: bytes) -> SealedFile:
        """Open what `seal_attachment` sealed; raises KeyMissing, SealBroken or NewerContent."""
        try:
            opened = self.ring.unwrap(record_id, key).open(f"{ATTACHMENT}|{name}", sealed)
            about = _read(SealedFile, _loaded(_decoded(opened)))
        except UNREADABLE:
            self.ring.unopened.note(ATTACHMENTS, name, opened=False)
            raise
        self.ring.unopened.note(ATTACHMENTS, name, opened=True)
        return about

    def seal_open311(self, record_id: str, key: WrappedKey, words: Open311Words) -> bytes:
        """Seal what was sent to the city's own system and what it said, with the key of the record."""
        return self.ring.unwrap(record_id, key).seal(OPEN311, json.dumps(plain_of(words)).encode())

    def open_open311(self, record_id: str, key: WrappedKey, sealed: bytes) -> Open311Words:
        """Open what `seal_open311` sealed; raises KeyMissing, SealBroken or NewerContent."""
        try:
            opened = self.ring.unwrap(record_id, key).open(OPEN311, sealed)
            words = _read(Open311Words, _loaded(_decoded(opened)))
        except UNREADABLE:
            self.ring.unopened.note(OPEN311, record_id, opened=False)
            raise
        self.ring.unopened.note(OPEN311, record_id, opened=True)
        return words


def to_json(content: Content) -> str:
    """Write the content as JSON; lone surrogates and control characters survive as escapes."""
    kind = next(kind for kind, (body, _) in BODIES.items() if isinstance(content.body, body))
    said = {"excluded": plain_of(content.excluded), "version": BODIES[kind][1]}
    if not content.is_whole:
        said["is_whole"] = False
    if content.opened is not None:
        said["opened"] = plain_of(content.opened)
    body = plain_of(content.body)
    # An incident is written as it was before there were kinds.
    incident = kind is RecordKind.INCIDENT
    return json.dumps({"report": body, **said} if incident else {"kind": kind.value, "body": body, **said})


def from_json(text: str) -> Content:
    """Read what `to_json` wrote; a field added since then has its default. Raises NewerContent."""
    data = _loaded(text)
    if not isinstance(data, dict):
        raise NewerContent("A record is not what this program writes.")
    said = data.pop("kind", RecordKind.INCIDENT.value)
    kind = next((one for one in RecordKind if one.value == said), None)
    if kind is None:
        raise NewerContent("A record is of a kind this version does not know.")
    version, (body, newest) = data.pop("version", 1), BODIES[kind]
    if not isinstance(version, int) or not 1 <= version <= newest:
        raise NewerContent("A newer version of this program wrote this record.")
    name = "report" if kind is RecordKind.INCIDENT else "body"
    if data.keys() - {name, "excluded", "is_whole", "opened"} or name not in data:
        raise NewerContent("A record holds more or less than this version knows.")
    opened = data.get("opened")
    return Content(
        _read(body, data[name]),
        _read(frozenset[str], data.get("excluded", [])),
        version,
        _read(bool, data.get("is_whole", True)),
        None if opened is None else _read(Report, opened),
    )


def _said(body: Body) -> dict[str, Any]:
    held = {one.name: getattr(body, one.name) for one in fields(body)}
    unsaid = {one.name: one.default for one in fields(body) if one.default is not MISSING}
    return {
        name: plain_of(value) for name, value in held.items() if name not in unsaid or value != unsaid[name]
    }


def _statement_data(statement: Statement) -> object:
    """Plain words stay a text, as they were always written; what more was said stands beside them."""
    return plain_of(statement) if statement.behaviours or statement.about else statement.text


def _entry(data: Any) -> Statement | ActSaid:
    if isinstance(data, str):
        return Statement(data)
    return read_act(data) if isinstance(data, dict) and "act" in data else _read(Statement, data)


def _read(kind: type[T], data: Any) -> T:
    try:
        return value_of(kind, data)
    except MalformedValue as error:
        raise NewerContent("This version cannot read this record.") from error


def _decoded(opened: bytes) -> str:
    try:
        return opened.decode()
    except UnicodeDecodeError as error:
        raise NewerContent("What was sealed is no text.") from error


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NewerContent("What was sealed is not what this program writes.") from error
