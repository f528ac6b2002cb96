"""What may reach the page: this computer alone, its own pages alone, small JSON alone.

Every refusal is one calm sentence. The Host check stops a foreign name that resolves to 127.0.0.1 (DNS
rebinding), the Origin check stops other pages in the same browser, and the forwarding headers give away a
tunnel or a reverse proxy that would open the page to others.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import aiohttp
from aiohttp import BodyPartReader, HttpVersion11, web

from adapters.web.look import Json
from adapters.web.settings import is_loopback
from bot.events import FileTrouble, SharedFile
from bot.locales import speak
from bot.words import sentence
from incidents.rules.file_limits import LARGEST, MOST_AT_ONCE

BODY_BYTES = 256 * 1024
MOST_PARTS = 200
"""Files of one form that are named at all: nobody chooses more by hand."""

FORWARDED = ("x-forwarded-", "x-original-", "x-real-ip", "x-client-ip", "x-cluster-client-ip")
"""Beginnings of the headers by which proxies say for whom they ask."""

PROXIES = frozenset({"forwarded", "via", "true-client-ip", "cf-connecting-ip", "cf-ray", "fastly-client-ip"})
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Refused(Exception):
    """A request that is turned away; `words` is the catalogue key of the sentence to answer with."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status
        self.words = words


def guarded(handler: Handler) -> Handler:
    """The handler behind every check, answering refusals as JSON."""

    async def answer(request: web.Request) -> web.StreamResponse:
        speak(request.headers.get("Accept-Language", ""))
        try:
            check(request)
            response = await handler(request)
        except Refused as refused:
            response = reply({"error": sentence(refused.words)}, refused.status)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return answer


def check(request: web.Request) -> None:
    """Raise Refused unless the request comes from this computer and from our own page."""
    own = {f"{name}:{port_of(request)}" for name in ("127.0.0.1", "localhost", "[::1]")}
    host = request.headers.get("Host", "").lower()
    if not is_loopback(request.remote or "") or _is_passed_on(request):
        raise Refused(403, "page.refused_elsewhere")
    if host not in own:
        raise Refused(403, "page.refused_host")
    if request.method == "POST" and request.headers.get("Origin", "").lower() != f"http://{host}":
        raise Refused(403, "page.refused_origin")


def port_of(request: web.Request) -> int:
    """The port that this request came in by."""
    sockname = request.get_extra_info("sockname")
    return int(sockname[1]) if sockname else 0


def _is_passed_on(request: web.Request) -> bool:
    """Whether a proxy stands between; no browser speaks HTTP/1.0, which nginx does unless told otherwise."""
    names = {name.lower() for name in request.headers}
    told = names & PROXIES or any(name.startswith(FORWARDED) for name in names)
    return bool(told) or request.version < HttpVersion11


async def read_json(request: web.Request) -> Json:
    """The body as a JSON object of at most 256 KiB; raises Refused."""
    if request.content_type != "application/json":
        raise Refused(415, "page.refused_kind")
    if (request.content_length or 0) > BODY_BYTES:
        raise Refused(413, "page.refused_size")
    body = bytearray()
    async for chunk in request.content.iter_any():
        body += chunk
        if len(body) > BODY_BYTES:
            raise Refused(413, "page.refused_size")
    try:
        data = json.loads(body)
        json.dumps(data, ensure_ascii=False).encode()  # Half an emoji parses, and then fails in every store.
    except (ValueError, RecursionError) as error:
        raise Refused(400, "page.refused_body") from error
    if not isinstance(data, dict):
        raise Refused(400, "page.refused_body")
    return data


async def read_files(request: web.Request) -> list[SharedFile]:
    """The files of a form that the page sent, as far as they are small enough; raises Refused for anything else.

    Nothing is kept beyond LARGEST a file and MOST_AT_ONCE of them, whatever was announced; the others are named.
    """
    if request.content_type != "multipart/form-data":
        raise Refused(415, "page.refused_kind")
    if (request.content_length or 0) > LARGEST * MOST_AT_ONCE:
        raise Refused(413, "page.refused_files")
    found: list[SharedFile] = []
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name != "file" or len(found) == MOST_PARTS:
                raise Refused(400, "page.refused_body")
            found.append(await _file(part, is_one_too_many=len(found) >= MOST_AT_ONCE))
    except (ValueError, LookupError, UnicodeError, aiohttp.http.HttpProcessingError) as error:
        raise Refused(400, "page.refused_body") from error
    return found


async def _file(part: BodyPartReader, *, is_one_too_many: bool) -> SharedFile:
    """One file; what is not taken of it is passed over, so that those behind it are read."""
    name = part.filename or ""
    if is_one_too_many:
        await part.release()
        return SharedFile(name, trouble=FileTrouble.TOO_MANY)
    content, is_too_large = bytearray(), False
    while chunk := await part.read_chunk():
        is_too_large = is_too_large or len(content) + len(chunk) > LARGEST
        if is_too_large:
            content.clear()
        else:
            content += chunk
    return (
        SharedFile(name, trouble=FileTrouble.TOO_LARGE) if is_too_large else SharedFile(name, bytes(content))
    )


def text_of(data: Mapping[str, Any], name: str, *, longest: int = 200) -> str:
    """A string of the body, "" when absent; raises Refused for anything else."""
    value = data.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise Refused(400, "page.refused_body")
    return value


def object_of(data: Mapping[str, Any], name: str) -> Json:
    """An object of the body, empty when absent; raises Refused for anything else."""
    value = data.get(name, {})
    if not isinstance(value, dict):
        raise Refused(400, "page.refused_body")
    return value


def reply(data: Json, status: int = 200) -> web.Response:
    """A JSON answer."""
    return web.json_response(data, status=status)
