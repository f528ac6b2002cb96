"""The guard over PDF: what pdfium's own reading order holds, page by page, against the text that was laid out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from unicodedata import normalize

from knowledge.reading.document import Finding
from knowledge.reading.readers.extract import Extract
from knowledge.reading.readers.guard import counted, overlooked

_DIVIDED = re.compile(r"([^\W\d_]+)[-\x02\ufffe]\s*([^\W\d_]+)")
_NOTED = re.compile(r"(?<!\w)(?:([^\W\d_]+)(\d{1,3})|(\d{1,3})([^\W\d_]+))(?!\w)")
_RAISED = re.compile("(?<!\\w)(\\d{1,9})([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})")
_UNKNOWN = re.compile("[\ufffd\x00]")


def left_out(extract: Extract, pages: Sequence[tuple[str, list[str]]]) -> Iterator[Finding]:
    """A finding for each page that holds words neither read nor set aside, and one for letters without characters."""
    nameless: list[int] = []
    spans = [*pairwise(extract.pages), (extract.pages[-1], len(extract.text))] if extract.pages else []
    for number, ((held, aside), (start, end)) in enumerate(zip(pages, spans, strict=True), start=1):
        # A word that is divided between two pages is read on the first.
        around = extract.text[max(0, start - 40) : end + 40]
        shown = _without_raised(held, around)
        yield from overlooked((_joined(shown, counted((around,))),), (around, *aside), f"page {number}")
        if len(_UNKNOWN.findall(held)) > max(3, len(held) // 200):
            nameless.append(number)
    said = (
        "Some letters have no characters behind them and were not read; save the file again with its fonts."
    )
    yield from (Finding("", f"page {number}", "not-read", said) for number in nameless)


def _without_raised(held: str, read: str) -> str:
    """What a page holds, with the mark of a note apart from the number it is raised from: "51" where "5¹" was read."""
    for number, mark in _RAISED.findall(read):
        glued = number + normalize("NFKC", mark)
        held = re.sub(rf"(?<!\w){glued}(?!\w)", f"{number} {mark}", held, count=1)
    return held


def _joined(held: str, read: Counter[str]) -> str:
    """Words divided at a line's end as they were read: whole or in two; those with the mark of a note without it."""

    left = read - counted((_DIVIDED.sub(" ", held),))  # What stands whole elsewhere was not put together.

    def whole(match: re.Match[str]) -> str:
        together = f"{match[1]}{match[2]}"
        if left[together.casefold()] <= 0:
            return f"{match[1]} {match[2]}"
        left[together.casefold()] -= 1
        return together

    def apart(match: re.Match[str]) -> str:
        same = all(word in read for word in counted((match[0],)))
        return match[0] if same else " ".join(filter(None, match.groups()))

    return _NOTED.sub(apart, _DIVIDED.sub(whole, held))
