"""The directory refuses entries nobody could be referred to, and finds who handles what (P28-P32)."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from foundation.datafile import DataFileError
from knowledge.directory.contacts import Contact, Found, NoMatch, Unsure
from knowledge.directory.directory import Directory, load_directory
from knowledge.directory.hours import is_open, parse_hours

HERE = Path(__file__).parent / "directory"
QUESTIONS = yaml.safe_load((HERE / "questions.yaml").read_text("utf-8"))
HALIFAX = ZoneInfo("America/Halifax")


@pytest.fixture(scope="module")
def directory() -> Directory:
    return load_directory(HERE / "directory.yaml")


@pytest.mark.parametrize("case", QUESTIONS, ids=[case["ask"] or "nothing" for case in QUESTIONS])
def test_staff_reach_who_handles_it(directory: Directory, case: dict[str, object]) -> None:
    match directory.refer(str(case["ask"])):
        case Found(contact):
            assert case.get("is") == contact.key
        case Unsure(contacts):
            among = case.get("among")
            assert isinstance(among, list)
            assert set(among) <= {contact.key for contact in contacts}
        case NoMatch(fallback):
            assert case.get("nobody")
            assert fallback.key == "switchboard"


@given(st.text(max_size=80))
def test_p29_any_question_ends_with_somebody_to_call(question: str) -> None:
    match load_once().refer(question):
        case Unsure(contacts):
            assert 2 <= len(contacts) <= 5
        case Found(contact) | NoMatch(contact):
            assert contact.phone or contact.location


def load_once() -> Directory:
    global _DIRECTORY
    _DIRECTORY = _DIRECTORY or load_directory(HERE / "directory.yaml")
    return _DIRECTORY


_DIRECTORY: Directory | None = None


def test_a_contact_is_found_by_its_key(directory: Directory) -> None:
    found = directory.get("parking")
    assert found is not None
    assert (found.person, found.extension, found.backup_name) == ("Dana Reyes", "12", "Ivo Lindqvist")
    assert directory.get("nobody") is None
    assert len(directory.contacts) == 13


GOOD = """contacts:
  - key: a
    name: Desk
    phone: 555-0100
    owner: a@town.example
fallback: a
"""


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (GOOD.replace("    phone: 555-0100\n", ""), 2, "neither a phone number nor a location"),  # P30
        (GOOD.replace("    name: Desk\n", ""), 2, "“name” is missing"),  # P28
        (GOOD.replace("    owner: a@town.example\n", ""), 2, "“owner” is missing"),
        (GOOD.replace("a@town.example", "somebody"), 5, "not an e-mail address"),
        (GOOD.replace("fallback: a\n", ""), 1, "“fallback” is missing"),  # P29
        (GOOD.replace("fallback: a", "fallback: b"), 6, "No contact has the key “b”"),
        (
            GOOD.replace("fallback", "  - {key: a, name: B, phone: 1, owner: b@t.example}\nfallback"),
            6,
            "twice",
        ),
        (GOOD.replace("phone", "fone"), 4, "“fone” is not known here"),
        (GOOD + "verified: yes\n", 7, "“verified” is not known here"),
        ("contacts: []\nfallback: a\n", 1, "“contacts” is empty"),
        ("contacts:\n  - [\n", 3, "not well-formed YAML"),
    ],
)
def test_a_mistake_is_refused_with_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    file = tmp_path / "directory.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(DataFileError) as refused:
        load_directory(file)
    assert refused.value.line == line
    assert says in str(refused.value)
    assert str(refused.value).startswith("directory.yaml, line ")


def at(hours: str, moment: datetime) -> bool | None:
    return is_open(Contact("a", "Desk", "1", "", "a@t.example", hours=hours), moment, HALIFAX)


@pytest.mark.parametrize(
    ("hours", "moment", "expected"),
    [
        ("Mon-Fri 08:30-16:30", datetime(2026, 11, 23, 12, 30, tzinfo=UTC), True),  # Monday 08:30 in Halifax
        ("Mon-Fri 08:30-16:30", datetime(2026, 11, 23, 12, 29, tzinfo=UTC), False),
        ("Mon-Fri 08:30-16:30", datetime(2026, 11, 23, 20, 30, tzinfo=UTC), False),
        ("Mon-Fri 08:30-16:30", datetime(2026, 11, 22, 15, 0, tzinfo=UTC), False),  # Sunday
        ("Mon-Fri 08:30-16:30; Sat 9am-12pm", datetime(2026, 11, 21, 14, 0, tzinfo=UTC), True),
        ("Tuesday to Saturday 10:00-18:00, Sunday 12-16", datetime(2026, 11, 22, 17, 0, tzinfo=UTC), True),
        ("Fri-Mon 10:00-18:00", datetime(2026, 11, 22, 17, 0, tzinfo=UTC), True),
        ("24/7", datetime(2026, 11, 22, 3, 0, tzinfo=UTC), True),
        ("Mon-Fri 16:00-24:00", datetime(2026, 11, 24, 3, 59, tzinfo=UTC), True),
        ("by appointment", datetime(2026, 11, 23, 15, 0, tzinfo=UTC), None),
        ("Mon-Fri 25:00-26:00", datetime(2026, 11, 23, 15, 0, tzinfo=UTC), None),
        ("", datetime(2026, 11, 23, 15, 0, tzinfo=UTC), None),
    ],
)
def test_open_now_is_said_only_where_the_hours_are_clear(
    hours: str, moment: datetime, expected: bool | None
) -> None:
    assert at(hours, moment) is expected


@given(st.text(max_size=60))
def test_any_hours_text_is_either_understood_or_not_claimed(text: str) -> None:
    spans = parse_hours(text)
    assert spans is None or all(opens < closes or closes.hour == 0 for _, opens, closes in spans)
