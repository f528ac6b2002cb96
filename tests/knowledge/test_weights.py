"""Weights: one value an index carries, each of them to be set by name to see what it does."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from pathlib import Path

import pytest

from knowledge.library import Library
from knowledge.search.ranking import search
from knowledge.search.weights import BadWeight, Weights
from tests.knowledge.town import town, written


def test_settings_are_read_as_the_kind_of_number_the_weight_is() -> None:
    found = Weights().having(["words=0.5", "looked_into=20", "encoder=0"])
    assert found == replace(Weights(), words=0.5, looked_into=20, encoder=False)
    assert [type(value) for value in (found.words, found.looked_into, found.encoder)] == [float, int, bool]


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("word=1", "There is no weight “word”; the name nearest to it is “words”."),
        ("words", "The weight “words” is a number, not “”."),
        ("words=many", "The weight “words” is a number, not “many”."),
        ("words=nan", "The weight “words” is a number, not “nan”."),
        ("looked_into=2.5", "The weight “looked_into” is a whole number from 0 on, not “2.5”."),
        ("encoder=2", "The weight “encoder” is 0 or 1, not “2”."),
    ],
)
def test_a_setting_that_cannot_be_is_refused_with_one_sentence(setting: str, said: str) -> None:
    with pytest.raises(BadWeight) as refused:
        Weights().having([setting])
    assert str(refused.value) == said


def test_weights_cannot_be_changed_where_they_are() -> None:
    with pytest.raises(FrozenInstanceError):
        Weights().words = 0.0  # type: ignore[misc]


def test_two_libraries_with_other_weights_answer_side_by_side(tmp_path: Path) -> None:
    folder, asked = written(tmp_path / "policies"), "do gusts need a bagde"
    plain = Library.open([folder], weights=Weights(encoder=False, repair=0))
    assert search(plain.index, asked).asked == asked
    assert search(town().index, asked).asked != asked
    assert search(plain.index, asked).vector is None
