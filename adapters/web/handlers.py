"""What the page asks of the server, one method a request."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from urllib.parse import quote

import structlog
from aiohttp import web

from adapters.web.entrance import KEY, PageEntrance
from adapters.web.guard import (
    HEADERS,
    Refused,
    guarded,
    object_of,
    port_of,
    read_files,
    read_json,
    reply,
    text_of,
)
from adapters.web.look import Json
from adapters.web.perform import perform
from adapters.web.rooms import CHANNEL, File, direct_room, target
from adapters.web.sessions import SIGNALS_KEPT, Session
from adapters.web.shell import asset, locked, shell
from adapters.web.stage import Opened, Stage
from bot.adapter import Handle
from bot.events import (
    ActionChosen,
    Arrived,
    Event,
    FieldValue,
    FileShared,
    FormDismissed,
    FormSubmitted,
    MessageReceived,
)
from bot.locales import listed
from bot.words import sentence
from foundation.ids import new_id

COOKIE = "counterpoise_page"
HEARTBEAT_SECONDS = 15.0
TYPED_CHARACTERS = 60_000

log = structlog.get_logger()


class Handlers:
    """The routes of the page over one stage; `handle` is set when the bot is ready."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.entrance = PageEntrance()
        self.handle: Handle | None = None
        self._greeted: set[str] = set()

    def routes(self) -> list[web.RouteDef]:
        """Every route, each behind the guard."""
        return [
            web.get("/", guarded(self.page), allow_head=False),  # What only looks must not spend the key.
            web.get("/local/static/{name:.+}", guarded(self.asset)),
            web.get("/local/stream", guarded(self.stream)),
            web.get("/local/files/{entry}", guarded(self.file)),
            web.post("/local/persona", guarded(self.persona)),
            web.post("/local/message", guarded(self.message)),
            web.post("/local/upload", guarded(self.upload)),
            web.get("/local/previews/{entry}", guarded(self.preview)),
            web.post("/local/action", guarded(self.action)),
            web.post("/local/submit", guarded(self.submit)),
            web.post("/local/dismiss", guarded(self.dismiss)),
        ]

    async def page(self, request: web.Request) -> web.StreamResponse:
        """The page itself, for a browser that is let in already or that brings the key; a session opens with it.

        The answer to the key is the page and no redirect: behind one, a browser that was sent here from
        elsewhere would keep a strict cookie to itself.
        """
        is_ahead_of_time = "prefetch" in request.headers.get("Sec-Purpose", "")
        has_key = not is_ahead_of_time and self.entrance.takes(request.query.get(KEY, ""))
        is_known = self._known(request) is not None
        if not has_key and not is_known:
            return web.Response(text=locked(), content_type="text/html", status=403)
        response = web.Response(text=shell(), content_type="text/html")
        if not is_known:
            token = self.stage.sessions.open()
            response.set_cookie(_cookie(request), token, httponly=True, samesite="Strict", path="/")
        return response

    async def asset(self, request: web.Request) -> web.StreamResponse:
        """A style sheet, script or picture of the page."""
        found = asset(request.match_info["name"])
        if found is None:
            raise Refused(404, "page.refused_missing")
        return web.Response(body=found.content, content_type=found.media_type, charset="utf-8")

    async def stream(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: first the whole state, then every change this session may see."""
        session = self._session(request)
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
        await response.prepare(request)
        tab: asyncio.Queue[Json | None] = asyncio.Queue(SIGNALS_KEPT)
        self.stage.look_in(session.person)
        tab.put_nowait(self.stage.state(session))
        session.tabs.add(tab)
        try:
            await self._greet(session)
            await _pump(tab, response)
        except ConnectionError:
            pass
        finally:
            session.tabs.discard(tab)
        return response

    async def file(self, request: web.Request) -> web.StreamResponse:
        """A file the bot handed to this person."""
        session = self._session(request)
        entry = self.stage.rooms.find(request.match_info["entry"], session.person)
        if entry is None or not isinstance(entry.content, File):
            raise Refused(404, "page.refused_missing")
        name = f"attachment; filename*=UTF-8''{quote(entry.content.name, safe='')}"
        headers = {"Content-Disposition": name, "Content-Type": entry.content.media_type}
        return web.Response(body=entry.content.content, headers=headers)

    async def preview(self, request: web.Request) -> web.StreamResponse:
        """The small picture of a file the bot handed to this person."""
        session = self._session(request)
        entry = self.stage.rooms.find(request.match_info["entry"], session.person)
        if entry is None or not isinstance(entry.content, File) or not entry.content.preview:
            raise Refused(404, "page.refused_missing")
        return web.Response(body=entry.content.preview, content_type="image/jpeg")

    async def upload(self, request: web.Request) -> web.StreamResponse:
        """Files were sent to the bot: always directly, wherever the page stands."""
        session = self._session(request)
        if self.handle is None:
            raise Refused(503, "page.refused_early")
        person = session.person
        files = await read_files(request)
        if not files:
            raise Refused(400, "page.refused_body")
        room = direct_room(person)
        self.stage.type(room, person, sentence("page.sent_files", names=listed(one.name for one in files)))
        who, now = self.stage.identity(person), self.stage.clock.now()
        return await self._take(FileShared(new_id(), who, target(room), now, tuple(files)))

    async def persona(self, request: web.Request) -> web.StreamResponse:
        """Speak as another person from now on."""
        session, data = await self._asked(request)
        person = self.stage.person(text_of(data, "key"))
        if person is None:
            raise Refused(404, "page.refused_person")
        self.stage.speak_as(session, person.key)
        await self._greet(session)
        return reply({})

    async def message(self, request: web.Request) -> web.StreamResponse:
        """Something was written to the bot."""
        session, data = await self._asked(request)
        text = text_of(data, "text", longest=TYPED_CHARACTERS).strip()
        room = CHANNEL if text_of(data, "room") == "channel" else direct_room(session.person)
        if not text:
            raise Refused(400, "page.refused_body")
        self.stage.type(room, session.person, text)
        who, now = self.stage.identity(session.person), self.stage.clock.now()
        return await self._take(MessageReceived(new_id(), who, target(room), now, text, can_open_form=True))

    async def action(self, request: web.Request) -> web.StreamResponse:
        """A button of a card was pressed."""
        session, data = await self._asked(request)
        entry = self.stage.rooms.find(text_of(data, "entry"), session.person)
        if entry is None:
            raise Refused(409, "page.refused_gone")
        pressed = self.stage.look.pressed(object_of(data, "data"))
        if pressed is None:
            raise Refused(400, "page.refused_body")
        who, where = self.stage.identity(session.person), target(entry.room, entry.id)
        now = self.stage.clock.now()
        return await self._take(ActionChosen(new_id(), who, where, now, *pressed, can_open_form=True))

    async def submit(self, request: web.Request) -> web.StreamResponse:
        """A form was sent; its draft key makes a second press harmless."""
        session, data = await self._asked(request)
        opened, values = self._filled(session, data)
        form, who, now = opened.form, self.stage.identity(session.person), self.stage.clock.now()
        return await self._take(
            FormSubmitted(form.draft, who, opened.where, now, form.name, form.draft, values, form.context)
        )

    async def dismiss(self, request: web.Request) -> web.StreamResponse:
        """A form was closed without sending; what was typed is handed on, so that a draft can keep it."""
        session, data = await self._asked(request)
        opened, values = self._filled(session, data)
        form, who, now = opened.form, self.stage.identity(session.person), self.stage.clock.now()
        return await self._take(
            FormDismissed(new_id(), who, opened.where, now, form.name, form.draft, values)
        )

    async def _asked(self, request: web.Request) -> tuple[Session, Json]:
        session = self._session(request)
        if self.handle is None:
            raise Refused(503, "page.refused_early")
        return session, await read_json(request)

    def _session(self, request: web.Request) -> Session:
        session = self._known(request)
        if session is None:
            raise Refused(403, "page.refused_session")
        return session

    def _known(self, request: web.Request) -> Session | None:
        return self.stage.sessions.get(request.cookies.get(_cookie(request), ""))

    def _filled(self, session: Session, data: Json) -> tuple[Opened, Mapping[str, FieldValue]]:
        opened = self.stage.opened(text_of(data, "draft"), session.person)
        if opened is None:
            raise Refused(409, "page.refused_form")
        try:
            return opened, self.stage.look.read_form(opened.form, object_of(data, "data"))
        except (KeyError, TypeError, ValueError) as error:
            raise Refused(400, "page.refused_body") from error

    async def _take(self, event: Event) -> web.StreamResponse:
        if self.handle is None:  # The program began to stop while the body was read.
            raise Refused(503, "page.refused_early")
        try:
            return reply(perform(self.stage, event, await self.handle(event)))
        except Exception as error:
            log.error("page_failed", event_id=event.id, error=type(error).__name__)  # noqa: TRY400 - a trace may quote what was said
            raise Refused(500, "page.refused_broken") from error

    async def _greet(self, session: Session) -> None:
        """Let the bot greet somebody who opens the page for the first time; never below a notice that waits."""
        if self.handle is None or session.person in self._greeted:
            return
        self._greeted.add(session.person)
        room = direct_room(session.person)
        if self.stage.rooms.is_empty(room):
            who, now = self.stage.identity(session.person), self.stage.clock.now()
            await self._take(Arrived(new_id(), who, target(room), now))


def _cookie(request: web.Request) -> str:
    """Browsers keep one set of cookies for all ports, and two programs may run."""
    return f"{COOKIE}_{port_of(request)}"


async def _pump(tab: asyncio.Queue[Json | None], response: web.StreamResponse) -> None:
    """Write signals as they come until None; a comment now and then finds out whether the tab is still there."""
    while True:
        try:
            signal = await asyncio.wait_for(tab.get(), HEARTBEAT_SECONDS)
        except TimeoutError:
            await response.write(b": still here\n\n")
            continue
        if signal is None:
            return
        await response.write(b"data: " + json.dumps(signal).encode() + b"\n\n")
