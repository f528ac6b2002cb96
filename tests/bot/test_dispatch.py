"""The one door: seen once, one turn a person, nothing typed is lost, calm words when something fails."""

from __future__ import annotations

import asyncio
import gc
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.dispatch import Bot
from bot.drafts import Draft
from bot.events import (
    ActionChosen,
    Arrived,
    CommandInvoked,
    FormDismissed,
    FormSubmitted,
    MessageReceived,
)
from bot.forms import Form, TextField
from bot.messages import Message, Text
from bot.people import Identity, Place, ReplyTarget
from bot.replies import Audience, CloseForm, FormErrors, OpenForm, Reply, Say
from bot.router import Routes
from bot.services import Services
from foundation.db import DatabaseUnavailable, Trouble
from tests.fakes.clock import MORNING
from tests.fakes.conversation import ANA_HERE, ANA_PLAIN, PLATFORMS, Conversation, in_words
from tests.fakes.services import services

HERE = ReplyTarget("chat", "T1", "D1", thread="1.1")
CANARY = "Casey Customer of 12 Elm Street"


class Flows:
    """Flows a test can watch and break; written like a module of `bot/flows`."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.submitted: list[FormSubmitted] = []
        self.fault: Exception | None = None
        self.errors: dict[str, str] = {}
        self.COMMANDS = {"incident": self.open, "help": self.help, "policy": self.command}
        self.ACTIONS = {"report.open": self.open}
        self.FORMS = {"report": self.submit}
        self.FORM_BUILDERS = {"report": build}

    async def answer_text(self, event: MessageReceived, _: Services) -> list[Reply]:
        if self.fault:
            raise self.fault
        self.asked.append(event.text)
        return said("answered")

    async def command(self, event: CommandInvoked, _: Services) -> list[Reply]:
        self.asked.append(event.text)
        return said("answered")

    async def help(self, event: CommandInvoked, _: Services) -> list[Reply]:
        return said("This is what I can do.")

    async def open(self, event: CommandInvoked | ActionChosen, services: Services) -> list[Reply]:
        draft = Draft("key-1", "report", event.who.person, {}, services.clock.now(), "context")
        return [OpenForm(build(draft, services))]

    async def submit(self, event: FormSubmitted, services: Services) -> list[Reply]:
        self.submitted.append(event)
        if self.fault:
            raise self.fault
        if self.errors:
            draft = Draft(event.draft, "report", event.who.person, event.values, MORNING, event.context)
            return [FormErrors(build(draft, services), self.errors)]
        return [CloseForm((Say(Message("Recorded", (Text("Recorded"),))),))]


def build(draft: Draft, _: Services) -> Form:
    happened = TextField(
        "happened", "What happened?", required=True, initial=str(draft.values.get("happened", ""))
    )
    return Form("report", "Report", (happened, TextField("note", "Note")), "Send", draft.key, draft.context)


def said(text: str) -> list[Reply]:
    return [Say(Message(text, (Text(text),)))]


@pytest.fixture
def flows() -> Flows:
    return Flows()


@pytest.fixture
def world() -> Services:
    return services()


@pytest.fixture
def bot(flows: Flows, world: Services) -> Bot:
    return Bot(world, PLATFORMS, Routes.of(flows))


@pytest.fixture
def talk(bot: Bot) -> Conversation:
    return Conversation(bot)


def message(text: str = "How do I end a call?", name: str = "e1", **changes: Any) -> MessageReceived:
    return replace(MessageReceived(name, ANA_HERE, HERE, MORNING, text), **changes)


async def test_a_redelivered_event_is_answered_once(bot: Bot, flows: Flows) -> None:
    """T3."""
    first = await bot.handle(message())
    again = await bot.handle(message())
    assert in_words(first[0]) == "answered"
    assert again == []
    assert len(flows.asked) == 1


async def test_equal_event_ids_of_two_tenants_are_two_events(bot: Bot, flows: Flows) -> None:
    await bot.handle(message())
    await bot.handle(message(who=Identity("chat", "T2", "U1")))
    assert len(flows.asked) == 2


async def test_a_repeated_submit_is_answered_like_the_first(talk: Conversation, flows: Flows) -> None:
    """T11: the draft's key is its idempotency key, so the flow answers again."""
    await talk.command("incident")
    form = talk.form
    await talk.submit({"happened": "x"})
    talk.form = form
    await talk.submit({"happened": "x"})
    assert talk.words == "Recorded"
    assert [event.draft for event in flows.submitted] == ["key-1", "key-1"]
    (closed,) = talk.replies
    assert isinstance(closed, CloseForm)
    assert closed.repeated, "so that no platform tells it a second time"


async def test_a_person_is_remembered_where_they_wrote_directly(bot: Bot, world: Services) -> None:
    await bot.handle(message())
    [known] = await world.memory.reach("ana@example.org")
    assert known.identity == ANA_HERE
    assert known.direct == ReplyTarget("chat", "T1", "D1"), "a thread is no place for tomorrow's notice"


async def test_an_account_whose_platform_is_short_of_words_today_is_the_person_it_was_before(
    bot: Bot, flows: Flows
) -> None:
    """Teams tells the e-mail from a roster, which may be silent just after a restart."""
    await bot.handle(message())
    silent = replace(ANA_HERE, name="", email="")
    await bot.handle(FormSubmitted("e2", silent, HERE, MORNING, "report", "key-9", {}))
    assert flows.submitted[0].who == ANA_HERE


async def test_a_channel_is_never_remembered_as_a_way_to_reach_somebody(bot: Bot, world: Services) -> None:
    """T17: what is remembered is the person, and that a conversation with them alone is still to be opened."""
    route = {"user": "U1", "service_url": "https://x.example", "response_url": "https://hook", "seen_in": "7"}
    await bot.handle(message(where=ReplyTarget("chat", "T1", "C1", "7", place=Place.CHANNEL, route=route)))
    [known] = await world.memory.reach("ana@example.org")
    lasting = {"user": "U1", "service_url": "https://x.example", "email": "ana@example.org"}
    assert known.direct == ReplyTarget("chat", "T1", "", route=lasting)


async def test_a_conversation_that_is_open_stays_known_when_somebody_writes_in_a_channel(
    bot: Bot, world: Services
) -> None:
    await bot.handle(message(name="e1"))
    await bot.handle(message(name="e2", where=ReplyTarget("chat", "T1", "C1", place=Place.CHANNEL)))
    [known] = await world.memory.reach("ana@example.org")
    assert known.direct.conversation == "D1"


async def test_events_of_one_person_wait_for_each_other_and_others_do_not(world: Services) -> None:
    under_way: list[str] = []
    most: dict[str, int] = {}

    class Slow(Flows):
        async def answer_text(self, event: MessageReceived, services: Services) -> list[Reply]:
            under_way.append(event.who.user)
            most[event.who.user] = max(most.get(event.who.user, 0), under_way.count(event.who.user))
            most["all"] = max(most.get("all", 0), len(under_way))
            await asyncio.sleep(0.01)
            under_way.remove(event.who.user)
            return []

    bot = Bot(world, PLATFORMS, Routes.of(Slow()))
    people = [Identity("chat", "T1", f"U{number}") for number in range(3)]
    await asyncio.gather(*(bot.handle(message(name=f"e{n}", who=people[n % 3])) for n in range(9)))
    assert {most[who.user] for who in people} == {1}
    assert most["all"] == 3


async def test_no_lock_outlives_its_events(bot: Bot) -> None:
    for number in range(50):
        await bot.handle(message(name=f"e{number}", who=Identity("chat", "T1", f"U{number}")))
    gc.collect()
    assert len(bot._turns) == 0


async def test_text_that_is_a_command_runs_it_and_other_text_is_a_question(
    talk: Conversation, flows: Flows
) -> None:
    await talk.follows(
        ("help", "This is what I can do."), ("policy threats", "answered"), ("Why?", "answered")
    )
    assert flows.asked == ["threats", "Why?"]


async def test_unknown_commands_and_buttons_show_a_way_forward(talk: Conversation) -> None:
    await talk.command("frobnicate")
    assert "help" in talk.words
    await talk.choose("gone.away")
    assert "earlier version" in talk.words
    await talk.press("What can you do?")
    assert talk.words == "This is what I can do."


async def test_an_arrival_is_greeted(talk: Conversation) -> None:
    await talk.does(Arrived("e1", ANA_HERE, HERE, MORNING))
    assert talk.words == "This is what I can do."


async def test_every_failure_is_a_calm_sentence_with_a_reference_that_the_log_has_too(
    talk: Conversation, flows: Flows
) -> None:
    flows.fault = RuntimeError(CANARY)
    with capture_logs() as logs:
        await talk.say(f"What about {CANARY}?")
    [line] = logs
    assert line["reference"] in talk.words
    assert (line["kind"], line["platform"]) == ("MessageReceived", "chat")
    assert line["error"] == "RuntimeError"
    assert any("answer_text" in place for place in line["at"])


async def test_no_word_of_a_message_reaches_the_log(talk: Conversation, flows: Flows) -> None:
    """T2: neither from the event nor from an exception that repeats it, nor from its causes."""
    cause = KeyError(CANARY)
    flows.fault = ValueError(CANARY)
    flows.fault.__cause__ = cause
    with capture_logs() as logs:
        await talk.say(CANARY)
        await talk.command("incident")
        await talk.submit({"happened": CANARY})
    assert len(logs) == 2
    assert logs[0]["error"] == "ValueError < KeyError"
    assert "Casey" not in str(logs)
    assert "Elm" not in str(logs)
    assert "ana@" not in str(logs)


@pytest.mark.parametrize(
    ("trouble", "expected"),
    [(Trouble.BUSY, "nothing is recorded twice"), (Trouble.FULL, "no room"), (Trouble.DOWN, "cannot reach")],
)
async def test_each_trouble_of_the_database_has_its_sentence(
    talk: Conversation, flows: Flows, trouble: Trouble, expected: str
) -> None:
    flows.fault = DatabaseUnavailable(trouble)
    await talk.say("Why?")
    assert expected in talk.words


async def test_a_flow_that_hangs_is_given_up(
    talk: Conversation, flows: Flows, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hang(event: MessageReceived, _: Services) -> list[Reply]:
        await asyncio.sleep(60)
        return []

    monkeypatch.setattr("bot.dispatch.LONGEST", 0.01)
    monkeypatch.setattr(talk.bot, "_routes", Routes({}, {}, {}, {}, hang))
    await talk.say("Why?")
    assert "took too long" in talk.words


async def test_a_submit_that_fails_keeps_the_form_open_and_filled(
    talk: Conversation, flows: Flows, world: Services
) -> None:
    """T10."""
    await talk.command("incident")
    flows.fault = RuntimeError("broken")
    [reply] = await talk.submit({"happened": "He shouted."})
    assert isinstance(reply, FormErrors)
    assert list(reply.errors) == [""]
    assert reply.form.draft == "key-1"
    assert reply.form.context == "context"
    assert reply.form.fields[0].initial == "He shouted."
    kept = await world.drafts.load("key-1")
    assert kept is not None
    assert kept.values == {"happened": "He shouted."}


async def test_the_form_stays_filled_even_when_the_drafts_cannot_be_reached(
    talk: Conversation, world: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    await talk.command("incident")

    async def down(*_: object) -> None:
        raise DatabaseUnavailable(Trouble.DOWN)

    for name in ("save", "load", "discard", "kept", "told"):
        monkeypatch.setattr(world.drafts, name, down)
    [reply] = await talk.submit({"happened": "He shouted."})
    assert isinstance(reply, FormErrors)
    assert reply.form.fields[0].initial == "He shouted."


async def test_a_form_that_cannot_be_drawn_again_still_gets_words(
    world: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    flows = Flows()

    def broken(draft: Draft, _: Services) -> Form:
        raise LookupError(CANARY)

    flows.FORM_BUILDERS = {"report": broken}
    flows.fault = RuntimeError("broken")
    talk = Conversation(Bot(world, PLATFORMS, Routes.of(flows)))
    await talk.command("incident")
    with capture_logs() as logs:
        [reply] = await talk.submit({"happened": "x"})
    assert isinstance(reply, Say)
    assert "still here" in in_words(reply)
    assert [line["event"] for line in logs] == ["flow_failed", "form_not_drawn"]
    assert CANARY not in str(logs)


async def test_values_are_kept_before_the_flow_runs_and_forgotten_after_it_took_them(
    talk: Conversation, flows: Flows, world: Services
) -> None:
    seen: list[Draft | None] = []
    submit = flows.submit

    async def watching(event: FormSubmitted, services: Services) -> list[Reply]:
        seen.append(await services.drafts.load(event.draft))
        return await submit(event, services)

    talk.bot = Bot(
        world, PLATFORMS, Routes({}, {}, {"report": watching}, {"report": build}, flows.answer_text)
    )
    talk.form = build(Draft("key-1", "report", "", {}, MORNING), world)
    await talk.submit({"happened": "He shouted."})
    [kept] = seen
    assert kept is not None
    assert kept.values == {"happened": "He shouted."}
    assert await world.drafts.load("key-1") is None


async def test_refused_values_stay_in_the_draft(talk: Conversation, flows: Flows, world: Services) -> None:
    await talk.command("incident")
    flows.errors = {"happened": "Please say more."}
    await talk.submit({"happened": "x"})
    assert "Please say more." in talk.words
    assert await world.drafts.load("key-1") is not None


async def test_a_closed_form_keeps_what_the_platform_still_tells(talk: Conversation, world: Services) -> None:
    await talk.command("incident")
    closed = FormDismissed("key-1", ANA_HERE, HERE, MORNING, "report", "key-1", {"note": "half"})
    await talk.does(closed)
    assert "You closed your report before it was sent." in talk.words
    await talk.press("Go on")
    assert talk.form is not None
    kept = await world.drafts.load("key-1")
    assert kept is not None
    assert kept.values["note"] == "half"


async def test_a_form_closed_after_it_was_sent_does_not_come_back(
    talk: Conversation, world: Services
) -> None:
    await talk.command("incident")
    await talk.submit({"happened": "x"})
    await talk.does(FormDismissed("key-1", ANA_HERE, HERE, MORNING, "report", "key-1", {"happened": "x"}))
    assert await world.drafts.load("key-1") is None


async def test_a_typed_request_gets_a_button_that_opens_the_same_form(talk: Conversation) -> None:
    """T9: a message cannot open a form by itself."""
    await talk.say("incident")
    assert talk.form is None
    await talk.press("Open the form")
    assert talk.form is not None
    assert talk.form.draft == "key-1"


async def test_somebody_elses_draft_is_neither_opened_nor_overwritten_nor_thrown_away(
    talk: Conversation, bot: Bot, world: Services
) -> None:
    await talk.command("incident")
    await talk.does(FormDismissed("key-1", ANA_HERE, HERE, MORNING, "report", "key-1", {"note": CANARY}))
    eve = Conversation(bot, Identity("chat", "T1", "U9", "Eve", "eve@example.org"))
    await eve.choose("form.open", "key-1")
    absent = Conversation(bot, eve.who)
    await absent.choose("form.open", "no-such-key")
    assert eve.words == absent.words
    assert eve.form is None
    await eve.choose("form.discard", "key-1")
    await eve.does(
        FormSubmitted("key-1", eve.who, HERE, MORNING, "report", "key-1", {"note": "Eve's"}, "context")
    )
    await eve.does(FormDismissed("key-1", eve.who, HERE, MORNING, "report", "key-1", {"note": "Eve's"}))
    kept = await world.drafts.load("key-1")
    assert kept is not None
    assert kept.values["note"] == CANARY


async def test_a_draft_whose_outcome_the_flow_kept_is_left_alone(
    talk: Conversation, flows: Flows, world: Services
) -> None:
    await talk.command("incident")
    draft = await world.drafts.load("key-1")
    assert draft is not None
    await world.drafts.save(Draft("key-1", "report", draft.person, {}, MORNING, "sent:K4M"))
    await talk.submit({"happened": "x"})
    kept = await world.drafts.load("key-1")
    assert kept is not None
    assert (kept.context, kept.values) == ("sent:K4M", {})


async def test_where_forms_are_questions_a_message_is_the_answer(bot: Bot, flows: Flows) -> None:
    talk = Conversation(bot, ANA_PLAIN)
    await talk.follows(
        ("incident", "(1 of 2) What happened?"),
        ("He shouted.", "(2 of 2) Note"),
        ("skip", "1. What happened?: He shouted."),
        ("send", "Recorded"),
        ("Why?", "answered"),
    )
    [event] = flows.submitted
    assert (event.form, event.draft, event.context) == ("report", "key-1", "context")
    assert event.values == {"happened": "He shouted."}
    assert flows.asked == ["Why?"]


async def test_p36_what_is_urgent_comes_first_in_an_interview_and_the_answer_is_kept(
    flows: Flows, world: Services
) -> None:
    flows.urgent = lambda text, _: said("Call 911") if "knife" in text else []  # type: ignore[attr-defined]
    talk = Conversation(Bot(world, PLATFORMS, Routes.of(flows)), ANA_PLAIN)
    await talk.follows(
        ("incident", "What happened?"),
        ("He has a knife.", "Call 911"),
        ("skip", "He has a knife."),
        ("send", "Recorded"),
    )
    assert flows.submitted[0].values == {"happened": "He has a knife."}


async def test_an_interview_goes_on_after_a_restart(bot: Bot, flows: Flows, world: Services) -> None:
    await Conversation(bot, ANA_PLAIN).follows(("incident", "What happened?"), ("He shouted.", "Note"))
    after = Bot(world, PLATFORMS, Routes.of(flows))
    await Conversation(after, ANA_PLAIN).follows(("By the door.", "He shouted."), ("send", "Recorded"))
    assert flows.submitted[0].values == {"happened": "He shouted.", "note": "By the door."}


async def test_after_a_long_silence_a_message_is_a_question_again(
    bot: Bot, flows: Flows, world: Services
) -> None:
    talk = Conversation(bot, ANA_PLAIN)
    await talk.say("incident")
    world.clock.advance(timedelta(hours=3))  # type: ignore[attr-defined] # it is the FakeClock
    await talk.follows(("How do I end a call?", "answered"))


async def test_a_message_on_another_platform_is_not_taken_for_an_answer(bot: Bot, flows: Flows) -> None:
    await Conversation(bot, ANA_PLAIN).say("incident")
    await Conversation(bot).follows(("He shouted.", "answered"))


async def test_an_interview_whose_submit_fails_can_be_sent_again(bot: Bot, flows: Flows) -> None:
    talk = Conversation(bot, ANA_PLAIN)
    await talk.follows(
        ("incident", "What happened?"), ("He shouted.", "Note"), ("skip", "check your answers")
    )
    flows.fault = RuntimeError("broken")
    await talk.say("send")
    assert "reference" in talk.words
    flows.fault = None
    await talk.follows(("send", "Recorded"))


async def test_an_interview_whose_answer_is_refused_asks_for_that_one_again(bot: Bot, flows: Flows) -> None:
    talk = Conversation(bot, ANA_PLAIN)
    flows.errors = {"happened": "Please say more."}
    await talk.follows(
        ("incident", "What happened?"), ("Bad.", "Note"), ("skip", "Bad."), ("send", "Please say more.")
    )
    flows.errors = {}
    await talk.follows(("He shouted at me.", "1. What happened?: He shouted at me."), ("send", "Recorded"))


async def test_a_stopped_interview_can_be_taken_up_or_thrown_away(bot: Bot, world: Services) -> None:
    talk = Conversation(bot, ANA_PLAIN)
    await talk.follows(("incident", "What happened?"), ("He shouted.", "Note"), ("stop", "Nothing was sent"))
    stopped = talk.buttons
    await talk.follows(("Why?", "answered"))
    await talk.choose(stopped[0].action, stopped[0].value)
    assert "Your answer so far: “He shouted.”" in talk.words
    await talk.choose(stopped[1].action, stopped[1].value)
    assert await world.drafts.load("key-1") is None


async def test_questions_of_a_form_are_not_asked_where_others_read_the_answers(
    bot: Bot, flows: Flows
) -> None:
    channel = ReplyTarget("plain", "", "C1", place=Place.CHANNEL)
    talk = Conversation(bot, ANA_PLAIN, channel)
    await talk.follows(("incident", "direct chat"), ("He shouted.", "answered"))


async def test_nothing_the_dispatcher_says_by_itself_is_public(talk: Conversation, flows: Flows) -> None:
    """Audience ASKER is the default and stays it."""
    flows.fault = RuntimeError("broken")
    for event in (message("Why?", "a"), message("incident", "b"), message("frobnicate", "c")):
        for reply in await talk.bot.handle(event):
            assert isinstance(reply, Say)
            assert reply.audience is Audience.ASKER
