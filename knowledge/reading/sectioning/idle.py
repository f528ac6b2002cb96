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
_NAME, _ALONE = LANGUAGE.pattern("upkeep.idle_name"), LANGUAGE.pattern("upkeep.idle_alone")
_NONE = LANGUAGE.pattern("upkeep.no_successor")
_AFTER, _COUNTS = LANGUAGE.words("upkeep.idle_after"), LANGUAGE.words("upkeep.idle_counts")
_GONE = LANGUAGE.pattern("upkeep.gone")
_FIRST, _HEAD, _FOOT = 4, 12, 5  # lines with words
_LONGEST = 100  # characters of its words that the owner is shown
_YES, _NO = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})
_FLAGS = ("draft", "archived")


def idle_of(lines: list[Line], stated: Mapping[str, str]) -> tuple[str, date | None]:
    """The words by which a document says that it does not count, or empty; and the day it ended where they name it."""
    said = next(
        _sayings(
            lines,
            {label.lower().replace("_", " ").replace("-", " "): value for label, value in stated.items()},
        ),
        "",
    )
    ended = last_date(said) if _GONE.search(said) else None
    return ("", ended) if ended else (said[:_LONGEST], None)


def _sayings(lines: list[Line], stated: Mapping[str, str]) -> Iterator[str]:
    if _STATUS.search(status := stated.get("status", "")):
        yield status
    yield from (flag for flag in _FLAGS if stated.get(flag, "").strip().lower() in _YES)
    yield from (f"{name}: {stated[name]}" for name in _COUNTS if stated.get(name, "").strip().lower() in _NO)
    yield from (
        f"{name}: {stated[name]}" for name in _AFTER if name in stated and not _NONE.match(stated[name])
    )
    solid = [": ".join(line.cells) if len(line.cells) == 2 else line.text for line in lines if not line.blank]
    counted = [bool(line.mark) for line in lines if not line.blank]
    for place, text in enumerate(solid[:_HEAD]):
        is_title = place == 0 and not counted[0] and _TITLE.search(text)
        very_head = place < _FIRST and not counted[place] and _VERY_HEAD.search(text)
        alone = place < _FIRST and not counted[place] and _ALONE.match(text)
        if _LINE.search(text) or is_title or very_head or alone or (place == 0 and _is_named(text, solid)):
            yield text
    for text in (*solid[:_HEAD], *solid[-_FOOT:]):
        if _SENTENCE.search(text):
            yield text


def _is_named(title: str, lines: list[str]) -> bool:
    """Whether a title calls its policy a draft; "Draft Beer Policy" is about what its rules name again."""
    found = _NAME.match(title)
    if not found:
        return False
    thing = " ".join(title.lower().split()[:2])
    return not any(thing in line.lower() and title.lower() not in line.lower() for line in lines[1:])
