"""Which platforms are on: the page opens by itself for the sample town alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from adapters.choosing import choose_platforms
from adapters.configuration import CannotStart
from adapters.folder import load_folder
from adapters.settings import SAMPLE, Settings
from foundation.clock import SystemClock


@pytest.fixture(autouse=True)
def _no_chat_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name in ("TEAMS_APP_ID", "TEAMS_TENANT_ID", "TEAMS_APP_SECRET"):
        monkeypatch.delenv(name, raising=False)


def chosen(folder: Path, *, local: bool, as_anybody: bool = False) -> list[str]:
    settings = Settings(organisation=folder)
    folder_read, clock = load_folder(folder), SystemClock()
    platforms = choose_platforms(settings, folder_read, clock, local=local, as_anybody=as_anybody)
    return [platform.platform for platform in platforms]


def test_the_sample_town_opens_the_local_page_by_itself() -> None:
    assert chosen(SAMPLE, local=False) == ["web"]


def test_a_real_organisation_opens_the_page_only_on_purpose(tmp_path: Path) -> None:
    """On the page anybody speaks as anybody: lost chat settings must not open it on real records."""
    own = shutil.copytree(SAMPLE, tmp_path / "own")
    with pytest.raises(CannotStart, match="--local"):
        chosen(own, local=False)
    assert chosen(own, local=True) == ["web"]


@pytest.mark.parametrize("chat", ["slack", "teams"])
def test_beside_a_chat_platform_the_page_is_opened_only_with_the_option_that_names_the_danger(
    monkeypatch: pytest.MonkeyPatch, chat: str
) -> None:
    """The records are real there, and on the page anybody speaks as anybody."""
    if chat == "slack":
        monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
        monkeypatch.setenv("SLACK_SIGNING_SECRET", "s")
    else:
        monkeypatch.setenv("TEAMS_APP_ID", "00000000-0000-0000-0000-000000000001")
        monkeypatch.setenv("TEAMS_TENANT_ID", "00000000-0000-0000-0000-000000000002")
        monkeypatch.setenv("TEAMS_APP_SECRET", "s")
    assert chosen(SAMPLE, local=False) == [chat]
    assert chosen(SAMPLE, local=False, as_anybody=True) == [chat], "the second option opens nothing by itself"
    with pytest.raises(CannotStart, match="--let-this-computer-act-as-anybody"):
        chosen(SAMPLE, local=True)
    assert chosen(SAMPLE, local=True, as_anybody=True) == [chat, "web"]
