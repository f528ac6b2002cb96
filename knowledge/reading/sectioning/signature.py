"""The signature block: short lines with a date, a name, an office and the words under the dotted lines (D60)."""

from __future__ import annotations

import re

from knowledge.reading.sectioning.dates import first_date
from knowledge.reading.sectioning.lines import Line, Shape
from knowledge.reading.sectioning.wording import title_case
from knowledge.text.language import LANGUAGE
from knowledge.text.markup import plain

_WORD = LANGUAGE.pattern("facts.signature")


def signature_block(lines: list[Line], kept: list[int]) -> list[int]:
    """The indexes of a signature block, or none: at least three short lines in a row, one a date, one a caption."""
    run: list[int] = []
    for index in [*kept, -1]:
        line = lines[index] if index >= 0 else None
        if line and line.blank:
            continue
        if line and _short(line):
            run.append(index)
            continue
        if _signs(lines, run):
            return run
        run = []
    return []


def _short(line: Line) -> bool:
    """Whether a line can be part of one: a caption, a date, dotted lines, or a name and office in capitals."""
    if not _brief(line):
        return False
    parts = re.split(r"[^\S\t]{3,}", line.raw.strip())
    return all(_WORD.match(p) or "___" in p or first_date(p) or title_case(plain(p)) for p in parts)


def _brief(line: Line) -> bool:
    unfinished = not line.text.endswith((".", ":", ";", "?", "!")) and ":" not in line.text
    return line.shape is Shape.TEXT and not line.hashes and line.words <= 6 and unfinished


def _signs(lines: list[Line], run: list[int]) -> bool:
    texts = [part for i in run for part in re.split(r"[^\S\t]{3,}", lines[i].raw.strip())]
    dated = any(first_date(text) and len(text.split()) <= 4 for text in texts)
    ruled = any("___" in text for text in texts)
    captions = sum(bool(_WORD.match(text)) for text in texts)
    return (
        2 <= len(run) <= 12
        and captions >= 1
        and (ruled or (len(run) >= 3 and (dated or captions >= 3)))
        and run[0] > 0
    )
