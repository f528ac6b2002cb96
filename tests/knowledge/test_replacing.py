"""A policy that a newer one says it replaces is not quoted; the policy of another office of the same title is."""

from __future__ import annotations

import pytest

from knowledge.reading.editions import without_older
from knowledge.reading.sandbox_child import read_bytes
from tests.knowledge.test_editions import NEW, OLD, _kept

CARS = f"Use of Town Cars Policy\n\n{OLD}"


@pytest.mark.parametrize(
    "said",
    [
        "This policy replaces the Use of Town Cars Policy.",
        "This policy replaces the Use of Town Cars Policy of 2019.",
        "This policy hereby supersedes the Use of Town Cars Policy, adopted 1 May 2019.",
        "This new policy replaces in full the Use of Town Cars Policy.",
        "Supersedes: Use of Town Cars Policy",
        "**Replaces:** Use of Town Cars Policy (2019)",
        "| Replaces | Use of Town Cars Policy |\n|---|---|\n| Owner | Fleet |",
        "It replaces the Desk Policy and the Use of Town Cars Policy.",
        "Staff must drive slowly. This policy repeals and replaces the Use of Town Cars Policy.",
    ],
)
def test_what_a_newer_document_says_that_it_replaces_is_not_quoted_and_is_told(said: str) -> None:
    assert _kept(CARS, f"Town Fleet Policy\n\n{NEW}\n\n{said}") == (["b"], ["older-edition"])


@pytest.mark.parametrize(
    "said",
    [
        "This policy does not replace the Use of Town Cars Policy.",
        "This policy replaces section 3 of the Use of Town Cars Policy.",
        "This policy replaces parts of the Use of Town Cars Policy.",
        "This policy replaces the form in the Use of Town Cars Policy.",
        "This policy will replace the Use of Town Cars Policy in 2030.",
        "This policy replaces the Parking Policy.",
        "This policy replaces the Use of Hired Town Cars Policy.",
        "This policy replaces the Use of Town Cars Procedure.",
        "This policy replaces all earlier rules. See also the Use of Town Cars Policy.",
        "This policy supersedes the Use of Town Cars Policy where they conflict.",
        "This policy supersedes the Use of Town Cars Policy to the extent of any conflict.",
        "The clerk replaces the Use of Town Cars Policy in the rack each May.",
        "Replaced by: Use of Town Cars Policy each winter",
        "See also: Use of Town Cars Policy",
        "~~This policy replaces the Use of Town Cars Policy.~~",
        "<!-- Replaces: Use of Town Cars Policy -->",
    ],
)
def test_what_is_replaced_in_part_or_not_at_all_stays(said: str) -> None:
    assert _kept(CARS, f"Town Fleet Policy\n\n{NEW}\n\n{said}")[0] == ["a", "b"]


def test_a_field_says_what_a_document_replaces() -> None:
    cars, fleet = (
        read_bytes(f"{head}## Cars\n\nStaff must drive slowly.\n".encode(), ".md", name)
        for head, name in (
            (f"# Use of Town Cars Policy\n\n{OLD}\n\n", "a.md"),
            (
                "---\nsupersedes: Use of Town Cars Policy\neffective: 2024-05-01\n---\n# Fleet Policy\n\n",
                "b.md",
            ),
        )
    )
    assert [one.name for one in without_older([cars, fleet])[0]] == ["b.md"]


def test_a_number_names_what_is_replaced_only_where_it_is_that_policys() -> None:
    newer = f"Town Fleet Policy 8.1\n\n{NEW}\n\nThis policy replaces Policy 7.4."
    assert _kept(f"Policy 7.4 Use of Cars\n\n{OLD}", newer) == (["b"], ["older-edition"])
    assert _kept(f"Policy 7.5 Use of Cars\n\n{OLD}", newer) == (["a", "b"], [])


def test_an_older_document_replaces_nothing_that_is_newer() -> None:
    said = "This policy replaces the Use of Town Cars Policy."
    assert _kept(f"Use of Town Cars Policy\n\n{NEW}", f"Town Fleet Policy\n\n{OLD}\n\n{said}")[0] == [
        "a",
        "b",
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "Owner: Fire Department\n\nApplies to the Fire Department.",
            "Owner: Library\n\nApplies to the Library.",
        ),
        ("This policy applies to firefighters.", "This policy applies to librarians."),
        ("Owner: Fire Department\n\nFire crews must call.", "Owner: Library\n\nLibrary clerks must call."),
        (
            "Owner: Fire Department\nPolicy No. 1\n\nIt is so.\n\nApplies to fire crews.",
            "Policy No. 1\n\nApplies to swimmers.",
        ),
    ],
)
def test_policies_of_one_title_for_other_people_or_of_other_offices_both_count(
    first: str, second: str
) -> None:
    heads = (f"Call Policy\n\n{OLD}\n{first}", f"Call Policy\n\n{NEW}\n{second}")
    assert _kept(*heads) == (["a", "b"], ["same-policy"])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Owner: Clerk", "Owner: Town Clerk"),
        ("Owner: Jane Roe", "Owner: Tom Hill"),
        ("Owner: Town Clerk", "Owner: HR Manager"),
        ("Owner: Fire Department", "Owner: Director of Fire Services"),
        ("Owner: Communications", "Owner: Customer Care Office"),
        ("Applies to all staff.", "Applies to all employees and volunteers."),
        ("This policy applies to staff at the counter.", "This policy applies to all town employees."),
        ("Applies to the Library.", "Applies to the Library and its branches."),
    ],
)
def test_an_edition_whose_owner_or_scope_is_put_in_other_words_is_one(first: str, second: str) -> None:
    heads = (f"Call Policy\n\n{OLD}\n{first}", f"Call Policy\n\n{NEW}\n{second}")
    assert _kept(*heads) == (["b"], ["older-edition"])
