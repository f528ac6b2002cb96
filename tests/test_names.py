"""One name for one thing: a public class stands once, so that a reader who looks for it finds it."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("adapters", "bot", "foundation", "incidents", "knowledge", "manifest")


def classes() -> dict[str, list[Path]]:
    """The files in which each public class of the product stands, by its name."""
    found: dict[str, list[Path]] = defaultdict(list)
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            for node in ast.parse(file.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    found[node.name].append(file.relative_to(ROOT))
    return found


def are_twins(files: list[Path]) -> bool:
    """Whether each belongs to a platform of its own: the same part of another adapter."""
    places = [file.parts[:2] for file in files]
    return all(len(file.parts) == 3 and file.parts[0] == "adapters" for file in files) and len(
        set(places)
    ) == len(files)


def test_a_public_class_name_stands_once_platform_twins_apart() -> None:
    assert len(classes()) > 300, "the search finds what there is"
    twice = {name: [str(file) for file in files] for name, files in classes().items() if len(files) > 1}
    assert {name for name, files in classes().items() if len(files) > 1 and not are_twins(files)} == set(), (
        twice
    )
