"""People in front of one of the platforms: what came to them, what they write, press, fill in and send.

They see what their platform shows them and nothing else.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

import aiohttp

from bot.words import sentence
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

    async def says(self, text: str) -> None:
        """Write to the bot."""

    async def presses(self, number: int, label: str) -> None:
        """Press a button of a message that opens no form."""

    async def opens(self, number: int, label: str) -> OpenForm:
        """Press a button of a message that opens a form."""

    def heard(self) -> int:
        """The number that the next message gets."""


class OpenForm(Protocol):
    """A form on somebody's screen. Both verbs raise what is in TROUBLE where nothing comes back or it stays open."""

    async def fill(self, values: Json) -> None:
        """Fill in fields; times are aware."""

    async def send(self) -> None:
        """Send it; the same again is the same form."""


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
        await insist(lambda: self._sends(view["id"]))
        return str(json.loads(view["private_metadata"])["draft"])

    async def says(self, text: str) -> None:
        """In the direct conversation."""
        await self.client.write(text)

    async def presses(self, number: int, label: str) -> None:
        """The button of one message."""
        await _OneMessage(self.client, self.client.api.messages[number]).press(label)

    async def opens(self, number: int, label: str) -> OpenForm:
        """The modal behind the button."""
        self._closes()
        await self.presses(number, label)
        return _Modal(self.client, self.client.view)

    def heard(self) -> int:
        """Among the messages to everybody."""
        return len(self.client.api.messages)

    def _closes(self) -> None:
        """Whatever was left open before."""
        views = self.client.api.views
        for name in [name for name, one in views.items() if one["user"] == self.client.user]:
            del views[name]

    async def _opens(self) -> None:
        self._closes()
        await self.client.command("/incident")
        assert self.client.has_form

    async def _sends(self, name: str) -> None:
        """As it stands now: a form that came back says why, with all that was typed, and is sent again."""
        errors = await self.client.submit_again(self.client.api.views[name])
        assert not errors, errors
        assert name not in self.client.api.views, "it stayed open"


@dataclass
class _Modal:
    client: SlackClient
    view: Json

    async def fill(self, values: Json) -> None:
        # The others may be drawn only once this one is answered.
        assert next(iter(values)) in self.client.fields, "another form"
        try:
            await self.client.fill(**values)
        except (
            RuntimeError
        ) as missing:  # A field that depends on another one was not drawn: the vendor failed.
            raise AssertionError("a field is missing") from missing
        self.view = self.client.view

    async def send(self) -> None:
        errors = await self.client.submit_again(self.view)
        assert not errors, errors
        assert self.view["id"] not in self.client.api.views, "it stayed open"


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

    async def says(self, text: str) -> None:
        """In the 1:1 chat."""
        await self.client.says(text)

    async def presses(self, number: int, label: str) -> None:
        """The button of one message."""
        await self.client.presses(label, self._api.posted[number])

    async def opens(self, number: int, label: str) -> OpenForm:
        """The dialog behind the button."""
        dialog = await self.client.presses(label, self._api.posted[number])
        assert dialog.open, "no form came"
        return _Asked(dialog)

    def heard(self) -> int:
        """Among the messages to everybody."""
        return len(self._api.posted)

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
        assert sentence("report.submit") in json.dumps(dialog.card.get("actions")), (
            "another form, or an apology"
        )
        return dialog

    async def _sends(self, dialog: Dialog) -> None:
        answer = await dialog.submit()
        assert not (answer.open and sentence("report.submit") in json.dumps(answer.answer)), "sent back"


@dataclass
class _Asked:
    dialog: Dialog

    async def fill(self, values: Json) -> None:
        self.dialog.fill(**_typed(values))

    async def send(self) -> None:
        answer = await self.dialog.submit()
        assert not (answer.open and '"Input.' in json.dumps(answer.answer)), "it stayed open"


async def insist(act: Callable[[], Awaitable[Result]]) -> Result:
    """Do it again and again until it works."""
    while True:
        try:
            return await act()
        except TROUBLE:
            await asyncio.sleep(AGAIN_SECONDS)


def _first(posted: Posted) -> str:
    versions = posted.versions
    return Posted(posted.id, posted.conversation, versions[0]).text if versions else posted.text


def _typed(values: Json) -> Json:
    """Times as they are typed there."""
    moments = {name: one for name, one in values.items() if isinstance(one, datetime)}
    return values | {name: one.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") for name, one in moments.items()}
