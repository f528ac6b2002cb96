"""A page of one heading, a few lines and few buttons, that loads nothing and is kept nowhere.

Scanners of mail open every link, some with HEAD: whatever they see, only a POST of the form does anything.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Awaitable, Callable, Sequence
from html import escape
from typing import TypeVar

from aiohttp import web

from bot.locales import speak, spoken_tag
from foundation.db import DatabaseUnavailable

A = TypeVar("A")

PRESSED = "pressed"
"""What names the button in the address that it posts to: no body is read."""

STYLE = """
:root { color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 34rem; margin: 0 auto; padding: 2rem 1.25rem; }
h1 { font-size: 1.375rem; line-height: 1.3; margin: 0 0 1rem; }
p { margin: 0 0 1.25rem; }
button { font: inherit; font-weight: 600; padding: 0.875rem 1.25rem; width: 100%; border: 0; border-radius: 0.5rem;
  background: #0b4f8a; color: #fff; cursor: pointer; }
button:not([formaction$="="]) { margin-top: 1.5rem; background: none; color: inherit; border: 2px solid currentColor; }
button:focus-visible { outline: 3px solid #e08a00; outline-offset: 3px; }
"""
_HASH = b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
HEADERS = {
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
}


def page_routes(
    path: str,
    look: Callable[[str], Awaitable[A]],
    press: Callable[[str, str], Awaitable[A]],
    draw: Callable[[A], web.Response],
    down: Callable[[], web.Response],
) -> list[web.RouteDef]:
    """The routes of a page behind links: `look` and `press` take the token, `press` the name of the button as well.

    `down` is the page while nothing can be read or written.
    """

    async def show(request: web.Request) -> web.Response:
        return await _answer(request, look(request.match_info["token"]))

    async def pressed(request: web.Request) -> web.Response:
        return await _answer(request, press(request.match_info["token"], request.query.get(PRESSED, "")))

    async def _answer(request: web.Request, answer: Awaitable[A]) -> web.Response:
        speak(request.headers.get("Accept-Language", ""))
        try:
            return draw(await answer)
        except DatabaseUnavailable:
            return down()

    where = f"/{path}/{{token:[0-9A-Za-z_-]{{1,128}}}}"
    return [web.get(where, show), web.post(where, pressed)]


def written(
    title: str,
    heading: str,
    paragraphs: Sequence[str] = (),
    buttons: Sequence[tuple[str, str]] = (),
    *,
    status: int = 200,
) -> web.Response:
    """The page; of each button what it says and its name: it posts to the same page. One without a name stands out."""
    drawn = "".join(
        f'<button type="submit" formaction="?{PRESSED}={escape(name)}">{escape(label)}</button>'
        for label, name in buttons
    )
    form = f'<form method="post">{drawn}</form>' if drawn else ""
    said = "".join(f"<p>{escape(one)}</p>" for one in paragraphs)
    html = (
        f'<!doctype html><html lang="{escape(spoken_tag())}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{escape(heading)}</h1>{said}{form}</main></body></html>"
    )
    return web.Response(text=html, content_type="text/html", status=status, headers=HEADERS)
