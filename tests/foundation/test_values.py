"""Values cross the border to plain data and back unchanged, and nothing is made to fit."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foundation.values import MalformedValue, plain_of, value_of, value_of_json
from incidents.records import Behaviour, Channel, Report, Warned
from incidents.vault import Content
from knowledge.reading.document import DocumentFacts

WORDS = st.text(max_size=30)

OFFSETS = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
REPORTS = st.builds(
    Report,
    author=WORDS,
    department=WORDS,
    # Of fixed offsets: two zones never call a moment equal that one of their clocks shows twice.
    occurred_at=st.datetimes(timezones=OFFSETS),
    zone=WORDS,
    channel=st.sampled_from(Channel),
    happened=WORDS,
    behaviours=st.lists(st.sampled_from(Behaviour)).map(tuple),
    warned=st.sampled_from(Warned),
    ended=st.booleans(),
    about=st.lists(WORDS).map(tuple),
)


@settings(max_examples=50)
@given(REPORTS, st.frozensets(WORDS))
def test_a_record_comes_back_as_it_was(report: Report, excluded: frozenset[str]) -> None:
    held = Content(report, excluded)
    assert value_of_json(Content, json.dumps(plain_of(held))) == held


@settings(max_examples=25)
@given(st.builds(DocumentFacts, title=WORDS, effective=st.none() | st.dates()))
def test_the_facts_of_a_document_come_back_as_they_were(facts: DocumentFacts) -> None:
    assert value_of_json(DocumentFacts, json.dumps(plain_of(facts))) == facts


GOOD = plain_of(
    Report("a@b.example", "Desk", datetime(2026, 3, 1, tzinfo=UTC), "UTC", Channel.PHONE, "words")
)


@pytest.mark.parametrize(
    "change",
    [
        {"author": 5},
        {"ended": "yes"},
        {"ended": 1},
        {"channel": "pigeon"},
        {"behaviours": "threat"},
        {"about": [5]},
        {"occurred_at": "2026-03-01T10:00:00"},
        {"occurred_at": None},
        {"of_a_newer_version": 1},
    ],
    ids=str,
)
def test_what_is_of_another_kind_is_refused_and_not_repeated(change: dict[str, Any]) -> None:
    with pytest.raises(MalformedValue) as refused:
        value_of(Report, GOOD | change)
    assert str(refused.value) == "This is no Report."


def test_a_field_that_was_added_since_has_its_default() -> None:
    older = {name: held for name, held in GOOD.items() if name not in ("topic", "supervisor_now")}
    assert value_of(Report, older) == value_of(Report, GOOD)


@pytest.mark.parametrize("text", ["", "{", "[]", "5", "[" * 100_000, b"\xff"])
def test_a_text_that_is_no_such_value_is_refused(text: str | bytes) -> None:
    with pytest.raises(MalformedValue):
        value_of_json(Report, text)


def test_a_set_is_always_written_in_one_order() -> None:
    held = Content(value_of(Report, GOOD), frozenset("hgfedcba"))
    assert plain_of(held)["excluded"] == list("abcdefgh")
