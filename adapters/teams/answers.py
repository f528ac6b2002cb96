"""The values of a form's fields, as Teams inputs write them and as the bot knows them; pure both ways.

Times: an Input.Date and an Input.Time hold wall-clock time of the field's zone. In the autumn night when
an hour comes twice the first one is meant; a time the spring night skips is moved forward (PEP 495).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, assert_never
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from bot.events import FieldValue
from bot.forms import ChoiceField, DateTimeField, Field, MultiChoiceField, PersonField, TextField, ToggleField

YES, NO = "yes", "no"
DATE, TIME = ".date", ".time"


def kind(field: Field) -> str:
    """How the field's answer is read: carried in the card, because a submit brings only what was typed."""
    match field:
        case TextField():
            return "text"
        case ChoiceField():
            return "one"
        case MultiChoiceField():
            return "many"
        case PersonField():
            return "many" if field.many else "one"
        case ToggleField():
            return "toggle"
        case DateTimeField():
            return f"time {field.zone}"
        case _:
            assert_never(field)


def read(kind_of: str, name: str, data: Mapping[str, Any]) -> FieldValue:
    """The answer of one field; None where nothing, or nothing readable, was given."""
    what, _, zone = kind_of.partition(" ")
    if what == "time":
        return _moment(_typed(data, name + DATE), _typed(data, name + TIME), zone)
    typed = _typed(data, name)
    match what:
        case "toggle":
            return typed == YES
        case "many":
            return tuple(unquote(choice) for choice in typed.split(",") if choice)
        case "text":
            return typed
        case _:
            return typed or None


def write(value: FieldValue) -> str:
    """A value as the input that holds it writes it; times are written by `write_time`."""
    match value:
        case bool():
            return YES if value else NO
        case str():
            return value
        case tuple():
            return ",".join(choice(one) for one in value)
        case datetime() | None:
            return ""
        case _:
            assert_never(value)


def choice(value: str) -> str:
    """A value of a many-choice: Teams joins the chosen ones with commas, so a comma inside is masked."""
    return quote(value, safe=" @:/+-_.")


def write_time(value: FieldValue, zone: str) -> tuple[str, str]:
    """Date and time of a moment on the zone's wall clock; two empty texts for anything else."""
    if not isinstance(value, datetime):
        return "", ""
    local = value.astimezone(ZoneInfo(zone))
    return local.strftime("%Y-%m-%d"), local.strftime("%H:%M")


def _moment(date: str, time: str, zone: str) -> datetime | None:
    try:
        local = datetime.strptime(f"{date} {time[:5]}", "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(zone))
        return local.astimezone(UTC)
    except (ValueError, OverflowError, KeyError, OSError):
        return None


def _typed(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name, "")
    return value if isinstance(value, str) else ""
