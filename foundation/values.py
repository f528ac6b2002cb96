"""Frozen values as plain data and back, for whatever waits in a sealed column, a job row, or a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_type_hints

from cattrs import Converter
from cattrs.errors import ForbiddenExtraKeysError, StructureHandlerNotFoundError
from cattrs.gen import make_dict_unstructure_fn

if TYPE_CHECKING:
    from sqlalchemy import Row

T = TypeVar("T")


class MalformedValue(ValueError):
    """Stored data is no value of the kind that was asked for. Never says what it held: people wrote that."""


_CAUSES = (
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    RecursionError,
    ForbiddenExtraKeysError,
    StructureHandlerNotFoundError,
)


def plain_of(value: Any) -> Any:
    """The value as dictionaries, lists, texts and numbers; a moment keeps its offset, a set is sorted."""
    return _CONVERTER.unstructure(value)


def value_of(kind: type[T], data: Any) -> T:
    """The value that `plain_of` was given; raises MalformedValue for anything else.

    A field `data` lacks has its default, so that what an older version wrote can be read. A field this
    version does not know is refused, as is a text where a number stands: nothing is made to fit.
    """
    try:
        return _CONVERTER.structure(data, kind)
    except _CAUSES as error:
        raise MalformedValue(f"This is no {getattr(kind, '__name__', kind)}.") from error


def value_of_json(kind: type[T], text: str | bytes) -> T:
    """The value in a text of JSON; raises MalformedValue."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise MalformedValue("This is no JSON.") from error
    return value_of(kind, data)


def value_of_row(kind: type[T], row: Row[Any], /, **more: Any) -> T:
    """The value whose fields are columns of the same name; `more` are those that are made of something else.

    Raises MalformedValue.
    """
    made: Any = kind
    held = dict(more)
    for name, place, hint, read in _columns(made, row._fields, frozenset(more)):
        try:
            held[name] = read(row[place], hint)
        except _CAUSES as error:
            raise MalformedValue(f"This is no {getattr(hint, '__name__', hint)}.") from error
    return kind(**held)


@cache
def _columns(
    kind: type[Any], names: tuple[str, ...], given: frozenset[str]
) -> tuple[tuple[str, int, Any, Callable[[Any, Any], Any]], ...]:
    """The fields that are columns: name, place, type, and what makes the one of the other; found out once."""
    return tuple(
        (name, names.index(name), hint, _CONVERTER.get_structure_hook(hint))
        for name, hint in get_type_hints(kind).items()
        if name not in given and name in names
    )


def tagged(union: UnionType | Any, tag: str) -> None:
    """Let each kind of a closed union say which it is, under `tag`, and be read again by that."""
    kinds = {kind.__name__: kind for kind in get_args(union)}
    writers = {kind: make_dict_unstructure_fn(kind, _CONVERTER) for kind in kinds.values()}

    def write(value: Any) -> dict[str, Any]:
        return {tag: type(value).__name__} | writers[type(value)](value)

    def read(data: Any, _: Any) -> Any:
        rest = dict(data)
        return _CONVERTER.structure(rest, kinds[rest.pop(tag)])

    _CONVERTER.register_unstructure_hook_func(lambda kind: kind == union, write)
    _CONVERTER.register_structure_hook_func(lambda kind: kind == union, read)


def _exactly(kind: type) -> Callable[[Any, Any], Any]:
    def read(data: Any, _: Any) -> Any:
        if type(data) is not kind and not (kind is float and type(data) is int):
            raise TypeError
        return data

    return read


def _day(data: Any, _: Any) -> date:
    return data if type(data) is date else date.fromisoformat(data)


def _moment(data: Any, _: Any) -> datetime:
    moment = data if isinstance(data, datetime) else datetime.fromisoformat(data)
    if moment.tzinfo is None:
        raise ValueError
    return moment


def _set(value: frozenset[Any]) -> list[Any]:
    return sorted(map(plain_of, value))


def _converter() -> Converter:
    converter = Converter(detailed_validation=False, forbid_extra_keys=True)
    for kind in (str, int, float, bool, bytes):
        converter.register_structure_hook(kind, _exactly(kind))
    # An enum of texts is a text as well, and would be read as any text.
    converter.register_structure_hook(StrEnum, lambda data, kind: kind(data))
    converter.register_structure_hook(date, _day)
    converter.register_structure_hook(datetime, _moment)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    converter.register_unstructure_hook_func(
        lambda kind: getattr(kind, "__origin__", kind) is frozenset, _set
    )
    return converter


_CONVERTER = _converter()
