"""Data files of the organisation in YAML, refused with file, line and what was expected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml


class DataFileError(Exception):
    """A data file has a mistake. The message reads: file, line, what is wrong, what was expected."""

    def __init__(self, file: str, line: int, problem: str, expected: str) -> None:
        super().__init__(f"{file}, line {line}: {problem} Expected {expected}.")
        self.file = file
        self.line = line
        self.problem = problem
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Entry:
    """One mapping of a data file that knows its lines; every getter raises DataFileError."""

    file: str
    line: int
    values: dict[str, Any]
    lines: dict[str, int]

    def text(self, name: str, *, required: bool = False, default: str = "") -> str:
        """A string or number as text, stripped."""
        value = self.values.get(name)
        if value is None or value == "":
            if required:
                raise self.error(name, f"“{name}” is missing.", f"a text for “{name}”")
            return default
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise self.error(name, f"“{name}” is not a text.", "a text (put it in quotes)")
        return str(value).strip()

    def number(self, name: str, *, default: int | None = None, least: int = 0) -> int:
        """A whole number of at least `least`."""
        value = self.values.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise self.error(name, f"“{name}” is {value!r}.", f"a whole number of at least {least}")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """true or false."""
        value = self.values.get(name, default)
        if not isinstance(value, bool):
            raise self.error(name, f"“{name}” is {value!r}.", "true or false")
        return value

    def day(self, name: str) -> date | None:
        """A date written as 2026-11-22, or None."""
        value = self.values.get(name)
        if value is None:
            return None
        if type(value) is not date:
            raise self.error(name, f"“{name}” is {value!r}.", "a date such as 2026-11-22")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; missing means empty."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, str | int | float) for item in value):
            raise self.error(name, f"“{name}” is not a list of texts.", "a list, one “- text” a line")
        return tuple(str(item).strip() for item in value)

    def entries(self, name: str, *, required: bool = False) -> tuple[Entry, ...]:
        """A list of mappings."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, Entry) for item in value):
            raise self.error(name, f"“{name}” is not a list of entries.", "a list, each starting with “- ”")
        if required and not value:
            raise self.error(name, f"“{name}” is empty.", f"at least one entry under “{name}:”")
        return tuple(value)

    def entry(self, name: str, *, required: bool = False) -> Entry | None:
        """One mapping."""
        value = self.values.get(name)
        if value is None and not required:
            return None
        if not isinstance(value, Entry):
            raise self.error(name, f"“{name}” is not a group of lines.", f"indented lines under “{name}:”")
        return value

    def only(self, *names: str) -> None:
        """Refuse names that mean nothing here: most are misspelt ones."""
        for name in self.values:
            if name not in names:
                raise self.error(name, f"“{name}” is not known here.", "one of " + ", ".join(names))

    def error(self, name: str, problem: str, expected: str) -> DataFileError:
        """The error to raise for a value of this entry that does not fit."""
        return DataFileError(self.file, self.lines.get(name, self.line), problem, expected)


def read_data_file(path: Path) -> Entry:
    """Read a YAML file whose top is a mapping; raises DataFileError, also where it cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(path.name, 1, f"The file cannot be read ({error}).", "a UTF-8 file") from error
    return parse_data(text, path.name)


def parse_data(text: str, file: str) -> Entry:
    """Read YAML text whose top is a mapping; `file` is named in errors."""
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = f"It is not well-formed YAML ({error.problem})."
        raise DataFileError(file, mark.line + 1 if mark else 1, problem, "“name: value” lines") from error
    except yaml.YAMLError as error:
        raise DataFileError(file, 1, "It is not YAML.", "“name: value” lines") from error
    if not isinstance(node, yaml.MappingNode):
        raise DataFileError(file, 1, "The file is not a list of names with values.", "“name: value” lines")
    try:
        value = _build(node, file)
    except RecursionError:
        raise DataFileError(file, 1, "A part of the file contains itself.", "parts that end") from None
    assert isinstance(value, Entry)  # noqa: S101 - a mapping node always builds an Entry
    return value


def _build(node: yaml.Node, file: str) -> Any:
    if isinstance(node, yaml.MappingNode):
        pairs = list(_pairs(node, file))
        names = [name for name, _, _ in pairs]
        for name, line, _ in pairs:
            if names.count(name) > 1:
                raise DataFileError(file, line, f"“{name}” stands here twice.", "each name once")
        values = {name: value for name, _, value in pairs}
        return Entry(file, node.start_mark.line + 1, values, {name: line for name, line, _ in pairs})
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, file) for item in node.value]
    try:
        return yaml.SafeLoader("").construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError, AttributeError) as error:
        # The loader reads 2026-02-30 as a date, and then finds that there is none.
        problem = f"“{node.value}” cannot be read."
        raise DataFileError(file, node.start_mark.line + 1, problem, "a value that exists") from error


def _pairs(node: yaml.MappingNode, file: str) -> Iterator[tuple[str, int, Any]]:
    for key, value in node.value:
        yield str(key.value), key.start_mark.line + 1, _build(value, file)
