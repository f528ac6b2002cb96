"""Forms that were opened and not sent yet: what was typed survives failures and restarts.

One contract, two stores (memory for tests and the terminal, SQL in `bot/store_drafts.py`), one test suite.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.answers import is_empty
from bot.events import FieldValue
from foundation.clock import Clock

KEPT = timedelta(days=30)
"""A draft is deleted this long after it was touched last."""

LOOK_AGAIN_SECONDS = 3600.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Draft:
    """A form somebody began. `key` is also the idempotency key of its submit; `asking` is the field an
    interview waits for, empty when the form is open as a form.

    `typed` says that something of the person's own stands in it; `told_at` when they were last told that
    it is kept.
    """

    key: str
    form: str
    person: str
    values: Mapping[str, FieldValue]
    updated_at: datetime
    context: str = ""
    asking: str = ""
    origin: str = ""
    typed: bool = False
    told_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a draft without opening it: never what was typed."""

    key: str
    form: str
    context: str
    asking: str
    updated_at: datetime
    typed: bool
    told_at: datetime | None


class DraftStore(Protocol):
    """Where drafts are kept."""

    async def save(self, draft: Draft) -> None:
        """Insert or replace by key; what is too old by then is deleted."""

    async def load(self, key: str) -> Draft | None:
        """The draft, or None when it never was or is gone."""

    async def kept(self, person: str, since: datetime) -> tuple[Kept, ...]:
        """The drafts of this person touched since then, the one touched last first."""

    async def told(self, keys: Collection[str], at: datetime) -> None:
        """Note that their person was told that these are kept; that does not touch them."""

    async def discard(self, key: str) -> None:
        """Delete a draft; fine when it is not there."""

    async def expire(self, before: datetime) -> None:
        """Delete every draft that was touched last before this."""


def adds(values: Mapping[str, FieldValue], before: Mapping[str, FieldValue]) -> bool:
    """Whether a person filled something in: values hold more than the form held before."""
    return any(
        not is_empty(value) and value is not False and _plain(value) != _plain(before.get(name))
        for name, value in values.items()
    )


async def keep_expiring(drafts: DraftStore, clock: Clock) -> None:
    """Delete what is older than what people were told, now and every hour."""
    while True:
        try:
            await drafts.expire(clock.now() - KEPT)
        except Exception as error:  # noqa: BLE001 - the next hour tries again
            log.error("drafts_not_expired", cause=type(error).__name__)  # noqa: TRY400 - a trace may quote a row
        await asyncio.sleep(LOOK_AGAIN_SECONDS)


def _plain(value: FieldValue) -> FieldValue:
    """A value as a form shows it: whole minutes, line ends of one kind."""
    if isinstance(value, datetime):
        return value.replace(second=0, microsecond=0)
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
