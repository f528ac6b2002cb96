"""The words of a PDF's page with their places, turned so that every line runs from left to right.

pdfium is used through pypdfium2's raw calls, because the place, size and weight of a character have no other door.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from knowledge.reading.readers.invisible import raised
from knowledge.reading.readers.pdf_seen import PageLook

BOLD = 600
"""Weights from here on are bold; regular is 400."""
_SIGNS_REACH = -0.2, 0.8  # times the size: an underscore stands below the line, a quote high above it
# Two of them are how pdfium marks a hyphen at the end of a line.
_SEEN = {0x02: "-", 0xFFFE: "-", **dict.fromkeys((0x00, *range(3, 9), *range(14, 32)), "\ufffd")}
_NOTED = re.compile(r"\S(?:\d|[*†‡])$|^\d\D")
_BEHIND = re.compile(r"(.*[^\d\s])(\d{1,2}|[*†‡]{1,3})")
_BEFORE = re.compile(r"(\d{1,2})([^\W\d].*)")
_SOLID = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place in points, seen along its own line: `left` to `right`, `base` upwards.

    `turn` counts the quarters by which its line is turned on the page; -1 stands for any other angle.
    `unseen` is print that nobody can see.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    turn: int = 0
    unseen: bool = False


def on_page(along: float, up: float, turn: int) -> tuple[float, float]:
    """The place on the page of a point of a line that is turned by so many quarters."""
    return {1: (-up, along), 2: (-along, -up), 3: (up, -along)}.get(turn, (along, up))


def _seen(sign: str) -> str:
    return sign.translate(_SEEN)


class _Reader:
    """Asks pdfium about single characters; its answers are costly, so few are asked about."""

    def __init__(self, page: pdfium.PdfTextPage, look: PageLook) -> None:
        self.page = page.raw
        self.look = look
        self._count = page.count_chars()
        self._box, self._x, self._y = raw.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        self._prints: dict[int, tuple[int, float, bool, float]] = {}

    def text(self) -> str:
        """One sign for each character, whatever pdfium does to them elsewhere."""
        count = self._count
        buffer = (ctypes.c_ushort * (count + 1))()
        raw.FPDFText_GetText(self.page, 0, count, buffer)
        whole = bytes(buffer)[: 2 * count].decode("utf-16-le", "replace")
        at = [*range(0, count, max(count // 40, 1)), count - 1] if count else []
        if len(whole) != count or any(self._sign(i) != _seen(whole[i]) for i in at):
            whole = "".join(map(self._sign, range(count)))
        return whole.translate(_SEEN)

    def _sign(self, index: int) -> str:
        code = raw.FPDFText_GetUnicode(self.page, index)
        return _seen(chr(code) if code and not 0xD800 <= code < 0xE000 else "\ufffd")

    def print_of(self, index: int) -> tuple[int, float, bool, float]:
        """Turn, size, boldness and height, which all characters of one drawing share."""
        drawing = (
            ctypes.cast(raw.FPDFText_GetTextObject(self.page, index), ctypes.c_void_p).value or -1 - index
        )
        if drawing not in self._prints:
            turn, size = _print(self.page, index)
            bold = _weight(self.page, index) >= BOLD
            self._prints[drawing] = turn, size, bold, self.base(index, turn)
        return self._prints[drawing]

    def span(self, index: int, turn: int) -> tuple[float, float]:
        """From where to where a character reaches along its line."""
        box = self._box
        raw.FPDFText_GetLooseCharBox(self.page, index, box)
        return along((box.left, box.bottom, box.right, box.top), turn)

    def height(self, index: int, turn: int) -> tuple[float, float]:
        """From where to where a character reaches upwards."""
        left, bottom, right, top = (ctypes.c_double() for _ in range(4))
        raw.FPDFText_GetCharBox(self.page, index, left, right, bottom, top)
        found = up((left.value, bottom.value), turn), up((right.value, top.value), turn)
        return min(found), max(found)

    def base(self, index: int, turn: int) -> float:
        """How high a character stands."""
        raw.FPDFText_GetCharOrigin(self.page, index, self._x, self._y)
        return up((self._x.value, self._y.value), turn)


def words_of(page: pdfium.PdfTextPage, look: PageLook) -> Iterator[Word]:
    """The words in the order in which they were drawn."""
    reader = _Reader(page, look)
    for found in _SOLID.finditer(reader.text()):
        yield from _words(reader, found.start(), found.group())


def _words(reader: _Reader, first: int, text: str) -> Iterator[Word]:
    """The word of some signs with no space between them, or several where they are drawn apart."""
    turn, size, bold, base = reader.print_of(first)
    left, right = reader.span(first, turn)
    if len(text) > 1:
        last = first + len(text) - 1
        right = reader.span(last, turn)[1]
        fits = 0 <= right - left <= 0.75 * size * len(text) + size
        # A hyphen at the end of a page stands in one with the page's number, which may be right below it.
        if turn >= 0 and not (fits and abs(reader.base(last, turn) - base) <= 0.6 * size):
            place = next((i for i in range(1, len(text)) if _apart(reader, first + i, turn, size)), 0)
            if place:
                yield from _words(reader, first, text[:place])
                yield from _words(reader, first + place, text[place:])
                return
    if _NOTED.search(text):
        text = _with_raised(reader, first, text)
    low, high = (0, 0.5) if any(map(str.isalnum, text)) else _SIGNS_REACH
    corners = (*on_page(left, base + low * size, turn), *on_page(right, base + high * size, turn))
    unseen = turn >= 0 and reader.look.hides(reader.page, first, corners, size)
    yield Word(text, min(left, right), max(left, right), base, size, bold, turn, unseen)


def _with_raised(reader: _Reader, first: int, text: str) -> str:
    """A word with the mark of a note, before it or behind it, printed as it is shown: small and above the line."""
    if (found := _BEHIND.fullmatch(text)) and _is_raised(reader, first + found.start(2), first):
        return found[1] + raised(found[2])
    for many in (2, 1):  # "9 to 5¹" and "10²" are no larger numbers.
        mark = text[-many:]
        raises = text[:-many][-1:].isdigit() and mark.isdigit()
        if raises and _is_raised(reader, first + len(text) - many, first + len(text) - many - 1):
            return text[:-many] + raised(mark)
    if (found := _BEFORE.fullmatch(text)) and _is_raised(reader, first, first + found.start(2)):
        return raised(found[1]) + found[2]
    return text


def _is_raised(reader: _Reader, mark: int, beside: int) -> bool:
    """Whether a mark is smaller and higher than what stands beside it, or is drawn so by its font."""
    _, small, _, high = reader.print_of(mark)
    turn, size, _, base = reader.print_of(beside)
    if small <= 0.85 * size and high >= base + 0.1 * size:
        return True
    bottom, top = reader.height(mark, turn)
    return turn >= 0 and bottom >= base + 0.2 * size and top - bottom <= 0.62 * size


def along(box: tuple[float, float, float, float], turn: int) -> tuple[float, float]:
    """From where to where a box reaches along a line that is turned by so many quarters."""
    left, bottom, right, top = box
    return {1: (bottom, top), 2: (-right, -left), 3: (-top, -bottom)}.get(turn, (left, right))


def up(point: tuple[float, float], turn: int) -> float:
    """How high a point is, seen by a reader of such a line."""
    x, y = point
    return {1: -x, 2: -y, 3: x}.get(turn, y)


def _apart(reader: _Reader, sign: int, turn: int, size: float) -> bool:
    """Whether a sign stands on another line than the one before or is drawn away from it."""
    risen = abs(reader.base(sign, turn) - reader.base(sign - 1, turn))
    gap = reader.span(sign, turn)[0] - reader.span(sign - 1, turn)[1]
    return risen > 0.6 * size or gap > 0.6 * size or gap < -1.5 * size


def _print(page: raw.FPDF_TEXTPAGE, index: int) -> tuple[int, float]:
    """The turn of a character and its size as printed: the font's size times the matrix's scale, in half points."""
    matrix = raw.FS_MATRIX()
    size = float(raw.FPDFText_GetFontSize(page, index))
    if not raw.FPDFText_GetMatrix(page, index, matrix):
        return 0, size or 1.0
    quarters = math.degrees(math.atan2(matrix.b, matrix.a)) / 90
    turn = round(quarters) % 4 if abs(quarters - round(quarters)) < 0.06 else -1
    return turn, round(2 * size * (math.hypot(matrix.c, matrix.d) or 1.0)) / 2 or 1.0


def _weight(page: raw.FPDF_TEXTPAGE, index: int) -> int:
    """The weight; where a font states none, its name says "Bold"."""
    weight = int(raw.FPDFText_GetFontWeight(page, index))
    if weight >= BOLD:
        return weight
    name = ctypes.create_string_buffer(128)
    flags = ctypes.c_int()
    raw.FPDFText_GetFontInfo(page, index, name, 128, flags)
    return 700 if re.search(rb"bold|black|heavy", name.value, re.IGNORECASE) else weight
