"""`counterpoise doctor`: everything is looked at whatever is wrong, in plain words, and no secret is repeated."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from adapters.configuration import CannotStart
from adapters.console.checks import Check, CheckState
from adapters.console.doctor import examine
from adapters.console.records import opened_records
from adapters.records import open_records
from adapters.serve import open_core
from adapters.settings import SAMPLE, Settings
from bot.people import Identity, ReplyTarget
from incidents.records import Channel, Report
from knowledge.library import Library
from tests.fakes.clock import MORNING
from tests.fixtures.command import Command, command
from tests.fixtures.sample import library, no_settings, sample_index

__all__ = ["command", "library", "no_settings", "sample_index"]

NAMES = ["Organisation", "Ladder", "Policies", "Search", "Record keys", "Database", "Running program", "Slack",
         "Teams", "E-mail", "Open311"]  # fmt: skip


@pytest.fixture
def policies_are_read(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Spares the reading of the policies where a test is about something else."""
    monkeypatch.setattr(Library, "open", lambda *_, **__: library)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An organisation's folder that can be edited."""
    return shutil.copytree(SAMPLE, tmp_path / "own")


def settings(folder: Path, **changes: object) -> Settings:
    """Settings with data of their own."""
    return Settings.model_validate({"data": folder / "data", **changes})


async def examined(given: Settings) -> dict[str, Check]:
    """The checks by name."""
    return {check.name: check for check in await examine(given)}


def edit(file: Path, before: str, after: str) -> None:
    """Change a file."""
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")


@pytest.mark.usefixtures("policies_are_read")
class TestWithoutPolicies:
    """What does not depend on what the policies say."""

    async def test_a_database_without_its_keys_is_no_fresh_start(
        self, tmp_path: Path, library: Library
    ) -> None:
        given = settings(tmp_path)
        core = await open_core(given, library=library)
        report = Report("a@x.example", "Transit", MORNING, "UTC", Channel.PHONE, "x")
        await core.desk.submit(report, "draft")
        await core.db.close()
        kept = (given.data / "keys").read_bytes()
        (given.data / "keys").unlink()
        checks = await examined(given)
        assert checks["Stored records"].state is CheckState.MEND
        assert "Put the key file back" in checks["Stored records"].mend
        with pytest.raises(CannotStart, match="sealed with keys that are not here"):
            await open_records(given)
        assert not (given.data / "keys").exists(), "no new key beside what needs another"
        (given.data / "keys").write_bytes(kept)
        (given.data / "keys").chmod(0o600)
        assert "Stored records" not in await examined(given)

    async def test_a_database_of_a_newer_version_is_said_to_be_one(self, tmp_path: Path) -> None:
        given = settings(tmp_path)
        _, db = await open_records(given)
        newer = text("UPDATE alembic_version SET version_num = '0099'")
        await db.write(lambda conn: conn.execute(newer).close())
        await db.close()
        check = (await examined(given))["Database"]
        assert check.state is CheckState.MEND
        assert "newer version of the program" in check.says
        assert "version" in check.mend
        with pytest.raises(CannotStart, match="newer version of the program"):
            await open_records(given)
        with pytest.raises(CannotStart, match="newer version of the program"):
            async with opened_records(given):
                pass

    async def test_before_the_first_start_nothing_is_broken(self, tmp_path: Path) -> None:
        checks = await examined(settings(tmp_path))
        assert list(checks) == NAMES
        states = {name: check.state for name, check in checks.items()}
        assert CheckState.MEND not in states.values()
        assert (states["Slack"], states["Teams"]) == (CheckState.OFF, CheckState.OFF)
        assert "sample town" in checks["Organisation"].mend
        assert "SLACK_BOT_TOKEN" in checks["Slack"].mend
        assert "TEAMS_APP_ID" in checks["Teams"].mend

    async def test_after_a_start_keys_and_schema_are_fine_and_it_names_whom_the_bot_has_never_met(
        self, tmp_path: Path, library: Library
    ) -> None:
        """T12: nobody can be pinged whom the bot has never met."""
        given = settings(tmp_path)
        core = await open_core(given, library=library)
        priya = "priya.raman@portmaribel.example"
        direct = ReplyTarget("teams", "T", "a:chat")
        await core.services.memory.meet(Identity("teams", "T", "29:p", "Priya Raman", priya), direct, MORNING)
        await core.db.close()
        checks = await examined(given)
        assert checks["Record keys"].state is CheckState.FINE
        assert checks["Database"].state is CheckState.FINE
        assert "have not met the bot" in checks["Supervisors"].says
        assert "Dana Whitlock" in checks["Supervisors"].says
        assert "Priya Raman" not in checks["Supervisors"].says

    async def test_a_mistake_in_a_data_file_is_named_with_its_line_and_the_rest_is_examined(
        self, tmp_path: Path, own: Path
    ) -> None:
        edit(own / "ladder.yaml", "role: department_head", "role: boss")
        checks = await examined(settings(tmp_path, organisation=own))
        assert checks["Organisation"].state is CheckState.MEND
        assert checks["Organisation"].says.startswith("ladder.yaml, line 3")
        assert {"Record keys", "Database", "Slack", "Teams"} <= checks.keys()

    async def test_a_department_in_which_nobody_would_be_told_is_named(
        self, tmp_path: Path, own: Path
    ) -> None:
        """D20."""
        (own / "ladder.yaml").write_text("steps:\n  - role: department_backup\n    minutes: 10\n")
        edit(
            own / "people.yaml", "department: Finance\n    roles: [department_backup]", "department: Finance"
        )
        checks = await examined(settings(tmp_path, organisation=own))
        assert checks["Ladder"].state is CheckState.MEND
        assert "Finance" in checks["Ladder"].says

    async def test_everybody_about_whom_a_complaint_would_reach_nobody_is_named(
        self, tmp_path: Path, own: Path
    ) -> None:
        """R27."""
        edit(own / "people.yaml", "    reports_to: yusuf.demir@portmaribel.example\n", "")
        edit(own / "ladder.yaml", "last_resort:\n  role: hr\n", "")
        checks = await examined(settings(tmp_path, organisation=own))
        assert checks["Complaints"].state is CheckState.NOTE
        assert "Marguerite Oyelaran" in checks["Complaints"].says

    async def test_a_step_for_somebody_who_is_not_listed_is_named(self, tmp_path: Path, own: Path) -> None:
        """Nobody knows where to reach them."""
        edit(own / "ladder.yaml", "teodor.lindqvist@", "theodor.lindqvist@")
        checks = await examined(settings(tmp_path, organisation=own))
        assert checks["Ladder"].state is CheckState.MEND
        assert "theodor.lindqvist@portmaribel.example" in checks["Ladder"].says

    @pytest.mark.parametrize(
        ("changes", "name", "words"),
        [
            ({"database_url": "nonsense"}, "Database", "sqlite:///FILE or postgresql://HOST/NAME"),
            ({"database_url": "postgresql://u:p4ss@127.0.0.1:1/x"}, "Database", "PostgreSQL"),
            ({"keys": "k1:p4ss"}, "Record keys", "COUNTERPOISE_KEYS"),
            ({"data": "/dev/null/data"}, "Data folder", "cannot be used"),
        ],
        ids=str,
    )
    async def test_what_cannot_be_used_is_named_and_no_secret_is_repeated(
        self, tmp_path: Path, changes: dict[str, str], name: str, words: str
    ) -> None:
        checks = await examined(settings(tmp_path, **changes))
        assert checks[name].state is CheckState.MEND
        assert words in checks[name].says
        assert checks[name].mend
        assert "p4ss" not in str(checks)

    async def test_what_stands_still_cannot_be_opened_or_was_tampered_with_is_named(
        self, tmp_path: Path, library: Library
    ) -> None:
        """The same list as health gives, also where no program runs."""
        given = settings(tmp_path)
        core = await open_core(given, library=library)
        assert (await examined(given))["Records"].state is CheckState.FINE
        report = Report("a@x.example", "Transit", MORNING, "UTC", Channel.PHONE, "x")
        await core.desk.submit(report, "draft")
        broken = (
            "UPDATE records SET sealed = x'00'",
            "DROP TRIGGER audit_no_update",
            "UPDATE audit SET actor = 'x'",
        )
        await core.db.write(lambda conn: [conn.execute(text(one)) for one in broken] and None)
        await core.db.close()
        check = (await examined(given))["Records"]
        assert check.state is CheckState.MEND
        assert "The audit log does not hold from entry 1 on" in check.says
        assert "Records that cannot be opened here: 1." in check.says

    async def test_a_key_file_others_can_read_is_named(self, tmp_path: Path, library: Library) -> None:
        given = settings(tmp_path)
        await (await open_core(given, library=library)).db.close()
        (tmp_path / "data" / "keys").chmod(0o644)
        checks = await examined(given)
        assert checks["Record keys"].state is CheckState.MEND
        assert "chmod 600" in checks["Record keys"].says

    @pytest.mark.parametrize(
        ("environment", "name", "words"),
        [
            ({"SLACK_BOT_TOKEN": "xoxb-p4ss"}, "Slack", "SLACK_SIGNING_SECRET"),
            ({"TEAMS_APP_SECRET": "p4ss"}, "Teams", "TEAMS_APP_ID, TEAMS_TENANT_ID"),
        ],
    )
    def test_half_configured_ends_with_1_and_says_what_is_missing(
        self,
        command: Command,
        monkeypatch: pytest.MonkeyPatch,
        tmp_path: Path,
        environment: dict[str, str],
        name: str,
        words: str,
    ) -> None:
        monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path))
        for variable, value in environment.items():
            monkeypatch.setenv(variable, value)
        ran = command("doctor")
        assert ran.code == 1
        assert f"MEND  {name}: " in ran.out
        assert words in ran.out
        assert "p4ss" not in ran.out + ran.err

    def test_configured_platforms_are_fine(
        self, command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path))
        wanted = "SLACK_BOT_TOKEN SLACK_SIGNING_SECRET TEAMS_APP_ID TEAMS_TENANT_ID TEAMS_APP_SECRET"
        for variable in wanted.split():
            monkeypatch.setenv(variable, "p4ss")
        ran = command("doctor", "--json")
        assert ran.code == 0
        found = {check["name"]: check["state"] for check in json.loads(ran.out)}
        assert (found["Slack"], found["Teams"]) == ("fine", "fine")
        assert "p4ss" not in ran.out


def test_json_is_one_list_of_checks_and_text_has_a_line_for_each(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, library: Library, sample_index: Path
) -> None:
    """With the policies really read."""
    monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path))
    shutil.copytree(sample_index, tmp_path / "index")
    ran = command("doctor", "--json")
    assert ran.code == 0, ran.err
    checks = json.loads(ran.out)
    assert [check["name"] for check in checks] == NAMES
    assert all(check.keys() == {"name", "state", "says", "mend"} for check in checks)
    assert next(check for check in checks if check["name"] == "Policies")["says"].startswith("8 documents")
    told = command("doctor").out
    for check in checks:
        assert f"{check['name']}: {check['says']}" in told


async def test_a_policy_that_cannot_be_read_is_named_with_its_reason_and_the_others_are_indexed(
    tmp_path: Path, own: Path, library: Library, sample_index: Path
) -> None:
    shutil.copytree(sample_index, tmp_path / "data" / "index")
    (own / "policies" / "broken.pdf").write_bytes(b"%PDF-1.7 and then nothing of a PDF")
    checks = await examined(settings(tmp_path, organisation=own))
    assert checks["Policies"].state is CheckState.MEND
    assert checks["Policies"].says.startswith("8 documents")
    assert "broken.pdf: The file is damaged" in checks["Policies"].mend


async def test_a_mistake_beside_the_policies_is_named_with_its_line(
    tmp_path: Path, own: Path, library: Library, sample_index: Path
) -> None:
    shutil.copytree(sample_index, tmp_path / "data" / "index")
    (own / "synonyms.yaml").write_text("synonyms: [")
    checks = await examined(settings(tmp_path, organisation=own))
    assert checks["Policies"].state is CheckState.MEND
    assert checks["Policies"].says.startswith("synonyms.yaml, line 1")
