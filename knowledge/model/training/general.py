"""Gather sentences on other matters: `python -m knowledge.model.training.general OUT.txt FOLDER [FOLDER ...]`.

While the encoder learns policies it is held to what the published one makes of these (`learning.py`). None of them is
kept here; `README.md` names the sources, all in the public domain. Each folder is a checkout and gives as many as the
others at most.
"""

from __future__ import annotations

import html
import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

MOST = 5_000
SHORTEST, LONGEST, FEWEST_WORDS = 40, 420, 7
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_DEFINITION = re.compile(r'^def: "((?:[^"\\]|\\.)*)"', re.MULTILINE)
_PARAGRAPH = re.compile(r"<p[^>]*>(.*?)</p>", re.DOTALL)
_FRONT = re.compile(r"\A---.*?^---$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_NO_PROSE = re.compile(r"\s*[#|<{]")


def sentences_of(path: Path) -> Iterator[str]:
    """The sentences of an ontology's definitions, a chapter in XHTML, or a page in Markdown; of other files none."""
    text = path.read_text("utf-8", "replace")
    if path.suffix == ".obo":
        parts = [found.replace("\\", "") for found in _DEFINITION.findall(text)]
    elif path.suffix == ".xhtml":
        parts = [html.unescape(re.sub(r"<[^>]+>", "", found)) for found in _PARAGRAPH.findall(text)]
    elif path.suffix == ".md":
        plain = _LINK.sub(r"\1", _FRONT.sub("", text))
        parts = [re.sub(r"[*_`>]", " ", one) for one in plain.split("\n\n") if not _NO_PROSE.match(one)]
    else:
        parts = []
    for part in parts:
        for sentence in _END.split(" ".join(part.split())):
            if SHORTEST <= len(sentence) <= LONGEST and len(sentence.split()) >= FEWEST_WORDS:
                yield sentence


def gathered(folder: Path, chance: random.Random) -> list[str]:
    """Sentences of all files in a folder, each once."""
    found = {
        sentence for path in sorted(folder.rglob("*")) if path.is_file() for sentence in sentences_of(path)
    }
    return chance.sample(sorted(found), min(len(found), MOST))


def main() -> None:
    """Write one sentence a line."""
    out, *folders = map(Path, sys.argv[1:])
    chance = random.Random(3)
    found = [sentence for folder in folders for sentence in gathered(folder, chance)]
    out.write_text("\n".join(found) + "\n", "utf-8")
    print(f"{len(found)} sentences")


if __name__ == "__main__":
    main()
