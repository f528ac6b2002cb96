"""How many requests there are is said of those somebody may see, and as more than so many where not all are counted."""

from __future__ import annotations

import pytest

from bot.flows import home_waiting
from bot.words import sentence
from incidents import request_lists
from tests.flows.test_request_notices import taken
from tests.flows.test_requests import CALLUM, INGRID
from tests.flows.town import Town


async def test_r16_a_total_counts_nothing_that_is_about_whoever_asks(town: Town) -> None:
    for about in ((), (CALLUM,), (CALLUM,), (), (CALLUM,), (CALLUM,)):
        await taken(town, about=about)
    for who, sees in ((INGRID, 6), (CALLUM, 2)):
        page = await town.requests.queue(who)
        assert (page.total, page.is_more) == (sees, False)
        assert bool(page.following) == (sees > len(page.requests)), "no way to a page of what is not theirs"
        talk = town.talk(who)
        await talk.say("requests")
        assert sentence("request.queue_total", count=sees) in talk.words
        await talk.command("home")
        assert sentence("home.waits_requests", count=sees) in talk.words
    await town.pass_time(seconds=1)
    await town.pass_time(days=1)
    digest = next(one for one in town.messenger.to(CALLUM) if "Requests on" in one.summary)
    assert sentence("request.digest_free", count=2) in repr(digest)


async def test_r38_what_is_not_counted_to_its_end_is_said_to_be_more(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (request_lists, home_waiting):
        monkeypatch.setattr(module, "COUNTED", 5)
    for _ in range(5):
        await taken(town)
    talk = town.talk(INGRID)
    await talk.say("requests")
    assert sentence("request.queue_total", count=5) in talk.words
    await taken(town)
    await talk.say("requests")
    assert sentence("request.queue_many", count=5) in talk.words
    await talk.press(sentence("request.queue_further"))
    assert sentence("request.queue_many", count=5) in talk.words, "it is the same on every page"
    await talk.command("home")
    assert sentence("home.many_requests", count=5) in talk.words
    await town.pass_time(seconds=1)
    await town.pass_time(days=1)
    digest = next(one for one in town.messenger.to(INGRID) if "Requests on" in one.summary)
    assert sentence("request.digest_free_many", count=5) in repr(digest)
