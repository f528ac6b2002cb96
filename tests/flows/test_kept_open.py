"""What was typed is never lost: a form that is refused after it was sent stays open with every word."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.events import FormSubmitted
from bot.replies import FormErrors
from bot.words import sentence
from foundation.ids import new_id
from incidents.rules.access import Operation
from tests.flows.test_request_notices import taken
from tests.flows.test_requests import CALLUM, INGRID, does, told
from tests.flows.town import DANA, SAM, WEN, Town

TYPED = "zyxq 555-0123"


@pytest.mark.parametrize(
    ("form", "context", "values"),
    [
        ("right_number", "library", {"phone": TYPED}),
        ("right_number", "no-such-entry", {"phone": TYPED}),
        ("curated", "no-such-answer", {"answer": TYPED}),
        ("dismiss", "curated:no-such-answer", {"reason": TYPED}),
        ("request_act", "assign", {"assignee": (WEN,), "assign_note": TYPED}),
        ("away", "", {"away_who": DANA, "away_deputy": WEN}),
    ],
)
async def test_a_refusal_after_the_form_was_sent_keeps_what_was_typed(
    town: Town, form: str, context: str, values: dict[str, Any]
) -> None:
    if form == "request_act":
        context = f"{context}:{(await taken(town)).id}"
    if form == "away":
        values = {**values, "away_until": town.clock.now() + timedelta(days=2)}
    talk = town.talk(SAM)
    at = town.clock.now()
    sent = FormSubmitted(new_id(), talk.who, talk.where, at, form, new_id(), values, context)
    (reply,) = await town.bot.handle(sent)
    assert isinstance(reply, FormErrors)
    assert (TYPED if form != "away" else WEN) in repr(reply.form)
    assert all(sentence("act.kept", reason="") in one for one in reply.errors.values())


async def test_whoever_takes_a_request_on_themselves_is_not_told_that_they_hear_so(town: Town) -> None:
    one = await taken(town)
    await town.pass_time(seconds=1)
    before = told(town, INGRID)
    talk = await does(town, INGRID, one.reference, Operation.ASSIGN, assignee=INGRID)
    assert sentence("request.taken_on") in talk.words
    assert sentence("request.did_assign") not in talk.words
    assert told(town, INGRID) == before
    given = await does(town, INGRID, one.reference, Operation.ASSIGN, assignee=CALLUM)
    assert sentence("request.did_assign") in given.words
