"""What people type is understood by data of their language: no cue stands in code, and a second language needs none."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.typed import TYPED, read_typed
from knowledge.text.language import LANGUAGE, VARIABLE

ROOT = Path(__file__).resolve().parents[2]
_ASKED = re.compile(
    r"TYPED\.(?:text|pattern|patterns|exact|words|several|any_of|table)\(\s*[\"'](\w+\.\w+)[\"']"
)
_INCLUDED = re.compile(r"\{\{(?:any )?(\w+\.\w+)\}\}")
_A_WORD = re.compile(r"[a-z]{2,}")
_NO_WORDS = re.compile(r"\(\?P<\w+>|\(\?[a-zA-Z-]+:|\\[a-zA-Z]|\\[uU][0-9a-fA-F]+|\[[^]]*\]")
MATCHING = {
    "compile",
    "search",
    "match",
    "fullmatch",
    "sub",
    "subn",
    "split",
    "findall",
    "finditer",
}
MATCHING |= {"begins", "whole", "cue", "removeprefix", "removesuffix"}
OF_NO_LANGUAGE = {
    "name_short.py": "how names sound alike",
    "message_json.py": "names of our own",
    "typed.py": "the folder",
    "words.py": "the ending of a file",
    "locales.py": "the header Accept-Language",
    "record_link.py": "the scheme of an address",
}


def test_every_typed_entry_that_code_asks_for_is_there_and_no_other() -> None:
    asked: set[str] = set()
    for file in (ROOT / "bot").rglob("*.py"):
        asked |= set(_ASKED.findall(file.read_text("utf-8")))
    for file in (LANGUAGE.folder / "typed").glob("*.toml"):
        asked |= set(_INCLUDED.findall(file.read_text("utf-8")))
    assert asked == set(TYPED.entries)


def test_no_cue_of_a_language_stands_in_the_code_of_the_bot() -> None:
    found = [
        f"{file.name}:{line}: {text}"
        for file in sorted((ROOT / "bot").rglob("*.py"))
        if file.name not in OF_NO_LANGUAGE
        for line, text in _matched(ast.parse(file.read_text("utf-8")))
        if _A_WORD.search(_NO_WORDS.sub("", text))
    ]
    assert not found


def _matched(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every text in code that something typed is matched with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in MATCHING:
            for argument in node.args:
                yield from ((node.lineno, text) for text in _texts(argument))


def _texts(node: ast.AST) -> Iterator[str]:
    """The texts of an expression itself: not names of groups, nor what another call is asked for."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif not isinstance(node, ast.Call | ast.Subscript):
        for part in ast.iter_child_nodes(node):
            yield from _texts(part)


TRY = """
import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo
from bot.flows.call_words import asks_for_help
from bot.flows.situations import situation
from bot.moments import read_moment
from bot.router import COMMANDS
now = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
print(json.dumps({
    "help": asks_for_help("zuhilf jetzt") is not None,
    "moment": str(read_moment("gesta 10:30", ZoneInfo("UTC"), now)),
    "words": [one.words for one in COMMANDS if one.name == "assist"][0],
    "danger": situation("er hat ein messa").value,
    "english": asks_for_help("I need somebody here now") is not None,
    "english_danger": situation("he has a knife").value,
}))
"""


def test_a_second_language_is_understood_without_a_change_of_code_and_english_for_what_it_does_not_bring(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    for file in LANGUAGE.folder.iterdir():
        if file.is_file():
            (folder / file.name).symlink_to(file)
    typed = folder / "typed"
    typed.mkdir()
    (typed / "call_words.toml").write_text(
        "needs = 'zuhilf jetzt|{{call_words.alert}}i need somebody here now'\n"
    )
    (typed / "moments.toml").write_text('yesterday = "gesta"\n')
    (typed / "commands.toml").write_text('assist = ["zuhilf", "rufa hilf"]\n')
    (typed / "danger_words.toml").write_text("weapon = '(?:messa|knife)'\n")
    (typed / "danger.toml").write_text(
        "attack = ['hat ein {{danger_words.weapon}}', 'has a {{danger_words.weapon}}']\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), VARIABLE: str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", TRY], env=environment, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == {
        "help": True,
        "moment": "2026-03-01 10:30:00+00:00",
        "words": ["zuhilf", "rufa hilf"],
        "danger": "danger",
        "english": True,
        "english_danger": "danger",
    }


def test_an_entry_that_no_language_brings_is_no_empty_pattern(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        read_typed(tmp_path).text("call_words.unheard_of")
