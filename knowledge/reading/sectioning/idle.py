"""What a document says at its head when it does not count: a draft, or repealed, superseded, archived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from knowledge.reading.sectioning.dates import last_date
from knowledge.reading.sectioning.lines import Line
from knowledge.text.language import LANGUAGE

_STATUS = LANGUAGE.pattern("upkeep.idle_status")
_LINE, _SENTENCE = LANGUAGE.pattern("upkeep.idle_line"), LANGUAGE.pattern("upkeep.idle_sentence")
_TITLE, _VERY_HEAD = LANGUAGE.pattern("upkeep.idle_title"), LANGUAGE.pattern("upkeep.idle_head")
_GONE = LANGUAGE.pattern("upkeep.gone")
_FIRST, _HEAD, _FOOT = 4, 12, 5  # lines with words
_LONGEST = 100  # characters of its words that the owner is shown
_YES = frozenset({"true", "yes", "1"})
_FLAGS = ("draft", "archived")


def idle_of(lines: list[Line], stated: Mapping[str, str]) -> tuple[str, date | None]:
    """The words by which a document says that it does not count, or empty; and the day it ended where they name it."""
    said = next(_sayings(lines, {label.lower(): value for label, value in stated.items()}), "")
    ended = last_date(said) if _GONE.search(said) else None
    return ("", ended) if ended else (said[:_LONGEST], None)


def _sayings(lines: list[Line], stated: Mapping[str, str]) -> Iterator[str]:
    if _STATUS.search(status := stated.get("status", "")):
        yield status
    yield from (flag for flag in _FLAGS if stated.get(flag, "").strip().lower() in _YES)
    solid = [": ".join(line.cells) if len(line.cells) == 2 else line.text for line in lines if not line.blank]
    counted = [bool(line.mark) for line in lines if not line.blank]
    for place, text in enumerate(solid[:_HEAD]):
        is_title = place == 0 and not counted[0] and _TITLE.search(text)
        very_head = place < _FIRST and not counted[place] and _VERY_HEAD.search(text)
        if _LINE.search(text) or is_title or very_head:
            yield text
    for text in (*solid[:_HEAD], *solid[-_FOOT:]):
        if _SENTENCE.search(text):
            yield text
