"""The Slack app manifest, made from the router's own tables, so that Slack and the bot never disagree.

Source of the shape and its limits: docs.slack.dev/reference/app-manifest
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import yaml

from bot.commands import COMMANDS, SHORTCUTS, Command, Shortcut
from bot.words import sentence

NAME = "Counterpoise"
GROUND = "#0f5c63"
EVENTS_PATH = "/slack/events"
EXAMPLE = "https://bot.example.org"
"""Stands for an address where nobody gave one: no link there is ours."""
OF_LINKS = "links:read"
APP_TOKEN_SCOPE = "connections:write"  # noqa: S105 - the name of a permission
"""What the app-level token for Socket Mode needs; Slack grants it when that token is made, not here."""


@dataclass(frozen=True, slots=True)
class Scope:
    """One permission: `reason` is what an administrator asks; `methods` and `events` are what needs it."""

    name: str
    reason: str
    methods: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


SCOPES = (
    Scope("app_mentions:read", "be named in a channel", events=("app_mention",)),
    Scope(
        "chat:write",
        "answer, and alert supervisors",
        ("chat.postMessage", "chat.postEphemeral", "chat.update"),
    ),
    Scope("commands", "offer slash commands and shortcuts"),
    Scope("files:read", "take a photo, an e-mail or a document that belongs to a report"),
    Scope(
        "files:write", "give people a report they can read, and its files", ("files.getUploadURLExternal",)
    ),
    Scope(
        "im:history",
        "read what is written to the bot, and find a notice before sending it again",
        ("conversations.history", "conversations.replies"),
        ("message.im",),
    ),
    Scope("im:write", "write to a person directly", ("conversations.open",)),
    Scope(OF_LINKS, "show whoever shares the address of a record what they may see", (), ("link_shared",)),
    Scope("users:read", "know staff from guests", ("users.info",)),
    Scope(
        "users:read.email",
        "know that a person in Slack and in Teams is the same",
        ("users.lookupByEmail",),
    ),
)
FREE_METHODS = ("auth.test", "views.open", "views.publish", "views.update")
"""Methods any bot token may call."""
FREE_EVENTS = ("app_home_opened",)


def slack_manifest(base_url: str, socket_mode: bool) -> str:
    """The manifest as YAML to paste into Slack, each permission with its reason.

    `base_url` is where Slack reaches this program; in Socket Mode, where people reach it, whose links are ours then.
    Raises ValueError for an address Slack would refuse.
    """
    text: str = yaml.safe_dump(manifest_data(base_url, socket_mode), sort_keys=False, allow_unicode=True)
    for scope in SCOPES:
        text = text.replace(f"- {scope.name}\n", f"- {scope.name}  # to {scope.reason}\n")
    return text


def manifest_data(base_url: str, socket_mode: bool) -> dict[str, Any]:
    """The manifest as plain data; raises ValueError as `slack_manifest` does."""
    if not socket_mode and not base_url.startswith("https://"):
        raise ValueError("Slack only calls an https:// address; give one, or use Socket Mode.")
    address = {} if socket_mode else {"request_url": base_url.rstrip("/") + EVENTS_PATH}
    ours = [urlsplit(base_url).hostname] if base_url.startswith("https://") and base_url != EXAMPLE else []
    scopes = [scope for scope in SCOPES if ours or scope.name != OF_LINKS]
    events = sorted([*FREE_EVENTS, *(event for scope in scopes for event in scope.events)])
    return {
        "_metadata": {"major_version": 1, "minor_version": 1},
        "display_information": {
            "name": NAME,
            "description": sentence("slack.listing_short"),
            "long_description": sentence("slack.listing_long"),
            "background_color": GROUND,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            **({"unfurl_domains": ours} if ours else {}),
            "shortcuts": [_shortcut(shortcut) for shortcut in SHORTCUTS],
            "slash_commands": [_command(command, address) for command in COMMANDS],
        },
        "oauth_config": {"scopes": {"bot": [scope.name for scope in scopes]}},
        "settings": {
            "event_subscriptions": {**address, "bot_events": events},
            "interactivity": {"is_enabled": True, **address},
            "org_deploy_enabled": False,
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": False,
        },
    }


def _command(command: Command, address: dict[str, str]) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "command": command.slash_command,
        "description": sentence(f"command.{command.name}_description"),
        "should_escape": False,
    }
    if "request_url" in address:
        drawn["url"] = address["request_url"]
    if command.takes_text:
        drawn["usage_hint"] = sentence(f"slack.hint_{command.name}")
    return drawn


def _shortcut(shortcut: Shortcut) -> dict[str, str]:
    return {
        "name": sentence(f"command.{shortcut.name}_title"),
        "type": "message" if shortcut.on_message else "global",
        "callback_id": shortcut.name,
        "description": sentence(f"command.{shortcut.name}_description"),
    }
