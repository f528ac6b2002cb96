"""The page of a link in an e-mail about a call for help: a button, and only behind it where to go.

Nothing of the call is on the page before somebody presses. Whoever is on the way can take that back there.
"""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from adapters.mail.plain_page import page_routes, written
from bot.delivery.side_ways import CALL_PATH
from bot.flows.call_card import cause_words
from bot.words import sentence
from incidents.safety.call import Call
from incidents.safety.call_links import CallLinkAnswer, CallLinks, CallLinkState

CANNOT_COME = "not_coming"
"""The button that takes back that somebody comes."""


def call_link_routes(links: CallLinks) -> list[web.RouteDef]:
    """The routes of the page."""

    async def press(token: str, name: str) -> CallLinkAnswer:
        return await (links.take_back(token) if name == CANNOT_COME else links.take(token))

    return page_routes(CALL_PATH, links.look, press, page_of_call, _down)


def page_of_call(answer: CallLinkAnswer) -> web.Response:
    """The page for what a link is good for."""
    coming, cannot = (sentence("call_mail.page_button"), ""), (sentence("call.not_coming"), CANNOT_COME)
    match answer.state:
        case CallLinkState.WAITS:
            return _written(
                sentence("call_mail.page_waits"), sentence("call_mail.page_next"), buttons=(coming,)
            )
        case CallLinkState.COMING:
            show = ((sentence("call_mail.page_show"), ""),) if answer.call is None else ()
            where = _where(answer.call) if answer.call else ()
            return _written(sentence("call_mail.page_coming"), *where, buttons=(*show, cannot))
        case CallLinkState.LEFT:
            return _written(
                sentence("call_mail.page_left"), sentence("call_mail.page_others"), buttons=(coming,)
            )
        case CallLinkState.OVER:
            return _written(sentence("call_mail.page_over"))
        case CallLinkState.SPENT:
            return _written(sentence("call_mail.page_spent"), status=404)


def _down() -> web.Response:
    return _written(sentence("call_mail.page_down"), status=503)


def _where(call: Call) -> tuple[str, ...]:
    """Where to go, why where they did not say so themselves, and what would give away somebody who is watched."""
    place = call.place
    where = sentence("call_mail.page_where", place=place) if place else sentence("call_mail.page_nowhere")
    cause = cause_words(call)
    return (where, cause) if cause else (where,)


def _written(
    words: str, *more: str, buttons: Sequence[tuple[str, str]] = (), status: int = 200
) -> web.Response:
    return written(sentence("call_mail.page_title"), words, more, buttons, status=status)
