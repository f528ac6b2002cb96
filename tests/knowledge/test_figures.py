"""The tables of the page on retrieval, and the questions of our own they are measured on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.library import Library
from knowledge.quality import figures
from knowledge.quality.corpus import HELD_OUT, HELD_OUT_DOCUMENTS, corpus_library, near_misses
from knowledge.quality.evaluate import EvalQuestion, evaluate, plain, read_questions_file
from knowledge.search.weights import Weights
from knowledge.text.language import shipped_text
from tests.knowledge.town import town

OWN = figures.OWN / "sample.jsonl"
PAGE = "before\n<!-- figures: one -->\nold\n<!-- end of figures -->\n<!-- figures: two -->\n<!-- end of figures -->\n"


def test_a_table_replaces_only_what_stands_between_its_marks() -> None:
    page = figures.with_table(PAGE, "one", "new")
    assert page == PAGE.replace("old", "new")
    assert figures.with_table(page, "two", "x").count("new") == 1
    with pytest.raises(SystemExit, match="figures: three"):
        figures.with_table(PAGE, "three", "x")


def test_every_row_of_every_table_can_be_measured_and_has_its_place_on_the_page() -> None:
    for settings in figures.ROWS.values():
        Weights().having(settings)
    page = figures.PAGE.read_text("utf-8")
    for name in (*figures.SETS, *figures.SHIPPED_ALONE):
        assert "new" in figures.with_table(page, name, "new")


def test_each_own_question_names_words_that_stand_in_the_sample() -> None:
    policies = figures.ROOT / "organisation" / "policies"
    texts = {path.name: path.read_text("utf-8") for path in policies.glob("*.md")}
    questions = read_questions_file(OWN)
    assert len(questions) == len({one.id for one in questions}) > 80
    for one in questions:
        assert all(contains in texts[document] for document, contains in one.gold), one.id


@pytest.mark.parametrize("name", [*HELD_OUT, *HELD_OUT_DOCUMENTS])
def test_a_library_or_document_of_the_corpus_is_read_whole_and_its_gold_is_in_what_it_says(
    name: str, tmp_path: Path
) -> None:
    found = corpus_library(name)
    library = Library.open([found.written(tmp_path)], weights=Weights(encoder=False))
    said = [(one.document.name, plain(one.text)) for one in library.index.windows]
    gold = {place for one in found.questions for place in one.gold}
    assert len(found.documents) == (4 if name in HELD_OUT else 1)
    assert len(gold) > 50
    for document, text in gold:
        assert any(document == where and plain(text) in window for where, window in said), text


def test_no_near_miss_that_is_held_out_is_known_elsewhere() -> None:
    names = (*HELD_OUT, *HELD_OUT_DOCUMENTS)
    asked = {one.text.rstrip(" ?!.,;") for name in names for one in corpus_library(name).questions}
    assert not asked & {one.rstrip(" ?!.,;") for one in near_misses()}
    shipped = {line.rstrip(" ?") for line in shipped_text("near_misses.txt").splitlines()}
    assert not asked & shipped


def test_every_shipped_near_miss_is_one_of_what_may_be_trained_on() -> None:
    asked = {one.rstrip(" ?!.,;") for one in near_misses()}
    lines = shipped_text("near_misses.txt").splitlines()
    shipped = {line.removesuffix("?") for line in lines if not line.startswith("#")}
    assert shipped <= asked
    assert len(shipped) > 1_400


@pytest.mark.parametrize(
    ("contains", "right"),
    [("Answer the telephone within three rings", 1.0), ("leaving a caller on hold", 0.0)],
)
def test_the_right_clause_counts_apart_from_the_right_passage(contains: str, right: float) -> None:
    asked = EvalQuestion("1", "how many rings?", "", (("front-desk.md", contains),))
    scores = evaluate([asked], town()).scores
    assert (scores.hit1, scores.right_clause) == (1.0, right)


def test_no_corpus_is_in_a_release_of_the_package() -> None:
    settings = (figures.ROOT / "pyproject.toml").read_text("utf-8")
    excluded = next(line for line in settings.splitlines() if line.startswith("exclude = "))
    assert "knowledge/model/training" in json.loads(excluded.removeprefix("exclude = "))
