"""Forms as Teams dialogs: drawn by the rules, and read back exactly as filled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.teams.forms import draw_form, put_back, read_form, submitted
from bot.events import FieldValue
from bot.forms import (
    ChoiceField,
    DateTimeField,
    Field,
    Form,
    FormNotice,
    MultiChoiceField,
    Option,
    PersonField,
    TextField,
    ToggleField,
    When,
)
from tests.adapters.teams.samples import ZONES, labels, moments, options, texts
from tests.standins.card_rules import INPUTS, problems, walk, words

YES_NO = (Option("phone", "On the phone"), Option("desk", "In person"))
FORM = Form(
    "report",
    "Report an incident",
    (
        FormNotice("In danger now? Call 911.", danger=True),
        DateTimeField("when", "When did it happen", "America/Halifax", required=True),
        ChoiceField("channel", "Where", YES_NO, required=True),
        TextField("what", "What happened", "A few words are enough.", required=True, multiline=True),
        ToggleField("warned", "Was a warning given"),
        TextField("warning", "What was said", required=True, when=When("warned", ("yes",))),
        MultiChoiceField(
            "signs", "What it was", (Option("a,b", "Shouting, swearing"), Option("c%2C", "Threat"))
        ),
        PersonField("others", "Who else was there", (Option("ana@town.example", "Ana Ruiz"),), many=True),
        PersonField("head", "Who should know", (Option("ana@town.example", "Ana Ruiz"),)),
    ),
    "Send",
    "draft-1",
    context="from:answer",
)


def inputs(card: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in walk(card) if each.get("type") in INPUTS}


def returned(card: dict[str, Any], typed: dict[str, str] | None = None) -> dict[str, Any]:
    """What Teams sends: the button's data with every input's value beside it."""
    held = {name: each.get("value", "") for name, each in inputs(card).items()}
    return {**card["actions"][0]["data"], **held, **(typed or {})}


def answers(card: dict[str, Any], typed: dict[str, str] | None = None) -> dict[str, FieldValue]:
    data = returned(card, typed)
    sent = submitted(data)
    assert sent
    return read_form(sent.fields, data)


def fields_of(
    label: str, chosen: tuple[Option, ...], text: str, moment: datetime, zone: str
) -> tuple[Field, ...]:
    first = chosen[0].value
    return (
        TextField("t", label, text, required=True, multiline=True, initial=text),
        ChoiceField("c", label, chosen, initial=first),
        MultiChoiceField("m", label, chosen, initial=tuple(option.value for option in chosen[::2])),
        DateTimeField("d", label, zone, required=True, initial=moment),
        PersonField("p", label, chosen, initial=(first,)),
        PersonField("ps", label, chosen, initial=(first,), many=True),
        ToggleField("y", label, initial=True),
        TextField("w", label, when=When("c", (first,))),
    )


@settings(max_examples=50, deadline=None)
@given(
    labels,
    options,
    texts,
    moments,
    st.sampled_from(ZONES),
    st.dictionaries(st.sampled_from(["t", "d", "", "x"]), labels),
)
def test_every_form_obeys_the_schema_and_brings_back_what_it_was_opened_with(
    label: str, chosen: tuple[Option, ...], text: str, moment: datetime, zone: str, errors: dict[str, str]
) -> None:
    form = Form("f", "Title", fields_of(label, chosen, text, moment, zone), "Send", "key")
    card = draw_form(form, errors)
    assert problems(card, dialog=True) == []
    read = answers(card)
    assert read["t"] == text
    assert (read["c"], read["p"], read["ps"], read["y"]) == (
        chosen[0].value,
        chosen[0].value,
        (chosen[0].value,),
        True,
    )
    assert read["m"] == tuple(option.value for option in chosen[::2])
    local = moment.astimezone(ZoneInfo(zone))
    assert read["d"] == local.replace(fold=0).astimezone(UTC)


def test_the_card_carries_what_a_submit_needs_and_nothing_personal() -> None:
    sent = submitted(returned(draw_form(FORM, origin={"card": "1:abc"})))
    assert sent
    assert (sent.form, sent.draft, sent.context, sent.origin) == (
        "report",
        "draft-1",
        "from:answer",
        {"card": "1:abc"},
    )
    assert set(sent.fields) == {field.name for field in FORM.fields}


def test_errors_stand_beside_their_fields_and_everything_typed_is_put_back() -> None:
    typed = {
        "what": "He [shouted](https://x)",
        "channel": "desk",
        "when.date": "2026-03-01",
        "signs": "a%2Cb,c%252C",
    }
    values = answers(draw_form(FORM), typed)
    again = draw_form(FORM, {"when": "Please give the time too.", "": "Not saved yet."}, values)
    again = put_back(again, returned(draw_form(FORM), typed))
    read = words(again).split("\n")
    assert read[0] == "Please check: Not saved yet."
    assert read.index("Please check: Please give the time too.") == read.index("When did it happen: date") - 1
    assert {name: inputs(again)[name].get("value") for name in typed} == typed
    assert values["signs"] == ("a,b", "c%2C")
    assert problems(again, dialog=True) == []


def test_a_field_that_depends_on_another_is_shown_with_its_condition_and_never_required() -> None:
    card = draw_form(FORM)
    assert "isRequired" not in inputs(card)["warning"]
    assert inputs(card)["what"]["isRequired"] is True
    assert "Only if “Was a warning given” is “Yes”." in words(card)


def test_the_emergency_notice_comes_first_and_is_marked_in_words() -> None:
    first = draw_form(FORM)["body"][0]
    assert first["style"] == "attention"
    assert words(first) == "Important: In danger now? Call 911."


def test_what_was_left_empty_is_missing_or_empty() -> None:
    assert answers(draw_form(FORM)) == {"what": "", "warned": False, "warning": "", "signs": (), "others": ()}


@pytest.mark.parametrize(
    ("zone", "typed", "meant"),
    [
        ("America/Halifax", "2026-03-08 02:30", "2026-03-08 06:30"),  # skipped: 03:30 local
        ("America/Halifax", "2026-11-01 01:30", "2026-11-01 04:30"),  # twice: the first, at UTC-3
        ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45"),  # a half-hour change, the first
        ("Europe/Berlin", "2026-07-01 00:00", "2026-06-30 22:00"),
    ],
)
def test_times_are_read_in_the_field_s_zone_also_in_nights_when_clocks_change(
    zone: str, typed: str, meant: str
) -> None:
    date, time = typed.split()
    read = read_form({"when": f"time {zone}"}, {"when.date": date, "when.time": time})
    assert read["when"] == datetime.fromisoformat(meant).replace(tzinfo=UTC)


@pytest.mark.parametrize("date", ["", "2026-02-30", "nonsense", "2026-03-01T00:00", "9" * 400, "0001-01-01"])
def test_a_date_nobody_can_read_is_no_answer(date: str) -> None:
    assert "when" not in read_form({"when": "time Asia/Tokyo"}, {"when.date": date, "when.time": "00:00"})


@pytest.mark.parametrize("zone", ["", "../../etc/passwd", "Nowhere/Land", "\x00"])
def test_a_zone_nobody_knows_is_no_answer(zone: str) -> None:
    assert read_form({"when": f"time {zone}"}, {"when.date": "2026-03-01", "when.time": "10:00"}) == {}


def test_a_time_with_seconds_is_read_too() -> None:
    read = read_form({"when": "time UTC"}, {"when.date": "2026-03-01", "when.time": "10:05:59"})
    assert read["when"] == datetime(2026, 3, 1, 10, 5, tzinfo=UTC)


def test_a_moment_is_shown_on_the_zone_s_clock() -> None:
    moment = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)
    card = draw_form(FORM, values={"when": moment + timedelta(hours=2)})
    assert (inputs(card)["when.date"]["value"], inputs(card)["when.time"]["value"]) == ("2026-03-01", "00:30")


def test_a_form_without_a_submit_has_no_button() -> None:
    assert "actions" not in draw_form(Form("record", "Report", (FormNotice("Read only."),), "", "k"))


@pytest.mark.parametrize(
    "data", [{}, {"counterpoise": []}, {"counterpoise": {"form": "x"}}, {"counterpoise": {"action": "a"}}]
)
def test_data_of_no_form_of_ours_is_no_submit(data: dict[str, Any]) -> None:
    assert submitted(data) is None


ODD = (
    st.none()
    | st.text(max_size=9)
    | st.integers()
    | st.booleans()
    | st.lists(st.text(max_size=3), max_size=2)
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["a", "b", "c", "d", "e", "e.date", "e.time"]), ODD))
def test_whatever_a_client_sends_for_a_field_is_read_without_an_error(data: dict[str, Any]) -> None:
    every = ("text", "one", "many", "toggle", "time UTC", "junk", "time")
    kinds = dict(zip(data, every, strict=False))
    for value in read_form(kinds, data).values():
        assert isinstance(value, str | bool | tuple | datetime)
