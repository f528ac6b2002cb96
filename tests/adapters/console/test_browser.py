"""A browser is opened where there is one, and nobody else of the computer reads the key it is sent with."""

from __future__ import annotations

import stat
import webbrowser
from collections.abc import Mapping
from pathlib import Path

import pytest

from adapters.console.browser import Doorstep, has_browser, open_page

ADDRESS = "http://127.0.0.1:3978/?key=secret&more=1"
SCREEN = {"DISPLAY": ":0"}


class Window(webbrowser.BaseBrowser):
    """A browser that writes down what it was asked to open."""

    def __init__(self, name: str = "firefox") -> None:
        super().__init__(name)
        self.opened: list[str] = []

    def open(self, url: str, new: int = 0, autoraise: bool = True) -> bool:
        self.opened.append(url)
        return True


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Window:
    """The browser of this computer."""
    window = Window()
    monkeypatch.setattr(webbrowser, "get", lambda: window)
    monkeypatch.setattr(webbrowser, "open", window.open)
    return window


@pytest.mark.parametrize(
    ("environment", "system", "there"),
    [
        (SCREEN, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "darwin", True),
        ({}, "win32", True),
        ({}, "linux", False),
        ({**SCREEN, "CI": "true"}, "linux", False),
        ({"CI": "1"}, "darwin", False),
        ({**SCREEN, "SSH_CONNECTION": "203.0.113.9 1 2 22"}, "linux", False),
    ],
)
@pytest.mark.usefixtures("window")
def test_a_browser_is_opened_only_before_a_screen(
    environment: Mapping[str, str], system: str, there: bool
) -> None:
    assert has_browser(environment, system) is there


def test_a_browser_that_would_take_the_terminal_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "get", lambda: Window("/usr/bin/w3m"))
    assert not has_browser(SCREEN, "linux")

    def nothing() -> None:
        raise webbrowser.Error

    monkeypatch.setattr(webbrowser, "get", nothing)
    assert not has_browser(SCREEN, "linux")


def test_the_command_line_of_the_browser_holds_no_key(window: Window, tmp_path: Path) -> None:
    """Every account can read it, and would be quicker."""
    doorstep = Doorstep(tmp_path)
    assert open_page(doorstep, ADDRESS)
    (opened,) = window.opened
    assert opened.startswith("file://")
    assert "secret" not in opened
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "url=http://127.0.0.1:3978/?key=secret&amp;more=1" in file.read_text()
    doorstep.remove()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_somebody_put_there_is_not_written_into(window: Window, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.touch()
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "open-page.html").symlink_to(theirs)
    assert open_page(Doorstep(tmp_path / "data"), ADDRESS)
    assert theirs.read_text() == ""
    assert window.opened


def test_a_folder_that_cannot_be_written_is_no_trouble(window: Window, tmp_path: Path) -> None:
    assert not open_page(Doorstep(tmp_path / "nowhere"), ADDRESS)
    assert not window.opened
