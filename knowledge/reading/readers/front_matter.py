"""The fields at the head of a Markdown file, in YAML or TOML; line by line where they are neither."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import date

import yaml

from knowledge.reading.document import Finding

_YAML = re.compile(r"\A\s*---[ \t]*\n(.{0,50000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_TOML = re.compile(r"\A\s*\+\+\+[ \t]*\n(.{0,50000}?)\n\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)
# Tables in which site generators keep what they do not know, and those of the document itself.
_MORE = frozenset(("extra", "params", "metadata", "meta", "custom", "policy", "document"))
_TABLE = re.compile(r"^\[?(\w+)(?:\]|:)[ \t]*$")
_FIELD = re.compile(
    r"^([ \t]*)[\"']?([A-Za-z][\w-]*(?: [\w-]+){0,2})[\"']?[ \t]*(?::(?=[ \t]|$)|=)[ \t]*(.*)$"
)
_REMARK = re.compile(r"(?:^|\s)#.*$")
_OPENS = ("[", "{", "|", ">", "&", "*", "!")  # what is no scalar
_LEAST = 0.5  # of its lines, that fields are


def front_matter(text: str) -> tuple[int, dict[str, str], tuple[Finding, ...]]:
    """Where the front matter ends, what it states by label, and a finding where it had to be read line by line.

    What stands between two lines of dashes and holds no fields is text.
    """
    found = _YAML.match(text) or _TOML.match(text)
    if not found:
        return 0, {}, ()
    is_toml = text[found.start() :].lstrip().startswith("+++")
    try:
        stated = tomllib.loads(found.group(1)) if is_toml else yaml.safe_load(found.group(1))
    except (yaml.YAMLError, ValueError, RecursionError):
        return _line_by_line(found, "TOML" if is_toml else "YAML")
    if isinstance(stated, str):
        return 0, {}, ()
    if not isinstance(stated, dict):
        return found.end(), {}, ()
    more = [stated[name] for name in stated if name in _MORE and isinstance(stated[name], dict)]
    labels = {label: value for table in (*more, stated) for label, value in table.items()}
    return found.end(), {str(label): _value(value) for label, value in labels.items()}, ()


def _line_by_line(found: re.Match[str], form: str) -> tuple[int, dict[str, str], tuple[Finding, ...]]:
    lines = [line for line in found.group(1).split("\n") if _REMARK.sub("", line).strip()]
    outer = [line for line in lines if not line[:1].isspace() and not line.startswith(("- ", "["))]
    if sum(map(bool, map(_FIELD.match, outer))) < _LEAST * len(outer):
        return 0, {}, ()
    message = f"The front matter is not well-formed {form} and was read line by line."
    return found.end(), dict(_fields(lines)), (Finding("", "line 1", "front-matter", message),)


def _fields(lines: list[str]) -> Iterator[tuple[str, str]]:
    """The fields that stand at the margin, or in a table for what a generator does not know."""
    table = ""
    for line in lines:
        if named := _TABLE.match(line):
            table = named.group(1).lower()
        elif (field := _FIELD.match(line)) and (
            table in _MORE or (not field.group(1) and not line.startswith("["))
        ):
            label, value = field.group(2), _REMARK.sub("", field.group(3)).strip()
            if label.lower() != "title" or not value.startswith(_OPENS):
                yield label, value.strip("\"'[]{} ")


def _value(value: object) -> str:
    """A scalar, or a list of them with commas; anything nested deeper states nothing."""
    if isinstance(value, list):
        return ", ".join(_scalar(item) for item in value[:100])
    return _scalar(value)


def _scalar(value: object) -> str:
    return str(value) if isinstance(value, str | int | float | date) else ""
