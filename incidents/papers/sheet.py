"""Rows as a spreadsheet: XLSX for people, CSV for programs. No cell of either is ever a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter

SheetCell = str | int | datetime | None
"""A moment is the local one, without a zone: spreadsheets know none."""

MOMENT = "yyyy-mm-dd hh:mm"
CELL_CHARACTERS = 32_767
"""Excel's limit of one cell (support.microsoft.com, "Excel specifications and limits")."""

WIDEST = 60
LEADS = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings a program that opens CSV takes for a formula (OWASP, "CSV Injection")."""


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """A table with a title and the names of its columns."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[SheetCell, ...], ...]


def as_xlsx(sheet: Spreadsheet) -> bytes:
    """The sheet as an Excel file: a row of names that stays in view and can be filtered by."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        book.set_properties({"title": _text(sheet.title)})
        page = book.add_worksheet()
        bold, moment = book.add_format({"bold": True}), book.add_format({"num_format": MOMENT})
        for column, name in enumerate(sheet.columns):
            page.write_string(0, column, _text(name), bold)
        for number, row in enumerate(sheet.rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    page.write_datetime(number, column, cell, moment)
                elif isinstance(cell, int):
                    page.write_number(number, column, cell)
                else:
                    page.write_string(number, column, _text(cell or ""))
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, len(sheet.rows), len(sheet.columns) - 1)
        page.autofit(WIDEST * 7)
    return made.getvalue()


def as_csv(sheet: Spreadsheet) -> bytes:
    """The sheet as CSV in UTF-8, with the mark by which Excel knows that it is."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerows([[_said(cell) for cell in row] for row in (sheet.columns, *sheet.rows)])
    return made.getvalue().encode("utf-8-sig")


def _said(cell: SheetCell) -> str:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, int):
        return str(cell)
    text = _text(cell or "")
    return f"'{text}" if text.startswith(LEADS) else text


def _text(text: str) -> str:
    """What both formats can hold: no half characters, no NUL."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")[:CELL_CHARACTERS]
