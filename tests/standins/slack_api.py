"""A Slack that runs on this machine: the Web API methods we use, reply addresses and Socket Mode.

It keeps conversations and open modals, refuses what Slack refuses in blocks, records every call, and can
be told to fail. `tests/standins/slack_client.py` is the person in front of it.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Self

from aiohttp import WSMsgType, web

from tests.standins.block_kit import home_problems, message_problems, view_problems

Json = dict[str, Any]

TEAM, BOT_USER, BOT_ID = "T0LAKEVIEW", "U0COUNTER", "B0COUNTER"
BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-stand-in", "xapp-stand-in", "8f742231b10e8888abcd99yyyzzz85a5"


class Refusal(Exception):
    """A method's `ok: false`."""


PAGE = "<html>This is not Slack.</html>"


@dataclass
class Fault:
    """What happens to the next call of a method. `lost` is "before" or "after" the call took effect; `page`
    answers with HTML whatever the status.
    """

    error: str = ""
    status: int = 200
    retry_after: int | None = None
    lost: str = ""
    seconds: float = 0.0
    page: bool = False


@dataclass
class Call:
    """One recorded call."""

    method: str
    arguments: Json


@dataclass
class Hook:
    """A reply address: five uses."""

    channel: str
    user: str
    message: str = ""
    uses: int = 0


@dataclass
class SlackApi:
    """Start with `async with SlackApi() as api`; `api.api_url` is what SLACK_API_URL takes."""

    users: dict[str, Json] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)
    messages: list[Json] = field(default_factory=list)
    views: dict[str, Json] = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)
    files: list[Json] = field(default_factory=list)
    sent_files: dict[str, bytes] = field(default_factory=dict)
    """What people sent, by the id of the file."""
    taken: list[tuple[str, str]] = field(default_factory=list)
    """Every request for such a file: its id, and the token that came along."""
    not_member_of: set[str] = field(default_factory=set)
    url: str = ""

    def __post_init__(self) -> None:
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._triggers: dict[str, str] = {}
        self._exchanged: set[str] = set()
        self._hooks: dict[str, Hook] = {}
        self._uploads: dict[str, Json] = {}
        self._count = 0
        self._runner: web.AppRunner | None = None
        self._sockets: list[web.WebSocketResponse] = []
        self._envelopes: dict[str, asyncio.Future[Json]] = {}
        self.connected = asyncio.Event()

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/hooks/{key}", self._hook)
        app.router.add_post("/upload/{key}", self._upload)
        app.router.add_get("/files-pri/{key}/{name}", self._sent_file)
        app.router.add_get("/link", self._link)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]  # a started site has one
        self.url = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        for socket in self._sockets:
            await socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    async def _sent_file(self, request: web.Request) -> web.StreamResponse:
        """A file of a person, for whoever brings the bot's token; everybody else is sent to a page to log in."""
        key = request.match_info["key"]
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.taken.append((key, token))
        fault = self._faults["file"].popleft() if self._faults["file"] else Fault()
        await asyncio.sleep(fault.seconds)
        if fault.lost:
            return _hang_up(request)
        if fault.page:
            return web.Response(status=fault.status, text=PAGE, content_type="text/html")
        if fault.status != 200 or token != BOT_TOKEN:
            status = fault.status if fault.status != 200 else 302
            return web.Response(status=status, headers={"Location": f"{self.url}/files-pri/other/x"})
        answer = web.StreamResponse(headers={"Content-Type": "application/octet-stream"})
        answer.enable_chunked_encoding()  # Nothing is announced: what comes is what counts.
        await answer.prepare(request)
        await answer.write(self.sent_files[key])
        return answer

    # What tests set up

    @property
    def api_url(self) -> str:
        """The base of the Web API."""
        return f"{self.url}/api/"

    def add_user(self, user: str, name: str, email: str = "", **flags: Any) -> str:
        """Somebody with an account; `flags` are those of users.info, such as `is_restricted`."""
        profile = {"real_name": name, "display_name": name, **({"email": email} if email else {})}
        self.users[user] = {"id": user, "team_id": TEAM, "profile": profile, "deleted": False, **flags}
        return user

    def fail(self, method: str, fault: Fault, times: int = 1) -> None:
        """Make the next calls of a method fail; `hook` stands for reply addresses."""
        self._faults[method].extend([fault] * times)

    def trigger(self, user: str) -> str:
        """A fresh permission to open one modal."""
        key = f"{self._next()}.1234567890.0a1b2c3d4e5f60718293a4b5c6d7e8f9"
        self._triggers[key] = user
        return key

    def hook(self, channel: str, user: str, message: str = "") -> str:
        """A fresh reply address for a command or a message."""
        key = str(self._next())
        self._hooks[key] = Hook(channel, user, message)
        return f"{self.url}/hooks/{key}"

    # What tests look at

    def called(self, method: str) -> list[Json]:
        """The arguments of every call of a method so far."""
        return [call.arguments for call in self.calls if call.method == method]

    def seen_by(self, user: str) -> list[Json]:
        """The messages only this user sees: their direct conversation and what was shown to them privately."""
        return [
            message
            for message in self.messages
            if message["user_to"] == user or message["channel"] == direct(user)
        ]

    def in_channel(self, channel: str) -> list[Json]:
        """The messages everybody in a channel sees."""
        return [one for one in self.messages if one["channel"] == channel and not one["user_to"]]

    # Socket Mode

    async def envelope(self, kind: str, payload: Json, seconds: float = 5.0) -> Json:
        """Send an envelope over the newest connection and return its acknowledgement."""
        key = f"envelope-{self._next()}"
        self._envelopes[key] = asyncio.get_running_loop().create_future()
        body = {"envelope_id": key, "type": kind, "payload": payload, "accepts_response_payload": True}
        await self._sockets[-1].send_json(body)
        return await asyncio.wait_for(self._envelopes[key], seconds)

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.connected.set()
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                answer = json.loads(message.data)
                waiting = self._envelopes.pop(answer["envelope_id"], None)
                if waiting is not None:
                    waiting.set_result(answer)
        return socket

    # The Web API

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        token = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        if request.headers.get("Authorization") != f"Bearer {token}":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        return await self._answer(method, arguments, request, lambda: self._do(method, arguments))

    async def _hook(self, request: web.Request) -> web.StreamResponse:
        payload = await request.json()
        return await self._answer(
            "hook", payload, request, lambda: self._respond(request.match_info["key"], payload)
        )

    async def _answer(
        self, method: str, arguments: Json, request: web.Request, do: Callable[[], Json]
    ) -> web.StreamResponse:
        self.calls.append(Call(method, arguments))
        fault = self._faults[method].popleft() if self._faults[method] else Fault()
        await asyncio.sleep(fault.seconds)
        if fault.lost == "before":
            return _hang_up(request)
        if fault.error or fault.page or fault.status != 200:
            headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after is not None else {}
            body = {"ok": False, "error": fault.error} if fault.error else None
            if body is None:
                return web.Response(status=fault.status, text=PAGE, content_type="text/html", headers=headers)
            return web.json_response(body, status=fault.status, headers=headers)
        try:
            answer = {"ok": True, **do()}
        except Refusal as refusal:
            answer = {"ok": False, "error": str(refusal)}
        if fault.lost == "after":
            return _hang_up(request)
        return web.json_response(answer)

    def _do(self, method: str, arguments: Json) -> Json:
        handler = getattr(self, "_" + method.replace(".", "_"), None)
        if handler is None:
            raise Refusal("unknown_method")
        answer: Json = handler(arguments)
        return answer

    def _auth_test(self, _: Json) -> Json:
        return {"team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT_ID, "is_enterprise_install": False}

    def _apps_connections_open(self, _: Json) -> Json:
        return {"url": self.url.replace("http", "ws") + "/link"}

    def _users_info(self, arguments: Json) -> Json:
        if arguments["user"] not in self.users:
            raise Refusal("user_not_found")
        return {"user": self.users[arguments["user"]]}

    def _users_lookupByEmail(self, arguments: Json) -> Json:  # noqa: N802 - named after the method
        for user in self.users.values():
            if user["profile"].get("email", "").casefold() == arguments["email"].casefold():
                return {"user": user}
        raise Refusal("users_not_found")

    def _conversations_open(self, arguments: Json) -> Json:
        if arguments["users"] not in self.users:
            raise Refusal("user_not_found")
        return {"channel": {"id": direct(arguments["users"])}}

    def _conversations_history(self, arguments: Json) -> Json:
        found = [
            one
            for one in self.messages
            if one["channel"] == arguments["channel"] and not one["thread_ts"] and not one["user_to"]
        ]
        return {"messages": list(reversed(found))[: int(arguments["limit"])]}

    def _conversations_replies(self, arguments: Json) -> Json:
        inside = [one for one in self.messages if one["channel"] == arguments["channel"]]
        return {"messages": [one for one in inside if one["thread_ts"] == arguments["ts"]]}

    def _chat_postMessage(self, arguments: Json) -> Json:  # noqa: N802 - named after the method
        self._check(arguments)
        if arguments["channel"] in self.not_member_of:
            raise Refusal("not_in_channel")
        return self._keep(arguments["channel"], arguments)

    def _chat_postEphemeral(self, arguments: Json) -> Json:  # noqa: N802 - named after the method
        self._check(arguments)
        if arguments["channel"] in self.not_member_of:
            raise Refusal("not_in_channel")
        kept = self._keep(arguments["channel"], arguments, to=arguments["user"])
        return {"message_ts": kept["ts"]}

    def _chat_update(self, arguments: Json) -> Json:
        self._check(arguments)
        message = self._message(arguments["ts"])
        if message["user_to"]:
            raise Refusal("message_not_found")
        message.update(_content(arguments))
        return {"channel": message["channel"], "ts": message["ts"]}

    def _views_open(self, arguments: Json) -> Json:
        trigger = arguments["trigger_id"]
        user = self._triggers.pop(trigger, None)
        if user is None:
            raise Refusal("exchanged_trigger_id" if trigger in self._exchanged else "expired_trigger_id")
        self._exchanged.add(trigger)
        return {"view": self.show_view(user, arguments["view"])}

    def _views_update(self, arguments: Json) -> Json:
        shown = self.views.get(arguments["view_id"])
        if shown is None:
            raise Refusal("not_found")
        if arguments.get("hash", shown["hash"]) != shown["hash"]:
            raise Refusal("hash_conflict")
        return {"view": self.show_view(shown["user"], arguments["view"], arguments["view_id"])}

    def _views_publish(self, arguments: Json) -> Json:
        if arguments["user_id"] not in self.users:
            raise Refusal("user_not_found")
        if home_problems(arguments["view"]):
            raise Refusal("invalid_arguments")
        self.homes[arguments["user_id"]] = arguments["view"]
        return {"view": arguments["view"]}

    def show_view(self, user: str, view: Json, view_id: str = "") -> Json:
        """Put a modal on somebody's screen; what was typed in boxes of the same id stays, as in Slack."""
        problems = view_problems(view)
        if problems:
            raise Refusal("invalid_arguments")
        key = view_id or f"V{self._next()}"
        typed = self.views[key]["typed"] if key in self.views else {}
        self.views[key] = {**view, "id": key, "hash": str(self._next()), "user": user, "typed": typed}
        return self.views[key]

    def _files_getUploadURLExternal(self, arguments: Json) -> Json:  # noqa: N802 - named after the method
        key = f"F{self._next()}"
        self._uploads[key] = {"name": arguments["filename"], "length": int(arguments["length"])}
        return {"upload_url": f"{self.url}/upload/{key}", "file_id": key}

    async def _upload(self, request: web.Request) -> web.Response:
        self._uploads[request.match_info["key"]]["content"] = await request.read()
        return web.Response(text="OK")

    def _files_completeUploadExternal(self, arguments: Json) -> Json:  # noqa: N802 - named after the method
        listed = arguments["files"]
        for one in json.loads(listed) if isinstance(listed, str) else listed:
            self.files.append({**self._uploads[one["id"]], "channel": arguments.get("channel_id")})
        return {"files": []}

    def _respond(self, key: str, payload: Json) -> Json:
        hook = self._hooks.get(key)
        if hook is None or hook.uses >= 5:
            raise Refusal("used_url")
        hook.uses += 1
        self._check(payload)
        if payload.get("replace_original"):
            self._message(hook.message).update(_content(payload))
        else:
            private = payload.get("response_type") == "ephemeral"
            self._keep(hook.channel, payload, to=hook.user if private else "")
        return {}

    # Inside

    def _keep(self, channel: str, arguments: Json, to: str = "") -> Json:
        ts = f"{1763900000 + self._next()}.000100"
        thread = arguments.get("thread_ts")
        self.messages.append(
            {"ts": ts, "channel": channel, "user_to": to, "thread_ts": thread, **_content(arguments)}
        )
        return {"channel": channel, "ts": ts}

    def _message(self, ts: str) -> Json:
        for message in self.messages:
            if message["ts"] == ts:
                return message
        raise Refusal("message_not_found")

    def _check(self, arguments: Json) -> None:
        if not arguments.get("text") and not arguments.get("blocks"):
            raise Refusal("no_text")
        if message_problems(arguments.get("blocks") or []):
            raise Refusal("invalid_blocks")

    def _next(self) -> int:
        self._count += 1
        return self._count


def direct(user: str) -> str:
    """The bot's direct conversation with a user."""
    return "D" + user.removeprefix("U")


def _content(arguments: Json) -> Json:
    kept: Json = {name: arguments[name] for name in ("text", "blocks", "metadata") if name in arguments}
    return {"blocks": [], **kept}


async def _arguments(request: web.Request) -> Json:
    arguments: Json = dict(request.query)
    if request.content_type == "application/json":
        arguments |= await request.json()
    else:
        arguments |= dict(await request.post())
    return {
        name: json.loads(value)
        if name in ("blocks", "view", "metadata") and isinstance(value, str)
        else value
        for name, value in arguments.items()
        if value is not None
    }


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
