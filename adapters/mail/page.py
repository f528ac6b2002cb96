"""The page of a link in an e-mail: a reference and a button. Opening it acknowledges nothing, pressing does.

Scanners of mail open every link, some with HEAD: whatever they see, only a POST of the form acknowledges. The page says
no more than the reference, and not even that where the link is forged, too old or used.
"""

from __future__ import annotations

from aiohttp import web

from adapters.mail.plain_page import written
from bot.delivery.side_ways import PATH
from bot.locales import speak
from bot.words import sentence
from foundation.db import DatabaseUnavailable
from incidents.mail_links import LinkAnswer, MailLinks, MailLinkState


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
    paragraphs = (more,) if more else ()
    return written(sentence("mail.page_title"), words, paragraphs, button, status=status)
