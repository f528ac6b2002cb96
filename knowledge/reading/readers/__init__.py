"""One file per format: bytes in, text and what the format itself says about its lines out."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from knowledge.reading.readers.extract import Extract

Reader = Callable[[bytes], Extract]

# Ending -> module and function; imported when first needed, because the libraries for PDF and Word are large.
_PLACES = {
    ".md": ("markdown", "read_markdown"),
    ".markdown": ("markdown", "read_markdown"),
    ".txt": ("text", "read_text"),
    ".text": ("text", "read_text"),
    ".html": ("html", "read_html"),
    ".htm": ("html", "read_html"),
    ".docx": ("docx", "read_docx"),
    ".docm": ("docx", "read_docx"),
    ".dotx": ("docx", "read_docx"),
    ".dotm": ("docx", "read_docx"),
    ".pdf": ("pdf", "read_pdf"),
}
ENDINGS = frozenset(_PLACES)
ARCHIVE = ".zip"
# Formats policies are kept in that cannot be read: named to their owner instead of being passed over.
_UNREAD = "doc dot rtf odt pages wpd epub xps ppt pptx odp xls xlsx ods"
UNREAD = frozenset(f".{name}" for name in _UNREAD.split())


def reader_for(ending: str) -> Reader | None:
    """The reader of a file ending such as ".pdf", or None."""
    if ending not in _PLACES:
        return None
    module, function = _PLACES[ending]
    reader: Reader = getattr(import_module(f"knowledge.reading.readers.{module}"), function)
    return reader
