"""Fitting replies to a platform: any message fits, order is kept, nothing is lost silently."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.capabilities import Capabilities
from bot.fit import fit, fit_message
from bot.forms import Form, FormNotice, TextField
from bot.messages import (
    Button,
    Buttons,
    Divider,
    Fact,
    Facts,
    Heading,
    Image,
    Link,
    Links,
    Listing,
    ListItem,
    Message,
    Part,
    Phrases,
    Quote,
    Steps,
    Text,
)
from bot.replies import Audience, CloseForm, FormErrors, OpenForm, Replace, Reply, Say, Upload
from bot.shorten import length, shortened
from tests.fakes.conversation import CHAT, PLAIN, in_words, messages_of

LEFT_OUT = "more is not shown here"

words = st.text(max_size=400) | st.integers(0, 12).map(
    lambda size: "Somebody shouted at the counter. " * 2**size
)
short = st.text(min_size=1, max_size=30)
buttons = st.builds(Button, label=st.text(min_size=1, max_size=120), action=st.just("a"), value=short)
parts: st.SearchStrategy[Part] = st.one_of(
    st.builds(Text, words),
    st.builds(Heading, words),
    st.builds(Facts, st.lists(st.builds(Fact, short, words), max_size=5).map(tuple)),
    st.builds(Quote, words, short, short, words, short),
    st.builds(
        Listing, short, st.lists(st.builds(ListItem, words, short, short, short), max_size=4).map(tuple)
    ),
    st.builds(Steps, st.lists(words, max_size=5).map(tuple)),
    st.builds(Phrases, short, st.lists(words, max_size=4).map(tuple)),
    st.builds(Links, st.lists(st.builds(Link, words, short), max_size=3).map(tuple)),
    st.builds(Image, short, words),
    st.just(Divider()),
    st.builds(Buttons, st.lists(buttons, max_size=8).map(tuple)),
)
messages = st.builds(Message, words, st.lists(parts, max_size=12).map(tuple))
platforms = st.builds(
    replace,
    st.just(CHAT),
    message_characters=st.integers(1_500, 12_000),
    part_characters=st.integers(150, 3_000),
    buttons=st.integers(1, 8),
    button_label_characters=st.integers(10, 75),
    replace=st.booleans(),
    forms=st.booleans(),
    files=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(messages, platforms)
def test_any_message_fits(message: Message, platform: Capabilities) -> None:
    for fitted in fit_message(message, platform):
        assert length(fitted) <= platform.message_characters
        assert len(fitted.summary) <= platform.part_characters
        assert all(len(text) <= platform.part_characters for text in _texts(fitted))
        found = _buttons(fitted)
        assert len(found) <= platform.buttons
        assert all(len(button.label) <= platform.button_label_characters for button in found)


@settings(max_examples=150, deadline=None)
@given(messages, platforms)
def test_whatever_is_shortened_or_left_out_says_so(message: Message, platform: Capabilities) -> None:
    shown = fit_message(message, platform)[0]
    before, after = _texts(message), _texts(shown)
    if any(LEFT_OUT in text for text in after):
        after = after[: next(at for at, text in enumerate(after) if LEFT_OUT in text)]
    else:
        assert len(after) == len(before), "no text goes missing without a word"
    for whole, kept in zip(before, after, strict=False):
        assert kept == whole or "…" in kept
        assert whole.startswith(kept.split("…")[0].rstrip()) or "…" in whole, "shortened at the end alone"


@settings(max_examples=100, deadline=None)
@given(messages, platforms)
def test_every_button_is_still_offered_in_order(message: Message, platform: Capabilities) -> None:
    offered = [button for fitted in fit_message(message, platform) for button in _buttons(fitted)]
    assert [(button.action, button.value) for button in offered] == [
        (button.action, button.value) for button in _buttons(message)
    ]


@settings(max_examples=50, deadline=None)
@given(st.lists(messages, max_size=4), platforms, st.booleans())
def test_replies_keep_their_order_and_audience(
    said: list[Message], platform: Capabilities, can_open: bool
) -> None:
    audiences = [Audience.HERE if at % 2 else Audience.ASKER for at in range(len(said))]
    said = [Message(f"{at}", one.parts) for at, one in enumerate(said)]
    replies: list[Reply] = [Say(one, audience) for one, audience in zip(said, audiences, strict=True)]
    done = fit(replies, platform, can_open)
    assert all(isinstance(reply, Say) for reply in done)
    first = [reply for reply in done if isinstance(reply, Say) and reply.message.summary.isdecimal()]
    assert [(reply.message.summary, reply.audience) for reply in first] == [
        (str(at), audience) for at, audience in enumerate(audiences)
    ]


@settings(max_examples=50, deadline=None)
@given(messages, platforms)
def test_fitting_twice_changes_nothing_more(message: Message, platform: Capabilities) -> None:
    once = fit_message(message, platform)[0]
    assert fit_message(once, platform) == (once,)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300), st.integers(1, 100))
def test_a_shortened_text_is_a_beginning_with_a_mark(text: str, limit: int) -> None:
    cut = shortened(text, limit)
    assert len(cut) <= limit
    assert cut == text or (cut.endswith("…") and text.startswith(cut.removesuffix("…")))


@pytest.mark.parametrize(
    "sign",
    ["\U0001f468‍\U0001f469‍\U0001f467", "e\u0301", "\U0001f44b\U0001f3fd", "☎️", "\U0001f1e8\U0001f1e6"],
    ids=["family", "accent", "skin tone", "style", "flag"],
)
def test_no_sign_is_cut_in_half(sign: str) -> None:
    for limit in range(2, 30):
        kept = shortened("ab" + sign + "c" * 40, limit).removesuffix("…")
        assert kept.count(sign) == 1 or not set(sign) & set(kept)
        assert not unicodedata.combining((kept or " ")[-1]) or kept.endswith(sign)


def test_the_longest_text_gives_way_first() -> None:
    platform = replace(CHAT, message_characters=1_000, part_characters=1_400)
    narrative, clause = "He shouted. " * 100, "Staff must report it. " * 10
    message = Message("s", (Text("Emergency: 911"), Quote(clause, "Policy, 3.1"), Text(narrative)))
    [fitted] = fit_message(message, platform)
    emergency, quote, told = fitted.parts
    assert emergency == Text("Emergency: 911")
    assert quote == Quote(clause, "Policy, 3.1")
    assert isinstance(told, Text)
    assert told.text.endswith("(shortened; 1,200 characters in all)")


def test_when_even_short_texts_are_too_many_the_last_ones_are_left_out_with_a_word() -> None:
    """P36: what stands first, the emergency numbers, is what stays."""
    many = tuple(Text(f"{number}. {'He shouted. ' * 5}") for number in range(100))
    row = Buttons((Button("Acknowledge", "notice.acknowledge"),))
    [fitted] = fit_message(
        Message("s", (Text("Emergency: 911"), *many, row)), replace(CHAT, message_characters=1_500)
    )
    assert length(fitted) <= 1_500
    assert fitted.parts[0] == Text("Emergency: 911")
    note, last = fitted.parts[-2:]
    assert isinstance(note, Text)
    assert LEFT_OUT in note.text
    assert last == row


def test_a_shortened_quote_keeps_its_source() -> None:
    quote = Quote("Staff must report. " * 300, "Policy, 3.1, 2026", "must", warning="Review overdue")
    [shown] = fit_message(Message("s", (quote,)), CHAT)[0].parts
    assert isinstance(shown, Quote)
    assert shown.text.endswith("the source named here has the rest)")
    assert (shown.citation, shown.label, shown.warning) == (quote.citation, quote.label, quote.warning)


def test_where_there_are_no_buttons_their_labels_are_said() -> None:
    message = Message("s", (Text("t"), Buttons((Button("Report it", "report.open"),))))
    [reply] = fit([Say(message)], replace(PLAIN, buttons=0), can_open_form=False)
    assert "“Report it”" in in_words(reply)


FORM = Form(
    "report",
    "Report",
    (
        FormNotice("Call 911 first.", danger=True),
        TextField("happened", "What happened?", initial="He shouted."),
    ),
    "Send",
    "key",
)


def test_a_form_opens_where_the_event_can_open_one() -> None:
    assert fit([OpenForm(FORM)], CHAT, can_open_form=True) == [OpenForm(FORM)]


def test_where_the_event_cannot_open_a_form_a_button_does() -> None:
    """T9."""
    [reply] = fit([OpenForm(FORM)], CHAT, can_open_form=False)
    [button] = [button for message in messages_of(reply) for button in _buttons(message)]
    assert (button.action, button.value, button.opens_form) == ("form.open", "key", True)
    own = Message("s", (Text("Our own words"),))
    assert fit([OpenForm(FORM, own)], CHAT, can_open_form=False) == [Say(own)]


def test_where_there_are_no_forms_the_first_question_is_asked() -> None:
    """P36: the emergency numbers come first there as well."""
    [reply] = fit([OpenForm(FORM)], PLAIN, can_open_form=False)
    assert in_words(reply).index("Call 911 first.") < in_words(reply).index("What happened?")


def test_a_form_to_read_is_read_where_it_cannot_open() -> None:
    reading = replace(FORM, items=(FormNotice("What Ana wrote"),))
    for platform in (CHAT, PLAIN):
        [reply] = fit([OpenForm(reading)], platform, can_open_form=False)
        assert "What Ana wrote" in in_words(reply)
        assert isinstance(reply, Say)
        assert reply.audience is Audience.ASKER


def test_errors_stay_with_the_form_or_become_the_question_again() -> None:
    errors = FormErrors(FORM, {"happened": "Please say more."})
    assert fit([errors], CHAT, can_open_form=True) == [errors]
    [reply] = fit([errors], PLAIN, can_open_form=False)
    assert "Please say more." in in_words(reply)
    assert "What happened?" in in_words(reply)


def test_a_closing_form_keeps_what_follows() -> None:
    then = (Say(Message("a", (Text("a"),))), Replace(Message("b", (Text("b"),))))
    assert fit([CloseForm(then)], CHAT, can_open_form=True) == [CloseForm(then)]
    assert list(map(in_words, fit([CloseForm(then)], PLAIN, can_open_form=False))) == ["a", "b"]


def test_what_cannot_be_replaced_is_said_to_the_asker_alone() -> None:
    [reply] = fit([Replace(Message("b", (Text("b"),)))], PLAIN, can_open_form=False)
    assert reply == Say(Message("b", (Text("b"),)), Audience.ASKER)


def test_a_file_that_cannot_be_given_is_named() -> None:
    upload = Upload("report.pdf", "application/pdf", b"", "Your report")
    assert fit([upload], CHAT, can_open_form=False) == [upload]
    [reply] = fit([upload], PLAIN, can_open_form=False)
    assert "report.pdf" in in_words(reply)


def _buttons(message: Message) -> list[Button]:
    return [button for part in message.parts if isinstance(part, Buttons) for button in part.buttons]


def _texts(message: Message) -> list[str]:  # noqa: C901 - one arm for each part there is
    """Every text of a message but button labels, in order."""
    found: list[str] = []
    for part in message.parts:
        match part:
            case Text(text) | Heading(text):
                found.append(text)
            case Facts(facts):
                found += [text for fact in facts for text in (fact.label, fact.value)]
            case Quote():
                found += [part.lead_in, part.text, part.citation, part.label, part.warning]
            case Listing(title, items):
                found.append(title)
                found += [text for one in items for text in (one.text, one.label, one.mark, one.here)]
            case Steps(steps):
                found += steps
            case Phrases(title, phrases):
                found += [title, *phrases]
            case Links(links):
                found += [link.label for link in links]
            case Image(alt=alt):
                found.append(alt)
            case Divider() | Buttons():
                pass
    return found
