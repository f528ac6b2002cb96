"""A form that is sent twice is answered twice the same: the draft remembers what the first time led to."""

from __future__ import annotations

from dataclasses import replace

from bot.drafts import Draft
from bot.services import Services

_SENT = "sent:"


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
