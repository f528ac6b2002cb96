"""Which platforms are on: the page opens by itself for the sample town alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from adapters.configuration import CannotStart
from adapters.folder import load_folder
from adapters.serve import choose_platforms
from adapters.settings import SAMPLE, Settings
from foundation.clock import SystemClock


@pytest.fixture(autouse=True)
def _no_chat_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    for name in ("TEAMS_APP_ID", "TEAMS_TENANT_ID", "TEAMS_APP_SECRET"):
        monkeypatch.delenv(name, raising=False)


def chosen(folder: Path, *, local: bool) -> list[str]:
    settings = Settings(organisation=folder)
    platforms = choose_platforms(settings, load_folder(folder), SystemClock(), local=local)
    return [platform.platform for platform in platforms]


def test_the_sample_town_opens_the_local_page_by_itself() -> None:
    assert chosen(SAMPLE, local=False) == ["web"]


def test_a_real_organisation_opens_the_page_only_on_purpose(tmp_path: Path) -> None:
    """On the page anybody speaks as anybody: lost chat settings must not open it on real records."""
    own = shutil.copytree(SAMPLE, tmp_path / "own")
    with pytest.raises(CannotStart, match="--local"):
        chosen(own, local=False)
    assert chosen(own, local=True) == ["web"]
