"""What models are trained on: whole libraries, and nothing that figures are reported on."""

from __future__ import annotations

import random
from pathlib import Path

from knowledge.model.training.general import gathered
from knowledge.model.training.material import ASIDE, KEPT, SEEN, documents
from knowledge.quality.corpus import CORPUS, HELD_OUT, HELD_OUT_DOCUMENTS


def test_a_library_is_one_document_whose_questions_are_answered_in_any_of_its_files() -> None:
    library = documents(CORPUS, ["la-01-*"])
    assert [one.name for one in library] == ["la-01"]
    assert len(library[0].clauses) > 100
    asked = next(
        one for one in library[0].questions if one.text.startswith("How many warnings does a caller get")
    )
    assert any("warn" in library[0].clauses[place][1].lower() for place in asked.answers)


def test_what_is_taken_away_is_not_read() -> None:
    names = {one.name for one in documents(CORPUS, ["wa-*", "!wa-06"])}
    assert "wa-05" in names
    assert "wa-06" not in names


def test_no_training_sees_what_figures_are_reported_on_or_weights_are_set_on() -> None:
    seen = {one.name for one in documents(CORPUS, SEEN)}
    aside = {one.name for patterns in ASIDE.values() for one in documents(CORPUS, patterns)}
    assert len(seen) > 40
    assert not seen & (aside | set(HELD_OUT) | set(HELD_OUT_DOCUMENTS))
    assert not aside & set(HELD_OUT)
    assert set(KEPT) == set(HELD_OUT_DOCUMENTS)


def test_sentences_on_other_matters_are_whole_and_come_from_prose_alone(tmp_path: Path) -> None:
    definition = "A lung disease that is characterized by an inflammation of the small airways."
    shown = "Nature, says the author, makes no leaps, and varieties pass into one another by small steps."
    guide = "Write the most important thing first and leave out what readers do not need to know."
    (tmp_path / "terms.obo").write_text(f'name: bronchiolitis\ndef: "{definition}" [X:1]\n', "utf-8")
    (tmp_path / "one.xhtml").write_text(f"<h2>Chapter</h2><p><i>Nature</i>{shown[6:]} Short.</p>", "utf-8")
    (tmp_path / "page.md").write_text(f"---\ntitle: Page\n---\n# Writing\n\n{guide}\n\n| a | b |\n", "utf-8")
    (tmp_path / "code.py").write_text(
        "print('this is no prose and so it is not read by anybody at all')", "utf-8"
    )
    assert set(gathered(tmp_path, random.Random(1))) == {
        definition,
        shown,
        guide,
    }
