"""The Teams package: everything the bot offers is in it, nothing else, and it obeys the published schema.

The rules were read from the JSON schema that Microsoft publishes for manifest version 1.25.
"""

from __future__ import annotations

import io
import json
import re
import struct
import zipfile
from typing import Any

import pytest

from bot.commands import COMMANDS, SHORTCUTS
from bot.router import typed_command
from manifest.teams import teams_manifest, teams_package

APP = "3b1f6a52-8a3d-4e43-9d7f-6c1f0a2b9e55"
URL = "https://bot.town.example"
REQUIRED = {"manifestVersion", "version", "id", "developer", "name", "description", "icons", "accentColor"}
KNOWN = REQUIRED | {
    "$schema", "bots", "composeExtensions", "permissions", "validDomains", "defaultInstallScope",
    "supportsChannelFeatures",
}  # fmt: skip
LONGEST = {
    ("developer", "name"): 32,
    ("name", "short"): 30,
    ("description", "short"): 80,
    ("description", "full"): 4000,
}


@pytest.fixture
def manifest() -> dict[str, Any]:
    return teams_manifest(APP, URL)


def problems(manifest: dict[str, Any]) -> list[str]:
    """Every rule of the published schema that the manifest breaks."""
    found = [f"missing {name}" for name in REQUIRED - set(manifest)] + [
        f"unknown {name}" for name in set(manifest) - KNOWN
    ]
    found += [f"{path} too long" for path, most in LONGEST.items() if len(manifest[path[0]][path[1]]) > most]
    found += [
        f"{name} no https"
        for name in ("websiteUrl", "privacyUrl", "termsOfUseUrl")
        if not manifest["developer"][name].startswith("https://")
    ]
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", manifest["accentColor"]):
        found.append("colour")
    for menu in manifest["bots"][0]["commandLists"]:
        found += ["menu too long"] if len(menu["commands"]) > 12 else []
        found += [
            f"entry {each}"
            for each in menu["commands"]
            if len(each["title"]) > 128 or not 0 < len(each["description"]) <= 4000
        ]
    actions = manifest["composeExtensions"][0]["commands"]
    found += ["too many actions"] if len(actions) > 10 else []
    for each in actions:
        if len(each["id"]) > 64 or len(each["title"]) > 32 or len(each["description"]) > 128:
            found.append(f"action {each['id']}")
        if not set(each["context"]) <= {"compose", "commandBox", "message"}:
            found.append(f"context {each['context']}")
    return found


def test_the_manifest_obeys_the_published_limits(manifest: dict[str, Any]) -> None:
    assert problems(manifest) == []
    assert manifest["manifestVersion"] in manifest["$schema"]


def test_the_rules_can_fail(manifest: dict[str, Any]) -> None:
    manifest["name"]["short"] = "x" * 31
    manifest["colour"] = "red"
    assert sorted(problems(manifest)) == ["('name', 'short') too long", "unknown colour"]


def test_every_command_for_all_has_its_menu_entry_in_every_scope_and_the_reverse(
    manifest: dict[str, Any],
) -> None:
    (bot,) = manifest["bots"]
    menus = {scope: menu for menu in bot["commandLists"] for scope in menu["scopes"]}
    assert set(menus) == set(bot["scopes"]) == {"personal", "team", "groupChat"}
    for menu in menus.values():
        assert [each["title"] for each in menu["commands"]] == [one.name for one in COMMANDS if one.in_menu]


def test_choosing_a_menu_entry_writes_a_word_the_router_knows(manifest: dict[str, Any]) -> None:
    for entry in manifest["bots"][0]["commandLists"][0]["commands"]:
        assert typed_command(entry["title"]) == (entry["title"], "")


def test_every_shortcut_has_its_action_command_and_the_reverse(manifest: dict[str, Any]) -> None:
    actions = manifest["composeExtensions"][0]["commands"]
    assert {each["id"]: each["context"] for each in actions} == {
        shortcut.name: ["message"] if shortcut.on_message else ["compose", "commandBox"]
        for shortcut in SHORTCUTS
    }
    assert all(each["type"] == "action" and each["fetchTask"] for each in actions)


def test_the_bot_is_named_by_its_app_id_and_only_its_own_address_is_valid(manifest: dict[str, Any]) -> None:
    assert {manifest["id"], manifest["bots"][0]["botId"], manifest["composeExtensions"][0]["botId"]} == {APP}
    assert manifest["validDomains"] == ["bot.town.example"]


def test_the_package_holds_the_manifest_and_icons_of_the_right_sizes(manifest: dict[str, Any]) -> None:
    with zipfile.ZipFile(io.BytesIO(teams_package(APP, URL + "/"))) as package:
        assert package.testzip() is None
        assert json.loads(package.read("manifest.json")) == manifest
        icons = {name: package.read(manifest["icons"][name]) for name in ("color", "outline")}
        assert set(package.namelist()) == {"manifest.json", *manifest["icons"].values()}
    sizes = {name: struct.unpack(">II", png[16:24]) for name, png in icons.items()}
    assert sizes == {"color": (192, 192), "outline": (32, 32)}


def test_the_same_input_gives_the_same_package() -> None:
    assert teams_package(APP, URL) == teams_package(APP.upper(), URL)


@pytest.mark.parametrize("app_id", ["", "app", "3b1f6a52"])
def test_an_app_id_that_is_no_guid_is_refused(app_id: str) -> None:
    with pytest.raises(ValueError, match="GUID"):
        teams_manifest(app_id, URL)


@pytest.mark.parametrize(
    "url", ["", "http://bot.town.example", "bot.town.example", "https://", "https://me:secret@bot.example"]
)
def test_an_address_teams_would_refuse_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="https"):
        teams_manifest(APP, url)
