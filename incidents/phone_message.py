"""A message for a colleague who was not there: who called, how to reach them, when to call back (A09, A13, J36).

People of the organisation are named by key; times are aware UTC. The body is sealed with the record and never changes;
that it is to be called back is a task of the record, whose kind says how it hurries.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from incidents.attachment import Attachment
from incidents.records import DeliveryRow
from incidents.task import Task, TaskKind


@dataclass(frozen=True, slots=True)
class PhoneMessage:
    """What was taken down for `to`. `call_at` is when whoever called asked to be called, None for as usual; `arrived`
    says that they stand here and wait, at `place`.
    """

    taken_by: str
    to: str
    caller: str = ""
    number: str = ""
    words: str = ""
    wants_call: bool = True
    urgent: bool = False
    call_at: datetime | None = None
    arrived: bool = False
    place: str = ""

    @property
    def task_kind(self) -> TaskKind:
        """What whoever it is for has to do about it."""
        if self.arrived:
            return TaskKind.VISITOR
        if not self.wants_call:
            return TaskKind.URGENT_WORD if self.urgent else TaskKind.WORD
        return TaskKind.RETURN_CALL_NOW if self.urgent else TaskKind.RETURN_CALL


@dataclass(frozen=True, slots=True)
class TakenMessage:
    """The outcome of taking one, told only after COMMIT: `message` as it is kept. `told` are those who hear of it."""

    id: str
    reference: str
    message: PhoneMessage
    repeated: bool
    due: datetime
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageFile:
    """A message as somebody reads it who may: every word, what became of it, how far each notice came, and its files.

    `may_attach` says whether they can add one now.
    """

    id: str
    reference: str
    taken_at: datetime
    message: PhoneMessage
    task: Task
    deliveries: tuple[DeliveryRow, ...] = ()
    files: tuple[Attachment, ...] = ()
    may_attach: bool = False
