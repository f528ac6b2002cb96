"""A form as questions: dialogues as lists of pairs, and no text that could break one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import NotUnderstood, Values, applicable, read_answer, show_answer
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
from bot.interview import REVIEW, Finished, InterviewStep, Stopped, answer, begin, correct
from bot.replies import Say
from tests.fakes.conversation import in_words

NOW = datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
ZONE = "America/Halifax"
CHANNELS = (Option("phone", "By phone"), Option("in_person", "In person"), Option("email", "By e-mail"))
BEHAVIOURS = (
    Option("rude", "Rude or insulting"),
    Option("threat", "A threat, spoken or written"),
    Option("other", "Other"),
)
PEOPLE = tuple(Option(f"p{number}@example.org", f"Person {number:02} Miller") for number in range(40))

FORM = Form(
    name="report",
    title="Report",
    items=(
        FormNotice("Call 911 if you are in danger.", danger=True),
        DateTimeField("occurred_at", "When did it happen?", ZONE, required=True),
        ChoiceField("channel", "How did the contact take place?", CHANNELS, required=True),
        FormNotice("Write what you saw and heard."),
        TextField("happened", "What happened?", required=True, multiline=True),
        MultiChoiceField("behaviours", "What did the customer do?", BEHAVIOURS),
        ToggleField("ended", "Did you end the contact?"),
        TextField("warning", "What did you say before?", when=When("ended", ("yes",)), required=True),
        PersonField("witnesses", "Who else was there?", PEOPLE, many=True),
        TextField("place", "Where?", limit=20),
        FormNotice("Your supervisor will be told."),
    ),
    submit="Send",
    draft="key",
    context="c",
)

START = ("", "When did it happen?")
UP_TO_ENDED = (
    START,
    ("now", "(2 of 7) How did the contact take place?"),
    ("1", "(3 of 7) What happened?"),
    ("He shouted.\nThen he left.", "(4 of 7) What did the customer do?"),
    ("1, 2", "(5 of 7) Did you end the contact?"),
)


class Talk:
    """The interview alone, with its state kept between the lines."""

    def __init__(self, form: Form = FORM) -> None:
        self.form = form
        self.step: InterviewStep | Finished | Stopped = begin(form)

    def type(self, text: str) -> str:
        assert isinstance(self.step, InterviewStep), "The interview is over."
        self.step = answer(self.form, self.step.asking, self.step.values, text, NOW)
        return self.words

    def follows(self, *pairs: tuple[str, str]) -> None:
        for typed, expected in pairs:
            words = self.type(typed) if typed else self.words
            assert expected in words, f"After “{typed}” expected “{expected}” in:\n{words}"

    @property
    def words(self) -> str:
        return "" if isinstance(self.step, Finished) else in_words(Say(self.step.message))

    @property
    def sent(self) -> Values:
        assert isinstance(self.step, Finished), self.words
        return self.step.values


def test_a_report_from_beginning_to_end() -> None:
    talk = Talk()
    talk.follows(
        *UP_TO_ENDED,
        ("yes", "(6 of 8) What did you say before?"),
        ("That I would hang up.", "(7 of 8) Who else was there?"),
        ("person 03", "(8 of 8) Where?"),
        ("Front desk", "check your answers"),
        ("send", ""),
    )
    assert talk.sent == {
        "occurred_at": NOW,
        "channel": "phone",
        "happened": "He shouted.\nThen he left.",
        "behaviours": ("rude", "threat"),
        "ended": True,
        "warning": "That I would hang up.",
        "witnesses": ("p3@example.org",),
        "place": "Front desk",
    }


def test_emergency_numbers_come_before_the_first_question() -> None:
    """P36."""
    words = Talk().words
    assert words.index("Call 911") < words.index("When did it happen?")


def test_notices_stand_where_the_form_has_them() -> None:
    talk = Talk()
    talk.follows(START, ("now", "By phone"))
    assert "saw and heard" not in talk.words
    talk.follows(("2", "saw and heard"))


def test_a_field_that_depends_on_another_is_asked_only_then() -> None:
    talk = Talk()
    talk.follows(
        *UP_TO_ENDED, ("no", "(6 of 7) Who else was there?"), ("skip", "Where?"), ("skip", "check your")
    )
    assert "What did you say before?" not in talk.words
    talk.follows(("send", ""))
    assert "warning" not in talk.sent
    assert talk.sent["ended"] is False


def test_skipped_answers_are_absent_and_required_ones_cannot_be_skipped() -> None:
    talk = Talk()
    talk.follows(START, ("skip", "I need an answer"), ("now", "How did"), ("SKIP", "I need an answer"))
    assert "Or type “skip”" not in talk.words


def test_back_goes_to_the_question_before_and_skip_keeps_what_was_there() -> None:
    talk = Talk()
    talk.follows(
        START,
        ("back", "When did it happen?"),
        ("yesterday 9am", "How did"),
        ("phone", "What happened?"),
        ("back", "Your answer so far: “By phone”"),
        ("back", "Your answer so far: “2026-11-21 09:00”"),
        ("skip", "How did"),
        ("skip", "What happened?"),
    )
    assert isinstance(talk.step, InterviewStep)
    assert talk.step.values["channel"] == "phone"


def test_an_answer_is_changed_from_the_last_look_by_its_number() -> None:
    talk = Talk()
    talk.follows(
        *UP_TO_ENDED,
        ("no", "Who else"),
        ("skip", "Where?"),
        ("skip", "check your answers"),
        ("2", "How did the contact take place?"),
        ("in person", "2. How did the contact take place?: In person"),
        ("5", "Did you end the contact?"),
        ("yes", "What did you say before?"),
        ("skip", "I need an answer"),
        ("Nothing.", "6. What did you say before?: Nothing."),
        ("5", "Did you end the contact?"),
        ("no", "check your answers"),
        ("send", ""),
    )
    assert "warning" not in talk.sent, "an answer to a question that no longer applies is not sent"


def test_the_last_look_goes_back_and_takes_nothing_else_for_send() -> None:
    talk = Talk()
    talk.follows(
        *UP_TO_ENDED, ("no", "Who else"), ("skip", "Where?"), ("Desk", "Your supervisor will be told.")
    )
    talk.follows(("back", "Where?"), ("skip", "7. Where?: Desk"), ("yes please", "Nothing has been sent yet"))
    talk.follows(("99", "Nothing has been sent yet"), ("Send", ""))
    assert talk.sent["place"] == "Desk"


def test_once_nothing_is_needed_any_more_the_rest_can_be_left_empty() -> None:
    talk = Talk()
    talk.follows(START, ("send", "could not read that as a day"), *UP_TO_ENDED[1:])
    talk.follows(("", "Type “send” to leave the rest empty"), ("send", "check your answers"), ("send", ""))
    assert set(talk.sent) == {"occurred_at", "channel", "happened", "behaviours", "ended"}


def test_stop_ends_it_anywhere_with_a_way_to_go_on() -> None:
    for pairs in ((), (("now", "How did"),)):
        talk = Talk()
        talk.follows(*pairs, ("Stop", "Nothing was sent"))
        assert isinstance(talk.step, Stopped)
        assert "[Go on] [Throw away]" in talk.words


@pytest.mark.parametrize("typed", ["cancel", "Quit", "never mind.", "abort!"])
def test_what_people_type_to_get_out_is_no_answer(typed: str) -> None:
    talk = Talk()
    talk.follows(("now", "How did"), (typed, "Nothing was sent"))
    assert isinstance(talk.step, Stopped)


def test_refused_answers_are_asked_again_with_the_reason() -> None:
    filled = Form(
        "f",
        "Form",
        (TextField("a", "First?", initial="1"), TextField("b", "Second?", initial="2")),
        "Send",
        "k",
    )
    step = correct(filled, {"b": "That is not right."})
    assert step.asking == REVIEW + "b"
    talk = Talk(filled)
    talk.step = step
    talk.follows(("", "That is not right."), ("3", "2. Second?: 3"), ("send", ""))
    assert talk.sent == {"a": "1", "b": "3"}


def test_an_error_of_the_whole_form_leads_to_the_last_look() -> None:
    filled = Form(
        "f", "Form", (TextField("a", "First?", initial="1"), TextField("b", "Second?")), "Send", "k"
    )
    talk = Talk(filled)
    talk.step = correct(filled, {"": "It could not be saved."})
    talk.follows(("", "It could not be saved."), ("", "1. First?: 1"), ("send", ""))
    assert talk.sent == {"a": "1"}


def test_a_field_that_is_no_longer_in_the_form_starts_again() -> None:
    step = answer(FORM, "gone", {}, "x", NOW)
    assert isinstance(step, InterviewStep)
    assert step.asking == "occurred_at"


CHANNEL, HAPPENED = FORM.fields[1], FORM.fields[2]
MANY, TOGGLE, WITNESSES, PLACE = FORM.fields[3], FORM.fields[4], FORM.fields[6], FORM.fields[7]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1", "phone"),
        ("By phone", "phone"),
        ("PHONE", "phone"),
        ("in_person", "in_person"),
        ("by e-mial", "email"),
    ],
)
def test_a_choice_is_its_number_its_words_or_nearly_its_words(typed: str, meant: str) -> None:
    assert read_answer(CHANNEL, typed, NOW) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1 3", ("rude", "other")),
        ("3,1,3", ("other", "rude")),
        ("A threat, spoken or written", ("threat",)),
        ("rude, other", ("rude", "other")),
        ("none", ()),
    ],
)
def test_several_choices_are_numbers_or_words(typed: str, meant: tuple[str, ...]) -> None:
    assert read_answer(MANY, typed, NOW) == meant


def test_people_of_a_long_list_are_typed_and_namesakes_are_told_apart() -> None:
    assert "Person 00" not in in_words(Say(_asked("witnesses").message))
    assert read_answer(WITNESSES, "Person 07 Miller; person 08", NOW) == ("p7@example.org", "p8@example.org")
    with pytest.raises(NotUnderstood, match=r"That could be “Person 00 Miller”, .*Please type more"):
        read_answer(WITNESSES, "Miller", NOW)


@pytest.mark.parametrize(
    ("name", "typed", "problem"),
    [
        ("channel", "4", "not one of the 3"),
        ("channel", "by", "could be “By phone”, “By e-mail”"),
        ("channel", "pigeon", "“pigeon” is not one of the 3"),
        ("behaviours", "1, 9", "not one of the 3"),
        ("ended", "perhaps", "yes or no"),
        ("occurred_at", "11/12/2026", "could not read that as a day and a time"),
        ("place", "x" * 21, "21 characters; at most 20"),
        ("happened", "x" * 50_001, "50,001 characters; at most 50,000"),
    ],
)
def test_an_answer_that_does_not_fit_is_asked_again_with_the_reason(
    name: str, typed: str, problem: str
) -> None:
    step = answer(FORM, name, {}, typed, NOW)
    assert isinstance(step, InterviewStep)
    assert step.asking == name
    assert problem in in_words(Say(step.message))


@settings(deadline=None)
@given(
    st.lists(
        st.text(max_size=40) | st.sampled_from(["skip", "back", "send", "1", "2", "5", "yes", "now"]),
        max_size=25,
    )
)
def test_no_line_of_answers_breaks_an_interview_and_only_whole_forms_are_sent(lines: list[str]) -> None:
    talk = Talk()
    for line in lines:
        if not isinstance(talk.step, InterviewStep):
            break
        talk.type(line)
    if isinstance(talk.step, Finished):
        sent = talk.step.values
        asked = {field.name: field for field in applicable(FORM, sent)}
        assert set(sent) <= set(asked)
        assert {"occurred_at", "channel", "happened"} <= set(sent)
        assert all(show_answer(asked[name], value) or value is False for name, value in sent.items())


def _asked(name: str) -> InterviewStep:
    step = answer(FORM, name, {}, "", NOW)
    assert isinstance(step, InterviewStep)
    return step if step.asking == name else begin(FORM)
