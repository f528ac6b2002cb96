"""Which cards and forms the code names: every function of the bot that makes one, found by what it says it returns."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from bot.routes import all_routes

BOT = Path(__file__).resolve().parents[2] / "bot"
CARDS = ("Message", "Message | None", "tuple[Message, ...]", "list[Message]")
NO_CARDS = frozenset({"fit", "shorten", "message_json", "flows.parts"})
"""Modules whose functions change, carry or abridge what others drew."""


@cache
def cards() -> dict[str, str]:
    """Every card by `module.function`, with the first sentence of what is said about it."""
    found = {}
    for file in sorted(BOT.rglob("*.py")):
        module = ".".join(file.relative_to(BOT).with_suffix("").parts)
        if module in NO_CARDS:
            continue
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.returns is None:
                continue
            if ast.unparse(node.returns) in CARDS:
                name = f"{module.removeprefix('flows.')}.{node.name}"
                found[name] = (ast.get_docstring(node) or "").partition("\n")[0]
    return found


def forms() -> frozenset[str]:
    """Every form by its name."""
    return frozenset(all_routes().builders)
