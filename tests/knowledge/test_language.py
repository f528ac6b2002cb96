"""What one language brings lies in one folder: another folder is another language, and no change of code."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.text.calendar_words import month_of, weekday_of
from knowledge.text.language import LANGUAGE, VARIABLE, read_language
from knowledge.text.terms import terms

ROOT = Path(__file__).resolve().parents[2]
_ASKED = re.compile(r"LANGUAGE\.(?:text|pattern|patterns|exact|words|table)\(\s*[\"'](\w+\.\w+)[\"']")
_INCLUDED = re.compile(r"\{\{(?:any )?(\w+\.\w+)\}\}")

# Made up for this test: no language has these words.
OTHER = {
    "terms.toml": {"stop_words": "za ye", "small_words": "oy"},
    "dates.toml": {"months": "ula bek dor fen gim hap jul kol lum mar nov osk"},
    "labels.toml": {"effective": "vigas|vigas ab", "owner": "zorger"},
    "strength.toml": {"must": "zorto|zorti", "should": "dolvo", "may": "mipo", "will": "zollo"},
}
POLICY = """# Kurna

Vigas: 4 Dorak 2025
Zorger: Lena Bru

## Ringa

Klorka zorto ringa za torna tri.

Klorka mipo blenka.
"""
READ = """
import json, sys
from pathlib import Path
from knowledge.reading.policy_files import read_folder
from knowledge.text.terms import terms
document, = read_folder([Path(sys.argv[1])]).documents
print(json.dumps({
    "effective": str(document.facts.effective),
    "owner": document.facts.owner,
    "strengths": [clause.strength.value for one in document.sections for clause in one.clauses][-2:],
    "terms": terms("Za klorka, ye the torna"),
}))
"""


def _languages() -> list[Path]:
    return [file.parent for file in (ROOT / "knowledge").glob("*/terms.toml")]


@pytest.mark.parametrize("folder", _languages(), ids=lambda folder: folder.name)
def test_every_language_holds_the_entries_that_code_asks_for_and_no_others(folder: Path) -> None:
    asked: set[str] = set()
    for file in (ROOT / "knowledge").rglob("*.py"):
        asked |= set(_ASKED.findall(file.read_text("utf-8")))
    for file in folder.glob("*.toml"):
        asked |= set(_INCLUDED.findall(file.read_text("utf-8")))
    assert asked == set(read_language(folder).entries)


def test_months_and_weekdays_are_known_by_how_their_names_begin() -> None:
    assert [month_of(name) for name in ("January", "sept.", "Dec")] == [1, 9, 12]
    assert [weekday_of(name) for name in ("Mondays", "wed", "Sunday")] == [0, 2, 6]
    with pytest.raises(ValueError, match="often"):
        month_of("often")


def test_a_name_that_a_language_does_not_hold_is_no_empty_word() -> None:
    with pytest.raises(KeyError):
        LANGUAGE.text("strength.unheard_of")


def test_a_second_language_is_one_folder_with_the_same_names(tmp_path: Path) -> None:
    folder, policies = tmp_path / "other", tmp_path / "policies"
    shutil.copytree(LANGUAGE.folder, folder)
    for name, entries in OTHER.items():
        _translate(folder / name, entries)
    policies.mkdir()
    (policies / "ringa.md").write_text(POLICY, "utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), VARIABLE: str(folder)}
    command = [sys.executable, "-c", READ, str(policies)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == {
        "effective": "2025-03-04",
        "owner": "Lena Bru",
        "strengths": ["must", "may"],
        "terms": ["klorka", "the", "torna"],
    }
    assert terms("the torna") == ["torna"]


def _translate(file: Path, entries: dict[str, str]) -> None:
    text = file.read_text("utf-8")
    for name, words in entries.items():
        value = r"(?:'''.*?'''|\"\"\".*?\"\"\"|'[^'\n]*'|\"[^\"\n]*\")"
        text, count = re.subn(rf"(?ms)^{name} = {value}$", f'{name} = "{words}"', text)
        assert count == 1, name
    file.write_text(text, "utf-8")
