"""Replies to whoever brought a request, the way somebody comes to them."""

from __future__ import annotations

import pytest

from bot.events import FieldValue
from bot.words import sentence
from foundation.db import Database
from incidents.request import ReplyKind, RequestStanding
from tests.fakes.conversation import Conversation
from tests.fakes.post import FakePost
from tests.flows.test_requests import (
    INGRID,
    number,
)
from tests.flows.town import SAM, Town

CASEY = "casey@customer.example"


class Died(BaseException):
    """The process ends here; nothing catches it."""


@pytest.fixture
def post() -> FakePost:
    """The mail server."""
    return FakePost()


@pytest.fixture
def town(db: Database, post: FakePost) -> Town:
    """The sample town with a mail server."""
    return Town(db, post=post)


async def standing_of(town: Town, who: str = INGRID) -> RequestStanding:
    found = await town.requests.standing(await number(town, SAM), who)
    assert found
    return found


async def opens(town: Town, kind: ReplyKind, who: str = INGRID) -> Conversation:
    """The card of a text, the way somebody comes to it."""
    talk = town.talk(who)
    await talk.say(f"requests {await number(town, SAM)}")
    await talk.press(sentence("act.more"))
    await talk.press(sentence("request.text_" + kind))
    return talk


async def writes(town: Town, kind: ReplyKind, who: str = INGRID, **said: FieldValue) -> Conversation:
    """Open the form of a reply and send it for a look: nothing has gone out yet."""
    talk = await opens(town, kind, who)
    await talk.press(sentence("reply.write" if kind is ReplyKind.UPDATE else "reply.change"))
    assert talk.form
    held = {one.name: getattr(one, "initial", None) for one in talk.form.fields}
    await talk.submit({**held, **said})
    return talk


async def again(talk: Conversation, **said: FieldValue) -> None:
    """Send the form as it stands, with what says that it was looked at."""
    assert talk.form
    held = {one.name: getattr(one, "initial", None) for one in talk.form.fields}
    await talk.submit({**held, **said})


def notices(talk: Conversation) -> str:
    """The words between the fields of the open form."""
    assert talk.form
    return "\n".join(getattr(one, "text", "") for one in talk.form.items)


async def kept(town: Town, who: str = INGRID) -> str:
    """The request with every word, as somebody reads it."""
    talk = town.talk(who)
    await talk.choose("request.read", (await standing_of(town, who)).id)
    return notices(talk)


async def opens_as(town: Town, who: str, reference: str, kind: ReplyKind) -> Conversation:
    talk = town.talk(who)
    await talk.say(f"requests {reference}")
    await talk.press(sentence("act.more"))
    await talk.press(sentence("request.text_" + kind))
    return talk
