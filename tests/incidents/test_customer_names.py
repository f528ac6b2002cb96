"""Names of customers compared: alike in any spelling, never called the same where they are only alike."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.rules.likeness import Likeness, NameDifference, compare
from incidents.rules.names import identifiers, keys, read_name

SAME = (
    ("John Smith", "john  SMITH"),
    ("Smith, John", "John Smith"),
    ("Mr and Mrs Smith-Jones", "Smith Jones"),
    ("Mr. John Smith", "John Smith Jr."),
    ("Dr. José NÚÑEZ-Ruiz", "Jose Nunez Ruiz"),
    ("Jean-Luc Picard", "Jeanluc Picard"),
    ("Seán O’Neill", "Sean O'Neill"),
    ("Nguyễn Văn An", "Nguyen Van An"),
    ("Иван Иванов", "ИВАН ИВАНОВ"),
    ("Ann, +1 (416) 555-0134", "somebody at 416 555 0134"),
    ("M. Jean Dupont", "Jean Dupont"),
    ("pat@mail.example", "Pat Doe <PAT@mail.example>"),
)
MAYBE = (
    ("John Smith", "Joan Smyth", NameDifference.SPELLING),
    ("John Smith", "Smith John", NameDifference.ORDER),
    ("J. Smith", "John Smith", NameDifference.INITIAL),
    ("J Smith", "J Smith", NameDifference.INITIAL),
    ("D. Petrov", "Dmitri Petrov", NameDifference.INITIAL),
    ("Bill Gateshead", "William Gateshead", NameDifference.SHORT_FORM),
    ("Paco Ruiz", "Francisco Ruiz", NameDifference.SHORT_FORM),
    ("Hans Müller", "Hans Mueller", NameDifference.SPELLING),
    ("Иван Иванов", "Ivan Ivanov", NameDifference.ALPHABET),
    ("王伟", "Wang Wei", NameDifference.ALPHABET),
    ("محمد علي", "Mohammed Ali", NameDifference.SPELLING),
    ("김민수", "Kim Min-su", NameDifference.SPELLING),
    ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos", NameDifference.SPELLING),
    ("Maria Lopez", "María del Carmen López García", NameDifference.PART),
    ("Mr Okafor", "Sam Okafor", NameDifference.ONE_NAME),
    ("Okafor", "Okafor", NameDifference.ONE_NAME),
    ("Mr Smith and his son", "John Smith", NameDifference.ONE_NAME),
)
OTHERS = (
    ("John Smith", "Jane Smith"),
    ("John Smith", "Peter Jones"),
    ("Mary Anderson", "Mary Henderson"),
    ("Anna Rossi", "Anna Russo"),
    ("J Smith", "J Jones"),
    ("D. Petrov", "Marta Petrov"),
    ("unknown", "unknown"),
    ("the caller", "a caller"),
    ("Doctor", "the Doctor"),
    ("John Major", "John Minor"),
    ("", "John Smith"),
    ("Pat Doe 416 555 0134", "Kim Lee 416 555 0135"),
)
GIVEN = [
    *("Marta", "Kofi", "Ingrid", "Rashid", "Leila", "Bertrand", "Yolanda", "Piotr", "Chidi"),
    *("Saoirse", "Dmitri", "Valentina", "Hiroshi", "Eleanor"),
]
SURNAMES = [
    *("Obasanjo", "Kowalczyk", "Lindqvist", "Haddad", "Beaumont", "Castellanos", "Whitcombe"),
    *("Nakamura", "Petrov", "Fitzgerald", "Oyelaran", "Brennan", "Zimmermann", "Vasquez"),
    *("Thornbury", "Achterberg"),
]
CORPUS = [f"{given} {surname}" for given in GIVEN for surname in SURNAMES]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_written_alike_are_the_same(one: str, other: str) -> None:
    assert compare(read_name(one), read_name(other)).likeness is Likeness.SAME


@pytest.mark.parametrize(("one", "other", "why"), MAYBE)
def test_names_that_are_only_alike_are_maybe_and_say_why(one: str, other: str, why: NameDifference) -> None:
    match = compare(read_name(one), read_name(other))
    assert match.likeness is Likeness.MAYBE
    assert why in match.why


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_names_of_different_people_are_not_alike(one: str, other: str) -> None:
    assert not compare(read_name(one), read_name(other))


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_breaks_a_comparison_and_the_order_of_the_two_does_not_matter(one: str, other: str) -> None:
    first, second = read_name(one), read_name(other)
    assert compare(first, second) == compare(second, first)
    if not first.says_nothing:
        assert compare(first, first), "a name is like itself"
        assert keys(first)


def misspelt(name: str, chance: random.Random) -> str:
    """A name as somebody else wrote it down: a slip, an initial, the other order, a title or marks."""
    given, surname = name.split()
    place = chance.randrange(1, len(surname) - 1)
    slips = (
        surname[:place] + surname[place + 1 :],
        surname[:place] + surname[place] + surname[place:],
        surname[:place] + chance.choice("aeiourtln") + surname[place + 1 :],
        surname[: place - 1] + surname[place] + surname[place - 1] + surname[place + 1 :],
    )
    return chance.choice(
        (
            f"{given} {chance.choice(slips)}",
            f"{given[0]}. {surname}",
            f"{surname} {given}",
            f"{surname.upper()}, {given}",
            f"Mrs {given} {surname}",
            given.replace("a", "á") + " " + surname.replace("e", "é"),
            f"{given} Benedetta {surname}",
        )
    )


def test_of_misspelt_names_nearly_all_are_found_and_nearly_nobody_else() -> None:
    chance = random.Random(16)
    known = {name: (read_name(name), {key.text for key in keys(read_name(name))}) for name in CORPUS}
    hits = found = right = 0
    sample = chance.sample(CORPUS, 120)
    for name in sample:
        typed = read_name(misspelt(name, chance))
        sought = {key.text for key in keys(typed)}
        alike = [one for one, (form, has) in known.items() if has & sought and compare(typed, form)]
        hits += name in alike
        found += len(alike)
        right += name in alike
    recall, precision = hits / len(sample), right / found
    assert recall >= 0.99, f"recall {recall:.3f}"
    assert precision >= 0.95, f"precision {precision:.3f}"


def test_the_two_names_of_two_people_are_never_called_the_same() -> None:
    chance = random.Random(4)
    for one, other in (chance.sample(CORPUS, 2) for _ in range(400)):
        assert compare(read_name(one), read_name(other)).likeness is not Likeness.SAME


def test_days_and_times_are_no_phone_numbers() -> None:
    assert identifiers("on 2026-11-28 at 14:30, and 28/11/2026") == frozenset()
    assert identifiers("call 020 7946 0018 or +44 20 7946 0018") == {"079460018"}
