"""The page of a link in an e-mail: a reference and a button. Opening it acknowledges nothing, pressing does.

The page says no more than the reference, and not even that where the link is forged, too old or used.
"""

from __future__ import annotations

from aiohttp import web

from adapters.mail.plain_page import page_routes, written
from bot.delivery.side_ways import PATH
from bot.words import sentence
from incidents.mail_links import LinkAnswer, MailLinks, MailLinkState


def link_routes(links: MailLinks) -> list[web.RouteDef]:
    """The routes of the page."""

    async def press(token: str, _: str) -> LinkAnswer:
        return await links.take(token)

    return page_routes(PATH, links.look, press, _page, _down)


def _page(answer: LinkAnswer) -> web.Response:
    reference = answer.reference
    match answer.state:
        case MailLinkState.WAITS:
            button = sentence("mail.page_button", reference=reference)
            return _written(
                sentence("mail.page_waits", reference=reference), sentence("mail.page_next"), button
            )
        case MailLinkState.DONE:
            return _written(sentence("mail.page_done", reference=reference))
        case MailLinkState.ALREADY:
            return _written(sentence("mail.page_already", reference=reference))
        case MailLinkState.SPENT:
            return _written(sentence("mail.page_spent"), status=404)


def _down() -> web.Response:
    return _written(sentence("mail.page_down"), status=503)


def _written(words: str, more: str = "", button: str = "", *, status: int = 200) -> web.Response:
    buttons = ((button, ""),) if button else ()
    return written(sentence("mail.page_title"), words, (more,) if more else (), buttons, status=status)
