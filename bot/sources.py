"""The sources of a message's quotations, numbered in the order they are first quoted, for the foot of the message."""

from __future__ import annotations

from bot.messages import Message, Quote

Source = tuple[str, str]
"""A citation and the address of its page, which may be empty."""


def sources_of(message: Message) -> tuple[Source, ...]:
    """Every source once; its number is its place, from 1."""
    quotes = (part for part in message.parts if isinstance(part, Quote))
    return tuple(dict.fromkeys((quote.citation, quote.url) for quote in quotes if quote.citation))


def number_of(quote: Quote, sources: tuple[Source, ...]) -> int:
    """The number of a quotation's source; 0 where it has none."""
    source = (quote.citation, quote.url)
    return sources.index(source) + 1 if source in sources else 0
