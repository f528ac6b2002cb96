"""The page as an adapter: what is typed and pressed becomes events, replies and notices become entries."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.web.sessions import Session
from adapters.web.stage import beginner
from bot.adapter import Delivery, Failure, SendFailed
from bot.events import ActionChosen, Arrived, Event, FormDismissed, FormSubmitted, MessageReceived
from bot.forms import Form, TextField
from bot.messages import Message
from bot.people import Place, ReplyTarget
from bot.replies import Audience, CloseForm, FormErrors, OpenForm, Replace, Reply, Say, Upload
from tests.adapters.web.browser_stand_in import EMPLOYEE, HEAD, Browser, Json, local_page
from tests.fakes.script import ScriptedBot

FORM = Form("report", "Report", (TextField("happened", "What happened?"),), "Send", "draft-1", "from-ask")


def said(text: str) -> Message:
    return Message(text, ())


def told(entries: list[Json]) -> list[str]:
    """What stands in a conversation, line by line."""
    return [entry.get("summary") or entry["text"] for entry in entries]


@pytest.fixture
async def bot() -> ScriptedBot:
    return ScriptedBot()


@pytest.fixture
async def browser(bot: ScriptedBot) -> AsyncIterator[Browser]:
    async with Browser(local_page(), bot) as browser:
        await browser.enters()
        yield browser


async def test_a_message_reaches_the_bot_as_the_person_of_the_session(
    browser: Browser, bot: ScriptedBot
) -> None:
    await browser.post("/local/message", {"text": " who fixes potholes? "})
    (event,) = bot.heard(MessageReceived)
    assert isinstance(event, MessageReceived)
    assert (event.text, event.can_open_form) == ("who fixes potholes?", True)
    assert (event.who.platform, event.who.person, event.who.name) == ("web", EMPLOYEE.key, "Kim Park")
    assert event.where.place is Place.DIRECT


async def test_question_and_answer_are_there_again_after_a_reload(browser: Browser, bot: ScriptedBot) -> None:
    bot.script[MessageReceived] = [Say(said("Roads does."))]
    await browser.post("/local/message", {"text": "potholes?"})
    entries = (await browser.state())["entries"]
    assert told(entries) == ["potholes?", "Roads does."]
    assert entries[1]["card"] == {"type": "AdaptiveCard", "summary": "Roads does."}
    assert entries[1]["blocks"][0]["text"]["text"] == "Roads does."


async def test_whoever_opens_the_page_first_is_greeted_once(browser: Browser, bot: ScriptedBot) -> None:
    bot.script[Arrived] = [Say(said("Welcome"))]
    await (await browser.listen()).next()
    assert told((await browser.state())["entries"]) == ["Welcome"]
    assert len(bot.heard(Arrived)) == 1


async def test_a_waiting_notice_is_not_pushed_up_by_a_greeting(browser: Browser, bot: ScriptedBot) -> None:
    bot.script[Arrived] = [Say(said("Welcome"))]
    await browser.page.send(
        ReplyTarget.to_person("web", EMPLOYEE.email), Delivery(said("Please acknowledge"), "k")
    )
    assert told((await browser.state())["entries"]) == ["Please acknowledge"]


async def test_an_answer_in_a_channel_is_for_the_asker_alone_until_it_is_shared(
    browser: Browser, bot: ScriptedBot
) -> None:
    bot.script[MessageReceived] = [Say(said("private answer"))]
    bot.script[ActionChosen] = [Say(said("shared answer"), Audience.HERE)]
    await browser.post("/local/message", {"text": "may I hang up?", "room": "channel"})
    own = (await browser.state())["entries"]
    assert [(entry["room"], entry["private"]) for entry in own] == [("channel", False), ("channel", True)]

    await browser.post("/local/persona", {"key": HEAD.key})
    assert told((await browser.state())["entries"]) == ["may I hang up?"]
    await browser.post("/local/persona", {"key": EMPLOYEE.key})
    await browser.post(
        "/local/action", {"entry": own[1]["id"], "data": {"action": "ask.share", "value": "q"}}
    )
    await browser.post("/local/persona", {"key": HEAD.key})
    assert told((await browser.state())["entries"]) == ["may I hang up?", "shared answer"]


async def test_nobody_sees_or_presses_what_stands_in_somebody_elses_direct_chat(
    browser: Browser, bot: ScriptedBot
) -> None:
    bot.script[MessageReceived] = [Say(said("for Kim"))]
    await browser.post("/local/message", {"text": "a private matter"})
    entry = (await browser.state())["entries"][1]["id"]
    await browser.post("/local/persona", {"key": HEAD.key})
    assert (await browser.state())["entries"] == []
    response = await browser.post("/local/action", {"entry": entry, "data": {"action": "notice.acknowledge"}})
    assert response.status == 409
    assert not bot.heard(ActionChosen)


async def test_a_button_brings_its_action_and_replaces_its_message(
    browser: Browser, bot: ScriptedBot
) -> None:
    bot.script[MessageReceived] = [Say(said("Acknowledge?")), Say(said("Another"))]
    bot.script[ActionChosen] = [Replace(said("Acknowledged"))]
    await browser.post("/local/message", {"text": "hi"})
    before = (await browser.state())["entries"]
    await browser.post(
        "/local/action", {"entry": before[1]["id"], "data": {"action": "notice.acknowledge", "value": "7"}}
    )
    (event,) = bot.heard(ActionChosen)
    assert isinstance(event, ActionChosen)
    assert (event.action, event.value) == ("notice.acknowledge", "7")
    after = (await browser.state())["entries"]
    assert told(after) == ["hi", "Acknowledged", "Another"]
    assert after[1]["id"] == before[1]["id"]


async def test_data_of_no_button_of_ours_reaches_nothing(browser: Browser, bot: ScriptedBot) -> None:
    bot.script[MessageReceived] = [Say(said("x"))]
    await browser.post("/local/message", {"text": "hi"})
    entry = (await browser.state())["entries"][1]["id"]
    assert (await browser.post("/local/action", {"entry": entry, "data": {"strange": 1}})).status == 400
    assert (await browser.post("/local/action", {"entry": entry, "data": "text"})).status == 400
    assert not bot.heard(ActionChosen)


async def open_form(browser: Browser, bot: ScriptedBot) -> Json:
    """Have the bot open the form for the person of the session; returns the dialog."""
    bot.script[MessageReceived] = [OpenForm(FORM)]
    answer: Json = await (await browser.post("/local/message", {"text": "incident"})).json()
    dialog: Json = answer["dialog"]
    return dialog


async def test_a_form_is_opened_for_the_one_who_asked(browser: Browser, bot: ScriptedBot) -> None:
    dialog = await open_form(browser, bot)
    assert dialog == {
        "draft": "draft-1",
        "title": "Report",
        "card": {"form": "report", "errors": {}, "values": {}},
    }


async def test_a_submitted_form_comes_back_with_its_draft_context_and_place(
    browser: Browser, bot: ScriptedBot
) -> None:
    bot.script[FormSubmitted] = [CloseForm((Say(said("Recorded")),))]
    dialog = await open_form(browser, bot)
    answer = await browser.post("/local/submit", {"draft": dialog["draft"], "data": {"happened": "shouting"}})
    (event,) = bot.heard(FormSubmitted)
    assert isinstance(event, FormSubmitted)
    assert (event.id, event.draft, event.form, event.context) == ("draft-1", "draft-1", "report", "from-ask")
    assert event.values == {"happened": "shouting"}
    assert event.where.conversation == f"direct:{EMPLOYEE.key}"
    assert await answer.json() == {"closed": True}
    assert told((await browser.state())["entries"])[-1] == "Recorded"


async def test_a_form_with_errors_stays_open_and_filled(browser: Browser, bot: ScriptedBot) -> None:
    bot.script[FormSubmitted] = [FormErrors(FORM, {"happened": "A little more, please."})]
    dialog = await open_form(browser, bot)
    answer = await browser.post("/local/submit", {"draft": dialog["draft"], "data": {"happened": "x"}})
    shown = (await answer.json())["dialog"]
    assert shown["errors"] == 1
    assert shown["card"]["errors"] == {"happened": "A little more, please."}
    assert shown["card"]["values"] == {"happened": "x"}


async def test_a_second_press_on_send_reaches_the_bot_under_the_same_key(
    browser: Browser, bot: ScriptedBot
) -> None:
    bot.script[FormSubmitted] = [CloseForm()]
    dialog = await open_form(browser, bot)
    for _ in range(2):
        answer = await browser.post("/local/submit", {"draft": dialog["draft"], "data": {"happened": "x"}})
        assert await answer.json() == {"closed": True}
    assert [event.id for event in bot.heard(FormSubmitted)] == ["draft-1", "draft-1"]


async def test_what_was_typed_into_a_form_that_is_closed_is_handed_on(
    browser: Browser, bot: ScriptedBot
) -> None:
    dialog = await open_form(browser, bot)
    await browser.post("/local/dismiss", {"draft": dialog["draft"], "data": {"happened": "half a sent"}})
    (event,) = bot.heard(FormDismissed)
    assert isinstance(event, FormDismissed)
    assert event.values == {"happened": "half a sent"}


async def test_a_form_can_be_sent_only_by_the_one_who_has_it_open(browser: Browser, bot: ScriptedBot) -> None:
    dialog = await open_form(browser, bot)
    await browser.post("/local/persona", {"key": HEAD.key})
    assert (await browser.post("/local/submit", {"draft": dialog["draft"], "data": {}})).status == 409
    assert (await browser.post("/local/submit", {"draft": "never opened", "data": {}})).status == 409
    assert not bot.heard(FormSubmitted)


async def test_answers_that_cannot_be_read_are_refused(browser: Browser, bot: ScriptedBot) -> None:
    dialog = await open_form(browser, bot)
    assert (
        await browser.post("/local/submit", {"draft": dialog["draft"], "data": {"happened": 7}})
    ).status == 400
    assert not bot.heard(FormSubmitted)


async def test_a_notice_arrives_at_once_for_the_person_on_the_screen(browser: Browser) -> None:
    stream = await browser.listen()
    await stream.next()
    receipt = await browser.page.send(
        ReplyTarget.to_person("web", "KIM@town.example"), Delivery(said("Told"), "k1")
    )
    signal = await stream.next()
    assert (signal["kind"], signal["entry"]["summary"]) == ("entry", "Told")
    assert ReplyTarget.from_json(receipt.target.to_json()) == receipt.target
    stream.close()


async def test_a_notice_for_somebody_else_shows_as_a_number_and_is_read_when_looked_at(
    browser: Browser,
) -> None:
    stream = await browser.listen()
    await stream.next()
    await browser.page.send(
        ReplyTarget.to_person("web", HEAD.email), Delivery(said("Please acknowledge"), "k1")
    )
    assert await stream.next() == {"kind": "unread", "unread": {HEAD.key: 1}}
    await browser.post("/local/persona", {"key": HEAD.key})
    assert await stream.next() == {"kind": "unread", "unread": {}}
    state = await stream.next()
    assert (state["me"], told(state["entries"]), state["unread"]) == (HEAD.key, ["Please acknowledge"], {})
    stream.close()


async def test_a_repeated_delivery_is_recognised_and_not_shown_twice(browser: Browser) -> None:
    target = ReplyTarget.to_person("web", EMPLOYEE.email)
    first = await browser.page.send(target, Delivery(said("Told"), "k1"))
    again = await browser.page.send(target, Delivery(said("Told"), "k1", attempt=2))
    assert (again.repeated, again.target) == (True, first.target)
    assert told((await browser.state())["entries"]) == ["Told"]


async def test_a_notice_brought_up_to_date_replaces_the_former_and_pings_nobody(browser: Browser) -> None:
    target = ReplyTarget.to_person("web", HEAD.email)
    first = await browser.page.send(target, Delivery(said("Please acknowledge"), "k1"))
    second = await browser.page.send(target, Delivery(said("Acknowledged"), "k2", replaces=first.target))
    assert second.target == first.target
    assert (await browser.state())["unread"] == {HEAD.key: 1}
    await browser.post("/local/persona", {"key": HEAD.key})
    assert told((await browser.state())["entries"]) == ["Acknowledged"]


async def test_an_update_of_a_card_that_a_restart_forgot_is_shown_anew(browser: Browser) -> None:
    gone = ReplyTarget("web", "local", f"direct:{HEAD.key}", route={"entry": "of an earlier run"})
    await browser.page.send(
        ReplyTarget.to_person("web", HEAD.email), Delivery(said("Acknowledged"), "k", replaces=gone)
    )
    await browser.post("/local/persona", {"key": HEAD.key})
    assert told((await browser.state())["entries"]) == ["Acknowledged"]


@pytest.mark.parametrize(
    "target",
    [
        ReplyTarget.to_person("web", "nobody@town.example"),
        ReplyTarget("web", "local", "direct:nobody@town.example"),
        ReplyTarget("web", "local", ""),
    ],
)
async def test_a_notice_to_nobody_we_know_goes_to_the_next_contact_and_never_to_the_channel(
    browser: Browser, target: ReplyTarget
) -> None:
    with pytest.raises(SendFailed) as failed:
        await browser.page.send(target, Delivery(said("secret"), "k"))
    assert failed.value.failure is Failure.NEXT_CONTACT
    assert (await browser.state())["entries"] == []


@pytest.mark.parametrize("alone", [True, False])
async def test_d20_beside_a_chat_platform_a_page_nobody_watches_takes_no_notice(
    bot: ScriptedBot, *, alone: bool
) -> None:
    ended = Delivery(said("an ended contact"), "k"), ReplyTarget.to_person("web", HEAD.email)
    async with Browser(local_page(alone=alone), bot) as browser:
        if alone:
            assert not (await browser.page.send(ended[1], ended[0])).repeated
            return
        with pytest.raises(SendFailed) as failed:
            await browser.page.send(ended[1], ended[0])
    assert (failed.value.failure, failed.value.code) == (Failure.RETRY, "not_at_this_page")


async def test_a_file_is_handed_to_the_asker_alone(browser: Browser, bot: ScriptedBot) -> None:
    bot.script[MessageReceived] = [Upload('rep"ort\r\n.csv', "text/csv", b"a,b", "Your report")]
    await browser.post("/local/message", {"text": "export", "room": "channel"})
    entry = (await browser.state())["entries"][1]
    assert (entry["kind"], entry["private"]) == ("file", True)
    got = await browser.get(f"/local/files/{entry['id']}")
    assert await got.read() == b"a,b"
    assert got.headers["Content-Disposition"] == "attachment; filename*=UTF-8''rep%22ort%0D%0A.csv"
    await browser.post("/local/persona", {"key": HEAD.key})
    assert (await browser.get(f"/local/files/{entry['id']}")).status == 404


async def test_a_message_that_cannot_be_drawn_ends_in_a_sentence(browser: Browser, bot: ScriptedBot) -> None:
    bot.script[MessageReceived] = [Say(said("unpaintable"))]
    response = await browser.post("/local/message", {"text": "hi"})
    assert response.status == 500
    assert "went wrong" in (await response.json())["error"]


async def test_fifty_thousand_characters_of_any_kind_survive(browser: Browser, bot: ScriptedBot) -> None:
    text = ("\u202eright to left \U0001f9ef\u200d \x07" * 3000)[:50_000]
    assert (await browser.post("/local/message", {"text": text})).status == 200
    (event,) = bot.heard(MessageReceived)
    assert isinstance(event, MessageReceived)
    assert event.text == text.strip()


async def test_closing_ends_every_stream_so_that_the_server_can_stop(browser: Browser) -> None:
    stream = await browser.listen()
    await stream.next()
    await browser.page.close()
    with pytest.raises(EOFError):
        await stream.next()


async def test_a_tab_that_falls_behind_is_ended_instead_of_filling_the_memory(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.web.handlers.SIGNALS_KEPT", 3)
    stream = await browser.listen()
    await stream.next()
    for number in range(5):  # No await of the stream's own between these, so it cannot keep up.
        browser.page._stage.say(f"direct:{EMPLOYEE.key}", said(str(number)))
    with pytest.raises(EOFError):
        await stream.last()
    assert told((await browser.state())["entries"]) == ["0", "1", "2", "3", "4"]


def replies_of(event: Event) -> list[Reply]:
    return [Say(said(type(event).__name__))]


async def test_every_reply_goes_to_the_conversation_it_belongs_to(browser: Browser, bot: ScriptedBot) -> None:
    bot.script[MessageReceived] = replies_of
    await browser.post("/local/message", {"text": "a", "room": "channel"})
    await browser.post("/local/message", {"text": "b"})
    entries = (await browser.state())["entries"]
    assert [(entry["room"], entry.get("text")) for entry in entries] == [
        ("direct", "b"), ("direct", None), ("channel", "a"), ("channel", None),
    ]  # fmt: skip


def test_a_fresh_browser_speaks_as_an_employee_where_there_is_one() -> None:
    assert beginner((HEAD, EMPLOYEE)) is EMPLOYEE
    assert beginner((HEAD,)) is HEAD


async def test_a_tab_that_falls_behind_takes_no_other_tab_with_it() -> None:
    session = Session(EMPLOYEE.key)
    behind: asyncio.Queue[Json | None] = asyncio.Queue(1)
    others: list[asyncio.Queue[Json | None]] = [asyncio.Queue(9) for _ in range(9)]
    session.tabs = {behind, *others}
    for number in range(2):
        session.tell({"number": number})
    assert behind.get_nowait() is None
    for other in others:
        assert [other.get_nowait(), other.get_nowait()] == [{"number": 0}, {"number": 1}]
