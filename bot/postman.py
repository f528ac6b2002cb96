"""The postman: sends letters that are due, and plans the monthly digest.

Several postmen, in one process or many, share one database: a lease belongs to one of them. A question whose
owner cannot be reached goes on to whoever keeps all policies; one that reaches nobody stays in their list. So does
a report on the number of an entry.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, time, timedelta
from typing import Protocol

import structlog

from bot.flows.letters import draw
from bot.flows.owners import keepers, next_owner
from bot.letters import Leased, LetterKind, digest_letter, wrong_number_letter
from bot.local_days import next_first_of_month
from bot.messages import Message
from bot.services import Services
from bot.store_letters import SqlLetters
from foundation.clock import Clock
from foundation.db import DatabaseUnavailable
from foundation.ids import new_id
from foundation.outbox.jobs import GIVE_UP, SEND_SECONDS, backoff
from foundation.outbox.sending import Delivered, NotDelivered

log = structlog.get_logger()

AT_ONCE = 4
"""Letters under way together: few enough that all of them end within their lease."""

POLL_SECONDS = 5.0
NOT_OWNER = "not_owner"
PLAN_EVERY = timedelta(hours=1)
DIGEST_AT = time(9, 0)


class Carrier(Protocol):
    """Brings a message to somebody's direct conversation; `bot.courier.ChatCourier` does."""

    async def carry(self, recipient: str, message: Message, key: str, attempt: int) -> Delivered:
        """Send it; raises NotDelivered."""


class Postman:
    """Sends what is due through `carrier`."""

    def __init__(self, letters: SqlLetters, carrier: Carrier, services: Services) -> None:
        self._letters = letters
        self._carrier = carrier
        self._services = services
        self._clock: Clock = services.clock
        self._owner = new_id()
        self._planned: datetime | None = None

    def use(self, services: Services) -> None:
        """From the next letter on, work with these services: a data file was read again."""
        self._services = services

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop` is set; begins at once when this process wrote a letter."""
        bell, begun = self._letters.bell.listener(), False
        while not stop.is_set():
            try:
                if (
                    not begun
                ):  # What failed before this start is tried at once: a new start is often the mend.
                    await self._letters.try_again_now(self._clock.now())
                    begun = True
                await self.run_due()
            except DatabaseUnavailable as error:
                log.warning("letters_unavailable", trouble=error.trouble)
            except Exception as error:  # noqa: BLE001 - a postman that ends would tell nobody any more
                # No traceback: the message of an error can repeat what somebody wrote.
                log.error("letters_failed", cause=type(error).__name__)  # noqa: TRY400
            await bell.wait(POLL_SECONDS)

    async def run_due(self) -> int:
        """Send everything that is due, with all that follows from it; returns the number of letters."""
        await self._plan()
        done = 0
        while leased := await self._letters.claim(self._clock.now(), self._owner, AT_ONCE):
            await asyncio.gather(*(self._do(one) for one in leased))
            done += len(leased)
        return done

    async def _plan(self) -> None:
        """Keep the next digest of every owner in the outbox: it is sent then, or as soon as somebody runs."""
        now = self._clock.now()
        if self._planned and now - self._planned < PLAN_EVERY:
            return
        fire = next_first_of_month(now, self._services.organisation.timezone, DIGEST_AT)
        for owner in keepers(self._services):
            await self._letters.put(digest_letter(f"{fire:%Y-%m}", owner), fire, now)
        self._planned = now

    async def _do(self, leased: Leased) -> None:
        """Send one letter. Where not even that can be written down, its lease ends and it comes back."""
        try:
            try:
                await self._send(leased)
            except NotDelivered as failure:
                await self._refused(leased, failure)
        except DatabaseUnavailable as error:
            log.warning("letter_interrupted", kind=leased.letter.kind, trouble=error.trouble)

    async def _send(self, leased: Leased) -> None:
        letter = leased.letter
        if letter.kind is LetterKind.QUESTION and letter.recipient not in keepers(self._services):
            # Whoever keeps no policy any more reads no question that was meant for its owner.
            await self._ask_next(letter.subject, letter.recipient)
            await self._letters.finish(leased, self._clock.now(), NOT_OWNER)
            return
        try:
            async with asyncio.timeout(SEND_SECONDS):
                message = await draw(letter, self._services)
                if message is not None:
                    await self._carrier.carry(letter.recipient, message, letter.key, leased.attempts)
        except TimeoutError:
            raise NotDelivered("timeout", again=True) from None
        except (NotDelivered, DatabaseUnavailable):
            raise
        except Exception as error:  # One broken letter must not hold the others up.
            raise NotDelivered(type(error).__name__, again=True) from error
        await self._letters.finish(leased, self._clock.now())

    async def _refused(self, leased: Leased, failure: NotDelivered) -> None:
        """It did not arrive: again later, or, where that is hopeless, somebody else is asked.

        A fault of the installation says nothing about the person, so it is a reason to wait.
        """
        now, letter = self._clock.now(), leased.letter
        # A fault of the installation says nothing about the person: the letter waits for as long as it lasts.
        # Whoever waits for a reply wrote to us just now: what says that they are gone may pass.
        hopeful = failure.again or letter.kind is LetterKind.REPLY
        again = bool(failure.held) or (hopeful and now - leased.created_at < GIVE_UP)
        write = log.error if failure.operator else log.warning
        write("letter_not_delivered", kind=letter.kind, code=failure.code, again=again)
        if again:
            wait = backoff(leased.attempts, urgent=False, retry_after=failure.retry_after)
            await self._letters.postpone(leased, now + wait, failure.code, held=failure.held)
            return
        if letter.kind is LetterKind.QUESTION:
            await self._ask_next(letter.subject, letter.recipient)
        elif letter.kind is LetterKind.WRONG_NUMBER and (to := next_owner(letter.recipient, self._services)):
            await self._letters.put(wrong_number_letter(letter.subject, to), now, now)
        await self._letters.finish(leased, now, failure.code)

    async def _ask_next(self, reference: str, owner: str) -> None:
        to = next_owner(owner, self._services)
        if not to:
            log.error("question_reaches_nobody", question=reference)
            return
        await self._services.questions.pass_on(reference, owner, to, self._clock.now())
