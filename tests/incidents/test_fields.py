"""The table of fields is whole: every part of a report that somebody states stands in it once, as it is held."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import get_type_hints

import pytest

from incidents.records import Channel, Report
from incidents.rules.fields import FIELDS, FieldKind, RecordField

BESIDE = {"author", "department", "zone", "own"}
"""What the program knows without asking, and answers to fields that only an organisation's file has."""

HOLDS = {
    FieldKind.LINE: "str",
    FieldKind.TEXT: "str",
    FieldKind.PERSON: "str",
    FieldKind.MOMENT: "datetime",
    FieldKind.YES_NO: "bool",
    FieldKind.TOGGLE: "bool",
    FieldKind.PEOPLE: "tuple[str, ...]",
}


def test_every_part_of_a_report_stands_in_the_table_once() -> None:
    names = [one.name for one in FIELDS]
    assert len(names) == len(set(names))
    assert set(names) == {field.name for field in fields(Report)} - BESIDE


@pytest.mark.parametrize("field", FIELDS, ids=lambda one: one.name)
def test_a_field_holds_what_its_kind_says(field: RecordField) -> None:
    hint = get_type_hints(Report)[field.name]
    if field.kind in (FieldKind.CHOICE, FieldKind.CHOICES):
        of = hint if field.kind is FieldKind.CHOICE else hint.__args__[0]
        assert field.choices == tuple(one for one in of if one is not Channel.UNKNOWN)
    else:
        assert HOLDS[field.kind] == (hint.__name__ if isinstance(hint, type) else str(hint))


@pytest.mark.parametrize("field", FIELDS, ids=lambda one: one.name)
def test_a_field_names_the_duties_it_answers_to(field: RecordField) -> None:
    assert field.duties
    assert all(re.fullmatch(r"[A-Z]\d\d", one) for one in field.duties)
