"""The ladder file and who is asked when."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.datafile import DataFileError
from incidents.rules.ladder import (
    Ladder,
    LadderStep,
    everybody,
    load_ladder,
    next_rung,
    parse_ladder,
    recipients,
)
from tests.fakes.roster import BACKUP, CAO, HEAD, OTHER_HEAD, PARKS, TRANSIT, FakeRoster

TOWN = FakeRoster.town()
NOBODY: frozenset[str] = frozenset()

GOOD = """
steps:
  - role: department_head
    minutes: 10
  - role: cao
    minutes: 15
departments:
  Parks:
    steps:
      - person: Lead@Example.gov
        minutes: 5
repeats: 1
"""


def test_a_good_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "ladder.yaml").write_text(GOOD, encoding="utf-8")
    ladder = load_ladder(tmp_path / "ladder.yaml")
    assert ladder.steps == (LadderStep(10, role="department_head"), LadderStep(15, role="cao"))
    assert ladder.steps_for(PARKS) == (LadderStep(5, person="lead@example.gov"),)
    assert ladder.repeats == 1


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("steps: []", 1, "at least one"),
        ("steps:\n  - role: king\n    minutes: 5", 2, "“king” is not known"),
        ("steps:\n  - minutes: 5", 2, "either “role:” or “person:”"),
        ("steps:\n  - role: cao\n    person: a@b.example\n    minutes: 5", 2, "either “role:” or “person:”"),
        ("steps:\n  - role: cao\n    minutes: 0", 3, "at least 1"),
        ("steps:\n  - role: cao\n    minutes: soon", 3, "whole number"),
        ("steps:\n  - role: cao\n    mintues: 5", 3, "“mintues” is not known"),
        ("steps:\n  - role: cao\n    minutes: 5\nask_again_minutes: 0", 4, "at least 1"),
        ("steps:\n  - role: cao\n    minutes: 5\nask_again_minutes: often", 4, "whole number"),
        ("steps:\n  - person: the boss\n    minutes: 5", 2, "e-mail"),
        ("steps:\n  - role: cao\n    minutes: 5\nbusiness_hours_only: maybe", 4, "true or false"),
        ("steps:\n  - role: cao\n    minutes: 5\nbusiness_hours_only: true", 1, "business_hours"),
        ("steps:\n  - role: cao\n    minutes: 5\ndepartments:\n  Parks:\n    minutes: 5", 6, "not known"),
        ("steps:\n  - role: cao\n    minutes: 5\ndepartments:\n  Parks: x", 5, "indented"),
        ("steps:\n\t- role: cao", 2, "YAML"),
    ],
)
def test_a_mistake_is_refused_with_file_line_and_what_was_expected(text: str, line: int, words: str) -> None:
    with pytest.raises(DataFileError) as told:
        parse_ladder(text)
    assert told.value.line == line
    assert words in str(told.value)
    assert "ladder.yaml" in str(told.value)


def test_head_and_backup_are_those_of_the_department() -> None:
    ladder = parse_ladder(GOOD)
    assert recipients(ladder, 0, TOWN, TRANSIT, NOBODY) == (HEAD,)
    assert recipients(parse_ladder(GOOD.replace("Parks", "Roads")), 0, TOWN, PARKS, NOBODY) == (OTHER_HEAD,)


def test_an_unknown_department_goes_to_the_first_level_that_has_somebody() -> None:
    rung = next_rung(parse_ladder(GOOD), -1, TOWN, "Nowhere", NOBODY)
    assert rung is not None
    assert (rung.level, rung.recipients) == (1, (CAO,))


def test_a_report_without_a_department_does_not_alarm_every_head() -> None:
    rung = next_rung(parse_ladder(GOOD), -1, TOWN, "", NOBODY)
    assert rung is not None
    assert rung.recipients == (CAO,)


def test_r20_excluded_people_are_never_asked() -> None:
    ladder = parse_ladder(GOOD)
    assert next_rung(ladder, -1, TOWN, TRANSIT, frozenset({HEAD, CAO})) is None


def test_past_the_end_the_last_level_with_somebody_repeats_up_to_its_bound() -> None:
    ladder = Ladder((LadderStep(1, role="department_backup"), LadderStep(1, role="cao")), repeats=2)
    levels = []
    after = -1
    while rung := next_rung(ladder, after, TOWN, TRANSIT, frozenset({CAO})):
        levels.append((rung.level, rung.recipients, rung.repeated))
        after = rung.level
    assert levels == [(0, (BACKUP,), False), (2, (BACKUP,), True), (3, (BACKUP,), True)]


PEOPLE = [f"p{number}@example.gov" for number in range(6)]
ROLES = ["department_head", "department_backup", "cao"]
STEPS = st.one_of(
    st.builds(LadderStep, st.integers(1, 60), role=st.sampled_from(ROLES)),
    st.builds(LadderStep, st.integers(1, 60), person=st.sampled_from(PEOPLE)),
)
ROSTERS = st.dictionaries(
    st.sampled_from(PEOPLE),
    st.tuples(st.sampled_from([TRANSIT, PARKS]), st.frozensets(st.sampled_from(ROLES))),
).map(FakeRoster)


@given(
    st.builds(Ladder, st.lists(STEPS, min_size=1, max_size=5).map(tuple), repeats=st.integers(0, 4)),
    ROSTERS,
    st.frozensets(st.sampled_from(PEOPLE)),
)
def test_every_climb_ends_asks_nobody_excluded_and_leaves_nobody_out(
    ladder: Ladder, roster: FakeRoster, excluded: frozenset[str]
) -> None:
    asked: set[str] = set()
    after, rungs = -1, 0
    while rung := next_rung(ladder, after, roster, TRANSIT, excluded):
        assert rung.level > after
        assert rung.recipients
        asked |= set(rung.recipients)
        after, rungs = rung.level, rungs + 1
    reachable = {
        person
        for level in range(len(ladder.steps))
        for person in recipients(ladder, level, roster, TRANSIT, excluded)
    }
    assert asked == reachable
    assert asked.isdisjoint(excluded)
    assert rungs <= len(ladder.steps) + ladder.repeats
    again = everybody(ladder, after, roster, TRANSIT, excluded)
    assert set(again.recipients) == reachable
    assert again.level > after
    assert everybody(ladder, again.level, roster, TRANSIT, excluded).level == again.level + 1
