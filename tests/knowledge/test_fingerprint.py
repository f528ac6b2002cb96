"""What is kept between runs is believed only while everything that made it is the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, replace
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.fingerprint import fingerprint
from knowledge.library import Library
from knowledge.reading.document import Clause, Document, DocumentFacts, Section
from knowledge.search import confidence, encoder
from knowledge.search import vector_store as vectors
from knowledge.search.confidence import FITTED_BY
from knowledge.search.index import build_index
from knowledge.search.vector_store import key_of
from knowledge.search.weights import Weights
from knowledge.search.windows import Window
from knowledge.text import tokenizer
from tests.knowledge.town import written


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def threshold(folder: Path, cache: Path | None, weights: Weights) -> float:
    return Library.open([folder], cache, weights=weights).judge.threshold


@pytest.mark.parametrize("change", [{"outside": 0.5, "standard": 0.2}, {"words": 0.1, "inside": 0.4}])
def test_a_threshold_fitted_with_other_weights_is_not_believed(
    tmp_path: Path, cache: Path, change: dict[str, float]
) -> None:
    folder, shipped = written(tmp_path / "policies"), Weights(room=10.0)
    changed = replace(shipped, **change)  # type: ignore[arg-type]  # all of them are numbers
    before, fresh = threshold(folder, cache, shipped), threshold(folder, None, changed)
    assert fresh != before
    assert threshold(folder, cache, changed) == fresh


@pytest.mark.parametrize("name", [field.name for field in fields(Weights)])
def test_every_weight_is_part_of_the_key_of_all_that_is_kept(name: str) -> None:
    shipped = Weights()
    changed = replace(shipped, **{name: type(getattr(shipped, name))(not getattr(shipped, name))})
    keys = {build_index([], None, weights=weights).key for weights in (shipped, changed)}
    assert len(keys) == 2


def test_all_code_that_ranks_is_part_of_the_key_of_the_threshold() -> None:
    """Whatever `confidence` and `search` use of ours, and what that uses in its turn."""
    used, open_ends = set[str](), ["knowledge.search.confidence", "knowledge.search.ranking"]
    while open_ends:
        module = open_ends.pop()
        if module not in used:
            used.add(module)
            held = vars(import_module(module)).values()
            places = {str(getattr(one, "__module__", "")) for one in held}
            open_ends += [one for one in places if one.startswith("knowledge.")]
    # What a file says is in the texts of the index; how something is kept or hashed changes no margin.
    # The values of the weights are, not the comments beside them.
    others = {"reading.document", "text.markup", "search.weights"}
    assert used - {f"knowledge.{name}" for name in others} <= set(FITTED_BY)


def test_other_synonyms_give_a_new_threshold(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = written(tmp_path / "policies")
    keys: list[str] = []

    def noted(parts: Iterable[str]) -> str:
        keys.append(fingerprint(parts))
        return keys[-1]

    monkeypatch.setattr(confidence, "fingerprint", noted)
    Library.open([folder], cache)
    (folder / "synonyms.yaml").write_text("synonyms:\n  - words: [visitor, plumber]\n", "utf-8")
    Library.open([folder], cache)
    assert len(set(keys)) == 2


@pytest.mark.parametrize(
    ("owner", "name", "value"),
    [
        (encoder, "SUMS", {**encoder.SUMS, "vocab.txt": "0" * 64}),
        (encoder, "SUMS", {**encoder.SUMS, "encoder.onnx": "0" * 64}),
        (encoder, "LONGEST", 128),
        (tokenizer, "LONGEST_WORD", 50),
        (vectors, "RELEASE", "another"),
    ],
)
def test_a_vector_of_another_model_vocabulary_or_cut_is_not_believed(
    owner: object, name: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = key_of("a text")
    monkeypatch.setattr(owner, name, value)
    if owner is encoder:
        monkeypatch.setattr(vectors, name, value)
    assert key_of("a text") != before


def test_a_window_cut_into_other_clauses_gives_another_index() -> None:
    text = "One rule. Two rules."
    whole = Clause(text, 0, len(text))
    parts = (Clause("One rule.", 0, 9), Clause("Two rules.", 10, len(text)))
    section = Section("s", ("A",), "", text, 0, len(text), 0, (whole,))
    document = Document("a.md", "", text, DocumentFacts(), (section,))
    cuts: list[tuple[Clause, ...]] = [(whole,), parts]
    keys = {build_index([Window(document, section, clauses, text)], None).key for clauses in cuts}
    assert len(keys) == 2


@given(st.lists(st.text()), st.lists(st.text()))
def test_two_lists_of_texts_have_one_hash_only_if_they_are_the_same(one: list[str], other: list[str]) -> None:
    assert (fingerprint(one) == fingerprint(other)) == (one == other)
