"""Data files: every mistake is one that names the file and the line."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.datafile import DataFileError, Mistakes, parse_data, read_data_file


@pytest.mark.parametrize("value", ["2026-02-30", "2026-01-01 99:99:99", "!!int x", "!!python/object:os.x 1"])
def test_a_value_that_yaml_cannot_read_is_refused_with_its_line(value: str) -> None:
    with pytest.raises(DataFileError) as caught:
        parse_data(f"name: Lakeview\nverified: {value}\n", "directory.yaml")
    assert (caught.value.file, caught.value.line) == ("directory.yaml", 2)


def test_a_part_that_contains_itself_is_refused() -> None:
    with pytest.raises(DataFileError, match="contains itself"):
        parse_data("people: &people [*people]", "people.yaml")


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("0123456", "the number 42798"),
        ("010", "the number 8"),
        ("555_0100", "the number 5550100"),
        ("5550100", "the number 5550100"),
        ("+15550100", "the number 15550100"),
        ("0x1F", "the number 31"),
        ("1.50", "the number 1.5"),
        ("18:30", "the number 1110"),
        ("2026-01-02", "a date"),
        ("2026-01-02 08:00:00", "a day with a time"),
        ("no", "yes or no"),
        ("On", "yes or no"),
        ("Null", "nothing"),
    ],
)
def test_a_text_that_yaml_turned_into_something_else_is_refused_with_its_line_and_how_to_write_it(
    written: str, read_as: str
) -> None:
    entry = parse_data(f"name: A\nphone: {written}\ntopics:\n  - a\n  - {written}\n", "f.yaml")
    with pytest.raises(DataFileError) as caught:
        entry.text("phone")
    assert (caught.value.line, caught.value.problem) == (2, f"YAML reads “phone: {written}” as {read_as}.")
    assert f'write it in quotes: phone: "{written}"' in str(caught.value)
    with pytest.raises(DataFileError, match="write it in quotes") as caught:
        entry.texts("topics")
    assert caught.value.line == 5
    assert parse_data(f'phone: "{written}"', "f.yaml").text("phone") == written


@given(st.text("0123456789abexnoystlu_.:+- ~", min_size=1, max_size=12))
def test_a_text_is_the_one_that_was_written_or_it_is_refused(written: str) -> None:
    try:
        text = parse_data(f"phone: {written}", "f.yaml").text("phone")
    except DataFileError:
        return
    assert text == written.strip() or (text, written.strip()) == ("", "~")


@pytest.mark.parametrize("written", ["010", "1_0", "0xA", "1:30", "+5"])
def test_a_whole_number_that_is_written_in_another_way_is_refused(written: str) -> None:
    with pytest.raises(DataFileError, match="written plainly"):
        parse_data(f"minutes: {written}", "ladder.yaml").number("minutes")


def test_a_day_may_stand_in_quotes_and_be_nothing_else() -> None:
    assert parse_data('day: "2026-01-02"', "f.yaml").day("day") == date(2026, 1, 2)
    assert parse_data("day: 2026-01-02", "f.yaml").day("day") == date(2026, 1, 2)
    assert parse_data("day:", "f.yaml").day("day") is None
    with pytest.raises(DataFileError, match="a date such as"):
        parse_data("day: soon", "f.yaml").day("day")


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        ("name: A\nphone: 1\nname: B\n", 3, "“name” stands here twice, first in line 1"),
        ("people:\n\t- name: A\n", 2, "a tab stands where only blanks may stand"),
        ("people:\n  - name:\tA\n", 2, "a tab stands where only blanks may stand"),
        ("name: Zo\xeb\n".encode("latin-1"), 1, "a letter that is not UTF-8"),
        ("a: 1\r\nb: 2\r\nname: Zo\xeb\r\n".encode("latin-1"), 3, "a letter that is not UTF-8"),
        ("name: A\n".encode("utf-16"), 1, "The file is written in UTF-16"),
        ("name: A\n\nphone: \x00\n", 3, "a character that no text has"),
        ("name: 'A\n", 1, "A quotation mark is opened and never closed"),
        ("name: A: B\n", 1, "A colon stands where none belongs"),
        ("- name: A\n", 1, "not a list of names with values"),
        ("", 1, "The file is empty"),
        ("name: A\n---\nname: B\n", 2, "A second document begins"),
        ("? [a, b]\n: c\n", 1, "where a name belongs"),
    ],
)
def test_a_mistake_of_writing_is_said_in_plain_words_with_its_line(
    tmp_path: Path, content: str | bytes, line: int, says: str
) -> None:
    file = tmp_path / "people.yaml"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(DataFileError) as caught:
        read_data_file(file).text("name")
    assert (caught.value.file, caught.value.line) == ("people.yaml", line)
    assert says in caught.value.problem
    assert caught.value.expected


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_every_ending_of_a_line_and_a_mark_at_the_beginning_are_read(
    tmp_path: Path, ending: str, mark: str
) -> None:
    (tmp_path / "f.yaml").write_bytes(f"{mark}name: A{ending}phone: 010{ending}".encode())
    entry = read_data_file(tmp_path / "f.yaml")
    assert entry.text("name") == "A"
    with pytest.raises(DataFileError) as caught:
        entry.text("phone")
    assert caught.value.line == 2


def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "people.yaml")
    with pytest.raises(DataFileError, match="cannot be read"):
        read_data_file(tmp_path / "people.yaml")


def test_all_mistakes_are_found_together() -> None:
    mistakes, entry = Mistakes(), parse_data("phone: 010\nextension: 010\nname: A", "f.yaml")
    assert [mistakes.read(entry.text, name) for name in ("phone", "extension", "name")] == [None, None, "A"]
    with pytest.raises(DataFileError) as caught:
        mistakes.settle()
    assert [one.line for one in caught.value.every] == [1, 2]
