"""people.yaml: read as it stands, refused with the line of a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.people import Role
from bot.people_file import load_people
from foundation.datafile import DataFileError
from incidents.rules.conflict import above

GOOD = """people:
  - name: Ana Reyes
    email: Ana.Reyes@town.example
    title: Clerk
    department: Finance
    roles: [department_head, policy_owner]
    phone: 555-0100
  - name: Ben Ito
    email: ben.ito@town.example
    department: Finance
"""


def file(folder: Path, text: str) -> Path:
    path = folder / "people.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def mistake(folder: Path, text: str) -> DataFileError:
    with pytest.raises(DataFileError) as raised:
        load_people(file(folder, text))
    return raised.value


def test_people_are_known_by_their_lower_cased_address(tmp_path: Path) -> None:
    people = load_people(file(tmp_path, GOOD))
    ana = people.get("ana.reyes@town.example")
    assert ana is not None
    assert (ana.name, ana.email, ana.title, ana.phone) == (
        "Ana Reyes",
        "Ana.Reyes@town.example",
        "Clerk",
        "555-0100",
    )
    assert ana.roles == {Role.HEAD, Role.POLICY_OWNER}
    assert people.holders("department_head", "Finance") == ("ana.reyes@town.example",)


def test_somebody_without_a_role_is_an_employee(tmp_path: Path) -> None:
    ben = load_people(file(tmp_path, GOOD)).get("ben.ito@town.example")
    assert ben is not None
    assert ben.roles == {Role.EMPLOYEE}


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ("policy_owner]", "boss]", 6, "The role “boss” is not known"),
        ("ben.ito@town.example", "ana.reyes@TOWN.example", 9, "stands here twice"),
        ("department_head, ", "", 5, "“Finance” has no head"),
        ("Ana.Reyes@town.example", "Ana Reyes", 3, "is not an e-mail address"),
        ("    title: Clerk\n", "    titel: Clerk\n", 4, "“titel” is not known here"),
        ("    department: Finance\n    roles", "    roles", 5, "head of no department"),
        ("  - name: Ben Ito\n    email", "  - email", 8, "“name” is missing"),
        ("    phone: 555-0100\n", "    phone: [1]\n", 7, "“phone” is not a text"),
        (
            "    phone: 555-0100\n",
            "    reports_to: boss@town.example\n",
            7,
            "“boss@town.example”, who is not listed",
        ),
        ("    phone: 555-0100\n", "    reports_to: Ana.Reyes@town.example\n", 7, "would report to Ana Reyes"),
        ("    phone: 555-0100\n", "    reports_to: BEN.ITO@town.example\n", 7, "directly or through others"),
        ("policy_owner]", "guest]", 6, "can hold no other role"),
    ],
)
def test_a_mistake_is_refused_with_its_line(
    tmp_path: Path, before: str, after: str, line: int, words: str
) -> None:
    assert before in GOOD
    error = mistake(tmp_path, GOOD.replace(before, after, 1))
    assert (error.file, error.line) == ("people.yaml", line)
    assert words in str(error)
    assert "Expected" in str(error)


def test_d56_elected_members_need_no_department_head(tmp_path: Path) -> None:
    text = "people:\n  - {name: Tess, email: t@town.example, department: Council, roles: [elected]}\n"
    assert load_people(file(tmp_path, text)).department_of("t@town.example") == "Council"


@pytest.mark.parametrize(
    "text", ["", "people: []", "people: nobody", "people: [1, 2]", "folk: []", "[", "\t"]
)
def test_a_file_without_people_is_refused(tmp_path: Path, text: str) -> None:
    assert mistake(tmp_path, text).line >= 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.text())
def test_whatever_stands_in_the_file_is_read_or_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "people.yaml"
    path.write_bytes(f"people:\n  - name: {text}\n".encode("utf-8", "surrogatepass"))
    with pytest.raises(DataFileError):
        load_people(path)


def test_r20_the_list_may_say_who_is_above_somebody_else_it_follows_from_department_and_role(
    tmp_path: Path,
) -> None:
    cara = "  - {name: Cara Moss, email: cara@town.example, roles: [cao], reports_to: May@town.example}\n"
    may = "  - {name: May Lund, email: may@town.example, roles: [elected]}\n"
    people = load_people(file(tmp_path, GOOD + cara + may))
    assert people.reports_to("cara@town.example") == "may@town.example"
    assert above("ben.ito@town.example", people) == {
        "ana.reyes@town.example",
        "cara@town.example",
        "may@town.example",
    }


def test_hr_and_guest_are_roles_of_the_list(tmp_path: Path) -> None:
    more = "".join(
        f"  - {{name: {role}, email: {role}@town.example, roles: [{role}]}}\n" for role in ("hr", "guest")
    )
    people = load_people(file(tmp_path, GOOD + more))
    assert people.roles_of("hr@town.example") == {"hr"}
    assert people.roles_of("guest@town.example") == {"guest"}
