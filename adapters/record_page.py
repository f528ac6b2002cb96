"""The page behind the address of a record: where to read it. It says the same of every reference, there or not."""

from __future__ import annotations

from aiohttp import web

from adapters.mail.plain_page import written
from bot.locales import speak
from bot.record_link import PATH
from bot.words import sentence


def record_routes() -> list[web.RouteDef]:
    """The route of the page; nothing is looked up, so that nothing can be learned by asking."""
    return [web.get(f"/{PATH}/{{reference:[0-9A-Za-z]{{3}}-[0-9A-Za-z]{{3}}}}", _show)]


async def _show(request: web.Request) -> web.Response:
    speak(request.headers.get("Accept-Language", ""))
    reference = request.match_info["reference"].upper()
    return written(
        sentence("record.page_title"),
        sentence("record.page_heading"),
        (sentence("record.page_words", reference=reference),),
    )
