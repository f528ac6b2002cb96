"""The organisation's folder while the program runs: a mistake changes nothing, and its correction is read."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from pathlib import Path

import pytest

from adapters import folder as folders
from adapters.folder import Folder, watch_folder
from adapters.settings import SAMPLE
from tests.fakes.patience import until


async def test_after_any_mistake_in_a_file_its_correction_is_still_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folders, "LOOK_AGAIN_SECONDS", 0.01)
    for name in folders.FILES:
        copy = shutil.copytree if (SAMPLE / name).is_dir() else shutil.copy
        copy(SAMPLE / name, tmp_path / name)
    good = folders.load_folder
    faults = [RuntimeError("a fault nobody thought of")]

    def read(path: Path) -> Folder:
        if faults:
            raise faults.pop()
        return good(path)

    monkeypatch.setattr(folders, "load_folder", read)
    taken: list[Folder] = []
    watching = asyncio.create_task(watch_folder(tmp_path, taken.append))
    await asyncio.sleep(0.05)
    _save_again(tmp_path / "people.yaml")
    await until(lambda: not faults)
    _save_again(tmp_path / "people.yaml")
    await until(lambda: bool(taken))
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching


def _save_again(file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
