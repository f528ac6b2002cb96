"""Which words of a page nobody can see: taken out of it, set in nothing, or in the colour of their ground."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from lxml.html import HtmlElement
from tinycss2.color3 import parse_color

from knowledge.reading.readers.html_styles import Sheet, Style, declared

_LENGTH = re.compile(r"^(-?\d*\.?\d+)(px|pt|r?em|%|)$")
_POINTS = {"px": 0.75, "pt": 1.0, "em": 12.0, "rem": 12.0, "%": 0.12, "": 0.75}
_NOUGHT = re.compile(r"0*\.?0+(?:px|pt|r?em|%)?$")
_SMALLEST = 1.0  # points
_FAR = -900.0  # points
_NOTHING = re.compile(
    r"rect\(\s*0(?:px)?[\s,]+0(?:px)?[\s,]+0(?:px)?[\s,]+0(?:px)?\s*\)|rect\(\s*1px[\s,]+1px[\s,]+1px"
)
_CUT_OFF = re.compile(r"inset\(\s*(?:50|100)%|circle\(\s*0|polygon\(\s*0(?:px)? 0(?:px)?\s*\)")
_PARTS = re.compile(r"url\(|gradient\(|image-set\(|var\(")
_ALIKE = 0.03
Colour = tuple[float, float, float]
_WHITE, _BLACK = (1.0, 1.0, 1.0), (0.0, 0.0, 0.0)


def conceals(style: Style) -> bool:
    """Whether an element with this style is not shown, with all that it holds, whatever that says of itself."""
    if style.get("display") == "none":
        return True
    if (opacity := _LENGTH.match(style.get("opacity", ""))) and float(opacity[1]) <= 0.01:
        return True
    if _NOTHING.search(style.get("clip", "")) or _CUT_OFF.search(style.get("clip-path", "")):
        return True
    moved = style.get("position") in ("absolute", "fixed", "relative")
    names = ("left", "top", "right", "text-indent") if moved else ("text-indent",)
    if any(_points(style.get(name, "")) <= _FAR for name in names):
        return True
    flat = _NOUGHT.match(style.get("height", "")) and _NOUGHT.match(style.get("min-height", "0"))
    padded = any(
        re.search(r"[1-9]", style.get(name, "")) for name in ("padding", "padding-top", "padding-bottom")
    )
    cut = style.get("overflow-y", style.get("overflow", "").split(" ")[-1]) in ("hidden", "clip")
    return bool(flat) and cut and not padded


@dataclass(frozen=True, slots=True)
class _Print:
    """How words are set: their colour, the colour behind them, None where nobody knows it, their size, and whether
    they are drawn at all.
    """

    colour: Colour | None = _BLACK
    ground: Colour | None = _WHITE
    size: float = 12.0
    visible: bool = True

    @property
    def unseen(self) -> bool:
        if self.size < _SMALLEST or not self.visible:
            return True
        if self.colour is None or self.ground is None:
            return False
        return all(abs(a - b) <= _ALIKE for a, b in zip(self.colour, self.ground, strict=True))


def is_unseen(style: str) -> bool:
    """Whether nobody sees words with this style attribute on a white page."""
    found = {name: value for name, value, _ in sorted(declared(style), key=lambda one: one[2])}
    return conceals(found) or _set(found, _Print()).unseen


def take_unseen(root: HtmlElement, sheet: Sheet, opened: Collection[HtmlElement] = ()) -> list[str]:
    """Take the words out that are not drawn, too small or in the colour of their ground; gives them piece by piece.

    `opened` are elements that a reader of the page can make visible.
    """
    prints: dict[HtmlElement, _Print] = {}
    taken: list[str] = []
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        above = element.getparent()
        own = _print_of(element, sheet.of(element), prints.get(above, _Print()))
        own = prints[element] = replace(own, visible=True) if element in opened else own
        if own.unseen and element.tag not in ("head", "title"):
            said = [element.text or "", *(child.tail or "" for child in element)]
            element.text = " "
            for child in element:
                child.tail = " "
            taken.append(" ".join(" ".join(said).split()))
    return [said for said in taken if said]


def _print_of(element: HtmlElement, style: Style, above: _Print) -> _Print:
    if "bgcolor" in element.attrib and not style.keys() & {"background", "background-color"}:
        style = {**style, "background-color": str(element.get("bgcolor")).lower()}
    if element.tag == "font" and "color" in element.attrib and "color" not in style:
        style = {**style, "color": str(element.get("color")).lower()}
    return _set(style, above)


def _set(style: Style, above: _Print) -> _Print:
    own = above
    ground = style.get("background-color") or style.get("background", "")
    image = style.get("background-image", "none")
    if ground or image != "none":
        own = replace(own, ground=_ground(ground, image, above.ground))
    colour = style.get("color", "inherit")
    if colour not in ("inherit", "currentcolor"):
        own = replace(own, colour=_colour(colour, own.ground))
    if (visibility := style.get("visibility", "inherit")) != "inherit":
        own = replace(own, visible=visibility not in ("hidden", "collapse"))
    if "font-size" in style:
        own = replace(own, size=_size(style["font-size"], above.size))
    return own


def _colour(stated: str, ground: Colour | None) -> Colour | None:
    found = parse_color(stated)
    if found is None or isinstance(found, str):
        return None
    return ground if found.alpha <= 0.05 else (found.red, found.green, found.blue)


def _ground(stated: str, image: str, above: Colour | None) -> Colour | None:
    """The colour behind words; of a shorthand the first part that is one."""
    if _PARTS.search(stated) or image != "none":
        return None
    for part in (stated, *stated.split()):
        found = parse_color(part)
        if found is not None and not isinstance(found, str):
            return above if found.alpha <= 0.5 else (found.red, found.green, found.blue)
    return above if stated in ("none", "inherit", "initial", "") else None


def _size(stated: str, above: float) -> float:
    found = _LENGTH.match(stated)
    if not found:
        return 12.0
    number, unit = float(found[1]), found[2]
    if unit in ("em", "%"):
        return number * above if unit == "em" else number * above / 100
    return number * _POINTS[unit]


def _points(stated: str) -> float:
    found = _LENGTH.match(stated)
    return float(found[1]) * _POINTS[found[2]] if found else 0.0
