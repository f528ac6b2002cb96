"""Abbreviations and the words they stand for mean the same where the policies write both."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from knowledge.library import Library
from knowledge.text.abbreviations import abbreviation_groups
from knowledge.text.terms import terms


def test_letters_and_the_name_they_are_the_first_letters_of_are_one_group() -> None:
    told = abbreviation_groups(
        [
            "Staff may call the Employee and Family Assistance Program (EFAP).",
            "The rules of the Accessibility for Ontarians with Disabilities Act are kept.",
            "See the AODA policy, and tell the CAO. The Chief Administrative Officer decides.",
            "The Department of Public Works (DPW) answers; the DOT, the Department of Transportation, does not.",
        ]
    )
    assert told == (
        ("AODA", "Accessibility for Ontarians with Disabilities Act"),
        ("CAO", "Chief Administrative Officer"),
        ("DOT", "Department of Transportation"),
        ("DPW", "Department of Public Works"),
        ("EFAP", "Employee and Family Assistance Program"),
    )


def test_words_in_capitals_and_letters_that_could_stand_for_much_are_no_abbreviations() -> None:
    assert not abbreviation_groups(["PURPOSE AND SCOPE", "All Late Letters are filed. ALL of them, all day."])
    assert not abbreviation_groups(["The PTA meets.", "Press the alarm button."])
    several = ["The CSC", "City Service Centre", "Customer Service Counter", "Court Services Clerk"]
    assert not abbreviation_groups(several)


@given(st.lists(st.text(max_size=200), max_size=4))
def test_any_text_gives_groups_of_letters_and_names_that_begin_with_them(texts: list[str]) -> None:
    for letters, *names in abbreviation_groups(texts):
        assert names
        assert all(name[0].upper() == letters[0] for name in names)


def test_a_question_with_the_letters_finds_the_clause_with_the_name(tmp_path: Path) -> None:
    (tmp_path / "service.md").write_text(
        "# Service Policy\n\n## Access\n\nOur counters follow the Accessibility for Ontarians with Disabilities "
        "Act.\n\n## Counselling\n\nThe Employee and Family Assistance Program is free for staff.\n\n## Rules\n\n"
        "We follow the opening hours on the door. Staff must follow the dress code.\n\n## More\n\n"
        "See the AODA handbook and the EFAP leaflet in the staff room.\n",
        encoding="utf-8",
    )
    for _ in range(2):  # The second time what was kept of the index answers.
        library = Library.open([tmp_path], tmp_path / "cache")
        found = [one.clause for one in library.ask("how do our counters follow the aoda").passages]
        assert found[0].startswith("Our counters follow")
        words = library.index.lexicon.scores(
            terms("aoda"), library.index.synonyms.alternatives(terms("aoda"))
        )
        assert sum(words > 0) == 2
