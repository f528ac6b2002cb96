"""Whoever a complaint means is asked about however they are named, and strangers are not (R20)."""

from __future__ import annotations

from bot.flows.report_names import mentions
from bot.flows.report_roles import Asked
from tests.fixtures.words import kinds, lines
from tests.flows.town import CAO, SAM, sample

PEOPLE = sample().people
ASKED = Asked(SAM, "Customer Service")


def found(text: str, *, is_name: bool = False) -> set[str]:
    """The local parts of the addresses of whoever a text may mean."""
    return {one.person.partition("@")[0] for one in mentions(text, PEOPLE, ASKED, is_name=is_name)}


def test_r20_whoever_is_meant_by_role_nickname_initials_or_number_is_asked_about() -> None:
    told = kinds("colleagues")
    missed = [said for who, said in told if who not in found(said)]
    assert len(told) >= 45
    assert len(missed) <= 0.05 * len(told), missed


def test_r20_a_stranger_is_not_asked_about() -> None:
    told = lines("strangers")
    asked = [said for said in told if found(said)]
    assert len(told) >= 45
    assert len(asked) <= 0.05 * len(told), asked


def test_r20_the_deputy_of_the_cao_is_not_the_cao() -> None:
    for said in ("deputy CAO", "The deputy chief administrative officer shouted.", "the Deputy C.A.O."):
        assert CAO.partition("@")[0] not in found(said, is_name=True), said


def test_r20_initials_count_in_the_field_for_names_too() -> None:
    for said in ("PR", "P.R.", "P. R.", "Ms R."):
        assert "priya.raman" in found(said, is_name=True), said
