"""What the local page offers to ask first: the organisation's own golden questions."""

from __future__ import annotations

from pathlib import Path

from bot.flows.situations import is_question
from foundation.datafile import DataFileError
from knowledge.curation.own_files import GOLDEN
from knowledge.quality.golden import read_golden

MOST = 3


def golden_suggestions(folder: Path) -> tuple[str, ...]:
    """The first question of each document that reads as one, as staff would type it; none without a readable file."""
    path = folder / GOLDEN
    try:
        golden = read_golden(path) if path.exists() else ()
    except DataFileError:  # `doctor` and the upkeep list say so.
        return ()
    firsts: dict[str, str] = {}
    for one in golden:
        if one.gold and is_question(one.text):
            firsts.setdefault(one.gold[0][0], one.text)
    return tuple(f"{words[:1].upper()}{words[1:]}" for words in list(firsts.values())[:MOST])
