"""Shorten what is too long for a platform, always at the end and always marked: nothing goes silently."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from bot.messages import (
    Buttons,
    Divider,
    Fact,
    Facts,
    Heading,
    Image,
    Links,
    Listing,
    ListItem,
    Message,
    Part,
    Phrases,
    Quote,
    Steps,
    Text,
    Tone,
)
from bot.words import sentence

ELLIPSIS = "…"
WORD_SEARCH = 30
"""Characters to go back from the cut to end on a whole word."""
LEAST = 40
"""Characters of each text that stay readable before whole parts are left out instead."""
ZERO_WIDTH_JOINER = "\u200d"
EMOJI_STYLE = "\ufe0f"
SKIN_TONES = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))

Shortener = Callable[[str], str]


def shortened(text: str, limit: int, mark: str = ELLIPSIS) -> str:
    """The text if it fits in `limit` characters, else its beginning followed by `mark`.

    Cuts between words where one ends nearby, never inside an emoji or before a combining accent.
    """
    if len(text) <= limit:
        return text
    if len(mark) * 2 > limit:
        mark = ELLIPSIS
    cut = max(limit - len(mark), 0)
    space = text.rfind(" ", max(cut - WORD_SEARCH, 1), cut + 1)
    if space > 0:
        cut = space
    while cut > 0 and _joined(text[cut - 1], text[cut]):
        cut -= 1
    return (text[:cut].rstrip() + mark)[:limit]


def fitted(message: Message, part_characters: int, message_characters: int) -> Message:
    """The message with every text within `part_characters` and all together within `message_characters`.

    The longest texts give way first, evenly. Only if that is not enough, parts are left out from the end
    (never the buttons), and a last line says so.
    """
    message = replace(message, summary=shortened(message.summary, part_characters))
    message = _capped(message, part_characters)
    if length(message) <= message_characters:
        return message
    low, high = min(LEAST, part_characters), part_characters
    while low < high:
        middle = (low + high + 1) // 2
        if length(_capped(message, middle)) <= message_characters:
            low = middle
        else:
            high = middle - 1
    return _without_tail(_capped(message, low), message_characters)


def length(message: Message) -> int:
    """Characters of all texts in the parts of a message, marks and labels included."""
    return sum(part_length(part) for part in message.parts)


def part_length(part: Part) -> int:  # noqa: C901 - one arm for each part there is
    """Characters of all texts in one part."""
    match part:
        case Text(text) | Heading(text):
            return len(text)
        case Facts(facts):
            return sum(len(fact.label) + len(fact.value) for fact in facts)
        case Quote():
            return sum(map(len, (part.text, part.citation, part.label, part.lead_in, part.warning)))
        case Listing(title, items):
            return len(title) + sum(
                len(text) for one in items for text in (one.text, one.label, one.mark, one.here)
            )
        case Steps(steps):
            return sum(map(len, steps))
        case Phrases(title, phrases):
            return len(title) + sum(map(len, phrases))
        case Links(links):
            return sum(len(link.label) for link in links)
        case Image():
            return len(part.alt)
        case Divider():
            return 0
        case Buttons(buttons):
            return sum(len(button.label) for button in buttons)
        case _:
            assert_never(part)


def _joined(before: str, after: str) -> bool:
    """Whether two characters are one sign to the eye."""
    return (
        unicodedata.combining(after) > 0
        or ZERO_WIDTH_JOINER in (before, after)
        or after == EMOJI_STYLE
        or after in SKIN_TONES
        or (before in FLAG_LETTERS and after in FLAG_LETTERS)
    )


def _capped(message: Message, limit: int) -> Message:
    def plain(text: str) -> str:
        return shortened(text, limit, " " + sentence("core.shortened", count=len(text)))

    def quote(text: str) -> str:
        return shortened(text, limit, " " + sentence("core.shortened_quote"))

    return replace(message, parts=tuple(_part_with(part, plain, quote) for part in message.parts))


def _part_with(part: Part, plain: Shortener, quote: Shortener) -> Part:  # noqa: C901 - one arm for each part there is
    match part:
        case Text():
            return replace(part, text=plain(part.text))
        case Heading(text):
            return Heading(plain(text))
        case Facts(facts):
            return Facts(tuple(Fact(plain(fact.label), plain(fact.value)) for fact in facts))
        case Quote(text, citation, label, lead_in, warning, url):
            return Quote(quote(text), plain(citation), plain(label), quote(lead_in), plain(warning), url)
        case Listing(title, items):
            listed = (_item_with(one, plain, quote) for one in items)
            return replace(part, title=plain(title), items=tuple(listed))
        case Steps(steps):
            return Steps(tuple(map(plain, steps)))
        case Phrases(title, phrases):
            return Phrases(plain(title), tuple(map(plain, phrases)))
        case Links(links):
            return replace(part, links=tuple(replace(link, label=plain(link.label)) for link in links))
        case Image(url, alt):
            return Image(url, plain(alt))
        case Divider() | Buttons():
            return part
        case _:
            assert_never(part)


def _item_with(item: ListItem, plain: Shortener, quote: Shortener) -> ListItem:
    label, mark, here = plain(item.label), plain(item.mark), plain(item.here)
    return replace(item, text=quote(item.text), label=label, mark=mark, here=here)


def _without_tail(message: Message, characters: int) -> Message:
    if length(message) <= characters:
        return message
    note = Text(sentence("core.left_out"), Tone.QUIET)
    room = characters - part_length(note)
    room -= sum(part_length(part) for part in message.parts if isinstance(part, Buttons))
    kept: list[Part] = []
    for part in message.parts:
        if isinstance(part, Buttons):
            kept.append(part)
        elif note not in kept:
            room -= part_length(part)
            kept.append(part if room >= 0 else note)
    return replace(message, parts=tuple(kept))
