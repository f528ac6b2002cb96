"""PDF pages made for tests with every word at a place of its own, turned pages, form fields and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.knowledge.making import assembled


@dataclass(frozen=True)
class At:
    """Words at a place in points from the lower left corner; `turn` counts quarters against the clock.

    `line` is the height, in sizes, of a line drawn along the words.
    """

    text: str
    x: float
    y: float
    size: float = 11
    bold: bool = False
    turn: int = 0
    slant: bool = False
    line: float = 0

    def drawn(self) -> bytes:
        """The drawing of the words."""
        a, b = (0.7, 0.7) if self.slant else ((1, 0), (0, 1), (-1, 0), (0, -1))[self.turn]
        said = self.text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
        place = b"%g %g %g %g %g %g" % (a, b, -b, a, self.x, self.y)
        line = b"%g %g %g 0.7 re f\n" % (
            self.x,
            self.y + self.line * self.size,
            0.5 * self.size * len(self.text),
        )
        struck = line if self.line else b""
        return struck + b"BT /F%d %g Tf %s Tm (%s) Tj ET\n" % (2 if self.bold else 1, self.size, place, said)


@dataclass(frozen=True)
class Raw:
    """Drawing orders as a page's content has them; `/X0 Do` draws the first of its forms or pictures."""

    orders: bytes

    def drawn(self) -> bytes:
        """The orders, apart from those around them."""
        return b"q " + self.orders + b" Q\n"


def form(orders: bytes, matrix: bytes = b"1 0 0 1 0 0", extra: bytes = b"") -> bytes:
    """A form that draws something, as programs put pieces of a page into one."""
    head = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 612 792]/Matrix[%s]/Resources<</Font<</F1 3 0 R/F2 4 0 R>>>>"
        % matrix
    )
    return b"%s%s/Length %d>>\nstream\n%s\nendstream" % (head, extra, len(orders), orders)


GREY_PICTURE = (
    b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
    b"\nstream\n\xf0\nendstream"
)
"""A picture of one light dot."""


def lines(texts: Sequence[str], x: float, top: float, step: float = 14, size: float = 11) -> list[At]:
    """Lines below each other."""
    return [At(text, x, top - i * step, size) for i, text in enumerate(texts)]


def printed(
    pages: Sequence[Sequence[At | Raw]],
    *,
    drawings: Sequence[bytes] = (),
    catalog: bytes = b"",
    rotate: int = 0,
    notes: Sequence[bytes] = (),
    fields: Sequence[bytes] = (),
) -> bytes:
    """A PDF of pages; `notes` and `fields` are annotation dictionaries of the first page, `drawings` forms
    and pictures that every page may draw; they are numbered from 5, and `catalog` may name them.
    """
    objects: list[bytes] = [b"", b""]
    fonts = (b"Helvetica", b"Helvetica-Bold")
    objects += [
        b"<</Type/Font/Subtype/Type1/Encoding/WinAnsiEncoding/BaseFont/" + name + b">>" for name in fonts
    ]
    start = len(objects)
    objects += [*fields, *notes]
    marks = b" ".join(b"%d 0 R" % (start + 1 + i) for i in range(len(fields) + len(notes)))
    named = b" ".join(b"/X%d %d 0 R" % (i, len(objects) + 1 + i) for i in range(len(drawings)))
    objects += drawings
    kids: list[bytes] = []
    for words in pages:
        content = b"".join(word.drawn() for word in words)
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content))
        page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Rotate %d/Contents %d 0 R" % (
            rotate,
            len(objects),
        )
        page += (
            b"/Annots[%s]" % (b"" if kids else marks)
            + b"/Resources<</Font<</F1 3 0 R/F2 4 0 R>>/XObject<<%s>>>>>>" % named
        )
        objects.append(page)
        kids.append(b"%d 0 R" % len(objects))
    form = b" ".join(b"%d 0 R" % (start + 1 + i) for i in range(len(fields)))
    objects[0] = (
        b"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[%s]/DR<</Font<</Helv 3 0 R>>>>/DA(/Helv 11 Tf)>>%s>>"
        % (form, catalog)
    )
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    return assembled(objects)


def field(value: str, box: tuple[float, float, float, float], kind: bytes = b"Tx") -> bytes:
    """A filled form field."""
    place = b"%g %g %g %g" % box
    return b"<</Type/Annot/Subtype/Widget/FT/%s/T(f%g)/V(%s)/Rect[%s]/F 4/DA(/Helv 11 Tf)>>" % (
        kind,
        box[1],
        value.encode(),
        place,
    )


def note(kind: bytes, box: tuple[float, float, float, float], said: str = "") -> bytes:
    """A comment, a text box or a line through words."""
    left, bottom, right, top = box
    corners = b"%g %g %g %g %g %g %g %g" % (left, top, right, top, left, bottom, right, bottom)
    place = b"%g %g %g %g" % box
    return b"<</Type/Annot/Subtype/%s/Rect[%s]/QuadPoints[%s]/Contents(%s)/F 4>>" % (
        kind,
        place,
        corners,
        said.encode(),
    )
