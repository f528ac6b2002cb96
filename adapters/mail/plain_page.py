"""A page of one heading, a few lines and at most one button, that loads nothing and is kept nowhere."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from html import escape

from aiohttp import web

from bot.locales import spoken_tag

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


def written(
    title: str, heading: str, paragraphs: Sequence[str] = (), button: str = "", *, status: int = 200
) -> web.Response:
    """The page; `button` is what its one button says, which posts to the same address."""
    form = f'<form method="post"><button type="submit">{escape(button)}</button></form>' if button else ""
    said = "".join(f"<p>{escape(one)}</p>" for one in paragraphs)
    html = (
        f'<!doctype html><html lang="{escape(spoken_tag())}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{escape(heading)}</h1>{said}{form}</main></body></html>"
    )
    return web.Response(text=html, content_type="text/html", status=status, headers=HEADERS)
