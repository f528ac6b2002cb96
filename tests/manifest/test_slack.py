"""The Slack manifest: acceptable to Slack, complete, and asking for no permission the code does not use."""

from __future__ import annotations

import ast
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from adapters.slack.adapter import PATH
from adapters.slack.parse import SHORTCUT_COMMANDS, SLASH_COMMANDS
from bot.commands import COMMANDS, SHORTCUTS
from manifest.slack import (
    EVENTS_PATH,
    EXAMPLE,
    FREE_EVENTS,
    FREE_METHODS,
    SCOPES,
    manifest_data,
    slack_manifest,
)

BASE = "https://bot.lakeview.example/"
ADAPTER = Path(__file__).resolve().parents[2] / "adapters" / "slack"

HTTPS = {"type": "string", "pattern": "^https://", "maxLength": 3000}


def words(longest: int, shortest: int = 1) -> dict[str, object]:
    """A text of so many characters."""
    return {"type": "string", "minLength": shortest, "maxLength": longest}


def exactly(required: tuple[str, ...], **properties: object) -> dict[str, object]:
    """An object with these properties and no other."""
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }


FLAG = {"type": "boolean"}
COMMAND = exactly(
    ("command", "description"),
    command={"type": "string", "pattern": "^/[a-z0-9_-]{1,31}$"},
    url=HTTPS,
    description=words(2000),
    usage_hint=words(1000),
    should_escape=FLAG,
)
SHORTCUT = exactly(
    ("name", "type", "callback_id", "description"),
    name=words(24),
    type={"enum": ["message", "global"]},
    callback_id=words(255),
    description=words(150),
)
SCHEMA = exactly(
    ("display_information",),
    _metadata=exactly((), major_version={"enum": [1, 2]}, minor_version={"type": "integer"}),
    display_information=exactly(
        ("name",),
        name=words(35),
        description=words(140),
        long_description=words(4000, 175),
        background_color={"type": "string", "pattern": "^#([0-9a-fA-F]{3}){1,2}$"},
    ),
    features=exactly(
        (),
        app_home=exactly(
            (), home_tab_enabled=FLAG, messages_tab_enabled=FLAG, messages_tab_read_only_enabled=FLAG
        ),
        bot_user=exactly(("display_name",), display_name=words(80), always_online=FLAG),
        shortcuts={"type": "array", "items": SHORTCUT, "minItems": 1, "maxItems": 10},
        unfurl_domains={"type": "array", "items": {"pattern": "^[a-z0-9.-]+$"}, "maxItems": 5},
        slash_commands={"type": "array", "items": COMMAND, "minItems": 1, "maxItems": 50},
    ),
    oauth_config=exactly(
        (), scopes=exactly((), bot={"type": "array", "items": words(50), "uniqueItems": True})
    ),
    settings=exactly(
        (),
        event_subscriptions=exactly(
            (), request_url=HTTPS, bot_events={"type": "array", "items": words(50), "uniqueItems": True}
        ),
        interactivity=exactly(("is_enabled",), is_enabled=FLAG, request_url=HTTPS),
        org_deploy_enabled=FLAG,
        socket_mode_enabled=FLAG,
        token_rotation_enabled=FLAG,
    ),
)


@pytest.mark.parametrize("socket_mode", [False, True])
def test_slack_would_accept_the_manifest(socket_mode: bool) -> None:
    jsonschema_rs.validate(SCHEMA, yaml.safe_load(slack_manifest(BASE, socket_mode)))


@pytest.mark.parametrize("socket_mode", [False, True])
def test_the_text_is_the_data(socket_mode: bool) -> None:
    assert yaml.safe_load(slack_manifest(BASE, socket_mode)) == manifest_data(BASE, socket_mode)


def test_every_command_and_shortcut_of_the_router_is_in_it_and_no_other() -> None:
    features = manifest_data(BASE, False)["features"]
    assert {one["command"] for one in features["slash_commands"]} == {one.slash_command for one in COMMANDS}
    assert {(one["callback_id"], one["type"]) for one in features["shortcuts"]} == {
        (one.name, "message" if one.on_message else "global") for one in SHORTCUTS
    }


def test_what_the_manifest_offers_is_what_the_adapter_takes() -> None:
    features = manifest_data(BASE, False)["features"]
    assert {one["command"] for one in features["slash_commands"]} == set(SLASH_COMMANDS)
    assert {one["callback_id"] for one in features["shortcuts"]} == set(SHORTCUT_COMMANDS)


def test_a_command_that_takes_text_says_which() -> None:
    hinted = {
        one["command"]
        for one in manifest_data(BASE, False)["features"]["slash_commands"]
        if "usage_hint" in one
    }
    assert hinted == {command.slash_command for command in COMMANDS if command.takes_text}


def test_over_http_everything_goes_to_the_one_address_we_serve() -> None:
    data = manifest_data(BASE, False)
    address = "https://bot.lakeview.example/slack/events"
    assert EVENTS_PATH == PATH
    assert {one["url"] for one in data["features"]["slash_commands"]} == {address}
    assert data["settings"]["event_subscriptions"]["request_url"] == address
    assert data["settings"]["interactivity"]["request_url"] == address


def test_socket_mode_names_no_address() -> None:
    text = slack_manifest("", socket_mode=True)
    assert "https://" not in text
    assert manifest_data("", True)["settings"]["socket_mode_enabled"] is True


@pytest.mark.parametrize("address", ["", "http://bot.example", "bot.example"])
def test_an_address_slack_would_refuse_is_refused_here(address: str) -> None:
    with pytest.raises(ValueError, match="https://"):
        slack_manifest(address, socket_mode=False)


def test_every_permission_tells_an_administrator_its_reason() -> None:
    text = slack_manifest(BASE, socket_mode=False)
    for scope in SCOPES:
        assert f"- {scope.name}  # to {scope.reason}\n" in text


def test_permissions_are_exactly_what_the_code_uses() -> None:
    asked = {method for scope in SCOPES for method in scope.methods}
    assert methods_used() == asked | set(FREE_METHODS)
    # `commands` is what slash commands and shortcuts need, `files:read` what the address of a file wants: no method.
    without = [scope.name for scope in SCOPES if not scope.methods and not scope.events]
    assert without == ["commands", "files:read"]


def test_events_are_exactly_what_the_adapter_understands() -> None:
    subscribed = set(manifest_data(BASE, False)["settings"]["event_subscriptions"]["bot_events"])
    assert subscribed == {"app_mention", "link_shared", "message.im", *FREE_EVENTS}


@pytest.mark.parametrize("socket_mode", [False, True])
def test_links_are_asked_for_only_where_links_are_ours(socket_mode: bool) -> None:
    def links(base: str) -> tuple[object, bool, bool]:
        data = manifest_data(base, socket_mode)
        scopes, events = data["oauth_config"]["scopes"]["bot"], data["settings"]["event_subscriptions"]
        domains = data["features"].get("unfurl_domains")
        return domains, "links:read" in scopes, "link_shared" in events["bot_events"]

    assert links(BASE) == (["bot.lakeview.example"], True, True)
    assert links(EXAMPLE) == (None, False, False)


def methods_used() -> set[str]:
    """The Web API methods called anywhere in the adapter, read from its source."""
    uploads = {"files_upload_v2": "files.getUploadURLExternal"}
    found = set()
    for file in ADAPTER.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Attribute(value=ast.Attribute(attr="quick" | "patient"), attr=method) if (
                    "_" in method
                ):
                    found.add(uploads.get(method) or method.replace("_", ".", 1))
    return found - {"base.url"}
