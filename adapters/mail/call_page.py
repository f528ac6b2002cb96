"""The page of a link in an e-mail about a call for help: a button, and only behind it where to go.

Scanners of mail open every link: nothing of the call is on the page before somebody presses, and pressing needs a POST.
"""

from __future__ import annotations

from aiohttp import web

from adapters.mail.plain_page import written
from bot.delivery.side_ways import CALL_PATH
from bot.flows.call_card import cause_words
from bot.locales import speak
from bot.words import sentence
from foundation.db import DatabaseUnavailable
from incidents.safety.call import Call
from incidents.safety.call_links import CallLinkAnswer, CallLinks, CallLinkState


def call_link_routes(links: CallLinks) -> list[web.RouteDef]:
    """The routes of the page."""

    async def show(request: web.Request) -> web.Response:
        return await _answer(request, press=False)

    async def press(request: web.Request) -> web.Response:
        return await _answer(request, press=True)

    async def _answer(request: web.Request, *, press: bool) -> web.Response:
        speak(request.headers.get("Accept-Language", ""))
        token = request.match_info["token"]
        try:
            return page_of_call(await (links.take(token) if press else links.look(token)))
        except DatabaseUnavailable:
            return _written(sentence("call_mail.page_down"), status=503)

    where = f"/{CALL_PATH}/{{token:[0-9A-Za-z_-]{{1,128}}}}"
    return [web.get(where, show), web.post(where, press)]


def page_of_call(answer: CallLinkAnswer) -> web.Response:
    """The page for what a link is good for."""
    match answer.state:
        case CallLinkState.WAITS:
            words, button = sentence("call_mail.page_waits"), sentence("call_mail.page_button")
            return _written(words, sentence("call_mail.page_next"), button=button)
        case CallLinkState.COMING:
            return _written(sentence("call_mail.page_coming"), *_where(answer.call))
        case CallLinkState.OVER:
            return _written(sentence("call_mail.page_over"))
        case CallLinkState.SPENT:
            return _written(sentence("call_mail.page_spent"), status=404)


def _where(call: Call | None) -> tuple[str, ...]:
    """Where to go, why where they did not say so themselves, and what would give away somebody who is watched."""
    place = call.place if call else ""
    where = sentence("call_mail.page_where", place=place) if place else sentence("call_mail.page_nowhere")
    cause = cause_words(call) if call else ""
    return (where, cause) if cause else (where,)


def _written(words: str, *more: str, button: str = "", status: int = 200) -> web.Response:
    return written(sentence("call_mail.page_title"), words, more, button, status=status)
