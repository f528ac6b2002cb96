"""The index: windows verbatim and short enough, word scores on an absolute scale, vectors kept between runs."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.datafile import DataFileError
from knowledge.library import Library
from knowledge.reading.document import Document, Finding
from knowledge.reading.document_cache import PASSING
from knowledge.reading.policy_files import Reading, read_document
from knowledge.search.encoder import WIDTH, Vector
from knowledge.search.index import build_index
from knowledge.search.lexicon import Lexicon
from knowledge.search.vector_store import VectorStore
from knowledge.search.weights import Weights
from knowledge.search.windows import LONGEST, windows_of
from knowledge.text.markup import plain
from knowledge.text.synonyms import Synonyms, read_synonyms, shipped_synonyms
from knowledge.text.terms import terms
from tests.knowledge.town import town, written

WORDS = st.lists(st.sampled_from(["call", "desk", "visitor", "badge", "ring", "hour"]), max_size=12)


def documents() -> tuple[Document, ...]:
    return town().documents


def squeezed(text: str) -> str:
    return " ".join(plain(line) for line in text.split("\n")).replace("  ", " ")


def test_every_window_is_verbatim_and_at_most_1200_characters() -> None:
    for document in documents():
        source = re.sub(r"\s+", " ", squeezed(document.text))
        for window in windows_of(document):
            assert len(window.text) <= LONGEST
            assert re.sub(r"\s+", " ", window.text) in source


def test_every_clause_is_in_exactly_one_window() -> None:
    for document in documents():
        clauses = [clause for section in document.sections for clause in section.clauses]
        assert [clause for window in windows_of(document) for clause in window.clauses] == clauses


def test_a_long_section_becomes_several_windows_cut_between_clauses(tmp_path: Path) -> None:
    rules = "\n".join(
        f"- Rule number {number}: " + "always be kind to everybody. " * 4 for number in range(40)
    )
    (tmp_path / "long.md").write_text(f"# Long\n\n## Rules\n\n{rules}\n", "utf-8")
    windows = list(windows_of(read_document(tmp_path / "long.md")))
    assert len(windows) > 3
    assert all(len(window.text) <= LONGEST for window in windows)
    assert sum(len(window.clauses) for window in windows) == 40


def test_a_paragraph_too_long_to_quote_is_shown_piece_by_piece(tmp_path: Path) -> None:
    (tmp_path / "wall.md").write_text("# Wall\n\n" + "This sentence goes on and on. " * 200, "utf-8")
    windows = list(windows_of(read_document(tmp_path / "wall.md")))
    assert len(windows) > 4
    assert all(0 < len(window.text) <= LONGEST for window in windows)


@given(st.lists(WORDS, min_size=1, max_size=8), WORDS)
def test_word_scores_run_from_0_to_1(texts: list[list[str]], asked: list[str]) -> None:
    scores = Lexicon.of(texts, Weights()).scores(asked, {})
    assert scores.shape == (len(texts),)
    assert ((scores >= 0) & (scores <= 1)).all()


@given(st.lists(WORDS, min_size=1, max_size=8), st.sampled_from(["call", "desk", "zebra"]))
def test_a_window_scores_for_a_word_exactly_when_it_holds_it(texts: list[list[str]], word: str) -> None:
    scores = Lexicon.of(texts, Weights()).scores([word], {})
    assert [bool(score > 0) for score in scores] == [word in text for text in texts]


def test_rarer_words_and_shorter_windows_count_more() -> None:
    lexicon = Lexicon.of(
        [["call"], ["call", "badge"], ["call", "badge", "desk", "desk", "ring", "ring"]], Weights()
    )
    scores = lexicon.scores(["badge"], {})
    assert scores[0] == 0 < scores[2] < scores[1]
    assert lexicon.rarity("zebra") > lexicon.rarity("badge") > lexicon.rarity("call")


def test_a_synonym_counts_but_less_than_the_word_itself() -> None:
    synonyms = Synonyms.of([("toilet", "washroom"), ("hang up", "end the call")])
    lexicon = Lexicon.of([terms("the washroom"), terms("the toilet"), terms("the garden")], Weights())
    asked = terms("toilet")
    scores = lexicon.scores(asked, synonyms.alternatives(asked))
    assert scores[1] > scores[0] > scores[2] == 0
    assert synonyms.alternatives(terms("may I hang up now"))[0].keys() == {"end", "call"}


def test_stems_join_forms_of_a_word_and_stop_words_are_left_out() -> None:
    assert terms("The callers' complaints were handled") == terms("caller complaint handle")
    assert terms("what is it that you do?") == []


def test_the_shipped_synonyms_are_well_formed() -> None:
    groups = shipped_synonyms()
    assert len(groups) > 150
    assert all(len(set(group)) == len(group) for group in groups)


def test_a_synonym_group_of_one_word_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "synonyms.yaml"
    file.write_text("synonyms:\n  - words: [lone]\n", "utf-8")
    with pytest.raises(DataFileError, match=r"synonyms.yaml, line 2: .*fewer than two"):
        read_synonyms(file)


def fake(seen: list[str]) -> Callable[[str], Vector]:
    def encode(text: str) -> Vector:
        seen.append(text)
        return np.full(WIDTH, len(text), dtype=np.float32)

    return encode


def test_a_text_is_encoded_once_and_kept_between_runs(tmp_path: Path) -> None:
    seen: list[str] = []
    first = VectorStore(tmp_path).vectors(["one", "three", "one"], fake(seen))
    assert seen == ["one", "three"]
    assert first[:, 0].tolist() == [3, 5, 3]
    second = VectorStore(tmp_path).vectors(["three", "fourth", "one"], fake(seen))
    assert seen == ["one", "three", "fourth"]
    assert second[:, 0].tolist() == [5, 6, 3]


@pytest.mark.parametrize("damage", [b"", b"not an array", b"\x93NUMPY\x01\x00"])
def test_a_damaged_vector_file_is_made_again(tmp_path: Path, damage: bytes) -> None:
    VectorStore(tmp_path).vectors(["one"], fake([]))
    (tmp_path / "vectors.npy").write_bytes(damage)
    seen: list[str] = []
    VectorStore(tmp_path).vectors(["one"], fake(seen))
    assert seen == ["one"]


def test_keys_and_vectors_of_different_runs_are_not_believed(tmp_path: Path) -> None:
    VectorStore(tmp_path).vectors(["one", "two"], fake([]))
    keys = (tmp_path / "vectors.keys").read_bytes()
    (tmp_path / "vectors.keys").write_bytes(keys[:-16])
    seen: list[str] = []
    VectorStore(tmp_path).vectors(["one"], fake(seen))
    assert seen == ["one"]


def test_an_empty_folder_gives_an_index_that_answers_nothing(tmp_path: Path) -> None:
    answer = Library.open([tmp_path]).ask("anything at all?")
    assert not answer.answered
    assert answer.passages == ()


def test_without_an_encoder_the_index_has_no_vectors() -> None:
    index = build_index([window for document in documents() for window in windows_of(document)], None)
    assert index.sections.size == 0
    assert index.lexicon.size == len(index.windows)


def test_unchanged_files_are_not_read_or_encoded_again(tmp_path: Path) -> None:
    folder, cache = written(tmp_path / "policies"), tmp_path / "cache"
    Library.open([folder], cache)
    heard: list[str] = []
    Library.open([folder], cache, lambda what, _done, _total: heard.append(what))
    assert "embedding" not in heard
    assert not list(cache.glob("**/.*"))  # No half-written file is left behind.


def test_kept_word_statistics_give_the_same_scores_and_threshold(tmp_path: Path) -> None:
    folder, cache = written(tmp_path / "policies"), tmp_path / "cache"
    first, second = Library.open([folder], cache), Library.open([folder], cache)
    for question in ("do guests need a badge", "how many rigns"):
        assert first.ask(question) == second.ask(question)
    assert first.stats.threshold == second.stats.threshold
    assert first.judge.expected == second.judge.expected
    assert isinstance(second.index.lexicon.postings["visitor"][0].base, np.memmap)


@pytest.mark.parametrize("name", ["words.json", "judge.json", "places-*.npy"])
def test_a_damaged_kept_file_is_made_again(tmp_path: Path, name: str) -> None:
    folder, cache = written(tmp_path / "policies"), tmp_path / "cache"
    wanted = Library.open([folder], cache).ask("do guests need a badge")
    (file,) = cache.glob(name)
    file.write_bytes(b"\x00nonsense")
    assert Library.open([folder], cache).ask("do guests need a badge") == wanted


def test_word_statistics_of_other_policies_are_not_believed(tmp_path: Path) -> None:
    folder, cache = written(tmp_path / "policies"), tmp_path / "cache"
    Library.open([folder], cache)
    (folder / "bees.md").write_text("# Bees\n\nHives must stand behind the barn.\n", "utf-8")
    assert Library.open([folder], cache).ask("where do hives stand?").passages[0].document == "bees.md"
    assert len(list(cache.glob("places-*.npy"))) == 1


def test_an_index_of_nothing_opens_again_from_its_cache(tmp_path: Path) -> None:
    folder = tmp_path / "policies"
    folder.mkdir()
    for _ in range(2):
        assert not Library.open([folder], tmp_path / "cache").ask("may I hang up?").answered


@pytest.mark.parametrize("kind", sorted(PASSING))
def test_what_only_this_machine_could_not_do_is_tried_again_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    folder, cache = written(tmp_path / "policies"), tmp_path / "cache"
    busy = Reading((), (Finding("front-desk.md", "", kind, "Not now."),))
    with monkeypatch.context() as slow:
        slow.setattr("knowledge.reading.document_cache.read_source", lambda *_: busy)
        assert {finding.kind for finding in Library.open([folder], cache).findings} == {kind}
    again = Library.open([folder], cache)
    assert len(again.documents) == 2
    assert kind not in {finding.kind for finding in again.findings}
