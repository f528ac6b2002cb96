"""What models are trained on: whole libraries, and nothing that figures are reported on."""

from __future__ import annotations

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
