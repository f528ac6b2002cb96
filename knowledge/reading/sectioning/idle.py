"""What a document says at its head when it does not count: a draft, or repealed, superseded, archived."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.reading.sectioning.dates import last_date
from knowledge.reading.sectioning.lines import Line, Shape
from knowledge.reading.sectioning.notices import notice_of
from knowledge.reading.sectioning.states import is_of_things, states_in
from knowledge.reading.sectioning.strength import has_duty
from knowledge.text.labels import labelled
from knowledge.text.language import LANGUAGE

_STATUS = LANGUAGE.pattern("upkeep.idle_status")
_LINE, _SENTENCE = LANGUAGE.pattern("upkeep.idle_line"), LANGUAGE.pattern("upkeep.idle_sentence")
_TITLE, _VERY_HEAD = LANGUAGE.pattern("upkeep.idle_title"), LANGUAGE.pattern("upkeep.idle_head")
_GONE = LANGUAGE.pattern("notices.gone")
_EARLY = LANGUAGE.pattern("upkeep.idle_early")
_LATER = LANGUAGE.pattern("notices.later")
_NAMED, _NOTHING = LANGUAGE.pattern("upkeep.idle_named"), LANGUAGE.pattern("upkeep.idle_nothing")
_FLAGS, _DENIED = LANGUAGE.words("upkeep.idle_yes"), LANGUAGE.text("upkeep.idle_no").split("|")
_AFTER = LANGUAGE.text("upkeep.idle_after").split("|")
_FIRST, _HEAD, _FOOT = 4, 12, 5  # lines with words
_SIGN = re.compile(r":|[–—]|\s-\s")  # behind a state, before what is done
_NEAR, _SEVERAL = 8, 2  # lines around a line, and states in them
_FENCES = ("---", "+++")  # around the fields of a file
_FIELDS = 40  # lines they take at most
_LONGEST = 100  # characters of its words that the owner is shown
_YES, _NO = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})


@dataclass(frozen=True, slots=True)
class _Head:
    """The lines with words, and by the start of each heading the level that its format states."""

    shown: list[Line]
    levels: Mapping[int, int]

    def level(self, line: Line) -> int:
        return line.hashes or self.levels.get(line.start, 0)


def idle_of(
    lines: list[Line], stated: Mapping[str, str], title: str, levels: Mapping[int, int]
) -> tuple[str, date | None]:
    """The words by which a document says that it does not count, or empty; and the day it ended where they name it.

    `levels` are those that the format states of its headings, by the start of their line.
    """
    stated = {_label(label): value for label, value in stated.items()}
    head = _Head([line for line in _below_fields(lines, stated) if not line.blank], levels)
    said = next(_sayings(head, stated, title), "")
    ended = last_date(said) if _GONE.search(said) and not _LATER.search(said) else None
    return ("", ended) if ended else (said[:_LONGEST], None)


def _label(words: str) -> str:
    return re.sub(r"[\s_-]+", " ", words.lower()).strip()


def _sayings(head: _Head, stated: Mapping[str, str], title: str) -> Iterator[str]:
    yield from _stated(stated)
    shown = head.shown
    solid = [": ".join(line.cells) if len(line.cells) == 2 else line.text for line in shown]
    if _states_draft(stated.get("title", ""), solid):
        yield stated["title"]
    yield from _notices(head, title)
    for place, (line, text) in enumerate(zip(shown[:_HEAD], solid, strict=False)):
        at_head = place < _FIRST and not line.mark
        is_title = at_head and place == 0 and _TITLE.search(text)
        names_draft = at_head and (place == 0 or text == title) and _named_draft(text, solid[place + 1 :])
        found = _LINE.search(text)
        labels = found["label"] if found else ""
        says_so = found and not (_is_among(head, place, labels) if labels else _is_of_a_part(head, place))
        if says_so or is_title or names_draft or (at_head and _VERY_HEAD.search(text)):
            yield text
    for text in (*solid[:_HEAD], *solid[-_FOOT:]):
        if _SENTENCE.search(text):
            yield text


def _notices(head: _Head, title: str) -> Iterator[str]:
    """The lines above the first rule and below the title, among the facts there, that are nothing but notices."""
    for place, line in enumerate(head.shown[:_HEAD]):
        in_head = place < _FIRST or labelled(head.shown[place - 1].text)
        heads = place and head.level(line) > 1 and not notice_of(line.text)
        if not in_head or heads or has_duty(line.text):
            return
        said = notice_of(line.text) if line.shape is Shape.TEXT and line.text != title else ""
        if said and not _is_of_a_part(head, place):
            yield said if _GONE.search(said) and last_date(said) else line.text


def _is_among(head: _Head, place: int, label: str) -> bool:
    """Whether the state behind a label is one of several that a thing may be in, or what a rule tells to write."""
    above = head.shown[place - 1].text if place else ""
    alike = re.compile(rf"{re.escape(label)}\s*[:–—\t]\s*\w")
    near = (one.text for one in head.shown[max(place - _NEAR, 0) : place + _NEAR])
    others = any(alike.match(one) and one != head.shown[place].text for one in near)
    return others or (above.endswith(":") and has_duty(above))


def _is_of_a_part(head: _Head, place: int) -> bool:
    """Whether a line says so of a numbered clause, of the section that it heads, or of a thing in that state."""
    line, below = head.shown[place], head.shown[place + 1 : place + 2]
    if line.shape is Shape.ITEM and line.mark:
        return True
    beside = any(head.level(one) == head.level(line) for one in head.shown if one is not line)
    heads = head.level(line) > 1 and beside and not any(map(head.level, below))
    return (heads and not _EARLY.search(line.text)) or _is_state(head, place)


def _is_state(head: _Head, place: int) -> bool:
    """Whether a line is one of several that name the states of a thing, and no word on the document."""
    shown, line = head.shown, head.shown[place]
    if not states_in([line.text]):
        return False
    level = head.level(line)
    near = shown if level else shown[max(place - _NEAR, 0) : place + _NEAR]
    alike = (one for one in near if (head.level(one), one.shape) == (level, line.shape))
    others = [one.text for one in alike if one is not line]
    if line.shape is Shape.ITEM:
        return bool(others) and (_is_led(shown, place) or is_of_things(line.text, others))
    sign = _SIGN.search(line.text)
    same = [one for one in others if sign and (other := _SIGN.search(one)) and other.group() == sign.group()]
    return is_of_things(line.text, same) or (
        is_of_things(line.text, others) and len(states_in(others)) >= _SEVERAL
    )


def _is_led(shown: list[Line], place: int) -> bool:
    """Whether a line with a colon stands before the items that a line is among."""
    while place and shown[place].shape is Shape.ITEM:
        place -= 1
    return shown[place].text.endswith(":")


def _below_fields(lines: list[Line], stated: Mapping[str, str]) -> list[Line]:
    """The lines behind the fields at the head of a Markdown file, where they were read as such."""
    rules = [place for place, line in enumerate(lines[:_FIELDS]) if line.raw.strip() in _FENCES]
    return lines[rules[1] + 1 :] if stated and len(rules) > 1 and rules[0] == 0 else lines


def _stated(stated: Mapping[str, str]) -> Iterator[str]:
    """What the fields at the head of a file say of it."""
    if _STATUS.search(status := stated.get("status", "") or stated.get("state", "")):
        yield status
    said = {label: value.strip().lower() for label, value in stated.items()}
    yield from (flag for flag in _FLAGS if said.get(flag) in _YES)
    yield from (f"{label}: {stated[label]}" for label in _DENIED if said.get(label) in _NO)
    yield from (f"{label}: {stated[label]}" for label in _AFTER if not _NOTHING.match(said.get(label, "")))


def _states_draft(title: str, solid: list[str]) -> bool:
    """Whether the title in the fields does; it may be left from before where the first lines name the matter."""
    found = _NAMED.search(title)
    matter = (found["matter"] or title[found.end() :] or title[: found.start()]) if found else ""
    others = [text.lower() for text in solid[:_FIRST] if title not in text]
    return _named_draft(title, solid) and not any(matter.lower() in text for text in others)


def _named_draft(title: str, below: list[str]) -> bool:
    """Whether a title calls its document a draft, and not the drafts or the draught that the text below speaks of."""
    found = _NAMED.search(title)
    if not found or not (matter := found["matter"]):
        return bool(found)
    first = matter.split()[0]
    rest = re.escape(title[found.start("matter") + len(first) :])
    again = re.compile(rf"\bdraft\s+{re.escape(first)}(?!\w)(?!{rest})", re.IGNORECASE)
    return not any(again.search(text) for text in below)
