"""The `counterpoise` command line: help, exit codes, and what each sub-command promises."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

from adapters.settings import SAMPLE
from tests.fixtures.command import Command, command
from tests.fixtures.sample import no_settings

__all__ = ["command", "no_settings"]

COMMANDS = ("serve", "chat", "ask", "index", "eval", "doctor", "directory", "manifest", "db", "audit", "keys")
APP = "3b1f6a52-8a3d-4e43-9d7f-6c1f0a2b9e55"


def test_help_names_every_command(command: Command) -> None:
    ran = command("--help")
    assert ran.code == 0
    for name in COMMANDS:
        assert f" {name} " in ran.out


@pytest.mark.parametrize(
    "words",
    [
        *((name,) for name in COMMANDS),
        *(("directory", "check"), ("db", "upgrade"), ("audit", "verify"), ("audit", "readers")),
        *(("keys", "new"), ("keys", "make"), ("keys", "rotate")),
    ],
)
def test_every_command_explains_itself(command: Command, words: tuple[str, ...]) -> None:
    ran = command(*words, "--help")
    assert ran.code == 0
    assert "Usage:" in ran.out


def test_what_is_no_command_ends_with_2(command: Command) -> None:
    for words in (("sreve",), ("serve", "--prot", "1"), ("db", "downgrade")):
        assert command(*words).code == 2


def test_help_loads_nothing_it_does_not_need() -> None:
    """Somebody who asks for help does not wait for a web server or a model."""
    loaded = "import sys, adapters.console.main; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)
    modules = set(done.stdout.split())
    assert "typer" in modules
    assert not modules & {"aiohttp", "sqlalchemy", "onnxruntime", "slack_bolt", "botbuilder", "alembic"}


class TestDirectoryCheck:
    """`counterpoise directory check`."""

    def test_of_the_sample_town_finds_no_mistake(self, command: Command) -> None:
        ran = command("directory", "check")
        assert ran.code == 0
        assert "23 people, 17 directory entries, no mistakes" in ran.out

    def test_names_everybody_about_whom_a_complaint_would_reach_nobody(
        self, command: Command, tmp_path: Path
    ) -> None:
        own = shutil.copytree(SAMPLE, tmp_path / "own")
        text = (own / "people.yaml").read_text(encoding="utf-8")
        alone = text.replace("    reports_to: yusuf.demir@portmaribel.example\n", "")
        (own / "people.yaml").write_text(alone, encoding="utf-8")
        ran = command("directory", "check", "--organisation", str(own))
        assert "would reach nobody" not in ran.out, "the last resort is asked"
        ladder = (own / "ladder.yaml").read_text(encoding="utf-8").replace("last_resort:\n  role: hr\n", "")
        (own / "ladder.yaml").write_text(ladder, encoding="utf-8")
        ran = command("directory", "check", "--organisation", str(own))
        assert ran.code == 0
        assert "A complaint about Marguerite Oyelaran would reach nobody." in ran.out
        assert "reports_to" in ran.out

    def test_says_file_line_and_what_was_expected(self, command: Command, tmp_path: Path) -> None:
        own = shutil.copytree(SAMPLE, tmp_path / "own")
        text = (own / "directory.yaml").read_text(encoding="utf-8")
        line = text[: text.index("phone: 555-0142")].count("\n") + 1
        (own / "directory.yaml").write_text(
            text.replace("phone: 555-0142", "fone: 555-0142"), encoding="utf-8"
        )
        ran = command("directory", "check", "--organisation", str(own))
        assert ran.code == 2
        assert ran.err.startswith(f"directory.yaml, line {line}: ")
        assert "Expected" in ran.err
        assert ran.err.count("\n") == 1

    def test_of_a_folder_that_is_not_there_says_so(self, command: Command, tmp_path: Path) -> None:
        ran = command("directory", "check", "--organisation", str(tmp_path / "nowhere"))
        assert (ran.code, ran.err.count("\n")) == (2, 1)


class TestManifest:
    """`counterpoise manifest slack|teams`."""

    def test_slack_is_printed_and_names_where_we_listen(self, command: Command) -> None:
        ran = command("manifest", "slack", "--base-url", "https://bot.town.example")
        assert ran.code == 0
        data = yaml.safe_load(ran.out)
        assert data["settings"]["interactivity"]["request_url"] == "https://bot.town.example/slack/events"
        assert not data["settings"].get("socket_mode_enabled")

    def test_slack_over_socket_mode_needs_no_address(self, command: Command) -> None:
        data = yaml.safe_load(command("manifest", "slack", "--socket-mode").out)
        assert data["settings"]["socket_mode_enabled"]
        assert "request_url" not in str(data)

    def test_teams_is_written_as_a_package_to_upload(self, command: Command, tmp_path: Path) -> None:
        out = tmp_path / "app.zip"
        ran = command("manifest", "teams", "--app-id", APP, "--out", str(out))
        assert ran.code == 0
        assert str(out) in ran.out.replace("\n", "")
        with zipfile.ZipFile(io.BytesIO(out.read_bytes())) as package:
            assert json.loads(package.read("manifest.json"))["bots"][0]["botId"] == APP

    def test_teams_takes_the_app_id_of_the_environment_and_needs_one(
        self, command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        out = str(tmp_path / "app.zip")
        assert command("manifest", "teams", "--out", out).code == 2
        monkeypatch.setenv("TEAMS_APP_ID", APP)
        assert command("manifest", "teams", "--out", out).code == 0

    @pytest.mark.parametrize(
        "words",
        [
            ("teams", "--app-id", "not-a-guid"),
            ("teams", "--app-id", APP, "--base-url", "http://bot.town.example"),
            ("teams", "--app-id", APP, "--out", "/nowhere/app.zip"),
            ("slack", "--base-url", "http://bot.town.example"),
        ],
        ids=" ".join,
    )
    def test_what_cannot_be_made_is_said_in_one_sentence(
        self, command: Command, words: tuple[str, ...]
    ) -> None:
        ran = command("manifest", *words)
        assert (ran.code, ran.err.count("\n")) == (2, 1), ran.err


class TestDatabaseUpgrade:
    """`counterpoise db upgrade`."""

    def test_makes_the_schema_and_then_has_nothing_to_do(
        self, command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path / "data"))
        first, second = command("db", "upgrade"), command("db", "upgrade")
        assert (first.code, second.code) == (0, 0)
        assert "now up to date" in first.out
        assert "already" in second.out
        assert (tmp_path / "data" / "counterpoise.db").stat().st_mode & 0o077 == 0

    @pytest.mark.parametrize("url", ["nonsense", "mysql://db/x", "postgresql://u:p4ss@127.0.0.1:1/x"])
    def test_says_in_one_sentence_what_it_cannot_reach(
        self, command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, url: str
    ) -> None:
        monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path))
        monkeypatch.setenv("COUNTERPOISE_DATABASE_URL", url)
        ran = command("db", "upgrade")
        assert (ran.code, ran.err.count("\n")) == (2, 1), ran.err
        assert "p4ss" not in ran.err


def test_chat_as_somebody_unknown_says_so(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path / "data"))
    ran = command("chat", "--as", "nobody@town.example")
    assert ran.code == 2
    assert "nobody@town.example" in ran.err
