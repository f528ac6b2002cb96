"""Draw a message as Slack blocks. Pure.

Block kinds used: rich_text, header, context, section (links only), image, divider, actions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    Message,
    Part,
    Phrases,
    Quote,
    Steps,
    Text,
    Tone,
)
from bot.words import sentence

SIGNS = {Tone.DANGER: "warning", Tone.GOOD: "white_check_mark"}
"""Emoji that carry a tone without colour; screen readers speak their names."""
STYLES = {Tone.DANGER: "danger", Tone.GOOD: "primary", Tone.STRONG: "primary"}


def draw(message: Message) -> list[Json]:
    """The message as blocks that stay within every limit; what does not fit is cut visibly."""
    return _within_limits([block for part in message.parts for block in _draw(part)])


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


def _draw(part: Part) -> Iterator[Json]:  # noqa: C901 - one arm for each part, so that the type check sees them all
    match part:
        case Text():
            yield from _text(part.text, part.tone)
        case Heading():
            yield from _heading(part.text)
        case Facts():
            yield from _facts(part.facts)
        case Quote():
            yield from _quote(part)
        case Steps():
            yield from _numbered(part.steps)
        case Phrases():
            yield from _phrases(part)
        case Links():
            yield from _links(part.links)
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


def _quote(part: Quote) -> Iterator[Json]:
    yield from paragraph(*words(part.label.upper(), bold=True))
    yield from paragraph(*words(part.lead_in))
    yield from boxed("rich_text_quote", part.text)
    if cited := link(part.citation, part.url):
        yield {"type": "context", "elements": [cited]}
    else:
        yield from context(part.citation)
    yield from _text(part.warning, Tone.DANGER)


def _numbered(steps: Iterable[str]) -> Iterator[Json]:
    done = 0
    for group in groups([line(words(step)) for step in steps if step.strip()]):
        drawn: Json = {"type": "rich_text_list", "style": "ordered", "elements": group}
        yield rich([{**drawn, "offset": done} if done else drawn])
        done += len(group)


def _phrases(part: Phrases) -> Iterator[Json]:
    yield from paragraph(*words(part.title, bold=True))
    for phrase in part.phrases:
        yield from boxed("rich_text_preformatted", phrase)


def _links(links: Iterable[Link]) -> Iterator[Json]:
    for item in links:
        if drawn := link(readable(item), item.url):
            yield {"type": "section", "text": drawn}
        else:
            yield from paragraph(*words(f"{item.label}: {item.url}"))


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


def _within_limits(blocks: list[Json]) -> list[Json]:
    """Drop what exceeds a message, from the end, but never the buttons: they are the way onwards."""
    notice = next(context(sentence("slack.shortened")))
    buttons = [block for block in blocks if block["type"] == "actions"]
    count = limits.BLOCKS - 1 - len(buttons)
    room = limits.MESSAGE_CHARACTERS - size([notice, *buttons])
    drawn: list[Json] = []
    cut = False
    for block in blocks:
        if block["type"] == "actions":
            drawn.append(block)
        elif not cut:
            count, room = count - 1, room - size([block])
            cut = count < 0 or room < 0
            drawn.append(notice if cut else block)
    return drawn
