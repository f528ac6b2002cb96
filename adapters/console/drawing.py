"""A message as readable text: `draw(message) -> str`, pure; no control character of anybody's text gets through."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import assert_never

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text as Words

from bot.links import readable
from bot.messages import (
    Buttons,
    Divider,
    Facts,
    Heading,
    Image,
    Link,
    Links,
    Message,
    Part,
    Phrases,
    Quote,
    Steps,
    Text,
    Tone,
)
from bot.words import sentence

WIDTH = 88
JOINERS = "\u200c\u200d"
"""Invisible characters that emoji and some scripts need."""

STYLES: Mapping[Tone, str] = {
    Tone.PLAIN: "",
    Tone.STRONG: "bold",
    Tone.QUIET: "dim",
    Tone.DANGER: "bold red",
    Tone.GOOD: "green",
}
MARKS: Mapping[Tone, str] = {Tone.DANGER: "terminal.danger", Tone.GOOD: "terminal.good"}


def draw(message: Message, keys: Sequence[str] = (), *, width: int = WIDTH) -> str:
    """The message as plain lines of at most `width` columns; `keys` are what to type for its buttons, in order."""
    paper = Console(file=io.StringIO(), width=width, color_system=None, highlight=False, markup=False)
    with paper.capture() as drawn:
        paper.print(laid_out(message, keys))
    return "\n".join(line.rstrip() for line in drawn.get().rstrip().splitlines()) + "\n"


def laid_out(message: Message, keys: Sequence[str] = ()) -> Group:
    """The message as rich draws it; keys left over or missing are a mistake of the caller."""
    left = iter(keys)
    return Group(*(piece for part in message.parts for piece in _part(part, left)))


def visible(text: str) -> str:
    """The text without what a terminal would obey: control characters and direction overrides become “�”."""
    return "".join(character if _is_harmless(character) else "\ufffd" for character in text)


def _is_harmless(character: str) -> bool:
    if character in JOINERS or character in "\n\t":
        return True
    return character.isprintable() or unicodedata.category(character) == "Zs"


def _part(part: Part, keys: Iterator[str]) -> Iterator[RenderableType]:  # noqa: C901 - one line for each part there is
    match part:
        case Text():
            yield _text(part)
        case Heading(text):
            yield Padding(_words(text, "bold underline"), (1, 0, 0, 0))
        case Facts():
            yield _facts(part)
        case Quote():
            yield _quote(part)
        case Steps(steps):
            yield _list((f"{number}." for number in range(1, len(steps) + 1)), steps)
        case Phrases(title, phrases):
            yield _words(title, "bold")
            yield _list(("·" for _ in phrases), tuple(f"“{phrase}”" for phrase in phrases))
        case Links(links):
            for link in links:
                yield _words(_link(link))
        case Image(alt=alt):
            yield _words(sentence("terminal.picture", alt=alt), "dim")
        case Divider():
            yield Rule(style="dim")
        case Buttons(buttons):
            labels = (sentence("terminal.button", key=next(keys), label=button.label) for button in buttons)
            yield Padding(Group(*(_words(label, "cyan") for label in labels)), (1, 0, 0, 2))
        case _:
            assert_never(part)


def _words(text: str, style: str = "") -> Words:
    return Words(visible(text), style=style)


def _link(link: Link) -> str:
    """A number is dialled by hand here, so it is not said twice."""
    if link.url.startswith(("tel:", "mailto:")):
        return readable(link)
    return sentence("terminal.link", label=link.label, url=link.url)


def _text(part: Text) -> Words:
    text = sentence(MARKS[part.tone], text=part.text) if part.tone in MARKS else part.text
    return _words(text, STYLES[part.tone])


def _facts(part: Facts) -> Table:
    table = Table.grid(padding=(0, 2))
    for fact in part.facts:
        table.add_row(_words(fact.label, "bold"), _words(fact.value))
    return table


def _list(marks: Iterator[str], items: Sequence[str]) -> Padding:
    table = Table.grid(padding=(0, 1))
    for mark, item in zip(marks, items, strict=True):
        table.add_row(mark, _words(item))
    return Padding(table, (0, 0, 0, 2))


def _quote(part: Quote) -> Padding:
    strength = part.label and sentence("terminal.strength", label=part.label[:1].upper() + part.label[1:])
    warning = part.warning and sentence("terminal.review", warning=part.warning)
    lines = (
        (strength, "bold"),
        (part.lead_in, "dim"),
        (part.text, ""),
        (sentence("terminal.source", citation=part.citation), "dim"),
        (part.url, "dim"),
        (warning, "yellow"),
    )
    return Padding(Group(*(_words(line, style) for line, style in lines if line)), (1, 0, 1, 4))
