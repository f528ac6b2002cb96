"""What an Adaptive Card must obey to be drawn by Teams: the published schema and rules it leaves out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema_rs import Draft6Validator

MOST_BYTES = 28 * 1024
MOST_ACTIONS = 6
INPUTS = ("Input.Text", "Input.ChoiceSet", "Input.Toggle", "Input.Date", "Input.Time", "Input.Number")


def problems(card: dict[str, Any], *, dialog: bool = False) -> list[str]:
    """Every rule the card breaks, in words; dialogs may be larger than messages."""
    found = [problem for each in walk(card) if "type" in each for problem in _schema_problems(each)]
    found += [] if card.get("version") in {"1.4", "1.5"} else [f"version {card.get('version')}"]
    found += [] if card.get("fallbackText") else ["no fallback text"]
    if not dialog and utf16_bytes(card) > MOST_BYTES:
        found.append(f"{utf16_bytes(card)} bytes")
    elements = list(walk(card))
    actions = [each for each in elements if str(each.get("type")).startswith("Action.")]
    pressed = [each for each in actions if each["type"] != "Action.OpenUrl"]
    found += [f"{len(pressed)} actions"] if len(pressed) > MOST_ACTIONS else []
    found += [f"button without a title: {each}" for each in pressed if not each.get("title")]
    found += list(_input_problems(elements))
    found += [
        "picture without a description"
        for each in elements
        if each.get("type") == "Image" and not each.get("altText")
    ]
    return found


def _input_problems(elements: list[dict[str, Any]]) -> Iterator[str]:
    inputs = [each for each in elements if each.get("type") in INPUTS]
    names = [each.get("id") for each in inputs]
    if len(set(names)) != len(names):
        yield f"ids are not unique: {names}"
    for each in inputs:
        if not each.get("label"):
            yield f"input {each.get('id')} has no label"
        if each.get("isRequired") and not each.get("errorMessage"):
            yield f"input {each.get('id')} is required and does not say so"


def walk(node: object) -> Iterator[dict[str, Any]]:
    """Every mapping inside, the node itself included; what comes back to the bot in `data` is left out."""
    if isinstance(node, dict):
        yield node
        for name, value in node.items():
            if name != "data":
                yield from walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value)


def words(card: dict[str, Any]) -> str:
    """Everything a person reads on the card, one text a line."""
    names = ("text", "title", "label", "altText", "placeholder")
    return "\n".join(
        str(each[name]) for each in walk(card) for name in names if isinstance(each.get(name), str)
    )


def utf16_bytes(payload: object) -> int:
    """Size of the payload as Teams counts it."""
    return len(
        json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode("utf-16-le", "surrogatepass")
    )


def _schema_problems(element: dict[str, Any]) -> Iterator[str]:
    """Check one element against its own definition; what is nested in it is checked on its own turn.

    Two things the published schema does not know and Teams documents: `msteams` on the card
    (cards-format, full width) and the style `filtered` of a choice (dynamic-search, since 1.5).
    """
    kind = str(element["type"])
    if kind not in _definitions():
        yield f"unknown type {kind}"
        return
    known = {name: value for name, value in element.items() if name != "msteams"}
    if known.get("style") == "filtered" and kind == "Input.ChoiceSet":
        known["style"] = "compact"
    for error in _validator(kind).iter_errors(known):
        yield f"schema: {kind}: {error.message[:200]}"


@cache
def _definitions() -> dict[str, Any]:
    text = (files("adaptive_cards") / "schemas" / "schema-1.5.json").read_text(encoding="utf-8")
    definitions: dict[str, Any] = json.loads(text)["definitions"]
    typed = {"anyOf": [{"type": "string"}, {"type": "object", "required": ["type"]}]}
    return {
        name: typed if name.startswith("ImplementationsOf.") else each for name, each in definitions.items()
    }


@cache
def _validator(kind: str) -> Draft6Validator:
    return Draft6Validator({"definitions": _definitions(), "$ref": f"#/definitions/{kind}"})
