"""The few elements our cards are made of, each a plain dict in the schema of Adaptive Cards 1.5."""

from __future__ import annotations

from typing import Any

from adapters.teams import limits
from adapters.teams.text import is_plain, never_empty, shorten, shown, unmarked
from bot.locales import spoken_tag

Element = dict[str, Any]

OURS = "counterpoise"
"""The key in an action's data under which everything of ours stands, apart from what a person typed."""

CARD_TYPE = "application/vnd.microsoft.card.adaptive"
LINK_SCHEMES = ("https://", "tel:", "mailto:")


def card_of(body: list[Element], summary: str) -> Element:
    """An Adaptive Card around its body; `summary` is what a client that cannot draw it shows."""
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": spoken_tag(),
        "fallbackText": unmarked(shorten(summary, limits.SUMMARY_CHARACTERS)),
        "msteams": {"width": "Full"},
        "body": body,
    }


def attachment(card: Element) -> Element:
    """The card as messages and dialogs carry it."""
    return {"contentType": CARD_TYPE, "content": card}


def run(text: str, **style: Any) -> Element:
    """A stretch of text of one look; markdown means nothing in it."""
    return {"type": "TextRun", "text": shown(text), **style}


def block(*runs: Element, **layout: Any) -> Element:
    """A paragraph."""
    return {"type": "RichTextBlock", "inlines": list(runs), **layout}


def lines(text: str, **look: Any) -> list[Element]:
    """The text with its line breaks kept: clients differ in what a break inside a TextRun does."""
    drawn: list[Element] = []
    apart = True
    for line in text.split("\n"):
        if line.strip():
            drawn.append(block(run(line, **look), **({} if apart else {"spacing": "none"})))
        apart = not line.strip()
    return drawn


def heading(text: str) -> Element:
    """A title that screen readers announce as one.

    Only a TextBlock can be a heading and it reads markdown: a text with marks in it is drawn large instead.
    """
    if not is_plain(text):
        return block(run(text, weight="bolder", size="large"))
    look = {"style": "heading", "weight": "bolder", "size": "large", "wrap": True}
    return {"type": "TextBlock", "text": text, **look}


def link(text: str, url: str) -> Element:
    """Text that leads somewhere; just text where the address is none of https, tel or mailto."""
    if not url.startswith(LINK_SCHEMES):
        return run(text)
    return run(text, selectAction={"type": "Action.OpenUrl", "url": url})


def submit(title: str, data: Element, **look: Any) -> Element:
    """A button whose data comes back to us."""
    return {"type": "Action.Submit", "title": never_empty(shown(title)), "data": data, **look}
