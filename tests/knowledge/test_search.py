"""Finding: the right passage first, by words, by meaning, by synonyms, by attached questions, in a conversation."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from foundation.datafile import DataFileError
from knowledge.library import Library
from knowledge.search.index import build_index
from knowledge.search.ranking import search
from knowledge.search.weights import Weights
from knowledge.search.windows import windows_of
from tests.knowledge.town import town, written


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("How many rings before I answer the telephone?", "1. Telephone"),
        ("do guests need a badge", "2. Visitors"),
        ("a visitor has to go to the toilet", "2. Visitors"),
        ("may I hang up on somebody who keeps swearing", "1. Ending a call"),
        ("what can I say to somebody who is shouting", "2. Phrases you can use"),
        ("May we talk about secret things in the lobby", "3. Confidentiality"),
        ("how quikly must leters be anserwed", "3. Answering mail"),
    ],
)
def test_the_right_section_comes_first(question: str, heading: str) -> None:
    assert town().ask(question).passages[0].heading == heading


def test_the_best_clause_of_a_section_is_told_apart() -> None:
    found = town().ask("who walks a guest to the washroom?").passages[0]
    assert found.clause == "Walk visitors to the washroom and wait for them."
    assert found.neighbours == ("All visitors must wear a visitor pass while they are in the building.",)


def test_without_the_encoder_words_still_find(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("knowledge.library.load_encoder", lambda: None)
    library = Library.open([written(tmp_path / "policies")])
    found = library.ask("how many rings before the telephone is answered?")
    assert found.answered
    assert found.passages[0].clause == "Answer the telephone within three rings."
    assert not library.ask("how do I renew my passport?").answered


def test_an_earlier_question_keeps_the_subject() -> None:
    index = town().index
    alone = search(index, "and in the building?")
    together = search(index, "and in the building?", earlier=["what do visitors have to wear"])
    heading = "2. Visitors"
    assert together.hits[0].window.section.heading == heading
    scores = {hit.place: hit.score for hit in alone.hits}
    assert together.hits[0].score > scores.get(together.hits[0].place, 0.0)


def test_more_windows_than_are_looked_into_are_still_all_ranked() -> None:
    document = next(found for found in town().documents if found.name == "front-desk.md")
    looked_into = Weights().looked_into
    windows = list(windows_of(document)) * (looked_into // 2)
    index = build_index(windows, town().index.encoder)
    assert len(index.windows) > looked_into
    found = search(index, "visitor pass", limit=3)
    assert len(found.hits) == 3
    assert {hit.window.section.heading for hit in found.hits} == {"2. Visitors"}


@pytest.mark.parametrize(
    "question", ["", "   ", "?", "\x00\x01", "🙂🙂", "の" * 50, "word " * 5_000, "a\nb\tc"]
)
def test_no_question_breaks_the_search(question: str) -> None:
    found = town().ask(question)
    assert 0.0 <= found.confidence <= 1.0
    assert len(found.passages) <= 5


def test_many_threads_get_the_answer_one_gets() -> None:
    questions = ["do guests need a badge", "may I end an abusive call", "when must letters be answered"] * 4
    wanted = [town().ask(question) for question in questions]
    got: dict[int, object] = {}

    def run(place: int) -> None:
        got[place] = town().ask(questions[place])

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(questions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [got[place] for place in range(len(questions))] == wanted


QUESTIONS = """questions:
  - document: front-desk.md
    contains: wear a visitor pass
    ask:
      - how loud may the radio be on Thursdays?
"""


def test_an_attached_question_finds_its_passage(tmp_path: Path) -> None:
    asked = "how loud can our radio be on thursdays"
    folder = written(tmp_path / "policies")
    assert Library.open([folder]).ask(asked).passages[0].heading != "2. Visitors"
    (tmp_path / "questions.yaml").write_text(QUESTIONS, "utf-8")
    found = Library.open([folder]).ask(asked)
    assert found.passages[0].heading == "2. Visitors"
    assert found.answered


def test_an_attached_question_leads_to_its_clause(tmp_path: Path) -> None:
    folder = written(tmp_path / "policies")
    washroom = QUESTIONS.replace("wear a visitor pass", "wait for them")
    for file, clause in ((QUESTIONS, "All visitors must wear"), (washroom, "Walk visitors to the washroom")):
        (tmp_path / "questions.yaml").write_text(file, "utf-8")
        best = Library.open([folder]).ask("how loud may the radio be on Thursdays?")
        assert best.passages[0].clause.startswith(clause)


@pytest.mark.parametrize(
    "asked", ["may I hang up", "who wears a badge", "how quickly must letters be answered"]
)
def test_a_final_mark_changes_no_answer(asked: str) -> None:
    sure = {town().ask(asked + mark).confidence for mark in ("", "?", ".", " ?", "!")}
    assert len(sure) == 1


def test_a_follow_up_quotes_the_clause_on_its_subject() -> None:
    found = town().ask("and by phone?", earlier=["within how many hours must I return something"])
    assert found.passages[0].clause == "Return calls within 24 hours."


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("    ask:", "    asks:"), r"line 4: “asks” is not known"),
        (("      - how", "      how"), r"line 4: “ask” is not a list"),
    ],
)
def test_a_mistake_in_attached_questions_is_refused_with_its_line(
    tmp_path: Path, change: tuple[str, str], message: str
) -> None:
    (tmp_path / "questions.yaml").write_text(QUESTIONS.replace(*change), "utf-8")
    with pytest.raises(DataFileError, match=message):
        Library.open([written(tmp_path / "policies")])


def test_the_organisations_own_synonyms_are_understood(tmp_path: Path) -> None:
    folder = written(tmp_path / "policies")
    (tmp_path / "synonyms.yaml").write_text("synonyms:\n  - words: [blue card, visitor pass]\n", "utf-8")
    library = Library.open([folder])
    plain = {hit.window.section.heading: hit.words for hit in search(town().index, "blue card").hits}
    own = {hit.window.section.heading: hit.words for hit in search(library.index, "blue card").hits}
    assert own["2. Visitors"] > plain.get("2. Visitors", 0.0)


def test_a_changed_file_is_swapped_in_and_an_unchanged_folder_is_not_read(tmp_path: Path) -> None:
    folder = written(tmp_path / "policies")
    library = Library.open([folder], tmp_path / "cache")
    before = library.index
    assert not library.refresh()
    assert library.index is before
    (folder / "parking.md").write_text("# Parking\n\nBicycles must be parked in the courtyard.\n", "utf-8")
    assert library.refresh()
    assert library.ask("where do I leave my bike?").passages[0].document == "parking.md"
    (folder / "parking.md").unlink()
    assert library.refresh()
    assert all(
        passage.document != "parking.md" for passage in library.ask("where do I leave my bike?").passages
    )


def test_a_mistake_in_a_data_file_leaves_what_was_read_from_it_in_force_and_holds_nothing_else_up(
    tmp_path: Path,
) -> None:
    folder, asked = written(tmp_path / "policies"), "how loud can our radio be on thursdays"
    (tmp_path / "questions.yaml").write_text(QUESTIONS, "utf-8")
    library = Library.open([folder])
    (tmp_path / "questions.yaml").write_text(QUESTIONS.replace("    ask:", "    asks:"), "utf-8")
    (folder / "parking.md").write_text("# Parking\n\nBicycles must be parked in the courtyard.\n", "utf-8")
    assert library.refresh()
    assert library.ask(asked).passages[0].heading == "2. Visitors"
    assert library.ask("where do I leave my bike?").passages[0].document == "parking.md"
    (finding,) = (one for one in library.findings if one.kind == "data-file")
    assert (finding.document, finding.place) == ("questions.yaml", "line 4")
    (tmp_path / "questions.yaml").write_text(QUESTIONS, "utf-8")
    assert library.refresh()
    assert not any(one.kind == "data-file" for one in library.findings)


def test_a_new_data_file_with_a_mistake_holds_no_policy_up_while_running(tmp_path: Path) -> None:
    folder = written(tmp_path / "policies")
    library = Library.open([folder])
    (tmp_path / "synonyms.yaml").write_text("synonyms:\n  - words: [lone]\n", "utf-8")
    (folder / "parking.md").write_text("# Parking\n\nBicycles must be parked in the courtyard.\n", "utf-8")
    assert library.refresh()
    assert library.ask("where do I leave my bike?").passages[0].document == "parking.md"
    assert [one.document for one in library.findings if one.kind == "data-file"] == ["synonyms.yaml"]


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_indexed(tmp_path: Path) -> None:
    folder = written(tmp_path / "policies")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    library = Library.open([folder])
    assert "broken.pdf" in {finding.document for finding in library.findings}
    assert library.ask("do guests need a badge").answered
