"""The page of a link in an e-mail: a reference and a button. Opening it acknowledges nothing, pressing does.

Scanners of mail open every link, some with HEAD: whatever they see, only a POST of the form acknowledges. The page says
no more than the reference, and not even that where the link is forged, too old or used.
"""

from __future__ import annotations

import hashlib
from base64 import b64encode
from html import escape

from aiohttp import web

from bot.delivery.side_ways import PATH
from bot.locales import speak, spoken_tag
from bot.words import sentence
from foundation.db import DatabaseUnavailable
from incidents.mail_links import LinkAnswer, MailLinks, MailLinkState

STYLE = """
:root { color-scheme: light dark; font: 1.125rem/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 34rem; margin: 0 auto; padding: 2rem 1.25rem; }
h1 { font-size: 1.375rem; line-height: 1.3; margin: 0 0 1rem; }
p { margin: 0 0 1.25rem; }
button { font: inherit; font-weight: 600; padding: 0.875rem 1.25rem; width: 100%; border: 0; border-radius: 0.5rem;
  background: #0b4f8a; color: #fff; cursor: pointer; }
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


def link_routes(links: MailLinks) -> list[web.RouteDef]:
    """The routes of the page."""

    async def show(request: web.Request) -> web.Response:
        return await _answer(request, press=False)

    async def press(request: web.Request) -> web.Response:
        return await _answer(request, press=True)

    async def _answer(request: web.Request, *, press: bool) -> web.Response:
        speak(request.headers.get("Accept-Language", ""))
        token = request.match_info["token"]
        try:
            return _page(await (links.take(token) if press else links.look(token)))
        except DatabaseUnavailable:
            return _written(sentence("mail.page_down"), status=503)

    where = f"/{PATH}/{{token:[0-9A-Za-z_-]{{1,128}}}}"
    return [web.get(where, show), web.post(where, press)]


def _page(answer: LinkAnswer) -> web.Response:
    reference = answer.reference
    match answer.state:
        case MailLinkState.WAITS:
            words, button = (
                sentence("mail.page_waits", reference=reference),
                sentence("mail.page_button", reference=reference),
            )
            return _written(words, sentence("mail.page_next"), button)
        case MailLinkState.DONE:
            return _written(sentence("mail.page_done", reference=reference))
        case MailLinkState.ALREADY:
            return _written(sentence("mail.page_already", reference=reference))
        case MailLinkState.SPENT:
            return _written(sentence("mail.page_spent"), status=404)


def _written(words: str, more: str = "", button: str = "", *, status: int = 200) -> web.Response:
    form = f'<form method="post"><button type="submit">{escape(button)}</button></form>' if button else ""
    html = (
        f'<!doctype html><html lang="{escape(spoken_tag())}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(sentence('mail.page_title'))}</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{escape(words)}</h1>{f'<p>{escape(more)}</p>' if more else ''}{form}</main></body></html>"
    )
    return web.Response(text=html, content_type="text/html", status=status, headers=HEADERS)
