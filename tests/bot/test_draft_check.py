"""What a reply is checked for: each thing is found with its words, and good plain replies pass."""

from __future__ import annotations

import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.draft_check import READ, DraftFlag, FlagKind, check_draft, reading_grade
from bot.flows.draft_flags import flag_words
from bot.typed import TYPED

PLAIN = (
    "Dear Casey Customer, thank you for telling us about the pothole at 14 Harbour Street. We are sorry for the"
    " trouble and take it seriously. Your request has the number 696-RTA. A crew fills the hole this week. You hear"
    " from us again by 9 March at the latest."
)


def found(text: str, kind: FlagKind, **more: object) -> tuple[str, ...]:
    """The words of one kind of flag."""
    flags: tuple[DraftFlag, ...] = check_draft(text, **more)  # type: ignore[arg-type]  # as the test names them
    return tuple(word.words for one in flags if one.kind is kind for word in one.found)


def test_p09_a22_a18_a_plain_reply_that_names_customer_and_matter_passes() -> None:
    about = ("Pothole or damaged road", "14 Harbour Street")
    assert check_draft(PLAIN, name="Casey Customer", about=about, jargon={"work order": "job"}) == ()


@pytest.mark.parametrize(
    ("text", "words", "plain"),
    [
        ("It was fixed prior to your call.", "prior to", "before"),
        ("We utilised gravel.", "utilised", "use"),
        ("Pursuant to the by-law we act.", "Pursuant to", "under, by"),
        ("A Work  Order was made.", "Work  Order", "job"),
        ("Two work orders were made.", "work orders", "job"),
        ("The PWD comes on Monday.", "PWD", ""),
    ],
)
def test_p09_office_words_are_found_with_plain_ones(text: str, words: str, plain: str) -> None:
    (flag,) = check_draft(text, jargon={"work order": "job"})
    assert flag.kind is FlagKind.JARGON
    assert [(one.words, one.plain) for one in flag.found] == [(words, plain)]
    assert f"“{words}”" in flag_words(flag)
    assert plain in flag_words(flag)


@pytest.mark.parametrize(
    "text",
    [
        "Your request 696-RTA is with us.",
        "The Public Works Department (PWD) comes on Monday.",
        "Come at 9 AM, it is OK. Bring your ID.",
        "THANK YOU FOR CALLING US",
        "You may end the contract before Monday.",
    ],
)
def test_p09_numbers_explained_short_forms_and_everyday_words_are_no_jargon(text: str) -> None:
    assert found(text, FlagKind.JARGON, jargon={"work order": "job"}) == ()


@pytest.mark.parametrize(
    "text",
    [
        "You failed to send the form.",
        "This is your own fault.",
        "You should have called earlier.",
        "You did not complete the form.",
        "You didn’t read the notice.",
        "As we already told you, the road is closed.",
        "As I have repeatedly explained, it takes a week.",
        "If you had called, it would be done.",
        "Had you answered, it would be done.",
        "You claim that nobody came.",
        "It is not our fault that it rained.",
        "It was the fault of another office.",
        "The other department forgot it.",
        "A colleague made it worse: it was our clerk's mistake.",
    ],
)
def test_a22_wording_that_blames_the_customer_or_others_is_found(text: str) -> None:
    assert found(text, FlagKind.BLAME)


@pytest.mark.parametrize(
    "text",
    [
        "This was not your fault.",
        "We are sorry. We made a mistake, and we own it.",
        "You should have received our letter by now.",
        "You did not do anything wrong.",
        "If you have not heard from us by Monday, please call.",
        "Thank you for telling us that nobody came.",
        "Please send the form with your name.",
    ],
)
def test_a22_owning_a_mistake_and_asking_for_something_is_no_blame(text: str) -> None:
    assert found(text, FlagKind.BLAME) == ()


HARD = (
    "Notwithstanding the municipality's infrastructural responsibilities, the administration's determination regarding"
    " remediation of deteriorated transportation facilities necessitates comprehensive interdepartmental consultation,"
    " environmental examination and subsequent authorisation by the appropriate institutional representatives."
)


def test_p09_a_text_that_is_hard_to_read_says_how_hard_and_by_which_words() -> None:
    flag = next(one for one in check_draft(HARD) if one.kind is FlagKind.READING)
    assert flag.grade > 20
    assert "responsibilities" in [one.words for one in flag.found]
    assert str(flag.grade) in flag_words(flag)
    assert reading_grade("Too short to say.") is None
    assert not [one for one in check_draft(HARD, hardest=99) if one.kind is FlagKind.READING]


def test_p09_the_reading_level_is_the_published_formula() -> None:
    """Of a text whose syllables anybody can count: 30 words of one syllable in three sentences."""
    text = " ".join(["The cat sat on the mat and ran to us."] * 3)
    grade = reading_grade(text)
    assert grade is not None
    assert grade == pytest.approx(0.39 * 10 + 11.8 * 1 - 15.59)


def test_p06_a16_a_reply_without_the_name_or_without_the_matter_says_so() -> None:
    text = "We fixed it. Thank you."
    about = ("Pothole or damaged road", "14 Harbour Street")
    assert found(text, FlagKind.NAME, name="Casey Customer") == ("Casey Customer",)
    assert found(text, FlagKind.QUESTION, about=about) == about
    assert found("Dear Ms. Customer", FlagKind.NAME, name="Casey Customer") == ()
    assert found("The asphalt is new.", FlagKind.QUESTION, about=about, also=("asphalt",)) == ()
    assert check_draft(text) == (), "who gave no name is not missed by it"


@pytest.mark.parametrize("left", ["{date}", "[name of street]", "____", "the the", "xxx", "TBD"])
def test_a18_what_was_left_in_by_mistake_is_found(left: str) -> None:
    assert found(f"Dear Casey, it is done on {left} for you.", FlagKind.SLIP)


@given(st.text(alphabet=string.printable + "é’“”…", max_size=400), st.text(max_size=20))
def test_whatever_is_written_is_looked_through_and_every_word_found_stands_in_it(
    text: str, name: str
) -> None:
    for flag in check_draft(text, name=name, about=("Pothole",), jargon={"work order": "job"}):
        assert flag_words(flag)
        if flag.kind in (FlagKind.JARGON, FlagKind.BLAME, FlagKind.SLIP):
            assert all(one.words.split()[0] in text for one in flag.found if one.words.split())


def test_p09_every_plain_word_that_is_offered_is_itself_plain() -> None:
    for plain in TYPED.table("draft_check.jargon"):
        assert found(plain, FlagKind.JARGON) == ()


@pytest.mark.parametrize("piece", [".", "?", "!", ".?", "…", "- ", "\n ", "[", "{a", "_", "the ", "x"])
def test_no_draft_however_absurd_takes_long_to_look_through(piece: str) -> None:
    """A run of full stops took a minute, while nobody else was answered: no stop is looked at with every other."""
    start = time.process_time()
    check_draft(piece * (READ // len(piece) - 1) + "x", name="Casey", about=("Pothole",))
    assert time.process_time() - start < 5
