"""Small files of each format made for tests, sound ones and hostile ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import docx

PrintedLine = tuple[str, float, bool, float]  # words, size, bold, points from the foot of the page


PICTURE = b"q 500 0 0 700 50 50 cm /Im Do Q"


def pdf(
    pages: Sequence[Sequence[PrintedLine]],
    *,
    picture: bool = False,
    behind: bool = False,
    trailer: bytes = b"",
) -> bytes:
    """A PDF with Helvetica in two weights; `picture` puts an image on pages without lines, `behind` on all."""
    objects: list[bytes] = [b"", b""]
    fonts = b"<</F1 3 0 R/F2 4 0 R>>"
    for name in (b"Helvetica", b"Helvetica-Bold"):
        objects += [b"<</Type/Font/Subtype/Type1/BaseFont/" + name + b"/Encoding/WinAnsiEncoding>>"]
    image = (
        b"<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>"
    )
    objects.append(image + b"\nstream\n\x80\nendstream")
    kids = []
    for lines in pages:
        content = b"".join(_printed(line) for line in lines)
        if picture and not lines:
            content = PICTURE
        if behind:
            content = PICTURE + b"\n" + content
        objects.append(b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content))
        resources = b"<</Font " + fonts + b"/XObject<</Im 5 0 R>>>>"
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R/Resources %s>>"
            % (len(objects), resources)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    return assembled(objects, trailer)


def _printed(line: PrintedLine) -> bytes:
    words, size, bold, height = line
    escaped = (
        words.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    )
    return b"BT /F%d %g Tf 72 %g Td (%s) Tj ET\n" % (2 if bold else 1, size, height, escaped)


def assembled(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """The objects of a PDF as a file."""
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(
        b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    )
    return out.getvalue()


def encrypted_pdf() -> bytes:
    """A PDF that asks for a password nobody has."""
    rule = b"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -44/O(%s)/U(%s)>>/ID[(a)(a)]" % (
        b"o" * 32,
        b"u" * 32,
    )
    return pdf([[("Secret", 12, False, 700)]], trailer=rule)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def word(document: docx.document.Document) -> bytes:
    """The bytes of a Word document."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def word_xml(body: str, *, prolog: str = "") -> bytes:
    """A Word document around raw body XML."""
    kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    words = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{kinds}"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{office}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0"?>{prolog}<w:document xmlns:w="{words}"><w:body>{body}</w:body>'
        "</w:document>",
    }
    return zipped({name: text.encode() for name, text in parts.items()})
