"""Data files: every mistake is one that names the file and the line."""

from __future__ import annotations

import pytest

from foundation.datafile import DataFileError, parse_data


@pytest.mark.parametrize("value", ["2026-02-30", "2026-01-01 99:99:99", "!!int x", "!!python/object:os.x 1"])
def test_a_value_that_yaml_cannot_read_is_refused_with_its_line(value: str) -> None:
    with pytest.raises(DataFileError) as caught:
        parse_data(f"name: Lakeview\nverified: {value}\n", "directory.yaml")
    assert (caught.value.file, caught.value.line) == ("directory.yaml", 2)


def test_a_part_that_contains_itself_is_refused() -> None:
    with pytest.raises(DataFileError, match="contains itself"):
        parse_data("people: &people [*people]", "people.yaml")
