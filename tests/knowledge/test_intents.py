"""What staff mean: everyday ways to ask reach the words of policies, and nothing of it is ever shown."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge.library import Library
from knowledge.search.confidence import elsewhere
from knowledge.search.encoder import WIDTH, load_encoder
from knowledge.search.index import build_index
from knowledge.search.intents import intent_texts, intents, shipped_intents
from knowledge.search.ranking import search
from knowledge.search.shipped_vectors import shipped_vectors
from knowledge.search.vector_store import KEY, key_of
from knowledge.search.weights import Weights
from knowledge.search.windows import windows_of
from knowledge.text.language import LANGUAGE
from knowledge.text.markup import normal

POLICY = """# Staff Rules

## 1. Misuse

Suspected misappropriation of public funds is referred to the internal auditor.

## 2. Violence

An employee under attack leaves the premises and dials the emergency number.

## 3. Wages

Wages are paid on the last day of each month.

## 4. Counselling

The assistance programme is open to every employee.
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "rules.md").write_text(POLICY, "utf-8")
    return Library.open([folder])


@pytest.mark.parametrize(
    ("asked", "heading"),
    [
        ("my co-worker pockets the parking money", "1. Misuse"),
        ("he chucked a stapler at my head", "2. Violence"),
        ("where do I get help coping with stress", "4. Counselling"),
    ],
)
def test_words_that_share_nothing_with_the_policy_reach_it(
    library: Library, asked: str, heading: str
) -> None:
    assert library.ask(asked).passages[0].heading == heading


def test_a_question_like_none_of_them_is_searched_as_it_was_asked(library: Library) -> None:
    encoder = load_encoder()
    assert encoder is not None
    assert library.index.intents.nearest(encoder.encode("how tall is the moon?"), Weights()) is None
    bare = build_index([window for one in library.documents for window in windows_of(one)], encoder)
    for asked in ("how tall is the moon", "boil an egg"):
        assert [hit.score for hit in search(bare, asked, reread=False).hits] == [
            hit.score for hit in search(library.index, asked, reread=False).hits
        ]


def test_the_very_words_of_a_way_to_ask_count_fully() -> None:
    encoder = load_encoder()
    found, weights = intents(encoder), Weights()
    for means, ways in shipped_intents()[:20]:
        assert encoder is not None
        meant = found.nearest(encoder.encode(ways[0]), weights)
        assert meant is not None
        assert meant.weight == pytest.approx(weights.intent, abs=0.01)
        assert meant.means == means


def test_without_an_encoder_there_are_none() -> None:
    assert not len(intents(None).asked)
    assert intents(None).nearest(np.ones(WIDTH, np.float32), Weights()) is None


def test_every_intent_has_ways_to_ask_and_no_way_belongs_to_two() -> None:
    shipped = shipped_intents()
    ways = [normal(way) for _, ways in shipped for way in ways]
    assert len(shipped) >= 80
    assert all(len(ways) >= 3 for _, ways in shipped)
    assert len(ways) == len(set(ways))


def test_no_intent_is_ever_shown(library: Library) -> None:
    """Answers come from the organisation's own policies alone."""
    for means, ways in shipped_intents()[::8]:
        for passage in library.ask(ways[0]).passages:
            assert means not in passage.text
            assert passage.text in POLICY


def test_every_shipped_vector_is_that_of_its_text() -> None:
    """`python -m knowledge.search.make_vectors` was run since the texts changed."""
    encoder = load_encoder()
    assert encoder is not None
    texts = [*elsewhere(), *intent_texts()]
    stored = (LANGUAGE.folder / "vectors.keys").read_bytes()
    assert {stored[at : at + KEY] for at in range(0, len(stored), KEY)} == {key_of(text) for text in texts}
    for text, vector in list(zip(texts, shipped_vectors(texts, encoder), strict=True))[::10]:
        assert float(encoder.encode(text) @ vector) > 0.99


def test_a_text_that_was_not_shipped_is_encoded_and_nothing_is_written() -> None:
    encoder = load_encoder()
    assert encoder is not None
    before = (LANGUAGE.folder / "vectors.keys").read_bytes()
    [vector] = shipped_vectors(["a sentence nobody shipped"], encoder)
    assert float(encoder.encode("a sentence nobody shipped") @ vector) > 0.99
    assert (LANGUAGE.folder / "vectors.keys").read_bytes() == before
