"""A pretend Teams client: a person who writes to the bot, presses its buttons and fills in its dialogs.

Scenarios read like a conversation::

    async with on_teams(handle, clock) as teams:
        maya = teams.person("Maya Okafor", "maya@town.example")
        await maya.says("incident")
        dialog = await maya.presses("Start the report")
        await dialog.fill(what="He shouted.").submit()
        assert "recorded" in maya.reads()
"""

from __future__ import annotations

import contextlib
import copy
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from adapters.teams.adapter import PATH, TeamsAdapter
from bot.adapter import Handle
from foundation.clock import Clock
from tests.standins.card_rules import INPUTS, problems, walk, words
from tests.standins.teams_api import BOT, TENANT, Posted, TeamsApi, TeamsUser

PAYLOADS = Path(__file__).parent.parent / "adapters" / "teams" / "payloads"
CHANNEL = "19:front-desk@thread.tacv2"
Json = dict[str, Any]


def payload(name: str) -> Json:
    """A recorded activity, free to change."""
    read: Json = json.loads((PAYLOADS / f"{name}.json").read_text(encoding="utf-8"))
    return read


class Teams:
    """The pretend service with one bot installed."""

    def __init__(
        self,
        api: TeamsApi,
        adapter: TeamsAdapter,
        endpoint: str,
        session: aiohttp.ClientSession,
        clock: Clock,
    ) -> None:
        self.api = api
        self.adapter = adapter
        self.endpoint = endpoint
        self.clock = clock
        self._session = session
        self._numbers = count(1)

    def person(self, name: str, email: str, *rooms: str, role: str = "user") -> TeamsClient:
        """Somebody with the bot installed; they and the bot are in the channels `rooms` (and `CHANNEL`)."""
        user = TeamsUser(f"29:{name.replace(' ', '-').casefold()}", name, email, role)
        self.api.add(user, CHANNEL, *rooms)
        return TeamsClient(self, user)

    async def deliver(self, activity: Json, *, token: str | None = None) -> tuple[int, Any]:
        """Post an activity to the bot as the Connector does; status and JSON body."""
        signed = self.api.mint() if token is None else token
        headers = {"Authorization": f"Bearer {signed}"}
        async with self._session.post(self.endpoint, json=activity, headers=headers) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text else None

    def activity(self, name: str, user: TeamsUser, conversation: Json, **changes: Any) -> Json:
        """A recorded activity, moved here and now."""
        made = payload(name)
        number = next(self._numbers)
        made |= {
            "id": f"{1772442010000 + number}" if made["type"] == "message" else f"f:{number:032d}",
            "serviceUrl": self.api.service_url,
            "timestamp": (self.clock.now() + timedelta(microseconds=number)).isoformat(),
            "from": {"id": user.id, "name": user.name, "aadObjectId": f"aad-{user.id}"},
            "conversation": conversation,
            "recipient": BOT,
        }
        made["channelData"] = {**made["channelData"], "tenant": {"id": user.tenant}}
        return {**made, **changes}


class TeamsClient:
    """One person in their client."""

    def __init__(self, teams: Teams, user: TeamsUser) -> None:
        self.teams = teams
        self.user = user

    @property
    def personal(self) -> Json:
        """The 1:1 chat with the bot, as activities name it."""
        return {"conversationType": "personal", "tenantId": self.user.tenant, "id": self.user.chat}

    def channel(self, room: str = CHANNEL, thread: str = "1772442000001") -> Json:
        """A thread of a channel, as activities name it."""
        return {
            "conversationType": "channel",
            "isGroup": True,
            "tenantId": self.user.tenant,
            "id": f"{room};messageid={thread}",
        }

    @property
    def inbox(self) -> list[Posted]:
        """What the bot wrote to this person 1:1, oldest first."""
        return self.teams.api.messages(self.user.chat)

    def reads(self) -> str:
        """The words of the newest message in the 1:1 chat."""
        assert self.inbox, f"{self.user.name} got nothing"
        return self.inbox[-1].text

    async def says(self, text: str, **changes: Any) -> None:
        """Write to the bot 1:1."""
        await self._good(
            self.teams.activity("message_personal", self.user, self.personal, text=text, **changes)
        )

    async def sends_files(self, files: dict[str, bytes], text: str = "", **content: Any) -> None:
        """Send files to the bot 1:1; `content` changes what Teams tells of each of them."""
        made = self.teams.activity("message_with_file", self.user, self.personal, text=text)
        plain, page = made["attachments"]
        api, told = self.teams.api, []
        for number, (name, sent) in enumerate(files.items()):
            key = f"{len(api.sent_files)}-{number}"
            api.sent_files[key] = sent
            there = {**plain["content"], "downloadUrl": f"{api.url}/sent/{key}", **content}
            told.append({**plain, "name": name, "content": there})
        await self._good({**made, "attachments": [*told, page]})

    async def pastes_picture(self, picture: bytes, **told: Any) -> None:
        """Paste a picture into the 1:1 chat: it has no name, and wants the bot's token."""
        api = self.teams.api
        key = f"picture-{len(api.pictures)}"
        api.pictures[key] = picture
        url = f"{api.service_url}v3/attachments/{key}/views/original"
        made = self.teams.activity("message_with_file", self.user, self.personal, text="")
        await self._good({**made, "attachments": [{"contentType": "image/*", "contentUrl": url, **told}]})

    async def says_in_channel(self, text: str, room: str = CHANNEL) -> None:
        """Mention the bot in a channel."""
        mention = f"<at>{BOT['name']}</at>"
        entities = [{"type": "mention", "text": mention, "mentioned": BOT}]
        made = self.teams.activity("message_channel", self.user, self.channel(room), entities=entities)
        await self._good({**made, "text": f"{mention}&nbsp;{text}\n"})

    async def installs(self) -> None:
        """Install the bot: Teams sends two activities."""
        for name in ("installed_personal", "bot_added_to_chat"):
            changes = {"membersAdded": [BOT]} if name == "bot_added_to_chat" else {}
            await self._good(self.teams.activity(name, self.user, self.personal, **changes))

    async def presses(self, label: str, on: Posted | None = None) -> Dialog:
        """Press a button on the newest card that has it, or on a given one; the dialog may be closed."""
        posted = on or self._with_button(label)
        return await self.presses_data(self._data(posted.card, label), posted)

    async def presses_data(self, data: Json, posted: Posted) -> Dialog:
        """Press a button with this data on a card."""
        where = {**self.personal, "id": posted.conversation}
        if not posted.conversation.startswith("a:"):
            where = self.channel(posted.conversation)
        if data.get("msteams", {}).get("type") == "task/fetch":
            value = {"data": data, "context": {"theme": "default"}, "tabContext": None}
            made = self.teams.activity("task_fetch", self.user, where, value=value, replyToId=posted.id)
            return Dialog(self, where, "task_submit", await self._good(made))
        made = self.teams.activity("card_button", self.user, where, value=data, replyToId=posted.id)
        await self._good(made)
        return Dialog(self, where, "task_submit", None)

    async def answers_file(self, *, accept: bool = True, **info: Any) -> None:
        """Take the newest file the bot asked about, or not; `info` changes what Teams says of its place."""
        posted = self.inbox[-1]
        card = posted.activity["attachments"][0]
        name = card["name"]
        upload = {
            "contentUrl": f"https://town-my.sharepoint.com/{name}",
            "name": name,
            "uploadUrl": f"{self.teams.api.url}/onedrive/{name}",
            "uniqueId": "1150D938-8870-4044-9F2C-5BBDEBA70C9D",
            "fileType": "pdf",
        }
        content = card["content"]
        value = {
            "type": "fileUpload",
            "action": "accept" if accept else "decline",
            "context": content["acceptContext" if accept else "declineContext"],
        }
        value |= {"uploadInfo": upload | info} if accept else {}
        made = self.teams.activity("card_button", self.user, self.personal, value=value, replyToId=posted.id)
        await self._good({**made, "type": "invoke", "name": "fileConsent/invoke"})

    async def uses(self, shortcut: str, *, html: str = "", where: Json | None = None) -> Dialog:
        """Use an action command, on a message when `html` is one."""
        name = "message_extension_on_message" if html else "message_extension_new"
        place = where or self.personal
        made = self.teams.activity(name, self.user, place)
        made["value"]["commandId"] = shortcut
        if html:
            made["value"]["messagePayload"]["body"]["content"] = html
        return Dialog(self, place, "message_extension_submit", await self._good(made))

    def _with_button(self, label: str) -> Posted:
        own = [
            each
            for each in self.teams.api.posted
            if self.user.id in self.teams.api.rooms.get(each.conversation.split(";")[0], set())
        ]
        for posted in reversed(own):
            if any(action.get("title") == label for action in walk(posted.card)):
                return posted
        raise AssertionError(f"{self.user.name} sees no button “{label}”")

    @staticmethod
    def _data(card: Json, label: str) -> Json:
        found = [each for each in walk(card) if each.get("title") == label and "data" in each]
        assert found, f"no button “{label}” on: {words(card)}"
        data: Json = copy.deepcopy(found[0]["data"])
        return data

    async def _good(self, activity: Json) -> Any:
        status, body = await self.teams.deliver(activity)
        assert status == 200, f"{activity['type']} {activity.get('name', '')}: {status}"
        return body


@dataclass(slots=True)
class Dialog:
    """A dialog as the client shows it; without a card it is closed. `submit` answers with the next one."""

    client: TeamsClient
    where: Json
    submits_as: str
    answer: Any
    typed: Json | None = None

    @property
    def open(self) -> bool:
        """Whether there is a card to fill in or read."""
        return bool(self.answer) and self.answer["task"]["type"] == "continue"

    @property
    def title(self) -> str:
        """The title bar."""
        return str(self.answer["task"]["value"]["title"])

    @property
    def card(self) -> Json:
        """The card shown; checked against the rules for cards."""
        assert self.answer, "the dialog is closed"
        assert self.open, f"the dialog says: {self.answer['task']['value']}"
        card: Json = self.answer["task"]["value"]["card"]["content"]
        assert problems(card, dialog=True) == []
        return card

    @property
    def text(self) -> str:
        """Everything a person reads in it."""
        return words(self.card)

    @property
    def values(self) -> dict[str, str]:
        """What the inputs hold, by name."""
        held = {each["id"]: each.get("value", "") for each in walk(self.card) if each.get("type") in INPUTS}
        return {**held, **(self.typed or {})}

    def fill(self, **answers: Any) -> Dialog:
        """Fill in fields by name; dates as "2026-03-02 04:45", choices by value or by label."""
        typed = self.values
        inputs = {each["id"]: each for each in walk(self.card) if each.get("type") in INPUTS}
        for name, answer in answers.items():
            if f"{name}.date" in inputs:
                typed[f"{name}.date"], typed[f"{name}.time"] = str(answer).split(" ")
                continue
            assert name in inputs, f"no field “{name}”, only {sorted(inputs)}"
            typed[name] = _typed(inputs[name], answer)
        self.typed = typed
        return self

    async def submit(self) -> Dialog:
        """Press the form's button; as in Teams, what is required must be there before anything is sent."""
        for each in walk(self.card):
            if each.get("isRequired") and not self.values.get(each["id"]):
                raise AssertionError(f"Teams sends nothing: “{each['label']}” is empty")
        return await self.send({**self.card["actions"][0]["data"], **self.values})

    async def presses(self, label: str) -> Dialog:
        """Press a button of a message shown in the dialog."""
        return await self.send(self.client._data(self.card, label))

    async def send(self, data: Json, activity_id: str = "") -> Dialog:
        """Send this as the dialog's answer."""
        made = self.client.teams.activity(self.submits_as, self.client.user, self.where)
        made["value"] = {**made["value"], "data": data}
        made["id"] = activity_id or made["id"]
        return Dialog(self.client, self.where, self.submits_as, await self.client._good(made))


def _typed(element: Json, answer: Any) -> str:
    if isinstance(answer, bool):
        return str(element["valueOn"] if answer else element["valueOff"])
    labels = {choice["title"]: choice["value"] for choice in element.get("choices", [])}
    chosen = answer if isinstance(answer, list | tuple) else [answer]
    return ",".join(str(labels.get(each, each)) for each in chosen)


@contextlib.asynccontextmanager
async def on_teams(handle: Handle, clock: Clock, **settings: Any) -> AsyncIterator[Teams]:
    """The pretend service with a real adapter behind its real endpoint, answering through `handle`."""
    async with TeamsApi(clock) as api, aiohttp.ClientSession() as session:
        adapter = TeamsAdapter(api.settings(**settings), clock)
        app = web.Application()
        app.add_routes(adapter.routes())
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        endpoint = f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
        try:
            await adapter.start(handle)
            yield Teams(api, adapter, endpoint, session, clock)
        finally:
            await adapter.close()
            await runner.cleanup()


__all__ = ["CHANNEL", "TENANT", "Dialog", "Teams", "TeamsClient", "on_teams", "payload"]
