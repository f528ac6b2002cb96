"""A pretend Microsoft: login, signing keys and the Bot Connector on 127.0.0.1, recording what the bot does.

`async with TeamsApi(clock) as api:` gives a running one; `api.settings()` points a bot at it, `api.mint()`
signs the tokens that a real Connector would send, `api.fail(...)` makes it misbehave. Every card that
arrives is held against the rules in `card_rules`; a broken one is refused as Teams would.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from adapters.teams.settings import TeamsSettings
from foundation.clock import Clock
from tests.standins.card_rules import problems, utf16_bytes, words

APP = "3b1f6a52-8a3d-4e43-9d7f-6c1f0a2b9e55"
TENANT = "7d3f0c2e-51b4-4c0e-9a58-0d6d2f4f7a10"
ISSUER = "https://api.botframework.com"
SECRET = "made-up-secret-for-tests"
BOT = {"id": f"28:{APP}", "name": "Counterpoise"}
BIGGEST_MESSAGE = 28 * 1024

_KEYS: list[rsa.RSAPrivateKey] = []


def private_key(number: int) -> rsa.RSAPrivateKey:
    """The same few keys for all tests: making one takes a tenth of a second."""
    while len(_KEYS) <= number:
        _KEYS.append(rsa.generate_private_key(public_exponent=65537, key_size=2048))
    return _KEYS[number]


@dataclass(frozen=True, slots=True)
class TeamsUser:
    """Somebody of the pretend organisation; `role` is what the roster says (user, guest)."""

    id: str
    name: str
    email: str
    role: str = "user"
    tenant: str = TENANT

    @property
    def chat(self) -> str:
        """The id of this person's 1:1 chat with the bot."""
        return f"a:chat-with-{self.id.removeprefix('29:')}"


@dataclass(slots=True)
class Posted:
    """A message of the bot as it stands now; `versions` holds what it was before each update."""

    id: str
    conversation: str
    activity: dict[str, Any]
    versions: list[dict[str, Any]] = field(default_factory=list)

    @property
    def card(self) -> dict[str, Any]:
        """The card on it."""
        content = self.activity["attachments"][0]["content"]
        assert isinstance(content, dict)
        return content

    @property
    def text(self) -> str:
        """Everything a person reads on it."""
        return words(self.card)


@dataclass(frozen=True, slots=True)
class Call:
    """One request the bot made of the Connector."""

    method: str
    path: str
    body: Any
    token: str


@dataclass(slots=True)
class Fault:
    """A misbehaviour for requests whose path contains `path`; `times` says for how many."""

    path: str
    method: str = ""
    status: int = 500
    code: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    times: int = 1
    delay: float = 0.0
    drop: bool = False
    after: bool = False
    """Do the work first and only then answer with the fault: an outcome the bot cannot know."""
    page: bool = False
    """Answer with HTML, as a proxy does."""


class TeamsApi:
    """The stand-in; one per test."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.users: dict[str, TeamsUser] = {}
        self.rooms: dict[str, set[str]] = {}
        self.posted: list[Posted] = []
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.files: dict[str, bytes] = {}
        self.sent_files: dict[str, bytes] = {}
        self.pictures: dict[str, bytes] = {}
        self.blocked: set[str] = set()
        self.logins = 0
        self.key_fetches = 0
        self.published = [0]
        self.endorsements: list[str] | None = ["msteams", "webchat"]
        self.token_lifetime = 3600
        self._numbers = count(1772442000000)
        self._minted: dict[str, str] = {}
        self._runner: web.AppRunner | None = None
        self.url = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._login)
        app.router.add_get("/openid", self._openid)
        app.router.add_get("/keys", self._keys)
        app.router.add_put("/onedrive/{name}", self._store)
        app.router.add_get("/sent/{key}", self._sent_file)
        app.router.add_route("*", "/teams/v3/{rest:.*}", self._connector)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._runner
        await self._runner.cleanup()

    @property
    def host(self) -> str:
        """Host and port."""
        return self.url.removeprefix("http://")

    @property
    def service_url(self) -> str:
        """What activities name as their service URL."""
        return f"{self.url}/teams/"

    def settings(self, **changes: Any) -> TeamsSettings:
        """Settings of a bot that lives on this stand-in."""
        pointed: dict[str, Any] = {
            "app_id": APP,
            "tenant_id": TENANT,
            "app_secret": SECRET,
            "login_url": self.url,
            "openid_url": f"{self.url}/openid",
            "issuer": ISSUER,
            "service_hosts": self.host,
        }
        return TeamsSettings(**{**pointed, **changes})

    def add(self, user: TeamsUser, *rooms: str) -> TeamsUser:
        """Let somebody work here; `rooms` are the team channels they and the bot are in."""
        self.users[user.id] = user
        for room in (user.chat, *rooms):
            self.rooms.setdefault(room, set()).add(user.id)
        return user

    def mint(self, *, key: int = 0, kid: str | None = None, algorithm: str = "RS256", **claims: Any) -> str:
        """A signed token; a claim given as None is left out."""
        now = int(self._clock.now().timestamp())
        usual = {
            "iss": ISSUER,
            "aud": APP,
            "serviceurl": self.service_url,
            "nbf": now - 60,
            "exp": now + 3600,
        }
        held = {name: value for name, value in {**usual, **claims}.items() if value is not None}
        header = {"kid": f"key-{key}" if kid is None else kid}
        # Microsoft sends one token for as long as it holds, too; to sign takes longer than many a request.
        said = repr((held, key, header, algorithm))
        if said not in self._minted:
            self._minted[said] = jwt.encode(held, private_key(key), algorithm, headers=header)
        return self._minted[said]

    def fail(self, path: str, **how: Any) -> Fault:
        """Misbehave for the next requests whose path contains `path`."""
        fault = Fault(path, **how)
        self.faults.append(fault)
        return fault

    def messages(self, conversation: str) -> list[Posted]:
        """What the bot has posted in a conversation (threads included), oldest first."""
        return [each for each in self.posted if each.conversation.split(";")[0] == conversation]

    async def _login(self, request: web.Request) -> web.StreamResponse:
        self.logins += 1
        form = await request.post()
        if fault := self._fault(request):
            return await self._misbehave(request, fault)
        if form.get("client_secret") != SECRET or form.get("client_id") != APP:
            return web.json_response({"error": "invalid_client"}, status=401)
        lifetime = self.token_lifetime
        return web.json_response(
            {"token_type": "Bearer", "expires_in": lifetime, "access_token": f"token-{self.logins}"}
        )

    async def _openid(self, request: web.Request) -> web.StreamResponse:
        if fault := self._fault(request):
            return await self._misbehave(request, fault)
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"})

    async def _keys(self, request: web.Request) -> web.StreamResponse:
        self.key_fetches += 1
        if fault := self._fault(request):
            return await self._misbehave(request, fault)
        return web.json_response({"keys": [self._jwk(number) for number in self.published]})

    def _jwk(self, number: int) -> dict[str, Any]:
        key = json.loads(RSAAlgorithm.to_jwk(private_key(number).public_key()))
        endorsed = {} if self.endorsements is None else {"endorsements": self.endorsements}
        return {**key, "kid": f"key-{number}", "use": "sig", **endorsed}

    async def _sent_file(self, request: web.Request) -> web.StreamResponse:
        """A file of a person in OneDrive: the address itself is the right, so a token of the bot here is a leak."""
        self.calls.append(Call("GET", request.path, None, request.headers.get("Authorization", "")))
        if "Authorization" in request.headers:
            return _error(400, "InvalidRequest")
        if fault := self._fault(request):
            return await self._misbehave(request, fault)
        return web.Response(body=self.sent_files[request.match_info["key"]])

    async def _connector(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        body = json.loads(raw) if raw else None
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.calls.append(Call(request.method, request.path, body, token))
        fault = self._fault(request)
        if fault and not fault.after:
            return await self._misbehave(request, fault)
        if token != f"token-{self.logins}":
            return _error(401, "Unauthorized")
        answer = self._route(request.method, request.match_info["rest"].split("/"), body)
        return await self._misbehave(request, fault) if fault else answer

    def _route(self, method: str, path: list[str], body: Any) -> web.Response:
        match method, path:
            case "POST", ["conversations"]:
                return self._open_chat(body)
            case "POST", ["conversations", conversation, "activities"]:
                return self._post(conversation, body)
            case "PUT", ["conversations", conversation, "activities", activity]:
                return self._update(conversation, activity, body)
            case "GET", ["attachments", key, "views", "original"]:
                return web.Response(body=self.pictures[key], content_type="image/png")
            case "GET", ["conversations", conversation, "members", user]:
                return self._member(conversation, user)
            case _:
                return _error(405, "MethodNotAllowed")

    async def _store(self, request: web.Request) -> web.StreamResponse:
        """OneDrive: the address itself is the right, so a token of the bot here is a leak."""
        content = await request.read()
        whole = f"bytes 0-{len(content) - 1}/{len(content)}"
        if "Authorization" in request.headers or request.headers.get("Content-Range") != whole:
            return _error(400, "InvalidRequest")
        if fault := self._fault(request):
            return await self._misbehave(request, fault)
        self.files[request.match_info["name"]] = content
        return web.json_response({}, status=201)

    def _open_chat(self, body: dict[str, Any]) -> web.Response:
        user = self.users.get(body["members"][0]["id"])
        if user is None:
            return _error(400, "BadArgument")
        if user.id in self.blocked or body["tenantId"] != TENANT or body["bot"]["id"] != BOT["id"]:
            return _error(403, "ForbiddenOperationException")
        return web.json_response({"id": user.chat}, status=201)

    def _post(self, conversation: str, body: dict[str, Any]) -> web.Response:
        if refusal := self._refusal(conversation, body):
            return refusal
        posted = Posted(str(next(self._numbers)), conversation, body)
        self.posted.append(posted)
        return web.json_response({"id": posted.id}, status=201)

    def _update(self, conversation: str, activity: str, body: dict[str, Any]) -> web.Response:
        same = [each for each in self.posted if each.id == activity and each.conversation == conversation]
        if not same:
            return _error(404, "ActivityNotFoundInConversation")
        if refusal := self._refusal(conversation, body):
            return refusal
        same[0].versions.append(same[0].activity)
        same[0].activity = body
        return web.json_response({"id": activity})

    def _refusal(self, conversation: str, body: dict[str, Any]) -> web.Response | None:
        room = self.rooms.get(conversation.split(";")[0])
        if room is None:
            return _error(404, "ConversationNotFound")
        if conversation.startswith("a:") and room & self.blocked:
            return _error(403, "MessageWritesBlocked")
        if utf16_bytes(body) > BIGGEST_MESSAGE:
            return _error(413, "MessageSizeTooBig")
        cards = [each["content"] for each in body["attachments"] if not _is_file(each)]
        if len(cards) < len(body["attachments"]) and not conversation.startswith("a:"):
            return _error(400, "BadArgument")  # Files are for 1:1 chats alone.
        broken = [problem for card in cards for problem in problems(card)]
        return _error(400, "BadSyntax", "; ".join(broken)) if broken or not body.get("summary") else None

    def _member(self, conversation: str, user: str) -> web.Response:
        if user not in self.rooms.get(conversation.split(";")[0], set()):
            return _error(403, "BotNotInConversationRoster")
        found = self.users[user]
        return web.json_response(
            {
                "id": found.id,
                "name": found.name,
                "email": found.email,
                "userPrincipalName": found.email,
                "tenantId": found.tenant,
                "userRole": found.role,
            }
        )

    def _fault(self, request: web.Request) -> Fault | None:
        for fault in self.faults:
            if fault.times and fault.path in request.path and fault.method in ("", request.method):
                fault.times -= 1
                return fault
        return None

    async def _misbehave(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        await asyncio.sleep(fault.delay)
        if fault.drop and request.transport:
            request.transport.close()
        if fault.page:
            text = "<html>This is not Teams.</html>"
            return web.Response(status=fault.status, text=text, content_type="text/html")
        return _error(fault.status, fault.code, headers=fault.headers)


def _is_file(attachment: dict[str, Any]) -> bool:
    kind: str = attachment["contentType"]
    return kind.startswith("application/vnd.microsoft.teams.card.file.")


def _error(
    status: int, code: str, message: str = "refused", headers: dict[str, str] | None = None
) -> web.Response:
    body = {"error": {"code": code, "message": message}} if code else {}
    return web.json_response(body, status=status, headers=headers)
