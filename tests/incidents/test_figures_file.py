"""`figures.yaml`: who gets what is data, and a mistake in it is named with its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from adapters.folder import load_folder
from adapters.settings import SAMPLE
from foundation.datafile import DataFileError
from incidents.rules.figures_file import load_figures, parse_figures
from incidents.rules.figures_rules import NO_FIGURES, FigureSection
from tests.fakes.roster import CAO, GUEST, HEAD, FakeRoster

WHOLE = "audiences: [{name: all, title: All, role: cao, shows: [requests, care]}]"


def test_who_is_named_or_holds_the_role_today_belongs_to_an_audience_and_a_guest_to_none() -> None:
    rules = parse_figures(
        f"audiences: [{{name: a, title: A, role: cao, shows: [care]}},"
        f" {{name: b, title: B, people: [{HEAD}, {GUEST}], shows: [times]}}]"
    )
    people = FakeRoster.town()
    assert [one.name for one in rules.of(CAO, people)] == ["a"]
    assert [one.name for one in rules.of(HEAD, people)] == ["b"]
    assert rules.of(GUEST, people) == ()
    assert rules.of("nobody@alder.example", people) == ()
    assert set(rules.people(people)) == {CAO, HEAD}


def test_who_has_no_department_sees_nothing_as_an_audience_of_departments() -> None:
    rules = parse_figures(
        f"audiences: [{{name: a, title: A, people: [{HEAD}, nobody@alder.example],"
        " shows: [care], own_department: true}]"
    )
    people = FakeRoster.town()
    assert [one.name for one in rules.of(HEAD, people)] == ["a"]
    assert rules.of("nobody@alder.example", people) == ()


def test_without_the_file_nobody_gets_any(tmp_path: Path) -> None:
    assert load_figures(tmp_path / "figures.yaml") == NO_FIGURES
    assert NO_FIGURES.of(CAO, FakeRoster.town()) == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("role: cao", "either “role:” or “people:”"),
        ("role: cao", "one of department_head"),
        ("shows: [requests, care]", "some of requests"),
        ("name: all", "letters"),
    ],
)
def test_a_mistake_is_refused_with_what_was_expected(change: str, said: str) -> None:
    instead = {
        "either “role:” or “people:”": "text: x",
        "one of department_head": "role: king",
        "some of requests": "shows: [gossip]",
        "letters": "name: 'a b'",
    }[said]
    with pytest.raises(DataFileError, match=said):
        parse_figures(WHOLE.replace(change, instead))


def test_two_audiences_of_one_name_are_refused() -> None:
    one = WHOLE.removeprefix("audiences: [").removesuffix("]")
    with pytest.raises(DataFileError, match="Two audiences"):
        parse_figures(f"audiences: [{one}, {one}]")


def test_every_part_has_an_audience_in_the_sample() -> None:
    audiences = load_figures(SAMPLE / "figures.yaml").audiences
    assert {part for one in audiences for part in one.shows} == set(FigureSection)


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ("lanes: [hr]", "lanes: [hrr]", "no lane of requests.yaml"),
        ("beatriz.amaral", "nobody", "gets the month"),
    ],
)
def test_a_lane_or_a_person_that_no_file_knows_is_refused(
    tmp_path: Path, written: str, instead: str, said: str
) -> None:
    folder = tmp_path / "town"
    shutil.copytree(SAMPLE, folder, ignore=shutil.ignore_patterns("policies"))
    file = folder / "figures.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(written, instead), encoding="utf-8")
    with pytest.raises(DataFileError, match=said):
        load_folder(folder)
