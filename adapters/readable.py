"""Payloads as every store can take them: half characters replaced, NUL dropped, nesting bounded. Pure."""

from __future__ import annotations

from typing import Any


def readable(node: Any, depth: int) -> Any:
    """The same JSON value, at most `depth` levels deep, with readable texts; raises ValueError when deeper.

    Half an emoji parses and then fails in every store, and PostgreSQL takes no NUL.
    """
    if depth == 0:
        raise ValueError("too deep")
    match node:
        case str():
            if node.isascii() and "\0" not in node:
                return node
            return node.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case dict():
            return {readable(name, depth): readable(value, depth - 1) for name, value in node.items()}
        case list():
            return [readable(value, depth - 1) for value in node]
        case _:
            return node
