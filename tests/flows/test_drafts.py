"""A form that was not sent is offered back: to its own person, by name and time alone, and not again and again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.answers import initial_values
from bot.dispatch import Bot
from bot.drafts import KEPT
from bot.events import ActionChosen, Arrived, FieldValue, FormDismissed
from bot.flows.draft_card import NAMED
from bot.flows.once import remember_answer
from bot.people import Identity, Place, ReplyTarget
from bot.replies import OpenForm, Say
from bot.routes import all_routes
from bot.words import catalogue
from foundation.ids import new_id
from tests.fakes.clock import MORNING
from tests.fakes.conversation import PLATFORMS, Conversation
from tests.flows.town import PRIYA, SAM, Town

TYPED = "Casey Quill shouted at me."
QUESTION = "Go on with your report from 05:00?"
KEPT_UNTIL = "kept until 1 April 2026, for you alone"
"""MORNING is 05:00 in Port Maribel, on 2 March."""


async def closes(talk: Conversation, **typed: FieldValue) -> None:
    """Close the open form; the platform tells what stood in it."""
    form = talk.form
    assert form is not None
    await talk.does(FormDismissed(form.draft, talk.who, talk.where, MORNING, form.name, form.draft, typed))
    talk.form = None


async def half_a_report(town: Town, person: str = SAM) -> Conversation:
    """A report that was refused once and is not on the screen any more; nobody told us that it was closed."""
    talk = town.talk(person)
    await talk.command("incident")
    await talk.submit({"happened": TYPED})
    talk.form = None
    return talk


async def test_a_closed_form_says_that_it_is_kept_and_how_long(town: Town) -> None:
    talk = town.talk()
    await talk.command("incident")
    await closes(talk, happened=TYPED)
    assert "You closed your report before it was sent." in talk.words
    assert KEPT_UNTIL in talk.words
    await talk.press("Go on")
    assert talk.form is not None
    assert TYPED in [getattr(field, "initial", None) for field in talk.form.fields]


async def test_a_form_that_was_closed_untouched_is_not_spoken_of(town: Town) -> None:
    talk = town.talk()
    await talk.command("incident")
    assert talk.form is not None
    held = initial_values(talk.form)
    moment = MORNING.replace(second=0, microsecond=0)
    await closes(talk, **{**held, "occurred_at": moment, "happened": ""})
    assert talk.replies == []
    await talk.command("incident")
    assert talk.form is not None
    await talk.command("drafts")
    assert "I keep nothing" in talk.words


@pytest.mark.parametrize("way", ["command", "typed", "button"])
async def test_the_same_form_again_offers_the_unfinished_one_first(town: Town, way: str) -> None:
    talk = await half_a_report(town)
    if way == "command":
        await talk.command("incident")
    elif way == "typed":
        await talk.say("incident")
    else:
        await talk.choose("report.open")
    assert talk.form is None
    assert QUESTION in talk.words
    assert KEPT_UNTIL in talk.words
    assert [button.label for button in talk.buttons] == ["Go on", "Start a new one", "Throw away"]


async def test_p36_the_offer_of_a_report_still_begins_with_the_emergency_numbers(town: Town) -> None:
    talk = await half_a_report(town)
    await talk.command("incident")
    assert talk.words.index("911") < talk.words.index("kept until")


async def test_an_offer_says_nothing_of_what_stands_in_the_form(town: Town) -> None:
    talk = await half_a_report(town)
    for turn in (talk.command("incident"), talk.command("drafts"), talk.say("hello")):
        await turn
        assert "Casey" not in talk.words
        assert TYPED not in repr(talk.replies)


async def test_the_offer_of_a_new_form_opens_one_that_is_empty(town: Town) -> None:
    talk = await half_a_report(town)
    await talk.command("incident", "He threw a chair.")
    await talk.press("Start a new one")
    assert talk.form is not None
    words = [getattr(field, "initial", None) for field in talk.form.fields]
    assert "He threw a chair." in words
    assert TYPED not in words


async def test_throwing_away_deletes_it(town: Town) -> None:
    talk = await half_a_report(town)
    (draft,) = await town.services.drafts.kept(SAM, MORNING)
    await talk.command("drafts")
    await talk.press("Throw away")
    assert "is deleted" in talk.words
    assert await town.services.drafts.load(draft.key) is None
    await talk.choose("form.discard", draft.key)
    assert "is no longer there" in talk.words, "nothing is said to be deleted twice"
    await talk.command("incident")
    assert talk.form is not None


async def test_other_forms_and_other_subjects_are_not_what_was_asked_for(town: Town) -> None:
    """What is added to one report is not offered for another one."""
    talk = town.talk()
    for _ in range(2):
        await talk.command("incident")
        await talk.submit(
            {
                "occurred_at": MORNING,
                "channel": "phone",
                "customer": "unknown",
                "happened": "Shouting.",
                "warned": "yes",
                "ended": "no",
            }
        )
    first, second = await town.desk.mine(SAM)
    await talk.choose("report.amend", first.id)
    await closes(talk, statement="He called again.")
    await talk.choose("report.amend", second.id)
    assert talk.form is not None
    talk.form = None
    await talk.choose("report.amend", first.id)
    assert "Go on with your addition to a report from 05:00?" in talk.words


async def test_nobody_is_offered_what_somebody_else_began(town: Town) -> None:
    await half_a_report(town)
    other = town.talk(PRIYA)
    await other.say("hello")
    assert "Go on" not in other.words
    await other.command("drafts")
    assert "I keep nothing" in other.words
    await other.command("incident")
    assert other.form is not None


async def test_who_was_never_told_is_told_when_they_next_write_and_once_more_the_next_day(town: Town) -> None:
    """A dialog of Teams closes without a word."""
    talk = await half_a_report(town)
    await talk.say("what can you do")
    assert QUESTION in talk.words
    for _ in range(2):
        await talk.say("what can you do")
        assert "Go on" not in talk.words
    town.clock.advance(timedelta(days=1))
    await talk.say("what can you do")
    assert "Go on with your report from yesterday at 05:00?" in talk.words
    for days in (0, 1, 5):
        town.clock.advance(timedelta(days=days))
        await talk.say("what can you do")
        assert "Go on" not in talk.words


async def test_who_was_told_when_the_form_was_closed_is_asked_once_the_next_day(town: Town) -> None:
    talk = town.talk()
    await talk.command("incident")
    await closes(talk, happened=TYPED)
    await talk.say("what can you do")
    assert "Go on" not in talk.words
    town.clock.advance(timedelta(days=3))
    await talk.say("what can you do")
    assert "Go on with your report from 2 March 2026 at 05:00?" in talk.words
    await talk.say("what can you do")
    assert "Go on" not in talk.words


async def test_p36_nothing_stands_beside_help_in_danger(town: Town) -> None:
    talk = await half_a_report(town)
    await talk.say("he has a knife")
    assert "911" in talk.words
    assert "Go on" not in talk.words
    await talk.say("what can you do")
    assert QUESTION in talk.words


async def test_nobody_is_asked_where_others_read_along(town: Town) -> None:
    await half_a_report(town)
    channel = town.talk(place=Place.CHANNEL)
    await channel.say("what can you do")
    assert "Go on" not in channel.words


async def test_words_that_came_with_the_command_are_kept_as_typed(town: Town) -> None:
    talk = town.talk()
    await talk.command("incident", "He threw a chair.")
    talk.form = None
    await talk.command("incident")
    assert QUESTION in talk.words
    await talk.press("Go on")
    assert talk.form is not None
    assert "He threw a chair." in [getattr(field, "initial", None) for field in talk.form.fields]


async def test_several_are_listed_by_name_and_time_and_each_can_be_taken_up(town: Town) -> None:
    talk = town.talk()
    for number in range(5):
        await talk.command("incident", f"Number {number}.")
        if number:
            await talk.press("Start a new one")
        town.clock.advance(timedelta(hours=1))
    await talk.say("my drafts")
    assert "1. Your report from 09:00" in talk.words
    assert "3. Your report from 07:00" in talk.words
    assert "And 2 older ones." in talk.words
    assert len(talk.buttons) == 6
    await talk.press("Go on: 2")
    assert talk.form is not None
    assert "Number 3." in [getattr(field, "initial", None) for field in talk.form.fields]


@pytest.mark.parametrize("words", ["my drafts", "go on with my report", "Drafts", "continue my report."])
async def test_it_can_be_asked_for_in_words(town: Town, words: str) -> None:
    talk = await half_a_report(town)
    await talk.say(words)
    assert QUESTION in talk.words
    assert len(talk.replies) == 1


async def test_an_interview_that_was_left_is_offered_after_the_silence(town: Town) -> None:
    where = ReplyTarget("plain", "", SAM)
    talk = Conversation(town.bot, Identity("plain", "", SAM, "Sam Okafor", SAM), where)
    await talk.say("incident")
    await talk.say("now")
    await talk.say("by phone")
    assert "Go on" not in talk.words
    town.clock.advance(timedelta(hours=3))
    await talk.say("what can you do")
    assert QUESTION in talk.words
    await talk.say("incident")
    assert [button.label for button in talk.buttons][-3:] == ["Go on", "Start a new one", "Throw away"]
    await talk.press("Go on")
    assert "(1 of" in talk.words


async def test_an_interview_that_was_stopped_says_that_it_is_kept_and_is_found_again(town: Town) -> None:
    where = ReplyTarget("plain", "", SAM)
    talk = Conversation(town.bot, Identity("plain", "", SAM, "Sam Okafor", SAM), where)
    await talk.follows(("incident", "(1 of"), ("now", "(2 of"), ("stop", "kept for 30 days, for you alone"))
    await talk.follows(("what can you do", "What I can do"))
    assert "Go on" not in talk.words, "they were told a moment ago"
    await talk.follows(("my drafts", QUESTION))


async def test_what_stands_in_a_form_is_kept_when_the_platform_draws_it_again(town: Town) -> None:
    talk = town.talk()
    await talk.command("incident")
    assert talk.form is not None
    key = talk.form.draft
    await talk.does(
        ActionChosen("redraw", talk.who, talk.where, MORNING, "form.open", key, True, {"happened": TYPED})
    )
    assert isinstance(talk.replies[0], OpenForm)
    await talk.command("drafts")
    assert QUESTION in talk.words


async def test_what_was_sent_is_not_offered_also_where_the_draft_remembers_it(town: Town) -> None:
    talk = await half_a_report(town)
    (kept,) = await town.services.drafts.kept(SAM, MORNING)
    draft = await town.services.drafts.load(kept.key)
    assert draft is not None
    await remember_answer(draft, "done", town.services)
    await talk.say("my drafts")
    assert "I keep nothing" in talk.words
    await talk.choose("form.open", kept.key)
    assert "is no longer there" in talk.words


async def test_after_its_time_it_is_neither_offered_nor_opened(town: Town) -> None:
    talk = await half_a_report(town)
    (kept,) = await town.services.drafts.kept(SAM, MORNING)
    town.clock.advance(KEPT - timedelta(minutes=1))
    await talk.choose("form.open", kept.key)
    assert isinstance(talk.replies[0], OpenForm)
    town.clock.advance(timedelta(minutes=2))
    await talk.say("my drafts")
    assert "I keep nothing" in talk.words
    await talk.choose("form.open", kept.key)
    assert "is no longer there" in talk.words


async def test_an_offer_that_fails_takes_no_answer_away(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    talk = await half_a_report(town)

    async def broken(*_: object) -> None:
        raise RuntimeError(TYPED)

    monkeypatch.setattr(town.services.drafts, "told", broken)
    await talk.say("what can you do")
    assert isinstance(talk.replies[0], Say)
    assert "What I can do for you" in talk.words


async def test_a_form_of_an_earlier_version_says_that_it_is_kept(town: Town) -> None:
    talk = await half_a_report(town)
    (kept,) = await town.services.drafts.kept(SAM, MORNING)
    draft = await town.services.drafts.load(kept.key)
    assert draft is not None
    routes = all_routes()
    town.bot = Bot(
        town.services, PLATFORMS, type(routes)(routes.commands, routes.actions, {}, {}, routes.question)
    )
    talk.bot = town.bot
    await talk.choose("form.open", kept.key)
    assert "earlier version" in talk.words
    assert await town.services.drafts.load(kept.key) == draft


def test_every_form_has_a_name_to_be_offered_by() -> None:
    assert set(NAMED) == set(all_routes().builders)


async def test_who_comes_back_to_a_terminal_is_offered_the_interview_and_no_word_is_taken_for_its_answer(
    town: Town,
) -> None:
    """After a crash nobody sees the question that waits."""
    talk = town.talk(platform="plain")
    for typed in ("incident", "now", "phone", "Casey Quill"):
        await talk.say(typed)
    again = town.talk(platform="plain")
    await again.does(Arrived(new_id(), again.who, again.where, MORNING))
    assert QUESTION in again.words
    going_on = next(button for button in again.buttons if button.label == "Go on")
    await again.say("my supervisor")
    assert "Priya Raman" in again.words
    await again.choose(going_on.action, going_on.value)
    await again.say("skip")
    assert town.knowledge.asked == []
    (draft,) = await town.services.drafts.kept(SAM, MORNING - KEPT)
    kept = await town.services.drafts.load(draft.key)
    assert kept is not None
    assert kept.values["customer"] == "Casey Quill"
    assert "my supervisor" not in str(kept.values)


def test_no_form_says_whose_it_is_a_second_time() -> None:
    names = {key: said for key, said in catalogue("en").items() if key.startswith("draft.form_")}
    assert [key for key, said in names.items() if said.split()[0] in {"your", "my", "a", "an", "the"}] == []
