"""Fields of the organisation's own: asked, kept, shown and left out like the others, on Slack's and Teams' terms."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.dispatch import Bot
from bot.events import FieldValue
from bot.flows.notice import draw
from bot.forms import Form
from bot.replies import CloseForm, FormErrors
from bot.words import sentence
from incidents.records import Record
from incidents.rules.own_fields import NO_OWN_FIELDS, FieldRules
from incidents.rules.own_fields_file import parse_fields
from tests.fakes.clock import MORNING
from tests.fakes.conversation import PLATFORMS
from tests.flows.test_details import page, seen
from tests.flows.test_record_paper import words_on
from tests.flows.test_report import FILLED, errors, opened
from tests.flows.test_worklist_sheet import file_of, rows
from tests.flows.town import CAO, PRIYA, SAM, Town

OWN = parse_fields("""
fields:
  - {name: counter, label: Which counter?, kind: choice, choices: {north: North zyx, south: South}, page: first,
     when: {field: channel, is: in_person}, needed: true, in_figures: true}
  - {name: said_aside, label: Words said aside, kind: text, page: first, on_paper: false}
  - {name: kinds, label: Which papers?, kind: multi, choices: {permit: A permit, bill: A bill}}
  - {name: ends, label: Permit ends, kind: date, page: customer}
  - {name: filmed, label: It was filmed, kind: toggle, page: safety}
choices:
  severity: {unbearable: Unbearable}
texts:
  place: {label: Where in the town was it?}
""")
AT_COUNTER = {**FILLED, "channel": "in_person", "own_counter": "own_north", "own_said_aside": "CANARY aside"}


def use(town: Town, rules: FieldRules) -> None:
    """Let a file be in force."""
    town.services = replace(town.services, fields=rules)
    town.bot = Bot(town.services, PLATFORMS)


@pytest.fixture
def own_town(town: Town) -> Town:
    use(town, OWN)
    return town


async def filed(town: Town, **changes: FieldValue) -> Record:
    talk = await opened(town)
    await talk.submit({**AT_COUNTER, **changes})
    assert talk.replies == [CloseForm()], talk.words
    (record,) = await town.desk.mine(SAM)
    return await seen(town, record, SAM)


async def adds(town: Town, record: Record, operation: str, **said: FieldValue) -> Record:
    talk = await page(town, record, operation)
    await talk.submit(said)
    assert isinstance(talk.replies[0], CloseForm), talk.words
    return await seen(town, record, SAM)


async def read(town: Town, record: Record, person: str = PRIYA) -> str:
    talk = town.talk(person)
    await talk.choose("notice.view", record.id)
    assert talk.form is not None
    return str(talk.form)


def labels(form: Form | None) -> dict[str, str]:
    assert form is not None
    return {one.name: one.label for one in form.fields}


async def test_d55_a_field_of_the_first_page_is_asked_with_its_answer_alone_and_needed_then(
    own_town: Town,
) -> None:
    talk = await opened(own_town)
    form = talk.form
    assert form is not None
    assert [one.name for one in form.fields][-2:] == ["own_counter", "own_said_aside"]
    counter = next(one for one in form.fields if one.name == "own_counter")
    assert counter.when is not None
    assert (counter.when.field, counter.when.values) == ("channel", ("in_person",))
    await talk.submit({**AT_COUNTER, "own_counter": None})
    assert set(errors(talk)) == {"own_counter"}
    await talk.submit({**FILLED})
    assert talk.replies == [CloseForm()], "on the phone nobody is asked for a counter"


async def test_a_toggle_that_is_not_sent_says_no_and_what_is_needed_then_is_missed(town: Town) -> None:
    use(
        town,
        parse_fields("""
fields:
  - {name: seen, label: Seen by camera?, kind: toggle, page: first}
  - {name: why, label: Why not?, kind: text, page: first, when: {field: seen, is: "no"}, needed: true}
"""),
    )
    talk = await opened(town)
    await talk.submit(FILLED)
    assert set(errors(talk)) == {"own_why"}
    await talk.submit({**FILLED, "own_seen": True})
    assert talk.replies == [CloseForm()]


async def test_an_answer_is_read_with_the_report_and_stands_on_paper_where_it_is_meant_to(
    own_town: Town,
) -> None:
    record = await filed(own_town)
    assert {one.name: one.values for one in record.report.own} == {
        "own_counter": ("own_north",),
        "own_said_aside": ("CANARY aside",),
    }
    said = await read(own_town, record)
    assert "Which counter?" in said
    assert "North zyx" in said
    assert "CANARY aside" in said
    talk = own_town.talk(SAM)
    await talk.choose("record.paper", record.id)
    assert "North zyx" in words_on(talk)
    assert "CANARY" not in words_on(talk)
    assert record.attested is not None
    assert record.attested.holds, "what the author confirmed covers it (D66)"


async def test_t19_no_card_no_list_and_no_line_of_the_log_holds_one(own_town: Town) -> None:
    record = await filed(own_town, behaviours=("violence_person",))
    await own_town.worker.run_due()
    cards = [draw(one, own_town.services) for one in own_town.notifier.notices]
    assert cards
    assert not any(word in str(cards) for word in ("CANARY", "zyx"))
    log = own_town.talk(CAO)
    await log.choose("log.write", record.id)
    assert not any(word in f"{log.words} {log.form}" for word in ("CANARY", "zyx"))


async def test_later_pages_have_fields_of_their_own_and_begin_with_what_was_said(own_town: Town) -> None:
    record = await filed(own_town)
    await adds(own_town, record, "add_details", own_kinds=("own_bill", "own_permit"))
    await adds(own_town, record, "add_customer", own_ends=MORNING)
    after = await adds(own_town, record, "add_safety", own_filmed=True, severity="own_unbearable")
    assert after.details["severity"] == "own_unbearable"
    said = await read(own_town, record)
    for words in ("A permit", "A bill", "Permit ends", "2 March 2026", "It was filmed", "Unbearable"):
        assert words in said, words
    assert "North zyx" in said, "what was said first stays"
    again = await page(own_town, record, "add_safety")
    assert again.form is not None
    firsts = {one.name: getattr(one, "initial", None) for one in again.form.fields}
    assert (firsts["own_filmed"], firsts["severity"]) == (True, "own_unbearable")
    await again.submit({"own_filmed": True, "severity": "own_unbearable"})
    assert "Nothing new" in again.words
    assert labels((await page(own_town, record)).form)["place"] == "Where in the town was it?"


async def test_a_field_that_left_the_file_is_still_shown_with_the_label_it_had(own_town: Town) -> None:
    record = await filed(own_town)
    await adds(own_town, record, "add_safety", severity="own_unbearable", own_filmed=True)
    talk = await opened(own_town)
    use(own_town, NO_OWN_FIELDS)
    said = await read(own_town, record)
    for words in ("Which counter?", "North zyx", "Words said aside", "Unbearable", "It was filmed"):
        assert words in said, words
    paper = own_town.talk(SAM)
    await paper.choose("record.paper", record.id)
    assert "North zyx" in words_on(paper)
    assert "CANARY" not in words_on(paper), "what was kept off paper is not on it because its field is gone"
    again = await page(own_town, record, "add_safety")
    assert again.form is not None
    assert "own_filmed" not in labels(again.form)
    talk.bot = own_town.bot
    await talk.submit({**FILLED, "own_said_aside": "Typed before it went."})
    (newest,) = (one for one in await own_town.desk.mine(SAM) if one.id != record.id)
    assert "Typed before it went." in await read(own_town, newest), "nothing that was typed is lost"


async def test_p36_r20_danger_and_colleagues_in_it_are_asked_back(own_town: Town) -> None:
    talk = await opened(own_town)
    words = "He has a gun, and Priya Raman told me to shut up."
    await talk.submit({**AT_COUNTER, "behaviours": ("rude",), "own_said_aside": words})
    assert isinstance(talk.replies[0], FormErrors)
    asked = {one.name for one in talk.replies[0].form.fields}
    assert "danger" in asked
    assert any(one.startswith("named_") for one in asked)


async def test_a_counted_choice_is_a_column_of_the_spreadsheet_and_words_never_are(own_town: Town) -> None:
    await filed(own_town)
    talk = own_town.talk(CAO)
    await talk.say("worklist csv")
    (row,) = rows(file_of(talk))
    assert row["Which counter?"] == "North zyx"
    assert "CANARY" not in str(row)


async def test_what_was_written_in_one_is_found_by_its_words(own_town: Town) -> None:
    record = await filed(own_town, own_said_aside="About the lighthouse keeper")
    talk = own_town.talk(PRIYA)
    await talk.say("worklist lighthouse")
    assert record.reference in talk.words


async def test_a_field_that_depends_on_several_choices_is_needed_and_kept_with_one_of_them(
    town: Town,
) -> None:
    use(
        town,
        parse_fields("""
fields:
  - {name: papers, label: Which papers?, kind: multi, choices: {permit: A permit, bill: A bill}, page: first}
  - {name: number, label: Its number, kind: text, page: first, when: {field: papers, is: permit}, needed: true}
  - {name: threat, label: His words, kind: text, page: first, when: {field: behaviours, is: threat}}
"""),
    )
    talk = await opened(town)
    said = {**FILLED, "own_papers": ("own_bill", "own_permit"), "behaviours": ("threat",)}
    await talk.submit(said)
    assert set(errors(talk)) == {"own_number"}
    await talk.submit({**said, "own_number": "12/7", "own_threat": "I will come back."})
    assert talk.replies == [CloseForm()], talk.words
    (record,) = await town.desk.mine(SAM)
    kept = {one.name: one.values for one in (await seen(town, record, SAM)).report.own}
    assert (kept["own_number"], kept["own_threat"]) == (("12/7",), ("I will come back.",))


async def test_words_that_stand_in_the_form_are_kept_whatever_they_depended_on(own_town: Town) -> None:
    record = await filed(own_town, channel="phone")
    assert {one.name: one.values for one in record.report.own}["own_counter"] == ("own_north",)


async def test_what_is_meant_for_no_paper_stands_on_none_wherever_it_was_said(town: Town) -> None:
    use(
        town,
        parse_fields("""
fields:
  - {name: aside, label: First aside, kind: text, page: first, on_paper: false}
  - {name: later, label: Later aside, kind: text, on_paper: false}
  - {name: shown, label: Shown, kind: text}
"""),
    )
    talk = await opened(town)
    form = talk.form
    await talk.submit({**FILLED, "own_aside": "CANARY first"})
    (record,) = await town.desk.mine(SAM)
    await adds(town, record, "add_details", own_later="CANARY later", own_shown="On paper zyx")
    talk.form = form
    await talk.submit({**FILLED, "own_aside": "CANARY again"})
    said = await read(town, record)
    assert "CANARY again" in said
    for where in ("record.paper", "pack.paper"):
        reader = town.talk(PRIYA)
        await reader.choose(where, record.id)
        assert "On paper zyx" in words_on(reader)
        assert "CANARY" not in words_on(reader), where


async def test_what_was_chosen_by_mistake_can_be_taken_back_and_that_is_read(own_town: Town) -> None:
    record = await filed(own_town)
    await adds(own_town, record, "add_safety", own_filmed=True)
    await adds(own_town, record, "add_details", own_kinds=("own_permit", "own_bill"))
    await adds(own_town, record, "add_customer", own_ends=MORNING)
    await adds(own_town, record, "add_safety", own_filmed=False)
    await adds(own_town, record, "add_details", own_kinds=())
    after = await adds(own_town, record, "add_customer")
    assert not any(after.own[name].values for name in ("own_filmed", "own_kinds", "own_ends"))
    assert sentence("own.taken_back") in await read(own_town, record)
    again = await page(own_town, record, "add_safety")
    assert again.form is not None
    assert {one.name: getattr(one, "initial", None) for one in again.form.fields}["own_filmed"] is False
    await again.submit({"own_filmed": False})
    assert "Nothing new" in again.words
    assert after.own["own_said_aside"].values == ("CANARY aside",), "words stay"
