"""An order is no question: what the bot can do it does, what it cannot it says, and no clause stands for either."""

from __future__ import annotations

import pytest

from bot.commands import COMMANDS
from bot.flows.orders import ORDERS, WAYS, order_in
from bot.messages import Quote
from bot.people import Place
from bot.references import reference_in
from bot.replies import OpenForm, Say, Upload
from bot.routes import all_routes
from bot.words import sentence
from tests.fakes.conversation import Conversation
from tests.fixtures.words import kinds, lines
from tests.flows.test_report import filed
from tests.flows.town import GIDEON, HECTOR, PRIYA, RUTH, SAM, WEN, Town, answer

CANNOT = [one for one in kinds("orders") if next(row for row in ORDERS if row.name == one[0]).does == ""]


def quotes(talk: Conversation) -> list[Quote]:
    return [
        part
        for reply in talk.replies
        if isinstance(reply, Say)
        for part in reply.message.parts
        if isinstance(part, Quote)
    ]


def test_of_two_hundred_orders_95_in_100_are_understood_as_what_they_are() -> None:
    said = kinds("orders")
    missed = [
        (kind, text) for kind, text in said if (found := order_in(text)) is None or found.order.name != kind
    ]
    unseen = [text for _, text in said if order_in(text) is None]
    assert len(said) >= 180
    assert len(unseen) <= 0.05 * len(said), unseen
    assert len(missed) <= 0.1 * len(said), missed


def test_of_a_hundred_questions_that_look_alike_97_in_100_stay_questions() -> None:
    said = lines("order_lookalikes")
    taken = [(found.order.name, text) for text in said if (found := order_in(text))]
    assert len(said) >= 130
    assert len(taken) <= 0.03 * len(said), taken


def test_what_stands_before_the_question_whether_a_file_can_be_added_is_passed_over() -> None:
    found = order_in("I've got a photo of the letter, can I attach it?")
    assert found
    assert found.order.name == "attach"


@pytest.mark.parametrize("text", ["", " ", "x" * 5000, "close the report " * 50, "🙂", "‹›", "‹a›"])
def test_what_is_no_order_is_none(text: str) -> None:
    assert order_in(text) is None


def test_every_order_has_a_name_of_its_own_and_ways_that_exist() -> None:
    names = [one.name for one in ORDERS]
    assert len(names) == len(set(names))
    commands = {command.name for command in COMMANDS} | {"drafts"}
    assert {one.does for one in ORDERS if one.does} <= commands
    buttons = {name: way() for name, way in WAYS.items()}
    assert {name for one in ORDERS for name in one.near} <= set(buttons)
    actions = {*all_routes().actions, "command.run"}
    assert {button.action for button in buttons.values()} <= actions


@pytest.mark.parametrize("text", [text for _, text in CANNOT if order_in(text)][::8])
async def test_what_the_bot_cannot_do_it_says_and_shows_no_clause(town: Town, text: str) -> None:
    town.knowledge.answer = answer(text)
    talk = town.talk()
    await talk.say(text)
    assert quotes(talk) == []
    assert "don't say" not in talk.words
    found = order_in(text)
    assert found is not None
    assert sentence(f"order.{found.order.name}") in talk.words
    assert "What the policies say" in [button.label for button in talk.buttons]
    assert town.knowledge.asked == []


async def test_a_question_taken_for_an_order_is_one_press_from_its_answer(town: Town) -> None:
    town.knowledge.answer = answer("close the report")
    talk = town.talk()
    await talk.say("close the report")
    await talk.press("What the policies say")
    assert town.knowledge.asked == ["close the report"]
    assert len(quotes(talk)) == 1


@pytest.mark.parametrize(
    "text", ["show my reports", "was my report read?", "what is waiting for me", "I acknowledge"]
)
async def test_orders_about_reports_show_them(town: Town, text: str) -> None:
    record = await filed(town)
    talk = town.talk(SAM)
    await talk.say(text)
    assert record.reference in talk.words


@pytest.mark.parametrize(
    "text", ["was my question answered?", "show my questions", "did anybody answer my question"]
)
async def test_orders_about_questions_show_them(town: Town, text: str) -> None:
    talk = town.talk()
    await talk.say(text)
    assert "You have not asked anybody yet" in talk.words


async def test_an_order_to_report_opens_the_form(town: Town) -> None:
    talk = town.talk()
    await talk.say("I'd like to make a report about a caller")
    await talk.press("Open the form")
    assert isinstance(talk.replies[0], OpenForm)


async def test_an_order_after_the_slash_command_offers_the_way(town: Town) -> None:
    talk = town.talk()
    await talk.command("policy", "show my reports")
    assert [button.label for button in talk.buttons] == ["My reports"]
    await talk.press("My reports")
    assert "You have no reports" in talk.words


@pytest.mark.parametrize("typed", ["{ref}", "{low}", "what about {low}?", "should I acknowledge {low}?"])
async def test_a_typed_reference_opens_the_record_with_its_button_for_who_may_see_it(
    town: Town, typed: str
) -> None:
    record = await filed(town)
    ref = record.reference
    text = typed.format(ref=ref, low=ref.casefold(), spaced=ref.replace("-", " ").casefold())
    talk = town.talk(PRIYA)
    await talk.say(text)
    assert ref in talk.words
    assert "Acknowledge" in [button.label for button in talk.buttons]
    assert town.knowledge.asked == []


@pytest.mark.parametrize(
    "typed", ["I acknowledge {ref}", "acknowledge {spaced}", "please confirm receipt of {ref}"]
)
async def test_p35_who_was_asked_acknowledges_by_typing_it(town: Town, typed: str) -> None:
    record = await filed(town)
    await town.pass_time(minutes=1)
    text = typed.format(ref=record.reference, spaced=record.reference.replace("-", " ").casefold())
    talk = town.talk(PRIYA)
    await talk.say(text)
    assert "Priya Raman acknowledged" in talk.words
    stored = await town.desk.view(record.id, PRIYA)
    assert stored is not None
    assert stored.acknowledged_by == PRIYA


async def test_typing_it_acknowledges_nothing_for_who_was_not_asked(town: Town) -> None:
    record = await filed(town)
    talk = town.talk()
    await talk.say(f"acknowledge {record.reference}")
    assert "you need not do anything" in talk.words
    stored = await town.desk.view(record.id, SAM)
    assert stored is not None
    assert not stored.acknowledged_by


@pytest.mark.parametrize("typed", ["show me {ref}", "acknowledge {ref}"])
async def test_absent_and_forbidden_are_answered_in_the_same_words(town: Town, typed: str) -> None:
    record = await filed(town)
    talk = town.talk(HECTOR)
    await talk.say(typed.format(ref=record.reference))
    forbidden = talk.words
    await talk.say(typed.format(ref="K4M-7TR"))
    assert talk.words == forbidden
    assert "nothing to show" in forbidden


async def test_an_order_on_a_record_that_cannot_be_done_leads_to_the_record(town: Town) -> None:
    record = await filed(town)
    talk = town.talk(PRIYA)
    await talk.say(f"delete report {record.reference}")
    assert "cannot take back" in talk.words
    await talk.press(f"Show {record.reference}")
    assert record.reference in talk.words
    assert "Acknowledge" in [button.label for button in talk.buttons]
    await talk.say(f"delete report {record.reference}")
    assert f"[Show {record.reference}]" in talk.words, "it says that this was not done, and shows the way"


@pytest.mark.parametrize(
    "typed",
    [
        *("put {ref} on hold", "hold {ref}", "retention {ref}", "hand over"),
        *("link {ref}", "pack {ref}", "reopen {ref}", "earlier contacts", "same customer"),
        "link reports",
    ],
)
async def test_what_is_done_on_the_card_of_a_report_is_said_to_be_done_there(town: Town, typed: str) -> None:
    record = await filed(town)
    talk = town.talk(PRIYA)
    await talk.say(typed.format(ref=record.reference))
    assert sentence("order.workflow") in talk.words
    assert "cannot" not in sentence("order.workflow")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        *(
            (one, "worklist.title")
            for one in ("show me the work list", "my work list", "open the work list please")
        ),
        *(
            (one, "home.quick")
            for one in ("show overview", "show me my overview", "can you open the overview?")
        ),
        *(
            (one, "command.retention_title")
            for one in ("show retention", "records retention", "retention due")
        ),
        *((one, "command.retention_title") for one in ("keeping records", "legal hold", "certificates")),
    ],
)
async def test_words_of_the_trade_show_what_they_name(town: Town, typed: str, shown: str) -> None:
    talk = town.talk(GIDEON)
    await talk.say(typed)
    assert sentence(shown) in talk.words


@pytest.mark.parametrize("typed", ["log of violent incidents", "show the workplace violence log"])
async def test_the_log_of_violent_incidents_is_shown_by_its_name(town: Town, typed: str) -> None:
    talk = town.talk(GIDEON)
    await talk.say(typed)
    profile = town.services.organisation.incident_log
    assert profile is not None
    assert talk.words.startswith(profile.title)


@pytest.mark.parametrize(
    "typed", ["export work list", "print the work list", "a spreadsheet of the work list"]
)
async def test_a_work_list_is_taken_along_where_that_is_ordered(town: Town, typed: str) -> None:
    await filed(town)
    talk = town.talk(PRIYA)
    await talk.say(typed)
    assert [one.name for one in talk.replies if isinstance(one, Upload)]


@pytest.mark.parametrize("typed", ["find Casey Smyth", "search for Casey Smyth", "please find casey smyth"])
async def test_who_answers_for_reports_finds_them_by_a_name(town: Town, typed: str) -> None:
    talk = town.talk(PRIYA)
    await talk.say(typed)
    assert f"Chosen: {sentence('worklist.searched')}." in talk.words
    other = town.talk(WEN)
    await other.say(typed)
    assert sentence("order.history") in other.words


async def test_a_records_officer_who_would_delete_a_report_is_led_to_what_is_due(town: Town) -> None:
    talk = town.talk(GIDEON)
    await talk.say("delete the report")
    await talk.press(sentence("command.retention_title"))
    assert sentence("command.retention_title") in talk.words


async def test_a_reference_read_off_without_its_hyphen_opens_the_record(town: Town) -> None:
    record = await filed(town)
    bare = record.reference.replace("-", "")
    assert reference_in("AGTDHP") == "AGT-DHP"
    assert reference_in("THANKS") == reference_in("LAWYER") == reference_in("FOIPOP") == ""
    assert reference_in("what about the FREWAY") == ""
    talk = town.talk(PRIYA)
    await talk.say(f"show {bare}")
    assert record.reference in talk.words


async def test_a_reference_of_ones_own_question_shows_what_became_of_it(town: Town) -> None:
    reference = await town.services.questions.open("May I?", SAM, RUTH, town.clock.now(), draft="d" * 32)
    await town.talk().say(reference)
    for person, words in ((SAM, "Your question"), (RUTH, "A question for you"), (HECTOR, "nothing to show")):
        talk = town.talk(person)
        await talk.say(f"what about {reference.casefold()}?")
        assert words in talk.words


@pytest.mark.parametrize("text", ["What is logged?", "what's logged", "what do you log?"])
async def test_p39_what_is_logged_may_be_typed_as_it_stands_on_its_button(town: Town, text: str) -> None:
    talk = town.talk()
    await talk.choose("help.show", "logged")
    shown = talk.words
    await talk.say(text)
    assert talk.words == shown


async def test_the_rest_after_reports_is_no_reference(town: Town) -> None:
    talk = town.talk()
    await talk.say("reports from last month")
    assert "“Figures” shows whole months" in talk.words
    await talk.press("Work list")
    assert sentence("worklist.none") in talk.words


async def test_a_record_is_shown_to_the_asker_alone_in_a_channel(town: Town) -> None:
    record = await filed(town)
    talk = town.talk(PRIYA, place=Place.CHANNEL)
    (reply,) = await talk.say(record.reference)
    assert isinstance(reply, Say)
    assert reply.audience == "asker"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tell me how long I may keep somebody on hold", "two minutes"),
        ("tell me whether calls are recorded", "may be recorded for training"),
        ("explain when I have to give a warning", "one calm warning"),
        ("handle abusive caller", "one calm warning"),
        ("tell me who is told when I end a call", "must tell the department head immediately"),
    ],
)
async def test_a_question_in_the_form_of_an_order_is_answered(
    learning_town: Town, text: str, words: str
) -> None:
    talk = learning_town.talk()
    await talk.say(text)
    assert words in talk.words


@pytest.mark.parametrize(
    "text", ["give me a phrase for an angry caller", "what can I say to a caller who shouts"]
)
async def test_d10_phrases_are_still_given(learning_town: Town, text: str) -> None:
    talk = learning_town.talk()
    await talk.say(text)
    assert "end this call" in talk.words or "understand" in talk.words
