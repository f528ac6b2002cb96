"""Names and dangers in any text: whoever is listed is found, nothing hangs, and nobody is invented."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flows.name_words import alike
from bot.flows.report_danger import untold_dangers
from bot.flows.report_kinds import DANGERS
from bot.flows.report_names import mentions
from bot.flows.report_roles import Asked
from bot.people import People, Person
from tests.flows.town import SAM, sample

TOWN = sample().people
LISTED = [one for one in TOWN.by_key.values() if one.key != SAM]
ASKED = Asked(SAM, "Customer Service")
WORDS = st.text(max_size=60)


@given(st.sampled_from(LISTED), WORDS, WORDS)
def test_a_full_name_or_address_is_found_in_any_text(person: Person, before: str, after: str) -> None:
    for said in (person.name, person.email, person.name.upper(), " ".join(reversed(person.name.split()))):
        found = mentions(f"{before} {said} {after}", TOWN, ASKED)
        assert person.key in [one.person for one in found], said


@given(st.text(max_size=400), st.booleans())
def test_only_listed_people_are_found_and_each_with_words_of_the_text(text: str, is_name: bool) -> None:
    found = mentions(text, TOWN, ASKED, is_name=is_name)
    assert len({one.person for one in found}) == len(found)
    for one in found:
        assert one.person in TOWN.by_key
        assert one.person != SAM
        assert one.words in text


@given(st.sampled_from([one for one in LISTED if max(map(len, one.name.split())) > 4]), st.data())
def test_one_slip_in_a_long_part_of_a_name_hides_nobody_in_the_field_for_names(
    person: Person, data: st.DataObject
) -> None:
    part = max(person.name.split(), key=len)
    at = data.draw(st.integers(2, len(part) - 2))
    slip = data.draw(
        st.sampled_from(
            [part[:at] + part[at + 1 :], part[:at] + "q" + part[at:], part[:at] + "q" + part[at + 1 :]]
        )
    )
    assert person.key in [one.person for one in mentions(slip, TOWN, ASKED, is_name=True)], slip


@given(st.text(max_size=400))
def test_whoever_ticked_every_danger_is_asked_about_none(text: str) -> None:
    assert untold_dangers([text], DANGERS) == ()


ODD = (
    "é",
    "a@",
    "@",
    "!",
    "my ",
    "threat ",
    "threw a ",
    "a'",
    "a.b",
    "Priya ",
    "would ",
    "the department ",
    "\n",
    "’",
)


@pytest.mark.parametrize("piece", ODD)
def test_no_text_however_long_and_odd_holds_a_report_up(piece: str) -> None:
    """Trust check 25: with patterns that look back, one of these took minutes. Generous for a slow machine."""
    text = (piece * 50_000)[:50_000]
    began = time.process_time()
    mentions(text, TOWN, ASKED)
    untold_dangers([text], ())
    assert time.process_time() - began < 8


def test_a_slip_is_forgiven_and_another_word_is_not() -> None:
    for typed, name in (
        ("pryia", "priya"),
        ("whitlok", "whitlock"),
        ("tremblai", "tremblay"),
        ("rpiya", "priya"),
    ):
        assert alike(typed, name), typed
    for typed, name in (
        ("door", "noor"),
        ("truth", "ruth"),
        ("sector", "hector"),
        ("sam", "sama"),
        ("brown", "byrne"),
    ):
        assert not alike(typed, name), typed


def test_a_name_that_is_an_ordinary_word_counts_where_it_is_written_like_a_name() -> None:
    grant = Person("grant.may@x.example", "Grant May", "grant.may@x.example")
    people, me = People.of((grant,)), Asked("me@x.example", "")
    for said in (
        "I spoke with Grant about it.",
        "Then Grant May came.",
        "Mr May shouted.",
        "grant may",
        "I told May.",
    ):
        assert [one.person for one in mentions(said, people, me)] == [grant.key], said
    for said in (
        "I may grant it.",
        "May I ask?",
        "In May he came.",
        "On May 3 it rained. Grant it, he said.",
    ):
        assert mentions(said, people, me) == (), said


def test_accents_hyphens_and_apostrophes_hide_no_name() -> None:
    names = ("Seán O’Brien", "Anne-Marie LeBlanc", "Łukasz Żółć", "Wu Li", "Jürgen Größe")
    people = People.of([Person(f"{n}@x.example", name, f"{n}@x.example") for n, name in enumerate(names)])
    said = (
        "Sean OBrien",
        "O'Brien's",
        "anne marie",
        "Lukasz",
        "Zolc",
        "I met Li.",
        "Jurgen Grosse",
        "Leblanc",
    )
    expected = (0, 0, 1, 2, 2, 3, 4, 1)
    for text, number in zip(said, expected, strict=True):
        found = mentions(text, people, Asked("me", ""))
        assert [one.person for one in found] == [f"{number}@x.example"], text
