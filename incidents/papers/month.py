"""The month in figures on paper and as a picture: tables and bars, set by typst and tagged for screen readers.

Bars are drawn as shapes and told in words: their alternative text says every value (WCAG 1.1.1).
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files

import typst

from incidents.papers.paper import PaperSize
from incidents.papers.pdf import TAGGED, PaperFailed, coded, lacking

DOTS_PER_INCH = 144.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `size` is its length against the others, `text` what is written at its end."""

    label: str
    size: int
    text: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Bars under a title; `alt` says them in words."""

    title: str
    alt: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class MonthTable:
    """A table under a title: the heads of its columns, and rows that begin with their own head. `note` stands below."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class MonthPart:
    """A part of the month: plots, then tables."""

    heading: str
    plots: tuple[Plot, ...]
    tables: tuple[MonthTable, ...]


@dataclass(frozen=True, slots=True)
class MonthPaper:
    """The whole paper. `lead` are its first sentences; the rest is as in `incidents.papers.paper.Paper`."""

    title: str
    organisation: str
    language: str
    mark: str
    foot: str
    page: str
    lead: tuple[str, ...]
    parts: tuple[MonthPart, ...]
    unshown: str = ""
    size: PaperSize = PaperSize.A4


def month_pdf(paper: MonthPaper) -> bytes:
    """The paper as a file; raises PaperFailed."""
    tag = (*paper.language.replace("_", "-").split("-"), "")
    values = _drawable(asdict(paper)) | {"tag": [tag[0] or "en", tag[1] if len(tag[1]) == 2 else None]}
    return _compiled(_template(), values, png=False)


def plots_png(plots: tuple[Plot, ...], language: str) -> bytes:
    """Plots one below the other, as a picture; raises PaperFailed."""
    tag = language.replace("_", "-").split("-")[0] or "en"
    values = _drawable({"plots": [asdict(one) for one in plots]}) | {"tag": [tag, None]}
    return _compiled(_template(), values | {"picture": True}, png=True)


def _drawable(values: dict[str, object]) -> dict[str, object]:
    """The same without a character that no font here has; where there was one, that is said."""
    words = json.dumps(values, ensure_ascii=False)
    missing = lacking("".join(_texts(values)))
    if not missing:
        return values | {"unshown": ""}
    changed: dict[str, object] = json.loads(words, object_hook=lambda one: _coded(one, missing))
    return changed


def _texts(value: object) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [text for one in value.values() for text in _texts(one)]
        case list() | tuple():
            return [text for one in value for text in _texts(one)]
        case _:
            return []


def _coded(value: object, missing: set[str]) -> object:
    match value:
        case str():
            return coded(value, missing)
        case dict():
            return {name: _coded(one, missing) for name, one in value.items()}
        case list():
            return [_coded(one, missing) for one in value]
        case _:
            return value


def _compiled(template: bytes, values: dict[str, object], *, png: bool) -> bytes:
    given = {"month": json.dumps(values)}
    try:
        if png:
            drawn = typst.compile(template, format="png", ppi=DOTS_PER_INCH, sys_inputs=given)
        else:
            drawn = typst.compile(template, format="pdf", sys_inputs=given, pdf_standards=TAGGED)
    except typst.TypstError as error:
        raise PaperFailed(type(error).__name__) from error
    made: bytes = drawn[0] if isinstance(drawn, list) else drawn
    return made


@cache
def _template() -> bytes:
    return files("incidents.papers").joinpath("month.typ").read_bytes()
