"""The staff of the trial: they report, take down requests, call for help, answer calls, and see to what they are given.

Where a request fails they do what people do: send the same form again.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from bot.words import sentence
from foundation.clock import SystemClock
from tests.chaos.hands import form_of, newest, patiently, press, says, sends, until
from tests.chaos.ledger import MARK, Ledger, mark
from tests.chaos.people import Json, OpenForm, Person, Seen

PAUSE_SECONDS = 4.0
"""Up to this long between two reports of one person: about 4 a second in all, a bad year's worth in minutes."""
ELSE = 0.35
"""How often somebody does something else than file a report."""
SEES_TO = 0.7
"""The share of tasks, requests and calls that somebody sees to during the trial."""
ROAD = "request a pothole"
NEWS = "request.news_new"


@dataclass
class Staff:
    """What everybody does who is told of something: say that they come, finish a task, note what becomes of a request.

    `read` is the number of the next message they have not seen.
    """

    person: Person
    ledger: Ledger
    read: int = 0

    async def sees_to_inbox(self) -> None:
        """Look at what came, once."""
        for number, seen in list(self.person.inbox(self.read)):
            self.read = number + 1
            for tells, act in self.ways().items():
                words = sentence(tells, reference=seen.reference) if tells == NEWS else sentence(tells)
                if words in seen.first.splitlines() and random.random() < SEES_TO:
                    await act(number, seen)

    def ways(self) -> dict[str, Callable[[int, Seen], Awaitable[None]]]:
        """What is done about a message that has such a button, or says so."""
        return {"call.coming": self._comes, "task.finish": self._finishes, NEWS: self._notes}

    async def _comes(self, number: int, seen: Seen) -> None:
        if place := MARK.search(seen.first):
            act = partial(press, self.person, number, sentence("call.coming"))
            said = (place[0], opening("call.you_come"))
            if await until(act, lambda: says(self.person, *said, after=number)):
                self.ledger.coming.add((place[0], self.person.email))

    async def _finishes(self, number: int, seen: Seen) -> None:
        act = partial(press, self.person, number, sentence("task.finish"))
        done, before = sentence("task.done"), self.person.heard()

        def is_done() -> bool:
            # Slack changes the card, Teams says it below, where the reference does not stand.
            return says(self.person, seen.reference, done, after=number) or says(
                self.person, done, after=before
            )

        if await until(act, is_done):
            self.ledger.done.add((seen.reference, self.person.email))

    async def _notes(self, _: int, seen: Seen) -> None:
        words, due = mark(), SystemClock().now() + timedelta(days=1)
        form = await form_of(self.person, seen.reference, sentence("request.act_note"))
        if form and await sends(form, {"note_words": f"Looked at it: {words}.", "next_update": due}):
            self.ledger.written[words] = f"a note on {seen.reference} by {self.person.email}"


@dataclass
class Reporter(Staff):
    """Files reports for ever, and sometimes does something else; `closed` are the drafts whose form closed, `calling`
    is the place of their latest call, and `called_at` the number of the first message after it.
    """

    closed: list[str] = field(default_factory=list)
    calling: str = ""
    called_at: int = 0

    async def work(self) -> None:
        """Until cancelled."""
        while True:
            await self.sees_to_inbox()
            if random.random() < ELSE:
                await random.choice((self._calls, self._takes_down, self._adds))()
            else:
                self.closed.append(await self.person.files(_values()))
            await asyncio.sleep(random.uniform(0, PAUSE_SECONDS))

    def confirmed(self) -> list[str]:
        """The references this person was told, in the order they came; a reference told twice stands there twice."""
        saved = sentence("report.saved")
        return [seen.reference for _, seen in self.person.inbox() if saved in seen.first]

    async def _calls(self) -> None:
        """Call for help; whoever called before says first that it is over: an open call would take the next one in."""
        if self.calling in self.ledger.calls:
            while not await until(self._ends, self._is_over):
                pass
            self.ledger.over.add(self.calling)
        self.calling, self.called_at = mark(), self.person.heard()
        call = partial(self.person.says, f"security to counter {self.calling}")
        if await until(call, lambda: says(self.person, self.calling, after=self.called_at)):
            self.ledger.calls[self.calling] = self.person.email

    async def _ends(self) -> None:
        label = sentence("call.over")
        card = newest(self.person, button=label, after=self.called_at)
        assert card is not None, "no card of the call"
        await self.person.presses(card, label)

    def _is_over(self) -> bool:
        """What was said of the call before may come late: none of this one can be ended any more, either."""
        label, after = sentence("call.over"), self.called_at
        is_open = newest(self.person, button=label, after=after) is not None
        return not is_open and says(self.person, sentence("call.ended"), after=after)

    async def _takes_down(self) -> None:
        """Take down what a customer asks for."""
        words, before = mark(), self.person.heard()
        label = sentence("core.open_form_button")

        async def opens() -> OpenForm:
            await self.person.says(ROAD)
            card = newest(self.person, button=label, after=before)
            assert card is not None, "no form was offered"
            return await self.person.opens(card, label)

        form = await patiently(opens)
        if form and await sends(form, _request(words)):
            self.ledger.written[words] = f"a request of {self.person.email}"
            self.ledger.requests[words] = self.person.email

    async def _adds(self) -> None:
        """Add to one of their own reports what happened afterwards."""
        label = sentence("report.amend")
        number = newest(self.person, button=label)
        if number is None:
            return

        async def opens() -> OpenForm:
            return await self.person.opens(number, label)

        form, words = await patiently(opens), mark()
        if form and await sends(form, {"statement": f"Then it went on: {words}."}):
            self.ledger.written[words] = f"a later statement of {self.person.email}"


def opening(key: str) -> str:
    """A sentence of the catalogue as far as it names nobody."""
    return sentence(key, name="\0").partition("\0")[0].strip()


def _request(words: str) -> Json:
    return {
        "description": f"A pothole broke a wheel: {words}.",
        "place": "14 Harbour Street",
        "customer": "Leo Oake",
        "contact_wanted": "yes",
        "contact": "555-0198",
        "request_channel": "Phone",
    }


def _values() -> Json:
    return {
        "occurred_at": SystemClock().now() - timedelta(minutes=1),
        "channel": "phone",
        "customer": "unknown",
        "happened": "The caller shouted and did not stop. " * 10,
        "behaviours": ("verbal_abuse",),
        "warned": "yes",
        "ended": "yes",
    }
