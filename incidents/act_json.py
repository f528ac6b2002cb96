"""What somebody said of an act, as JSON, by the table of what each act asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from foundation.values import MalformedValue, plain_of, value_of
from incidents.newer import NewerContent
from incidents.papers.letter import LetterFile
from incidents.records import OwnAnswer, Said
from incidents.rules.access import Operation
from incidents.rules.fields import OWN, FieldKind, RecordField
from incidents.rules.request_acts import EVERY_REQUEST_SAID
from incidents.rules.restriction_acts import EVERY_SAID


@dataclass(frozen=True, slots=True)
class ActSaid:
    """What somebody did with a record, and what they said of it, by field of `incidents.rules.acts`.

    `task` is the id of the task it is about, "" where it is about none; `own` are answers to fields of the
    organisation's own. `letters` are files to be kept with it; what is written of them here
    are their digests.
    """

    operation: Operation
    said: Mapping[str, Said]
    task: str = ""
    own: tuple[OwnAnswer, ...] = ()
    letters: tuple[LetterFile, ...] = ()


def act_data(entry: ActSaid) -> dict[str, Any]:
    """An act as plain data; what was left empty is left out."""
    said = {name: plain_of(value) for name, value in entry.said.items() if value not in ("", (), None)}
    beside = {"task": entry.task} if entry.task else {}
    beside |= {"own": plain_of(entry.own)} if entry.own else {}
    return {"act": entry.operation.value, "said": said} | beside


def read_act(data: Any) -> ActSaid:
    """Read what `act_data` wrote; raises NewerContent for what this version does not know."""
    try:
        operation = Operation(data["act"])
        fields = {one.name: one for one in {**EVERY_SAID, **EVERY_REQUEST_SAID}[operation]}
        said = {name: _said(fields[name], value) for name, value in data["said"].items()}
        own = value_of(tuple[OwnAnswer, ...], data.get("own", []))
        return ActSaid(operation, said, str(data.get("task", "")), own)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise NewerContent("An entry is of a kind this version does not know.") from error


def _said(field: RecordField, value: Any) -> Said:
    said: Said = value_of(_HELD.get(field.kind, str), value)
    added = field.open and isinstance(said, str) and said.startswith(OWN)
    if isinstance(said, str) and field.choices and said not in field.choices and not added:
        raise MalformedValue("A field holds a choice this version does not know.")
    return said


_HELD: Mapping[FieldKind, type[Any]] = {
    FieldKind.MOMENT: datetime,
    FieldKind.DUE: datetime,
    FieldKind.DAY: datetime,
    FieldKind.PEOPLE: tuple[str, ...],
    FieldKind.CHOICES: tuple[str, ...],
    FieldKind.YES_NO: bool,
    FieldKind.TOGGLE: bool,
}
"""What a field of a kind holds; a text where the kind is not here."""
