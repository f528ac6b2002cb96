"""Data files of the organisation in YAML, refused with file, line and what was expected."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar

import yaml

from foundation.addresses import is_address, is_number
from foundation.plain_files import TooLarge, read_plain
from foundation.yaml_text import UTF8, Misread, node_of, text_of

LARGEST = 10_000_000  # bytes
NOTHING = ("", "~")
T = TypeVar("T")


class DataFileError(Exception):
    """A data file has a mistake. The message reads: file, line, what is wrong, what was expected.

    `others` are further mistakes that were found with it; `every` are all of them. `unit` is what is counted where a
    file has no lines: its paragraphs.
    """

    def __init__(self, file: str, line: int, problem: str, expected: str, unit: str = "line") -> None:
        super().__init__(f"{file}, {unit} {line}: {problem} Expected {expected}.")
        self.file = file
        self.line = line
        self.where = f"{file}, {unit} {line}"
        self.problem = problem
        self.expected = expected
        self.others: tuple[DataFileError, ...] = ()

    @property
    def every(self) -> tuple[DataFileError, ...]:
        """This mistake and those found with it, each alone."""
        return (self, *self.others)


class Mistakes:
    """Collects mistakes, so that whoever mends a file hears of all that can be seen at once."""

    def __init__(self) -> None:
        self._found: list[DataFileError] = []

    @property
    def found(self) -> tuple[DataFileError, ...]:
        """All so far, in the order in which they were found."""
        return tuple(self._found)

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Keep a DataFileError instead of raising it."""
        try:
            yield
        except DataFileError as error:
            self.add(error)

    def add(self, error: DataFileError) -> None:
        """Keep a mistake with those found with it."""
        self._found += error.every

    def each(self, entries: Iterable[DataEntry], make: Callable[[DataEntry], T]) -> list[tuple[DataEntry, T]]:
        """What could be made of each entry, beside it; the others are mistakes."""
        made: list[tuple[DataEntry, T]] = []
        for entry in entries:
            with self.noted():
                made.append((entry, make(entry)))
        return made

    def read(self, getter: Callable[..., T], name: str, **how: bool) -> T | None:
        """The value of one field by a getter of its entry; None where it is a mistake."""
        with self.noted():
            return getter(name, **how)
        return None

    def settle(self) -> None:
        """Raise the first mistake with all others, if there is any."""
        if self._found:
            first, *others = self._found
            first.others = tuple(others)
            raise first


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as YAML reads it and as it is written, with its line."""

    value: Any
    written: str
    line: int


@dataclass(frozen=True, slots=True)
class DataEntry:
    """One mapping of a data file that knows its lines; every getter raises DataFileError.

    `scalars` are the plain values by name, those of a list in order.
    """

    file: str
    line: int
    values: dict[str, Any]
    lines: dict[str, int]
    scalars: dict[str, tuple[Scalar, ...]] = field(default_factory=dict)

    def text(self, name: str, *, required: bool = False, default: str = "") -> str:
        """A text, stripped. What YAML reads as a number, a date or yes and no is not the text that was written."""
        value = self.values.get(name)
        if isinstance(value, list | DataEntry):
            raise self.error(name, f"“{name}” is not a text.", "a text (put it in quotes)")
        text = "".join(self._as_text(name, scalar) for scalar in self.scalars.get(name, ()))
        if not text and required:
            raise self.error(name, f"“{name}” is missing.", f"a text for “{name}”")
        return text or default

    def address(self, name: str, *, required: bool = False) -> str:
        """An e-mail address as it is written, or empty."""
        text = self.text(name, required=required)
        if text and not is_address(text):
            raise self.error(
                name, f"“{text}” is not an e-mail address.", "an address such as name@town.example"
            )
        return text

    def phone(self, name: str, *, required: bool = False) -> str:
        """A telephone number, or empty."""
        text = self.text(name, required=required)
        if text and not is_number(text):
            raise self.error(
                name, f"“{text}” is no number that can be dialled.", 'a number such as "555-0100"'
            )
        return text

    def number(
        self, name: str, *, default: int | None = None, least: int = 0, most: int | None = None
    ) -> int:
        """A whole number of at least `least` and at most `most`, written as people write it."""
        value = self.values.get(name, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < least:
            raise self.error(name, f"“{name}” is {value!r}.", f"a whole number of at least {least}")
        if most is not None and value > most:
            raise self.error(name, f"“{name}” is {value}.", f"a whole number from {least} to {most}")
        for scalar in self.scalars.get(name, ()):
            if scalar.written != str(value):
                problem = f"YAML reads “{name}: {scalar.written}” as {value}."
                raise self.error(name, problem, f"a whole number written plainly, such as {name}: {value}")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """true or false."""
        value = self.values.get(name, default)
        if not isinstance(value, bool):
            raise self.error(name, f"“{name}” is {value!r}.", "true or false")
        return value

    def day(self, name: str) -> date | None:
        """A date written as 2026-11-22, in quotes or without, or None."""
        value = self.values.get(name)
        if isinstance(value, str) and value.strip():
            with suppress(ValueError):
                value = date.fromisoformat(value.strip())
        if value is None or value == "":
            return None
        if type(value) is not date:
            raise self.error(name, f"“{name}” is {value!r}.", "a date such as 2026-11-22")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; missing means empty."""
        value = self.values.get(name, [])
        plain = isinstance(value, list) and not any(isinstance(item, list | DataEntry) for item in value)
        if not plain:
            raise self.error(name, f"“{name}” is not a list of texts.", "a list, one “- text” a line")
        return tuple(self._as_text("", scalar) for scalar in self.scalars.get(name, ()))

    def entries(self, name: str, *, required: bool = False) -> tuple[DataEntry, ...]:
        """A list of mappings."""
        value = self.values.get(name, [])
        if not isinstance(value, list) or not all(isinstance(item, DataEntry) for item in value):
            raise self.error(name, f"“{name}” is not a list of entries.", "a list, each starting with “- ”")
        if required and not value:
            raise self.error(name, f"“{name}” is empty.", f"at least one entry under “{name}:”")
        return tuple(value)

    def entry(self, name: str, *, required: bool = False) -> DataEntry | None:
        """One mapping."""
        value = self.values.get(name)
        if value is None and not required:
            return None
        if not isinstance(value, DataEntry):
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

    def _as_text(self, name: str, scalar: Scalar) -> str:
        """The text as it was written; raises for a value that YAML takes for something else."""
        if isinstance(scalar.value, str):
            return unicodedata.normalize("NFC", scalar.value).strip()
        if scalar.value is None and scalar.written in NOTHING:
            return ""
        said = f"{name}: {scalar.written}" if name else scalar.written
        quoted = scalar.written.replace("\\", "\\\\").replace('"', '\\"')
        example = f'{name}: "{quoted}"' if name else f'"{quoted}"'
        problem = f"YAML reads “{said}” as {_kind(scalar.value)}."
        raise DataFileError(self.file, scalar.line, problem, f"a text; write it in quotes: {example}")


def read_data_file(path: Path) -> DataEntry:
    """Read a YAML file whose top is a mapping; raises DataFileError, also where it cannot be read."""
    try:
        return parse_data(text_of(read_plain(path, LARGEST)), path.name)
    except Misread as error:
        raise DataFileError(path.name, error.line, error.problem, error.expected) from error
    except TooLarge as error:
        raise DataFileError(
            path.name, 1, f"The file has {error.size} bytes.", "a far smaller file"
        ) from error
    except OSError as error:
        raise DataFileError(path.name, 1, f"The file cannot be read ({error.strerror}).", UTF8) from error


def parse_data(text: str, file: str) -> DataEntry:
    """Read YAML text whose top is a mapping; `file` is named in errors."""
    try:
        value = _build(node_of(text), file)
    except Misread as error:
        raise DataFileError(file, error.line, error.problem, error.expected) from error
    except RecursionError:
        raise DataFileError(file, 1, "A part of the file contains itself.", "parts that end") from None
    assert isinstance(value, DataEntry)  # noqa: S101 - a mapping node always builds an Entry
    return value


def _build(node: yaml.Node, file: str) -> Any:
    """An Entry, a list of anything, or a Scalar."""
    if isinstance(node, yaml.MappingNode):
        return _entry(node, file)
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, file) for item in node.value]
    line = node.start_mark.line + 1
    try:
        value = yaml.SafeLoader("").construct_object(node, deep=True)
    except (yaml.YAMLError, ValueError, AttributeError) as error:
        # The loader reads 2026-02-30 as a date, and then finds that there is none.
        raise DataFileError(file, line, f"“{node.value}” cannot be read.", "a value that exists") from error
    return Scalar(value, str(node.value), line)


def _entry(node: yaml.MappingNode, file: str) -> DataEntry:
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    scalars: dict[str, tuple[Scalar, ...]] = {}
    for key, content in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise DataFileError(
                file, line, "A list or a group of lines stands where a name belongs.", "a name"
            )
        name = unicodedata.normalize("NFC", str(key.value)).strip()
        if name in values:
            problem = f"“{name}” stands here twice, first in line {lines[name]}."
            raise DataFileError(file, line, problem, "each name once")
        value = _build(content, file)
        parts = value if isinstance(value, list) else [value]
        scalars[name] = tuple(one for one in parts if isinstance(one, Scalar))
        values[name], lines[name] = _plain(value), line
    return DataEntry(file, node.start_mark.line + 1, values, lines, scalars)


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value.value if isinstance(value, Scalar) else value


def _kind(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes or no"
        case int() | float():
            return f"the number {value}"
        case datetime():
            return "a day with a time"
        case date():
            return "a date"
        case _:
            return "something that is no text"
