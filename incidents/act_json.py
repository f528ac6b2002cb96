"""What somebody said of an act, as JSON, by the table of what each act asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from incidents.newer import NewerContent
from incidents.records import Said
from incidents.rules.access import Operation
from incidents.rules.acts import SAID_FIELDS
from incidents.rules.fields import FieldKind, RecordField


@dataclass(frozen=True, slots=True)
class ActSaid:
    """What somebody did with a record, and what they said of it, by field of `incidents.rules.acts`.

    `task` is the id of the task it is about, "" where it is about none.
    """

    operation: Operation
    said: Mapping[str, Said]
    task: str = ""


def act_data(entry: ActSaid) -> dict[str, Any]:
    """An act as plain data; what was left empty is left out."""
    said = {name: _plain(value) for name, value in entry.said.items() if value not in ("", (), None)}
    return {"act": entry.operation.value, "said": said} | ({"task": entry.task} if entry.task else {})


def read_act(data: Any) -> ActSaid:
    """Read what `act_data` wrote; raises NewerContent for what this version does not know."""
    try:
        operation = Operation(data["act"])
        fields = {one.name: one for one in SAID_FIELDS[operation]}
        said = {name: _said(fields[name], value) for name, value in data["said"].items()}
        return ActSaid(operation, said, str(data.get("task", "")))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise NewerContent("An entry is of a kind this version does not know.") from error


def _plain(value: Said) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _said(field: RecordField, value: Any) -> Said:
    match field.kind:
        case FieldKind.MOMENT | FieldKind.DUE:
            moment = datetime.fromisoformat(value)
            if moment.tzinfo is None:
                raise ValueError("A moment has no zone.")
            return moment
        case FieldKind.PEOPLE | FieldKind.CHOICES:
            if not all(isinstance(one, str) for one in value):
                raise TypeError("A list holds something else than texts.")
            return tuple(value)
        case FieldKind.YES_NO | FieldKind.TOGGLE:
            if not isinstance(value, bool):
                raise TypeError("An answer is neither yes nor no.")
            return value
        case _:
            if not isinstance(value, str) or (field.choices and value not in field.choices):
                raise TypeError("A field holds something this version does not know.")
            return value
