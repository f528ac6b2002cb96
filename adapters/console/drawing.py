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
    Listing,
    ListItem,
    Message,
    Part,
    Phrases,
    Quote,
    Steps,
    Text,
    Tone,
)
from bot.sources import Source, number_of, sources_of
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
    left, sources = iter(keys), sources_of(message)
    foot = len(message.parts)
    while foot and isinstance(message.parts[foot - 1], Buttons):
        foot -= 1
    above = (piece for part in message.parts[:foot] for piece in _part(part, left, sources))
    below = (piece for part in message.parts[foot:] for piece in _part(part, left, sources))
    return Group(*above, *_sources(sources), *below)


def visible(text: str) -> str:
    """The text without what a terminal would obey: control characters and direction overrides become “�”."""
    return "".join(character if _is_harmless(character) else "\ufffd" for character in text)


def _is_harmless(character: str) -> bool:
    if character in JOINERS or character in "\n\t":
        return True
    return character.isprintable() or unicodedata.category(character) == "Zs"


def _part(part: Part, keys: Iterator[str], sources: tuple[Source, ...]) -> Iterator[RenderableType]:  # noqa: C901 - one line for each part there is
    match part:
        case Text():
            yield _text(part)
        case Heading(text):
            yield Padding(_words(text, "bold underline"), (1, 0, 0, 0))
        case Facts():
            yield _facts(part)
        case Quote():
            yield _quote(part, number_of(part, sources))
        case Listing(title, items):
            if title:
                yield Padding(_words(title, "bold"), (1, 0, 0, 0))
            yield _listing(items, ordered=part.ordered)
        case Steps(steps):
            yield _list((f"{number}." for number in range(1, len(steps) + 1)), steps)
        case Phrases(title, phrases):
            yield _words(title, "bold")
            yield _list(("·" for _ in phrases), tuple(f"“{phrase}”" for phrase in phrases))
        case Links(links):
            for link in links:
                yield _text(Text(_link(link), part.tone))
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


def _listing(items: Sequence[ListItem], *, ordered: bool) -> Padding:
    numbered = ordered and not any(one.mark for one in items)
    bullets = (f"{number}." if numbered else "·" for number in range(1, len(items) + 1))
    marks = (visible(one.mark) or bullet for one, bullet in zip(items, bullets, strict=True))
    return _list(marks, tuple(_item(one) for one in items))


def _item(one: ListItem) -> str:
    here = sentence("terminal.here", here=one.here) if one.here else ""
    label = sentence("terminal.strength", label=one.label) if one.label else ""
    return " ".join(filter(None, ("  –" if one.under else "", here, label, one.text)))


def _sources(sources: tuple[Source, ...]) -> Iterator[RenderableType]:
    if sources:
        yield Padding(_words(sentence("source.title"), "dim bold"), (1, 0, 0, 0))
    for number, (citation, url) in enumerate(sources, 1):
        yield _words(sentence("source.line", number=number, citation=citation), "dim")
        if url:
            yield Padding(_words(url, "dim"), (0, 0, 0, 3))


def _quote(part: Quote, number: int) -> Padding:
    mark = sentence("source.mark", number=number) if number else ""
    strength = part.label and sentence("terminal.strength", label=part.label)
    warning = part.warning and sentence("terminal.review", warning=part.warning)
    lines = (
        (" ".join(filter(None, (strength, mark))), "bold"),
        (part.lead_in, "dim"),
        (part.text, ""),
        (warning, "yellow"),
    )
    return Padding(Group(*(_words(line, style) for line, style in lines if line)), (1, 0, 1, 4))
