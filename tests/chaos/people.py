"""The people of the trial: staff who file one report after the other, supervisors who acknowledge some of them.

They see what their platform shows them and nothing else. Where a request fails they do what people do: send the
same form again.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Protocol, TypeVar

import aiohttp

from bot.words import sentence
from foundation.clock import SystemClock
from tests.scenarios.person import ZONE
from tests.standins.slack_api import SlackApi, direct
from tests.standins.slack_client import SlackClient
from tests.standins.slack_client import words as slack_words
from tests.standins.teams_api import Posted, TeamsApi
from tests.standins.teams_client import Dialog, TeamsClient

Json = dict[str, Any]
Result = TypeVar("Result")
REFERENCE = re.compile(r"\b[0-9A-Z]{3}-[0-9A-Z]{3}\b")
AGAIN_SECONDS = 0.2
PAUSE_SECONDS = 4.0
"""Up to this long between two reports of one person: about 4 a second in all, a bad year's worth in minutes."""

ACKNOWLEDGED = 0.5
"""The share of alerts that somebody acknowledges during the trial."""

TROUBLE = (aiohttp.ClientError, AssertionError, TimeoutError, OSError, json.JSONDecodeError)
"""What a person's client meets while the program is dead: no connection, or an answer other than 200."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One message in somebody's direct conversation: as it came, as it stands, and its key where one is known."""

    first: str
    now: str
    key: str

    @property
    def reference(self) -> str:
        """The reference it names; empty where it names none."""
        found = REFERENCE.search(self.first)
        return found[0] if found else ""


class RecordingSlack(SlackApi):
    """Remembers how each message came, before later updates."""

    def _keep(self, channel: str, arguments: Json, to: str = "") -> Json:
        kept = super()._keep(channel, arguments, to)
        message = self.messages[-1]
        metadata = message.get("metadata") or {}
        message["first"] = slack_words(message)
        message["key"] = str((metadata.get("event_payload") or {}).get("key", ""))
        return kept


class Person(Protocol):
    """Somebody in front of one platform."""

    @property
    def email(self) -> str:
        """Their address, which is their key."""

    def inbox(self, after: int = 0) -> Iterator[tuple[int, Seen]]:
        """What came to them from the message numbered `after` on, each with its number."""

    async def files(self, values: Json) -> str:
        """File one report; returns the key of its draft once the form closed."""

    async def acknowledges(self, number: int) -> None:
        """Press Acknowledge on a message."""


@dataclass
class OnSlack:
    """Slack over signed HTTP."""

    email: str
    client: SlackClient

    def inbox(self, after: int = 0) -> Iterator[tuple[int, Seen]]:
        """The direct conversation."""
        mine = direct(self.client.user)
        for number, message in enumerate(self.client.api.messages[after:], after):
            if message["channel"] == mine:
                yield number, Seen(message["first"], slack_words(message), message["key"])

    async def files(self, values: Json) -> str:
        """Through `/incident` and its modal."""
        await insist(self._opens)
        await insist(lambda: self.client.fill(**values))
        view = self.client.view
        await insist(lambda: self._sends(view))
        return str(json.loads(view["private_metadata"])["draft"])

    async def acknowledges(self, number: int) -> None:
        """Press the button of one message."""
        await _OneMessage(self.client, self.client.api.messages[number]).press(sentence("notice.acknowledge"))

    async def _opens(self) -> None:
        await self.client.command("/incident")
        assert self.client.has_form

    async def _sends(self, view: Json) -> None:
        errors = await self.client.submit_again(view)
        assert not errors, errors


class _OneMessage(SlackClient):
    """Looks at one message only: a search through thousands would hold up everybody."""

    def __init__(self, client: SlackClient, message: Json) -> None:
        super().__init__(client.api, client.line, client.user)
        self._message = message

    def find_button(self, label: str) -> tuple[Json, Json, Json]:
        """The button on that message."""
        for block in self._message["blocks"]:
            for element in block.get("elements", []):
                if element["type"] == "button" and element["text"]["text"] == label:
                    return self._message, block, element
        raise AssertionError(f"no button “{label}”")


@dataclass
class OnTeams:
    """Microsoft Teams with signed tokens."""

    email: str
    client: TeamsClient

    def inbox(self, after: int = 0) -> Iterator[tuple[int, Seen]]:
        """The 1:1 chat."""
        mine = self.client.user.chat
        for number, posted in enumerate(self._api.posted[after:], after):
            if posted.conversation == mine:
                yield number, Seen(_first(posted), posted.text, "")

    async def files(self, values: Json) -> str:
        """Through the message “incident” and the dialog behind its button."""
        dialog = await insist(self._opens)
        dialog.fill(**_typed(values))
        draft = str(dialog.card["actions"][0]["data"]["counterpoise"]["draft"])
        await insist(lambda: self._sends(dialog))
        return draft

    async def acknowledges(self, number: int) -> None:
        """Press the button of one message."""
        await self.client.presses(sentence("notice.acknowledge"), self._api.posted[number])

    @property
    def _api(self) -> TeamsApi:
        return self.client.teams.api

    async def _opens(self) -> Dialog:
        before = len(self._api.posted)
        await self.client.says("incident")
        label = sentence("core.open_form_button")
        came = [one for one in self._api.posted[before:] if one.conversation == self.client.user.chat]
        card = next((one for one in came if label in one.text or label in json.dumps(one.card)), None)
        assert card is not None, "no form was offered"
        dialog = await self.client.presses(label, card)
        assert dialog.open
        assert dialog.card.get("actions"), "an apology in place of the form"
        return dialog

    async def _sends(self, dialog: Dialog) -> None:
        answer = await dialog.submit()
        assert not (answer.open and sentence("report.submit") in json.dumps(answer.answer)), "sent back"


async def insist(act: Callable[[], Awaitable[Result]]) -> Result:
    """Do it again and again until it works."""
    while True:
        try:
            return await act()
        except TROUBLE:
            await asyncio.sleep(AGAIN_SECONDS)


@dataclass
class Reporter:
    """Files reports for ever; `closed` are the drafts whose form closed."""

    person: Person
    closed: list[str] = field(default_factory=list)

    async def work(self) -> None:
        """Until cancelled."""
        while True:
            self.closed.append(await self.person.files(_values()))
            await asyncio.sleep(random.uniform(0, PAUSE_SECONDS))

    def confirmed(self) -> list[str]:
        """The references this person was told, in the order they came; a reference told twice stands there twice."""
        saved = sentence("report.saved")
        return [seen.reference for _, seen in self.person.inbox() if saved in seen.first]


@dataclass
class Supervisor:
    """Acknowledges some of the alerts; `acknowledged` are the references whose card then said so."""

    person: Person
    name: str
    acknowledged: set[str] = field(default_factory=set)
    read: int = 0

    async def work(self) -> None:
        """Until cancelled."""
        while True:
            for number, seen in list(self.person.inbox(self.read)):
                self.read = number + 1
                if _asks(seen) and random.random() < ACKNOWLEDGED:
                    await self._acknowledge(number, seen.reference)
            await asyncio.sleep(AGAIN_SECONDS)

    def alerts(self) -> list[Seen]:
        """Every message that came asking to acknowledge."""
        return [seen for _, seen in self.person.inbox() if _asks(seen)]

    async def _acknowledge(self, number: int, reference: str) -> None:
        for _ in range(20):
            now = next((seen.now for at, seen in self.person.inbox(number) if at == number), "")
            if sentence("notice.acknowledged_by", name=self.name, time="").rstrip(". ") in now:
                self.acknowledged.add(reference)
                return
            with contextlib.suppress(*TROUBLE):
                await self.person.acknowledges(number)
            await asyncio.sleep(AGAIN_SECONDS)


def _asks(seen: Seen) -> bool:
    return bool(seen.reference) and sentence("notice.acknowledge") in seen.first.splitlines()


def _first(posted: Posted) -> str:
    versions = posted.versions
    return Posted(posted.id, posted.conversation, versions[0]).text if versions else posted.text


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


def _typed(values: Json) -> Json:
    return {**values, "occurred_at": values["occurred_at"].astimezone(ZONE).strftime("%Y-%m-%d %H:%M")}
