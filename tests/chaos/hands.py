"""What people of the trial do with cards and forms: press, fill in, send, and again until it worked or is no use."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.words import sentence
from tests.chaos.people import AGAIN_SECONDS, TROUBLE, Json, OpenForm, Person

Result = TypeVar("Result")
PATIENCE_SECONDS = 20.0
"""Longer than the program is ever dead."""
ANSWER_SECONDS = 5.0
"""So long somebody waits for the answer to a press before they press again."""
REFUSALS = 8
"""So often somebody tries what was answered otherwise than they hoped: a reply may be lost, and one may be a no."""


class Patience:
    """Whether to try again. Nothing comes back while the program is dead, which is no refusal."""

    def __init__(self) -> None:
        self._ends = time.monotonic() + PATIENCE_SECONDS
        self._refusals = 0

    @property
    def is_left(self) -> bool:
        """Whether somebody goes on."""
        return time.monotonic() < self._ends and self._refusals < REFUSALS

    async def after(self, trouble: BaseException | None) -> None:
        """Wait a moment after what went wrong."""
        self._refusals += isinstance(trouble, (AssertionError, IndexError))
        await asyncio.sleep(AGAIN_SECONDS)


async def patiently(act: Callable[[], Awaitable[Result]]) -> Result | None:
    """Do it again until it works; None where it never does, because it is not possible any more."""
    patience = Patience()
    while patience.is_left:
        try:
            return await act()
        except (*TROUBLE, IndexError) as trouble:
            await patience.after(trouble)
    return None


def newest(person: Person, *words: str, button: str = "", after: int = 0) -> int | None:
    """The number of the newest message that says all this and has this button now."""
    found = None
    for number, seen in person.inbox(after):
        if all(one in seen.now for one in words) and (not button or button in seen.now.splitlines()):
            found = number
    return found


class Gone(Exception):
    """A button is not on its message any more."""


async def press(person: Person, number: int, label: str) -> None:
    """Press a button of a message; raises Gone."""
    now = next((seen.now for at, seen in person.inbox(number) if at == number), "")
    if label not in now.splitlines():
        raise Gone
    await person.presses(number, label)


def says(person: Person, *words: str, after: int) -> bool:
    """Whether a message from this number on says all this, as it came or as it was changed."""
    return newest(person, *words, after=after) is not None


async def until(act: Callable[[], Awaitable[object]], is_so: Callable[[], bool]) -> bool:
    """Do it until somebody sees that it is so, or it is no use."""
    patience = Patience()
    while patience.is_left and not is_so():
        trouble: BaseException | None = None
        try:
            await act()
        except Gone:
            break
        except TROUBLE as met:
            trouble = met
        await patience.after(trouble)
    return is_so()


async def sends(form: OpenForm, values: Json) -> bool:
    """Fill in a form and send it, the same again where nothing comes back; whether it closed."""

    async def once() -> bool:
        await form.send()
        return True

    async def filled() -> bool:
        await form.fill(values)
        return True

    return bool(await patiently(filled)) and bool(await patiently(once))


async def form_of(person: Person, reference: str, label: str) -> OpenForm | None:
    """The form behind a button of a record's card, or behind its “More”."""

    async def once() -> OpenForm:
        return await person.opens(await _step(person, reference, label), label)

    return await patiently(once)


async def does_at_once(person: Person, reference: str, label: str) -> bool:
    """Do an act on a report that asks nothing; whether a card then said that it is done."""
    before = person.heard()

    async def once() -> None:
        await person.presses(await _step(person, reference, label), label)

    return await until(once, lambda: says(person, sentence("act.done", reference=reference), after=before))


async def _step(person: Person, reference: str, label: str) -> int:
    """The number of the message with this button of a record, after its “More” was pressed where there is none."""
    number = newest(person, reference, button=label)
    if number is not None:
        return number
    more, further = sentence("act.more"), sentence("core.more_choices")
    before, ends = person.heard(), time.monotonic() + ANSWER_SECONDS
    card = newest(person, reference, button=more)
    assert card is not None, "no card of it"
    await person.presses(card, more)
    while number is None and time.monotonic() < ends:
        await asyncio.sleep(AGAIN_SECONDS)
        # Many choices come as two messages, of which the second names no record.
        found = (newest(person, words, button=label, after=before) for words in (reference, further))
        number = next((one for one in found if one is not None), None)
    assert number is not None, "not offered"
    return number
