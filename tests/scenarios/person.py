"""One person of the town on either platform, with the same verbs, so that one script runs on both."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.flows.report_questions import ABOUT, DANGER, NONE
from bot.words import sentence
from tests.standins.slack_api import SlackApi, direct
from tests.standins.slack_client import Line, SlackClient
from tests.standins.slack_client import words as slack_words
from tests.standins.teams_client import Dialog, TeamsClient

ZONE = ZoneInfo("America/Halifax")
Settle = Callable[[], Awaitable[None]]
Values = Mapping[str, Any]


class Person(Protocol):
    """Somebody in front of one platform; every verb returns when all that follows from it has happened."""

    @property
    def platform(self) -> str:
        """Where they are."""

    @property
    def told(self) -> list[str]:
        """All the bot said to them alone, each message as it stands now, oldest first."""

    @property
    def heard(self) -> int:
        """How many messages that are, without reading them."""

    def told_since(self, start: int) -> list[str]:
        """The same without the first messages."""

    @property
    def form(self) -> str:
        """The words of the form on their screen; empty where none is open."""

    async def writes(self, text: str) -> None:
        """Write to the bot directly."""

    async def sends_files(self, files: dict[str, bytes], text: str = "", **told: Any) -> None:
        """Send files to the bot directly; `told` changes what the platform tells of them."""

    async def takes_file(self) -> bytes:
        """Take the newest file the bot gave them."""

    async def asks_in_channel(self, text: str) -> None:
        """Name the bot where colleagues read along."""

    async def presses(self, label: str) -> None:
        """Press the newest button of this name."""

    async def fills(self, values: Values) -> None:
        """Fill in the open form; times are aware, several choices a tuple."""

    async def sends(self) -> None:
        """Send the open form."""

    async def sends_again(self) -> None:
        """Send the same form once more, as a double click or a redelivery does."""

    def typed(self, name: str) -> str:
        """What stands in a field of the open form."""

    def asked_back(self) -> Mapping[str, list[str]]:
        """The questions the open form came back with, each with the answers it offers."""


class OnSlack:
    """Slack, over HTTP or Socket Mode."""

    platform = "slack"

    def __init__(self, settle: Settle, api: SlackApi, line: Line, user: str) -> None:
        self._settle = settle
        self.client = SlackClient(api, line, user)
        self._sent: Any = None

    @property
    def told(self) -> list[str]:
        """Everything said to them alone."""
        return self.told_since(0)

    @property
    def heard(self) -> int:
        """How many messages that are, without reading them."""
        return len(self.client.messages)

    def told_since(self, start: int) -> list[str]:
        """The same without the first messages."""
        return [slack_words(message) for message in self.client.messages[start:]]

    @property
    def form(self) -> str:
        """The words of the open modal."""
        return slack_words(self.client.view) if self.client.has_form else ""

    async def writes(self, text: str) -> None:
        """Write a direct message."""
        await self.client.write(text)
        await self._settle()

    async def sends_files(self, files: dict[str, bytes], text: str = "", **told: Any) -> None:
        """Share files in the direct conversation."""
        await self.client.send_files(files, text, **told)
        await self._settle()

    async def takes_file(self) -> bytes:
        """It is there already."""
        newest = self.client.api.files[-1]
        assert newest["channel"] == direct(self.client.user), "it went to somebody else"
        content: bytes = newest["content"]
        return content

    async def asks_in_channel(self, text: str) -> None:
        """Mention the bot."""
        await self.client.mention(text, "C0FRONTDESK")
        await self._settle()

    async def presses(self, label: str) -> None:
        """Press a button."""
        await self.client.press(label)
        await self._settle()

    async def fills(self, values: Values) -> None:
        """Fill in the modal."""
        await self.client.fill(**values)

    async def sends(self) -> None:
        """Send the modal."""
        self._sent = self.client.view
        await self.client.submit()
        await self._settle()

    async def sends_again(self) -> None:
        """Send the modal that was sent before."""
        await self.client.submit_again(self._sent)
        await self._settle()

    def typed(self, name: str) -> str:
        """The value of a text box."""
        state = self.client._answers(self.client.view)[name]
        return str(next(iter(state.values()))["value"])

    def asked_back(self) -> Mapping[str, list[str]]:
        """The input blocks that ask."""
        inputs = [block for block in self.client.view["blocks"] if block["type"] == "input"]
        return {
            block["block_id"]: [option["value"] for option in block["element"]["options"]]
            for block in inputs
            if _asks(block["block_id"])
        }


class OnTeams:
    """Microsoft Teams, with the app installed."""

    platform = "teams"

    def __init__(self, settle: Settle, client: TeamsClient) -> None:
        self._settle = settle
        self.client = client
        self._dialog: Dialog | None = None
        self._sent: Dialog | None = None

    @property
    def told(self) -> list[str]:
        """Everything said to them alone."""
        return self.told_since(0)

    @property
    def heard(self) -> int:
        """How many messages that are, without reading them."""
        return len(self.client.inbox)

    def told_since(self, start: int) -> list[str]:
        """The same without the first messages."""
        return [posted.text for posted in self.client.inbox[start:]]

    @property
    def form(self) -> str:
        """The words of the open dialog."""
        return self._dialog.text if self._dialog and self._dialog.open else ""

    @property
    def dialog(self) -> Dialog:
        """The dialog that was opened last."""
        assert self._dialog is not None, "no dialog was opened"
        return self._dialog

    async def writes(self, text: str) -> None:
        """Write in the 1:1 chat."""
        await self.client.says(text)
        await self._settle()

    async def sends_files(self, files: dict[str, bytes], text: str = "", **told: Any) -> None:
        """Attach files in the 1:1 chat."""
        await self.client.sends_files(files, text, **told)
        await self._settle()

    async def takes_file(self) -> bytes:
        """Say yes to the question, and find it in OneDrive."""
        await self.client.answers_file()
        return list(self.client.teams.api.files.values())[-1]

    async def asks_in_channel(self, text: str) -> None:
        """Mention the bot."""
        await self.client.says_in_channel(text)
        await self._settle()

    async def presses(self, label: str) -> None:
        """Press a button; a dialog it opens stays open."""
        self._dialog = await self.client.presses(label)
        await self._settle()

    async def fills(self, values: Values) -> None:
        """Fill in the dialog."""
        self.dialog.fill(**{name: _as_typed(value) for name, value in values.items()})

    async def sends(self) -> None:
        """Send the dialog."""
        self._sent = self.dialog
        self._dialog = await self.dialog.submit()
        await self._settle()

    async def sends_again(self) -> None:
        """Send the dialog that was sent before, as a new activity."""
        assert self._sent is not None, "nothing was sent before"
        await self._sent.submit()
        await self._settle()

    def typed(self, name: str) -> str:
        """The value of an input."""
        return self.dialog.values[name]

    def asked_back(self) -> Mapping[str, list[str]]:
        """The inputs that ask."""
        inputs = [one for one in self.dialog.card["body"] if _asks(one.get("id", ""))]
        return {one["id"]: [choice["value"] for choice in one["choices"]] for one in inputs}


async def opens_report(person: Person) -> None:
    """Say that there is something to report, and open the form."""
    await person.writes("incident")
    await person.presses(sentence("core.open_form_button"))


async def reports(person: Person, values: Values) -> None:
    """File a report; what the form asks back is answered on the safe side: yes, about them, and yes, danger."""
    await opens_report(person)
    await person.fills(values)
    await person.sends()
    if person.form and person.asked_back():
        await person.fills(safely(person.asked_back()))
        await person.sends()
    assert not person.form, f"the form stayed open: {person.form}"


def safely(asked: Mapping[str, list[str]]) -> Values:
    """The answers with which nobody complained of reads the report, and nobody in danger is left alone."""
    return {
        name: tuple(one for one in offered if one != NONE) if name == DANGER else "yes"
        for name, offered in asked.items()
    }


def _asks(name: str) -> bool:
    return name.startswith(ABOUT) or name == DANGER


def _as_typed(value: Any) -> Any:
    return value.astimezone(ZONE).strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else value
