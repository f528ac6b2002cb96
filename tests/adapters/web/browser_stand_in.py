"""The page over a real socket, a client that behaves like its scripts, and plain looks to tell drawings apart."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from aiohttp import ClientResponse, FormData, web
from aiohttp.test_utils import TestClient, TestServer

from adapters.web.adapter import LocalPage
from adapters.web.settings import WebSettings
from bot.adapter import Handle
from bot.events import FieldValue
from bot.forms import Form
from bot.messages import Message
from bot.people import Person, Role
from tests.fakes.clock import FakeClock

Json = dict[str, Any]

EMPLOYEE = Person("kim@town.example", "Kim Park", "kim@town.example", department="Front desk")
HEAD = Person("noor@town.example", "Noor Aziz", "noor@town.example", frozenset({Role.HEAD}), "Front desk")


class PlainLook:
    """Implements `CardLook` with as little as the page needs."""

    def draw(self, message: Message) -> Json:
        """A card that holds the summary; the summary "unpaintable" cannot be drawn."""
        if message.summary == "unpaintable":
            raise RuntimeError(message.summary)
        return {"type": "AdaptiveCard", "summary": message.summary}

    def pressed(self, data: Mapping[str, Any]) -> tuple[str, str] | None:
        """Action and value stand in the data as they are."""
        return (data["action"], data.get("value", "")) if "action" in data else None

    def draw_form(self, form: Form, errors: Mapping[str, str], values: Mapping[str, FieldValue]) -> Json:
        """A card that lists what it was given."""
        return {"form": form.name, "errors": dict(errors), "values": dict(values)}

    def read_form(self, form: Form, data: Mapping[str, Any]) -> Mapping[str, FieldValue]:
        """The fields of the form, as they are; a number cannot be read."""
        if any(isinstance(value, int) for value in data.values()):
            raise ValueError("not a text")
        return {field.name: data[field.name] for field in form.fields if field.name in data}


def slack_look(message: Message) -> list[Json]:
    """One block with the summary."""
    return [{"type": "header", "text": {"type": "plain_text", "text": message.summary}}]


def local_page(*, alone: bool = True) -> LocalPage:
    """The page for an employee and her head."""
    people = (EMPLOYEE, HEAD)
    look = PlainLook()
    return LocalPage(
        WebSettings(), FakeClock(), look=look, slack_look=slack_look, personas=people, alone=alone
    )


class Browser:
    """A browser with the page open: keeps the cookie, sends what the scripts send, reads the stream."""

    def __init__(self, page: LocalPage, bot: Handle | None) -> None:
        app = web.Application()
        app.add_routes(page.routes())
        self.page = page
        self._bot = bot
        self._server = TestServer(app, host="127.0.0.1")
        self._client: TestClient[web.Request, web.Application] = TestClient(self._server)

    async def __aenter__(self) -> Browser:
        await self._client.start_server()
        if self._bot:
            await self.page.start(self._bot)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.page.close()
        await self._client.close()

    @property
    def own(self) -> dict[str, str]:
        """The headers a browser sends with requests from the page."""
        return {"Origin": f"http://127.0.0.1:{self._server.port}"}

    @property
    def port(self) -> int:
        """The port of the server."""
        assert self._server.port is not None
        return self._server.port

    async def enters(self) -> ClientResponse:
        """Open the page with the address the program printed."""
        return await self.get(self.page.entrance.address)

    async def get(self, path: str, **headers: str) -> ClientResponse:
        """Ask for something."""
        return await self._client.get(
            path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )

    async def head(self, path: str) -> ClientResponse:
        """Look whether something is there."""
        return await self._client.head(path)

    def forget(self) -> None:
        """Lose every cookie, as another browser has none."""
        self._client.session.cookie_jar.clear()

    async def post(self, path: str, data: Json, **headers: str) -> ClientResponse:
        """Send JSON from the page; headers replace the usual ones, an empty one leaves it out."""
        sent = self.own | {name.replace("_", "-"): value for name, value in headers.items()}
        return await self._client.post(
            path, json=data, headers={name: value for name, value in sent.items() if value}
        )

    async def post_bytes(self, path: str, body: bytes, kind: str = "application/json") -> ClientResponse:
        """Send bytes from the page."""
        return await self._client.post(path, data=body, headers={**self.own, "Content-Type": kind})

    async def post_files(self, files: FormData, *, origin: str = "") -> ClientResponse:
        """Send files from the page, or from another one."""
        headers = {"Origin": origin} if origin else self.own
        return await self._client.post("/local/upload", data=files, headers=headers)

    async def listen(self) -> Stream:
        """Open the stream; its first signal is the whole state."""
        return Stream(await self._client.get("/local/stream"))

    async def state(self) -> Json:
        """What a freshly opened tab is told."""
        stream = await self.listen()
        try:
            return await stream.next()
        finally:
            stream.close()


class Stream:
    """Server-sent events, one at a time."""

    def __init__(self, response: ClientResponse) -> None:
        self.response = response

    async def next(self) -> Json:
        """The next signal; raises EOFError when the server ended the stream."""
        async for line in self.response.content:
            if line.startswith(b"data: "):
                signal: Json = json.loads(line.removeprefix(b"data: "))
                return signal
        raise EOFError

    async def last(self) -> None:
        """Read on until the server ends the stream, which raises EOFError."""
        while True:
            await self.next()

    def close(self) -> None:
        """Close the tab."""
        self.response.close()
