"""Running heads and feet of a PDF: lines at the outer edges of pages that come back at the same place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from knowledge.reading.readers.placed import PlacedLine, inwards
from knowledge.reading.readers.running_alone import alone
from knowledge.text.language import LANGUAGE

_PAGE_NUMBER = LANGUAGE.pattern("page.number_in_line")
_NAMED_PAGE = LANGUAGE.pattern("page.named")
_ONLY_NUMBER = LANGUAGE.pattern("page.only_number")
_OF_HOW_MANY = LANGUAGE.pattern("page.of_how_many")
_NEAR = 2.2  # times the size, within which a line belongs to the running lines beyond it
_GRID = 3  # points


_Place = tuple[str, int]


def furniture(pages: Sequence[Sequence[PlacedLine]]) -> list[set[int]]:
    """For each page the indexes of the lines that belong to the page and not to the text."""
    body = _body_size(pages)
    dropped = [{i for i, row in enumerate(page) if row.edge == "watermark"} for page in pages]
    filled = [number for number, page in enumerate(pages) if page]
    least = 2 if len(filled) <= 3 else max(3, len(filled) // 3)  # Of three pages the first may be a cover.
    words = _counts(pages, lambda row: _same(row, body))
    figures = _counts(pages, lambda row: re.sub(r"\d+", "0", row.text))
    places = _places(pages, body)
    said = {_letters(row.text) for page in pages for row in page if not row.edge}
    for number in filled:
        page = pages[number]
        for order in (inwards(page, "page header"), inwards(page, "page footer")):
            outer: PlacedLine | None = None
            for i in order:
                row = page[i]
                again = words[_same(row, body), _height(row)]
                changed = (
                    figures[re.sub(r"\d+", "0", row.text), _height(row)] if row.size <= 1.05 * body else 0
                )
                outermost = outer is None or abs(outer.base - row.base) <= _NEAR * max(row.size, outer.size)
                follows = outermost and places[row.edge, _height(row)] >= max(3, 0.6 * len(filled))
                running = follows and (row.size <= 0.95 * body or _letters(row.text) in said)
                number_alone = outermost and len(filled) > 1 and bool(_ONLY_NUMBER.match(row.text))
                number_alone = number_alone or (outermost and _names_itself(row.text, number + 1, len(pages)))
                if again >= least or (outermost and changed >= least) or running or number_alone:
                    dropped[number].add(i)
                    outer = row
                elif outer is None:
                    break
    _drop_named_heads(pages, dropped, body)
    if len(filled) == 1:
        dropped[filled[0]] |= alone(pages[filled[0]], dropped[filled[0]], body)
    return dropped


def _drop_named_heads(pages: Sequence[Sequence[PlacedLine]], dropped: list[set[int]], body: float) -> None:
    """Drop the lines next to the text that stand apart from it at one place of most pages and, whatever their numbers
    are, say what the same line of a page beside them says: chapter by chapter, below the name of the town.
    """
    filled = sum(map(bool, pages))
    for edge in ("page header", "page footer"):
        heads = [_apart(page, gone, edge, body) for page, gone in zip(pages, dropped, strict=True)]
        heights = Counter(_height(page[i]) + near for page, i in _known(pages, heads) for near in (-1, 0, 1))
        said = ["" if i is None else _letters(page[i].text) for page, i in zip(pages, heads, strict=True)]
        for number, i in enumerate(heads):
            usual = i is not None and heights[_height(pages[number][i])] >= max(3, 0.6 * filled)
            beside = (said[number - 1 : number] or [""]) + said[number + 1 : number + 2]
            if i is not None and usual and said[number] and said[number] in beside:
                dropped[number].add(i)


def _known(
    pages: Sequence[Sequence[PlacedLine]], heads: Sequence[int | None]
) -> Iterator[tuple[Sequence[PlacedLine], int]]:
    return ((page, i) for page, i in zip(pages, heads, strict=True) if i is not None)


def _apart(page: Sequence[PlacedLine], gone: set[int], edge: str, body: float) -> int | None:
    """The outermost line that is left at an edge, where it stands apart from all others that are."""
    first = next((i for i in inwards(page, edge) if i not in gone), None)
    if first is None or page[first].size > 1.05 * body:
        return None
    others = (row for i, row in enumerate(page) if i != first and i not in gone)
    gap = min((abs(row.base - page[first].base) for row in others), default=0.0)
    return first if gap >= 1.6 * body else None


def _names_itself(text: str, page: int, pages: int) -> bool:
    """Whether a line says which page of how many it stands on."""
    found = _OF_HOW_MANY.search(text)
    return found is not None and (int(found[1]), int(found[2])) == (page, pages)


def _same(row: PlacedLine, body: float) -> str:
    """The words of a line without its page number; a large one ("Part 2") has a number of its own."""
    return (_PAGE_NUMBER if row.size <= 1.05 * body else _NAMED_PAGE).sub("0", row.text)


def _height(row: PlacedLine) -> int:
    return round(row.base / _GRID)


def _letters(text: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", text.casefold()))


class _Around(Counter[tuple[str, int]]):
    """Counts by words and height; a neighbouring height counts as the same."""

    def __getitem__(self, key: tuple[str, int]) -> int:
        text, height = key
        return sum(self.get((text, near), 0) for near in (height - 1, height, height + 1))


def _counts(pages: Sequence[Sequence[PlacedLine]], key: Callable[[PlacedLine], str]) -> _Around:
    found = _Around()
    for page in pages:
        for one in {(key(row), _height(row)) for row in page if row.edge}:
            found[one] = found.get(one, 0) + 1
    return found


def _places(pages: Sequence[Sequence[PlacedLine]], body: float) -> Counter[_Place]:
    """On how many pages the outermost line stands at one height, apart from the text."""
    found: Counter[_Place] = Counter()
    for page in pages:
        for edge in ("page header", "page footer"):
            rows = list(inwards(page, edge))
            if not rows:
                continue
            first = page[rows[0]]
            others = [row for row in page if row is not first]
            gap = min((abs(row.base - first.base) for row in others), default=0.0)
            if gap >= 1.6 * body and first.size <= 1.05 * body:
                for near in (-1, 0, 1):
                    found[edge, _height(first) + near] += 1
    return found


def _body_size(pages: Sequence[Sequence[PlacedLine]]) -> float:
    letters: defaultdict[float, int] = defaultdict(int)
    for page in pages:
        for row in page:
            letters[row.size] += len(row.text)
    return max(letters, key=lambda size: letters[size], default=0.0)
