"""What Word's paragraph styles say, each with what it inherits."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from lxml.etree import _Element as Element

from knowledge.reading.readers.whole import whole
from knowledge.reading.readers.word_xml import is_on, qn, value_of

_NESTED = re.compile(r"list (?:bullet |number |continue )?([2-5])$")


@dataclass(frozen=True, slots=True)
class WordStyle:
    """What a paragraph style says, its ancestors included; `level` 0 where it heads nothing."""

    level: int = 0
    bold: bool = False
    number: tuple[str, int] = ("", 0)
    contents: bool = False
    caption: bool = False
    title: bool = False
    deeper: int = 0
    """How many lists deep it is by its name: “List Number 2” counts by itself and is shown below “List Number”."""


def styles_of(root: Element) -> dict[str, WordStyle]:
    """Every paragraph style by its id; the default one also under the empty id."""
    elements = {str(e.get(qn("w:styleId"), "")): e for e in root.iter(qn("w:style"))}
    known: dict[str, WordStyle] = {}

    def style(name: str, depth: int = 0) -> WordStyle:
        if name in known or name not in elements or depth > 20:
            return known.get(name, WordStyle())
        element = elements[name]
        found = style(value_of(element.find(qn("w:basedOn"))), depth + 1)
        title = value_of(element.find(qn("w:name"))).lower()
        level = (
            int(title[-1]) if title.startswith("heading ") and title[-1].isdigit() else int(title == "title")
        )
        bold = found.bold or is_on(element.find(f"{qn('w:rPr')}/{qn('w:b')}"))
        found = WordStyle(
            level or found.level,
            bold,
            found.number,
            title.startswith("toc "),
            title == "caption",
            title == "title",
            int(nested[1]) - 1 if (nested := _NESTED.match(title)) else found.deeper,
        )
        properties = element.find(qn("w:pPr"))
        known[name] = found if properties is None else stated(properties, found)
        return known[name]

    for name, element in elements.items():
        style(name)
        if element.get(qn("w:default")) and element.get(qn("w:type")) == "paragraph":
            known[""] = known[name]
    return known


def stated(properties: Element, base: WordStyle) -> WordStyle:
    """What paragraph properties say on top of a style: outline level, and list number with its depth."""
    outline = value_of(properties.find(qn("w:outlineLvl")))
    deep = whole(outline, 9)
    level = deep + 1 if deep < 9 else base.level
    numbered = properties.find(qn("w:numPr"))
    if numbered is None:
        return replace(base, level=level)
    number = value_of(numbered.find(qn("w:numId"))) or base.number[0]
    depth = value_of(numbered.find(qn("w:ilvl")))
    return replace(base, level=level, number=(number, whole(depth, 0)))
