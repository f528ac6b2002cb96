"""Forms as Slack modals: within every limit, nothing typed is lost, and answers come back as they were given."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings

from adapters.slack import forms
from adapters.slack.forms import Opened, applicable, filled, values, view
from bot.drafts import Draft
from bot.flows.report_form import report_form
from bot.flows.report_questions import DANGER, field_for
from bot.forms import (
    ChoiceField,
    DateTimeField,
    Form,
    FormNotice,
    MultiChoiceField,
    Option,
    PersonField,
    TextField,
    ToggleField,
    When,
)
from bot.people import Place, ReplyTarget
from tests.adapters.slack import strangers
from tests.fakes.clock import MORNING
from tests.fakes.services import services
from tests.flows.town import DANA, HECTOR, PRIYA, SAM, sample
from tests.standins.block_kit import view_problems
from tests.standins.slack_client import initial_state

ORIGIN = ReplyTarget(
    "slack",
    "T0LAKEVIEW",
    "C0FRONTDESK",
    "1763800100.000500",
    Place.CHANNEL,
    {"user": "U0MARTA", "response_url": "https://hooks.slack.com/commands/T0LAKEVIEW/1/abc"},
)
WARNED = ChoiceField("warned", "Warned?", (Option("yes", "Yes"), Option("no", "No")), initial="no")
NOTE = TextField("note", "How?", required=True, when=When("warned", ("yes",)))


def form(*items: Any) -> Form:
    """A form of these items."""
    return Form("report", "New report", items, "Send", "d" * 32, "ctx")


def typed(drawn: dict[str, Any]) -> dict[str, Any]:
    """`view.state.values` of a modal nobody has touched."""
    return {
        block["block_id"]: initial_state(block["element"])
        for block in drawn["blocks"]
        if block["type"] == "input"
    }


@settings(max_examples=50, deadline=None)
@given(strangers.forms())
def test_every_form_stays_within_slacks_limits(one: Form) -> None:
    assert view_problems(view(one, ORIGIN)) == []


@settings(max_examples=50, deadline=None)
@given(strangers.forms())
def test_what_a_form_is_filled_with_comes_back_untouched(one: Form) -> None:
    answers = values(typed(view(one, ORIGIN)))
    shown = applicable(one)
    for item in one.fields:
        if item.name not in shown:
            assert item.name not in answers
            continue
        single = isinstance(item, PersonField) and not item.many
        assert answers[item.name] == (item.initial[0] if single else item.initial)  # type: ignore[index]  # a tuple


@settings(max_examples=50, deadline=None)
@given(strangers.forms())
def test_putting_answers_back_draws_the_same_form(one: Form) -> None:
    drawn = view(one, ORIGIN)
    assert view(filled(one, values(typed(drawn))), ORIGIN) == drawn


def test_pieces_of_a_long_text_join_in_the_order_of_their_boxes() -> None:
    boxes = {f"happened~{number}": {"text": {"value": f"{number} "}} for number in (10, 2, 1)}
    assert values({**boxes, "happened": {"text": {"value": "0 "}}}) == {"happened": "0 1 2 10 "}


def test_fifty_thousand_characters_are_spread_over_boxes_and_joined_again() -> None:
    story = "".join(f"{number} said “no” 🙂 \n" for number in range(3200))[:50_000]
    drawn = view(form(TextField("happened", "What happened?", initial=story, limit=50_000)), ORIGIN)
    assert view_problems(drawn) == []
    assert values(typed(drawn)) == {"happened": story}


def test_a_field_that_does_not_apply_is_not_shown() -> None:
    assert applicable(form(WARNED, NOTE)) == {"warned"}
    assert applicable(filled(form(WARNED, NOTE), {"warned": "yes"})) == {"warned", "note"}


def test_a_field_depending_on_a_hidden_field_is_hidden_too() -> None:
    third = TextField("third", "Third", when=When("note", ("",)))
    assert applicable(form(WARNED, NOTE, third)) == {"warned"}


def test_fields_depending_on_each_other_do_not_hang() -> None:
    one = ToggleField("one", "One", when=When("two", ("no",)))
    two = ToggleField("two", "Two", when=When("one", ("no",)))
    assert applicable(form(one, two)) == {"one", "two"}


def test_only_the_controlling_field_reports_changes() -> None:
    blocks = view(filled(form(WARNED, NOTE), {"warned": "yes"}), ORIGIN)["blocks"]
    assert [block.get("dispatch_action", False) for block in blocks] == [True, False]


def test_the_emergency_notice_stays_above_the_fields() -> None:
    """P36: emergency numbers come first."""
    blocks = view(form(FormNotice("In danger? Call 911.", danger=True), WARNED), ORIGIN)["blocks"]
    assert blocks[0]["text"]["text"] == "⚠️ In danger? Call 911."


def test_a_form_without_fields_has_nothing_to_send() -> None:
    drawn = view(form(FormNotice("K4M-7TR")), ORIGIN)
    assert "submit" not in drawn
    assert drawn["close"]["text"] == "Close"


def test_private_metadata_brings_draft_context_and_origin_back_and_no_more() -> None:
    metadata = view(form(WARNED), ORIGIN)["private_metadata"]
    assert Opened.from_json(metadata) == Opened("report", "d" * 32, "ctx", ORIGIN)


def test_metadata_that_would_be_too_long_loses_the_reply_address_only() -> None:
    long = ReplyTarget("slack", "T", "C", route={"user": "U", "response_url": "https://x/" + "a" * 3000})
    opened = Opened.from_json(Opened("report", "d", "c", long).to_json())
    assert opened is not None
    assert opened.origin.conversation == "C"
    assert opened.origin.route == {"user": "U"}


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"form":1}', '{"origin":"x","form":"","draft":"","context":""}']
)
def test_metadata_of_somebody_else_is_not_ours(text: str) -> None:
    assert Opened.from_json(text) is None


def test_a_list_of_a_thousand_people_is_offered_in_groups() -> None:
    people = tuple(Option(f"p{number}@lakeview.example", f"Person {number}") for number in range(1000))
    drawn = view(form(PersonField("who", "Who?", people, initial=("p999@lakeview.example",))), ORIGIN)
    assert view_problems(drawn) == []
    assert values(typed(drawn)) == {"who": "p999@lakeview.example"}


def test_a_time_comes_back_as_the_same_moment_in_utc() -> None:
    night = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    drawn = view(form(DateTimeField("at", "When?", "America/Halifax", initial=night)), ORIGIN)
    assert values(typed(drawn)) == {"at": night}


def test_a_choice_without_an_answer_is_missing_and_a_cleared_text_is_empty() -> None:
    drawn = view(form(replace_initial(WARNED), TextField("note", "Note")), ORIGIN)
    assert values(typed(drawn)) == {"note": ""}


def test_several_choices_come_back_in_the_order_they_are_offered() -> None:
    several = MultiChoiceField(
        "b", "B", (Option("rude", "Rude"), Option("threat", "Threat")), initial=("threat", "rude")
    )
    assert values(typed(view(form(several), ORIGIN))) == {"b": ("rude", "threat")}


def test_a_problem_of_the_whole_form_is_said_at_its_top() -> None:
    drawn = forms.view(form(WARNED), ORIGIN, "We could not save this.")
    assert drawn["blocks"][0]["text"]["text"].endswith("We could not save this.")


def replace_initial(field: ChoiceField) -> ChoiceField:
    """The same field with nothing chosen."""
    return ChoiceField(field.name, field.label, field.options)


def test_a_report_of_the_longest_texts_still_shows_what_is_asked_back() -> None:
    """Slack draws a hundred blocks: the questions stand above the many boxes of long texts."""
    town = services(people=sample().people, organisation=sample().organisation)
    long = "Priya hit me. Dana saw it. Hector came. " * 1200
    texts = dict.fromkeys(("happened", "tried", "afterwards"), long)
    report = report_form(Draft("k", "report", SAM, texts, MORNING), town)
    drawn = view(report, ORIGIN)
    assert view_problems(drawn) == []
    shown = [block["block_id"] for block in drawn["blocks"][:10] if block["type"] == "input"]
    assert {DANGER, *(field_for(one) for one in (PRIYA, DANA, HECTOR))} <= set(shown)
