"""The Teams app package, made from the router's own tables, so that Teams and the bot never disagree.

Source of the shape and its limits: learn.microsoft.com/microsoftteams/platform/resources/schema/manifest-schema
"""

from __future__ import annotations

import io
import json
import zipfile
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from bot.commands import COMMANDS, SHORTCUTS, Command, Shortcut
from bot.words import sentence
from manifest.icons import icon_png

NAME = "Counterpoise"
GROUND = "#0f5c63"
SCHEMA = "1.25"
COLOUR_ICON, OUTLINE_ICON = "color.png", "outline.png"
COLOUR_SIZE, OUTLINE_SIZE = 192, 32
EVERYWHERE = ("personal", "team", "groupChat")
PERMISSIONS = ("identity", "messageTeamMembers")
"""Know who is writing; write to staff directly."""

NO_DATE = (1980, 1, 1, 0, 0, 0)
"""The same package from the same input, byte for byte."""


def teams_package(app_id: str, base_url: str) -> bytes:
    """The ZIP to upload in the Teams admin centre: manifest and icons; raises ValueError as `teams_manifest` does."""
    manifest = json.dumps(teams_manifest(app_id, base_url), indent=2, ensure_ascii=False)
    files = {
        "manifest.json": manifest.encode(),
        COLOUR_ICON: icon_png(COLOUR_SIZE),
        OUTLINE_ICON: icon_png(OUTLINE_SIZE, colour=False),
    }
    package = io.BytesIO()
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, NO_DATE), content, zipfile.ZIP_DEFLATED)
    return package.getvalue()


def teams_manifest(app_id: str, base_url: str) -> dict[str, Any]:
    """The manifest as plain data.

    `app_id` is the bot's Entra application id; `base_url` is where Teams reaches this program, such as
    https://bot.example.org. Raises ValueError for an id that is no GUID or an address Teams would refuse.
    """
    bot_id = _guid(app_id)
    base_url = base_url.rstrip("/")
    host = _host(base_url)
    return {
        "$schema": f"https://developer.microsoft.com/json-schemas/teams/v{SCHEMA}/MicrosoftTeams.schema.json",
        "manifestVersion": SCHEMA,
        "version": version("counterpoise"),
        "id": bot_id,
        "developer": {
            "name": NAME,
            "websiteUrl": base_url,
            "privacyUrl": base_url,
            "termsOfUseUrl": base_url,
        },
        "name": {"short": NAME},
        "description": {"short": sentence("teams.listing_short"), "full": sentence("teams.listing_full")},
        "icons": {"color": COLOUR_ICON, "outline": OUTLINE_ICON},
        "accentColor": GROUND,
        "bots": [_bot(bot_id)],
        "composeExtensions": [{"botId": bot_id, "commands": [_action(each) for each in SHORTCUTS]}],
        "permissions": list(PERMISSIONS),
        "validDomains": [host],
        "defaultInstallScope": "personal",
        "supportsChannelFeatures": "tier1",
    }


def _bot(bot_id: str) -> dict[str, Any]:
    commands = [_command(each) for each in COMMANDS if each.in_menu]
    return {
        "botId": bot_id,
        "scopes": list(EVERYWHERE),
        "isNotificationOnly": False,
        "supportsFiles": True,
        "commandLists": [{"scopes": [scope], "commands": commands} for scope in EVERYWHERE],
    }


def _command(command: Command) -> dict[str, str]:
    """An entry of the menu; choosing it writes its title, so the title is the word the router knows."""
    return {"title": command.name, "description": sentence(f"command.{command.name}_description")}


def _action(shortcut: Shortcut) -> dict[str, Any]:
    return {
        "id": shortcut.name,
        "type": "action",
        "title": sentence(f"command.{shortcut.name}_title"),
        "description": sentence(f"command.{shortcut.name}_description"),
        "context": ["message"] if shortcut.on_message else ["compose", "commandBox"],
        "fetchTask": True,
    }


def _guid(app_id: str) -> str:
    try:
        return str(UUID(app_id.strip()))
    except ValueError:
        raise ValueError("The Teams app id is a GUID such as 00000000-0000-0000-0000-000000000000.") from None


def _host(base_url: str) -> str:
    parts = urlsplit(base_url)
    if parts.scheme != "https" or not parts.hostname or parts.username:
        raise ValueError("Teams only calls an https:// address; give the one where it reaches this program.")
    return parts.hostname
