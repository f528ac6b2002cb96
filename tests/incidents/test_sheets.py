"""Spreadsheets: no cell is a formula, whatever people are called or write."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from datetime import datetime

import pytest

from incidents.papers.sheet import Spreadsheet, as_csv, as_xlsx

MOMENT = datetime(2026, 3, 2, 9, 5)  # noqa: DTZ001 - a local moment, as spreadsheets hold them
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=cmd|"/c calc"!A1', '=HYPERLINK("https://x")']


def sheet(*cells: str) -> Spreadsheet:
    return Spreadsheet(
        "Work list", ("Reference", "Written", "Name"), tuple(("K4M-7TR", MOMENT, one) for one in cells)
    )


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return {name: book.read(name).decode() for name in book.namelist()}


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_no_cell_of_an_excel_file_is_a_formula_or_a_link() -> None:
    made = parts(as_xlsx(sheet(*FORMULAS, "https://town.example", "mailto:a@b.example")))
    page = made["xl/worksheets/sheet1.xml"]
    assert "<f>" not in page
    assert "hyperlink" not in page.casefold()
    assert "=1+1" in made["xl/sharedStrings.xml"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_program_that_opens_the_csv_finds_no_formula(text: str) -> None:
    assert rows(as_csv(sheet(text)))[1][2] == f"'{text}"


@pytest.mark.parametrize(
    "text", ["Zoë, “the boss”", "two\nlines", 'a "quote"', "王小明", "", "a\ud800b\0c", "x" * 50_000]
)
def test_what_stands_in_a_cell_is_kept_as_far_as_a_cell_can_hold_it(text: str) -> None:
    kept = text.replace("\ud800", "?").replace("\0", "")[:32_767]
    assert rows(as_csv(sheet(text)))[1] == ["K4M-7TR", "2026-03-02 09:05", kept]
    assert "K4M-7TR" in parts(as_xlsx(sheet(text)))["xl/sharedStrings.xml"]


def test_moments_are_moments_and_the_names_of_the_columns_stay_in_view() -> None:
    page = parts(as_xlsx(sheet("Ana")))["xl/worksheets/sheet1.xml"]
    assert re.search(r'<c r="B2" s="\d"><v>46083\.37', page)
    assert 'state="frozen"' in page
    assert "<autoFilter" in page
