"""A form that is sent twice is answered twice the same: the draft remembers what the first time led to."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from bot.drafts import Draft
from bot.services import Services

_SENT = "sent:"


def draft_of(draft: str, words: str) -> str:
    """The key of what one filling of a form leads to: the same words lead there once, other words are no repetition.

    A platform that loses an answer leaves the form open, and who sees it open may write more.
    """
    return hashlib.sha256(f"{draft}|{words}".encode()).hexdigest()[:32]


async def answered_before(draft: str, services: Services) -> str:
    """What this draft led to when it was sent before, else empty."""
    kept = await services.drafts.load(draft)
    return kept.context.removeprefix(_SENT) if kept and was_sent(kept) else ""


def was_sent(draft: Draft) -> bool:
    """Whether the draft is only the memory of what was sent."""
    return draft.context.startswith(_SENT)


async def remember_answer(draft: Draft, answer: str, services: Services) -> None:
    """Keep what the draft led to; its words are dropped, they are kept elsewhere now."""
    sent = replace(draft, values={}, context=_SENT + answer, asking="", typed=False)
    await services.drafts.save(sent)
