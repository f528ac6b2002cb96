"""Open the local page in the browser of whoever started the program, where there is one."""

from __future__ import annotations

import contextlib
import html
import os
import sys
import webbrowser
from collections.abc import Mapping
from pathlib import Path

IN_A_TERMINAL = frozenset({"www-browser", "links", "elinks", "lynx", "w3m"})
"""Browsers that would take the terminal over in which the program speaks."""


class Doorstep:
    """A file that leads the browser to the address.

    The command line of a browser can be read by every account of the computer, and whoever is quicker would
    spend the key in the address. So the command line names a file that this account alone can read.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder.resolve() / "open-page.html"

    def lead_to(self, address: str) -> str:
        """Write the file; returns its own address."""
        self.remove()
        shown = html.escape(address)
        with os.fdopen(os.open(self._path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(
                '<!doctype html><meta charset="utf-8"><title>Counterpoise</title>'
                f'<meta http-equiv="refresh" content="0;url={shown}"><a href="{shown}">Open Counterpoise</a>\n'
            )
        return self._path.as_uri()

    def remove(self) -> None:
        """Take the file away; the key in it is spent, or the program ends."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)


def has_browser(environment: Mapping[str, str] = os.environ, system: str = sys.platform) -> bool:
    """Whether somebody sits before a screen of this computer on which a browser can open."""
    if environment.get("CI") or environment.get("SSH_CONNECTION"):
        return False
    has_screen = system in ("win32", "darwin") or bool(
        environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    )
    try:
        return has_screen and Path(getattr(webbrowser.get(), "name", "")).name not in IN_A_TERMINAL
    except webbrowser.Error:
        return False


def open_page(doorstep: Doorstep, address: str) -> bool:
    """Open the address in a browser; whether one took it. May block: call it in a thread."""
    try:
        return webbrowser.open(doorstep.lead_to(address))
    except (OSError, webbrowser.Error):
        return False
