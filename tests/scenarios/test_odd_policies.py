"""The program over a folder with files that cannot be read: it starts, takes changes, and health tells the truth."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from adapters import serve
from adapters.settings import SAMPLE
from knowledge.library import Library
from tests.fakes.patience import until
from tests.fixtures.command import Command, command
from tests.knowledge.town import unfitted
from tests.scenarios.house import SAM, Vendors, house

__all__ = ["command"]


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("knowledge.snapshot.judge_for", unfitted)
    monkeypatch.setattr(serve, "POLICIES_LOOK_AGAIN_SECONDS", 0.02)
    return shutil.copytree(SAMPLE, tmp_path / "own")


def latin_1(own: Path) -> Path:
    path = Path(os.fsdecode(os.fsencode(own / "policies") + b"/pol\xedtica.md"))
    path.write_text("# Conduct\n\nStaff may end a call.\n", "utf-8")
    return path


async def test_a_name_that_is_no_text_holds_no_policy_up_and_health_is_red_until_it_is_gone(
    around: Vendors, tmp_path: Path, own: Path, own_index: Path, database_url: str
) -> None:
    library = Library.open([own / "policies"], own_index)
    async with house(around, tmp_path / "data", database_url, library, organisation=own) as it:
        assert (await it.get("/healthz"))[0] == 200
        odd = latin_1(own)
        (own / "policies" / "bees.md").write_text("# Bees\n\nHives must stand behind the library.\n", "utf-8")
        await until(lambda: any(one.name == "bees.md" for one in library.documents))
        sam = await it.person("slack", SAM)
        await sam.writes("where must hives stand")
        assert "Hives must stand behind the library." in sam.told[-1]
        status, said = await it.get("/healthz")
        assert status == 503
        assert "could not be read: 1" in str(said)
        odd.unlink()
        await until(lambda: library.unread == ())
        assert (await it.get("/healthz"))[0] == 200


def test_index_and_doctor_name_it(
    own: Path, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    latin_1(own)
    ran = command("index", str(own / "policies"))
    assert ran.code == 0
    assert "pol\\xedtica.md: The name holds characters that are no text" in ran.out
    ran = command("doctor", "--organisation", str(own))
    assert ran.code == 1
    assert "pol\\xedtica.md" in ran.out
    assert "8 documents" in ran.out
    ran = command("ask", "how many rings before I pick up", "--knowledge", str(own / "policies"))
    assert ran.code == 0
    assert "fourth ring" in ran.out
