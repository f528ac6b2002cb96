"""The sample organisation: complete, of one piece, made up, and in our own words."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from adapters.folder import Folder, load_folder
from bot.people import Role
from incidents.rules.ladder import next_rung
from knowledge.curation.attached_questions import read_questions
from knowledge.directory.contacts import Found, NoMatch, Unsure
from knowledge.library import Library
from knowledge.quality.evaluate import evaluate
from knowledge.quality.golden import broken, read_golden
from knowledge.search.intents import shipped_intents
from knowledge.text.markup import normal
from knowledge.text.synonyms import read_synonyms
from tests.fixtures.sample import library, sample_index

__all__ = ["library", "sample_index"]

HERE = Path(__file__).resolve().parents[1]
SAMPLE = HERE / "organisation"
SHARED = HERE.parent / "shared" / "policies"
POLICIES = sorted((SAMPLE / "policies").glob("*.md"))


@pytest.fixture(scope="module")
def folder() -> Folder:
    return load_folder(SAMPLE)


def front_matter(path: Path) -> dict[str, object]:
    facts = yaml.safe_load(path.read_text(encoding="utf-8").split("---")[1])
    assert isinstance(facts, dict)
    return facts


def test_every_department_has_a_head_and_a_backup(folder: Folder) -> None:
    departments = {person.department for person in folder.people.by_key.values()} - {"Council"}
    for department in departments:
        assert folder.people.holders(Role.HEAD, department)
        assert folder.people.holders(Role.BACKUP, department)


def test_d20_whoever_reports_somebody_else_is_asked_first(folder: Folder) -> None:
    for person in folder.people.by_key.values():
        rung = next_rung(folder.ladder, -1, folder.people, person.department, frozenset({person.key}))
        assert rung is not None
        assert person.key not in rung.recipients


def test_every_role_but_a_plain_employee_is_held(folder: Folder) -> None:
    assert {role for person in folder.people.by_key.values() for role in person.roles} == set(Role)


def test_the_policy_owner_and_all_owners_of_entries_are_listed(folder: Folder) -> None:
    assert folder.people.get(folder.organisation.policy_owner)
    for contact in folder.directory.contacts:
        assert folder.people.get(contact.owner), contact.key


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("who handles a pothole?", "roads"),
        ("parking permits", "parking-permits"),
        ("water bill", "water-billing"),
        ("noise", "bylaw"),
        ("library", "library"),
        ("building permit", "permits"),
        ("property tax", "property-tax"),
        ("swimming lessons", "parks"),
        ("police non-emergency", "police-line"),
        ("power outage", "power-company"),
        ("birth certificate", "provincial-services"),
    ],
)
def test_p29_common_matters_reach_their_desk(folder: Folder, asked: str, key: str) -> None:
    found = folder.directory.refer(asked)
    assert isinstance(found, Found)
    assert found.contact.key == key


def test_p29_an_unclear_matter_asks_and_an_unknown_one_falls_back(folder: Folder) -> None:
    assert isinstance(folder.directory.refer("permits"), Unsure)
    assert isinstance(folder.directory.refer("passport photos for parrots"), NoMatch)


TEXTS = (".md", ".yaml")


def test_every_number_and_address_is_made_up(folder: Folder) -> None:
    texts = [path.read_text(encoding="utf-8") for path in SAMPLE.rglob("*") if path.suffix in TEXTS]
    for text in texts:
        assert set(re.findall(r"\b\d{3}-\d{4}\b", text)) <= {f"555-01{number:02}" for number in range(100)}
        assert all(host.endswith(".example") for host in re.findall(r"(?:@|https?://)([\w.-]+)", text))


def test_the_policies_say_who_keeps_them_and_when_they_are_reviewed(folder: Folder) -> None:
    assert len(POLICIES) == 8
    people = folder.people.by_key.values()
    for path in POLICIES:
        facts = front_matter(path)
        assert {
            "title",
            "owner",
            "approver",
            "version",
            "effective",
            "reviewed",
            "next_review",
            "url",
        } == set(facts)
        assert facts["owner"] in {one.name for one in people} | {one.title for one in people}
        assert 400 <= len(path.read_text(encoding="utf-8").split()) <= 1000


def test_r01_exactly_one_review_is_overdue() -> None:
    overdue = [path.stem for path in POLICIES if str(front_matter(path)["next_review"]) < "2026"]
    assert overdue == ["front-desk"]
    assert all(isinstance(front_matter(path)["next_review"], date) for path in POLICIES)


def test_b6_two_policies_differ_on_when_a_phone_message_is_answered() -> None:
    service, desk = (
        (SAMPLE / "policies" / f"{name}.md").read_text("utf-8") for name in ("customer-service", "front-desk")
    )
    assert "phone message must be answered within 24 hours" in service
    assert "Phone messages should be returned within one working day" in desk


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/policies is not beside this checkout")
def test_no_sentence_is_taken_from_the_real_policies() -> None:
    """No run of eight words of the sample stands in a real document; the questions may share plain phrases."""
    theirs = {run for path in SHARED.iterdir() for run in runs(path)}
    ours = {run for path in POLICIES for run in runs(path)}
    assert ours & theirs == set()
    assert theirs
    assert ours


def runs(path: Path, length: int = 8) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9']+", path.read_text(encoding="utf-8", errors="replace").casefold())
    return set(zip(*(words[start:] for start in range(length)), strict=False))


def test_numbered_clauses_run_on_without_a_gap() -> None:
    for path in POLICIES:
        numbers = [
            (int(major), int(minor))
            for major, minor in re.findall(r"^(\d+)\.(\d+) ", path.read_text(encoding="utf-8"), re.MULTILINE)
        ]
        for before, after in pairwise(numbers):
            assert after in ((before[0], before[1] + 1), (before[0] + 1, 1)), (path.stem, after)


def test_every_other_way_to_ask_names_words_that_stand_once_in_its_policy() -> None:
    attached = read_questions(SAMPLE / "questions.yaml")
    assert len(attached) >= 20
    for one in attached:
        text = (SAMPLE / "policies" / one.document).read_text(encoding="utf-8")
        assert text.count(one.contains) == 1, one.contains


def test_every_golden_question_holds(library: Library) -> None:
    outcomes = evaluate(read_golden(SAMPLE / "golden.yaml"), library).outcomes
    assert [(one.question, one.found[:1]) for one in broken(outcomes)] == []
    assert sum(not one.answerable for one in outcomes) >= 8
    assert len(outcomes) >= 35


def test_no_golden_question_is_attached_to_its_answer() -> None:
    """A question that was taught proves nothing."""
    taught = {normal(ask) for one in read_questions(SAMPLE / "questions.yaml") for ask in one.ask}
    meant = {normal(way) for _, ways in shipped_intents() for way in ways}
    asked = {normal(one.text) for one in read_golden(SAMPLE / "golden.yaml")}
    assert asked & (taught | meant) == set()


def test_the_towns_own_words_are_read() -> None:
    assert any("EFAP" in group for group in read_synonyms(SAMPLE / "synonyms.yaml"))
