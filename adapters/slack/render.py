"""Draw a message as Slack blocks. Pure.

Block kinds used: rich_text, header, context, section (links only), image, divider, actions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import assert_never

from adapters.slack import limits
from adapters.slack.blocks import (
    Json,
    boxed,
    context,
    groups,
    line,
    link,
    paragraph,
    plain_text,
    rich,
    size,
    texts,
    words,
)
from adapters.slack.text import chunks, escape, plain, shorten, visible
from bot.links import readable
from bot.messages import (
    Button,
    Buttons,
    Divider,
    Fact,
    Facts,
    Heading,
    Image,
    Link,
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
from bot.sources import Source, number_of, sources_of
from bot.words import sentence

SIGNS = {Tone.DANGER: "warning", Tone.GOOD: "white_check_mark"}
"""Emoji that carry a tone without colour; screen readers speak their names."""
STYLES = {Tone.DANGER: "danger", Tone.GOOD: "primary", Tone.STRONG: "primary"}


def draw(message: Message) -> list[Json]:
    """The message as blocks that stay within every limit; what does not fit is cut visibly."""
    sources = sources_of(message)
    drawn = [block for part in message.parts for block in _draw(part, sources)]
    return _within_limits(drawn, _sources(sources))


def summary(message: Message) -> str:
    """The one sentence for notifications and screen readers, escaped."""
    return _fallback(message.summary)


def in_words(message: Message) -> str:
    """The whole message as escaped text, for when Slack refuses the blocks: only looks and buttons are lost."""
    drawn = [block for block in draw(message) if block["type"] != "actions"]
    spoken = (plain(text) for text in texts(drawn))
    return _fallback("\n".join([message.summary, *(text for text in spoken if text != message.summary)]))


def _fallback(text: str) -> str:
    """Escaped and short enough; cut before escaping, so that no entity is cut through (the longest has five)."""
    shown = visible(text)
    if len(escape(shown)) > limits.FALLBACK_CHARACTERS:
        shown = shorten(shown, limits.FALLBACK_CHARACTERS // 5)
    return escape(shown) or " "


def _draw(part: Part, sources: tuple[Source, ...]) -> Iterator[Json]:  # noqa: C901 - one arm for each part, so that the type check sees them all
    match part:
        case Text():
            yield from _text(part.text, part.tone)
        case Heading():
            yield from _heading(part.text)
        case Facts():
            yield from _facts(part.facts)
        case Quote():
            yield from _quote(part, number_of(part, sources))
        case Listing():
            yield from _listing(part)
        case Steps():
            yield from _numbered(part.steps)
        case Phrases():
            yield from _phrases(part)
        case Links():
            yield from _links(part.links, part.tone)
        case Image():
            yield _image(part)
        case Divider():
            yield {"type": "divider"}
        case Buttons():
            yield from _buttons(part.buttons)
        case _:
            assert_never(part)


def _text(text: str, tone: Tone) -> Iterator[Json]:
    if tone is Tone.QUIET:
        yield from context(text)
        return
    sign = [{"type": "emoji", "name": SIGNS[tone]}, *words(" ")] if tone in SIGNS else []
    bold = tone in (Tone.STRONG, Tone.DANGER)
    for index, piece in enumerate(chunks(visible(text), limits.SECTION_CHARACTERS)):
        yield from paragraph(*(sign if index == 0 else []), *words(piece, bold=bold))


def _heading(text: str) -> Iterator[Json]:
    if text.strip():
        yield {"type": "header", "text": plain_text(text, limits.HEADER_CHARACTERS)}


def _facts(facts: Iterable[Fact]) -> Iterator[Json]:
    lines = [line([*words(f"{fact.label}: ", bold=True), *words(fact.value)]) for fact in facts]
    yield from (rich(group) for group in groups(lines))


def _quote(part: Quote, number: int) -> Iterator[Json]:
    """The words alone in the quotation; where they stand is numbered beside the label and named at the foot."""
    mark = sentence("source.mark", number=number) if number else ""
    yield from paragraph(*words(part.label, bold=True), *words(f" {mark}" if part.label else mark))
    yield from paragraph(*words(part.lead_in))
    yield from boxed("rich_text_quote", part.text)
    yield from _text(part.warning, Tone.DANGER)


def _sources(sources: Iterable[Source]) -> list[Json]:
    """Small print for the foot; each a link where it has a page."""
    lines = [sentence("source.line", number=number, citation=one[0]) for number, one in enumerate(sources, 1)]
    elements = [
        link(line, url) or plain_text(line, limits.CONTEXT_CHARACTERS)
        for line, (_, url) in zip(lines, sources, strict=True)
    ]
    if elements:
        elements.insert(0, plain_text(sentence("source.title"), limits.CONTEXT_CHARACTERS))
    rows = (
        elements[at : at + limits.CONTEXT_ELEMENTS] for at in range(0, len(elements), limits.CONTEXT_ELEMENTS)
    )
    return [{"type": "context", "elements": row} for row in rows]


def _listing(part: Listing) -> Iterator[Json]:
    """A list under its title; one whose items have numbers of their own is not numbered a second time."""
    yield from paragraph(*words(part.title, bold=True))
    style = "ordered" if part.ordered and not any(one.mark for one in part.items) else "bullet"
    done = 0
    for under, run in groupby(part.items, key=lambda one: one.under):
        for group in groups([line(_item(one)) for one in run]):
            drawn: Json = {"type": "rich_text_list", "style": "bullet" if under else style, "elements": group}
            place = {"indent": 1} if under else {"offset": done} if done and style == "ordered" else {}
            yield rich([{**drawn, **place}])
            done += 0 if under else len(group)


def _item(one: ListItem) -> list[Json]:
    here = f"{sentence('slack.here', here=one.here)} " if one.here else ""
    return [
        *words(f"{one.mark} " if one.mark else ""),
        *words(here, bold=True),
        *words(f"{one.label}: " if one.label else "", bold=True),
        *words(one.text or " "),
    ]


def _numbered(steps: Iterable[str]) -> Iterator[Json]:
    done = 0
    for group in groups([line(words(step)) for step in steps if step.strip()]):
        drawn: Json = {"type": "rich_text_list", "style": "ordered", "elements": group}
        yield rich([{**drawn, "offset": done} if done else drawn])
        done += len(group)


def _phrases(part: Phrases) -> Iterator[Json]:
    yield from paragraph(*words(part.title, bold=True))
    for group in groups([line(words(phrase)) for phrase in part.phrases if phrase.strip()]):
        yield rich([{"type": "rich_text_list", "style": "bullet", "elements": group}])


def _links(links: Iterable[Link], tone: Tone) -> Iterator[Json]:
    for item in links:
        if drawn := link(readable(item), item.url):
            sign = f":{SIGNS[tone]}: " if tone in SIGNS else ""
            yield {"type": "section", "text": {**drawn, "text": f"{sign}{drawn['text']}"}}
        else:
            yield from _text(f"{item.label}: {item.url}", tone)


def _image(part: Image) -> Json:
    if not part.url.startswith("https://") or len(part.url) > limits.URL_CHARACTERS:
        return {"type": "context", "elements": [plain_text(part.alt, limits.CONTEXT_CHARACTERS)]}
    alt = shorten(visible(part.alt), limits.ALT_CHARACTERS)
    return {"type": "image", "image_url": part.url, "alt_text": alt or " "}


def _buttons(buttons: Iterable[Button]) -> Iterator[Json]:
    drawn = [_button(button, index) for index, button in enumerate(buttons)]
    for start in range(0, len(drawn), limits.BUTTONS):
        yield {"type": "actions", "elements": drawn[start : start + limits.BUTTONS]}


def _button(button: Button, index: int) -> Json:
    """The number after `#` keeps two buttons of one action apart, as Slack wants; `parse` cuts it off."""
    drawn: Json = {
        "type": "button",
        "action_id": f"{button.action}#{index}",
        "text": plain_text(button.label, limits.BUTTON_CHARACTERS),
    }
    if button.value:
        drawn["value"] = button.value[: limits.BUTTON_VALUE_CHARACTERS]
    if button.tone in STYLES:
        drawn["style"] = STYLES[button.tone]
    return drawn


def _within_limits(blocks: list[Json], foot: list[Json]) -> list[Json]:
    """Drop what exceeds a message, from the end, but neither the buttons, the way onwards, nor the foot."""
    notice = next(context(sentence("slack.shortened")))
    buttons = [block for block in blocks if block["type"] == "actions"]
    foot = foot[: limits.BLOCKS - 1 - len(buttons)]
    count = limits.BLOCKS - 1 - len(buttons) - len(foot)
    room = limits.MESSAGE_CHARACTERS - size([notice, *buttons, *foot])
    drawn: list[Json] = []
    cut = False
    for block in blocks:
        if block["type"] == "actions":
            drawn.append(block)
        elif not cut:
            count, room = count - 1, room - size([block])
            cut = count < 0 or room < 0
            drawn.append(notice if cut else block)
    end = len(drawn)
    while end and drawn[end - 1]["type"] == "actions":
        end -= 1
    return [*drawn[:end], *foot, *drawn[end:]]
