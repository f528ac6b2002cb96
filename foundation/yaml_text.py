"""From the bytes of a YAML file to its nodes; whatever is wrong is said in plain words with its line."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

EXPECTED = "“name: value” lines"
UTF8 = "a file saved as UTF-8"
_WIDE = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
DEEPEST = 50
"""How many lists and mappings inside one another libyaml is trusted with; ours have four."""

_TAB = re.compile(r"^\s*\t|:\t|-\t")
_HARD_BLANK = re.compile(r"^[ \t]*[\u00a0\u2000-\u200b\u202f\u3000\ufeff]")
_SAID = {
    "mapping values are not allowed here": "A colon stands where none belongs, or the line is indented wrongly.",
    "could not find expected ':'": "A colon is missing here or in the line before.",
    "unexpected end of stream": "A quotation mark is opened and never closed.",
    "expected <block end>": "The line is indented differently from those it belongs to.",
    "expected ',' or": "A bracket is never closed, or a comma is missing.",
    "found undefined alias": "A name after “*” stands for nothing.",
    "but found another document": "A second document begins with “---”.",
    "found unknown escape": "A backslash stands in double quotes and means nothing there.",
    "cannot start any token": "The line begins with a sign that means something else; its text needs quotes.",
}


@dataclass(frozen=True, slots=True)
class Misread(Exception):
    """What is wrong in a text, in which line, and what was expected."""

    line: int
    problem: str
    expected: str


def text_of(content: bytes) -> str:
    """The text of a UTF-8 file with line feeds alone; raises Misread."""
    for mark, name in _WIDE.items():
        if content.startswith(mark):
            raise Misread(1, f"The file is written in {name}.", UTF8)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = _line(content[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
        raise Misread(line, "The line holds a letter that is not UTF-8.", UTF8) from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def node_of(text: str) -> yaml.MappingNode:
    """The top of a YAML text, which is a mapping; raises Misread."""
    try:
        node = _composed(text)
    except yaml.MarkedYAMLError as error:
        unclosed = "end of stream" in str(error.problem)  # Then the beginning tells more than the end.
        mark = (error.context_mark if unclosed else None) or error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise Misread(line, _said(str(error.problem or ""), text, line), EXPECTED) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, int(error.position)) + 1
        raise Misread(
            line, "The line holds a character that no text has.", "letters, digits and signs"
        ) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise Misread(1, "It is not well-formed YAML.", EXPECTED) from error
    if node is None:
        raise Misread(1, "The file is empty.", EXPECTED)
    if not isinstance(node, yaml.MappingNode):
        raise Misread(1, "The file is not a list of names with values.", EXPECTED)
    return node


def _composed(text: str) -> yaml.Node | None:
    """Read with libyaml where it is there and safe: twenty times faster, and the program reads its files at each start.

    It overflows its stack on deep nesting, takes tabs for blanks, and says what is wrong in other words: there the
    reader in Python decides.
    """
    if yaml.__with_libyaml__ and "\t" not in text:
        try:
            if _depth(text) <= DEEPEST:
                return yaml.compose(text, Loader=yaml.CSafeLoader)
        except yaml.YAMLError:
            pass
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _depth(text: str) -> int:
    depth = deepest = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEEPEST:
                return depth
            deepest = max(deepest, depth)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return deepest


def _said(problem: str, text: str, line: int) -> str:
    near = text.split("\n")[max(line - 2, 0) : line + 1]
    if any(map(_TAB.search, near)):
        return "It is not well-formed YAML: a tab stands where only blanks may stand."
    if any(map(_HARD_BLANK.search, near)):
        return "It is not well-formed YAML: a line begins with a blank that is no ordinary one."
    said = next((words for part, words in _SAID.items() if part in problem), "")
    return f"It is not well-formed YAML. {said}" if said else f"It is not well-formed YAML ({problem})."


def _line(before: bytes) -> int:
    return before.count(b"\n") + 1
